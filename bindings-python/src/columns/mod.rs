//! A book of columns: Arrow in, the engine on every processor, Arrow out.

mod fields;
mod losses;
mod names;
mod results;
mod rows;
mod work;

use arrow_array::{RecordBatch, RecordBatchReader};
use hashbrown::{HashMap, HashSet};
use pyo3::prelude::*;
use tradecredit::answers::cover::Question;
use tradecredit::columns::{Book, Part, Parted, Refusal};
use tradecredit::facts::{Buyer, LedgerDocument};
use tradecredit::terms::BuyerKind;
use tradecredit::wire::cover::AssessRequest;
use tradecredit::{Error, Id, Ledger, Policy, Problem, wire};

use crate::capsule::{spent, unreadable};
use crate::table::Table;
use fields::{Fields, RECEIVABLE};
pub(crate) use losses::indemnity;
use names::{Lists, Names};
use results::Words;
use rows::Chunk;
pub(crate) use work::Watch;
use work::each;

/// Why a book was not answered about.
pub(crate) enum Failure {
    Engine(Error),
    Python(PyErr),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

/// How the rows of a book are read.
pub(crate) struct Reading {
    /// Which column holds which field, where it is not that of its name.
    pub(crate) columns: Vec<(String, String)>,
    /// Whether a buyer that only the rows name is one of the ledger.
    pub(crate) new_buyers: bool,
    /// Whether the frame can be read only once.
    pub(crate) once: bool,
}

impl Reading {
    fn batches(&self, reader: impl RecordBatchReader, name: &str) -> PyResult<Vec<RecordBatch>> {
        let batches: Vec<RecordBatch> =
            reader.collect::<Result<_, _>>().map_err(|error| unreadable(&error))?;
        if self.once && batches.is_empty() { Err(spent(name)) } else { Ok(batches) }
    }
}

/// What comes out.
pub(crate) struct Assessed {
    /// One row for each receivable, in their order.
    pub(crate) receivables: Table,
    /// One row for each buyer that owes something.
    pub(crate) buyers: Table,
    /// The receivables that cannot stand.
    pub(crate) refused: Table,
    /// The facts of the ledger that cannot stand.
    pub(crate) facts: Vec<Problem>,
}

/// Answers about every row; the request is that of `assess`, its ledger without invoices.
pub(crate) fn assess(
    request: &str,
    reading: &Reading,
    reader: impl RecordBatchReader,
    watch: &mut Watch<'_>,
) -> Result<Assessed, Failure> {
    let AssessRequest { policy, mut ledger, as_of, rates, holidays, buyer, cause } =
        wire::read(request)?;
    if buyer.is_some() {
        let problem = "columns are about every buyer: choose its rows instead".into();
        return Err(Error::Unanswerable { problem }.at("buyer").into());
    }
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let fields = Fields::find(&reader.schema(), &reading.columns, RECEIVABLE)?;
    let batches = reading.batches(reader, "open items")?;
    let count = batches.iter().map(RecordBatch::num_rows).sum();
    // Each is read, and answered about.
    watch.expect(count, 2);

    let scale = fields.scale(policy.terms().currency.minor_digits());
    let chunks = rows::chunks(&batches, watch.threads());
    let size = |chunk: &Vec<RecordBatch>| chunk.iter().map(RecordBatch::num_rows).sum();
    let lists = Lists::default();
    let read = |chunk: Vec<RecordBatch>| {
        Ok(lists.with(|names| Chunk::read(&chunk, &fields, scale, names)))
    };
    let mut chunks = each(chunks, watch, size, read)?;
    drop(batches);
    let lists = lists.all();
    if reading.new_buyers {
        let new = unknown(&ledger, &lists);
        ledger.buyers.extend(new);
    }
    let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
    let accounts = ledger.accounts().iter().map(|account| account.buyer.id.as_str());
    let places: HashMap<&str, u32> = accounts.zip(0..).collect();
    let places: Vec<Vec<u32>> = lists.iter().map(|names| names.places(&places)).collect();
    drop(lists);

    let question = Question { cause, ..Question::new(&policy, &ledger, &rates, &holidays, as_of) };
    let book = Book::new(&question, scale, count)?;
    let part = |chunk| Ok(book.part(&Chunk::placed(chunk, &places))?);
    let mut parted = each(chunks.iter_mut().collect(), watch, |_| 0, part)?;
    let firsts: Vec<usize> = parted
        .iter()
        .scan(0, |next, chunk| {
            let first = *next;
            *next += chunk.rows();
            Some(first)
        })
        .collect();
    let mut refused: Vec<(usize, Refusal)> = Vec::new();
    for (first, chunk) in firsts.iter().zip(&parted) {
        refused.extend(chunk.refused().iter().map(|refusal| (*first, refusal.clone())));
    }
    let parts = book.all_parts(&mut parted);
    let covered = each(parts, watch, Part::rows, |part| Ok(book.cover(part)?))?;
    let mut buyers = Vec::new();
    let mut reasons = Vec::new();
    for found in covered {
        buyers.extend(found.buyers);
        reasons.extend(found.reasons);
        let placed = |(chunk, refusal)| (firsts.get(chunk).copied().unwrap_or_default(), refusal);
        refused.extend(found.refused.into_iter().map(placed));
    }
    buyers.sort_unstable_by_key(|sums| sums.buyer);
    let words = Words::new(reasons);
    // Each chunk is let go as soon as its answers are written.
    let write =
        |chunk: Parted<'_>| Ok(results::receivables(book.columns::<i128>(&chunk), &words, scale)?);
    let mut batches = each(parted, watch, |_| 0, write)?;
    // A table has its columns even where there are no rows.
    batches.push(results::receivables(results::empty(), &words, scale)?);
    Ok(Assessed {
        receivables: Table { batches },
        buyers: results::buyers(&buyers, &ledger, scale)?,
        refused: results::refused(refused)?,
        facts: ledger.refused().to_vec(),
    })
}

/// The buyers that rows and facts name, and the list of buyers does not.
fn unknown(ledger: &LedgerDocument, lists: &[Names]) -> Vec<Buyer> {
    let decided = ledger.limits.iter().filter_map(|limit| limit.buyer.as_ref());
    let insolvent = ledger.insolvencies.iter().map(|event| &event.buyer);
    let reported = ledger.credit_reports.iter().map(|report| &report.buyer);
    let told = decided.chain(insolvent).chain(reported).map(Id::as_str);
    let mut known: HashSet<&str> = ledger.buyers.iter().map(|buyer| buyer.id.as_str()).collect();
    let mut new = Vec::new();
    for name in lists.iter().flat_map(Names::all).chain(told) {
        // What is no name of a buyer is not one of the ledger: its rows are refused.
        if known.insert(name)
            && let Ok(id) = name.parse::<Id>()
        {
            let kind = BuyerKind::default();
            let (country, group) = (None, None);
            new.push(Buyer { id, name: None, country, kind, group, grade: None, register: None });
        }
    }
    // The same ledger, however the rows lie.
    new.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    new
}
