//! Why a receivable is not covered, or not wholly.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::explain::{Fact, FactValue, Rule, Step};

/// Declares the reasons once: the enum, the name as text, and the list of all.
macro_rules! reasons {
    ($($variant:ident $name:literal $doc:literal,)*) => {
        /// A reason why a receivable is not covered, or not wholly (COV-2).
        ///
        /// Each has a bit of its own, which never changes once released, so a
        /// set of reasons is a number: see [`ReasonSet`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum ReasonCode {
            $(#[doc = $doc] $variant,)*
        }

        impl ReasonCode {
            /// Every reason, in the order of their bits.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, as in documents.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

reasons! {
    OutsidePeriod "outside_period" "It does not attach to the policy period (POL-3).",
    CountryNotCovered "country_not_covered" "The buyer's country is not covered (POL-4).",
    CountryUnknown "country_unknown" "The policy restricts countries, and the buyer's is not known (POL-4).",
    BuyerKindExcluded "buyer_kind_excluded" "Buyers of this kind are excluded (POL-4).",
    BuyerExcluded "buyer_excluded" "This buyer is excluded (POL-4).",
    BuyerNotNamed "buyer_not_named" "The policy covers named buyers, and this is none of them (POL-2).",
    PaymentMethodExcluded "payment_method_excluded" "This way of payment is excluded (POL-4).",
    CauseNotCovered "cause_not_covered" "The cause of loss asked about is not covered (POL-4).",
    TermsTooLong "terms_too_long" "The terms of payment exceed the maximum (POL-7).",
    InvoicedTooLate "invoiced_too_late" "It was invoiced too long after delivery (POL-7).",
    NoLimit "no_limit" "No limit holds: none was decided and none applies without (COV-4).",
    LimitRefused "limit_refused" "The insurer refused a limit (COV-3).",
    LimitCancelled "limit_cancelled" "The insurer cancelled the limit (COV-3).",
    LimitExpired "limit_expired" "The limit had expired (COV-3).",
    OverTheLimit "over_the_limit" "Part or all of it does not fit in the limit (COV-5).",
    OverTheGroupLimit "over_the_group_limit" "Part or all of it does not fit in a group's limit (COV-3).",
    CoverEndedBeforeItSlidIn "cover_ended_before_it_slid_in" "Cover on the buyer ended before there was room (COV-7).",
    DeliveredUnderStop "delivered_under_stop" "It was delivered while deliveries were stopped (COV-8).",
    DeliveredAfterInsolvency "delivered_after_insolvency" "It was delivered to an insolvent buyer (COV-2).",
    Disputed "disputed" "The buyer disputes it (CLM-7).",
    DisputeLost "dispute_lost" "A dispute was settled in the buyer's favour (CLM-7).",
    OverdueNotifiedLate "overdue_notified_late" "That it is overdue was notified late (DUE-2).",
    OverdueNotNotified "overdue_not_notified" "That it is overdue was not notified in time, nor since (DUE-2).",
    InsolvencyNotifiedLate "insolvency_notified_late" "The insolvency was notified late (DUE-3).",
    InsolvencyNotNotified "insolvency_not_notified" "The insolvency was not notified in time, nor since (DUE-3).",
    EvidenceMissing "evidence_missing" "Nothing justifies a discretionary limit (COV-4).",
    EvidenceStale "evidence_stale" "What would justify a discretionary limit is too old (COV-4).",
    VatNotInsured "vat_not_insured" "Value added tax is not insured (POL-5).",
    InterestNotInsured "interest_not_insured" "Contractual interest is not insured (CLM-2).",
}

impl ReasonCode {
    /// The rule behind this reason.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::OutsidePeriod => Rule::Pol3,
            Self::CountryNotCovered
            | Self::CountryUnknown
            | Self::BuyerKindExcluded
            | Self::BuyerExcluded
            | Self::PaymentMethodExcluded
            | Self::CauseNotCovered => Rule::Pol4,
            Self::BuyerNotNamed => Rule::Pol2,
            Self::TermsTooLong | Self::InvoicedTooLate => Rule::Pol7,
            Self::NoLimit | Self::EvidenceMissing | Self::EvidenceStale => Rule::Cov4,
            Self::LimitRefused
            | Self::LimitCancelled
            | Self::LimitExpired
            | Self::OverTheGroupLimit => Rule::Cov3,
            Self::OverTheLimit => Rule::Cov5,
            Self::CoverEndedBeforeItSlidIn => Rule::Cov7,
            Self::DeliveredUnderStop => Rule::Cov8,
            Self::DeliveredAfterInsolvency => Rule::Cov2,
            Self::Disputed | Self::DisputeLost => Rule::Clm7,
            Self::OverdueNotifiedLate | Self::OverdueNotNotified => Rule::Due2,
            Self::InsolvencyNotifiedLate | Self::InsolvencyNotNotified => Rule::Due3,
            Self::VatNotInsured => Rule::Pol5,
            Self::InterestNotInsured => Rule::Clm2,
        }
    }

    /// Whether it is about a limit: that there is none, that it is full, or
    /// that nothing justifies it.
    #[must_use]
    pub const fn is_of_the_limit(self) -> bool {
        matches!(
            self,
            Self::NoLimit
                | Self::LimitRefused
                | Self::LimitCancelled
                | Self::LimitExpired
                | Self::OverTheLimit
                | Self::OverTheGroupLimit
                | Self::CoverEndedBeforeItSlidIn
                | Self::EvidenceMissing
                | Self::EvidenceStale
        )
    }

    /// The bit of this reason in a [`ReasonSet`].
    #[must_use]
    pub const fn bit(self) -> u32 {
        1_u32.wrapping_shl(self as u32)
    }
}

/// A set of reasons as a number: what columns carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReasonSet(u32);

impl ReasonSet {
    /// No reason.
    pub const EMPTY: Self = Self(0);

    /// The set whose reasons have these bits; bits without a reason are dropped.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        ReasonCode::ALL
            .iter()
            .filter(|code| bits & code.bit() != 0)
            .fold(Self(0), |set, code| Self(set.0 | code.bit()))
    }

    /// The bits of the reasons in the set.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Puts a reason into the set.
    pub const fn insert(&mut self, code: ReasonCode) {
        self.0 |= code.bit();
    }

    /// Whether the set has a reason.
    #[must_use]
    pub const fn contains(self, code: ReasonCode) -> bool {
        self.0 & code.bit() != 0
    }

    /// Whether no reason is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The reasons that are not about a limit.
    pub(crate) fn without_those_of_the_limit(self) -> Self {
        let mut rest = self;
        self.iter().filter(|code| code.is_of_the_limit()).for_each(|code| rest.0 &= !code.bit());
        rest
    }

    /// The reasons in their order.
    pub fn iter(self) -> impl Iterator<Item = ReasonCode> {
        let mut left = self.0;
        core::iter::from_fn(move || {
            let next = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            ReasonCode::ALL.get(usize::try_from(next).ok()?).copied()
        })
    }
}

