//! What a firm tells insurers so that they can quote.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Problem};
use crate::value::order;
use crate::value::{
    Amount, Country, Currency, Day, Id, Siren, TermsOfPayment, document::once_each,
};

/// The version of the submission document that this crate reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SubmissionSchema {
    /// `tradecredit/submission/1`
    #[default]
    #[serde(rename = "tradecredit/submission/1")]
    V1,
}

/// A submission to insurers (PLA-1). French: dossier de consultation,
/// questionnaire d'assurance-crédit.
///
/// Everything but the names may be absent: the completeness report says what
/// is missing, and for whom it matters. An empty list says "none", an absent
/// one says nothing. Amounts are in the currency of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a submission, as an object")]
pub struct Submission {
    /// Always `tradecredit/submission/1`.
    pub schema: SubmissionSchema,
    /// The firm that wants cover.
    pub client: Id,
    /// The currency of the amounts.
    pub currency: Currency,
    /// Where the firm is established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The day of the balances.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Insurable turnover expected for the next twelve months, without tax
    /// (chiffre d'affaires assurable); absent: the sum by country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turnover: Option<Amount>,
    /// The same by country of the buyers.
    #[serde(default, deserialize_with = "once_each", skip_serializing_if = "BTreeMap::is_empty")]
    pub turnover_by_country: BTreeMap<Country, Amount>,
    /// What the firm does (secteur d'activité).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Id>,
    /// How many buyers it has on credit terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_buyers: Option<u32>,
    /// What an invoice comes to on average.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_invoice: Option<Amount>,
    /// The largest balances outstanding (plus gros encours); absent: those of
    /// the buyers below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub largest_balances: Option<Vec<Amount>>,
    /// The buyers that an insurer shall look at, at least the ten largest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buyers: Vec<SubmittedBuyer>,
    /// Debts of the last years that were not paid (historique des impayés).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpaid: Option<Vec<UnpaidDebt>>,
    /// The firm's bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<Id>,
    /// The credit insurance in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_policies: Option<Vec<CurrentPolicy>>,
}

/// A buyer in a submission (PLA-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a buyer of a submission, as an object")]
pub struct SubmittedBuyer {
    /// Its name in this document and in the quotes.
    pub id: Id,
    /// Its trade name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Id>,
    /// Its SIREN, for a French firm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siren: Option<Siren>,
    /// Its number in another public register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<Id>,
    /// Where it is established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Its balance outstanding (encours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<Amount>,
    /// Its terms of payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsOfPayment>,
    /// The limit that is wanted on it; absent: its balance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_limit: Option<Amount>,
}

/// A debt that was not paid (PLA-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an unpaid debt, as an object")]
pub struct UnpaidDebt {
    /// When it fell due.
    pub date: Day,
    /// How much was not paid.
    pub amount: Amount,
    /// Who owed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Id>,
    /// What came in later.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub recovered: Amount,
}

/// Credit insurance in force (PLA-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a policy in force, as an object")]
pub struct CurrentPolicy {
    /// Who insures.
    pub insurer: Id,
    /// The policy number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Id>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
}

impl SubmittedBuyer {
    /// The limit that is wanted: as asked for, else the balance (PLA-5).
    #[must_use]
    pub fn wanted(&self) -> Option<Amount> {
        self.requested_limit.or(self.balance)
    }
}

impl Submission {
    /// Finds what cannot stand: a turnover that its parts do not sum to, a
    /// buyer that stands twice.
    ///
    /// # Errors
    ///
    /// [`Error::Contradictions`] with every one and its path; [`Error::Overflow`].
    pub fn check(&self) -> Result<(), Error> {
        let mut problems = Vec::new();
        if let (Some(whole), Some(parts)) = (self.turnover, self.by_country()?)
            && whole != parts
        {
            problems.push(Problem {
                path: "turnover_by_country".into(),
                code: "conflict",
                message: alloc::format!(
                    "the countries sum to {parts}, the turnover is {whole}: correct one of them"
                ),
            });
        }
        for (at, buyer) in self.buyers.iter().enumerate() {
            if self.buyers.iter().take(at).any(|other| other.id == buyer.id) {
                problems.push(Problem {
                    path: alloc::format!("buyers[{at}].id"),
                    code: "duplicate",
                    message: alloc::format!("the buyer `{}` stands here twice", buyer.id),
                });
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(Error::Contradictions { document: "submission", problems })
    }

    fn by_country(&self) -> Result<Option<Amount>, Error> {
        if self.turnover_by_country.is_empty() {
            return Ok(None);
        }
        Amount::total(self.turnover_by_country.values().copied()).map(Some)
    }

    /// The turnover expected: as stated, else the sum by country.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn expected_turnover(&self) -> Result<Option<Amount>, Error> {
        match self.turnover {
            Some(turnover) => Ok(Some(turnover)),
            None => self.by_country(),
        }
    }

    /// The places of the ten buyers with the largest balances, largest first,
    /// ties as given.
    #[must_use]
    pub fn top_ten(&self) -> Vec<usize> {
        let mut places: Vec<(Amount, usize)> = self
            .buyers
            .iter()
            .enumerate()
            .map(|(place, buyer)| {
                (buyer.balance.or(buyer.requested_limit).unwrap_or_default(), place)
            })
            .collect();
        order::by(&mut places, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        places.into_iter().take(10).map(|(_, place)| place).collect()
    }
}
