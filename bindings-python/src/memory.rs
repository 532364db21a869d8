//! Memory that is asked of the system in one piece, rather than page by page.

use std::alloc::{GlobalAlloc, Layout, System};

/// The system's allocator, which makes large pieces ready at once.
///
/// A book is answered about in large pieces of new memory, each written from one end to the other.
/// That the system hears of every single page when it is first written takes a third longer.
pub(crate) struct Ready;

/// From what size on: smaller pieces are mostly memory used before.
const LARGE: usize = 1 << 18;

// SAFETY: every piece is the system allocator's own; making its pages ready changes no byte of it.
#[expect(unsafe_code, reason = "an allocator hands out pointers")]
unsafe impl GlobalAlloc for Ready {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let piece = unsafe { System.alloc(layout) };
        ready(piece, layout.size());
        piece
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let piece = unsafe { System.alloc_zeroed(layout) };
        ready(piece, layout.size());
        piece
    }

    unsafe fn dealloc(&self, piece: *mut u8, layout: Layout) {
        unsafe { System.dealloc(piece, layout) }
    }

    unsafe fn realloc(&self, piece: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        unsafe { System.realloc(piece, layout, size) }
    }
}

#[cfg(target_os = "linux")]
fn ready(piece: *mut u8, size: usize) {
    const PAGE: usize = 4096;
    if piece.is_null() || size < LARGE {
        return;
    }
    let skip = piece.addr().next_multiple_of(PAGE) - piece.addr();
    let whole = (size - skip) / PAGE * PAGE;
    #[expect(unsafe_code, reason = "a call of the system")]
    unsafe {
        libc::madvise(piece.add(skip).cast(), whole, libc::MADV_POPULATE_WRITE);
    }
}

#[cfg(not(target_os = "linux"))]
fn ready(_: *mut u8, _: usize) {}
