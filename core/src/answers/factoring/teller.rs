//! The life of one assigned invoice: advance, reserve, payments, release.
//!
//! At every moment, to the cent:
//!
//! ```text
//! advance + charges + reserve + released = collected + guaranteed + open + owed by the seller
//! ```

use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::assignment::{AssignedInvoice, FailureCause};
use super::effective::{EffectiveCost, EffectiveStyle};
use super::interest::{DatedBalance, Pricing};
use super::life::{Charge, InvoiceLife, InvoiceMovement, InvoiceMovementKind, InvoiceState};
use crate::error::Error;
use crate::terms::factoring::{
    CommissionBase, FactoringTerms, FeePer, InterestBase, InterestTaken, MinimumPer, Release,
    RiskBearer,
};
use crate::value::growth::{Flow, minus};
use crate::value::{Amount, Day, Share, exact};

/// What happened to the guarantee fund because of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FundChange {
    Built(Amount),
    Released(Amount),
    Used(Amount),
}

/// The life of an invoice while it is told.
pub(super) struct Teller<'a> {
    terms: &'a FactoringTerms,
    pricing: Option<&'a Pricing<'a>>,
    invoice: &'a AssignedInvoice,
    life: InvoiceLife,
    /// What is held back beside the fund.
    unadvanced: Amount,
    fund: Amount,
    /// What interest is counted on at first.
    base: Amount,
    balances: Vec<DatedBalance>,
    flows: Vec<(Day, Decimal)>,
    pub(super) fund_changes: Vec<(Day, FundChange)>,
}

impl<'a> Teller<'a> {
    /// Assigns an invoice: `fund_room` is what the fund still takes.
    pub(super) fn assign(
        terms: &'a FactoringTerms,
        pricing: Option<&'a Pricing<'a>>,
        invoice: &'a AssignedInvoice,
        fund_room: Option<Amount>,
    ) -> Result<Self, Error> {
        let amount = invoice.gross()?;
        let round = |amount| terms.rounding.round(amount, terms.currency);
        let rate = terms.guarantee_fund.as_ref().and_then(|fund| fund.rate);
        let mut fund = round(amount.share(rate.unwrap_or(Share::NONE))?)?;
        fund = fund_room.map_or(fund, |room| fund.capped_at(room));
        let advance = terms.advance.unwrap_or(Share::ALL);
        let mut held = amount.less(round(amount.share(advance)?)?)?;
        for reserve in &terms.reserves {
            held = held.plus(round(amount.share(reserve.rate.unwrap_or(Share::NONE))?)?)?;
        }
        let fund = fund.capped_at(amount.less(held)?);
        let most = amount.less(held)?.less(fund)?;
        if let Some(drawn) = invoice.drawn.filter(|drawn| *drawn > most) {
            let problem = alloc::format!("{drawn} is drawn, but at most {most} is financed of it");
            return Err(Error::Unanswerable { problem }.at("drawn"));
        }
        let financed = invoice.drawn.unwrap_or(most);
        let unadvanced = amount.less(financed)?.less(fund)?;
        let mut teller = Self {
            terms,
            pricing,
            invoice,
            unadvanced,
            fund,
            base: financed,
            balances: Vec::new(),
            flows: Vec::new(),
            fund_changes: Vec::new(),
            life: InvoiceLife {
                invoice: invoice.id.clone(),
                debtor: invoice.debtor.clone(),
                state: InvoiceState::Open,
                amount,
                financed,
                advance: financed,
                retained: amount.less(financed)?,
                guarantee_fund: fund,
                charges: Vec::new(),
                charged: Amount::ZERO,
                collected: Amount::ZERO,
                credited: Amount::ZERO,
                guaranteed: Amount::ZERO,
                recourse: Amount::ZERO,
                released: Amount::ZERO,
                held: Amount::ZERO,
                owed_by_seller: Amount::ZERO,
                open: amount,
                debit: Amount::ZERO,
                credit: Amount::ZERO,
                effective: None,
                movements: Vec::new(),
            },
        };
        if !fund.is_zero() {
            teller.fund_changes.push((invoice.assigned, FundChange::Built(fund)));
        }
        teller.moved(invoice.assigned, InvoiceMovementKind::Assigned, amount)?;
        teller.upfront()?;
        let advance = teller.life.advance;
        teller.flow(invoice.assigned, advance.get())?;
        teller.moved(invoice.assigned, InvoiceMovementKind::Advanced, advance)?;
        Ok(teller)
    }

