//! The figures of an insurance year from a ledger (PRE-1).

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::figures::{
    DeclaredTurnover, MonthEndBalance, NotInsurable, NotInsurableReason, PremiumFigures,
    PricedInvoice,
};
use super::statement::year_of;
use crate::answers::cover::{self, ReasonCode, out_of_scope};
use crate::error::Error;
use crate::facts::{Account, Ledger, Receivable};
use crate::terms::{
    AttachesOn, BuyerKind, InsuredBase, PaymentMethod, Period, Policy, PolicyTerms, PremiumBasis,
};
use crate::value::order;
use crate::value::{Amount, Calendar, Country, Day, Id, Rates, Span};

/// What figures are taken from.
#[derive(Debug, Clone, Copy)]
pub struct FiguresQuestion<'a> {
    /// What was agreed: it says which figures the premium is on.
    pub policy: &'a Policy,
    /// What happened.
    pub ledger: &'a Ledger,
    /// Exchange rates, for invoices in other currencies.
    pub rates: &'a Rates,
    /// A day of the insurance year; nothing: the first day of the policy.
    pub on: Option<Day>,
    /// As of the end of which day.
    pub as_of: Day,
}

/// What turnover is added up by.
type Key = (Day, Option<Country>, Option<Id>, Option<i32>);

/// Turnover of one month, country, grade and credit period.
#[derive(Default)]
struct Turnover {
    amount: Amount,
    not_insurable: BTreeMap<NotInsurableReason, Amount>,
}

impl FiguresQuestion<'_> {
    /// The figures that the policy's premium is on: turnover by month and
    /// country, with what is not insurable and why; invoices; or balances at
    /// each month's end with the limit in force. The other bases are on
    /// limits and amounts, which are given as figures.
    ///
    /// Turnover is what was delivered (or invoiced, where the policy attaches
    /// so) in the insurance year up to the day, less credit notes, with or
    /// without tax as the policy insures.
    ///
    /// # Errors
    ///
    /// [`Error::MissingRate`] for an invoice in another currency;
    /// [`Error::Overflow`].
    pub fn figures(&self) -> Result<PremiumFigures, Error> {
        let period = self.policy.terms().period;
        let day = self.on.unwrap_or(period.from);
        let year = year_of(&period, day)?;
        // The same terms as the statement goes by.
        let terms = self.policy.on(day);
        let mut figures = PremiumFigures::default();
        match terms.premium.basis {
            PremiumBasis::Turnover => figures.turnover = self.turnover(year, terms)?,
            PremiumBasis::Invoices => figures.invoices = self.invoices(year)?,
            PremiumBasis::Balances => figures.balances = self.balances(year)?,
            _ => {}
        }
        Ok(figures)
    }

    /// Every receivable that arose in the year, with its day and amount.
    fn sales(
        &self,
        year: Period,
        mut sale: impl FnMut(&Account, &Receivable, Day, Amount) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for account in self.ledger.accounts() {
            for receivable in &account.receivables {
                let invoice = &receivable.invoice;
                let day = match self.policy.terms().attachment.on {
                    AttachesOn::Delivery => invoice.delivery,
                    AttachesOn::Invoice => invoice.invoiced(),
                };
                if !year.contains(day) || day > self.as_of {
                    continue;
                }
                let terms = self.policy.on(day);
                let (net, vat) = receivable.billed_on(self.as_of)?;
                let net = net.less(invoice.interest)?;
                let whole = match terms.insured_base {
                    InsuredBase::ExVat => net,
                    InsuredBase::IncVat => net.plus(vat)?,
                };
                let amount = self.rates.convert(whole, receivable.currency, terms.currency, day)?;
                sale(
                    account,
                    receivable,
                    day,
                    terms.premium.rounding.round(amount, terms.currency)?,
                )?;
            }
        }
        Ok(())
    }

    fn turnover(&self, year: Period, terms: &PolicyTerms) -> Result<Vec<DeclaredTurnover>, Error> {
        let asks = Asks::of(terms);
        let mut sums: BTreeMap<Key, Turnover> = BTreeMap::new();
        self.sales(year, |account, receivable, day, amount| {
            let buyer = &account.buyer;
            let grade = buyer.grade.clone().filter(|_| asks.grade);
            let days = asks.terms.then(|| credit_days(receivable));
            let key = (day.month_end().min(year.to), buyer.country, grade, days);
            let sum = sums.entry(key).or_default();
            sum.amount = sum.amount.plus(amount)?;
            let reasons = out_of_scope(self.policy.on(day), buyer, &receivable.invoice);
            if let Some(code) = reasons.iter().next() {
                let why = why_not(code, buyer.kind, receivable.invoice.payment_method);
                let part = sum.not_insurable.entry(why).or_default();
                *part = part.plus(amount)?;
            }
            Ok(())
        })?;
        let rows = sums.into_iter().map(|((up_to, country, grade, days), sum)| DeclaredTurnover {
            up_to: Some(up_to),
            country,
            grade,
            terms: days.map(span_of),
            amount: sum.amount,
            not_insurable: sum
                .not_insurable
                .into_iter()
                .map(|(reason, amount)| NotInsurable { reason, amount })
                .collect(),
        });
        Ok(rows.collect())
    }

    fn invoices(&self, year: Period) -> Result<Vec<PricedInvoice>, Error> {
        let mut rows = Vec::new();
        self.sales(year, |account, receivable, day, amount| {
            let buyer = &account.buyer;
            if !out_of_scope(self.policy.on(day), buyer, &receivable.invoice).is_empty() {
                return Ok(());
            }
            rows.push(PricedInvoice {
                id: Some(receivable.invoice.id.clone()),
                date: Some(day),
                country: buyer.country,
                grade: buyer.grade.clone(),
                terms: Some(span_of(credit_days(receivable))),
                amount,
            });
            Ok(())
        })?;
        order::by(&mut rows, |a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        Ok(rows)
    }

    fn balances(&self, year: Period) -> Result<Vec<MonthEndBalance>, Error> {
        let holidays = Calendar::default();
        let mut rows = Vec::new();
        let mut end = year.from.month_end();
        while end <= year.to.min(self.as_of) {
            let question = cover::Question {
                explain: false,
                ..cover::Question::new(self.policy, self.ledger, self.rates, &holidays, end)
            };
            for cover in question.all()? {
                // What cannot be told is not left out in silence (LED-2).
                if let Some(problem) = cover.refused.first() {
                    return Err(Error::of_problem(problem));
                }
                let declared =
                    cover.receivables.iter().zip(&cover.details).filter(|(_, detail)| {
                        !detail.codes.iter().any(|code| NOT_DECLARED.contains(&code))
                    });
                let amount = Amount::total(declared.map(|(row, _)| row.base))?;
                if amount.is_zero() {
                    continue;
                }
                let buyer = &self.ledger.account(&cover.buyer)?.buyer;
                rows.push(MonthEndBalance {
                    on: Some(end),
                    buyer: Some(cover.buyer),
                    country: buyer.country,
                    grade: buyer.grade.clone(),
                    terms: None,
                    amount,
                    limit: Some(cover.limit_in_force.amount),
                });
            }
            end = end.plus_days(1)?.month_end();
        }
        Ok(rows)
    }
}

