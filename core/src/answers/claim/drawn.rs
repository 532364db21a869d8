//! From the ledger to the loss account: which receivables are in, what came
//! in on them, what their limits cover, what they cost (CLM-2, CLM-3, CLM-7).

use alloc::vec::Vec;

use super::account::{
    Admission, CreditKind, DebitKind, Lines, LossAccount, Row, Supplementary, parts,
};
use super::cause::{Waiting, each, takes_in_all};
use super::credits::{credit, limit_first};
use super::loss::Part;
use super::primary::over_primary;
use super::settle::Settling;
use super::settlement::Claim;
use crate::answers::cover::fx::Exchange;
use crate::answers::cover::{BuyerCover, Question, ReasonCode};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::facts::Account;
use crate::terms::{
    Caps, Cause, CostKind, CreditOrder, DateOfLossPer, FillOrder, Form, PolicyTerms, Step as Clause,
};
use crate::value::order;
use crate::value::{Amount, Currency, Day, Id, Share};

/// A loss with its account drawn, ready for the pipeline.
pub(super) struct Drawn {
    pub(super) rows: Vec<Row>,
    pub(super) parts: Vec<Part>,
    pub(super) costs: Part,
    /// Costs that are insured in kind, but of a debt that is not covered.
    pub(super) idle_costs: Amount,
    pub(super) lines: Option<LossAccount>,
    pub(super) supplementary: Vec<Supplementary>,
    pub(super) total_debt: Amount,
    pub(super) insurable: Amount,
    pub(super) limit: Option<Amount>,
    pub(super) within_primary: Amount,
}