    /// Commissions and fees taken off the advance.
    fn upfront(&mut self) -> Result<(), Error> {
        let day = self.invoice.assigned;
        if let Some(commission) = &self.terms.commission {
            let base = match commission.on {
                CommissionBase::IncVat => self.life.amount,
                CommissionBase::ExVat => self.invoice.amount,
            };
            let by_rate = self.round(exact::product(base.get(), commission.rate.get())?)?;
            let least = commission.minimum.filter(|minimum| minimum.per == MinimumPer::Invoice);
            let amount = least.map_or(by_rate, |least| by_rate.max(least.amount));
            self.charge("factoring_commission", day, amount, commission.vat, true)?;
        }
        for fee in self.terms.fees.iter().filter(|fee| fee.per == FeePer::Invoice) {
            let amount = match (fee.amount, fee.rate) {
                (Some(amount), _) => amount,
                (None, Some(rate)) => {
                    self.round(exact::product(self.life.amount.get(), rate.get())?)?
                }
                (None, None) => Amount::ZERO,
            };
            self.charge(fee.name.as_str(), day, amount, fee.vat, true)?;
        }
        if self.terms.financing.as_ref().map(|terms| terms.on)
            == Some(InterestBase::NetOfCommission)
        {
            self.base = self.life.advance;
        }
        self.balances.push(DatedBalance { from: day, amount: self.base });
        let (Some(financing), Some(pricing)) = (&self.terms.financing, self.pricing) else {
            return Ok(());
        };
        if financing.taken == InterestTaken::InArrears || self.invoice.due <= day {
            return Ok(());
        }
        let interest = pricing.interest(&self.balances, self.invoice.due)?;
        let basis = financing.basis.get();
        let amount = if financing.taken == InterestTaken::InAdvance {
            exact::quotient(interest.weighted, basis)?
        } else {
            // What is paid out, with its own interest, comes to what is financed:
            // financed ÷ (1 + Σ rate × days ÷ basis), which divides only once.
            let mut rates = basis;
            for stretch in &interest.stretches {
                let days = exact::product(stretch.rate.get(), stretch.days.into())?;
                rates = exact::sum(rates, days)?;
            }
            let financed = self.base.get();
            let net = exact::quotient(exact::product(financed, basis)?, rates)?;
            exact::difference(financed, self.round(net)?.get())?.max(Decimal::ZERO)
        };
        let amount = self.round(amount)?;
        self.charge("financing_commission", day, amount, None, true)
    }

    fn round(&self, number: Decimal) -> Result<Amount, Error> {
        self.terms.rounding.round(Amount::new(number)?, self.terms.currency)
    }

    /// Books a charge: off the advance, or off what is held back.
    fn charge(
        &mut self,
        name: &str,
        date: Day,
        amount: Amount,
        vat: Option<Share>,
        upfront: bool,
    ) -> Result<(), Error> {
        if amount.is_zero() {
            return Ok(());
        }
        let vat = self.round(amount.share(vat.unwrap_or(Share::NONE))?.get())?;
        let whole = amount.plus(vat)?;
        self.life.charges.push(Charge { name: name.parse()?, date, amount, vat });
        self.life.charged = self.life.charged.plus(whole)?;
        if upfront {
            let off = whole.capped_at(self.life.advance);
            self.life.advance = self.life.advance.less(off)?;
            return self.take(date, whole.less(off)?);
        }
        self.take(date, whole)?;
        self.moved(date, InvoiceMovementKind::Charged, whole)
    }

    /// Takes an amount out of what is held back; what is missing the seller owes.
    fn take(&mut self, date: Day, amount: Amount) -> Result<(), Error> {
        let first = amount.capped_at(self.unadvanced);
        self.unadvanced = self.unadvanced.less(first)?;
        let second = amount.less(first)?.capped_at(self.fund);
        self.fund = self.fund.less(second)?;
        if !second.is_zero() {
            self.fund_changes.push((date, FundChange::Used(second)));
        }
        let missing = amount.less(first)?.less(second)?;
        self.life.owed_by_seller = self.life.owed_by_seller.plus(missing)?;
        if !missing.is_zero() {
            self.flow(date, minus(missing.get()))?;
        }
        Ok(())
    }

    fn flow(&mut self, date: Day, amount: Decimal) -> Result<(), Error> {
        match self.flows.last_mut().filter(|(day, _)| *day == date) {
            Some((_, sum)) => *sum = exact::sum(*sum, amount)?,
            None => self.flows.push((date, amount)),
        }
        Ok(())
    }

