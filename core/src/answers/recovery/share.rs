//! The sharing of recoveries after the indemnity, by the key of the policy.

use alloc::vec::Vec;

use serde::Serialize;

use super::figures::{LossFigures, ReceivableFigures, Recovered};
use crate::answers::claim::{ClaimState, InsuranceYear};
use crate::error::Error;
use crate::explain::{Receipt, Rule, Step, Witness};
use crate::terms::{PolicyTerms, RecoveryCosts, Reinstates, SharingKey};
use crate::value::{Amount, Currency, Day, Id, Money, Rounding, exact};

/// Who gets what of recoveries (REC-2…4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecoveryShares {
    /// The currency of the amounts below: the policy's.
    pub currency: Currency,
    /// What the insurer gets of all of them.
    pub insurer: Money,
    /// What the policyholder gets of all of them.
    pub policyholder: Money,
    /// What they cost and was taken off.
    pub costs: Money,
    /// Each recovery, in order.
    pub recoveries: Vec<SharedRecovery>,
    /// What claims have used up, after what the recoveries gave back (REC-4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<ClaimState>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What was computed from what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
}

/// Who gets what of one recovery: `insurer + policyholder = net = amount − costs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SharedRecovery {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// When it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// How much, before costs.
    pub amount: Amount,
    /// What it cost, as far as it paid for that itself.
    pub costs: Amount,
    /// What is left to share.
    pub net: Amount,
    /// What of it belongs to insured debt, where the key asks for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_insured_debt: Option<Amount>,
    /// What the insurer gets.
    pub insurer: Amount,
    /// What the policyholder gets.
    pub policyholder: Amount,
}

/// Shares recoveries in the order given (REC-2), stops the insurer's share at
/// the indemnity (REC-3) and gives back what the policy reinstates (REC-4).
///
/// The insurer's part is rounded; the remainder, cents included, is the
/// policyholder's. `year` is the first day of the loss's insurance year.
///
/// # Errors
///
/// [`Error::Unanswerable`] for figures that contradict each other;
/// [`Error::Overflow`].
pub fn share_recovery(
    terms: &PolicyTerms,
    figures: &LossFigures,
    recoveries: &[Recovered],
    state: Option<(&ClaimState, Day)>,
    witness: &mut impl Witness,
) -> Result<RecoveryShares, Error> {
    figures.check().map_err(|error| error.within("loss"))?;
    let mut books = Books::new(terms, figures)?;
    let mut shared = Vec::with_capacity(recoveries.len());
    for recovery in recoveries {
        shared.push(books.share(recovery, witness)?);
    }
    let money = |amount| Money::new(amount, terms.currency);
    let policyholder = Amount::total(shared.iter().map(|shared| shared.policyholder))?;
    let costs = Amount::total(shared.iter().map(|shared| shared.costs))?;
    let insurer = books.to_insurer;
    let state = state
        .map(|(state, day)| {
            let year = InsuranceYear::of(&terms.period, day)?.from;
            let (aggregate, liability) = match terms.recoveries.reinstates {
                Reinstates::Neither => (Amount::ZERO, Amount::ZERO),
                Reinstates::Aggregate => (insurer, Amount::ZERO),
                Reinstates::MaximumLiability => (Amount::ZERO, insurer),
                Reinstates::Both => (insurer, insurer),
            };
            state.restored(year, aggregate, liability)
        })
        .transpose()?;
    let total = Amount::total(shared.iter().map(|shared| shared.net))?;
    witness.see(|| {
        Step::new("recoveries_shared", Rule::Rec2)
            .clause(terms.recoveries.clause.as_ref())
            .fact("policyholder", policyholder)
            .amounts(total, insurer)
    });
    Ok(RecoveryShares {
        currency: terms.currency,
        insurer: money(insurer),
        policyholder: money(policyholder),
        costs: money(costs),
        recoveries: shared,
        state,
        steps: Vec::new(),
        receipt: None,
    })
}

/// What each side has got so far.
struct Books<'a> {
    terms: &'a PolicyTerms,
    figures: &'a LossFigures,
    receivables: Vec<ReceivableFigures>,
    /// What was recovered on each receivable, for `oldest_first`.
    recovered: Vec<Amount>,
    borne_by_insured: Amount,
    to_insurer: Amount,
    to_policyholder: Amount,
}

impl<'a> Books<'a> {
    fn new(terms: &'a PolicyTerms, figures: &'a LossFigures) -> Result<Self, Error> {
        let receivables = figures.receivables();
        Ok(Self {
            terms,
            figures,
            recovered: alloc::vec![Amount::ZERO; receivables.len()],
            receivables,
            borne_by_insured: figures.borne_by_insured()?,
            to_insurer: Amount::ZERO,
            to_policyholder: Amount::ZERO,
        })
    }

