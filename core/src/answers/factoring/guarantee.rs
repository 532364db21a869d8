//! Whose risk it is: what is guaranteed, and what falls back on the seller.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use serde::Serialize;

use super::eligibility::Receivables;
use super::receipt::FactoringReceipt;
use crate::answers::cover::{BuyerCover, Question, ReasonCode};
use crate::error::{Error, Problem};
use crate::explain::{Rule, Step, Witness};
use crate::facts::{Account, Balance, allocate};
use crate::terms::Policy;
use crate::terms::factoring::RiskBearer;
use crate::value::{Amount, Currency, Day, Id, Share};

/// What is guaranteed of assigned receivables (FAC-3), in the contract's
/// currency: what a policy would pay, before what its indemnity clause takes
/// off a whole year or a whole loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactoringGuarantee {
    /// The currency of every amount.
    pub currency: Currency,
    /// As of the end of which day.
    pub as_of: Day,
    /// Who bears what is guaranteed.
    pub risk: RiskBearer,
    /// What is open: `guaranteed + with_recourse = open`.
    pub open: Amount,
    /// What the factor or the insurer bears if debtors become insolvent.
    pub guaranteed: Amount,
    /// What falls back on the seller.
    pub with_recourse: Amount,
    /// Every open receivable, debtor by debtor, in order of delivery.
    pub receivables: Vec<GuaranteedReceivable>,
    /// Facts that cannot stand and receivables that cannot be assessed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What was computed from what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<FactoringReceipt>,
}

/// What is guaranteed of one receivable (FAC-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GuaranteedReceivable {
    /// The invoice.
    pub invoice: Id,
    /// Who owes it.
    pub debtor: Id,
    /// What is open.
    pub open: Amount,
    /// What is within the limit, or covered by the policy.
    pub within: Amount,
    /// The share of that which is guaranteed.
    pub share: Share,
    /// What is guaranteed.
    pub guaranteed: Amount,
    /// What falls back on the seller: `guaranteed + with_recourse = open`.
    pub with_recourse: Amount,
    /// Why the policy does not cover it, or not all of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cover_reasons: Vec<ReasonCode>,
}

