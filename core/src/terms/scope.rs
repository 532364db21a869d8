//! What a policy covers: its form, its territory, its buyers and its causes of loss.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::value::{Country, Id, Span, document::once_each, is_default};

/// The product (POL-2). French: la forme de la police.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// All credit sales of the policyholder (police globale).
    #[default]
    WholeTurnover,
    /// The buyers that the scope names.
    NamedBuyers,
    /// One buyer, named by the scope.
    SingleBuyer,
    /// Losses above an annual retention (excédent de sinistres).
    ExcessOfLoss,
    /// Cover over the limit of a primary policy (garantie complémentaire).
    TopUp {
        /// The primary policy.
        over: Id,
    },
    /// A fixed premium for a very small firm (forfait).
    Flat,
}

/// When a receivable attaches to the policy (POL-3). French: fait générateur.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "an attachment clause, as an object")]
pub struct Attachment {
    /// What must lie in the policy period.
    #[serde(skip_serializing_if = "is_default")]
    pub basis: AttachmentBasis,
    /// Which date of the receivable counts under `risk_attaching`.
    #[serde(skip_serializing_if = "is_default")]
    pub on: AttachesOn,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What must lie in the policy period (POL-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttachmentBasis {
    /// The receivable's own date: losses may come later.
    #[default]
    RiskAttaching,
    /// The date of loss.
    LossesOccurring,
}

/// Which date makes a receivable attach (POL-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttachesOn {
    /// The day goods were delivered or services performed.
    #[default]
    Delivery,
    /// The invoice date.
    Invoice,
}

/// Which sales are insured (POL-4). French: champ d'application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "the scope of a policy, as an object")]
pub struct Scope {
    /// Countries of buyers that are covered; absent: every country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<Country>>,
    /// Countries that are not covered whatever the list above says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_countries: Vec<Country>,
    /// What differs for a covered country.
    #[serde(deserialize_with = "once_each", skip_serializing_if = "BTreeMap::is_empty")]
    pub by_country: BTreeMap<Country, CountryTerms>,
    /// The buyers covered by a `named_buyers` or `single_buyer` policy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buyers: Vec<Id>,
    /// Buyers that are not covered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_buyers: Vec<Id>,
    /// Kinds of buyers that are not covered; by default public bodies,
    /// private individuals and related companies.
    #[serde(skip_serializing_if = "usual_kinds")]
    pub excluded_kinds: Vec<BuyerKind>,
    /// Ways of payment that carry no insurable credit; by default prepaid,
    /// cash and confirmed letter of credit.
    #[serde(skip_serializing_if = "usual_methods")]
    pub excluded_payment_methods: Vec<PaymentMethod>,
    /// Covered causes of loss; by default insolvency and protracted default.
    #[serde(skip_serializing_if = "usual_causes")]
    pub causes: Vec<Cause>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            countries: None,
            excluded_countries: Vec::new(),
            by_country: BTreeMap::new(),
            buyers: Vec::new(),
            excluded_buyers: Vec::new(),
            excluded_kinds: USUAL_KINDS.to_vec(),
            excluded_payment_methods: USUAL_METHODS.to_vec(),
            causes: USUAL_CAUSES.to_vec(),
            clause: None,
        }
    }
}

impl Scope {
    /// Whether buyers of a country are covered.
    #[must_use]
    pub fn covers_country(&self, country: Country) -> bool {
        self.countries.as_ref().is_none_or(|listed| listed.contains(&country))
            && !self.excluded_countries.contains(&country)
    }

    /// Whether a buyer's country must be known.
    #[must_use]
    pub const fn restricts_countries(&self) -> bool {
        self.countries.is_some() || !self.excluded_countries.is_empty()
    }

    /// What differs for buyers of a country.
    #[must_use]
    pub fn terms_in(&self, country: Option<Country>) -> Option<&CountryTerms> {
        self.by_country.get(&country?)
    }