impl Settling<'_> {
    /// The loss account of open receivables (CLM-2, CLM-3, CLM-7).
    #[expect(clippy::too_many_arguments, reason = "one place that draws the account")]
    pub(super) fn draw(
        &self,
        claim: &Claim,
        account: &Account,
        cover: &mut BuyerCover,
        terms: &PolicyTerms,
        date_of_loss: Day,
        paid: Option<(Amount, Day)>,
        witness: &mut impl Witness,
    ) -> Result<Drawn, Error> {
        let (mut rows, supplementary) = self.rows(claim, account, cover, terms, date_of_loss)?;
        in_order_of_origin(terms, account, &mut rows);
        let rules = &terms.indemnity;
        let mut lines = Lines::new(rules.rounding, terms.currency);
        for row in &rows {
            if let (Some(receivable), Some(balance)) =
                (account.receivables.get(row.place), cover.balances.receivables.get(row.place))
            {
                lines.receivable(account, receivable, balance, row.open)?;
            }
        }
        for (amount, invoices) in self.recovered(account, paid, terms)? {
            let over = credit(terms, account, &mut rows, amount, invoices)?;
            lines.credit(CreditKind::Recovery, amount.less(over)?)?;
        }
        if rules.credits == CreditOrder::LimitBeforeCredits && limits(terms).next().is_some() {
            let question = self.figures(claim.cause, Some(date_of_loss));
            let exchange = Exchange::of_question(&question);
            let base_on = |place: usize, day: Day| {
                let balance = cover.balances.receivables.get(place);
                let (Some(receivable), Some(balance)) = (account.receivables.get(place), balance)
                else {
                    return Ok(Amount::ZERO);
                };
                let (terms, _) = question.version(receivable.invoice.delivery);
                exchange.of(receivable)?.base(terms, receivable, balance.open_on(day), day)
            };
            limit_first(terms, account, cover, &mut rows, base_on, witness)?;
        }
        let total_debt = Amount::total(rows.iter().map(|row| row.open))?;
        let mut parts = parts(&rows);
        let insurable = Amount::total(parts.iter().map(|part| part.amount))?;
        let all_costs =
            self.costs(account, terms, date_of_loss, |kind| rules.insured_costs.contains(&kind))?;
        // Costs of a debt of which nothing is covered are no insured loss.
        let first = parts.iter().find(|part| !part.covered.is_zero());
        let insured_costs = if first.is_some() { all_costs } else { Amount::ZERO };
        let share = first.map_or(Share::NONE, |part| part.percentage);
        let costs = Part { amount: insured_costs, covered: insured_costs, percentage: share };
        let account_lines = lines.drawn(
            total_debt,
            insurable,
            (DebitKind::InsuredCosts, all_costs, insured_costs),
        )?;
        shown(&rows, account, witness);
        let limit = self.limit_at_loss(claim, cover, &rows, terms, date_of_loss)?;
        let within_primary = match (&terms.form, &claim.primary) {
            (Form::TopUp { .. }, None) => return Err(no_primary()),
            (_, Some(primary)) => {
                let own = rows.iter().map(|row| row.limit).max().unwrap_or_default();
                over_primary(&mut parts, primary, Some(own), witness)?
            }
            (_, None) => Amount::ZERO,
        };
        Ok(Drawn {
            rows,
            parts,
            costs,
            idle_costs: all_costs.less(insured_costs)?,
            lines: Some(account_lines),
            supplementary,
            total_debt,
            insurable,
            limit,
            within_primary,
        })
    }

    /// The receivables in the account, and those that were delivered or fall
    /// due later.
    fn rows(
        &self,
        claim: &Claim,
        account: &Account,
        cover: &mut BuyerCover,
        terms: &PolicyTerms,
        date_of_loss: Day,
    ) -> Result<(Vec<Row>, Vec<Supplementary>), Error> {
        let per_receivable = claim.cause == Cause::ProtractedDefault
            && terms.waiting_period.date_of_loss_per == DateOfLossPer::Receivable;
        let days = if per_receivable {
            each(&Waiting::new(self.policy, account, self.as_of), account, cover)?
        } else {
            Vec::new()
        };
        let mut rows = Vec::with_capacity(cover.receivables.len());
        let mut supplementary = Vec::new();
        // Without the step no limit applies (CLM-4), nor the want of one.
        let limited = limits(terms).next().is_some();
        for (at, (row, detail)) in cover.receivables.iter().zip(&mut cover.details).enumerate() {
            let Some(receivable) = account.receivables.get(row.place) else { continue };
            let invoice = &receivable.invoice.id;
            if !claim.invoices.is_empty() && !claim.invoices.contains(invoice) {
                continue;
            }
            let own = days.get(at).copied().flatten();
            let due = receivable.due_on(self.as_of);
            let is_in = if per_receivable {
                own.is_some_and(|day| day <= self.as_of)
            } else {
                receivable.invoice.delivery <= date_of_loss
                    && (takes_in_all(claim.cause) || due <= date_of_loss)
            };
            if !is_in {
                let invoice = invoice.clone();
                supplementary.push(Supplementary {
                    invoice,
                    due,
                    open: row.open,
                    date_of_loss: own,
                });
                continue;
            }
            if !limited {
                detail.reasons.retain(|reason| !reason.code.is_of_the_limit());
                detail.codes = detail.codes.without_those_of_the_limit();
                detail.excluding = detail.excluding.without_those_of_the_limit();
            }
            let disputed = detail.codes.contains(ReasonCode::Disputed);
            let admission = match (detail.excluding.is_empty(), disputed) {
                (false, _) => Admission::Refused,
                (true, true) => Admission::Suspended,
                (true, false) => Admission::Admitted,
            };
            let whole = !limited && admission == Admission::Admitted;
            rows.push(Row {
                place: row.place,
                open: row.open,
                base: row.base,
                drawn: row.base,
                covered: if whole { row.base } else { row.covered },
                filled: row.covered,
                limit: detail.limit,
                room: detail.room.capped_at(detail.group_room.unwrap_or(detail.room)),
                ceiling: detail.ceiling,
                percentage: row.percentage,
                admission,
                date_of_loss: own,
                codes: detail.codes,
                reasons: core::mem::take(&mut detail.reasons),
            });
        }
        Ok((rows, supplementary))
    }

    /// The limit in force at the date of loss, where a step asks for it. A
    /// limit that ended by then still holds for what it covered (COV-6): the
    /// highest among the receivables.
    fn limit_at_loss(
        &self,
        claim: &Claim,
        cover: &BuyerCover,
        rows: &[Row],
        terms: &PolicyTerms,
        date_of_loss: Day,
    ) -> Result<Option<Amount>, Error> {
        if !limits(terms).any(|caps| caps == Caps::Indemnity) {
            // For the explanation: what the receivables filled.
            return Ok(rows.iter().map(|row| row.limit).max());
        }
        let now = if date_of_loss == self.as_of {
            cover.limit_in_force.amount
        } else {
            let question =
                Question { as_of: date_of_loss, ..self.figures(claim.cause, Some(date_of_loss)) };
            question.buyer(&claim.buyer)?.limit_in_force.amount
        };
        if !now.is_zero() {
            return Ok(Some(now));
        }
        let admitted = rows.iter().filter(|row| row.admission == Admission::Admitted);
        Ok(Some(admitted.map(|row| row.limit).max().unwrap_or_default()))
    }

    /// What was recovered before any indemnity was paid, net of its costs (REC-1).
    fn recovered<'b>(
        &self,
        account: &'b Account,
        paid: Option<(Amount, Day)>,
        terms: &PolicyTerms,
    ) -> Result<Vec<(Amount, &'b [Id])>, Error> {
        let mut found = Vec::new();
        for recovery in &account.recoveries {
            let credited = paid.is_none_or(|(_, first)| recovery.date < first);
            if recovery.date > self.as_of || !credited {
                continue;
            }
            let net = recovery.amount.less(recovery.costs)?;
            let from = recovery.currency.unwrap_or(self.ledger.currency());
            let net = self.converted(net, from, terms, recovery.date)?;
            found.push((net, recovery.invoices.as_slice()));
        }
        Ok(found)
    }

    /// The costs of some kinds, known by the day.
    pub(super) fn costs(
        &self,
        account: &Account,
        terms: &PolicyTerms,
        date_of_loss: Day,
        counts: impl Fn(CostKind) -> bool,
    ) -> Result<Amount, Error> {
        let mut sum = Amount::ZERO;
        for cost in &account.costs {
            if cost.date <= self.as_of && counts(cost.kind) {
                let from = cost.currency.unwrap_or(self.ledger.currency());
                sum = sum.plus(self.converted(cost.amount, from, terms, date_of_loss)?)?;
            }
        }
        Ok(sum)
    }

    pub(super) fn converted(
        &self,
        amount: Amount,
        from: Currency,
        terms: &PolicyTerms,
        on: Day,
    ) -> Result<Amount, Error> {
        if from == terms.currency {
            return Ok(amount);
        }
        let exact = self.rates.convert(amount, from, terms.currency, on)?;
        terms.indemnity.rounding.to_minor_unit().round(exact, terms.currency)
    }
}

