//! What a premium is computed from, in figures: what was declared, what was
//! owed, which limits ran.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::terms::FeeKind;
use crate::value::{Amount, Country, Day, Id, Share, Span, is_default};

/// The figures of one insurance year, in the policy currency (PRE-1…5). Only
/// those that the policy's premium asks for need be given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "the figures of an insurance year, as an object")]
pub struct PremiumFigures {
    /// Turnover, as declared or expected (basis `turnover`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub turnover: Vec<DeclaredTurnover>,
    /// Balances at months' ends (basis `balances`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<MonthEndBalance>,
    /// Limits and when they ran (bases `highest_limit` and `top_up`); the
    /// highest amounts outstanding, where the premium is on these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<RunningLimit>,
    /// Invoices (basis `invoices`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<PricedInvoice>,
    /// The most the insurer can pay (basis `maximum_liability`); absent: the
    /// sum of `limits`, else the amount that the policy states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_liability: Option<Amount>,
    /// What is charged for beside the premium.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// Premium that was invoiced for the year before its adjustment; absent:
    /// the deposit, flat or minimum premium.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billed: Option<Amount>,
    /// Rebates agreed on the adjustment.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub rebates: Amount,
    /// What the adjustment of the year before carried to this one.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub brought_forward: Amount,
    /// What happened in the year, for a bonus or malus on its loss ratio;
    /// absent: none is computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub losses: Option<YearLosses>,
    /// The years before, oldest first, for a rating by experience.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<PastYear>,
    /// How much of the premium is for domestic business, for its tax; absent:
    /// as the countries of the figures say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domestic_share: Option<Share>,
}

/// Turnover of some buyers in some period (PRE-1). French: chiffre d'affaires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "turnover, as an object")]
pub struct DeclaredTurnover {
    /// Last day of the period that it is declared for; absent: the insurance year's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Day>,
    /// The buyers' country; absent: not known; taxed as domestic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The buyers' grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Id>,
    /// The credit period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Span>,
    /// All of it, whatever the limits: 500,000 on a limit of 50,000 is 500,000.
    pub amount: Amount,
    /// What of it is not insurable, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_insurable: Vec<NotInsurable>,
}

/// Turnover on which no premium is due (PRE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "turnover that is not insurable, as an object")]
pub struct NotInsurable {
    /// Why.
    pub reason: NotInsurableReason,
    /// How much.
    pub amount: Amount,
}

/// Why turnover is not insurable (PRE-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotInsurableReason {
    /// Value added tax, where the policy insures amounts without it.
    ValueAddedTax,
    /// Sales to the state and its bodies.
    PublicBuyer,
    /// Sales to private individuals.
    PrivateIndividual,
    /// Sales within the policyholder's own group.
    RelatedCompany,
    /// Paid before delivery or in cash.
    PaidAtOnce,
    /// Paid by a letter of credit or otherwise secured.
    Secured,
    /// Sales to a country that is not covered.
    CountryNotCovered,
    /// Sales to a buyer that is not covered.
    BuyerNotCovered,
    /// Sales to buyers without a limit, where the policy leaves them out (refus).
    NoLimit,
    /// For terms of payment longer than covered.
    TermsTooLong,
    /// Something else that the parties agreed.
    Agreed,
}

impl NotInsurableReason {
    /// The word for it in a document.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ValueAddedTax => "value_added_tax",
            Self::PublicBuyer => "public_buyer",
            Self::PrivateIndividual => "private_individual",
            Self::RelatedCompany => "related_company",
            Self::PaidAtOnce => "paid_at_once",
            Self::Secured => "secured",
            Self::CountryNotCovered => "country_not_covered",
            Self::BuyerNotCovered => "buyer_not_covered",
            Self::NoLimit => "no_limit",
            Self::TermsTooLong => "terms_too_long",
            Self::Agreed => "agreed",
        }
    }
}

/// What is outstanding at the end of a month (PRE-1). French: encours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a balance at a month's end, as an object")]
pub struct MonthEndBalance {
    /// The day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// The buyer; absent: several together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Id>,
    /// The buyer's country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The buyer's grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Id>,
    /// The credit period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Span>,
    /// How much.
    pub amount: Amount,
    /// The credit limit, for a policy that counts balances up to it; absent:
    /// the whole balance counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Amount>,
}

/// A limit and when it ran (PRE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a limit and its days, as an object")]
pub struct RunningLimit {
    /// The buyer: limits of one buyer follow each other; absent: a limit of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Id>,
    /// The buyer's country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The buyer's grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Id>,
    /// First day; absent: the insurance year's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day; absent: the insurance year's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// How much.
    pub amount: Amount,
}

/// An invoice on which premium is due (PRE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an invoice to be priced, as an object")]
pub struct PricedInvoice {
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The buyer's country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The buyer's grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Id>,
    /// The credit period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Span>,
    /// How much.
    pub amount: Amount,
}

/// Services that the insurer charges for (PRE-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "services, as an object")]
pub struct Service {
    /// What was done.
    pub kind: FeeKind,
    /// How often in the year; for monitoring, how many limits.
    pub count: u32,
    /// For buyers of which country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
}

/// The losses of the insurance year (PRE-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "the losses of a year, as an object")]
pub struct YearLosses {
    /// Indemnities paid for losses of the year.
    pub indemnities: Amount,
    /// What was recovered of them.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub recoveries: Amount,
    /// Whether a loss is still open.
    #[serde(default, skip_serializing_if = "is_default")]
    pub open: bool,
    /// Whether the policy was not renewed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub not_renewed: bool,
}

/// An earlier insurance year (PRE-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an earlier year, as an object")]
pub struct PastYear {
    /// Claims paid for its losses, less recoveries.
    pub claims: Amount,
    /// Its premium, where a loss ratio tells good years from bad ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premium: Option<Amount>,
}