    fn moved(&mut self, date: Day, kind: InvoiceMovementKind, amount: Amount) -> Result<(), Error> {
        if amount.is_zero() && kind != InvoiceMovementKind::Advanced {
            return Ok(());
        }
        let reserve = self.unadvanced.plus(self.fund)?;
        let open = self.life.open;
        self.life.movements.push(InvoiceMovement { date, kind, amount, open, reserve });
        Ok(())
    }

    /// Gives back a part of what is held, the unadvanced part first.
    fn release(&mut self, date: Day, amount: Amount) -> Result<(), Error> {
        let first = amount.capped_at(self.unadvanced);
        let second = amount.less(first)?.capped_at(self.fund);
        self.unadvanced = self.unadvanced.less(first)?;
        self.fund = self.fund.less(second)?;
        if !second.is_zero() {
            self.fund_changes.push((date, FundChange::Released(second)));
        }
        let given = first.plus(second)?;
        self.life.released = self.life.released.plus(given)?;
        self.flow(date, given.get())?;
        self.moved(date, InvoiceMovementKind::Released, given)
    }

    fn is_open(&self) -> bool {
        self.life.state == InvoiceState::Open
    }

    /// A payment of the debtor.
    pub(super) fn pay(&mut self, date: Day, amount: Amount) -> Result<(), Error> {
        if self.life.state == InvoiceState::Failed {
            let problem =
                "the invoice was closed as not paid: share what came in later as a recovery";
            return Err(Error::Unanswerable { problem: problem.into() });
        }
        let before = self.life.open;
        let applied = amount.capped_at(before);
        self.life.open = before.less(applied)?;
        self.life.collected = self.life.collected.plus(amount)?;
        self.flow(date, minus(amount.get()))?;
        self.moved(date, InvoiceMovementKind::Paid, amount)?;
        let used = self.base.less(self.life.collected)?;
        self.balances.push(DatedBalance { from: date, amount: used });
        let surplus = amount.less(applied)?;
        if !surplus.is_zero() {
            self.life.released = self.life.released.plus(surplus)?;
            self.flow(date, surplus.get())?;
            self.moved(date, InvoiceMovementKind::Released, surplus)?;
        }
        let with_payments = self.terms.guarantee_fund.as_ref().map(|fund| fund.release)
            == Some(Release::WithPayments);
        if with_payments && !self.life.open.is_zero() && !before.is_zero() {
            let held = self.unadvanced.plus(self.fund)?;
            let part = exact::product(held.get(), applied.get())?;
            let part = self.round(exact::quotient(part, before.get())?)?.capped_at(held);
            self.release(date, part)?;
        }
        self.closed_if_nothing_is_open(date, InvoiceState::Settled)
    }

    /// A credit note.
    pub(super) fn credit(&mut self, date: Day, amount: Amount) -> Result<(), Error> {
        if amount > self.life.open {
            let problem = alloc::format!(
                "it is more than the {} that are open on the invoice: give the rest back apart",
                self.life.open
            );
            return Err(Error::Unanswerable { problem }.at("amount"));
        }
        self.life.open = self.life.open.less(amount)?;
        self.life.credited = self.life.credited.plus(amount)?;
        self.take(date, amount)?;
        self.moved(date, InvoiceMovementKind::Credited, amount)?;
        self.closed_if_nothing_is_open(date, InvoiceState::Settled)
    }

    /// The rest is not paid: the guarantee takes its part, the seller the other.
    pub(super) fn fail(&mut self, date: Day, cause: FailureCause) -> Result<(), Error> {
        if !self.is_open() {
            let problem = "nothing is open on the invoice any more";
            return Err(Error::Unanswerable { problem: problem.into() });
        }
        let open = self.life.open;
        let guarantee = &self.terms.guarantee;
        let mut most = self.invoice.guaranteed.unwrap_or(self.life.amount);
        if guarantee.risk == RiskBearer::Seller || cause == FailureCause::Dispute {
            most = Amount::ZERO;
        }
        let share = guarantee.share.unwrap_or(Share::ALL);
        let covered = self.round(open.capped_at(most).share(share)?.get())?.capped_at(open);
        self.life.open = open.less(covered)?;
        self.life.guaranteed = covered;
        self.moved(date, InvoiceMovementKind::Guaranteed, covered)?;
        let back = self.life.open;
        self.life.open = Amount::ZERO;
        self.life.recourse = back;
        self.take(date, back)?;
        self.moved(date, InvoiceMovementKind::Recourse, back)?;
        self.closed_if_nothing_is_open(date, InvoiceState::Failed)
    }

