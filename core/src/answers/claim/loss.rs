//! A loss on its way to the indemnity, and who bears what came off.

use alloc::string::String;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::IndemnityRules;
use crate::value::order;
use crate::value::{Amount, Currency, Rounding, RoundingMode, RoundingPoint, Share, exact};

/// A receivable's part of a loss, in order of origin (CLM-4). Amounts are in
/// the policy currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What of it is insurable loss.
    pub amount: Amount,
    /// What of that the credit limit covers.
    pub covered: Amount,
    /// Its insured percentage.
    pub percentage: Share,
}

impl Part {
    /// Nothing.
    pub(super) const NONE: Self =
        Self { amount: Amount::ZERO, covered: Amount::ZERO, percentage: Share::NONE };
}

/// Who bears a part of the gross debt (CLM-9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LossShare {
    /// The insurer (indemnité).
    Indemnity,
    /// The insured: not on the insured base, such as value added tax.
    Uninsured,
    /// The insured: receivables that are not admitted.
    Refused,
    /// Nobody yet: receivables in dispute.
    Suspended,
    /// The insured: not over the threshold (seuil d'intervention).
    BelowTheThreshold,
    /// The insured: over the credit limit (dépassement).
    OverTheLimit,
    /// The insured: the each-loss deductible (franchise).
    Deductible,
    /// The insured: the uninsured percentage (quotité non garantie).
    OwnShare,
    /// The insured: what the minimum retention adds to the uninsured percentage.
    MinimumRetention,
    /// The insured: the aggregate first loss (franchise annuelle).
    Aggregate,
    /// The insured: above the maximum liability (limite de décaissement).
    AboveTheMaximum,
    /// The insured: a deduction for non-qualifying losses.
    NonQualifying,
    /// The insured: paid by the primary policy or within its limit (CLM-12).
    WithinThePrimaryLimit,
    /// What rounding up gave to the insured (negative).
    Rounding,
}

/// One line of where the gross debt went (CLM-9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Portion {
    /// Who bears it and why.
    pub share: LossShare,
    /// How much; only `rounding` can be negative.
    #[serde(serialize_with = "as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub amount: Decimal,
}

fn as_text<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let text: String = exact::text(*number);
    serializer.serialize_str(&text)
}

/// Who bears what: adds up, and never loses a cent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhereItWent(Vec<Portion>);

impl WhereItWent {
    /// Adds to a share.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn add(&mut self, share: LossShare, amount: Amount) -> Result<(), Error> {
        self.add_number(share, amount.get())
    }

    /// Adds all of another.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn join(&mut self, other: Self) -> Result<(), Error> {
        if self.0.is_empty() {
            self.0 = other.0;
            return Ok(());
        }
        other.0.into_iter().try_for_each(|one| self.add_number(one.share, one.amount))
    }

    fn add_number(&mut self, share: LossShare, number: Decimal) -> Result<(), Error> {
        if number.is_zero() {
            return Ok(());
        }
        match self.0.iter_mut().find(|portion| portion.share == share) {
            Some(portion) => portion.amount = exact::sum(portion.amount, number)?,
            None => self.0.push(Portion { share, amount: number }),
        }
        Ok(())
    }

    /// The lines in their documented order, without those that are nothing.
    #[must_use]
    pub fn lines(mut self) -> Vec<Portion> {
        self.0.retain(|portion| !portion.amount.is_zero());
        order::by_key(&mut self.0, |portion| portion.share);
        self.0
    }
}

/// What a threshold did to a loss (CLM-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// It pays.
    Open,
    /// It pays nothing, and nothing reaches the later steps.
    Shut,
    /// It pays nothing, but runs on to erode the aggregate.
    Eroding,
}

/// An amount on its way through the steps, with the receivables behind it.
pub(super) struct Loss<'a> {
    /// What reaches the next step: `x` in CLM-4.
    pub(super) amount: Amount,
    /// The receivables, in order of origin, as weights: whatever comes off the
    /// loss, all bear in proportion (CLM-4). After the percentage they weigh
    /// what each contributed.
    pub(super) parts: Vec<Part>,
    /// Insured costs, which are in `amount`: no limit caps them. What of them is
    /// left say [`costs_left`](Self::costs_left).
    pub(super) costs: Part,
    /// The buyer's whole debt.
    pub(super) total_debt: Amount,
    /// What reached the insured percentage, once that step is past.
    pub(super) before_percentage: Option<Amount>,
    /// What that step left of the receivables.
    pub(super) contributed: Option<Amount>,
    /// Whether a threshold let the loss pass.
    pub(super) gate: Gate,
    /// What rounding may not lift the amount over: the least that the steps so
    /// far allow.
    pub(super) most: Option<Amount>,
    /// How much aggregate this loss used up.
    pub(super) eroded: Amount,
    pub(super) went: WhereItWent,
    rounding: &'a Rounding,
    currency: Currency,
}

