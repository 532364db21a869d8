//! The days on which time runs out: shared by the verdict, which may depend
//! on them, and by the list of duties, which shows them.

use crate::error::Error;
use crate::facts::{Insolvency, Receivable};
use crate::terms::{
    InsolvencyAnchor, InsolvencyNotice, OverdueAnchor, OverdueNotice, PolicyTerms, StopAnchor,
};
use crate::value::{Calendar, Day, Span};

/// A deadline for one receivable: from which day it runs, and its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The day from which the time runs.
    pub anchor: Day,
    /// The last day on which the duty can be done in time.
    pub last_day: Day,
}

/// The last day on which further deliveries stay insured if this receivable
/// stays unpaid (COV-8, DUE-6); nothing if the policy knows no stop.
///
/// Due on 31 January 2017 with 60 days: 1 April 2017.
///
/// # Errors
///
/// Those of adding a span to a day.
pub fn stop_day(
    terms: &PolicyTerms,
    receivable: &Receivable,
    as_of: Day,
) -> Result<Option<Day>, Error> {
    let Some(after) = stop_after(terms) else { return Ok(None) };
    let anchor = match terms.stop.anchor {
        StopAnchor::Due => receivable.due_on(as_of),
        StopAnchor::OriginalDue => receivable.due,
        StopAnchor::ExtendedDue => receivable.extended_due_on(as_of),
        StopAnchor::Invoice => receivable.invoice.invoiced(),
    };
    anchor.plus(after, terms.periods.month_end).map(Some)
}

/// How long after its anchor an unpaid receivable stops deliveries, if ever (COV-8).
pub(crate) fn stop_after(terms: &PolicyTerms) -> Option<Span> {
    terms.stop.after.or(terms.periods.maximum_extension)
}

/// By when a receivable that stays unpaid must be notified (DUE-2), before any
/// insolvency brings that forward.
///
/// # Errors
///
/// Those of adding a span to a day.
pub fn overdue_deadline(
    terms: &PolicyTerms,
    notice: &OverdueNotice,
    receivable: &Receivable,
    as_of: Day,
    holidays: &Calendar,
) -> Result<Deadline, Error> {
    let from = match notice.anchor {
        OverdueAnchor::Due | OverdueAnchor::MepEnd => receivable.due_on(as_of),
        OverdueAnchor::OriginalDue => receivable.due,
        OverdueAnchor::MaxTermsEnd => receivable.invoice.invoiced(),
    };
    overdue_from(terms, notice, from, holidays)
}

/// As [`overdue_deadline`], from the day of the receivable that the policy
/// counts from: its due date or its invoice date.
pub(crate) fn overdue_from(
    terms: &PolicyTerms,
    notice: &OverdueNotice,
    from: Day,
    holidays: &Calendar,
) -> Result<Deadline, Error> {
    let month_end = terms.periods.month_end;
    let after = |span: Option<Span>| from.plus(span.unwrap_or_default(), month_end);
    let anchor = match notice.anchor {
        OverdueAnchor::Due | OverdueAnchor::OriginalDue => from,
        OverdueAnchor::MepEnd => after(terms.periods.maximum_extension)?,
        OverdueAnchor::MaxTermsEnd => after(terms.periods.maximum_terms)?,
    };
    let last_day = anchor.plus(notice.within, month_end)?;
    let last_day = match notice.month_end_cutoff {
        None => last_day,
        // The reporting day of the same month; the month's end where it has no such day.
        Some(day) => {
            let reporting = last_day.month_start().plus_days(i32::from(day).saturating_sub(1))?;
            reporting.min(last_day.month_end())
        }
    };
    Ok(Deadline { anchor, last_day: last_day.rolled(terms.periods.roll, holidays)? })
}

/// By when a buyer's insolvency must be notified (DUE-3).
///
/// # Errors
///
/// Those of adding a span to a day.
pub fn insolvency_deadline(
    terms: &PolicyTerms,
    notice: &InsolvencyNotice,
    insolvency: &Insolvency,
    as_of: Day,
    holidays: &Calendar,
) -> Result<Deadline, Error> {
    let published = insolvency.published.filter(|published| *published <= as_of);
    let anchor = match notice.anchor {
        InsolvencyAnchor::Publication => published.unwrap_or(insolvency.opened),
        InsolvencyAnchor::Opening => insolvency.opened,
    };
    let last_day = anchor.plus(notice.within, terms.periods.month_end)?;
    Ok(Deadline { anchor, last_day: last_day.rolled(terms.periods.roll, holidays)? })
}
