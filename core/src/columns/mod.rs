//! Many rows at once: slices in, columns out, by the rules of
//! [`answers::cover`](crate::answers::cover).
//!
//! A whole book is asked about like one buyer: a [`Question`] holds the policy,
//! the day and a ledger. But its receivables are columns, and the ledger says
//! only what is not about a single receivable: buyers, decisions on limits,
//! insolvencies, notices, credit reports, reinstatements. Rows need no order.
//!
//! # The contract
//!
//! [`Receivables`] has one slice for each fact. What a column leaves out is its
//! documented default. Amounts are whole units of one scale, in the policy
//! currency; days count from 1970-01-01, as Arrow's Date32; a buyer is the
//! place of its account in [`Ledger::accounts`](crate::Ledger::accounts).
//!
//! Three passes, each a pure function that the caller may run on as many
//! threads as it likes:
//!
//! 1. [`Book::part`] sorts a chunk of the rows by groups of buyers;
//! 2. [`Book::cover`] answers about one group of buyers, over all chunks;
//! 3. [`Book::columns`] writes the answers of a chunk in the order of its rows.
//!
//! [`Book::assess`] is all three, one after the other.
//!
//! A binding that speaks Arrow reads each column where it lies and puts the
//! answers beside the rows: in Python, `tradecredit.columns`.
//!
//! A stream that is sorted by buyer needs no more memory than its largest
//! piece: make each piece end where a buyer ends, and assess it by itself.
//!
//! What columns do not take is refused or a fact of the ledger, never dropped:
//! [`Book::new`] refuses ledgers with invoices, payments or limits on groups;
//! rows that cannot stand come out as [`Refusal`]s. Extensions, credit notes,
//! interest and other currencies than the policy's have no column: such
//! receivables are for [`assess`](crate::answers::cover::assess).
//!
//! ```
//! use tradecredit::columns::{Amounts, Book, Receivables};
//! use tradecredit::answers::cover::{Question, Verdict};
//! use tradecredit::{Calendar, Ledger, Policy, Rates};
//!
//! let policy = Policy::from_json(r#"{
//!     "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
//!     "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" }
//! }"#)?;
//! let ledger = Ledger::from_json(r#"{
//!     "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": [{ "id": "B-17" }],
//!     "limits": [{ "buyer": "B-17", "kind": "granted", "date": "2026-01-05", "amount": "60000" }]
//! }"#)?;
//! let (rates, holidays) = (Rates::default(), Calendar::default());
//! let as_of = "2026-06-30".parse()?;
//! let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
//!
//! // 1 April and 2 March 2026: the earlier delivery fills the limit first.
//! let rows = Receivables {
//!     amount: Amounts::I64(&[30_000_00, 45_000_00]),
//!     ..Receivables::new(&[0, 0], &[20_544, 20_514], &[20_604, 20_574])
//! };
//! let answer = Book::new(&question, 2, 2)?.assess::<i64>(&[rows])?;
//! assert_eq!(answer.columns.covered, [15_000_00, 45_000_00]);
//! assert_eq!(answer.columns.verdict().next(), Some(Some(Verdict::PartlyCovered)));
//! # Ok::<(), tradecredit::Error>(())
//! ```
//!
//! [`Question`]: crate::answers::cover::Question

mod answer;
mod book;
mod buyer;
mod document;
mod filling;
mod line;
mod memo;
mod order;
mod parts;
mod receivables;
mod settle;
mod slot;
mod table;

pub use answer::{Assessed, BuyerSums, Columns, Refusal};
pub use book::Book;
pub use parts::{Covered, Part, Parted};
pub use receivables::{Amounts, Dispute, NO_AMOUNT, NO_BUYER, NO_DAY, Receivables, method_code};
pub use settle::{Indemnities, Losses, NO_PERCENTAGE, settle};
pub use slot::State;
