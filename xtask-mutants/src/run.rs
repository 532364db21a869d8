//! Runs vectors and tests with mutants in force.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;
use crate::mutant::Mutant;
use crate::report::Outcome;

/// A mutant that keeps one vector busy for this long does not end: all vectors together take a second.
const ENDLESS: Duration = Duration::from_secs(5);

/// How long a test may take beyond that.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a test may take, compared with what it takes without a mutant.
const SLOWER: u32 = 10;

/// Tests that say nothing of what the engine computes, or that the vectors were already run for.
const ELSEWHERE: [&str; 8] = [
    "answer",
    "digests",
    "mutants",
    "vectors",
    "hostile",
    "layers",
    "strictness",
    "tradecredit_tests",
];

/// Runs each mutant against the vectors that come by it, the quickest first.
pub(crate) fn vectors(harness: &Path, outcomes: &mut [Outcome]) -> Result {
    let reach = Command::new(harness).arg("reach").output()?;
    if !reach.status.success() {
        return Err(String::from_utf8_lossy(&reach.stderr).into_owned().into());
    }
    let mut of_mutant: BTreeMap<usize, Vec<(u64, usize)>> = BTreeMap::new();
    for (place, line) in String::from_utf8(reach.stdout)?.lines().enumerate() {
        let mut words = line.split(' ').filter(|it| !it.is_empty());
        let micros: u64 = words.next().ok_or("no time")?.parse()?;
        for number in words {
            of_mutant.entry(number.parse()?).or_default().push((micros, place));
        }
    }
    let mut plan: Vec<(usize, String)> = Vec::new();
    for (number, mut by) in of_mutant {
        if outcomes.get(number) == Some(&Outcome::Survived) {
            by.sort_unstable();
            let places: Vec<String> = by.iter().map(|(_, place)| place.to_string()).collect();
            plan.push((number, format!("{number} {}\n", places.join(" "))));
        }
    }
    println!("{} mutants are come by in a vector", plan.len());
    let mut plan = plan.as_slice();
    while !plan.is_empty() {
        let mut worker = Worker::start(harness)?;
        while let Some(((number, line), rest)) = plan.split_first() {
            plan = rest;
            let said = worker.ask(line);
            let Some(outcome) = outcomes.get_mut(*number) else { continue };
            let Some(said) = said else {
                *outcome = Outcome::Caught("does not end, or ends the program".into());
                break;
            };
            if let Some(by) = said.strip_prefix("caught ") {
                *outcome = Outcome::Caught(by.to_owned());
            }
        }
        worker.end();
    }
    Ok(())
}

/// The harness, at work.
struct Worker {
    child: Child,
    lines: Receiver<String>,
}

impl Worker {
    fn start(harness: &Path) -> Result<Self> {
        let mut child = Command::new(harness)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(std::result::Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, lines })
    }

    /// What became of a mutant; nothing where the harness broke down or does not end.
    fn ask(&mut self, line: &str) -> Option<String> {
        self.child.stdin.as_mut()?.write_all(line.as_bytes()).ok()?;
        loop {
            match self.lines.recv_timeout(ENDLESS) {
                Ok(said) => {
                    let (_, said) = said.split_once(' ')?;
                    if said != "begun" {
                        return Some(said.to_owned());
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn end(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs what no vector noticed against the tests that come by it.
pub(crate) fn tests(
    tests: &BTreeMap<String, PathBuf>,
    folder: &Path,
    mutants: &[Mutant],
    outcomes: &mut [Outcome],
) -> Result {
    let mut known = Vec::new();
    for (name, program) in tests.iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str())) {
        let file = folder.join(format!("reached-{name}"));
        let _ = fs::remove_file(&file);
        let begun = Instant::now();
        let mut command = Command::new(program);
        command.env("MUTANTS_REACHED", &file).stdout(Stdio::null()).stderr(Stdio::null());
        if !command.status()?.success() {
            // It reads the sources of the engine, which are not here what they are.
            println!("{name}: left out, it fails without a mutant");
            continue;
        }
        let text = fs::read_to_string(&file).unwrap_or_default();
        let reached: BTreeSet<usize> = text.lines().filter_map(|it| it.parse().ok()).collect();
        known.push((begun.elapsed(), name, program, reached));
    }
    known.sort();
    for (took, name, _, reached) in &known {
        println!("{name}: {} ms, comes by {}", took.as_millis(), reached.len());
    }
    let left: Vec<usize> =
        (0..outcomes.len()).filter(|it| outcomes.get(*it) == Some(&Outcome::Survived)).collect();
    println!("{} mutants are left for the tests", left.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(number) = left.get(next.fetch_add(1, Ordering::Relaxed)) {
            let by = known.iter().find(|(took, _, program, reached)| {
                reached.contains(number) && fails(program, *number, *took)
            });
            match by {
                Some((_, test, ..)) => found.push((*number, (*test).clone())),
                None => {
                    println!("survived  {}", mutants.get(*number).map_or("", |it| &it.name));
                }
            }
        }
        found
    };
    let found: Vec<(usize, String)> = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|it| it.join().unwrap_or_default()).collect()
    });
    for (number, test) in found {
        if let Some(outcome) = outcomes.get_mut(number) {
            *outcome = Outcome::Caught(test);
        }
    }
    Ok(())
}

/// Whether a test fails with a mutant in force, or does not end.
fn fails(program: &Path, number: usize, took: Duration) -> bool {
    let mut command = Command::new(program);
    command.env("MUTANT", number.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
    // A case that fails with a mutant is none to remember.
    command.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true");
    let Ok(mut child) = command.spawn() else { return false };
    let end = Instant::now() + took * SLOWER + PATIENCE;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return !status.success(),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(5)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return true;
            }
        }
    }
}