/// What a balance leaves out: what the policy is not about, whatever it covers
/// of the rest.
const NOT_DECLARED: [ReasonCode; 7] = [
    ReasonCode::OutsidePeriod,
    ReasonCode::CountryNotCovered,
    ReasonCode::CountryUnknown,
    ReasonCode::BuyerKindExcluded,
    ReasonCode::BuyerExcluded,
    ReasonCode::BuyerNotNamed,
    ReasonCode::PaymentMethodExcluded,
];

/// What the rates and factors of a policy go by, beside the country.
struct Asks {
    grade: bool,
    terms: bool,
}

impl Asks {
    fn of(terms: &PolicyTerms) -> Self {
        let rules = &terms.premium;
        Self {
            grade: rules.rates.iter().any(|row| row.grades.is_some())
                || rules.factors.iter().any(|factor| factor.grades.is_some()),
            terms: rules.rates.iter().any(|row| row.terms_up_to.is_some())
                || rules.factors.iter().any(|factor| factor.terms_per.is_some()),
        }
    }
}

fn credit_days(receivable: &Receivable) -> i32 {
    receivable.due.days_after(receivable.invoice.invoiced()).max(0)
}

fn span_of(days: i32) -> Span {
    Span::days(u16::try_from(days).unwrap_or(u16::MAX))
}

/// The reason for a declaration, of the reason for no cover.
const fn why_not(code: ReasonCode, kind: BuyerKind, method: PaymentMethod) -> NotInsurableReason {
    match code {
        ReasonCode::CountryNotCovered | ReasonCode::CountryUnknown => {
            NotInsurableReason::CountryNotCovered
        }
        ReasonCode::BuyerKindExcluded => match kind {
            BuyerKind::Public => NotInsurableReason::PublicBuyer,
            BuyerKind::PrivateIndividual => NotInsurableReason::PrivateIndividual,
            BuyerKind::RelatedCompany => NotInsurableReason::RelatedCompany,
            BuyerKind::Company => NotInsurableReason::BuyerNotCovered,
        },
        ReasonCode::PaymentMethodExcluded => match method {
            PaymentMethod::Prepaid | PaymentMethod::Cash => NotInsurableReason::PaidAtOnce,
            _ => NotInsurableReason::Secured,
        },
        _ => NotInsurableReason::BuyerNotCovered,
    }
}