    fn share(
        &mut self,
        recovery: &Recovered,
        witness: &mut impl Witness,
    ) -> Result<SharedRecovery, Error> {
        let rules = &self.terms.recoveries;
        let costs = recovery.costs.capped_at(recovery.amount);
        let net = recovery.amount.less(costs)?;
        witness.see(|| {
            Step::new("recovery_net_of_costs", Rule::Rec2)
                .clause(rules.clause.as_ref())
                .fact("costs", costs)
                .amounts(recovery.amount, net)
        });
        let (by_key, to_insured_debt) = match rules.costs {
            RecoveryCosts::First => self.by_key(net, recovery)?,
            RecoveryCosts::SameKey => {
                let (gross, to_insured_debt) = self.by_key(recovery.amount, recovery)?;
                let borne = if self.in_turn() {
                    self.rounded(costs, gross, recovery.amount)?
                } else {
                    self.by_key(costs, recovery)?.0
                };
                (gross.less(borne)?.capped_at(net), to_insured_debt)
            }
        };
        let code = key_code(rules.sharing);
        witness.see(|| {
            Step::new("recovery_by_key", Rule::Rec2)
                .clause(rules.clause.as_ref())
                .fact("key", code)
                .fact("indemnity", self.figures.indemnity)
                .fact("total_debt", self.figures.total_debt)
                .fact("insured_loss", self.figures.insured_loss())
                .amounts(net, by_key)
        });
        // Nobody ends above their loss: first the insurer, then the insured.
        let room = self.figures.indemnity.less(self.to_insurer)?;
        let mut insurer = by_key.capped_at(room);
        let insured_room = self.borne_by_insured.less(self.to_policyholder)?;
        let surplus = net.less(insurer)?.less(insured_room)?;
        insurer = insurer.plus(surplus.capped_at(room.less(insurer)?))?;
        if insurer != by_key {
            witness.see(|| {
                Step::new("recovery_above_the_loss", Rule::Rec3)
                    .clause(rules.clause.as_ref())
                    .fact("room", room)
                    .amounts(by_key, insurer)
            });
        }
        let policyholder = net.less(insurer)?;
        self.to_insurer = self.to_insurer.plus(insurer)?;
        self.to_policyholder = self.to_policyholder.plus(policyholder)?;
        Ok(SharedRecovery {
            id: recovery.id.clone(),
            date: recovery.date,
            amount: recovery.amount,
            costs,
            net,
            to_insured_debt,
            insurer,
            policyholder,
        })
    }

    /// Whether the key serves one after the other instead of in a ratio.
    fn in_turn(&self) -> bool {
        matches!(
            self.terms.recoveries.sharing,
            SharingKey::OldestFirst | SharingKey::InsurerFirst | SharingKey::InsuredFirst
        )
    }

    /// The insurer's part of an amount by the key, and what the key sees as
    /// recovered on insured debt.
    fn by_key(
        &mut self,
        amount: Amount,
        recovery: &Recovered,
    ) -> Result<(Amount, Option<Amount>), Error> {
        let figures = self.figures;
        let insured_loss = figures.insured_loss();
        Ok(match self.terms.recoveries.sharing {
            SharingKey::IndemnityToDebt => {
                (self.rounded(amount, figures.indemnity, figures.total_debt)?, None)
            }
            SharingKey::InsuredToUninsured => {
                let insured = self.rounded(amount, figures.insured_debt(), figures.total_debt)?;
                (self.rounded(insured, figures.indemnity, insured_loss)?, Some(insured))
            }
            SharingKey::RiskBorne => {
                let insured = self.on_insured(amount, recovery)?;
                (self.rounded(insured, figures.indemnity, insured_loss)?, Some(insured))
            }
            SharingKey::OldestFirst => (self.in_order_of_origin(amount)?, None),
            SharingKey::InsurerFirst => {
                (amount.capped_at(figures.indemnity.less(self.to_insurer)?), None)
            }
            SharingKey::InsuredFirst => {
                let insured = self.borne_by_insured.less(self.to_policyholder)?;
                (amount.less(insured)?, None)
            }
        })
    }

    /// What of an amount was recovered on receivables that are insured at all:
    /// those it names, else pro rata to what is owed.
    fn on_insured(&self, amount: Amount, recovery: &Recovered) -> Result<Amount, Error> {
        if recovery.on_uninsured {
            return Ok(Amount::ZERO);
        }
        let named = |receivable: &&ReceivableFigures| {
            recovery.invoices.is_empty()
                || receivable.invoice.as_ref().is_none_or(|id| recovery.invoices.contains(id))
        };
        let concerned = || self.receivables.iter().filter(named);
        let all = Amount::total(concerned().map(|receivable| receivable.debt))?;
        let insured = concerned().filter(|receivable| !receivable.insured.is_zero());
        let insured = Amount::total(insured.map(|receivable| receivable.debt))?;
        if insured == all && !all.is_zero() {
            return Ok(amount);
        }
        self.rounded(amount, insured, all)
    }

    /// To receivables in order of origin, within each as it was indemnified.
    fn in_order_of_origin(&mut self, mut amount: Amount) -> Result<Amount, Error> {
        let mut insurer = Amount::ZERO;
        for place in 0..self.receivables.len() {
            let (Some(receivable), Some(before)) =
                (self.receivables.get(place), self.recovered.get(place).copied())
            else {
                continue;
            };
            let applied = amount.capped_at(receivable.debt.less(before)?);
            let part = self.rounded(applied, receivable.indemnity, receivable.debt)?;
            if let Some(recovered) = self.recovered.get_mut(place) {
                *recovered = before.plus(applied)?;
            }
            insurer = insurer.plus(part)?;
            amount = amount.less(applied)?;
        }
        Ok(insurer)
    }

    /// `amount × part ÷ whole`, rounded as the policy rounds; never above the amount.
    fn rounded(&self, amount: Amount, part: Amount, whole: Amount) -> Result<Amount, Error> {
        if whole.is_zero() {
            return Ok(Amount::ZERO);
        }
        let product = exact::product(amount.get(), part.get())?;
        let exact = Amount::new(exact::quotient(product, whole.get())?)?;
        let rounding: &Rounding = &self.terms.indemnity.rounding;
        Ok(rounding.round(exact, self.terms.currency)?.capped_at(amount))
    }
}

const fn key_code(key: SharingKey) -> &'static str {
    match key {
        SharingKey::IndemnityToDebt => "indemnity_to_debt",
        SharingKey::InsuredToUninsured => "insured_to_uninsured",
        SharingKey::RiskBorne => "risk_borne",
        SharingKey::OldestFirst => "oldest_first",
        SharingKey::InsurerFirst => "insurer_first",
        SharingKey::InsuredFirst => "insured_first",
    }
}
