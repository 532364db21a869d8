//! Clauses that contradict each other: all found, each at its path.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::{
    Cause, Form, IndemnityRules, Lateness, OverdueAnchor, PolicyTerms, PremiumBase, PremiumBasis,
    Scope, Step,
};
use crate::error::Problem;
use crate::value::{Amount, Id, MonthEnd, Share, Span, exact};

/// What can be wrong between clauses: stable names.
pub(super) mod code {
    /// A last day lies before its first.
    pub(crate) const REVERSED: &str = "reversed";
    /// A clause needs another that is not there.
    pub(crate) const MISSING: &str = "missing";
    /// Two clauses cannot both hold.
    pub(crate) const CONFLICT: &str = "conflict";
    /// Something stands twice.
    pub(crate) const DUPLICATE: &str = "duplicate";
    /// A value makes no sense where it stands.
    pub(crate) const SENSELESS: &str = "senseless";
}

/// How long a policy runs at most: every year of it has its duties and aggregates.
const MOST_YEARS: u16 = 100;

struct Found(Vec<Problem>);

impl Found {
    fn when(&mut self, wrong: bool, path: impl Into<String>, code: &'static str, message: &str) {
        if wrong {
            self.0.push(Problem { path: path.into(), code, message: message.into() });
        }
    }
}

/// Every contradiction of the terms as they stand, endorsements aside.
pub(super) fn contradictions(terms: &PolicyTerms) -> Vec<Problem> {
    let mut found = Found(Vec::new());
    identity(terms, &mut found);
    scope(terms, &mut found);
    causes(terms, &mut found);
    repeated(terms, &mut found);
    limits(terms, &mut found);
    notification(terms, &mut found);
    steps(terms, &mut found);
    indemnity(&terms.indemnity, &mut found);
    premium(terms, &mut found);
    endorsements(terms, &mut found);
    found.0
}

fn identity(terms: &PolicyTerms, found: &mut Found) {
    found.when(
        terms.period.to < terms.period.from,
        "period",
        code::REVERSED,
        &format!(
            "the policy ends on {} before it begins on {}",
            terms.period.to, terms.period.from
        ),
    );
    let latest =
        terms.period.from.plus(Span::months(MOST_YEARS.saturating_mul(12)), MonthEnd::Clamp);
    found.when(
        latest.is_ok_and(|latest| terms.period.to > latest),
        "period",
        code::SENSELESS,
        &format!("a policy runs for at most {MOST_YEARS} years"),
    );
    if let Form::TopUp { over } = &terms.form {
        found.when(
            *over == terms.id,
            "form.top_up.over",
            code::CONFLICT,
            "a top-up policy stands over another policy, not over itself",
        );
    }
    found.when(
        (terms.form == Form::Flat) != (terms.premium.basis == PremiumBasis::Flat)
            && terms.premium != super::PremiumRules::default(),
        "premium.basis",
        code::CONFLICT,
        "a `flat` policy has a premium of basis `flat`, and no other policy has",
    );
}

fn scope(terms: &PolicyTerms, found: &mut Found) {
    let Scope {
        countries, excluded_countries, by_country, buyers, excluded_buyers, causes, ..
    } = &terms.scope;
    let covered = |country| {
        countries.as_ref().is_none_or(|listed| listed.contains(country))
            && !excluded_countries.contains(country)
    };
    if let Some(listed) = countries {
        found.when(
            listed.is_empty(),
            "scope.countries",
            code::SENSELESS,
            "no country is covered: leave the list out to cover all",
        );
        for (place, country) in listed.iter().enumerate() {
            found.when(
                excluded_countries.contains(country),
                format!("scope.countries[{place}]"),
                code::CONFLICT,
                &format!("`{country}` is covered here and excluded in `excluded_countries`"),
            );
        }
    }
    for country in by_country.keys().filter(|country| !covered(country)) {
        found.when(
            true,
            format!("scope.by_country.{country}"),
            code::CONFLICT,
            &format!("`{country}` is not covered: add it to `scope.countries` or drop this"),
        );
    }
    for country in terms.insured_percentage.by_country.keys().filter(|country| !covered(country)) {
        found.when(
            true,
            format!("insured_percentage.by_country.{country}"),
            code::CONFLICT,
            &format!("`{country}` is not covered: add it to `scope.countries` or drop this"),
        );
    }
    for (place, buyer) in buyers.iter().enumerate() {
        found.when(
            excluded_buyers.contains(buyer),
            format!("scope.buyers[{place}]"),
            code::CONFLICT,
            &format!("`{buyer}` is covered here and excluded in `excluded_buyers`"),
        );
    }
    found.when(causes.is_empty(), "scope.causes", code::SENSELESS, "no cause of loss is covered");
    let named = matches!(terms.form, Form::NamedBuyers | Form::SingleBuyer);
    found.when(
        named && buyers.is_empty(),
        "scope.buyers",
        code::MISSING,
        "a policy on named buyers must name them",
    );
    found.when(
        terms.form == Form::SingleBuyer && buyers.len() > 1,
        "scope.buyers",
        code::CONFLICT,
        "a policy on a single buyer names one, not several",
    );
    found.when(
        !named && !buyers.is_empty(),
        "scope.buyers",
        code::CONFLICT,
        "only a policy of form `named_buyers` or `single_buyer` names its buyers",
    );
}

