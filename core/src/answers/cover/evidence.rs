//! What holds where the insurer granted nothing: discretionary and unnamed
//! limits.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::LimitBasis;
use super::experience::Experienced;
use super::reasons::{Effect, Reason, ReasonCode, Reasons};
use crate::error::Error;
use crate::facts::CreditReport;
use crate::terms::{Fallback, PolicyTerms};
use crate::value::{Amount, Day};

/// Evidence that justifies a discretionary limit (COV-4): what the
/// policyholder must be able to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// The buyer's own payments.
    PaymentExperience {
        /// How many invoices it paid in time.
        invoices: u32,
        /// The highest balance so paid.
        highest: Amount,
    },
    /// A credit report.
    CreditReport {
        /// Its date.
        date: Day,
        /// What it recommends.
        recommended: Amount,
        /// The buyer's balance at delivery, this receivable counted in.
        balance: Amount,
        /// Who made it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
}

/// A limit without a decision, and what was found in looking for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct OwnLimit {
    pub(crate) amount: Amount,
    pub(crate) basis: Option<LimitBasis>,
    /// What justifies it; empty if nobody asked.
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) reasons: Reasons,
}

/// What is known about a buyer at a delivery.
pub(crate) struct Known<'a> {
    pub(crate) delivery: Day,
    pub(crate) experienced: Option<Experienced>,
    /// The latest report by then, with its amount in the policy currency.
    pub(crate) report: Option<(&'a CreditReport, Amount)>,
    /// What the buyer owed, this receivable counted in.
    pub(crate) balance: Amount,
    /// Whether somebody asks for evidence and reasons.
    pub(crate) explain: bool,
}

/// The limit that holds without a decision (COV-4).
pub(crate) fn own_limit(
    terms: &PolicyTerms,
    fallback: Fallback,
    known: &Known<'_>,
) -> Result<OwnLimit, Error> {
    let mut found = OwnLimit { reasons: Reasons::new(known.explain), ..OwnLimit::default() };
    if fallback == Fallback::None {
        return Ok(found);
    }
    if let Some(rule) =
        terms.limits.discretionary.as_ref().filter(|_| fallback == Fallback::Discretionary)
    {
        let mut best: Option<(Amount, LimitBasis)> = None;
        if let (Some(wanted), Some(seen)) = (&rule.payment_experience, known.experienced) {
            // A balance of nothing, paid in advance, justifies nothing.
            let enough = seen.paid >= wanted.invoices && !seen.highest.is_zero();
            if enough && seen.late == 0 && seen.standing == 0 {
                best = Some((rule.amount.capped_at(seen.highest), LimitBasis::PaymentExperience));
                if known.explain {
                    found.evidence.push(Evidence::PaymentExperience {
                        invoices: seen.paid,
                        highest: seen.highest,
                    });
                }
            } else {
                let in_time = seen.late == 0 && seen.standing == 0;
                let stale = in_time
                    && seen.paid < wanted.invoices
                    && seen.earlier.saturating_add(seen.paid) >= wanted.invoices;
                let code =
                    if stale { ReasonCode::EvidenceStale } else { ReasonCode::EvidenceMissing };
                found.reasons.add(code, Effect::Flags, |reason| {
                    reason
                        .clause(rule.clause.as_ref())
                        .fact("evidence", "payment_experience")
                        .fact("needed", wanted.invoices)
                        .fact("within", wanted.within)
                        .fact("tolerance", wanted.tolerance)
                        .fact("paid_in_time", seen.paid)
                        .fact("paid_late", seen.late)
                        .fact("standing_late", seen.standing)
                });
            }
        }
        if let Some(wanted) = &rule.credit_report {
            credit_report(terms, rule, wanted, known, &mut best, &mut found)?;
        }
        if let Some((amount, basis)) = best {
            found.reasons.clear();
            found.amount = amount;
            found.basis = Some(basis);
            return Ok(found);
        }
    }
    if let Some(unnamed) = &terms.limits.unnamed {
        found.amount = unnamed.amount;
        found.basis = Some(LimitBasis::Unnamed);
    }
    Ok(found)
}

fn credit_report(
    terms: &PolicyTerms,
    rule: &crate::terms::Discretionary,
    wanted: &crate::terms::CreditReportRule,
    known: &Known<'_>,
    best: &mut Option<(Amount, LimitBasis)>,
    found: &mut OwnLimit,
) -> Result<(), Error> {
    let spell = |reason: Reason| {
        reason
            .clause(rule.clause.as_ref())
            .fact("evidence", "credit_report")
            .fact("not_older_than", wanted.not_older_than)
    };
    let Some((report, recommended)) = known.report else {
        found.reasons.add(ReasonCode::EvidenceMissing, Effect::Flags, |reason| {
            spell(reason).fact("balance", known.balance)
        });
        return Ok(());
    };
    let fresh_until = report.date.plus(wanted.not_older_than, terms.periods.month_end)?;
    if fresh_until < known.delivery {
        found.reasons.add(ReasonCode::EvidenceStale, Effect::Flags, |reason| {
            spell(reason).fact("report", report.date).fact("fresh_until", fresh_until)
        });
    } else if recommended < known.balance {
        found.reasons.add(ReasonCode::EvidenceMissing, Effect::Flags, |reason| {
            spell(reason)
                .fact("report", report.date)
                .fact("recommended", recommended)
                .fact("balance", known.balance)
        });
    } else {
        let amount = rule.amount.capped_at(recommended);
        if best.is_none_or(|(highest, _)| amount > highest) {
            *best = Some((amount, LimitBasis::CreditReport));
        }
        if known.explain {
            found.evidence.push(Evidence::CreditReport {
                date: report.date,
                recommended,
                balance: known.balance,
                source: report.source.clone(),
            });
        }
    }
    Ok(())
}
