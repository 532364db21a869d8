//! What a submission lacks, and for which insurer it matters (PLA-1).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{Rule, Step};
use crate::facts::{Submission, SubmittedBuyer};
use crate::value::order;
use crate::value::{Amount, Id};

/// Something that insurers ask for (PLA-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubmissionItem {
    /// The turnover.
    Turnover,
    /// The turnover by country.
    TurnoverByCountry,
    /// What the firm does.
    Sector,
    /// How many buyers it has.
    NumberOfBuyers,
    /// What an invoice comes to on average.
    AverageInvoice,
    /// The largest balances.
    LargestBalances,
    /// The ten largest buyers, or all if there are fewer.
    TenLargestBuyers,
    /// The trade name of each.
    BuyerNames,
    /// The SIREN of each French one, a register number of each other.
    BuyerRegisters,
    /// The country of each.
    BuyerCountries,
    /// The balance of each.
    BuyerBalances,
    /// The terms of payment of each.
    BuyerTerms,
    /// The limit wanted on each.
    RequestedLimits,
    /// The debts that were not paid.
    UnpaidHistory,
    /// The bank.
    Bank,
    /// The credit insurance in force.
    CurrentPolicy,
}

impl SubmissionItem {
    /// Every item, in the order of the report.
    pub const ALL: &'static [Self] = &[
        Self::Turnover,
        Self::TurnoverByCountry,
        Self::Sector,
        Self::NumberOfBuyers,
        Self::AverageInvoice,
        Self::LargestBalances,
        Self::TenLargestBuyers,
        Self::BuyerNames,
        Self::BuyerRegisters,
        Self::BuyerCountries,
        Self::BuyerBalances,
        Self::BuyerTerms,
        Self::RequestedLimits,
        Self::UnpaidHistory,
        Self::Bank,
        Self::CurrentPolicy,
    ];

    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Turnover => "turnover",
            Self::TurnoverByCountry => "turnover_by_country",
            Self::Sector => "sector",
            Self::NumberOfBuyers => "number_of_buyers",
            Self::AverageInvoice => "average_invoice",
            Self::LargestBalances => "largest_balances",
            Self::TenLargestBuyers => "ten_largest_buyers",
            Self::BuyerNames => "buyer_names",
            Self::BuyerRegisters => "buyer_registers",
            Self::BuyerCountries => "buyer_countries",
            Self::BuyerBalances => "buyer_balances",
            Self::BuyerTerms => "buyer_terms",
            Self::RequestedLimits => "requested_limits",
            Self::UnpaidHistory => "unpaid_history",
            Self::Bank => "bank",
            Self::CurrentPolicy => "current_policy",
        }
    }

    /// Whether insurers usually ask for it: the list of a French broker's
    /// guide, without the turnover by country and the limits wanted.
    #[must_use]
    pub const fn usual(self) -> bool {
        !matches!(self, Self::TurnoverByCountry | Self::RequestedLimits)
    }

    /// What its absence means, as a code.
    #[must_use]
    pub const fn consequence(self) -> &'static str {
        match self {
            Self::Turnover => "no_premium_without_it",
            Self::TurnoverByCountry | Self::BuyerCountries => "no_country_terms_without_it",
            Self::Sector => "no_rate_without_it",
            Self::NumberOfBuyers | Self::AverageInvoice => "no_deductible_without_it",
            Self::LargestBalances => "no_maximum_liability_without_it",
            Self::TenLargestBuyers | Self::BuyerNames | Self::BuyerRegisters => {
                "no_limits_without_it"
            }
            Self::BuyerBalances | Self::RequestedLimits => "limits_not_sized_without_it",
            Self::BuyerTerms => "no_credit_period_without_it",
            Self::UnpaidHistory => "no_loss_experience_without_it",
            Self::Bank => "no_loss_payee_without_it",
            Self::CurrentPolicy => "gap_or_double_cover_without_it",
        }
    }
}

/// What an insurer asks for before it quotes (PLA-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an insurer's requirements, as an object")]
pub struct Requirements {
    /// The insurer.
    pub insurer: Id,
    /// What it asks for; absent: what insurers usually ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<SubmissionItem>>,
}

impl Requirements {
    /// Whether the insurer asks for an item.
    #[must_use]
    pub fn ask_for(&self, item: SubmissionItem) -> bool {
        self.items.as_ref().map_or_else(|| item.usual(), |items| items.contains(&item))
    }
}

/// What a submission lacks (PLA-1). French: contrôle de complétude.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Completeness {
    /// Whether everything that somebody asks for is there.
    pub complete: bool,
    /// The turnover on which quotes are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turnover: Option<Amount>,
    /// For each insurer, whether it can quote.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub insurers: Vec<InsurerReadiness>,
    /// Every item, in a fixed order.
    pub items: Vec<ItemReport>,
    /// What is missing and what that means, as steps to be put into words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// Whether an insurer can quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InsurerReadiness {
    /// The insurer.
    pub insurer: Id,
    /// Whether everything it asks for is there.
    pub complete: bool,
    /// What it asks for and is not there, or not wholly.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<SubmissionItem>,
}

/// Whether an item is there, and for whom it matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemReport {
    /// The item.
    pub item: SubmissionItem,
    /// Whether it is there.
    pub state: ItemState,
    /// Whether somebody asks for it.
    pub required: bool,
    /// The insurers that ask for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needed_by: Vec<Id>,
    /// The fields of the submission that lack.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// What its absence means, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consequence: Option<&'static str>,
}

/// Whether an item is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// It is.
    Given,
    /// For some buyers only.
    Partly,
    /// It is not.
    Missing,
}