/// A clause on a cause of loss that the policy does not cover.
fn causes(terms: &PolicyTerms, found: &mut Found) {
    let scope = &terms.scope;
    let there = scope.by_country.values().filter_map(|country| country.causes.as_deref());
    let covered: BTreeSet<Cause> = there.flatten().chain(&scope.causes).copied().collect();
    for (country, rules) in &scope.by_country {
        found.when(
            rules.causes.as_ref().is_some_and(Vec::is_empty),
            format!("scope.by_country.{country}.causes"),
            code::SENSELESS,
            "no cause of loss is covered there: exclude the country instead",
        );
    }
    let percentages = terms.insured_percentage.by_cause.keys();
    let waits = terms.waiting_period.by_cause.keys();
    let named = percentages
        .map(|cause| ("insured_percentage", cause))
        .chain(waits.map(|cause| ("waiting_period", cause)));
    for (clause, cause) in named {
        let name = cause.name();
        found.when(
            !covered.contains(cause),
            format!("{clause}.by_cause.{name}"),
            code::CONFLICT,
            &format!("`{name}` is not covered: add it to `scope.causes` or drop this"),
        );
        found.when(
            clause == "waiting_period"
                && matches!(cause, Cause::Insolvency | Cause::ProtractedDefault),
            format!("{clause}.by_cause.{name}"),
            code::SENSELESS,
            "an insolvency has no waiting period, and that of a protracted default is `span`",
        );
    }
}

/// A list in which something stands twice.
fn repeated(terms: &PolicyTerms, found: &mut Found) {
    let Scope {
        countries,
        excluded_countries,
        buyers,
        excluded_buyers,
        excluded_kinds,
        causes,
        ..
    } = &terms.scope;
    let lists = [
        ("scope.countries", again(countries.as_deref().unwrap_or_default())),
        ("scope.excluded_countries", again(excluded_countries)),
        ("scope.buyers", again(buyers)),
        ("scope.excluded_buyers", again(excluded_buyers)),
        ("scope.excluded_kinds", again(excluded_kinds)),
        ("scope.excluded_payment_methods", again(&terms.scope.excluded_payment_methods)),
        ("scope.causes", again(causes)),
        ("limits.sliding_stops_on", again(&terms.limits.sliding_stops_on)),
        ("indemnity.insured_costs", again(&terms.indemnity.insured_costs)),
    ];
    for (path, places) in lists {
        for place in places {
            let path = format!("{path}[{place}]");
            found.when(true, path, code::DUPLICATE, "this stands in the list already");
        }
    }
    let mut taxed = BTreeSet::new();
    for (place, tax) in terms.premium.taxes.iter().enumerate() {
        found.when(
            !taxed.insert(tax.country),
            format!("premium.taxes[{place}].country"),
            code::DUPLICATE,
            &format!("the rates of `{}` stand twice", tax.country),
        );
    }
}

/// The places of what stands earlier in a list already.
fn again<T: Ord>(list: &[T]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let places = list.iter().enumerate();
    places.filter(|(_, item)| !seen.insert(*item)).map(|(place, _)| place).collect()
}

