//! Runs vectors with mutants in force. `reach` says which mutants each vector
//! comes by, and how long it takes; otherwise, lines of standard input name a
//! mutant and vectors, and lines of output say what became of it.

use std::io::{BufRead, Write};
use std::panic;
use std::time::Instant;

use tradecredit::mutation;
use tradecredit_tests::{Vector, files};

fn main() {
    let files = files().unwrap();
    let vectors: Vec<Vector> = files.iter().map(|(_, file)| Vector::read(file).unwrap()).collect();
    let mut out = std::io::stdout().lock();
    mutation::put(None);
    if std::env::args().nth(1).as_deref() == Some("reach") {
        for (place, vector) in vectors.iter().enumerate() {
            mutation::reached();
            let begun = Instant::now();
            vector.holds(&vector.run()).unwrap_or_else(|it| panic!("{}: {it}", files[place].0));
            let micros = begun.elapsed().as_micros();
            let reached: Vec<String> = mutation::reached().iter().map(usize::to_string).collect();
            writeln!(out, "{micros} {}", reached.join(" ")).unwrap();
        }
        return;
    }
    panic::set_hook(Box::new(|_| {}));
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut numbers = line.split(' ').map(|it| it.parse::<usize>().unwrap());
        let mutant = numbers.next().unwrap();
        writeln!(out, "{mutant} begun").unwrap();
        out.flush().unwrap();
        mutation::put(Some(mutant));
        let caught = numbers.find(|place| {
            let vector = &vectors[*place];
            let held = panic::catch_unwind(|| vector.holds(&vector.run()));
            !matches!(held, Ok(Ok(())))
        });
        mutation::put(None);
        match caught {
            Some(place) => writeln!(out, "{mutant} caught {}", files[place].0).unwrap(),
            None => writeln!(out, "{mutant} survived").unwrap(),
        }
        out.flush().unwrap();
    }
}
