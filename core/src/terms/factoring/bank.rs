//! What a bank offers instead: discounting bills, and an overdraft.

use serde::{Deserialize, Serialize};

use crate::value::{Amount, DayBasis, Rate, Rounding, Share, is_default};

/// On which terms a bank discounts bills or receivables (FAC-6). French:
/// escompte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "terms of discount, as an object")]
pub struct BillTerms {
    /// The discount rate a year (taux d'escompte).
    pub rate: Rate,
    /// A commission by time like the rate (commission d'endos); absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsement: Option<Rate>,
    /// How many days a year has; by default 360.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: DayBasis,
    /// Days that the bank adds to each bill (jours de banque).
    #[serde(default, skip_serializing_if = "is_default")]
    pub bank_days: u16,
    /// The fewest days that count.
    #[serde(default, skip_serializing_if = "is_default")]
    pub minimum_days: u16,
    /// A commission for each bill, without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Amount>,
    /// A commission as a share of the nominal, whatever the time, without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission_rate: Option<Rate>,
    /// Value added tax on commissions (not on interest); absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<Share>,
    /// The share of the nominal that is paid out; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance: Option<Share>,
    /// How amounts are rounded.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rounding: Rounding,
}

/// On which terms a bank lends on current account (FAC-6). French: découvert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "terms of an overdraft, as an object")]
pub struct OverdraftTerms {
    /// The interest rate a year (taux débiteur).
    pub rate: Rate,
    /// How many days a year has; by default 360.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: DayBasis,
    /// The commission on the highest overdraft of each month (commission de
    /// plus fort découvert); absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest: Option<Rate>,
    /// The most that this commission comes to, as a share of the interest;
    /// absent: no cap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest_capped_at: Option<Share>,
    /// A fixed commission for the whole time (frais de tenue); absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Amount>,
    /// Value added tax on the fixed commission; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<Share>,
    /// How amounts are rounded.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rounding: Rounding,
}
