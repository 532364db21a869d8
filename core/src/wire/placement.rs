//! Operations on placements: submissions, stages, offers, renewal.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::documents::NoRequest;
use crate::answers::placement::{
    self, Acceptance, Completeness, GivenNotice, NoticePeriod, NoticeRow, OfferValidity,
    PlacementState, QuoteComparison, QuotesQuestion, RenewalAnswer, RenewalQuestion, Requirements,
    Scenario, Variant,
};
use crate::answers::premium::{DatedTax, PremiumFigures};
use crate::error::Error;
use crate::explain::{Rule, Step};
use crate::facts::{OFFER_VALIDITY, Placement, Quote, Stage, Submission, offer_last_day};
use crate::terms::{OnCutoffDay, Policy, PolicyTerms, StartRule};
use crate::value::{Calendar, Country, Day, Id, Rates, Span, document};

/// What a submission lacks, and for which insurer it matters (PLA-1).
///
/// # Errors
///
/// Those of a submission that contradicts itself.
pub fn check_submission(request: CheckSubmissionRequest) -> Result<Completeness, Error> {
    let CheckSubmissionRequest { submission, insurers } = request;
    placement::completeness(&submission, &insurers)
}

/// The request of [`check_submission`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"submission\": … }")]
pub struct CheckSubmissionRequest {
    /// What the firm tells.
    pub submission: Submission,
    /// The insurers it goes to, and what each asks for; empty: what insurers
    /// usually ask for.
    #[serde(default)]
    pub insurers: Vec<Requirements>,
}

/// Where a placement stands: its stages, replayed (PLA-2).
///
/// # Errors
///
/// Those of [`placement::replay`].
pub fn placement(request: PlacementRequest) -> Result<PlacementState, Error> {
    let PlacementRequest { placement, as_of } = request;
    placement::replay(&placement, as_of).map_err(|error| error.within("placement"))
}

/// The request of [`placement()`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"placement\": … }")]
pub struct PlacementRequest {
    /// The placement file.
    pub placement: Placement,
    /// As of the end of which day; absent: everything recorded counts.
    pub as_of: Option<Day>,
}

/// The stages of a placement and what may follow each (PLA-2).
///
/// # Errors
///
/// The path of an unknown field: the request is an empty object.
pub fn placement_stages(_: NoRequest) -> Result<Vec<StageRow>, Error> {
    let row = |(stage, next): &(Stage, &[Stage])| StageRow { stage: *stage, next: next.to_vec() };
    Ok(Stage::TABLE.iter().map(row).collect())
}

/// A stage and what may follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageRow {
    /// The stage.
    pub stage: Stage,
    /// The stages that may follow; empty: it is an end.
    pub next: Vec<Stage>,
}

/// The last day on which an offer can be accepted (PLA-3).
///
/// # Errors
///
/// [`Error::Unanswerable`] for an acceptance outside that time.
pub fn offer_validity(request: OfferValidityRequest) -> Result<OfferValidity, Error> {
    let OfferValidityRequest { issued, validity, valid_until, accepted, as_of } = request;
    let last_day = offer_last_day(issued, valid_until, validity)?;
    if let Some(accepted) = accepted {
        placement::open_on(None, issued, last_day, accepted)
            .map_err(|error| error.at("accepted"))?;
    }
    Ok(placement::validity(issued, last_day, as_of))
}

const fn a_month() -> Span {
    OFFER_VALIDITY
}

/// The request of [`offer_validity`].
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"issued\": … }")]
pub struct OfferValidityRequest {
    /// When the offer was issued.
    pub issued: Day,
    /// How long it can be accepted; by default a month.
    #[serde(default = "a_month")]
    pub validity: Span,
    /// The last day, where the offer states one.
    pub valid_until: Option<Day>,
    /// The day on which it was accepted, to be checked.
    pub accepted: Option<Day>,
    /// The day from which the days left are counted.
    pub as_of: Option<Day>,
}

/// The first day of a policy, by the day of signature (PLA-4).
///
/// # Errors
///
/// [`Error::OutOfRange`] for a dividing day that no month has.
pub fn effective_date(request: EffectiveDateRequest) -> Result<EffectiveDate, Error> {
    let EffectiveDateRequest { signed, cutoff_day, on_cutoff_day } = request;
    let effective = StartRule { cutoff_day, on_cutoff_day }.first_day(signed)?;
    let step =
        Step::new("effective_date", Rule::Pla4).fact("signed", signed).fact("day", effective);
    Ok(EffectiveDate { effective, steps: alloc::vec![step] })
}

const fn fifteenth() -> u8 {
    15
}

/// The request of [`effective_date`].
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"signed\": … }")]
pub struct EffectiveDateRequest {
    /// The day of signature.
    pub signed: Day,
    /// The day of the month that divides; by default the 15th.
    #[serde(default = "fifteenth")]
    pub cutoff_day: u8,
    /// What a signature on that day itself gives.
    #[serde(default)]
    pub on_cutoff_day: OnCutoffDay,
}

