//! The loss account of a buyer at the date of loss (CLM-2).

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::Serialize;

use super::loss::Part;
use crate::answers::cover::{Reason, ReasonSet};
use crate::error::Error;
use crate::facts::{Account, Applied, Balance, Movement, PaymentKind, Receivable};
use crate::terms::CostKind;
use crate::value::{Amount, Currency, Day, Id, Rounding, Share, exact};

/// The loss account (CLM-2). French: compte de pertes. Amounts are in the
/// policy currency; `Σ debit − Σ credit = insured + uninsured = gross_debt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LossAccount {
    /// What is owed, before credits.
    pub debit: Vec<DebitLine>,
    /// What came in on it, by kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<CreditLine>,
    /// The insurable balance, before any limit.
    pub insured: Amount,
    /// The rest: tax, receivables refused or in dispute, uninsured costs.
    pub uninsured: Amount,
    /// Both.
    pub gross_debt: Amount,
    /// What the buyer owes, without costs.
    pub total_debt: Amount,
}

/// One line of what is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DebitLine {
    /// What it is.
    pub kind: DebitKind,
    /// How much.
    pub amount: Amount,
}

/// What is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DebitKind {
    /// Invoices, tax included.
    Receivables,
    /// Contractual interest up to the due date.
    Interest,
    /// Costs of a kind that the policy insures.
    InsuredCosts,
    /// Costs of production, before delivery.
    ProductionCosts,
}

/// One line of what came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreditLine {
    /// What it was.
    pub kind: CreditKind,
    /// How much of it was applied to the receivables of the account.
    pub amount: Amount,
}

/// What came in (CLM-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CreditKind {
    /// Money from the buyer.
    Payment,
    /// Money before delivery.
    Advance,
    /// Set-off.
    SetOff,
    /// Goods taken back.
    GoodsReturned,
    /// Goods sold to somebody else.
    Resale,
    /// A guarantee or another security.
    Security,
    /// A dividend of the insolvency.
    Dividend,
    /// A credit note.
    CreditNote,
    /// A recovery before the indemnity, net of its costs (REC-1).
    Recovery,
}

impl From<PaymentKind> for CreditKind {
    fn from(kind: PaymentKind) -> Self {
        match kind {
            PaymentKind::Payment => Self::Payment,
            PaymentKind::Advance => Self::Advance,
            PaymentKind::SetOff => Self::SetOff,
            PaymentKind::GoodsReturned => Self::GoodsReturned,
            PaymentKind::Resale => Self::Resale,
            PaymentKind::Security => Self::Security,
            PaymentKind::Dividend => Self::Dividend,
        }
    }
}

/// What became of a receivable in the account (CLM-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimReceivable {
    /// The invoice.
    pub invoice: Id,
    /// Whether it is in.
    pub admission: Admission,
    /// What is open, tax included.
    pub open: Amount,
    /// What of it is insurable loss.
    pub insurable: Amount,
    /// What of that the credit limit covers.
    pub covered: Amount,
    /// Its insured percentage.
    pub percentage: Share,
    /// What of the indemnity it brings.
    pub indemnity: Amount,
    /// Its own date of loss, where each receivable has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_loss: Option<Day>,
    /// The reasons below as a set: all there is of them if nobody asked for an
    /// explanation, which is never so in a document.
    #[serde(skip)]
    pub codes: ReasonSet,
    /// Every reason why it is not covered, or not wholly.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// Whether a receivable is in the account of what may be paid (CLM-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Admission {
    /// It is.
    Admitted,
    /// It is not, for the reasons given.
    Refused,
    /// Nobody can say yet: it is disputed, and readmitted once settled in the
    /// insured's favour.
    Suspended,
}

/// A receivable that was delivered, or falls due, after the date of loss: no
/// part of this loss, though it may come to a claim of its own (CLM-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Supplementary {
    /// The invoice.
    pub invoice: Id,
    /// Its due date.
    pub due: Day,
    /// What is open.
    pub open: Amount,
    /// When it becomes a loss if it stays unpaid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_loss: Option<Day>,
}

/// A receivable of the account on its way to the pipeline.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) place: usize,
    pub(super) open: Amount,
    pub(super) base: Amount,
    /// The base before recoveries were credited.
    pub(super) drawn: Amount,
    pub(super) covered: Amount,
    /// What was covered before recoveries were credited.
    pub(super) filled: Amount,
    /// The limit for it.
    pub(super) limit: Amount,
    /// What was left of that, and of its groups', when its turn came.
    pub(super) room: Amount,
    pub(super) ceiling: Option<Amount>,
    pub(super) percentage: Share,
    pub(super) admission: Admission,
    pub(super) date_of_loss: Option<Day>,
    pub(super) codes: ReasonSet,
    pub(super) reasons: Vec<Reason>,
}