impl<'a> Loss<'a> {
    pub(super) fn new(
        parts: Vec<Part>,
        costs: Part,
        total_debt: Amount,
        rules: &'a IndemnityRules,
        currency: Currency,
    ) -> Result<Self, Error> {
        let amount = Amount::total(parts.iter().map(|part| part.amount))?.plus(costs.amount)?;
        Ok(Self {
            amount,
            parts,
            costs,
            total_debt,
            before_percentage: None,
            contributed: None,
            gate: Gate::Open,
            most: None,
            eroded: Amount::ZERO,
            went: WhereItWent::default(),
            rounding: &rules.rounding,
            currency,
        })
    }

    /// Ends a step: `exact` is what it leaves, rounded if the policy rounds
    /// each step; what came off goes to `share`.
    pub(super) fn becomes(
        &mut self,
        exact: Amount,
        share: LossShare,
        witness: &mut impl Witness,
        step: impl FnOnce() -> Step,
    ) -> Result<(), Error> {
        let before = self.amount;
        let after = match self.rounding.at {
            RoundingPoint::EachStep => self.rounded(exact)?,
            RoundingPoint::Result => exact,
        };
        self.amount = after;
        if self.gate == Gate::Open {
            self.book(share, before, after)?;
            witness.see(|| step().amounts(before, after).rounded_from(exact));
        }
        Ok(())
    }

    /// Says that from here on nothing may be above an amount.
    pub(super) fn at_most(&mut self, most: Amount) {
        self.most = Some(self.most.map_or(most, |before| before.min(most)));
    }

    /// What of the amount is costs: what comes off the loss comes off the
    /// receivables first.
    pub(super) fn costs_left(&self) -> Amount {
        self.costs.amount.capped_at(self.amount)
    }

    /// What each receivable contributed, costs last, as weights of the indemnity.
    pub(super) fn weights(&self) -> Result<Vec<Amount>, Error> {
        let mut weights: Vec<Amount> = self.parts.iter().map(|part| part.amount).collect();
        let (receivables, mut costs) = match self.contributed {
            Some(contributed) => (contributed, self.costs.amount),
            None => (self.amount.less(self.costs_left())?, self.costs_left()),
        };
        let all = Amount::total(weights.iter().copied())?;
        if receivables.is_zero() && !costs.is_zero() {
            weights.fill(Amount::ZERO);
        } else if receivables != all && !costs.is_zero() {
            // On the scale of the receivables.
            let scaled = exact::proportion(costs.get(), all.get(), receivables.get())?;
            costs = Amount::new(scaled)?;
        }
        weights.push(costs);
        Ok(weights)
    }

    fn rounded(&self, exact: Amount) -> Result<Amount, Error> {
        let rounded = self.rounding.round(exact, self.currency)?;
        match self.most {
            // A limit or maximum holds to the last digit, so rounding may not lift the amount over it.
            Some(most) if rounded > most => {
                let down = Rounding { mode: RoundingMode::Down, ..*self.rounding };
                down.round(most, self.currency)
            }
            _ => Ok(rounded),
        }
    }

    fn book(&mut self, share: LossShare, before: Amount, after: Amount) -> Result<(), Error> {
        if after <= before {
            self.went.add(share, before.less(after)?)
        } else {
            let up = exact::difference(before.get(), after.get())?;
            self.went.add_number(LossShare::Rounding, up)
        }
    }

    /// The indemnity: what is left, rounded, or nothing if a threshold refused.
    pub(super) fn end(&mut self, witness: &mut impl Witness) -> Result<Amount, Error> {
        if self.gate != Gate::Open {
            self.amount = Amount::ZERO;
        }
        let (before, after) = (self.amount, self.rounded(self.amount)?);
        if after != before {
            let unit = Amount::new(self.rounding.unit_of(self.currency))?;
            self.amount = after;
            let signed = exact::difference(before.get(), after.get())?;
            self.went.add_number(LossShare::Rounding, signed)?;
            witness.see(|| {
                Step::new("rounding", Rule::Val3).fact("unit", unit).amounts(before, after)
            });
        }
        self.went.add(LossShare::Indemnity, self.amount)?;
        Ok(self.amount)
    }
}
