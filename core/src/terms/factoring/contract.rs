//! The factoring contract as data.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Commission, Eligibility, FactoringFee, FinancingCommission, GuaranteeFund, RebateStep, Reserve,
};
use crate::error::{Error, Problem};
use crate::value::{Amount, Currency, Id, Rounding, Share, is_default};

/// The version of the factoring document that this crate reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FactoringSchema {
    /// `tradecredit/factoring/1`
    #[serde(rename = "tradecredit/factoring/1")]
    V1,
}

/// A factoring contract (contrat d'affacturage), as somebody wrote it down.
///
/// Only the identity is required; what is left out is the classical, notified
/// contract: the debtor is told, the factor collects, keeps the ledger and
/// bears the risk. Amounts are in the contract's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a factoring contract, as an object")]
pub struct FactoringTerms {
    /// Always `tradecredit/factoring/1`.
    pub schema: FactoringSchema,
    /// The contract number.
    pub id: Id,
    /// Who assigns its receivables (cédant, adhérent).
    pub seller: Id,
    /// Who takes and finances them (factor, affactureur).
    pub factor: Id,
    /// The currency of every amount.
    pub currency: Currency,
    /// Who starts it: the seller, or the buyer of the goods (affacturage inversé).
    #[serde(default, skip_serializing_if = "is_default")]
    pub initiated_by: Initiator,
    /// Whether the debtor is told.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notice: Notice,
    /// Who collects.
    #[serde(default, skip_serializing_if = "is_default")]
    pub collection: Collector,
    /// Who keeps the ledger.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ledger: RecordKeeper,
    /// What is assigned.
    #[serde(default, skip_serializing_if = "is_default")]
    pub assigned: Assigned,
    /// Which account receives the debtors' payments.
    #[serde(default, skip_serializing_if = "is_default")]
    pub account: Account,
    /// Who bears the debtors' insolvency (FAC-3).
    #[serde(default, skip_serializing_if = "is_default")]
    pub guarantee: Guarantee,
    /// The most that may be in use (plafond de financement); absent: no ceiling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facility: Option<Amount>,
    /// The share of eligible receivables that is financed, before fund and
    /// reserves (quotité financée); absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance: Option<Share>,
    /// The guarantee fund (fonds de garantie); absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guarantee_fund: Option<GuaranteeFund>,
    /// Reserves beside the fund (FAC-1), such as for credit notes to come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserves: Vec<Reserve>,
    /// Which receivables are financed (FAC-1).
    #[serde(default, skip_serializing_if = "is_default")]
    pub eligibility: Eligibility,
    /// The factoring commission (commission d'affacturage); absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Commission>,
    /// The financing commission (commission de financement); absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub financing: Option<FinancingCommission>,
    /// Fees beside them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FactoringFee>,
    /// A fee by the day of collection, in place of a financing commission: what
    /// is left of the reserve is the rebate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rebates: Vec<RebateStep>,
    /// How amounts are rounded.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rounding: Rounding,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Who starts the factoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Initiator {
    /// The seller of the goods.
    #[default]
    Seller,
    /// The buyer of the goods, for its suppliers.
    Buyer,
}

/// Whether the debtor is told of the assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DebtorNotice"))]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// It is, by a mention on the invoice (quittance subrogative, mention de subrogation).
    #[default]
    Notified,
    /// It is not (confidentiel, non notifié).
    Confidential,
}

/// Who collects the receivables (recouvrement).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Collector {
    /// The factor.
    #[default]
    Factor,
    /// The seller, by mandate of the factor (non géré, délégué).
    Seller,
}

/// Who keeps the debtors' ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordKeeper {
    /// The factor.
    #[default]
    Factor,
    /// The seller.
    Seller,
    /// The buyer of the goods, who approves its suppliers' invoices.
    Buyer,
}

/// What is assigned (cession).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Assigned {
    /// Invoice by invoice (ligne à ligne).
    #[default]
    Invoices,
    /// The whole balance of the ledger, loaded anew each time (rechargement de balance).
    Balance,
    /// Invoices that the buyer approved (bon à payer).
    ApprovedInvoices,
}

/// Which account receives what debtors pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PaymentAccount"))]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// The factor's own.
    #[default]
    Factor,
    /// One in the seller's name that only the factor may draw on (compte dédié).
    Dedicated,
    /// The seller's own.
    Seller,
}

/// Who bears the insolvency of debtors (FAC-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a guarantee clause, as an object")]
pub struct Guarantee {
    /// Who.
    #[serde(skip_serializing_if = "is_default")]
    pub risk: RiskBearer,
    /// The share of an approved receivable that the factor's own cover takes;
    /// absent: all. A policy has its own insured percentage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

/// Who bears the risk of insolvency (FAC-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RiskBearer {
    /// The factor, within the limits it approved (sans recours).
    #[default]
    Factor,
    /// The insurer of the seller's policy, whose benefit the factor has
    /// (délégation de bénéfice).
    Policy,
    /// The seller: everything is with recourse (avec recours).
    Seller,
}

