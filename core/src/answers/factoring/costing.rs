//! How the cost of factoring is computed.

use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::availability::{Drawn, drawable};
use super::cost::{CommissionCost, FactoringCost, FeeCost, FinancingCost, WithoutCost};
use super::effective::{EffectiveCost, EffectiveStyle};
use super::interest::{DatedBalance, Pricing, in_order};
use super::usage::{FactoringUse, WithoutFactoring};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::factoring::{
    CommissionBase, FactoringTerms, FeeBase, FeePer, FinancingCommission, InterestBase,
    InterestTaken, MinimumPer,
};
use crate::value::growth::{Flow, minus};
use crate::value::{Amount, Day, DayBasis, Number, Rate, Share, exact};

/// What the financing of a time is computed from.
#[derive(Default)]
struct Financed {
    receivables: Option<Amount>,
    available: Option<Amount>,
    used: Option<Amount>,
    cost: Option<FinancingCost>,
    numbers: Decimal,
    /// Money had and given back, the cost not counted, and how many of their
    /// units a year has.
    flows: Vec<Flow>,
    times: u32,
    last: u32,
}

/// A cost while it is computed.
struct Costing<'a> {
    terms: &'a FactoringTerms,
    usage: &'a FactoringUse,
    style: EffectiveStyle,
}

/// What factoring costs (FAC-2): commission with its minimum, financing
/// commission, fees; what it saves; and what the money in use costs in effect.
///
/// # Errors
///
/// [`Error::Unanswerable`] at what is missing or too much, such as a day on
/// which the index has no rate; [`Error::Overflow`].
pub fn factoring_cost(
    terms: &FactoringTerms,
    usage: &FactoringUse,
    style: EffectiveStyle,
    witness: &mut impl Witness,
) -> Result<FactoringCost, Error> {
    let style = style.checked()?;
    if usage.vat > usage.turnover {
        return missing("usage.vat", "the tax is part of the turnover, not more");
    }
    if usage.months == 0 {
        return missing("usage.months", "a cost is that of at least one month");
    }
    Costing { terms, usage, style }.cost(witness)
}

fn missing<T>(path: &str, problem: &str) -> Result<T, Error> {
    Err(Error::Unanswerable { problem: problem.into() }.at(path))
}