/// What a reason does to the cover of a receivable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing of it is covered.
    Excludes,
    /// Some of it is not covered.
    Caps,
    /// A lower insured percentage holds.
    ReducesPercentage,
    /// It is not covered for now.
    Suspends,
    /// Nothing; it is only said.
    Flags,
}

/// One reason, with what it goes by (COV-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Which.
    pub code: ReasonCode,
    /// What it does.
    pub effect: Effect,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What it goes by: the words of the reason put them into their places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
}

impl Reason {
    /// A reason without facts.
    #[must_use]
    pub const fn new(code: ReasonCode, effect: Effect) -> Self {
        Self { code, effect, clause: None, facts: Vec::new() }
    }

    /// With the wording's own article number.
    #[must_use]
    pub fn clause(mut self, clause: Option<&String>) -> Self {
        self.clause = clause.cloned();
        self
    }

    /// The reason as a step of an explanation: its words stand under its name.
    #[must_use]
    pub fn step(&self) -> Step {
        let mut step = Step::new(self.code.name(), self.code.rule()).clause(self.clause.as_ref());
        step.facts.clone_from(&self.facts);
        step
    }

    /// With a fact.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Into<FactValue>) -> Self {
        self.facts.push(Fact { name: name.into(), value: value.into() });
        self
    }
}

/// The reasons found for one receivable: which there are, and, if somebody
/// asked, what each goes by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reasons {
    pub(crate) codes: ReasonSet,
    /// Those by which nothing of it can be covered.
    pub(crate) excluding: ReasonSet,
    /// None: nobody asked.
    spelled: Option<Vec<Reason>>,
}

impl Reasons {
    /// No reason yet; `explain`: each is to be spelled out.
    pub(crate) fn new(explain: bool) -> Self {
        Self { spelled: explain.then(Vec::new), ..Self::default() }
    }

    /// Adds a reason; `spell` says what it goes by, and is asked only if
    /// somebody wants to know.
    #[inline]
    pub(crate) fn add(
        &mut self,
        code: ReasonCode,
        effect: Effect,
        spell: impl FnOnce(Reason) -> Reason,
    ) {
        self.codes.insert(code);
        if effect == Effect::Excludes {
            self.excluding.insert(code);
        }
        if let Some(spelled) = &mut self.spelled {
            spelled.push(spell(Reason::new(code, effect)));
        }
    }

    /// Adds reasons found before, which have this effect here.
    pub(crate) fn add_all(&mut self, others: &Self, effect: Effect) {
        self.codes.0 |= others.codes.0;
        if effect == Effect::Excludes {
            self.excluding.0 |= others.codes.0;
        }
        if let (Some(spelled), Some(others)) = (&mut self.spelled, &others.spelled) {
            spelled.extend(others.iter().map(|reason| Reason { effect, ..reason.clone() }));
        }
    }

    /// No reason any more.
    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.spelled.is_some());
    }

    /// What each goes by, in the order of their codes; empty if nobody asked.
    pub(crate) fn spelled(self) -> Vec<Reason> {
        let mut spelled = self.spelled.unwrap_or_default();
        spelled.sort_by_key(|reason| reason.code);
        spelled
    }
}