    /// Whether a cause of loss is covered for buyers of a country.
    #[must_use]
    pub fn covers_cause(&self, cause: Cause, country: Option<Country>) -> bool {
        let own = self.terms_in(country).and_then(|terms| terms.causes.as_ref());
        own.unwrap_or(&self.causes).contains(&cause)
    }
}

// Each in the order of its variants, as the canonical form has it.
const USUAL_KINDS: [BuyerKind; 3] =
    [BuyerKind::Public, BuyerKind::PrivateIndividual, BuyerKind::RelatedCompany];
const USUAL_METHODS: [PaymentMethod; 3] =
    [PaymentMethod::ConfirmedLetterOfCredit, PaymentMethod::Prepaid, PaymentMethod::Cash];
const USUAL_CAUSES: [Cause; 2] = [Cause::Insolvency, Cause::ProtractedDefault];

fn usual_kinds(kinds: &[BuyerKind]) -> bool {
    kinds == USUAL_KINDS
}

fn usual_methods(methods: &[PaymentMethod]) -> bool {
    methods == USUAL_METHODS
}

fn usual_causes(causes: &[Cause]) -> bool {
    causes == USUAL_CAUSES
}

/// What differs for the buyers of one country (POL-4). The insured percentage
/// of a country stands in the clause on the insured percentage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "what differs for a country, as an object")]
pub struct CountryTerms {
    /// Maximum terms of payment there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_terms: Option<Span>,
    /// Covered causes of loss there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub causes: Option<Vec<Cause>>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What kind of buyer owes (POL-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BuyerKind {
    /// A company in trade.
    #[default]
    Company,
    /// A state, a local authority or a body under public law.
    Public,
    /// A consumer.
    PrivateIndividual,
    /// A company of the policyholder's own group.
    RelatedCompany,
}

impl BuyerKind {
    /// The stable name of this kind of buyer, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Public => "public",
            Self::PrivateIndividual => "private_individual",
            Self::RelatedCompany => "related_company",
        }
    }
}

/// How a receivable is to be paid (POL-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// On open account.
    #[default]
    OpenAccount,
    /// By bill of exchange or draft.
    BillOfExchange,
    /// By letter of credit that no bank confirmed.
    LetterOfCredit,
    /// By letter of credit that a bank confirmed.
    ConfirmedLetterOfCredit,
    /// In advance.
    Prepaid,
    /// In cash against the goods.
    Cash,
}

impl PaymentMethod {
    /// The stable name of this way of payment, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenAccount => "open_account",
            Self::BillOfExchange => "bill_of_exchange",
            Self::LetterOfCredit => "letter_of_credit",
            Self::ConfirmedLetterOfCredit => "confirmed_letter_of_credit",
            Self::Prepaid => "prepaid",
            Self::Cash => "cash",
        }
    }
}

/// Why a loss came about (CLM-1). French: fait générateur de sinistre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Insolvency proceedings against the buyer (insolvabilité constatée).
    Insolvency,
    /// Unpaid at the end of the waiting period (carence).
    ProtractedDefault,
    /// The buyer's country holds back the transfer of money.
    Transfer,
    /// A public buyer does not pay.
    PublicBuyerDefault,
    /// An act of state ends the contract.
    ContractFrustration,
    /// The contract ends before delivery (risque de fabrication).
    PreShipment,
}

impl Cause {
    /// The name that documents give to it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Insolvency => "insolvency",
            Self::ProtractedDefault => "protracted_default",
            Self::Transfer => "transfer",
            Self::PublicBuyerDefault => "public_buyer_default",
            Self::ContractFrustration => "contract_frustration",
            Self::PreShipment => "pre_shipment",
        }
    }
}

/// Which part of an invoice is insured (POL-5). French: assiette de la garantie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InsuredBase {
    /// The amount without value added tax (hors taxes).
    #[default]
    ExVat,
    /// The whole amount (toutes taxes comprises).
    IncVat,
}
