//! Memory for whole books, in large pages.
//!
//! What a book costs is largely new memory: a system that hands it out in pages of four kilobytes
//! clears and maps each by itself. Linux gives two megabytes at once where it is asked to, as
//! `NumPy` asks for its arrays.

use std::alloc::{GlobalAlloc, Layout, System};

/// The system's own memory; blocks of many megabytes in large pages.
pub(crate) struct LargePages;

/// From how many bytes on: a block has two ends of small pages.
const LARGE: usize = 8 << 20;

#[expect(unsafe_code, reason = "an allocator is")]
// SAFETY: every block is one of the system's, as it was asked for; advice changes none of it.
unsafe impl GlobalAlloc for LargePages {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps to the same rules.
        advised(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps to the same rules.
        advised(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps to the same rules.
        advised(unsafe { System.realloc(block, layout, size) }, size)
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the same rules.
        unsafe { System.dealloc(block, layout) }
    }
}

#[cfg(target_os = "linux")]
fn advised(block: *mut u8, size: usize) -> *mut u8 {
    const PAGE: usize = 4096;
    if size >= LARGE && !block.is_null() {
        let inside = block.align_offset(PAGE);
        let whole = size.saturating_sub(inside) / PAGE * PAGE;
        // SAFETY: the pages are within the block. Where the system knows no large pages, it says
        // so, and nothing is lost.
        #[expect(unsafe_code, reason = "the system is asked")]
        unsafe {
            libc::madvise(block.wrapping_add(inside).cast(), whole, libc::MADV_HUGEPAGE);
        }
    }
    block
}

#[cfg(not(target_os = "linux"))]
const fn advised(block: *mut u8, _: usize) -> *mut u8 {
    block
}
