//! The cover of one buyer, as the calculation leaves it.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use super::reasons::{Reason, ReasonSet};
use super::{LimitBasis, PercentageBy, ReceivableCover};
use crate::error::Problem;
use crate::facts::Balances;
use crate::value::{Amount, Currency, Day, Id, Share};

/// The cover of one buyer (COV-1…9). Amounts are in the policy currency, but
/// for the balances, which are in the currency of each receivable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerCover {
    /// The buyer.
    pub buyer: Id,
    /// The policy currency.
    pub currency: Currency,
    /// What was paid on each receivable, and what stays on account (LED-3).
    pub balances: Balances,
    /// Every open receivable, in order of delivery.
    pub receivables: Vec<ReceivableCover>,
    /// How each of them came about; as many, in the same order.
    pub details: Vec<ReceivableDetail>,
    /// The places of receivables on which nothing is open any more.
    pub settled: Vec<usize>,
    /// Open receivables that could not be assessed, and why.
    pub refused: Vec<Problem>,
    /// The limit for a delivery on the as-of day.
    pub limit_in_force: LimitInForce,
    /// What takes up room in the limit.
    pub taken: Amount,
    /// What a delivery on the as-of day would find of the limit.
    pub headroom: Amount,
    /// Since when deliveries are stopped, if they are (COV-8).
    pub stopped_since: Option<Day>,
    /// Since when the buyer is insolvent, if it is.
    pub insolvent_since: Option<Day>,
    /// The day on which cover ended and nothing slides in any more (COV-7).
    pub ended: Option<Day>,
    /// The groups above it that ever had a limit, nearest first.
    pub groups: Vec<GroupLimit>,
}

/// The limit of a group above a buyer (COV-3), in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLimit {
    /// The group.
    pub group: Id,
    /// Its limit for a delivery on the as-of day; none: it sets no cap.
    pub limit: Option<Amount>,
    /// What its members take of it.
    pub taken: Amount,
}

impl BuyerCover {
    /// One receivable and how its cover came about, by its place in the account.
    #[must_use]
    pub fn receivable(&self, place: usize) -> Option<(&ReceivableCover, &ReceivableDetail)> {
        let at = self.receivables.binary_search_by_key(&place, |row| row.place).ok()?;
        Some((self.receivables.get(at)?, self.details.get(at)?))
    }
}

/// A buyer's limit on a day (COV-3, COV-4), in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LimitInForce {
    /// How much.
    pub amount: Amount,
    /// What justifies it.
    pub basis: LimitBasis,
    /// When the insurer decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Day>,
    /// What justifies a discretionary limit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The insured percentage of the decision, if it has its own.
    #[serde(skip)]
    pub percentage: Option<Share>,
}

/// How the cover of a receivable came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivableDetail {
    /// The limit for it (`L_i` of COV-5 and COV-6).
    pub limit: Amount,
    /// What the receivables before it take of that limit.
    pub taken: Amount,
    /// What they would take of a limit without end.
    pub wanted: Amount,
    /// What they left of it.
    pub room: Amount,
    /// What they left of the scarcest group limit above it.
    pub group_room: Option<Amount>,
    /// What was covered of it when cover on the buyer ended (COV-7).
    pub ceiling: Option<Amount>,
    /// What the insured percentage goes by (POL-6).
    pub percentage_by: PercentageBy,
    /// When the limit was decided.
    pub decided: Option<Day>,
    /// What justifies a discretionary limit (COV-4); empty if nobody asked.
    pub evidence: Vec<Evidence>,
    /// Every reason that applies (COV-2).
    pub codes: ReasonSet,
    /// Those by which nothing of it can be covered.
    pub excluding: ReasonSet,
    /// What each reason goes by, in the order of their codes; empty if nobody
    /// asked.
    pub reasons: Vec<Reason>,
}