/// The first day of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EffectiveDate {
    /// The first day.
    pub effective: Day,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// Turns a quote into a policy (PLA-3, PLA-4).
///
/// # Errors
///
/// Those of [`placement::accept`].
pub fn accept_quote(request: AcceptQuoteRequest) -> Result<Acceptance, Error> {
    let AcceptQuoteRequest { quote, accepted, signed, policy_id } = request;
    placement::accept(&quote, accepted, signed, policy_id)
}

/// The request of [`accept_quote`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"quote\": …, \"accepted\": … }")]
pub struct AcceptQuoteRequest {
    /// The quote.
    pub quote: Quote,
    /// The day on which it was accepted.
    pub accepted: Day,
    /// The day on which the contract was signed; absent: that of acceptance.
    pub signed: Option<Day>,
    /// The number of the policy; absent: that in the quote.
    pub policy_id: Option<Id>,
}

/// Quotes side by side: what each costs, the limits it gives, and what the
/// same losses cost under each (PLA-5).
///
/// # Errors
///
/// Those of [`placement::compare_quotes`].
pub fn compare_quotes(request: CompareQuotesRequest) -> Result<QuoteComparison, Error> {
    let CompareQuotesRequest {
        submission,
        quotes,
        variants,
        scenarios,
        figures,
        taxes,
        as_of,
        rates,
        holidays,
    } = request;
    placement::compare_quotes(&QuotesQuestion {
        submission: &submission,
        quotes: &quotes,
        variants: &variants,
        scenarios: &scenarios,
        figures: &figures,
        taxes: &taxes,
        as_of,
        rates: &rates,
        holidays: &holidays,
    })
}

/// The request of [`compare_quotes`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"submission\": …, \"quotes\": […] }")]
pub struct CompareQuotesRequest {
    /// What the firm told: turnover, buyers, limits wanted.
    pub submission: Submission,
    /// The quotes, all in the currency of the submission.
    pub quotes: Vec<Quote>,
    /// Quotes with changes that are being negotiated.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// The same losses for every quote.
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
    /// Figures of the year that take the place of those of the submission.
    #[serde(default)]
    pub figures: PremiumFigures,
    /// Dated rates of insurance premium tax that take the place of the table
    /// of the library.
    #[serde(default)]
    pub taxes: Vec<DatedTax>,
    /// The day on which the quotes shall be open.
    pub as_of: Option<Day>,
    /// Exchange rates, for ledgers in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
}

/// Until when each party can give notice in a country (PLA-6).
///
/// # Errors
///
/// [`Error::NotFound`] for a country that the table does not have.
pub fn notice_periods(request: NoticePeriodsRequest) -> Result<Vec<NoticePeriod>, Error> {
    placement::notice_periods(request.country, request.end).map_err(|error| error.at("country"))
}

/// The request of [`notice_periods`].
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"country\": …, \"end\": … }")]
pub struct NoticePeriodsRequest {
    /// The country.
    pub country: Country,
    /// The last day of the policy: 31 December for one that renews on 1 January.
    pub end: Day,
}

/// The table of notice periods, dated and with sources (PLA-6).
///
/// # Errors
///
/// The path of an unknown field: the request is an empty object.
pub fn notice_table(_: NoRequest) -> Result<Vec<NoticeRow>, Error> {
    placement::notice_table()
}

/// Whether and how a policy goes on (PLA-6).
///
/// # Errors
///
/// Those of the policy and of [`placement::renew`].
pub fn renewal(request: RenewalRequest) -> Result<RenewalAnswer, Error> {
    let RenewalRequest { policy, country, notice, agreed, length, changes, endorsement, holidays } =
        request;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let changes = if changes.is_empty() {
        None
    } else {
        let name = match endorsement {
            Some(name) => name,
            None => "renewal".parse()?,
        };
        Some((name, changes))
    };
    placement::renew(&RenewalQuestion {
        policy: &policy,
        country,
        notice,
        agreed,
        length,
        changes,
        holidays: &holidays,
    })
}

const fn a_year() -> Span {
    Span::months(12)
}

/// The request of [`renewal`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": … }")]
pub struct RenewalRequest {
    /// The policy that ends.
    pub policy: PolicyTerms,
    /// Whose notice periods count where the policy has none; absent: those of
    /// the policyholder's country.
    pub country: Option<Country>,
    /// Notice that was given.
    pub notice: Option<GivenNotice>,
    /// Whether the parties agreed to go on.
    #[serde(default)]
    pub agreed: bool,
    /// For how long it goes on; by default twelve months.
    #[serde(default = "a_year")]
    pub length: Span,
    /// The part of the policy that changes then (RFC 7396).
    #[serde(default, deserialize_with = "document::changes")]
    pub changes: Map<String, Value>,
    /// The name of the endorsement that says so; by default `renewal`.
    pub endorsement: Option<Id>,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
}
