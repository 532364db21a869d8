//! Work on every processor, while Python is told how far it is.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use super::Failure;

/// How often Python is asked whether to go on.
const TICK: Duration = Duration::from_millis(100);

/// Tells Python how far it is, and hears whether to stop.
pub(crate) struct Watch<'a> {
    tell: Option<&'a Py<PyAny>>,
    threads: usize,
    done: usize,
    all: usize,
    /// How often each row is counted.
    passes: usize,
}

impl<'a> Watch<'a> {
    /// On a number of threads, or on as many as there are processors.
    pub(crate) fn new(tell: Option<&'a Py<PyAny>>, threads: Option<usize>) -> Self {
        let processors = || thread::available_parallelism().map_or(1, usize::from);
        Self {
            tell,
            threads: threads.unwrap_or_else(processors).clamp(1, 1_024),
            done: 0,
            all: 0,
            passes: 1,
        }
    }

    pub(super) const fn threads(&self) -> usize {
        self.threads
    }

    /// How many rows there are, and how often each is counted.
    pub(super) const fn expect(&mut self, rows: usize, passes: usize) {
        self.all = rows;
        self.passes = passes;
    }

    /// Raises what the callback raises, and what a signal does.
    fn look(&self) -> PyResult<()> {
        Python::attach(|py| {
            py.check_signals()?;
            if let Some(tell) = self.tell {
                tell.call1(py, (self.done / self.passes, self.all))?;
            }
            Ok(())
        })
    }
}

/// Does the same with every item, on every processor; the results are in the order of the items.
pub(super) fn each<T: Send, R: Send>(
    items: Vec<T>,
    watch: &mut Watch<'_>,
    rows: impl Fn(&T) -> usize + Sync,
    work: impl Fn(T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let count = items.len();
    let queue = Mutex::new(items.into_iter().enumerate());
    let stop = AtomicBool::new(false);
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let (told, heard) = channel();
    thread::scope(|scope| {
        let workers = (0..watch.threads.min(count)).map(|_| {
            let told = told.clone();
            let (stop, next, rows, work) = (&stop, &next, &rows, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed)
                    && let Some((place, item)) = next()
                {
                    let size = rows(&item);
                    if told.send((place, size, work(item))).is_err() {
                        break;
                    }
                }
            })
        });
        let workers: Vec<_> = workers.collect();
        drop(told);
        let mut results: Vec<Option<R>> = (0..count).map(|_| None).collect();
        let mut failed = None;
        loop {
            match heard.recv_timeout(TICK) {
                Ok((place, size, result)) => {
                    watch.done += size;
                    match (result, results.get_mut(place)) {
                        (Ok(result), Some(free)) => *free = Some(result),
                        (Err(failure), _) => failed = failed.or(Some(failure)),
                        (Ok(_), None) => {}
                    }
                    if size == 0 {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if failed.is_none() {
                failed = watch.look().err().map(Failure::from);
            }
            if failed.is_some() {
                stop.store(true, Ordering::Relaxed);
            }
        }
        for worker in workers {
            if worker.join().is_err() {
                let defect = "this is a defect of tradecredit: please report what was asked";
                failed = failed.or_else(|| Some(PyRuntimeError::new_err(defect).into()));
            }
        }
        match failed {
            Some(failure) => Err(failure),
            None => Ok(results.into_iter().flatten().collect()),
        }
    })
}
