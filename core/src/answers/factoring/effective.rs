//! What money costs in effect, a year.

use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::value::growth::{Flow, daily_growth, power};
use crate::value::order;
use crate::value::{Amount, AnnualRate, DayBasis, exact};

/// How effective rates are counted and written (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "how effective rates are written, as an object")]
pub struct EffectiveStyle {
    /// How many days a year has; by default 365.
    pub basis: DayBasis,
    /// How many decimals a percentage has, from 0 to 12, halves away from
    /// zero; by default 2.
    pub decimals: u8,
}

impl Default for EffectiveStyle {
    fn default() -> Self {
        Self { basis: DayBasis::Days365, decimals: 2 }
    }
}

/// What money costs in effect (FAC-2). French: taux effectif, coût réel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EffectiveCost {
    /// Cost × days of a year ÷ Σ (money had × days): no interest on interest
    /// (taux proportionnel).
    pub simple: AnnualRate,
    /// The rate at which money had and money given back are worth the same,
    /// compounded each year (taux actuariel, TAE); absent where no single rate
    /// fits, or it is too large to write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compound: Option<AnnualRate>,
    /// Cost × days of a year ÷ Σ (nominal × days), where a nominal is paid
    /// before its time: the rule of thumb for early payment (Faustformel), and
    /// what French banks call taux réel d'escompte. Lower than what it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_nominal: Option<AnnualRate>,
    /// How many days a year has.
    pub basis: DayBasis,
}

impl EffectiveStyle {
    /// This style, if it can be written.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for more than 12 decimals.
    pub(super) fn checked(self) -> Result<Self, Error> {
        if self.decimals <= 12 {
            return Ok(self);
        }
        let error = Error::OutOfRange {
            what: "the decimals of a percentage",
            allowed: "from 0 to 12",
            given: alloc::format!("{}", self.decimals),
        };
        Err(error.at("effective.decimals"))
    }

    /// A fraction as a rate of this style.
    pub(super) fn rate(self, fraction: Decimal) -> AnnualRate {
        AnnualRate::new(fraction).rounded(self.decimals)
    }

    /// The rate that `part` is of `whole`; nothing of nothing.
    pub(super) fn ratio(self, part: Amount, whole: Amount) -> Result<Option<AnnualRate>, Error> {
        if whole.is_zero() {
            return Ok(None);
        }
        exact::quotient(part.get(), whole.get()).map(|ratio| Some(self.rate(ratio)))
    }
}

impl EffectiveCost {
    /// What a cost comes to a year: `numbers` is Σ (money had × days), `flows`
    /// what was had and given back, in units of which a year has `times`.
    /// Nothing where no money was had for a day.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub(super) fn of(
        cost: Decimal,
        numbers: Decimal,
        (flows, times): (&[Flow], u32),
        style: EffectiveStyle,
    ) -> Result<Option<Self>, Error> {
        if numbers <= Decimal::ZERO {
            return Ok(None);
        }
        let simple = exact::quotient(exact::product(cost, style.basis.get())?, numbers)?;
        Ok(Some(Self {
            simple: style.rate(simple),
            compound: compound(flows, times).map(|rate| style.rate(rate)),
            of_nominal: None,
            basis: style.basis,
        }))
    }

    /// This cost, also as a rate of the nominal: `numbers` is Σ (nominal × days).
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub(super) fn with_nominal(
        self,
        cost: Decimal,
        numbers: Decimal,
        style: EffectiveStyle,
    ) -> Result<Self, Error> {
        let rate = exact::quotient(exact::product(cost, style.basis.get())?, numbers)?;
        Ok(Self { of_nominal: Some(style.rate(rate)), ..self })
    }
}

/// The growth of a year less one; nothing where no single rate fits.
pub(super) fn compound(flows: &[Flow], times: u32) -> Option<Decimal> {
    let mut sorted: Vec<Flow> = flows.to_vec();
    order::by_key(&mut sorted, |flow| flow.day);
    // What happens on one day is one flow.
    let mut merged: Vec<Flow> = Vec::with_capacity(sorted.len());
    for flow in sorted {
        match merged.last_mut() {
            Some(last) if last.day == flow.day => {
                last.amount = exact::sum(last.amount, flow.amount).ok()?;
            }
            _ => merged.push(flow),
        }
    }
    let growth = daily_growth(&merged).ok()?;
    exact::difference(power(growth, times)?, Decimal::ONE).ok()
}
