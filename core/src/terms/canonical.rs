//! One text for one meaning: the canonical form of a policy.
//!
//! Clauses that say their default are left out where they are written; here
//! go the lists whose order says nothing, and values that say what their
//! absence says. Two documents that mean the same then have one digest
//! (POL-15).

use alloc::vec::Vec;

use super::{CountryTerms, PolicyTerms};
use crate::value::Amount;
use crate::value::order;

/// Brings terms into canonical form.
pub(super) fn arrange(terms: &mut PolicyTerms) {
    let scope = &mut terms.scope;
    if let Some(countries) = &mut scope.countries {
        as_set(countries);
    }
    as_set(&mut scope.excluded_countries);
    as_set(&mut scope.buyers);
    as_set(&mut scope.excluded_buyers);
    as_set(&mut scope.excluded_kinds);
    as_set(&mut scope.excluded_payment_methods);
    as_set(&mut scope.causes);
    for country in scope.by_country.values_mut() {
        if let Some(causes) = &mut country.causes {
            as_set(causes);
        }
    }
    scope.by_country.retain(|_, country| *country != CountryTerms::default());
    as_set(&mut terms.limits.sliding_stops_on);
    let indemnity = &mut terms.indemnity;
    as_set(&mut indemnity.insured_costs);
    for payee in &mut indemnity.loss_payees {
        as_set(&mut payee.buyers);
    }
    let minor_unit = Amount::new(terms.currency.minor_unit()).ok();
    indemnity.rounding.unit = indemnity.rounding.unit.filter(|unit| Some(*unit) != minor_unit);
    let premium = &mut terms.premium;
    premium.rounding.unit = premium.rounding.unit.filter(|unit| Some(*unit) != minor_unit);
    premium.minimum_months = premium.minimum_months.filter(|months| *months != 0);
    // One instalment is what a premium is paid in if nothing is said.
    premium.instalments = premium.instalments.filter(|count| *count != 1);
}

fn as_set<T: Ord>(list: &mut Vec<T>) {
    order::by(list, Ord::cmp);
    list.dedup();
}
