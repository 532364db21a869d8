//! One duty: what must be done, by when, and what is at stake.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::explain::Rule;
use crate::terms::{Lateness, Period};
use crate::value::{Amount, Day, Id, Money, Share};

/// A duty of the policyholder, or a day on which something runs out (DUE-1).
/// French: échéance, obligation déclarative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Duty {
    /// What must be done, or what runs out.
    pub kind: DutyKind,
    /// How it stands.
    pub state: DutyState,
    /// The buyer it concerns; absent: the policy, a group or an offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Id>,
    /// The group whose limit it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Id>,
    /// The offer it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Id>,
    /// The receivables it concerns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Id>,
    /// The period that is declared or paid for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// What the time runs from.
    pub anchor: Anchor,
    /// The day from which it runs; of several receivables, the earliest.
    pub anchor_day: Day,
    /// The first day on which it can be done; absent: at any time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_day: Option<Day>,
    /// The last day on which it is done in time.
    pub last_day: Day,
    /// Days from the day of the question to the last day; negative once it is past.
    pub days_left: i32,
    /// When it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Day>,
    /// What is lost if it is not done in time.
    pub at_stake: AtStake,
    /// The rule that says so.
    pub rule: Rule,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What must be done, or what runs out (DUE-2…8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// Tell the insurer what is overdue (déclaration d'impayé).
    OverdueNotice,
    /// Tell the insurer of a buyer's insolvency.
    InsolvencyNotice,
    /// File the claim with the insurer (demande d'indemnisation).
    ClaimFiling,
    /// File the debt in the buyer's insolvency (déclaration de créance).
    DebtFiling,
    /// Stop deliveries to the buyer (arrêt des livraisons).
    Stop,
    /// A limit ends.
    LimitExpiry,
    /// An addition to a limit ends.
    TemporaryLimitExpiry,
    /// The evidence for a discretionary limit grows too old.
    EvidenceExpiry,
    /// Declare turnover or balances (déclaration de chiffre d'affaires).
    Declaration,
    /// Pay an instalment of the premium.
    Instalment,
    /// Give notice, or the policy goes on (préavis de résiliation).
    RenewalNotice,
    /// An offer of an insurer ends.
    OfferExpiry,
}

impl DutyKind {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OverdueNotice => "overdue_notice",
            Self::InsolvencyNotice => "insolvency_notice",
            Self::ClaimFiling => "claim_filing",
            Self::DebtFiling => "debt_filing",
            Self::Stop => "stop",
            Self::LimitExpiry => "limit_expiry",
            Self::TemporaryLimitExpiry => "temporary_limit_expiry",
            Self::EvidenceExpiry => "evidence_expiry",
            Self::Declaration => "declaration",
            Self::Instalment => "instalment",
            Self::RenewalNotice => "renewal_notice",
            Self::OfferExpiry => "offer_expiry",
        }
    }

    /// The rule that says when it is due.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::OverdueNotice => Rule::Due2,
            Self::InsolvencyNotice => Rule::Due3,
            Self::ClaimFiling => Rule::Due4,
            Self::DebtFiling => Rule::Due5,
            Self::Stop => Rule::Due6,
            Self::LimitExpiry | Self::TemporaryLimitExpiry | Self::EvidenceExpiry => Rule::Due7,
            Self::Declaration | Self::Instalment | Self::RenewalNotice | Self::OfferExpiry => {
                Rule::Due8
            }
        }
    }
}

/// How a duty stands (DUE-1), most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// The last day is past and it was not done.
    Missed,
    /// The last day is near.
    DueSoon,
    /// There is time, or it cannot be done yet.
    Upcoming,
    /// It was done after its last day.
    DoneLate,
    /// It was done in time.
    Done,
}

impl DutyState {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::DueSoon => "due_soon",
            Self::Upcoming => "upcoming",
            Self::DoneLate => "done_late",
            Self::Done => "done",
        }
    }
}

