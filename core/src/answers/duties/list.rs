//! Every duty of a policy as of a day, most urgent first (DUE-1).

use alloc::format;
use alloc::vec::Vec;

use serde::Serialize;

use super::asked::{Asked, Debtor};
use super::{Duty, DutyState, filing, limits, notice, policy, stop};
use crate::error::{Error, Problem};
use crate::explain::Receipt;
use crate::facts::{Account, Ledger};
use crate::terms::Policy;
use crate::value::order;
use crate::value::{Calendar, Currency, Day, Rates};

/// What is asked: a policy, a ledger and a day, and how near is near.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The policy. What a receivable calls for is in the terms in force at its
    /// delivery; everything else, in those of the day of the question (POL-14).
    pub policy: &'a Policy,
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The day of the question.
    pub as_of: Day,
    /// A duty with at most so many days left is due soon.
    pub soon_days: u16,
    /// Holidays, for a policy that rolls last days over them.
    pub holidays: &'a Calendar,
    /// Exchange rates, for amounts at stake in other currencies.
    pub rates: &'a Rates,
}

/// Every duty as of a day (DUE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Duties {
    /// The currency of the amounts at stake: the policy's.
    pub currency: Currency,
    /// As of this day.
    pub as_of: Day,
    /// What was computed from what.
    pub receipt: Receipt,
    /// How many there are in each state.
    pub counts: Counts,
    /// The duties: missed, due soon, upcoming, done late, done; each by last
    /// day, kind and buyer.
    pub duties: Vec<Duty>,
    /// Facts that cannot stand, and receivables with a last day that cannot be
    /// counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
}

/// How many duties are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// The last day is past.
    pub missed: u32,
    /// The last day is near.
    pub due_soon: u32,
    /// There is time.
    pub upcoming: u32,
    /// Done after the last day.
    pub done_late: u32,
    /// Done in time.
    pub done: u32,
}

impl Counts {
    fn of(duties: &[Duty]) -> Self {
        let mut counts = Self::default();
        for duty in duties {
            let count = match duty.state {
                DutyState::Missed => &mut counts.missed,
                DutyState::DueSoon => &mut counts.due_soon,
                DutyState::Upcoming => &mut counts.upcoming,
                DutyState::DoneLate => &mut counts.done_late,
                DutyState::Done => &mut counts.done,
            };
            *count = count.saturating_add(1);
        }
        counts
    }
}

/// Lists every duty of a policy as of a day (DUE-1).
///
/// A receivable has duties while something of it is open; what was done keeps
/// its line. A receivable whose last day cannot be counted is listed among the
/// refused, and the others still get theirs.
///
/// # Errors
///
/// Those of counting the policy's own days; [`Error::Overflow`] for amounts
/// too large to compute exactly.
pub fn duties(question: &Question<'_>) -> Result<Duties, Error> {
    let Question { policy, ledger, as_of, soon_days, holidays, rates } = *question;
    let terms = policy.on(as_of);
    let asked = Asked { policy, terms, ledger, as_of, soon_days, holidays, rates };
    let mut refused: Vec<Problem> = ledger
        .refused()
        .iter()
        .map(|problem| Problem { path: format!("ledger.{}", problem.path), ..problem.clone() })
        .collect();
    let mut duties = policy::duties(&asked)?;
    duties.extend(limits::of_groups(&asked)?);
    for account in ledger.accounts() {
        let mut problems = Vec::new();
        match of_buyer(&asked, account, &mut problems) {
            Ok(found) => duties.extend(found),
            Err(error) => {
                problems.push(error.into_problem(format!("ledger.buyers.{}", account.buyer.id)));
            }
        }
        // One receivable can fail the same way for several duties.
        order::by(&mut problems, Ord::cmp);
        problems.dedup();
        refused.extend(problems);
    }
    order::by(&mut duties, |a, b| {
        let key = |duty: &Duty| (duty.state, duty.last_day, duty.kind);
        let name = |duty: &'_ Duty| {
            (
                duty.buyer.clone(),
                duty.group.clone(),
                duty.offer.clone(),
                duty.invoices.first().cloned(),
            )
        };
        key(a).cmp(&key(b)).then_with(|| name(a).cmp(&name(b)))
    });
    Ok(Duties {
        currency: asked.terms.currency,
        as_of,
        receipt: Receipt::new(policy, Some(ledger), as_of),
        counts: Counts::of(&duties),
        duties,
        refused,
    })
}

fn of_buyer<'a>(
    asked: &Asked<'a>,
    account: &'a Account,
    refused: &mut Vec<Problem>,
) -> Result<Vec<Duty>, Error> {
    let debtor = Debtor::new(asked, account)?;
    let mut duties = notice::notices(asked, &debtor, refused)?;
    duties.extend(filing::claims(asked, &debtor, refused)?);
    duties.extend(filing::debts(asked, &debtor)?);
    duties.extend(stop::stop(asked, &debtor, refused)?);
    duties.extend(limits::of_buyer(asked, &debtor)?);
    Ok(duties)
}
