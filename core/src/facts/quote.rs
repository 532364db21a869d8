//! A quote: the terms that an insurer offers.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{LimitDecision, LimitKind};
use crate::error::{Error, Problem};
use crate::terms::{PolicyTerms, StartRule};
use crate::value::{Amount, Day, Id, MonthEnd, Share, Span, is_default};

/// The version of the quote document that this crate reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum QuoteSchema {
    /// `tradecredit/quote/1`
    #[default]
    #[serde(rename = "tradecredit/quote/1")]
    V1,
}

/// What an insurer offers (PLA-3, PLA-5). French: offre, devis, proposition
/// tarifaire.
///
/// The terms stand as a whole policy document, so that an accepted quote is a
/// policy and every question about a policy can be asked of a quote. Its
/// period is provisional: acceptance keeps its length and sets its first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    // A quotation of a currency has the short name.
    schemars(rename = "InsuranceQuote")
)]
#[serde(deny_unknown_fields, expecting = "a quote, as an object")]
pub struct Quote {
    /// Always `tradecredit/quote/1`.
    pub schema: QuoteSchema,
    /// Its number.
    pub id: Id,
    /// When it was issued.
    pub issued: Day,
    /// Last day on which it can be accepted; absent: a month after issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// When the policy begins, by the day of signature.
    #[serde(default, skip_serializing_if = "is_default")]
    pub start: StartRule,
    /// The terms offered.
    pub policy: PolicyTerms,
    /// The limits offered on buyers (lignes), in the currency of the policy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<QuotedLimit>,
}

/// A limit that an insurer offers, or refuses, on a buyer (PLA-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a limit of a quote, as an object")]
pub struct QuotedLimit {
    /// The buyer.
    pub buyer: Id,
    /// The limit; nothing: refused.
    pub amount: Amount,
    /// What was asked for, where the submission does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested: Option<Amount>,
    /// An insured percentage for this buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_percentage: Option<Share>,
    /// Maximum terms of payment for this buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_terms: Option<Span>,
}

/// The last day on which an offer can be accepted: as it says, else a span
/// from its issue; a month that has no such day gives its last (PLA-3).
///
/// # Errors
///
/// [`Error::InvalidDay`] past year 9999.
pub fn offer_last_day(issued: Day, valid_until: Option<Day>, validity: Span) -> Result<Day, Error> {
    valid_until.map_or_else(|| issued.plus(validity, MonthEnd::Clamp), Ok)
}

/// How long an offer can be accepted if nothing is said (PLA-3).
pub const OFFER_VALIDITY: Span = Span::months(1);

impl Quote {
    /// The last day on which it can be accepted (PLA-3).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDay`] past year 9999.
    pub fn last_day(&self) -> Result<Day, Error> {
        offer_last_day(self.issued, self.valid_until, OFFER_VALIDITY)
    }

    /// Finds what cannot stand in the quote itself; its policy is checked as
    /// every policy is.
    ///
    /// # Errors
    ///
    /// [`Error::Contradictions`] with every one and its path.
    pub fn check(&self) -> Result<(), Error> {
        let mut problems = Vec::new();
        if let Some(day) = self.valid_until.filter(|day| *day < self.issued) {
            problems.push(Problem {
                path: "valid_until".into(),
                code: "reversed",
                message: alloc::format!(
                    "the quote ends on {day} before it is issued on {}",
                    self.issued
                ),
            });
        }
        let mut buyers = BTreeSet::new();
        for (at, limit) in self.limits.iter().enumerate() {
            if !buyers.insert(&limit.buyer) {
                problems.push(Problem {
                    path: alloc::format!("limits[{at}].buyer"),
                    code: "duplicate",
                    message: alloc::format!("the buyer `{}` has two limits here", limit.buyer),
                });
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(Error::Contradictions { document: "quote", problems })
    }

    /// The limit offered or refused on a buyer.
    #[must_use]
    pub fn limit(&self, buyer: &Id) -> Option<&QuotedLimit> {
        self.limits.iter().find(|limit| limit.buyer == *buyer)
    }

    /// The limits as decisions for a ledger, holding from a day.
    #[must_use]
    pub fn decisions(&self, decided: Day, from: Day) -> Vec<LimitDecision> {
        let decision = |limit: &QuotedLimit| {
            let granted = !limit.amount.is_zero();
            LimitDecision {
                buyer: Some(limit.buyer.clone()),
                group: None,
                kind: if granted { LimitKind::Granted } else { LimitKind::Refused },
                date: decided,
                effective: Some(from).filter(|from| *from != decided),
                expires: None,
                amount: granted.then_some(limit.amount),
                currency: Some(self.policy.currency),
                requested: limit.requested,
                insured_percentage: limit.insured_percentage,
                maximum_terms: limit.maximum_terms,
                non_cancellable_until: None,
            }
        };
        self.limits.iter().map(decision).collect()
    }
}