impl Assigned {
    /// The stable name, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoices => "invoices",
            Self::Balance => "balance",
            Self::ApprovedInvoices => "approved_invoices",
        }
    }
}

impl Account {
    /// The stable name, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Factor => "factor",
            Self::Dedicated => "dedicated",
            Self::Seller => "seller",
        }
    }

    /// The account in words, for a message.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Factor => "the factor's account",
            Self::Dedicated => "the dedicated account",
            Self::Seller => "the seller's own account",
        }
    }
}

impl FactoringTerms {
    /// Checks the clauses against each other.
    ///
    /// # Errors
    ///
    /// [`Error::Contradictions`] with every contradiction and its path.
    pub fn checked(self) -> Result<Self, Error> {
        let mut problems = Vec::new();
        let mut when = |wrong: bool, path: &str, code: &'static str, message: &str| {
            if wrong {
                problems.push(Problem { path: path.into(), code, message: message.into() });
            }
        };
        let confidential = self.notice == Notice::Confidential;
        when(
            confidential && self.collection == Collector::Factor,
            "collection",
            "conflict",
            "a debtor who is not told cannot be asked to pay by the factor: the seller collects",
        );
        when(
            confidential && self.account == Account::Factor,
            "account",
            "conflict",
            "a debtor who is not told pays no account of the factor: use a dedicated one",
        );
        when(
            (self.assigned == Assigned::ApprovedInvoices)
                != (self.initiated_by == Initiator::Buyer),
            "assigned",
            "conflict",
            "approved invoices are assigned where the buyer starts the factoring, and only there",
        );
        when(
            self.guarantee.share.is_some() && self.guarantee.risk != RiskBearer::Factor,
            "guarantee.share",
            "conflict",
            "only the factor's own cover has a share here: a policy has its insured percentage",
        );
        when(
            self.rounding.unit == Some(Amount::ZERO),
            "rounding.unit",
            "senseless",
            "a rounding unit is above zero",
        );
        self.funds(&mut when);
        self.charges(&mut when);
        if problems.is_empty() {
            Ok(self)
        } else {
            Err(Error::Contradictions { document: "factoring contract", problems })
        }
    }

    fn funds(&self, when: &mut impl FnMut(bool, &str, &'static str, &str)) {
        if let Some(fund) = &self.guarantee_fund {
            when(
                fund.rate.is_some() == fund.amount.is_some(),
                "guarantee_fund",
                "conflict",
                "a guarantee fund is either a `rate` or a fixed `amount`",
            );
            let (least, most) = (fund.minimum, fund.maximum);
            when(
                least.zip(most).is_some_and(|(least, most)| least > most),
                "guarantee_fund.minimum",
                "reversed",
                "the least of the fund is above its most",
            );
        }
        for (place, reserve) in self.reserves.iter().enumerate() {
            when(
                reserve.rate.is_some() == reserve.amount.is_some(),
                &format!("reserves[{place}]"),
                "conflict",
                "a reserve is either a `rate` or a fixed `amount`",
            );
        }
        let rates = self.reserves.iter().filter_map(|reserve| reserve.rate);
        let fund = self.guarantee_fund.as_ref().and_then(|fund| fund.rate);
        let mut held = rust_decimal::Decimal::ZERO;
        for share in rates.chain(fund) {
            // More digits than a sum can hold is above the whole anyway.
            held =
                crate::value::exact::sum(held, share.get()).unwrap_or(rust_decimal::Decimal::MAX);
        }
        when(
            held > Share::ALL.get(),
            "guarantee_fund.rate",
            "conflict",
            "the fund and the reserves would hold back more than the receivables",
        );
    }

    fn charges(&self, when: &mut impl FnMut(bool, &str, &'static str, &str)) {
        let mut names = BTreeSet::new();
        for (place, fee) in self.fees.iter().enumerate() {
            when(
                fee.rate.is_some() == fee.amount.is_some(),
                &format!("fees[{place}]"),
                "conflict",
                "a fee is either an `amount` or a `rate`",
            );
            when(
                !names.insert(&fee.name),
                &format!("fees[{place}].name"),
                "duplicate",
                &format!("two fees are called `{}`", fee.name),
            );
        }
        let days = |step: &RebateStep| step.up_to.unwrap_or(u16::MAX);
        when(
            !self.rebates.is_sorted_by(|a, b| days(a) < days(b)),
            "rebates",
            "conflict",
            "the days of a table of rebates rise from step to step; only the last may have none",
        );
        when(
            !self.rebates.is_empty() && self.financing.is_some(),
            "rebates",
            "conflict",
            "a table of rebates takes the place of a financing commission: agree one of them",
        );
    }
}