impl Receivables<'_> {
    /// What is guaranteed of every open receivable, and what falls back on the
    /// seller (FAC-3): within the factor's limits by its own cover, or as the
    /// seller's policy covers it, whose benefit the factor must have (CLM-11).
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] where the policy is missing or does not name
    /// the factor as loss payee; [`Error::CurrencyMismatch`];
    /// [`Error::Contradictions`] for invoices assigned twice or unknown;
    /// [`Error::Overflow`].
    pub fn guarantee(&self, witness: &mut impl Witness) -> Result<FactoringGuarantee, Error> {
        self.assignments()?;
        let risk = self.terms.guarantee.risk;
        let policy = match risk {
            RiskBearer::Policy => Some(self.assigned_policy()?),
            RiskBearer::Factor | RiskBearer::Seller => None,
        };
        let covers = policy.map(|policy| self.question(policy).all()).transpose()?;
        let convention = self.policy.map(|policy| policy.on(self.as_of).payment_allocation);
        let assigned: Option<BTreeSet<&Id>> = self.assigned.map(|ids| ids.iter().collect());
        let mut rows = Vec::new();
        let mut refused: Vec<Problem> = Vec::new();
        for (place, account) in self.ledger.accounts().iter().enumerate() {
            let balances = allocate(account, convention.unwrap_or_default(), self.as_of)?;
            let cover = covers.as_ref().and_then(|covers| covers.get(place));
            refused.extend(cover.into_iter().flat_map(|cover| cover.refused.iter().cloned()));
            let mut room = self.limits.get(&account.buyer.id).copied().unwrap_or_default();
            for (at, (receivable, balance)) in
                account.receivables.iter().zip(&balances.receivables).enumerate()
            {
                let open = Balance::open(balance);
                let among = |ids: &BTreeSet<&Id>| ids.contains(&receivable.invoice.id);
                let ours = assigned.as_ref().is_none_or(among)
                    && receivable.currency == self.terms.currency;
                if !balance.arisen || open.is_zero() || !ours {
                    continue;
                }
                let (within, share, cover_reasons) = match (risk, policy) {
                    (RiskBearer::Seller, _) => (Amount::ZERO, Share::NONE, Vec::new()),
                    (RiskBearer::Policy, Some(policy)) => {
                        self.insured(policy, account, cover, at)?
                    }
                    (RiskBearer::Factor | RiskBearer::Policy, _) => {
                        let within = open.capped_at(room);
                        room = room.less(within)?;
                        (within, self.terms.guarantee.share.unwrap_or(Share::ALL), Vec::new())
                    }
                };
                let exact = within.share(share)?;
                let rounded = self.terms.rounding.round(exact, self.terms.currency)?;
                let guaranteed = rounded.capped_at(open);
                rows.push(GuaranteedReceivable {
                    invoice: receivable.invoice.id.clone(),
                    debtor: account.buyer.id.clone(),
                    open,
                    within,
                    share,
                    guaranteed,
                    with_recourse: open.less(guaranteed)?,
                    cover_reasons,
                });
            }
        }
        refused.extend(self.unknown());
        let sum =
            |figure: fn(&GuaranteedReceivable) -> Amount| Amount::total(rows.iter().map(figure));
        let (open, guaranteed) = (sum(|row| row.open)?, sum(|row| row.guaranteed)?);
        let with_recourse = sum(|row| row.with_recourse)?;
        witness.see(|| {
            Step::new("guaranteed", Rule::Fac3)
                .fact("recourse", with_recourse)
                .amounts(open, guaranteed)
        });
        Ok(FactoringGuarantee {
            currency: self.terms.currency,
            as_of: self.as_of,
            risk,
            open,
            guaranteed,
            with_recourse,
            receivables: rows,
            refused,
            steps: Vec::new(),
            receipt: None,
        })
    }

    /// The policy whose benefit is assigned to the factor.
    fn assigned_policy(&self) -> Result<&Policy, Error> {
        let Some(policy) = self.policy else {
            let problem = "the contract rests on the seller's policy: give it";
            return Err(Error::Unanswerable { problem: problem.into() }.at("policy"));
        };
        let (left, right) = (self.terms.currency, policy.terms().currency);
        if left != right {
            let operation = "compare";
            return Err(Error::CurrencyMismatch { operation, left, right }.at("policy.currency"));
        }
        let payees = &policy.on(self.as_of).indemnity.loss_payees;
        if !payees.iter().any(|payee| payee.name == self.terms.factor) {
            let problem = alloc::format!(
                "the benefit of the policy is not assigned: name the factor `{}` as a loss payee",
                self.terms.factor
            );
            return Err(Error::Unanswerable { problem }.at("policy.indemnity.loss_payees"));
        }
        Ok(policy)
    }

    pub(super) fn question<'q>(&'q self, policy: &'q Policy) -> Question<'q> {
        Question::new(policy, self.ledger, self.rates, self.holidays, self.as_of)
    }

    /// What the policy covers of a receivable, and the share of it that the factor gets.
    fn insured(
        &self,
        policy: &Policy,
        account: &Account,
        cover: Option<&BuyerCover>,
        at: usize,
    ) -> Result<(Amount, Share, Vec<ReasonCode>), Error> {
        let Some((row, detail)) = cover.and_then(|cover| cover.receivable(at)) else {
            return Ok((Amount::ZERO, Share::NONE, Vec::new()));
        };
        let payees = policy.on(self.as_of).indemnity.loss_payees.iter();
        let mut ours = rust_decimal::Decimal::ZERO;
        for payee in payees.filter(|payee| payee.name == self.terms.factor) {
            if payee.buyers.is_empty() || payee.buyers.contains(&account.buyer.id) {
                ours = crate::value::exact::sum(ours, payee.share.get())?;
            }
        }
        let share = crate::value::exact::product(row.percentage.get(), ours)?;
        let reasons = detail.reasons.iter().map(|reason| reason.code).collect();
        Ok((row.covered, Share::new(share)?, reasons))
    }
}
