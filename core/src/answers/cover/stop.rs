//! When deliveries to a buyer were stopped.

use alloc::vec::Vec;

use crate::error::Error;
use crate::facts::Receivable;
use crate::terms::{PolicyTerms, Reinstatement, StopAnchor};
use crate::value::{Amount, Day, MonthEnd, Span};

use super::deadline::stop_after;
use super::debts::Debts;

/// A time in which deliveries to a buyer were not insured (COV-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StopSpan {
    /// The first day whose deliveries are not insured.
    pub from: Day,
    /// The first day whose deliveries are insured again; none: it goes on.
    pub until: Option<Day>,
}

/// The days on which a receivable stands past a date and a span, as the date
/// was known on each of those days: an extension counts from its own date on.
pub(super) fn past(
    receivable: &Receivable,
    anchor: StopAnchor,
    after: Span,
    month_end: MonthEnd,
    as_of: Day,
    mut found: impl FnMut(Day, Day),
) -> Result<(), Error> {
    let mut epoch = (
        Day::MIN,
        match anchor {
            StopAnchor::Invoice => receivable.invoice.invoiced(),
            _ => receivable.due,
        },
    );
    let delivery = receivable.invoice.delivery;
    let mut close = |(from, date): (Day, Day), last: Day| -> Result<(), Error> {
        let first = date.plus(after, month_end)?.plus_days(1)?.max(from).max(delivery);
        if first <= last {
            found(first, last);
        }
        Ok(())
    };
    let counts = |by_insurer: bool| match anchor {
        StopAnchor::Due => by_insurer,
        StopAnchor::ExtendedDue => true,
        StopAnchor::OriginalDue | StopAnchor::Invoice => false,
    };
    for extension in &receivable.extensions {
        if extension.date <= as_of && counts(extension.agreed_by_insurer) {
            if epoch.0 < extension.date {
                close(epoch, extension.date.plus_days(-1)?)?;
            }
            epoch = (extension.date, extension.due);
        }
    }
    close(epoch, as_of)
}

#[derive(Clone, Copy)]
enum Change {
    Owed(Amount),
    Paid(Amount),
    Late(Amount),
    LatePaid(Amount),
    /// One receivable less is late.
    NotLate,
}

/// Every time in which deliveries were stopped by the end of a day (COV-8).
///
/// Receivables without a converter count as late, but not towards the share
/// that is material.
///
/// # Errors
///
/// Those of adding a span to a day, and [`Error::Overflow`].
pub(super) fn stops(terms: &PolicyTerms, debts: Debts<'_>) -> Result<Vec<StopSpan>, Error> {
    let Debts { account, as_of, .. } = debts;
    let Some(after) = stop_after(terms) else { return Ok(Vec::new()) };
    let material = terms.stop.materiality;
    let month_end = terms.periods.month_end;
    let mut changes: Vec<(Day, Change)> = Vec::new();
    let mut ever_late = false;
    let mut spans = Vec::new();
    for (receivable, balance, converter) in debts.arisen() {
        let worth = |amount: Amount| match converter {
            Some(converter) if material.is_some() => converter.apply(amount),
            _ => Ok(Amount::ZERO),
        };
        spans.clear();
        past(receivable, terms.stop.anchor, after, month_end, as_of, |first, last| {
            spans.push((first, last));
        })?;
        for (first, last) in spans.drain(..) {
            let open = balance.open_on(first);
            if open.is_zero() {
                continue;
            }
            ever_late = true;
            let mut left = worth(open)?;
            changes.push((first, Change::Late(left)));
            let after_first = balance.movements.partition_point(|movement| movement.day <= first);
            let mut cleared = false;
            for movement in balance.movements.iter().skip(after_first) {
                if movement.day > last {
                    break;
                }
                let now = worth(movement.open)?;
                changes.push((movement.day, Change::LatePaid(left.less(now)?)));
                left = now;
                if movement.open.is_zero() {
                    cleared = true;
                    changes.push((movement.day, Change::NotLate));
                }
            }
            if !cleared && last < as_of {
                let next = last.plus_days(1)?;
                changes.push((next, Change::LatePaid(left)));
                changes.push((next, Change::NotLate));
            }
        }
    }
    if !ever_late {
        return Ok(Vec::new());
    }
    if material.is_some() {
        for (receivable, balance, converter) in debts.arisen() {
            let Some(converter) = converter else { continue };
            let mut left = converter.apply(balance.gross)?;
            changes.push((receivable.invoice.delivery, Change::Owed(left)));
            for movement in &balance.movements {
                let now = converter.apply(movement.open)?;
                changes.push((movement.day, Change::Paid(left.less(now)?)));
                left = now;
            }
        }
    }
    let lifted: Vec<Day> =
        account.reinstatements.iter().map(|fact| fact.date).filter(|day| *day <= as_of).collect();
    // On one day what is owed comes in before what is paid goes out: no sum dips below zero.
    changes
        .sort_by_key(|(day, change)| (*day, !matches!(change, Change::Owed(_) | Change::Late(_))));
    swept(terms, &changes, &lifted)
}

fn swept(
    terms: &PolicyTerms,
    changes: &[(Day, Change)],
    lifted: &[Day],
) -> Result<Vec<StopSpan>, Error> {
    let mut found: Vec<StopSpan> = Vec::new();
    let (mut owed, mut late, mut count) = (Amount::ZERO, Amount::ZERO, 0_usize);
    let (mut was_late, mut stopped) = (false, false);
    let mut changes = changes.iter().peekable();
    let mut lifted = lifted.iter().peekable();
    loop {
        let next = changes.peek().map(|(day, _)| *day);
        let lift = lifted.peek().map(|day| **day);
        let Some(day) = [next, lift].into_iter().flatten().min() else { break };
        let mut given_back = false;
        while lifted.next_if(|lift| **lift == day).is_some() {
            given_back = true;
        }
        let mut entered = false;
        while let Some((_, change)) = changes.next_if(|(on, _)| *on == day) {
            match change {
                Change::Owed(amount) => owed = owed.plus(*amount)?,
                Change::Paid(amount) => owed = owed.less(*amount)?,
                Change::Late(amount) => {
                    late = late.plus(*amount)?;
                    count = count.saturating_add(1);
                    entered = true;
                }
                Change::LatePaid(amount) => late = late.less(*amount)?,
                Change::NotLate => count = count.saturating_sub(1),
            }
        }
        let is_late = count > 0
            && match terms.stop.materiality {
                None => true,
                Some(share) => late > owed.share(share)?,
            };
        if is_late && (entered || !was_late) {
            stopped = true;
        } else if !is_late && terms.stop.reinstatement != Reinstatement::InsurerOnly {
            stopped = false;
        }
        // The insurer's word of a day holds for what grows late on it, too.
        if given_back {
            stopped = false;
        }
        was_late = is_late;
        let open = found.last_mut().filter(|span| span.until.is_none());
        match (open, stopped) {
            (None, true) => found.push(StopSpan { from: day, until: None }),
            (Some(span), false) => span.until = Some(day),
            _ => {}
        }
    }
    Ok(found)
}

/// The stop under which a delivery was made, if any; one that was lifted does
/// not count where cover is given back retroactively.
pub(crate) fn stopped(terms: &PolicyTerms, spans: &[StopSpan], delivery: Day) -> Option<StopSpan> {
    let after = spans.partition_point(|span| span.from <= delivery);
    spans.get(after.checked_sub(1)?).copied().filter(|span| match span.until {
        None => true,
        Some(until) => delivery < until && terms.stop.reinstatement != Reinstatement::Retroactive,
    })
}