fn limits(terms: &PolicyTerms, found: &mut Found) {
    if let Some(discretionary) = &terms.limits.discretionary {
        found.when(
            discretionary.payment_experience.is_none() && discretionary.credit_report.is_none(),
            "limits.discretionary",
            code::MISSING,
            "nothing can justify this limit: add `payment_experience` or `credit_report`",
        );
        found.when(
            discretionary.payment_experience.as_ref().is_some_and(|rule| rule.invoices == 0),
            "limits.discretionary.payment_experience.invoices",
            code::SENSELESS,
            "at least one paid invoice is needed to speak of experience",
        );
    }
    let periods = &terms.periods;
    let clause = super::Stop::default();
    found.when(
        terms.stop != clause && terms.stop.after.is_none() && periods.maximum_extension.is_none(),
        "stop",
        code::MISSING,
        "a stop needs `after` or `periods.maximum_extension`",
    );
}

fn notification(terms: &PolicyTerms, found: &mut Found) {
    let rules = &terms.notification;
    if let Some(overdue) = &rules.overdue {
        found.when(
            overdue.anchor == OverdueAnchor::MepEnd && terms.periods.maximum_extension.is_none(),
            "notification.overdue.anchor",
            code::MISSING,
            "`mep_end` needs `periods.maximum_extension`",
        );
        found.when(
            overdue.anchor == OverdueAnchor::MaxTermsEnd && terms.periods.maximum_terms.is_none(),
            "notification.overdue.anchor",
            code::MISSING,
            "`max_terms_end` needs `periods.maximum_terms`",
        );
        found.when(
            overdue.month_end_cutoff.is_some_and(|day| !(1..=31).contains(&day)),
            "notification.overdue.month_end_cutoff",
            code::SENSELESS,
            "a reporting day is from 1 to 31",
        );
        lateness(terms, overdue.if_late, "notification.overdue.if_late", found);
    }
    if let Some(insolvency) = &rules.insolvency {
        lateness(terms, insolvency.if_late, "notification.insolvency.if_late", found);
    }
    if let Some(filing) = &rules.claim_filing {
        lateness(terms, filing.if_late, "notification.claim_filing.if_late", found);
        if let (Some(first), Some(last)) = (filing.not_before, filing.within) {
            let from = terms.period.from;
            let ends = (from.plus(first, MonthEnd::Clamp), from.plus(last, MonthEnd::Clamp));
            found.when(
                matches!(ends, (Ok(first), Ok(last)) if last < first),
                "notification.claim_filing",
                code::REVERSED,
                "the window closes before it opens",
            );
        }
    }
}

fn lateness(terms: &PolicyTerms, rule: Lateness, path: &str, found: &mut Found) {
    if let Lateness::PercentageReduced { to } = rule {
        found.when(
            to > terms.insured_percentage.named,
            path,
            code::CONFLICT,
            "being late would raise the insured percentage",
        );
    }
}

fn steps(terms: &PolicyTerms, found: &mut Found) {
    let rules = &terms.indemnity;
    let mut seen = BTreeSet::new();
    for (place, step) in rules.steps.iter().enumerate() {
        let path = format!("indemnity.steps[{place}]");
        found.when(
            !seen.insert(step.name()),
            path.as_str(),
            code::DUPLICATE,
            &format!("`{}` stands twice: each kind of step at most once", step.name()),
        );
        match step {
            Step::MaximumLiability { amount, multiple, of_premium, .. } => {
                let both = amount.is_some() && multiple.is_some();
                found.when(
                    both || (amount.is_none() && multiple.is_none()),
                    path.as_str(),
                    if both { code::CONFLICT } else { code::MISSING },
                    "a maximum liability is either an `amount` or a `multiple` of the premium",
                );
                found.when(
                    multiple.is_some()
                        && *of_premium == PremiumBase::Minimum
                        && terms.premium.minimum.is_none(),
                    path.as_str(),
                    code::MISSING,
                    "a multiple of the minimum premium needs `premium.minimum`",
                );
            }
            Step::Threshold { erodes_aggregate: true, .. } => found.when(
                !rules.steps.iter().any(|step| matches!(step, Step::AggregateFirstLoss { .. })),
                path.as_str(),
                code::MISSING,
                "`erodes_aggregate` needs a step `aggregate_first_loss`",
            ),
            Step::MinimumRetention { .. } => found.when(
                !seen.contains("insured_percentage"),
                path.as_str(),
                code::CONFLICT,
                "a minimum retention is compared with the uninsured percentage: put it after that step",
            ),
            _ => {}
        }
    }
    found.when(
        terms.form == Form::ExcessOfLoss
            && !seen.contains("aggregate_first_loss")
            && !seen.contains("each_loss_deductible"),
        "indemnity.steps",
        code::MISSING,
        "an excess of loss policy needs `aggregate_first_loss` or `each_loss_deductible`",
    );
}