/// What a submission lacks, for insurers with their own lists; without any,
/// for what insurers usually ask for.
///
/// # Errors
///
/// Those of [`Submission::check`]. An incomplete submission is an answer.
pub fn completeness(
    submission: &Submission,
    insurers: &[Requirements],
) -> Result<Completeness, Error> {
    submission.check()?;
    let mut items = Vec::with_capacity(SubmissionItem::ALL.len());
    let mut steps = Vec::new();
    for item in SubmissionItem::ALL.iter().copied() {
        let missing = lacking(submission, item)?;
        let asking = insurers.iter().filter(|insurer| insurer.ask_for(item));
        let needed_by: Vec<Id> = asking.map(|insurer| insurer.insurer.clone()).collect();
        let required = if insurers.is_empty() { item.usual() } else { !needed_by.is_empty() };
        let (state, missing) = match missing {
            Lack::Nothing => (ItemState::Given, Vec::new()),
            Lack::Some(fields) => (ItemState::Partly, fields),
            Lack::All(fields) => (ItemState::Missing, fields),
        };
        let consequence = (state != ItemState::Given).then(|| item.consequence());
        if let (Some(consequence), true) = (consequence, required) {
            steps.push(
                Step::new("submission_lacks", Rule::Pla1)
                    .fact("item", item.code())
                    .fact("consequence", consequence)
                    .fact("insurers", u32::try_from(needed_by.len()).unwrap_or(u32::MAX)),
            );
        }
        items.push(ItemReport { item, state, required, needed_by, missing, consequence });
    }
    let lacking = |asked: &dyn Fn(SubmissionItem) -> bool| -> Vec<SubmissionItem> {
        let lacks = items.iter().filter(|report| report.state != ItemState::Given);
        lacks.map(|report| report.item).filter(|item| asked(*item)).collect()
    };
    let readiness = insurers.iter().map(|insurer| {
        let missing = lacking(&|item| insurer.ask_for(item));
        InsurerReadiness { insurer: insurer.insurer.clone(), complete: missing.is_empty(), missing }
    });
    let insurers = readiness.collect();
    let complete = items.iter().all(|it| !it.required || it.state == ItemState::Given);
    let turnover = submission.expected_turnover()?;
    Ok(Completeness { complete, turnover, insurers, items, steps })
}

/// How much of an item is not there: the fields that lack.
enum Lack {
    Nothing,
    Some(Vec<String>),
    All(Vec<String>),
}

fn lacking(submission: &Submission, item: SubmissionItem) -> Result<Lack, Error> {
    let field = |there: bool, name: &str| {
        if there { Lack::Nothing } else { Lack::All(alloc::vec![name.into()]) }
    };
    let buyers = |name: &str, there: &dyn Fn(&SubmittedBuyer) -> bool| {
        let top = submission.top_ten();
        let mut places: Vec<usize> = top
            .iter()
            .copied()
            .filter(|place| !submission.buyers.get(*place).is_some_and(there))
            .collect();
        order::by(&mut places, Ord::cmp);
        let fields: Vec<String> =
            places.iter().map(|place| format!("buyers[{place}].{name}")).collect();
        match fields.len() {
            _ if top.is_empty() => Lack::All(alloc::vec!["buyers".into()]),
            0 => Lack::Nothing,
            lacking if lacking == top.len() => Lack::All(fields),
            _ => Lack::Some(fields),
        }
    };
    Ok(match item {
        SubmissionItem::Turnover => field(submission.expected_turnover()?.is_some(), "turnover"),
        SubmissionItem::TurnoverByCountry => {
            field(!submission.turnover_by_country.is_empty(), "turnover_by_country")
        }
        SubmissionItem::Sector => field(submission.sector.is_some(), "sector"),
        SubmissionItem::NumberOfBuyers => {
            field(submission.number_of_buyers.is_some(), "number_of_buyers")
        }
        SubmissionItem::AverageInvoice => {
            field(submission.average_invoice.is_some(), "average_invoice")
        }
        SubmissionItem::LargestBalances => {
            let of_buyers = submission.buyers.iter().any(|buyer| buyer.balance.is_some());
            field(submission.largest_balances.is_some() || of_buyers, "largest_balances")
        }
        SubmissionItem::TenLargestBuyers => {
            let all = usize::try_from(submission.number_of_buyers.unwrap_or(10)).unwrap_or(10);
            match submission.buyers.len() {
                given if given >= all.min(10) => Lack::Nothing,
                0 => Lack::All(alloc::vec!["buyers".into()]),
                _ => Lack::Some(alloc::vec!["buyers".into()]),
            }
        }
        SubmissionItem::BuyerNames => buyers("name", &|buyer| buyer.name.is_some()),
        SubmissionItem::BuyerRegisters => buyers("siren", &|buyer| {
            let french = buyer.country.is_some_and(|country| country.code() == "FR");
            buyer.siren.is_some() || !french && buyer.register.is_some()
        }),
        SubmissionItem::BuyerCountries => buyers("country", &|buyer| buyer.country.is_some()),
        SubmissionItem::BuyerBalances => buyers("balance", &|buyer| buyer.balance.is_some()),
        SubmissionItem::BuyerTerms => buyers("terms", &|buyer| buyer.terms.is_some()),
        SubmissionItem::RequestedLimits => {
            buyers("requested_limit", &|buyer| buyer.requested_limit.is_some())
        }
        SubmissionItem::UnpaidHistory => field(submission.unpaid.is_some(), "unpaid"),
        SubmissionItem::Bank => field(submission.bank.is_some(), "bank"),
        SubmissionItem::CurrentPolicy => {
            field(submission.current_policies.is_some(), "current_policies")
        }
    })
}
