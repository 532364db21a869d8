//! Which receivables a factor finances.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::terms::BuyerKind;
use crate::value::{Amount, Country, Id, Share, Span, is_default};

/// Which receivables are financed (FAC-1); every test left out does not
/// apply. French: créances éligibles, finançables.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "rules of eligibility, as an object")]
pub struct Eligibility {
    /// The longest terms of payment, from invoice date to due date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_terms: Option<Span>,
    /// How old an invoice may be, from its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_age: Option<Span>,
    /// How long it may be overdue, from its due date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_overdue: Option<Span>,
    /// The share of a debtor's balance overdue beyond `maximum_overdue` above
    /// which none of its receivables is financed (cross-ageing).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cross_ageing: Option<Share>,
    /// Whether disputed receivables are financed; by default they are not.
    #[serde(skip_serializing_if = "is_default")]
    pub disputed: bool,
    /// The most that one debtor may be of what is eligible before this test
    /// (concentration).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concentration: Option<Share>,
    /// By which limit a debtor's receivables are capped (agrément).
    #[serde(skip_serializing_if = "is_default")]
    pub debtor_limit: DebtorLimit,
    /// The share of what lies over the debtor limit that is financed all the
    /// same, with recourse (financement du non approuvé); absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_the_limit: Option<Share>,
    /// The least that is open on an invoice for it to be financed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_open: Option<Amount>,
    /// Debtors that are not financed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_debtors: Vec<Id>,
    /// Kinds of debtors that are not financed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_kinds: Vec<BuyerKind>,
    /// Countries whose debtors are not financed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_countries: Vec<Country>,
    /// The only countries whose debtors are financed; absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<Country>>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// By which limit a debtor's receivables are capped (FAC-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DebtorLimit {
    /// By none.
    #[default]
    None,
    /// By the factor's own, which the request gives by debtor.
    Factor,
    /// By the limit of the policy: its receivables fill it in order of delivery.
    PolicyLimit,
    /// Only what the policy covers of each receivable is financed.
    PolicyCover,
}