impl Costing<'_> {
    fn round(&self, number: Decimal) -> Result<Amount, Error> {
        self.terms.rounding.round(Amount::new(number)?, self.terms.currency)
    }

    fn share(&self, amount: Amount, share: Option<Share>) -> Result<Amount, Error> {
        self.round(amount.share(share.unwrap_or(Share::NONE))?.get())
    }

    /// An amount of a year, for the months asked about.
    fn of_year(&self, number: Decimal) -> Result<Decimal, Error> {
        exact::quotient(exact::product(number, self.usage.months.into())?, Decimal::from(12_u8))
    }

    /// What stays unpaid of the turnover of a year.
    fn unpaid(&self, days: u16, basis: DayBasis) -> Result<Amount, Error> {
        let year = exact::product(self.usage.turnover.get(), Decimal::from(12_u8))?;
        let year = exact::product(year, days.into())?;
        let basis = exact::product(basis.get(), self.usage.months.into())?;
        self.round(exact::quotient(year, basis)?)
    }

    fn cost(&self, witness: &mut impl Witness) -> Result<FactoringCost, Error> {
        let usage = self.usage;
        let commission = self.commission(witness)?;
        let financed = self.financed(commission, witness)?;
        let fees = self.fees(financed.used, witness)?;
        let extras = Amount::total(usage.extras.iter().map(|extra| extra.amount))?;
        let savings = Amount::total(usage.savings.iter().map(|saving| saving.amount))?;
        let own_funding = self.own_funding(&financed, witness)?;
        let interest = financed.cost.as_ref().map_or(Amount::ZERO, |cost| cost.amount);
        let charged = Amount::total(
            fees.iter()
                .map(|fee| fee.amount)
                .chain([interest, extras])
                .chain(commission.map(|commission| commission.amount)),
        )?;
        let vat = Amount::total(
            fees.iter().map(|fee| fee.vat).chain(commission.map(|commission| commission.vat)),
        )?;
        let total = charged.plus(own_funding.unwrap_or_default())?;
        witness.see(|| {
            Step::new("factoring_total", Rule::Fac2).fact("vat", vat).amounts(usage.turnover, total)
        });
        let without = usage.without.as_ref().map(|it| self.without(it, witness)).transpose()?;
        let against = savings.plus(without.map_or(Amount::ZERO, |it| it.total))?;
        let (net_cost, net_benefit) = (total.less(against)?, against.less(total)?);
        if !against.is_zero() {
            witness.see(|| {
                Step::new("factoring_net", Rule::Fac6)
                    .fact("against", against)
                    .fact("benefit", net_benefit)
                    .amounts(total, net_cost)
            });
        }
        Ok(FactoringCost {
            currency: self.terms.currency,
            receivables: financed.receivables,
            available: financed.available,
            used: financed.used,
            factoring_commission: commission,
            of_turnover: self.style.ratio(charged, usage.turnover)?,
            effective: self.effective(charged, &financed)?,
            financing_commission: financed.cost,
            fees,
            extras,
            own_funding,
            total,
            vat,
            savings,
            without,
            net_cost,
            net_benefit,
            steps: Vec::new(),
            receipt: None,
        })
    }

    fn commission(&self, witness: &mut impl Witness) -> Result<Option<CommissionCost>, Error> {
        let Some(terms) = &self.terms.commission else { return Ok(None) };
        let base = match terms.on {
            CommissionBase::IncVat => self.usage.turnover,
            CommissionBase::ExVat => self.usage.turnover.less(self.usage.vat)?,
        };
        let exact = exact::product(base.get(), terms.rate.get())?;
        let by_rate = self.round(exact)?;
        let minimum = match terms.minimum {
            None => None,
            Some(least) => Some(match least.per {
                MinimumPer::Year => self.round(self.of_year(least.amount.get())?)?,
                MinimumPer::Month => {
                    self.round(exact::product(least.amount.get(), self.usage.months.into())?)?
                }
                MinimumPer::Invoice => {
                    let Some(count) = self.usage.counts.invoices else {
                        let problem = "the least commission is due for each invoice: say how many";
                        return missing("usage.counts.invoices", problem);
                    };
                    self.round(exact::product(least.amount.get(), count.get())?)?
                }
            }),
        };
        let amount = minimum.map_or(by_rate, |minimum| minimum.max(by_rate));
        witness.see(|| {
            Step::new("factoring_commission", Rule::Fac2)
                .clause(terms.clause.as_ref())
                .fact("rate", terms.rate)
                .amounts(base, by_rate)
        });
        if let Some(minimum) = minimum {
            witness.see(|| {
                Step::new("commission_minimum", Rule::Fac2)
                    .fact("minimum", minimum)
                    .amounts(by_rate, amount)
            });
        }
        Ok(Some(CommissionCost {
            base,
            by_rate,
            minimum,
            minimum_share: match minimum {
                Some(minimum) => self.style.ratio(minimum, by_rate)?,
                None => None,
            },
            amount,
            vat: self.share(amount, terms.vat)?,
        }))
    }

    fn financed(
        &self,
        commission: Option<CommissionCost>,
        witness: &mut impl Witness,
    ) -> Result<Financed, Error> {
        let usage = self.usage;
        match (&usage.used, &usage.utilisation, &usage.receivables) {
            (None, None, None) => Ok(Financed::default()),
            (Some(used), None, None) => self.constant(used.amount, used.days, witness),
            (None, Some(utilisation), None) => {
                let end = utilisation.to.plus_days(1)?;
                self.daily(&utilisation.balances, end, witness)
            }
            (None, None, Some(receivables)) => {
                let amount = match (receivables.amount, receivables.days) {
                    (Some(amount), None) => amount,
                    (None, Some(days)) => self.unpaid(days, receivables.basis)?,
                    _ => return missing("usage.receivables", "say either `amount` or `days`"),
                };
                let drawable = drawable(
                    self.terms,
                    amount,
                    amount,
                    (&Drawn::default(), Amount::ZERO),
                    &mut (),
                )?;
                let available = drawable.available.amount;
                let used = self.share(available, Some(receivables.drawn.unwrap_or(Share::ALL)))?;
                let used = used.less(self.kept_of(amount, commission)?)?;
                witness.see(|| {
                    Step::new("receivables_financed", Rule::Fac1)
                        .fact("used", used)
                        .amounts(amount, available)
                });
                let financed = self.constant(used, None, witness)?;
                Ok(Financed { receivables: Some(amount), available: Some(available), ..financed })
            }
            _ => missing("usage", "say one of `used`, `utilisation` and `receivables`"),
        }
    }

    /// What commission and fees for each invoice come to on some receivables,
    /// where interest is counted on what is left after them.
    fn kept_of(
        &self,
        receivables: Amount,
        commission: Option<CommissionCost>,
    ) -> Result<Amount, Error> {
        let on = self.terms.financing.as_ref().map(|terms| terms.on);
        if on != Some(InterestBase::NetOfCommission) || self.usage.turnover.is_zero() {
            return Ok(Amount::ZERO);
        }
        let fees = self.fees(None, &mut ())?;
        let each = self.terms.fees.iter().zip(fees);
        let each =
            each.filter(|(fee, _)| (fee.per, fee.on) == (FeePer::Invoice, FeeBase::Invoices));
        let kept = Amount::total(
            each.map(|(_, fee)| fee.amount).chain(commission.map(|commission| commission.amount)),
        )?;
        let part = exact::product(kept.get(), receivables.get())?;
        self.round(exact::quotient(part, self.usage.turnover.get())?)
    }

    /// One amount in use all along.
    fn constant(
        &self,
        used: Amount,
        days: Option<u16>,
        witness: &mut impl Witness,
    ) -> Result<Financed, Error> {
        let usage = self.usage;
        let (last, times) = match days {
            Some(days) => (u32::from(days), self.style.basis.days()),
            None => (u32::from(usage.months), 12),
        };
        let flow = |day, amount| Flow { day, amount };
        let mut financed = Financed {
            used: Some(used),
            flows: alloc::vec![flow(0, used.get()), flow(last, minus(used.get()))],
            times,
            last,
            numbers: match days {
                Some(days) => exact::product(used.get(), days.into())?,
                None => self.of_year(exact::product(used.get(), self.style.basis.get())?)?,
            },
            ..Financed::default()
        };
        let Some(terms) = &self.terms.financing else { return Ok(financed) };
        let rate = Pricing::new(terms, &usage.index)
            .and_then(|pricing| pricing.rate(None))
            .map_err(|error| error.within("usage"))?;
        let year = exact::product(used.get(), rate.get())?;
        let exact = match days {
            Some(days) => exact::quotient(exact::product(year, days.into())?, terms.basis.get())?,
            None => self.of_year(year)?,
        };
        let amount = self.round(exact)?;
        witness.see(|| {
            Step::new("financing_commission", Rule::Fac2)
                .clause(terms.clause.as_ref())
                .fact("rate", rate)
                .amounts(used, amount)
        });
        financed.cost = Some(FinancingCost {
            amount,
            rate: Some(rate),
            of_use: self.style.ratio(amount, used)?,
            numbers: match days {
                Some(_) => Some(Amount::new(financed.numbers)?),
                None => None,
            },
            stretches: Vec::new(),
        });
        Ok(financed)
    }

    /// Balances that change from day to day.
    fn daily(
        &self,
        balances: &[DatedBalance],
        end: Day,
        witness: &mut impl Witness,
    ) -> Result<Financed, Error> {
        let balances = in_order(balances).map_err(|error| error.within("usage.utilisation"))?;
        let Some(start) = balances.first().map(|balance| balance.from) else {
            return missing("usage.utilisation.balances", "give at least one balance");
        };
        if end <= start {
            return missing("usage.utilisation.to", "it lies before the first balance");
        }
        let terms = self.terms.financing.clone().unwrap_or(FinancingCommission {
            margin: Rate::new(Decimal::ZERO)?,
            index: None,
            floor: None,
            basis: DayBasis::default(),
            on: InterestBase::default(),
            taken: InterestTaken::default(),
            clause: None,
        });
        let interest = Pricing::new(&terms, &self.usage.index)
            .and_then(|pricing| pricing.interest(&balances, end))
            .map_err(|error| match error.path() {
                Some(_) => error.within("usage"),
                None => error,
            })?;
        let amount = self.round(exact::quotient(interest.weighted, terms.basis.get())?)?;
        let days = Decimal::from(interest.days);
        let used = self.round(exact::quotient(interest.numbers, days)?)?;
        witness.see(|| {
            Step::new("financing_by_day", Rule::Fac2)
                .clause(terms.clause.as_ref())
                .fact("days", interest.days)
                .fact("stretches", u32::try_from(interest.stretches.len()).unwrap_or(u32::MAX))
                .amounts(used, amount)
        });
        let offset = |day: Day| u32::try_from(day.days_after(start)).unwrap_or_default();
        let mut flows = Vec::with_capacity(balances.len().saturating_add(1));
        let mut before = Decimal::ZERO;
        for balance in balances.iter().filter(|balance| balance.from < end) {
            let amount = exact::difference(balance.amount.get(), before)?;
            flows.push(Flow { day: offset(balance.from), amount });
            before = balance.amount.get();
        }
        flows.push(Flow { day: offset(end), amount: minus(before) });
        let mut rates = interest.stretches.iter().map(|stretch| stretch.rate);
        let first = rates.next();
        let rate = first.filter(|first| rates.all(|rate| rate == *first));
        let cost = FinancingCost {
            amount,
            rate,
            of_use: self.style.ratio(amount, used)?,
            numbers: Some(Amount::new(interest.numbers)?),
            stretches: interest.stretches,
        };
        Ok(Financed {
            used: Some(used),
            cost: self.terms.financing.as_ref().map(|_| cost),
            numbers: interest.numbers,
            flows,
            times: self.style.basis.days(),
            last: offset(end),
            ..Financed::default()
        })
    }

    fn fees(
        &self,
        used: Option<Amount>,
        witness: &mut impl Witness,
    ) -> Result<Vec<FeeCost>, Error> {
        let (counts, months) = (&self.usage.counts, Decimal::from(self.usage.months));
        let mut fees = Vec::with_capacity(self.terms.fees.len());
        for fee in &self.terms.fees {
            let (times, field) = match fee.per {
                FeePer::Contract => (Some(Decimal::ONE), ""),
                FeePer::Year => (Some(self.of_year(Decimal::ONE)?), ""),
                FeePer::Month => (Some(months), ""),
                // A share of all invoices counts each of them already.
                FeePer::Invoice if fee.rate.is_some() => (Some(Decimal::ONE), ""),
                FeePer::Invoice => (counts.invoices.map(Number::get), "invoices"),
                FeePer::Debtor => (counts.debtors.map(Number::get), "debtors"),
                FeePer::LimitRequest => (counts.limit_requests.map(Number::get), "limit_requests"),
                FeePer::LateWeek => (counts.late_weeks.map(Number::get), "late_weeks"),
            };
            let Some(times) = times else {
                let problem =
                    alloc::format!("the fee `{}` is due for each of them: say how many", fee.name);
                return missing(&alloc::format!("usage.counts.{field}"), &problem);
            };
            let each = match (fee.amount, fee.rate) {
                (Some(amount), _) => amount.get(),
                (None, Some(rate)) => {
                    exact::product(self.base(fee.on, fee.per, used)?.get(), rate.get())?
                }
                (None, None) => Decimal::ZERO,
            };
            // Multiply first: the months of a year are the only division.
            let amount = self.round(match fee.per {
                FeePer::Year => self.of_year(each)?,
                _ => exact::product(each, times)?,
            })?;
            let times: Number = exact::text(times).parse()?;
            witness.see(|| {
                Step::new("factoring_fee", Rule::Fac2)
                    .fact("name", &fee.name)
                    .fact("amount", amount)
            });
            let vat = self.share(amount, fee.vat)?;
            fees.push(FeeCost { name: fee.name.clone(), times, amount, vat });
        }
        Ok(fees)
    }

    /// What a fee that is a share is of.
    fn base(&self, on: FeeBase, per: FeePer, used: Option<Amount>) -> Result<Amount, Error> {
        let facility = || match self.terms.facility {
            Some(facility) => Ok(facility),
            None => missing("terms.facility", "a fee is a share of the ceiling: agree one"),
        };
        match on {
            FeeBase::Invoices if per == FeePer::LateWeek => {
                Ok(self.usage.counts.late_turnover.unwrap_or(self.usage.turnover))
            }
            FeeBase::Invoices => Ok(self.usage.turnover),
            FeeBase::Facility => facility(),
            FeeBase::Unused => facility()?.less(used.unwrap_or_default()),
        }
    }

    fn own_funding(
        &self,
        financed: &Financed,
        witness: &mut impl Witness,
    ) -> Result<Option<Amount>, Error> {
        let Some(rate) = self.usage.own_funding else { return Ok(None) };
        let (Some(receivables), Some(used)) = (financed.receivables, financed.used) else {
            let problem = "the rest that the seller funds needs `receivables`";
            return missing("usage.own_funding", problem);
        };
        let rest = receivables.less(used)?;
        let amount = self.round(self.of_year(exact::product(rest.get(), rate.get())?)?)?;
        witness
            .see(|| Step::new("own_funding", Rule::Fac6).fact("rate", rate).amounts(rest, amount));
        Ok(Some(amount))
    }

    fn without(
        &self,
        given: &WithoutFactoring,
        witness: &mut impl Witness,
    ) -> Result<WithoutCost, Error> {
        let receivables = match (given.receivables, given.days) {
            (Some(amount), None) => amount,
            (None, Some(days)) => self.unpaid(days, given.basis)?,
            _ => return missing("usage.without", "say either `receivables` or `days`"),
        };
        let interest = exact::product(receivables.get(), given.rate.get())?;
        let interest = self.round(self.of_year(interest)?)?;
        let losses = self.share(self.usage.turnover, given.losses)?;
        let total = Amount::total([interest, losses, given.administration])?;
        witness.see(|| {
            Step::new("without_factoring", Rule::Fac6)
                .fact("interest", interest)
                .fact("losses", losses)
                .fact("administration", given.administration)
                .amounts(receivables, total)
        });
        let administration = given.administration;
        Ok(WithoutCost { receivables, interest, losses, administration, total })
    }

    fn effective(
        &self,
        charged: Amount,
        financed: &Financed,
    ) -> Result<Option<EffectiveCost>, Error> {
        let mut flows = financed.flows.clone();
        flows.push(Flow { day: financed.last, amount: minus(charged.get()) });
        EffectiveCost::of(charged.get(), financed.numbers, (&flows, financed.times), self.style)
    }
}
