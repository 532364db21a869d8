//! Notice periods by country, dated and with their sources (PLA-6).

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{Rule, Step};
use crate::terms::last_day_of_notice;
use crate::value::{Country, Day, Span};

/// Who gives notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeParty {
    /// The policyholder (assuré).
    Policyholder,
    /// The insurer (assureur).
    Insurer,
}

impl NoticeParty {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Policyholder => "policyholder",
            Self::Insurer => "insurer",
        }
    }
}

/// Where a notice period comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeBasis {
    /// The policy says it.
    Policy,
    /// The law of the country says it; a policy may say otherwise where the
    /// law lets it.
    Law,
    /// It is what policies of the country usually say.
    Custom,
}

impl NoticeBasis {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Law => "law",
            Self::Custom => "custom",
        }
    }
}

/// A row of the table: the notice periods of a country in a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticeRow {
    /// The country.
    pub country: Country,
    /// First day on which notice so given counts; absent: since ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last such day; absent: it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// How long before the end the policyholder gives notice.
    pub policyholder: Span,
    /// How long before the end the insurer gives notice.
    pub insurer: Span,
    /// Law or custom.
    pub basis: NoticeBasis,
    /// Where that can be read.
    pub source: &'static str,
}

/// The table as text: country, from, until, policyholder, insurer, basis, source.
/// Business policies only: consumers have more rights in some countries.
const TABLE: &[(&str, &str, &str, &str, &str, NoticeBasis, &str)] = &[
    (
        "BE",
        "",
        "2024-09-30",
        "P3M",
        "P3M",
        NoticeBasis::Law,
        "Law of 4 April 2014, art. 85: https://www.monastucesetconseils.be/2024-04/des-delais-plus-courts-pour-resilier-vos-assurances-a-partir-du-1er-octobre-2024-WAPMPMAR_EU22010801",
    ),
    (
        "BE",
        "2024-10-01",
        "",
        "P2M",
        "P3M",
        NoticeBasis::Law,
        "Law of 9 October 2023: https://allianz.be/fr/pour-courtiers/bulletin/20240912-monthly-cancellation.html",
    ),
    (
        "DE",
        "",
        "",
        "P2M",
        "P2M",
        NoticeBasis::Custom,
        "Usual in credit insurance; VVG § 11 (3) allows one to three months, the same for both: https://haufe.de/recht/deutsches-anwalt-office-premium/20-warenkreditversicherung-vii-ende-des-versicherungsvertrages_idesk_PI17574_HI16641320.html",
    ),
    (
        "ES",
        "2016-01-01",
        "",
        "P1M",
        "P2M",
        NoticeBasis::Law,
        "Ley 50/1980 art. 22, as amended by Ley 20/2015: http://www.casadomenaabogados.es/como-y-cuando-cancelo-mi-seguro/",
    ),
    (
        "FR",
        "",
        "",
        "P2M",
        "P2M",
        NoticeBasis::Custom,
        "Usual in business policies, as in Code des assurances L113-12: https://assurance-auto.pagesjaunes.fr/astuce/voir/720175/resilier-une-assurance-auto-a-l-echeance-annuelle",
    ),
];

/// The table of notice periods.
///
/// # Errors
///
/// None in practice: a test reads every row.
pub fn notice_table() -> Result<Vec<NoticeRow>, Error> {
    let day = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
    TABLE
        .iter()
        .map(|(country, from, until, policyholder, insurer, basis, source)| {
            Ok(NoticeRow {
                country: country.parse()?,
                from: day(from)?,
                until: day(until)?,
                policyholder: policyholder.parse()?,
                insurer: insurer.parse()?,
                basis: *basis,
                source,
            })
        })
        .collect()
}

/// Until when a party can give notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticePeriod {
    /// Who gives it.
    pub by: NoticeParty,
    /// How long before the end.
    pub notice: Span,
    /// The last day on which it is given in time.
    pub last_day: Day,
    /// Policy, law or custom.
    pub basis: NoticeBasis,
    /// Where that can be read; absent: in the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'static str>,
}

impl NoticePeriod {
    /// The step that explains it.
    #[must_use]
    pub fn step(&self) -> Step {
        Step::new("notice_until", Rule::Pla6)
            .fact("by", self.by.code())
            .fact("notice", self.notice)
            .fact("basis", self.basis.code())
            .fact("day", self.last_day)
    }
}

/// Until when each party can give notice in a country, for a policy with this
/// last day: the latest row that holds on the last day that it gives.
///
/// # Errors
///
/// [`Error::NotFound`] for a country without a row that fits;
/// [`Error::InvalidDay`] at the ends of the calendar.
pub fn notice_periods(country: Country, end: Day) -> Result<Vec<NoticePeriod>, Error> {
    let rows = notice_table()?;
    let mut periods = Vec::with_capacity(2);
    for by in [NoticeParty::Policyholder, NoticeParty::Insurer] {
        let own = rows.iter().rev().filter(|row| row.country == country);
        let mut found = None;
        for row in own {
            let notice = match by {
                NoticeParty::Policyholder => row.policyholder,
                NoticeParty::Insurer => row.insurer,
            };
            let last_day = last_day_of_notice(end, notice)?;
            let holds = row.from.is_none_or(|from| from <= last_day)
                && row.until.is_none_or(|until| last_day <= until);
            if holds {
                let (basis, source) = (row.basis, Some(row.source));
                found = Some(NoticePeriod { by, notice, last_day, basis, source });
                break;
            }
        }
        // Between two rows the later, shorter period came into force too late to be used.
        periods.extend(found);
    }
    if periods.len() < 2 {
        return Err(Error::NotFound {
            what: "notice period of",
            given: country.code().into(),
            document: "table: say in the policy's `renewal` what was agreed",
        });
    }
    Ok(periods)
}
