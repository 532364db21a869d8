//! What earlier claims used up of the aggregate first loss and of the maximum
//! liability: state in, state out, nothing kept anywhere (CLM-6).

use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::year::InsuranceYear;
use crate::error::Error;
use crate::terms::{Per, Period};
use crate::value::order;
use crate::value::{Amount, Day};

/// What claims used up, by insurance year. The state of a policy without
/// claims is empty; each settlement hands the next one its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a claim state, as { \"years\": […] }")]
pub struct ClaimState {
    /// The insurance years in which something was used up, in order.
    pub years: Vec<YearState>,
}

/// What was used up in one insurance year, in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "the state of an insurance year, as an object")]
pub struct YearState {
    /// First day of the insurance year.
    pub from: Day,
    /// How much aggregate first loss was used up (franchise annuelle consommée).
    #[serde(default)]
    pub aggregate_eroded: Amount,
    /// How much maximum liability was used up (limite de décaissement consommée).
    #[serde(default)]
    pub liability_consumed: Amount,
}

impl ClaimState {
    /// Checks that each year is one of the policy's, once, and puts them in order.
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] with the place of a year that is not.
    pub fn checked(mut self, period: &Period) -> Result<Self, Error> {
        for (place, year) in self.years.iter().enumerate() {
            let path = format!("years[{place}].from");
            let starts = InsuranceYear::of(period, year.from)?.from;
            if starts != year.from {
                let problem = format!(
                    "{} is not the first day of an insurance year: the one it lies in begins on {starts}",
                    year.from
                );
                return Err(Error::Unanswerable { problem }.at(path));
            }
            if self.years.iter().take(place).any(|other| other.from == year.from) {
                let problem = format!("the insurance year from {} stands here twice", year.from);
                return Err(Error::Unanswerable { problem }.at(path));
            }
        }
        order::by_key(&mut self.years, |year| year.from);
        Ok(self)
    }

    /// How much aggregate first loss was used up in the time it holds for.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn eroded(&self, per: Per, year: Day) -> Result<Amount, Error> {
        Amount::total(self.held(per, year).map(|year| year.aggregate_eroded))
    }

    /// How much maximum liability was used up in the time it holds for.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn consumed(&self, per: Per, year: Day) -> Result<Amount, Error> {
        Amount::total(self.held(per, year).map(|year| year.liability_consumed))
    }

    fn held(&self, per: Per, from: Day) -> impl Iterator<Item = &YearState> {
        self.years.iter().filter(move |year| per == Per::Policy || year.from == from)
    }

    /// The state after a claim of a year used up this much more.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn after(&self, year: Day, eroded: Amount, consumed: Amount) -> Result<Self, Error> {
        let mut state = self.clone();
        if eroded.is_zero() && consumed.is_zero() {
            return Ok(state);
        }
        let place = state.years.partition_point(|entry| entry.from < year);
        if state.years.get(place).is_none_or(|entry| entry.from != year) {
            let fresh = YearState {
                from: year,
                aggregate_eroded: Amount::ZERO,
                liability_consumed: Amount::ZERO,
            };
            state.years.insert(place, fresh);
        }
        if let Some(entry) = state.years.get_mut(place) {
            entry.aggregate_eroded = entry.aggregate_eroded.plus(eroded)?;
            entry.liability_consumed = entry.liability_consumed.plus(consumed)?;
        }
        Ok(state)
    }

    /// The state after a recovery gave this much back to a year (REC-4).
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn restored(&self, year: Day, aggregate: Amount, liability: Amount) -> Result<Self, Error> {
        let mut state = self.clone();
        if let Some(entry) = state.years.iter_mut().find(|entry| entry.from == year) {
            entry.aggregate_eroded = entry.aggregate_eroded.less(aggregate)?;
            entry.liability_consumed = entry.liability_consumed.less(liability)?;
        }
        Ok(state)
    }
}
