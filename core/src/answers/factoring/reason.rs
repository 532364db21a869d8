//! Why a factor does not finance a receivable, or not all of it.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::answers::cover::Effect;
use crate::explain::{Fact, FactValue, Rule, Step};
use crate::value::Amount;

/// Declares the reasons once: the enum, the name as text, the name of the
/// sentence, and the list of all.
macro_rules! reasons {
    ($($variant:ident $name:literal $step:literal $doc:literal,)*) => {
        /// A reason why a receivable is not financed, or not wholly (FAC-1).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum IneligibleCode {
            $(#[doc = $doc] $variant,)*
        }

        impl IneligibleCode {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, as in documents.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The name of its sentence in an explanation.
            #[must_use]
            pub const fn step(self) -> &'static str {
                match self { $(Self::$variant => $step,)* }
            }
        }
    };
}

reasons! {
    NotAssigned "not_assigned" "ineligible_not_assigned" "It is not assigned to the factor.",
    NotApproved "not_approved" "ineligible_not_approved" "The buyer has not approved it.",
    OtherCurrency "other_currency" "ineligible_other_currency" "It is in another currency than the contract.",
    DebtorExcluded "debtor_excluded" "ineligible_debtor_excluded" "This debtor is not financed.",
    DebtorKindExcluded "debtor_kind_excluded" "ineligible_debtor_kind" "Debtors of this kind are not financed.",
    CountryExcluded "country_excluded" "ineligible_country" "Debtors of this country are not financed.",
    CountryUnknown "country_unknown" "ineligible_country_unknown" "The contract restricts countries, and the debtor's is not known.",
    DebtorInsolvent "debtor_insolvent" "ineligible_insolvent" "The debtor is insolvent.",
    TermsTooLong "terms_too_long" "ineligible_terms" "Its terms of payment exceed the maximum.",
    TooOld "too_old" "ineligible_age" "The invoice is too old.",
    Overdue "overdue" "ineligible_overdue" "It is overdue for too long.",
    CrossAged "cross_aged" "ineligible_cross_aged" "Too much of the debtor's balance is overdue.",
    Disputed "disputed" "ineligible_disputed" "The debtor disputes it.",
    TooSmall "too_small" "ineligible_too_small" "Less is open on it than the least that is financed.",
    PaidElsewhere "paid_elsewhere" "ineligible_paid_elsewhere" "The debtor paid it into the wrong account.",
    NoDebtorLimit "no_debtor_limit" "ineligible_no_limit" "There is no limit on the debtor.",
    NotInsured "not_insured" "ineligible_not_insured" "The policy does not cover it, or not all of it.",
    OverTheDebtorLimit "over_the_debtor_limit" "ineligible_over_limit" "Part or all of it does not fit in the debtor's limit.",
    Concentration "concentration" "ineligible_concentration" "The debtor would be too large a part of what is financed.",
}

/// A reason with what it goes by (FAC-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IneligibleReason {
    /// Which.
    pub code: IneligibleCode,
    /// Whether it excludes all of it or caps it.
    pub effect: Effect,
    /// What it alone takes off.
    pub amount: Amount,
    /// What it goes by: its sentence puts them into their places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
}

impl IneligibleReason {
    pub(super) const fn new(code: IneligibleCode, effect: Effect, amount: Amount) -> Self {
        Self { code, effect, amount, facts: Vec::new() }
    }

    pub(super) fn fact(mut self, name: &'static str, value: impl Into<FactValue>) -> Self {
        self.facts.push(Fact { name: name.into(), value: value.into() });
        self
    }

    /// The reason as a step of an explanation.
    #[must_use]
    pub fn explained(&self) -> Step {
        let mut step = Step::new(self.code.step(), Rule::Fac1).fact("amount", self.amount);
        step.facts.extend(self.facts.iter().cloned());
        step
    }
}
