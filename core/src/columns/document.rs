//! One buyer's rows as a document: what is too involved for columns is
//! answered about by the rules for ledgers, fact by fact.

use alloc::format;
use alloc::vec::Vec;

use super::answer::{BuyerSums, Refusal};
use super::book::Book;
use super::buyer::Placed;
use super::parts::{Covered, Slots, Sources};
use super::receivables::{Dispute, Rest};
use super::slot::{Outcome, Row, State};
use crate::answers::cover::cluster::cover_cluster;
use crate::answers::cover::exposure::Tally;
use crate::answers::cover::judge::Judge;
use crate::answers::cover::{BuyerCover, LimitBasis, Question, ReceivableCover, ReceivableDetail};
use crate::error::Error;
use crate::facts::{
    Account, Applied, Balance, Balances, Dispute as DisputeFact, Invoice, Movement, Notice,
    NoticeKind, Party, Payment, PaymentKind, Receivable,
};
use crate::value::{Amount, Day, Id, Units};

/// The rows of a buyer, in the order of a ledger: delivery, invoice date, row.
struct Rows<'r> {
    all: Vec<(u64, &'r Row, Rest)>,
}

/// Answers about a buyer's rows by way of its account.
pub(super) fn cover(
    book: &Book<'_>,
    (account, buyer): (&Account, u32),
    sources: &Sources<'_>,
    rows: &[Placed],
    slots: &mut Slots<'_>,
    found: &mut Covered,
) -> Result<(), Error> {
    let mut all: Vec<(u64, &Row, Rest)> = Vec::with_capacity(rows.len());
    for (at, row) in rows {
        all.push((*at, row, sources.rest(slots.chunk(*at), row.place)));
        slots.put(*at, &Outcome::bare(State::Refused));
    }
    all.sort_by_key(|(at, row, _)| (row.delivery, row.invoiced, *at));
    let rows = Rows { all };
    let mut own = account.clone();
    let balances = rows.facts(book, &mut own)?;
    let question = Question { explain: false, ..book.question };
    let Some(cover) = cover_cluster(&question, alloc::vec![(&own, balances)])?.pop() else {
        return Ok(());
    };
    let mut answering = Answering { book, account: &own, rows: &rows, slots, found };
    let sums = answering.rows(&cover, buyer)?;
    found.buyers.push(sums);
    Ok(())
}

impl Rows<'_> {
    /// Puts the rows into an account, and says what was paid on them.
    fn facts(&self, book: &Book<'_>, own: &mut Account) -> Result<Balances, Error> {
        let mut balances = Balances { receivables: Vec::new(), on_account: Vec::new() };
        let told_by_columns = self.all.iter().any(|(_, _, rest)| rest.told.is_some());
        for (at, row, rest) in &self.all {
            // In the order of the rows, which breaks ties as names do.
            let id: Id = format!("{at:020}").parse()?;
            let (amount, vat) = (book.amount(rest.net)?, book.amount(rest.vat)?);
            let (gross, open) = (amount.plus(vat)?, book.amount(row.open)?);
            let paid = gross.less(open)?;
            let mut movements = Vec::new();
            if !paid.is_zero() {
                let day = rest.paid_on.unwrap_or(row.delivery);
                let place = own.payments.len();
                movements.push(Movement {
                    day: day.max(row.delivery),
                    amount: paid,
                    open,
                    applied: Applied::Payment(place),
                });
                own.payments.push(Payment {
                    id: id.clone(),
                    buyer: own.buyer.id.clone(),
                    date: day,
                    amount: paid,
                    currency: None,
                    invoices: alloc::vec![id.clone()],
                    kind: PaymentKind::Payment,
                });
            }
            balances.receivables.push(Balance { arisen: true, gross, movements });
            if let Some(date) = rest.told {
                own.notices.push(Notice {
                    kind: NoticeKind::Overdue,
                    date,
                    buyer: Some(own.buyer.id.clone()),
                    invoices: alloc::vec![id.clone()],
                });
            }
            own.receivables.push(receivable(book, own, row, rest, (id, amount, vat, gross)));
        }
        if told_by_columns {
            own.notices.sort_by_key(|notice| notice.date);
        }
        Ok(balances)
    }
}

