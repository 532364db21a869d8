//! Limits obtained against limits wanted (PLA-5).

use alloc::vec::Vec;

use rust_decimal::RoundingStrategy;
use serde::Serialize;

use crate::error::Error;
use crate::facts::{Quote, Submission};
use crate::value::{Amount, Country, Id, Share, exact};

/// The limits of a quote against those that were wanted (PLA-5). French:
/// lignes obtenues sur lignes demandées.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LimitsObtained {
    /// On every buyer.
    pub all: LimitTally,
    /// On the ten largest buyers of the submission.
    pub top_ten: LimitTally,
}

/// How many limits were obtained, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LimitTally {
    /// How many limits were wanted.
    pub wanted: u32,
    /// How many were obtained in full.
    pub in_full: u32,
    /// How many in part.
    pub in_part: u32,
    /// How many were refused.
    pub refused: u32,
    /// How many the quote says nothing about: only unnamed or discretionary
    /// cover can hold.
    pub unanswered: u32,
    /// How much was wanted.
    pub amount_wanted: Amount,
    /// How much was obtained, each limit up to what was wanted.
    pub amount_obtained: Amount,
    /// Its share of what was wanted, rounded to a hundredth of a percent;
    /// absent: nothing was wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

/// A limit that was wanted, and what a quote says.
pub(super) struct Request {
    pub(super) buyer: Id,
    pub(super) country: Option<Country>,
    pub(super) wanted: Amount,
    /// What was granted, nothing for a refusal; none: no answer.
    pub(super) granted: Option<Amount>,
}

/// Every limit that was wanted: those of the submission, then those that only
/// the quote names.
pub(super) fn requests(submission: &Submission, quote: &Quote) -> Vec<Request> {
    let named = submission.buyers.iter().filter_map(|buyer| {
        let limit = quote.limit(&buyer.id);
        let wanted = buyer.wanted().or_else(|| limit.and_then(|limit| limit.requested))?;
        Some(Request {
            buyer: buyer.id.clone(),
            country: buyer.country,
            wanted,
            granted: limit.map(|limit| limit.amount),
        })
    });
    let mut requests: Vec<Request> = named.collect();
    for limit in &quote.limits {
        let known = submission.buyers.iter().any(|buyer| buyer.id == limit.buyer);
        if let (false, Some(wanted)) = (known, limit.requested) {
            requests.push(Request {
                buyer: limit.buyer.clone(),
                country: None,
                wanted,
                granted: Some(limit.amount),
            });
        }
    }
    requests
}

impl LimitsObtained {
    /// Counts the limits of a quote.
    pub(super) fn of(submission: &Submission, quote: &Quote) -> Result<Self, Error> {
        let top: Vec<&Id> = submission
            .top_ten()
            .into_iter()
            .filter_map(|place| submission.buyers.get(place))
            .map(|buyer| &buyer.id)
            .collect();
        let (mut all, mut top_ten) = (LimitTally::default(), LimitTally::default());
        for request in requests(submission, quote) {
            all.count(&request)?;
            if top.contains(&&request.buyer) {
                top_ten.count(&request)?;
            }
        }
        Ok(Self { all: all.shared()?, top_ten: top_ten.shared()? })
    }
}

impl LimitTally {
    fn count(&mut self, request: &Request) -> Result<(), Error> {
        let kind = match request.granted {
            None => &mut self.unanswered,
            Some(granted) if granted.is_zero() && !request.wanted.is_zero() => &mut self.refused,
            Some(granted) if granted < request.wanted => &mut self.in_part,
            Some(_) => &mut self.in_full,
        };
        *kind = kind.saturating_add(1);
        self.wanted = self.wanted.saturating_add(1);
        let obtained = request.granted.unwrap_or_default().capped_at(request.wanted);
        self.amount_wanted = self.amount_wanted.plus(request.wanted)?;
        self.amount_obtained = self.amount_obtained.plus(obtained)?;
        Ok(())
    }

    fn shared(mut self) -> Result<Self, Error> {
        if !self.amount_wanted.is_zero() {
            let share = exact::quotient(self.amount_obtained.get(), self.amount_wanted.get())?;
            let to_nearest = RoundingStrategy::MidpointAwayFromZero;
            self.share = Some(Share::new(share.round_dp_with_strategy(4, to_nearest))?);
        }
        Ok(self)
    }
}