/// What the time of a duty runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The due date, with extensions to which the insurer agreed.
    DueDate,
    /// The due date first agreed.
    OriginalDueDate,
    /// The due date with every extension.
    ExtendedDueDate,
    /// The invoice date.
    InvoiceDate,
    /// The end of the maximum extension period.
    ExtensionEnd,
    /// The end of the maximum terms of payment (délai maximum contractuel).
    MaximumTermsEnd,
    /// The publication of the insolvency (in France the BODACC).
    InsolvencyPublication,
    /// The judgment that opened the insolvency.
    InsolvencyOpening,
    /// The date of loss.
    LossDate,
    /// The first day of a limit.
    LimitStart,
    /// The date of a credit report.
    CreditReportDate,
    /// The payment that is about to leave the payment experience.
    ExperiencePayment,
    /// The end of the period that is declared.
    DeclaredPeriodEnd,
    /// The start of the period that is paid for.
    PaidPeriodStart,
    /// The last day of the policy.
    PolicyEnd,
    /// The day an offer was issued.
    OfferIssue,
}

impl Anchor {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DueDate => "due_date",
            Self::OriginalDueDate => "original_due_date",
            Self::ExtendedDueDate => "extended_due_date",
            Self::InvoiceDate => "invoice_date",
            Self::ExtensionEnd => "extension_end",
            Self::MaximumTermsEnd => "maximum_terms_end",
            Self::InsolvencyPublication => "insolvency_publication",
            Self::InsolvencyOpening => "insolvency_opening",
            Self::LossDate => "loss_date",
            Self::LimitStart => "limit_start",
            Self::CreditReportDate => "credit_report_date",
            Self::ExperiencePayment => "experience_payment",
            Self::DeclaredPeriodEnd => "declared_period_end",
            Self::PaidPeriodStart => "paid_period_start",
            Self::PolicyEnd => "policy_end",
            Self::OfferIssue => "offer_issue",
        }
    }
}

/// What is lost if a duty is not done in time (DUE-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AtStake {
    /// What happens.
    pub consequence: Consequence,
    /// The insured percentage that is left, where it is reduced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage: Option<Share>,
    /// How much is concerned, in the policy currency: what is open of the
    /// receivables, the limit, or what is unpaid of the instalment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The same by currency, where a rate to the policy currency is missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Money>,
}

impl AtStake {
    /// A consequence that concerns no amount.
    #[must_use]
    pub const fn without_amount(consequence: Consequence) -> Self {
        Self { consequence, percentage: None, amount: None, amounts: Vec::new() }
    }
}

/// What happens if a duty is not done in time (DUE-9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// The receivables lose cover (déchéance).
    CoverLost,
    /// They are insured at a lower percentage.
    PercentageReduced,
    /// Nothing follows; it is only shown.
    FlagOnly,
    /// The debt no longer counts in the insolvency (forclusion).
    DebtForfeited,
    /// Further deliveries to the buyer are not insured.
    DeliveriesUninsured,
    /// The limit ends.
    LimitEnds,
    /// The addition to the limit ends.
    TemporaryLimitEnds,
    /// The discretionary limit has nothing to justify it.
    EvidenceStale,
    /// The declaration is outstanding.
    DeclarationOutstanding,
    /// The premium is overdue.
    PremiumOverdue,
    /// The policy goes on for another period.
    PolicyRenewed,
    /// The offer binds the insurer no longer.
    OfferLapses,
}

impl Consequence {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CoverLost => "cover_lost",
            Self::PercentageReduced => "percentage_reduced",
            Self::FlagOnly => "flag_only",
            Self::DebtForfeited => "debt_forfeited",
            Self::DeliveriesUninsured => "deliveries_uninsured",
            Self::LimitEnds => "limit_ends",
            Self::TemporaryLimitEnds => "temporary_limit_ends",
            Self::EvidenceStale => "evidence_stale",
            Self::DeclarationOutstanding => "declaration_outstanding",
            Self::PremiumOverdue => "premium_overdue",
            Self::PolicyRenewed => "policy_renewed",
            Self::OfferLapses => "offer_lapses",
        }
    }

    /// What a convention on lateness comes to, and the percentage it leaves.
    pub(super) const fn of(lateness: Lateness) -> (Self, Option<Share>) {
        match lateness {
            Lateness::NoCover => (Self::CoverLost, None),
            Lateness::PercentageReduced { to } => (Self::PercentageReduced, Some(to)),
            Lateness::FlagOnly => (Self::FlagOnly, None),
        }
    }
}