/// `amount × part ÷ whole`, rounded, never above the amount.
pub(super) fn proportion(
    amount: Amount,
    part: Amount,
    whole: Amount,
    rounding: &Rounding,
    currency: Currency,
) -> Result<Amount, Error> {
    if part == whole {
        return Ok(amount);
    }
    if whole.is_zero() {
        return Ok(Amount::ZERO);
    }
    let product = exact::product(amount.get(), part.get())?;
    let exact = Amount::new(exact::quotient(product, whole.get())?)?;
    rounding.round(exact, currency)
}

/// The lines of the account: what is open, and what came in on it.
pub(super) struct Lines {
    rounding: Rounding,
    currency: Currency,
    credits: BTreeMap<CreditKind, Amount>,
    interest: Amount,
    open: Amount,
}

impl Lines {
    pub(super) fn new(rounding: Rounding, currency: Currency) -> Self {
        Self {
            rounding: rounding.to_minor_unit(),
            currency,
            credits: BTreeMap::new(),
            interest: Amount::ZERO,
            open: Amount::ZERO,
        }
    }

    /// A receivable: what is open of it in the policy currency, and what was
    /// applied to it in its own.
    pub(super) fn receivable(
        &mut self,
        account: &Account,
        receivable: &Receivable,
        balance: &Balance,
        open: Amount,
    ) -> Result<(), Error> {
        self.open = self.open.plus(open)?;
        let own = balance.open();
        for Movement { amount, applied, .. } in &balance.movements {
            let kind = match applied {
                Applied::CreditNote { .. } => CreditKind::CreditNote,
                Applied::Payment(place) => account
                    .payments
                    .get(*place)
                    .map_or(CreditKind::Payment, |payment| payment.kind.into()),
            };
            let amount = self.in_policy_currency(*amount, open, own, receivable.currency)?;
            self.credit(kind, amount)?;
        }
        let interest = receivable.invoice.interest;
        if interest.is_zero() {
            return Ok(());
        }
        let interest = self.in_policy_currency(interest, open, own, receivable.currency)?;
        self.interest = self.interest.plus(interest)?;
        Ok(())
    }

    /// At the rate at which the open amount was converted.
    pub(super) fn in_policy_currency(
        &self,
        amount: Amount,
        open: Amount,
        own: Amount,
        currency: Currency,
    ) -> Result<Amount, Error> {
        if currency == self.currency || own.is_zero() {
            return Ok(amount);
        }
        let product = exact::product(amount.get(), open.get())?;
        let converted = Amount::new(exact::quotient(product, own.get())?)?;
        self.rounding.round(converted, self.currency)
    }

    pub(super) fn credit(&mut self, kind: CreditKind, amount: Amount) -> Result<(), Error> {
        if !amount.is_zero() {
            let sum = self.credits.entry(kind).or_default();
            *sum = sum.plus(amount)?;
        }
        Ok(())
    }

    /// The account, with the insurable loss and the costs.
    pub(super) fn drawn(
        self,
        total_debt: Amount,
        insurable: Amount,
        costs: (DebitKind, Amount, Amount),
    ) -> Result<LossAccount, Error> {
        let (kind, all_costs, insured_costs) = costs;
        let credits = Amount::total(self.credits.values().copied())?;
        let owed = total_debt.plus(credits)?;
        let interest = self.interest.capped_at(owed);
        let mut debit = Vec::with_capacity(3);
        let mut line = |kind, amount: Amount| {
            if !amount.is_zero() {
                debit.push(DebitLine { kind, amount });
            }
        };
        line(DebitKind::Receivables, owed.less(interest)?);
        line(DebitKind::Interest, interest);
        line(kind, all_costs);
        let insured = insurable.plus(insured_costs)?;
        let gross_debt = total_debt.plus(all_costs)?;
        Ok(LossAccount {
            debit,
            credit: self
                .credits
                .into_iter()
                .map(|(kind, amount)| CreditLine { kind, amount })
                .collect(),
            insured,
            uninsured: gross_debt.less(insured)?,
            gross_debt,
            total_debt,
        })
    }
}

/// The parts of the admitted receivables, in order.
pub(super) fn parts(rows: &[Row]) -> Vec<Part> {
    let mut parts = Vec::with_capacity(rows.len());
    let admitted = rows.iter().filter(|row| row.admission == Admission::Admitted);
    parts.extend(admitted.map(|row| Part {
        amount: row.base,
        covered: row.covered,
        percentage: row.percentage,
    }));
    parts
}

/// Whether a cost belongs to a loss before delivery.
pub(super) const fn before_delivery(kind: CostKind) -> bool {
    matches!(kind, CostKind::Production | CostKind::Salvage)
}
