
/// Which mutant is in force, and which were come by.
pub mod mutation {
    use std::io::Write;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

    const NONE: usize = usize::MAX;
    const NOT_READ: usize = usize::MAX - 1;
    static IN_FORCE: AtomicUsize = AtomicUsize::new(NOT_READ);
    static REACHED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

    /// Puts a mutant in force, or none.
    pub fn put(number: Option<usize>) {
        IN_FORCE.store(number.unwrap_or(NONE), Relaxed);
    }

    /// Those that were come by since this was last asked.
    pub fn reached() -> std::vec::Vec<usize> {
        (0..COUNT).filter(|it| REACHED[*it].swap(false, Relaxed)).collect()
    }

    /// Whether a mutant is in force. What is computed while compiling has none.
    #[inline(always)]
    pub const fn on(number: usize) -> bool {
        core::intrinsics::const_eval_select((number,), compiling, running)
    }

    const fn compiling(_: usize) -> bool {
        false
    }

    #[inline(never)]
    fn running(number: usize) -> bool {
        if !REACHED[number].load(Relaxed) {
            first(number);
        }
        let mut now = IN_FORCE.load(Relaxed);
        if now == NOT_READ {
            now = std::env::var("MUTANT").ok().and_then(|it| it.parse().ok()).unwrap_or(NONE);
            IN_FORCE.store(now, Relaxed);
        }
        now == number
    }

    #[cold]
    fn first(number: usize) {
        static FILE: OnceLock<Option<std::fs::File>> = OnceLock::new();
        REACHED[number].store(true, Relaxed);
        let open = || {
            let path = std::env::var_os("MUTANTS_REACHED")?;
            std::fs::File::options().create(true).append(true).open(path).ok()
        };
        if let Some(mut file) = FILE.get_or_init(open).as_ref() {
            let _ = file.write_all(std::format!("{number}\n").as_bytes());
        }
    }
}
