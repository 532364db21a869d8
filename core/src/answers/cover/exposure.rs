//! What is at stake: per buyer, group and country, and in all.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{BuyerCover, LimitInForce};
use crate::error::Error;
use crate::facts::Account;
use crate::value::{Amount, Country, Day, Id, Quantity};

/// Exposure of a portfolio as of a day (COV-9). French: encours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exposure {
    /// Buyer by buyer, in order of their names.
    pub buyers: Vec<BuyerExposure>,
    /// Group by group: what every buyer below it owes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupExposure>,
    /// Country by country; last, the buyers whose country is not known.
    pub countries: Vec<CountryExposure>,
    /// Everything.
    pub total: Sums,
}

/// The figures of an exposure (COV-9), in the policy currency. Receivables
/// that could not be assessed are not in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// How many receivables are open.
    pub receivables: u32,
    /// What is open, tax and interest included.
    pub open: Amount,
    /// The part of it past the due date.
    pub overdue: Amount,
    /// The insured base of the receivables that are insurable.
    pub insurable: Amount,
    /// What the limits cover of that.
    pub covered: Amount,
    /// What they do not cover of it.
    pub over_the_limit: Amount,
    /// Limits in force; for several buyers, their sum.
    pub limit: Amount,
    /// What further deliveries would find of them; for several buyers, the sum.
    pub headroom: Amount,
    /// What is open, by how long it is overdue.
    pub ageing: Ageing,
}

/// What is open by days past the due date (balance âgée).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ageing {
    /// Due on the day or later.
    pub not_due: Amount,
    /// 1 to 30 days.
    pub days_1_30: Amount,
    /// 31 to 60 days.
    pub days_31_60: Amount,
    /// 61 to 90 days.
    pub days_61_90: Amount,
    /// 91 to 180 days.
    pub days_91_180: Amount,
    /// More than 180 days.
    pub over_180: Amount,
}

/// The exposure on one buyer (COV-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BuyerExposure {
    /// The buyer.
    pub buyer: Id,
    /// Its limit.
    pub limit_in_force: LimitInForce,
    /// Since when deliveries are stopped (COV-8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_since: Option<Day>,
    /// Since when it is insolvent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insolvent_since: Option<Day>,
    /// The day on which cover ended and nothing slides in any more (COV-7).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_ended: Option<Day>,
    /// The figures.
    #[serde(flatten)]
    pub sums: Sums,
}

/// The exposure on a group (COV-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupExposure {
    /// The group.
    pub group: Id,
    /// The group's own limit, which caps the sum of its members (COV-3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_limit: Option<Amount>,
    /// What is left of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_headroom: Option<Amount>,
    /// The figures of its members.
    #[serde(flatten)]
    pub sums: Sums,
}

/// The exposure on a country (COV-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CountryExposure {
    /// The country; absent: not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The figures of its buyers.
    #[serde(flatten)]
    pub sums: Sums,
}

/// What a buyer owes, added up row by row, of any quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally<Q> {
    pub(crate) receivables: u32,
    pub(crate) open: Q,
    pub(crate) overdue: Q,
    pub(crate) insurable: Q,
    pub(crate) covered: Q,
    /// By days past the due date, as in [`Ageing`].
    pub(crate) ageing: [Q; 6],
}

impl<Q: Quantity> Tally<Q> {
    /// Counts in a receivable that is so many days late; `insured` is base and
    /// covered part of one that is insurable.
    #[inline]
    pub(crate) fn add(&mut self, late: i32, open: Q, insured: Option<(Q, Q)>) -> Result<(), Error> {
        self.receivables = self.receivables.saturating_add(1);
        self.open = self.open.plus(open)?;
        if late > 0 {
            self.overdue = self.overdue.plus(open)?;
        }
        if let Some((base, covered)) = insured {
            self.insurable = self.insurable.plus(base)?;
            self.covered = self.covered.plus(covered)?;
        }
        let place = match late {
            ..=0 => 0,
            1..=30 => 1,
            31..=60 => 2,
            61..=90 => 3,
            91..=180 => 4,
            181.. => 5,
        };
        if let Some(bucket) = self.ageing.get_mut(place) {
            *bucket = bucket.plus(open)?;
        }
        Ok(())
    }
}