    /// Charges what is due at the end, and gives back what is left.
    fn closed_if_nothing_is_open(&mut self, date: Day, state: InvoiceState) -> Result<(), Error> {
        if !self.life.open.is_zero() || !self.is_open() {
            return Ok(());
        }
        self.life.state = state;
        self.financing(date)?;
        self.collection_fee(date)?;
        self.late_fees(date)?;
        let keep = match self.terms.guarantee_fund.as_ref().map(|fund| fund.release) {
            Some(Release::AtEnd) => self.fund,
            _ => Amount::ZERO,
        };
        let held = self.unadvanced.plus(self.fund)?;
        self.release(date, held.less(keep)?)
    }

    /// The financing commission of the days not charged in advance.
    fn financing(&mut self, date: Day) -> Result<(), Error> {
        let (Some(terms), Some(pricing)) = (&self.terms.financing, self.pricing) else {
            return Ok(());
        };
        let from = match terms.taken {
            InterestTaken::InArrears => self.invoice.assigned,
            InterestTaken::InAdvance | InterestTaken::InAdvanceOnNet => {
                self.invoice.due.max(self.invoice.assigned)
            }
        };
        if from >= date {
            return Ok(());
        }
        let mut balances = self.balances.clone();
        let held = balances.partition_point(|balance| balance.from <= from).saturating_sub(1);
        balances.drain(..held);
        if let Some(first) = balances.first_mut() {
            first.from = first.from.max(from);
        }
        let interest = pricing.interest(&balances, date)?;
        let amount = self.round(exact::quotient(interest.weighted, terms.basis.get())?)?;
        self.charge("financing_commission", date, amount, None, false)
    }

    /// The fee of the table of rebates, by the day of collection.
    fn collection_fee(&mut self, date: Day) -> Result<(), Error> {
        let days = date.days_after(self.invoice.assigned);
        let holds = |up_to: Option<u16>| up_to.is_none_or(|last| days <= i32::from(last));
        let Some(step) = self.terms.rebates.iter().find(|step| holds(step.up_to)) else {
            if self.terms.rebates.is_empty() {
                return Ok(());
            }
            let problem = alloc::format!(
                "the table of rebates ends before day {days}: give it a last step without `up_to`"
            );
            return Err(Error::Unanswerable { problem }.at("terms.rebates"));
        };
        let amount = self.round(self.life.amount.share(step.fee)?.get())?;
        self.charge("collection_fee", date, amount, None, false)
    }

    fn late_fees(&mut self, date: Day) -> Result<(), Error> {
        let late = date.days_after(self.invoice.due);
        if late <= 0 {
            return Ok(());
        }
        let weeks = Decimal::from(late.saturating_add(6).div_euclid(7));
        let terms = self.terms;
        for fee in terms.fees.iter().filter(|fee| fee.per == FeePer::LateWeek) {
            let each = match (fee.amount, fee.rate) {
                (Some(amount), _) => amount.get(),
                (None, Some(rate)) => exact::product(self.life.amount.get(), rate.get())?,
                (None, None) => Decimal::ZERO,
            };
            let amount = self.round(exact::product(each, weeks)?)?;
            self.charge(fee.name.as_str(), date, amount, fee.vat, false)?;
        }
        Ok(())
    }

    /// The whole life, with what it cost in effect.
    pub(super) fn told(mut self, style: EffectiveStyle) -> Result<InvoiceLife, Error> {
        let life = &mut self.life;
        life.held = self.unadvanced.plus(self.fund)?;
        life.debit = Amount::total([life.advance, life.charged, life.held, life.released])?;
        life.credit =
            Amount::total([life.collected, life.guaranteed, life.open, life.owed_by_seller])?;
        if life.state == InvoiceState::Settled && life.held.is_zero() && !life.charged.is_zero() {
            let start = self.invoice.assigned;
            let day = |date: Day| u32::try_from(date.days_after(start)).unwrap_or_default();
            let mut numbers = Decimal::ZERO;
            let (mut had, mut since) = (Decimal::ZERO, 0_u32);
            let mut flows = Vec::with_capacity(self.flows.len());
            for (date, amount) in &self.flows {
                let at = day(*date);
                let days = Decimal::from(at.saturating_sub(since));
                numbers = exact::sum(numbers, exact::product(had, days)?)?;
                had = exact::sum(had, *amount)?.max(Decimal::ZERO);
                since = at;
                flows.push(Flow { day: at, amount: *amount });
            }
            life.effective = EffectiveCost::of(
                life.charged.get(),
                numbers,
                (&flows, style.basis.days()),
                style,
            )?;
        }
        Ok(self.life)
    }
}