fn receivable(
    book: &Book<'_>,
    own: &Account,
    row: &Row,
    rest: &Rest,
    (id, amount, vat, gross): (Id, Amount, Amount, Amount),
) -> Receivable {
    let settled = (row.dispute == Dispute::Lost).then_some(row.delivery);
    let disputes = match row.dispute {
        Dispute::None => Vec::new(),
        Dispute::Open | Dispute::Lost => alloc::vec![DisputeFact {
            invoice: id.clone(),
            opened: row.delivery,
            settled,
            in_favour_of: settled.map(|_| Party::Buyer),
        }],
    };
    let currency = book.question.policy.terms().currency;
    Receivable {
        invoice: Invoice {
            id,
            buyer: own.buyer.id.clone(),
            delivery: row.delivery,
            invoiced: Some(row.invoiced),
            due: Some(row.due),
            terms: None,
            amount,
            vat,
            interest: Amount::ZERO,
            currency: Some(currency),
            ordered: rest.ordered,
            payment_method: row.method,
        },
        due: row.due,
        currency,
        gross,
        credit_notes: Vec::new(),
        extensions: Vec::new(),
        disputes,
    }
}

struct Answering<'s, 'p> {
    book: &'s Book<'s>,
    account: &'s Account,
    rows: &'s Rows<'s>,
    slots: &'s mut Slots<'p>,
    found: &'s mut Covered,
}

impl Answering<'_, '_> {
    fn rows(&mut self, cover: &BuyerCover, buyer: u32) -> Result<BuyerSums, Error> {
        let mut tally = Tally::default();
        for (row, detail) in cover.receivables.iter().zip(&cover.details) {
            self.row(row, detail, &mut tally)?;
        }
        for place in &cover.settled {
            if let Some((at, ..)) = self.rows.all.get(*place) {
                self.put(*at, Outcome::bare(State::Settled));
            }
        }
        for problem in &cover.refused {
            let id = problem.path.rsplit('.').next().unwrap_or_default();
            let at = id.parse::<u64>().unwrap_or(u64::MAX);
            self.refuse(at, problem.code, problem.message.clone());
        }
        let in_force = &cover.limit_in_force;
        let units = |amount| self.book.units(amount);
        let limit = units(in_force.amount).map(|amount| (amount, in_force.basis));
        let taken = units(cover.taken).unwrap_or_default();
        let mut sums = BuyerSums::new(buyer, &tally, limit.unwrap_or(LimitBasis::NOTHING), taken);
        sums.headroom = units(cover.headroom).unwrap_or_default().0;
        sums.stopped_since = cover.stopped_since;
        sums.insolvent_since = cover.insolvent_since;
        sums.cover_ended = cover.ended;
        Ok(sums)
    }

    fn row(
        &mut self,
        row: &ReceivableCover,
        detail: &ReceivableDetail,
        tally: &mut Tally<Units>,
    ) -> Result<(), Error> {
        let Some((at, given, _)) = self.rows.all.get(row.place) else { return Ok(()) };
        let units = |amount| self.book.units(amount);
        let (Some(covered), Some(limit), Some(base)) =
            (units(row.covered), units(detail.limit), units(row.base))
        else {
            let message = "what is covered has more digits than the column: give a finer scale";
            self.refuse(*at, "inexact_decimal", message.into());
            return Ok(());
        };
        let late = self.book.as_of().days_after(given.due);
        tally.add(late, Units(given.open), row.insurable.then_some((base, covered)))?;
        let outcome = Outcome {
            covered: covered.0,
            limit: limit.0,
            reasons: detail.codes,
            notify: self.notify(given)?,
            state: State::from(row.verdict),
        };
        self.put(*at, outcome);
        Ok(())
    }

    fn notify(&self, row: &Row) -> Result<Option<Day>, Error> {
        let question = &self.book.question;
        let judge = Judge {
            account: self.account,
            as_of: question.as_of,
            date_of_loss: question.date_of_loss,
            cause: question.cause,
            insolvency: self.account.insolvency_on(question.as_of),
        };
        let Some((_, version)) = self.book.version(row.delivery) else { return Ok(None) };
        let insolvency = version.insolvency(question, judge.insolvency)?;
        Ok(super::buyer::notify(&judge, insolvency, row, version.overdue(row).ok().flatten()))
    }

    fn put(&mut self, at: u64, outcome: Outcome) {
        self.slots.put(at, &outcome);
    }

    fn refuse(&mut self, at: u64, code: &'static str, message: alloc::string::String) {
        let row = self.rows.all.iter().find(|(other, ..)| *other == at);
        if let Some((_, row, _)) = row {
            let refusal = Refusal { row: row.place, column: "", code, message };
            self.found.refused.push((self.slots.chunk(at), refusal));
        }
        self.put(at, Outcome::bare(State::Refused));
    }
}