impl Sums {
    fn of(account: &Account, cover: &BuyerCover, as_of: Day) -> Result<Self, Error> {
        let mut tally = Tally::default();
        for row in &cover.receivables {
            let Some(receivable) = account.receivables.get(row.place) else { continue };
            let late = as_of.days_after(receivable.due_on(as_of));
            let insured = row.insurable.then_some((row.base, row.covered));
            tally.add(late, row.open, insured)?;
        }
        let Tally { receivables, open, overdue, insurable, covered, ageing } = tally;
        let [not_due, days_1_30, days_31_60, days_61_90, days_91_180, over_180] = ageing;
        Ok(Self {
            receivables,
            open,
            overdue,
            insurable,
            covered,
            over_the_limit: insurable.less(covered)?,
            limit: cover.limit_in_force.amount,
            headroom: cover.headroom,
            ageing: Ageing { not_due, days_1_30, days_31_60, days_61_90, days_91_180, over_180 },
        })
    }

    fn add(&mut self, other: &Self) -> Result<(), Error> {
        self.receivables = self.receivables.saturating_add(other.receivables);
        self.open = self.open.plus(other.open)?;
        self.overdue = self.overdue.plus(other.overdue)?;
        self.insurable = self.insurable.plus(other.insurable)?;
        self.covered = self.covered.plus(other.covered)?;
        self.over_the_limit = self.over_the_limit.plus(other.over_the_limit)?;
        self.limit = self.limit.plus(other.limit)?;
        self.headroom = self.headroom.plus(other.headroom)?;
        self.ageing.merge(&other.ageing)
    }
}

impl Ageing {
    fn merge(&mut self, other: &Self) -> Result<(), Error> {
        for (bucket, more) in [
            (&mut self.not_due, other.not_due),
            (&mut self.days_1_30, other.days_1_30),
            (&mut self.days_31_60, other.days_31_60),
            (&mut self.days_61_90, other.days_61_90),
            (&mut self.days_91_180, other.days_91_180),
            (&mut self.over_180, other.over_180),
        ] {
            *bucket = bucket.plus(more)?;
        }
        Ok(())
    }
}

/// The exposure of buyers whose cover is known (COV-9).
///
/// # Errors
///
/// [`Error::Overflow`].
pub fn exposure<'a>(
    covers: impl IntoIterator<Item = (&'a Account, &'a BuyerCover)>,
    as_of: Day,
) -> Result<Exposure, Error> {
    let mut buyers = Vec::new();
    let mut total = Sums::default();
    let mut groups: BTreeMap<&Id, GroupExposure> = BTreeMap::new();
    // Known countries first, in order of their codes.
    let mut countries: BTreeMap<(bool, Option<Country>), Sums> = BTreeMap::new();
    for (account, cover) in covers {
        let sums = Sums::of(account, cover, as_of)?;
        total.add(&sums)?;
        let country = account.buyer.country;
        countries.entry((country.is_none(), country)).or_default().add(&sums)?;
        for group in &account.groups {
            let own = cover.groups.iter().find(|own| own.group == *group);
            let limit = own.and_then(|own| own.limit);
            let left = match (own, limit) {
                (Some(own), Some(limit)) => Some(limit.less(own.taken)?),
                _ => None,
            };
            let entry = groups.entry(group).or_insert_with(|| GroupExposure {
                group: group.clone(),
                group_limit: limit,
                group_headroom: left,
                sums: Sums::default(),
            });
            entry.sums.add(&sums)?;
        }
        buyers.push(BuyerExposure {
            buyer: account.buyer.id.clone(),
            limit_in_force: cover.limit_in_force.clone(),
            stopped_since: cover.stopped_since,
            insolvent_since: cover.insolvent_since,
            cover_ended: cover.ended,
            sums,
        });
    }
    let countries = countries
        .into_iter()
        .map(|((_, country), sums)| CountryExposure { country, sums })
        .collect();
    Ok(Exposure { buyers, groups: groups.into_values().collect(), countries, total })
}
