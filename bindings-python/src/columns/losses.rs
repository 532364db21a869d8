//! Losses in figures: the indemnity, and who bears the rest, as columns.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader};
use serde_json::Value;
use tradecredit::columns::{Amounts, Indemnities, Losses, NO_DAY, NO_PERCENTAGE, Refusal, settle};
use tradecredit::wire::claim::IndemnityRequest;
use tradecredit::{Amount, Error, Policy, Share, wire};

use super::fields::{Fields, LOSS};
use super::names::Names;
use super::rows::{days, keys, units};
use super::work::{Watch, each};
use super::{Failure, Reading, results};
use crate::cells;
use crate::table::Table;

/// A percentage that is none: its row is refused.
const WRONG_PERCENTAGE: i32 = i32::MAX;

/// Losses that share aggregates with each other only.
#[derive(Default)]
struct Part {
    rows: Vec<usize>,
    scenario: Vec<u32>,
    date_of_loss: Vec<i32>,
    amount: Vec<i128>,
    limit: Vec<i128>,
    percentage: Vec<i32>,
    total_debt: Vec<i128>,
    costs: Vec<i128>,
}

/// What the policy pays for every loss, and the losses that cannot stand; the request is that of
/// `indemnity`, without losses.
pub(crate) fn indemnity(
    request: &str,
    reading: &Reading,
    reader: impl RecordBatchReader,
    watch: &mut Watch<'_>,
) -> Result<(Table, Table), Failure> {
    let IndemnityRequest { policy, losses, state: _, premium_paid, explain: _ } =
        wire::read(request)?;
    if !losses.is_empty() {
        let problem = "the losses are the rows of the frame: leave these out".into();
        return Err(Error::Unanswerable { problem }.at("losses").into());
    }
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let fields = Fields::find(&reader.schema(), &reading.columns, LOSS)?;
    let scale = fields.scale(policy.terms().currency.minor_digits());
    let batches = reading.batches(reader, "losses")?;
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    watch.expect(rows, 1);

    let parts = parts(&batches, &fields, scale, watch.threads());
    drop(batches);
    let size = |part: &Part| part.rows.len();
    let settled = each(parts, watch, size, |part| part.settled(&policy, scale, premium_paid))?;
    let mut refused: Vec<(usize, Refusal)> = Vec::new();
    for (places, answers) in &settled {
        refused.extend(answers.refused.iter().map(|refusal| {
            let within = usize::try_from(refusal.row).ok();
            let row = within.and_then(|within| places.get(within)).copied().unwrap_or_default();
            (row, Refusal { row: 0, ..refusal.clone() })
        }));
    }
    Ok((results::indemnities(settled, rows, &refused, scale)?, results::refused(refused)?))
}

/// The rows by scenario, for a number of threads: without scenarios, all in one.
fn parts(batches: &[RecordBatch], fields: &Fields, scale: u32, threads: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    parts.resize_with(threads, Part::default);
    let mut names = Names::default();
    let mut row = 0;
    for batch in batches {
        let count = batch.num_rows();
        let column = |fact| fields.column(batch, fact);
        let amounts = |fact, absent: i128| {
            column(fact).map_or_else(|| vec![absent; count].into(), |column| units(column, scale))
        };
        let scenario = column("scenario").map_or_else(|| vec![0; count], |all| names.numbers(all));
        let date = column("date_of_loss").map_or_else(|| vec![NO_DAY; count].into(), days);
        let percentage =
            column("percentage").map_or_else(|| vec![NO_PERCENTAGE; count], percentages);
        let (amount, costs) = (amounts("amount", i128::MIN), amounts("costs", i128::MIN));
        let (limit, debt) = (amounts("limit", i128::MIN), amounts("total_debt", i128::MIN));
        let scenarios = scenario.iter().zip(date.iter()).zip(&percentage);
        let figures = amount.iter().zip(limit.iter()).zip(debt.iter().zip(costs.iter()));
        for (((scenario, date), percentage), ((amount, limit), (debt, costs))) in
            scenarios.zip(figures)
        {
            let place = usize::try_from(*scenario).unwrap_or_default() % threads;
            if let Some(part) = parts.get_mut(place) {
                part.rows.push(row);
                part.scenario.push(*scenario);
                part.date_of_loss.push(*date);
                part.amount.push(*amount);
                part.limit.push(*limit);
                part.percentage.push(*percentage);
                part.total_debt.push(*debt);
                part.costs.push(*costs);
            }
            row += 1;
        }
    }
    parts
}

impl Part {
    fn settled(
        self,
        policy: &Policy,
        scale: u32,
        premium_paid: Amount,
    ) -> Result<(Vec<usize>, Indemnities<i128>), Failure> {
        let losses = Losses {
            scenario: Some(&self.scenario),
            date_of_loss: Some(&self.date_of_loss),
            limit: Some(Amounts::I128(&self.limit)),
            percentage: Some(&self.percentage),
            total_debt: Some(Amounts::I128(&self.total_debt)),
            costs: Some(Amounts::I128(&self.costs)),
            ..Losses::new(Amounts::I128(&self.amount))
        };
        let answers = settle::<i128>(policy, &losses, scale, premium_paid)?;
        Ok((self.rows, answers))
    }
}

/// Percentages such as `90%`, in hundredths of a percent.
fn percentages(column: &ArrayRef) -> Vec<i32> {
    if let Some(coded) = column.as_any_dictionary_opt() {
        let values = percentages(coded.values());
        let read = |key: Option<usize>| values.get(key?).copied();
        return keys(coded).into_iter().map(|key| read(key).unwrap_or(NO_PERCENTAGE)).collect();
    }
    let hundredths = |text: &str| {
        let share = text.parse::<Share>().ok()?.get().normalize();
        let factor = 10_i128.checked_pow(4_u32.checked_sub(share.scale())?)?;
        i32::try_from(share.mantissa().checked_mul(factor)?).ok()
    };
    let read = |row| match cells::cell(column.as_ref(), row) {
        Ok(Some(Value::String(text))) => hundredths(&text).unwrap_or(WRONG_PERCENTAGE),
        Ok(None) => NO_PERCENTAGE,
        _ => WRONG_PERCENTAGE,
    };
    (0..column.len()).map(read).collect()
}