/// What the limit caps, for each step of that kind.
fn limits(terms: &PolicyTerms) -> impl Iterator<Item = Caps> {
    terms.indemnity.steps.iter().filter_map(|step| match step {
        Clause::CreditLimit { caps, .. } => Some(*caps),
        _ => None,
    })
}

fn no_primary() -> Error {
    let problem = "a top-up pays what is over the primary limit: say what that is".into();
    Error::Unanswerable { problem }.at("claim.primary")
}

/// Receivables in the order in which they fill the limit (COV-5).
fn in_order_of_origin(terms: &PolicyTerms, account: &Account, rows: &mut [Row]) {
    let by = terms.limits.fill_order;
    if by == FillOrder::Delivery {
        // They stand so already.
        return;
    }
    order::by_key(rows, |row| {
        account.receivables.get(row.place).map(|one| {
            let first = if by == FillOrder::Due { one.due } else { one.invoice.invoiced() };
            (first, one.invoice.invoiced(), &one.invoice.id)
        })
    });
}

/// Shows what is not admitted, and why.
fn shown(rows: &[Row], account: &Account, witness: &mut impl Witness) {
    for row in rows.iter().filter(|row| row.admission != Admission::Admitted) {
        let Some(receivable) = account.receivables.get(row.place) else { continue };
        witness.see(|| {
            let id = match row.admission {
                Admission::Suspended => "receivable_suspended",
                Admission::Refused | Admission::Admitted => "receivable_refused",
            };
            Step::new(id, Rule::Clm7).fact("invoice", &receivable.invoice.id).fact("open", row.open)
        });
        for reason in &row.reasons {
            witness.see(|| reason.step());
        }
    }
}
