//! Every receivable of a ledger, assessed.

use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::exposure::{Exposure, exposure};
use super::{
    BuyerCover, Evidence, LimitBasis, PercentageBy, Question, Reason, ReceivableCover,
    ReceivableDetail, Verdict,
};
use crate::error::{Error, Problem};
use crate::explain::Receipt;
use crate::facts::Account;
use crate::value::{Amount, Currency, Day, Id, Share};

/// Which receivables are insured, for how much, and why not (COV-1…9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// The policy currency: that of every amount below that names none.
    pub currency: Currency,
    /// As of the end of which day.
    pub as_of: Day,
    /// What was computed from what.
    pub receipt: Receipt,
    /// Every open receivable, buyer by buyer, in order of delivery.
    pub receivables: Vec<AssessedReceivable>,
    /// Receivables on which nothing is open any more, in the same order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<Id>,
    /// What is at stake.
    pub exposure: Exposure,
    /// Money that could be applied to no receivable (LED-3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on_account: Vec<MoneyWaiting>,
    /// Facts that cannot stand and receivables that cannot be assessed, each
    /// with its path (LED-2).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
}

/// The cover of one receivable (COV-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssessedReceivable {
    /// The invoice.
    pub invoice: Id,
    /// Who owes it.
    pub buyer: Id,
    /// Whether it is insured.
    pub verdict: Verdict,
    /// What is open, tax and interest included.
    pub open: Amount,
    /// The part of it on the insured base (POL-5).
    pub base: Amount,
    /// What is covered, before the insured percentage.
    pub covered: Amount,
    /// What is not: `covered + uncovered = open`.
    pub uncovered: Amount,
    /// The insured percentage (POL-6).
    pub percentage: PercentageInForce,
    /// The limit for it (COV-3, COV-4, COV-6).
    pub limit: ReceivableLimit,
    /// The last endorsement in force at its delivery; absent: the policy as
    /// first agreed (POL-14).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsement: Option<Id>,
    /// Every reason that applies, in a fixed order (COV-2).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// The insured percentage and what it goes by (POL-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PercentageInForce {
    /// How much.
    pub share: Share,
    /// What it goes by.
    pub by: PercentageBy,
}

/// The limit for one receivable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReceivableLimit {
    /// How much (`L_i` of COV-5).
    pub amount: Amount,
    /// What justifies it.
    pub basis: LimitBasis,
    /// What the receivables before it left.
    pub room: Amount,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Day>,
    /// What justifies a discretionary limit (COV-4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Money of a buyer that could be applied to no receivable (LED-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MoneyWaiting {
    /// Whose.
    pub buyer: Id,
    /// Since when.
    pub since: Day,
    /// How much.
    pub amount: Amount,
    /// Its own currency.
    pub currency: Currency,
}

impl AssessedReceivable {
    pub(super) fn new(
        question: &Question<'_>,
        account: &Account,
        row: &ReceivableCover,
        detail: ReceivableDetail,
    ) -> Result<Option<Self>, Error> {
        let Some(receivable) = account.receivables.get(row.place) else { return Ok(None) };
        let (_, endorsement) = question.version(receivable.invoice.delivery);
        Ok(Some(Self {
            invoice: receivable.invoice.id.clone(),
            buyer: account.buyer.id.clone(),
            verdict: row.verdict,
            open: row.open,
            base: row.base,
            covered: row.covered,
            uncovered: row.open.less(row.covered)?,
            percentage: PercentageInForce { share: row.percentage, by: detail.percentage_by },
            limit: ReceivableLimit {
                amount: detail.limit,
                basis: row.limit_basis,
                room: detail.room,
                decided: detail.decided,
                evidence: detail.evidence,
            },
            endorsement: endorsement.cloned(),
            reasons: detail.reasons,
        }))
    }
}

/// Assesses every receivable of a ledger, or of one buyer (COV-1…9).
///
/// # Errors
///
/// [`Error::NotFound`] for a buyer that the ledger does not have;
/// [`Error::Overflow`] for amounts too large to compute exactly.
pub fn assess(question: &Question<'_>, buyer: Option<&Id>) -> Result<Assessment, Error> {
    let question = &Question { explain: true, ..*question };
    let ledger = question.ledger;
    let (accounts, covers): (Vec<&Account>, Vec<BuyerCover>) = match buyer {
        Some(buyer) => (alloc::vec![ledger.account(buyer)?], alloc::vec![question.buyer(buyer)?]),
        None => (ledger.accounts().iter().collect(), question.all()?),
    };
    let exposure = exposure(accounts.iter().copied().zip(&covers), question.as_of)?;
    let mut answer = Assessment {
        currency: question.policy.terms().currency,
        as_of: question.as_of,
        receipt: Receipt::new(question.policy, Some(ledger), question.as_of),
        receivables: Vec::new(),
        settled: Vec::new(),
        exposure,
        on_account: Vec::new(),
        refused: ledger
            .refused()
            .iter()
            .map(|problem| Problem { path: format!("ledger.{}", problem.path), ..problem.clone() })
            .collect(),
    };
    for (account, cover) in accounts.into_iter().zip(covers) {
        for (row, detail) in cover.receivables.iter().zip(cover.details) {
            answer.receivables.extend(AssessedReceivable::new(question, account, row, detail)?);
        }
        let settled = cover.settled.iter().filter_map(|place| account.receivables.get(*place));
        answer.settled.extend(settled.map(|receivable| receivable.invoice.id.clone()));
        answer.refused.extend(cover.refused);
        answer.on_account.extend(cover.balances.on_account.into_iter().map(|money| MoneyWaiting {
            buyer: account.buyer.id.clone(),
            since: money.day,
            amount: money.amount,
            currency: money.currency,
        }));
    }
    Ok(answer)
}
