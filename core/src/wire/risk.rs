//! Operations on buyer risk: grades, watch, and what a portfolio may lose.

use alloc::vec::Vec;

use serde::Deserialize;

use crate::answers::cover::{PlannedOrder, Question};
use crate::answers::risk::{
    self, AgedBalance, BuyerProbability, Concentration, DaysSalesOutstanding, ExpectedLosses,
    GradeToRead, GradesCheck, Holding, Looks, LossHistory, LossRates, Portfolio, Precision,
    ProvisionMatrix, RiskFigures, RiskTerms, SalesFigures, SalesPeriod, Watch, WatchEvent,
    Watching,
};
use crate::error::Error;
use crate::facts::{Ledger, LedgerDocument};
use crate::terms::{GradeBook, Grades, Policy, PolicyTerms, WatchRules};
use crate::value::{
    Amount, Calendar, Currency, Day, Id, Rate, Rates, Rounding, Share, Span, document,
};

/// The request of [`check_grades`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"grades\": …, \"read\": […] }")]
pub struct CheckGradesRequest {
    /// Scales, mappings and probabilities of default.
    pub grades: GradeBook,
    /// Grades to be read on them.
    #[serde(default)]
    pub read: Vec<GradeToRead>,
}

/// The request of [`concentration`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"holdings\": […] }")]
pub struct ConcentrationRequest {
    /// What each name stands for.
    pub holdings: Vec<Holding>,
    /// How many of the largest are listed; by default ten.
    #[serde(default = "ten")]
    pub largest: u16,
    /// How percentages and the index are rounded.
    #[serde(default)]
    pub precision: Precision,
}

pub(super) fn ten() -> u16 {
    10
}

/// The request of [`days_sales_outstanding`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"receivables\": …, \"periods\": […] }")]
pub struct DaysSalesOutstandingRequest {
    /// What is owed at the end of the last period.
    pub receivables: Amount,
    /// What was owed before the first period: the simple method then takes the
    /// average of both.
    pub opening: Option<Amount>,
    /// The part of what is owed that is not due yet.
    pub not_due: Option<Amount>,
    /// Sales, the last period first.
    pub periods: Vec<SalesPeriod>,
    /// How days are rounded.
    #[serde(default)]
    pub precision: Precision,
}

/// The request of [`loss_rates`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"history\": … }")]
pub struct LossRatesRequest {
    /// What became of receivables.
    pub history: LossHistory,
    /// How percentages are rounded.
    #[serde(default)]
    pub precision: Precision,
}

/// The request of [`provision_matrix`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"ages\": […] }")]
pub struct ProvisionMatrixRequest {
    /// The currency of the balances.
    pub currency: Currency,
    /// What is open, the youngest age first.
    pub ages: Vec<AgedBalance>,
    /// What became of receivables, for ages without a rate of their own.
    pub history: Option<LossHistory>,
    /// How amounts are rounded.
    #[serde(default)]
    pub rounding: Rounding,
    /// How percentages are rounded.
    #[serde(default)]
    pub precision: Precision,
}

/// The request of [`expected_loss`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"risks\": […] }")]
pub struct ExpectedLossRequest {
    /// The currency of the amounts.
    pub currency: Currency,
    /// The risks.
    pub risks: Vec<RiskFigures>,
    /// How amounts are rounded.
    #[serde(default)]
    pub rounding: Rounding,
}

fn precise(precision: Precision) -> Result<Precision, Error> {
    precision.checked().map_err(|error| error.within("precision"))
}

/// Checks grade scales and reads grades on them (RSK-1).
///
/// # Errors
///
/// [`Error::Contradictions`] with every part of the grade book that cannot
/// stand; [`Error::NotFound`] for a grade outside its scale.
pub fn check_grades(request: CheckGradesRequest) -> Result<GradesCheck, Error> {
    let CheckGradesRequest { grades, read } = request;
    let grades = Grades::new(&grades).map_err(|error| error.at("grades"))?;
    risk::read_grades(&grades, &read)
}

/// How concentrated exposures are (RSK-3).
///
/// # Errors
///
/// [`Error::Overflow`].
pub fn concentration(request: ConcentrationRequest) -> Result<Concentration, Error> {
    let ConcentrationRequest { holdings, largest, precision } = request;
    risk::concentration(&holdings, largest, precise(precision)?)
}

/// Days sales outstanding by the simple and by the count-back method (RSK-3).
///
/// # Errors
///
/// [`Error::Unanswerable`] for figures that contradict each other.
pub fn days_sales_outstanding(
    request: DaysSalesOutstandingRequest,
) -> Result<DaysSalesOutstanding, Error> {
    let DaysSalesOutstandingRequest { receivables, opening, not_due, periods, precision } = request;
    let figures = SalesFigures { receivables, opening, not_due, periods };
    risk::days_sales_outstanding(&figures, precise(precision)?)
}

/// Loss rates by age from what became of receivables (RSK-3).
///
/// # Errors
///
/// [`Error::Unanswerable`] for figures that contradict each other, at their path.
pub fn loss_rates(request: LossRatesRequest) -> Result<LossRates, Error> {
    let LossRatesRequest { history, precision } = request;
    risk::loss_rates(&history, precise(precision)?).map_err(|error| error.within("history"))
}

/// The provision matrix of IFRS 9 on aged balances (RSK-3).
///
/// # Errors
///
/// [`Error::Unanswerable`] for an age without a rate, at its path.
pub fn provision_matrix(request: ProvisionMatrixRequest) -> Result<ProvisionMatrix, Error> {
    let ProvisionMatrixRequest { currency, ages, history, rounding, precision } = request;
    let rounded = (rounding, precise(precision)?);
    let mut steps = Vec::new();
    let matrix = risk::provision_matrix(&ages, history.as_ref(), currency, rounded, &mut steps)?;
    Ok(ProvisionMatrix { steps, ..matrix })
}