fn indemnity(rules: &IndemnityRules, found: &mut Found) {
    found.when(
        rules.rounding.unit == Some(Amount::ZERO),
        "indemnity.rounding.unit",
        code::SENSELESS,
        "a rounding unit is above zero",
    );
    let mut of_all = Decimal::ZERO;
    let mut of_buyer: BTreeMap<&Id, Decimal> = BTreeMap::new();
    // Shares have so few digits that their sum is exact; one that has not is above the whole anyway.
    let add = |sum: &mut Decimal, share: Share| {
        *sum = exact::sum(*sum, share.get()).unwrap_or(Decimal::MAX);
    };
    for payee in &rules.loss_payees {
        if payee.buyers.is_empty() {
            add(&mut of_all, payee.share);
        }
        for buyer in &payee.buyers {
            add(of_buyer.entry(buyer).or_default(), payee.share);
        }
    }
    let most = of_buyer.values().max().copied().unwrap_or_default();
    found.when(
        exact::sum(of_all, most).map_or(true, |most| most > Share::ALL.get()),
        "indemnity.loss_payees",
        code::CONFLICT,
        "the loss payees would get more than the whole indemnity",
    );
}

fn premium(terms: &PolicyTerms, found: &mut Found) {
    let rules = &terms.premium;
    found.when(
        rules.basis == PremiumBasis::Flat && rules.flat.is_none() && rules.minimum.is_none(),
        "premium.flat",
        code::MISSING,
        "a flat premium needs its amount",
    );
    found.when(
        rules.basis != PremiumBasis::Flat && rules.flat.is_some(),
        "premium.flat",
        code::CONFLICT,
        "only a premium of basis `flat` has a flat amount",
    );
    found.when(
        rules.instalments == Some(0),
        "premium.instalments",
        code::SENSELESS,
        "a premium is paid in at least one instalment",
    );
    found.when(
        rules.deposit.is_some() && rules.flat.is_some(),
        "premium.deposit",
        code::CONFLICT,
        "a flat premium is paid as it is: it has no deposit",
    );
    found.when(
        rules.rounding.unit == Some(Amount::ZERO),
        "premium.rounding.unit",
        code::SENSELESS,
        "a rounding unit is above zero",
    );
    for (place, factor) in rules.factors.iter().enumerate() {
        let path = format!("premium.factors[{place}]");
        found.when(
            factor.by.is_some() == factor.terms_per.is_some(),
            path.as_str(),
            if factor.by.is_some() { code::CONFLICT } else { code::MISSING },
            "a factor is either a number `by` or the credit period over `terms_per`",
        );
        found.when(
            factor.terms_per.is_some_and(|span| span == Span::default()),
            path,
            code::SENSELESS,
            "the span that a credit period is compared with is longer than nothing",
        );
    }
    if let Some(bonus_malus) = &rules.bonus_malus {
        for (name, scale) in [("bonus", &bonus_malus.bonus), ("malus", &bonus_malus.malus)] {
            found.when(
                !scale.is_sorted_by(|a, b| a.loss_ratio < b.loss_ratio),
                format!("premium.bonus_malus.{name}"),
                code::CONFLICT,
                "the loss ratios of a scale rise from step to step",
            );
        }
        if let Some(rating) = &bonus_malus.experience {
            found.when(
                rating.floor > rating.cap
                    || rating.start < rating.floor
                    || rating.start > rating.cap,
                "premium.bonus_malus.experience",
                code::CONFLICT,
                "the starting rate lies from the floor to the cap",
            );
        }
    }
}

fn endorsements(terms: &PolicyTerms, found: &mut Found) {
    let mut seen = BTreeSet::new();
    for (place, endorsement) in terms.endorsements.iter().enumerate() {
        found.when(
            !seen.insert(&endorsement.id),
            format!("endorsements[{place}].id"),
            code::DUPLICATE,
            &format!("two endorsements are called `{}`", endorsement.id),
        );
        found.when(
            endorsement.effective < terms.period.from || endorsement.effective > terms.period.to,
            format!("endorsements[{place}].effective"),
            code::CONFLICT,
            &format!(
                "{} lies outside the policy period from {} to {}",
                endorsement.effective, terms.period.from, terms.period.to
            ),
        );
    }
}