/// What risks are expected to lose, before and after what is insured (RSK-3).
///
/// # Errors
///
/// [`Error::Unanswerable`] for figures that contradict each other, at their path.
pub fn expected_loss(request: ExpectedLossRequest) -> Result<ExpectedLosses, Error> {
    let ExpectedLossRequest { currency, risks, rounding } = request;
    let mut steps = Vec::new();
    let losses = risk::expected_losses(&risks, currency, rounding, &mut steps)?;
    Ok(ExpectedLosses { steps, ..losses })
}

/// The request of [`watch`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "{ \"policy\": …, \"ledger\": …, \"as_of\": …, \"rules\": … }"
)]
pub struct WatchRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// As of the end of which day.
    pub as_of: Day,
    /// Which event suggests what.
    pub rules: WatchRules,
    /// The scales of grades.
    #[serde(default)]
    pub grades: GradeBook,
    /// What was learnt beside the ledger.
    #[serde(default, deserialize_with = "document::all_told_apart")]
    pub events: Vec<WatchEvent>,
    /// Planned orders: what would the decisions do to them?
    #[serde(default)]
    pub orders: Vec<PlannedOrder>,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
}

/// Which limit action events suggest, and what it would do to cover (RSK-2).
///
/// # Errors
///
/// Those of the documents; [`Error::NotFound`] for an event on an unknown
/// buyer, and a grade outside its scale.
pub fn watch(request: WatchRequest) -> Result<Watch, Error> {
    let WatchRequest { policy, ledger, as_of, rules, grades, events, orders, rates, holidays } =
        request;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let document = ledger;
    let ledger = Ledger::new(document.clone()).map_err(|error| error.at("ledger"))?;
    let grades = Grades::new(&grades).map_err(|error| error.at("grades"))?;
    let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
    let watching = Watching { rules: &rules, grades: &grades, events: &events, orders: &orders };
    let mut steps = Vec::new();
    let watch = risk::watch(&question, document, &watching, &mut steps)?;
    Ok(Watch { steps, ..watch })
}

/// The request of [`evaluate_portfolio`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"ledger\": …, \"as_of\": … }")]
pub struct EvaluatePortfolioRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// As of the end of which day.
    pub as_of: Day,
    /// Scales of grades, with probabilities of default.
    #[serde(default)]
    pub grades: GradeBook,
    /// The scale on which the ledger's grades stand; absent: they do not count.
    pub scale: Option<Id>,
    /// Buyers whose probability of default is known by itself.
    #[serde(default)]
    pub probabilities: Vec<BuyerProbability>,
    /// The probability of default of buyers without one; absent: they are
    /// listed and not counted.
    pub unrated: Option<Share>,
    /// What of an exposure is lost at default; by default all of it.
    #[serde(default = "all")]
    pub loss_given_default: Share,
    /// The premium of the year, for a maximum liability that multiplies it.
    #[serde(default)]
    pub premium: Amount,
    /// How many of the largest are listed; by default ten.
    #[serde(default = "ten")]
    pub largest: u16,
    /// How far back sales count for days sales outstanding; by default a year.
    #[serde(default = "a_year")]
    pub sales_over: Span,
    /// How far back due dates count for loss rates; by default three years.
    #[serde(default = "three_years")]
    pub history_over: Span,
    /// Loss rates of the six ages of COV-9 in place of the ledger's own.
    #[serde(default)]
    pub loss_rates: Vec<Share>,
    /// What the future makes of the ledger's loss rates; by default 100 %.
    pub outlook: Option<Rate>,
    /// How percentages, days and indices are rounded.
    #[serde(default)]
    pub precision: Precision,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
}

fn all() -> Share {
    Share::ALL
}

fn a_year() -> Span {
    Span::months(12)
}

fn three_years() -> Span {
    Span::months(36)
}

/// A portfolio as of a day: concentration, ageing, days sales outstanding,
/// insured share, loss rates, provisions, expected loss (RSK-3).
///
/// # Errors
///
/// Those of the documents; [`Error::NotFound`] for an unknown buyer or scale;
/// [`Error::Unanswerable`] for a top-up.
pub fn evaluate_portfolio(request: EvaluatePortfolioRequest) -> Result<Portfolio, Error> {
    let asked = request;
    let policy = Policy::new(asked.policy).map_err(|error| error.at("policy"))?;
    let ledger = Ledger::new(asked.ledger).map_err(|error| error.at("ledger"))?;
    let grades = Grades::new(&asked.grades).map_err(|error| error.at("grades"))?;
    if let Some(scale) = &asked.scale {
        grades.scale(scale).map_err(|error| error.at("scale"))?;
    }
    let question = Question::new(&policy, &ledger, &asked.rates, &asked.holidays, asked.as_of);
    let looks = Looks {
        largest: asked.largest,
        sales_over: asked.sales_over,
        history_over: asked.history_over,
        loss_rates: &asked.loss_rates,
        outlook: asked.outlook,
        risk: RiskTerms {
            grades: &grades,
            scale: asked.scale.as_ref(),
            probabilities: &asked.probabilities,
            unrated: asked.unrated,
            loss_given_default: asked.loss_given_default,
            premium: asked.premium,
        },
        precision: precise(asked.precision)?,
    };
    let mut steps = Vec::new();
    let portfolio = risk::evaluate(&question, &looks, &mut steps)?;
    Ok(Portfolio { steps, ..portfolio })
}
