//! A claim, from the ledger to the indemnity.

use alloc::vec::Vec;

use super::account::{
    Admission, ClaimReceivable, CreditKind, DebitKind, Lines, Row, Supplementary, before_delivery,
    parts,
};
use super::cause::{Timing, Waiting, each, event_day, takes_in_all};
use super::credits::{credit, limit_first};
use super::loss::{LossShare, Part};
use super::payment::{Clock, payees};
use super::pipeline::{Case, Outcome, PremiumPaidSoFar, run};
use super::primary::over_primary;
use super::settlement::{Claim, ClaimStatus, Settlement};
use super::state::ClaimState;
use super::year::InsuranceYear;
use crate::answers::cover::{BuyerCover, Question, Verdict, percentage};
use crate::error::Error;
use crate::explain::{Receipt, Rule, Step, Witness};
use crate::facts::{Account, Ledger, PaymentKind};
use crate::terms::{
    AttachmentBasis, Caps, Cause, CreditOrder, DateOfLossPer, Form, Policy, PolicyTerms,
    Step as Clause,
};
use crate::value::{Amount, Calendar, Day, FxMoment, Id, Money, Rates, Share, split};

/// What a claim is settled from.
#[derive(Debug, Clone, Copy)]
pub struct Settling<'a> {
    /// What was agreed.
    pub policy: &'a Policy,
    /// What happened.
    pub ledger: &'a Ledger,
    /// As of the end of which day (LED-1).
    pub as_of: Day,
    /// Exchange rates, for amounts in other currencies.
    pub rates: &'a Rates,
    /// Days on which nobody works, for deadlines that roll.
    pub holidays: &'a Calendar,
}

/// A loss with its account drawn, ready for the pipeline.
struct Drawn {
    rows: Vec<Row>,
    parts: Vec<Part>,
    costs: Part,
    /// Costs that are insured in kind, but of a debt that is not covered.
    idle_costs: Amount,
    lines: Option<super::account::LossAccount>,
    supplementary: Vec<Supplementary>,
    total_debt: Amount,
    insurable: Amount,
    limit: Option<Amount>,
    within_primary: Amount,
}

impl<'a> Settling<'a> {
    /// What the insurer pays for a claim (CLM-1…12).
    ///
    /// `state` is what earlier claims used up, this one not counted; the
    /// answer's state counts it. The steps go to the witness.
    ///
    /// A claim that is not a loss yet, or of a cause that is not covered, is
    /// an answer that pays nothing.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for a buyer that the ledger does not have;
    /// [`Error::Unanswerable`] for a top-up without its primary policy;
    /// [`Error::MissingRate`] and [`Error::Overflow`].
    pub fn settle(
        &self,
        claim: &Claim,
        state: &ClaimState,
        witness: &mut impl Witness,
    ) -> Result<Settlement, Error> {
        let account = self.ledger.account(&claim.buyer).map_err(|error| error.at("claim.buyer"))?;
        let paid = self.paid(claim, account)?;
        let (timing, cover) = self.timing(claim, account, paid.map(|(_, day)| day))?;
        let date_of_loss = match timing {
            Timing::Loss(day) => day,
            Timing::NotYet(day, waits) => {
                let mut answer = self.nothing(claim, state, ClaimStatus::NotYetALoss);
                answer.date_of_loss = day;
                answer.waits_for = Some(waits);
                let cause = claim.cause.name();
                witness.see(|| {
                    let step = |id| {
                        Step::new(id, Rule::Clm1)
                            .fact("cause", cause)
                            .fact("waits_for", waits)
                            .amounts(Amount::ZERO, Amount::ZERO)
                    };
                    match day {
                        Some(day) => step("not_yet_a_loss_until").fact("day", day),
                        None => step("not_yet_a_loss"),
                    }
                });
                return Ok(answer);
            }
        };
        let terms = self.policy.on(date_of_loss);
        witness.see(|| {
            // An insolvency waits for nothing: the waiting period is not what dates it.
            let waits = claim.cause != Cause::Insolvency;
            Step::new("date_of_loss", Rule::Clm1)
                .clause(terms.waiting_period.clause.as_ref().filter(|_| waits))
                .fact("cause", claim.cause.name())
                .fact("day", date_of_loss)
        });
        if !covers(terms, account, claim.cause) {
            let mut answer = self.nothing(claim, state, ClaimStatus::CauseNotCovered);
            answer.date_of_loss = Some(date_of_loss);
            witness.see(|| {
                Step::new("claim_cause_not_covered", Rule::Clm1)
                    .clause(terms.scope.clause.as_ref())
                    .fact("cause", claim.cause.name())
                    .amounts(Amount::ZERO, Amount::ZERO)
            });
            return Ok(answer);
        }
        let mut cover = cover;
        let drawn = if claim.cause == Cause::PreShipment {
            self.before_delivery(claim, account, terms, date_of_loss, witness)?
        } else {
            self.draw(claim, account, &mut cover, terms, date_of_loss, paid, witness)?
        };
        let refused = core::mem::take(&mut cover.refused);
        let mut answer = self.pay(claim, account, terms, date_of_loss, drawn, state, witness)?;
        answer.refused = refused;
        self.balance(&mut answer, account, terms, date_of_loss, paid)?;
        Ok(answer)
    }

    /// What was paid for a claim by the day.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for an unknown buyer; [`Error::Overflow`].
    pub fn paid_for(&self, claim: &Claim) -> Result<Amount, Error> {
        Ok(self.paid_since(claim)?.map_or(Amount::ZERO, |(amount, _)| amount))
    }

    /// What was paid for a claim by the day, and the day of the first payment.
    ///
    /// # Errors
    ///
    /// As [`paid_for`](Self::paid_for).
    pub fn paid_since(&self, claim: &Claim) -> Result<Option<(Amount, Day)>, Error> {
        let account = self.ledger.account(&claim.buyer).map_err(|error| error.at("claim.buyer"))?;
        self.paid(claim, account)
    }

    /// What the buyer of a claim owes on the day, insured or not, on the
    /// receivables that the claim concerns, with the costs borne so far, in
    /// the policy currency.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for an unknown buyer; [`Error::MissingRate`] and
    /// [`Error::Overflow`].
    pub fn debt(&self, claim: &Claim) -> Result<Amount, Error> {
        let account = self.ledger.account(&claim.buyer).map_err(|error| error.at("claim.buyer"))?;
        let cover = self.question(claim.cause, None).buyer(&claim.buyer)?;
        let concerned = |place: usize| {
            let receivable = account.receivables.get(place);
            claim.invoices.is_empty()
                || receivable.is_some_and(|one| claim.invoices.contains(&one.invoice.id))
        };
        let open = cover.receivables.iter().filter(|row| concerned(row.place)).map(|row| row.open);
        let terms = self.policy.on(self.as_of);
        Amount::total(open)?.plus(self.costs(account, terms, self.as_of, |_| true)?)
    }

    /// The date of loss of a claim, if it is one by the day (CLM-1).
    ///
    /// # Errors
    ///
    /// Those of [`settle`](Self::settle).
    pub fn date_of_loss(&self, claim: &Claim) -> Result<Option<Day>, Error> {
        let account = self.ledger.account(&claim.buyer).map_err(|error| error.at("claim.buyer"))?;
        let paid = self.paid(claim, account)?.map(|(_, day)| day);
        match self.timing(claim, account, paid)?.0 {
            Timing::Loss(day) => Ok(Some(day)),
            Timing::NotYet(..) => Ok(None),
        }
    }

    fn question(&self, cause: Cause, date_of_loss: Option<Day>) -> Question<'a> {
        Question {
            policy: self.policy,
            ledger: self.ledger,
            rates: self.rates,
            as_of: self.as_of,
            cause: Some(cause),
            holidays: self.holidays,
            known: self.as_of,
            date_of_loss,
        }
    }

    /// What was paid for a claim by the day, and since when.
    fn paid(&self, claim: &Claim, account: &Account) -> Result<Option<(Amount, Day)>, Error> {
        let concerned = || {
            let all = account.indemnities.iter().filter(|one| one.date <= self.as_of);
            all.filter(|one| claim.id.as_ref().is_none_or(|id| *id == one.claim))
        };
        let Some(first) = concerned().map(|one| one.date).min() else { return Ok(None) };
        Ok(Some((Amount::total(concerned().map(|one| one.amount))?, first)))
    }

    /// The date of loss, and the cover as of the day.
    fn timing(
        &self,
        claim: &Claim,
        account: &'a Account,
        paid: Option<Day>,
    ) -> Result<(Timing, BuyerCover), Error> {
        if claim.cause != Cause::ProtractedDefault {
            let timing = event_day(self.policy, self.ledger, account, claim.cause, self.as_of)?;
            let day = match timing {
                Timing::Loss(day) => Some(day),
                Timing::NotYet(..) => None,
            };
            return Ok((timing, self.question(claim.cause, day).buyer(&claim.buyer)?));
        }
        let cover = self.question(claim.cause, None).buyer(&claim.buyer)?;
        let waiting = Waiting::new(self.policy, account, self.as_of);
        let timing = waiting.of_buyer(account, &cover, &claim.invoices, paid)?;
        // Only an exchange rate or the attachment can depend on the date of loss.
        if let Timing::Loss(day) = timing
            && (self.policy.on(day).attachment.basis == AttachmentBasis::LossesOccurring
                || self.exchanges(account))
        {
            return Ok((timing, self.question(claim.cause, Some(day)).buyer(&claim.buyer)?));
        }
        Ok((timing, cover))
    }

    /// Whether a rate of the date of loss counts.
    fn exchanges(&self, account: &Account) -> bool {
        let terms = self.policy.on(self.as_of);
        let currency = terms.currency;
        terms.fx_date.moments().contains(&FxMoment::DateOfLoss)
            && (self.ledger.currency() != currency
                || account.receivables.iter().any(|one| one.currency != currency)
                || account.limits.iter().any(|one| one.currency.is_some()))
    }

    /// The loss account of open receivables (CLM-2, CLM-3, CLM-7).
    #[expect(clippy::too_many_arguments, reason = "one place that draws the account")]
    fn draw(
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
        let mut lines = Lines::new(&rules.rounding, terms.currency);
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
        if rules.credits == CreditOrder::LimitBeforeCredits {
            limit_first(terms, account, &cover.balances, &mut rows, witness)?;
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

    /// The receivables in the account, and those that fall due later.
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
        let details = core::mem::take(&mut cover.details);
        for (at, (row, detail)) in cover.receivables.iter().zip(details).enumerate() {
            let Some(receivable) = account.receivables.get(row.place) else { continue };
            let invoice = &receivable.invoice.id;
            if !claim.invoices.is_empty() && !claim.invoices.contains(invoice) {
                continue;
            }
            let own = days.get(at).copied().flatten();
            let due = receivable.due_on(self.as_of);
            let is_in = takes_in_all(claim.cause)
                || if per_receivable {
                    own.is_some_and(|day| day <= self.as_of)
                } else {
                    due <= date_of_loss
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
            rows.push(Row {
                place: row.place,
                open: row.open,
                base: row.base,
                drawn: row.base,
                covered: row.covered,
                limit: detail.limit,
                group_room: detail.group_room,
                ceiling: detail.ceiling,
                percentage: row.percentage,
                admission: match (row.verdict, row.insurable) {
                    (Verdict::Suspended, _) => Admission::Suspended,
                    (_, true) => Admission::Admitted,
                    (_, false) => Admission::Refused,
                },
                date_of_loss: own,
                reasons: detail.reasons,
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
        let asked = terms
            .indemnity
            .steps
            .iter()
            .any(|step| matches!(step, Clause::CreditLimit { caps: Caps::Indemnity, .. }));
        if !asked {
            // For the explanation: what the receivables filled.
            return Ok(rows.iter().map(|row| row.limit).max());
        }
        let now = if date_of_loss == self.as_of {
            cover.limit_in_force.amount
        } else {
            let question =
                Question { as_of: date_of_loss, ..self.question(claim.cause, Some(date_of_loss)) };
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
    fn costs(
        &self,
        account: &Account,
        terms: &PolicyTerms,
        date_of_loss: Day,
        counts: impl Fn(crate::terms::CostKind) -> bool,
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

    fn converted(
        &self,
        amount: Amount,
        from: crate::value::Currency,
        terms: &PolicyTerms,
        on: Day,
    ) -> Result<Amount, Error> {
        if from == terms.currency {
            return Ok(amount);
        }
        let exact = self.rates.convert(amount, from, terms.currency, on)?;
        terms.indemnity.rounding.round(exact, terms.currency)
    }

    /// The loss of a contract that ended before delivery: costs of production
    /// and salvage, less advances and resale (CLM-1).
    fn before_delivery(
        &self,
        claim: &Claim,
        account: &Account,
        terms: &PolicyTerms,
        date_of_loss: Day,
        witness: &mut impl Witness,
    ) -> Result<Drawn, Error> {
        let incurred = self.costs(account, terms, date_of_loss, before_delivery)?;
        let mut lines = Lines::new(&terms.indemnity.rounding, terms.currency);
        let mut credits = Amount::ZERO;
        for payment in &account.payments {
            let counts = matches!(payment.kind, PaymentKind::Advance | PaymentKind::Resale);
            if payment.date <= self.as_of && counts {
                let from = payment.currency.unwrap_or(self.ledger.currency());
                let amount = self.converted(payment.amount, from, terms, date_of_loss)?;
                let amount = amount.capped_at(incurred.less(credits)?);
                credits = credits.plus(amount)?;
                lines.credit(payment.kind.into(), amount)?;
            }
        }
        let loss = incurred.less(credits)?;
        witness.see(|| {
            Step::new("pre_shipment_loss", Rule::Clm1)
                .fact("credits", credits)
                .amounts(incurred, loss)
        });
        let question =
            Question { as_of: date_of_loss, ..self.question(claim.cause, Some(date_of_loss)) };
        let limit = question.buyer(&claim.buyer)?.limit_in_force;
        let (share, _) =
            percentage(terms, limit.basis, None, account.buyer.country, Some(claim.cause));
        let part = Part { amount: loss, covered: loss.capped_at(limit.amount), percentage: share };
        let nothing = Part { amount: Amount::ZERO, covered: Amount::ZERO, percentage: share };
        let mut drawn = lines.drawn(
            Amount::ZERO,
            loss,
            (DebitKind::ProductionCosts, incurred, Amount::ZERO),
        )?;
        drawn.debit.retain(|line| line.kind == DebitKind::ProductionCosts);
        drawn.gross_debt = loss;
        drawn.total_debt = loss;
        drawn.uninsured = Amount::ZERO;
        Ok(Drawn {
            rows: Vec::new(),
            parts: alloc::vec![part],
            costs: nothing,
            idle_costs: Amount::ZERO,
            lines: Some(drawn),
            supplementary: Vec::new(),
            total_debt: loss,
            insurable: loss,
            limit: Some(limit.amount),
            within_primary: Amount::ZERO,
        })
    }

    /// Runs the pipeline and says who bears what.
    #[expect(clippy::too_many_arguments, reason = "one place that brings the parts together")]
    fn pay(
        &self,
        claim: &Claim,
        account: &Account,
        terms: &PolicyTerms,
        date_of_loss: Day,
        drawn: Drawn,
        state: &ClaimState,
        witness: &mut impl Witness,
    ) -> Result<Settlement, Error> {
        let year = InsuranceYear::of(&terms.period, date_of_loss)?;
        let case = Case {
            terms,
            total_debt: drawn.total_debt,
            limit: drawn.limit,
            year,
            state,
            premium: self.premium(&year)?,
        };
        let Outcome { indemnity, mut went, insured_loss, eroded, weights, .. } =
            run(&case, drawn.parts, drawn.costs, witness)?;
        let of = |wanted: Admission| {
            Amount::total(
                drawn.rows.iter().filter(|row| row.admission == wanted).map(|row| row.open),
            )
        };
        let (refused, suspended) = (of(Admission::Refused)?, of(Admission::Suspended)?);
        let admitted = drawn.total_debt.less(refused)?.less(suspended)?;
        went.add(LossShare::Uninsured, admitted.less(drawn.insurable)?)?;
        went.add(LossShare::Refused, refused.plus(drawn.idle_costs)?)?;
        went.add(LossShare::Suspended, suspended)?;
        went.add(LossShare::WithinThePrimaryLimit, drawn.within_primary)?;
        let status =
            if indemnity.is_zero() { ClaimStatus::PaysNothing } else { ClaimStatus::Payable };
        let mut answer = self.nothing(claim, state, status);
        answer.state = state.after(year.from, eroded, indemnity)?;
        answer.indemnity.amount = indemnity;
        answer.date_of_loss = Some(date_of_loss);
        answer.insured_loss = insured_loss;
        answer.account = drawn.lines;
        answer.supplementary = drawn.supplementary;
        answer.where_it_went = went.lines();
        let unit = Amount::new(terms.indemnity.rounding.unit_of(terms.currency))?;
        let brought =
            if indemnity.is_zero() { Vec::new() } else { split(indemnity, &weights, unit)? };
        let mut brought = brought.into_iter();
        for row in drawn.rows {
            let Some(receivable) = account.receivables.get(row.place) else { continue };
            let admitted = row.admission == Admission::Admitted;
            let nothing = Amount::ZERO;
            answer.receivables.push(ClaimReceivable {
                invoice: receivable.invoice.id.clone(),
                admission: row.admission,
                open: row.open,
                insurable: if admitted { row.base } else { nothing },
                covered: if admitted { row.covered } else { nothing },
                percentage: row.percentage,
                indemnity: if admitted { brought.next().unwrap_or_default() } else { nothing },
                date_of_loss: row.date_of_loss,
                reasons: row.reasons,
            });
        }
        Ok(answer)
    }

    /// Premium paid by the day (CLM-4).
    fn premium(&self, year: &InsuranceYear) -> Result<PremiumPaidSoFar, Error> {
        let known = || self.ledger.premiums().iter().filter(|paid| paid.date <= self.as_of);
        let in_year = known().filter(|paid| year.contains(paid.date));
        Ok(PremiumPaidSoFar {
            in_year: Amount::total(in_year.map(|paid| paid.amount))?,
            in_all: Amount::total(known().map(|paid| paid.amount))?,
        })
    }

    /// What is still to be paid, or to be paid back, when and to whom.
    fn balance(
        &self,
        answer: &mut Settlement,
        account: &Account,
        terms: &PolicyTerms,
        date_of_loss: Day,
        paid: Option<(Amount, Day)>,
    ) -> Result<(), Error> {
        let paid = paid.map_or(Amount::ZERO, |(amount, _)| amount);
        let indemnity = answer.indemnity.amount;
        answer.already_paid = paid;
        answer.payable = indemnity.less(paid)?;
        answer.refund = paid.less(indemnity)?;
        if !paid.is_zero() {
            answer.status = ClaimStatus::Payable;
        }
        if indemnity.is_zero() {
            return Ok(());
        }
        let Self { as_of, holidays, .. } = *self;
        let clock = Clock { terms, account, date_of_loss, as_of, holidays };
        answer.due = clock.due()?;
        answer.provisional = clock.provisional(indemnity)?;
        answer.payees = payees(terms, &answer.buyer, answer.payable)?;
        Ok(())
    }

    fn nothing(&self, claim: &Claim, state: &ClaimState, status: ClaimStatus) -> Settlement {
        let currency = self.policy.terms().currency;
        Settlement {
            claim: claim.id.clone(),
            buyer: claim.buyer.clone(),
            cause: claim.cause,
            currency,
            status,
            indemnity: Money::new(Amount::ZERO, currency),
            date_of_loss: None,
            waits_for: None,
            already_paid: Amount::ZERO,
            payable: Amount::ZERO,
            refund: Amount::ZERO,
            due: None,
            provisional: None,
            payees: Vec::new(),
            insured_loss: Amount::ZERO,
            account: None,
            receivables: Vec::new(),
            supplementary: Vec::new(),
            refused: Vec::new(),
            where_it_went: Vec::new(),
            state: state.clone(),
            steps: Vec::new(),
            receipt: None,
        }
    }

    /// As [`settle`](Self::settle), with the steps and the receipt in the answer.
    ///
    /// # Errors
    ///
    /// Those of [`settle`](Self::settle).
    pub fn explained(&self, claim: &Claim, state: &ClaimState) -> Result<Settlement, Error> {
        let mut steps = Vec::new();
        let answer = self.settle(claim, state, &mut steps)?;
        let receipt = Some(Receipt::new(self.policy, Some(self.ledger), self.as_of));
        Ok(Settlement { steps, receipt, ..answer })
    }
}

/// Whether a policy covers a cause of loss for a buyer (POL-4).
fn covers(terms: &PolicyTerms, account: &Account, cause: Cause) -> bool {
    let scope = &terms.scope;
    let country = account.buyer.country.and_then(|country| scope.by_country.get(&country));
    country.and_then(|terms| terms.causes.as_ref()).unwrap_or(&scope.causes).contains(&cause)
}

fn no_primary() -> Error {
    let problem = "a top-up pays what is over the primary limit: say what that is".into();
    Error::Unanswerable { problem }.at("claim.primary")
}

/// Receivables in the order in which they fill the limit (COV-5).
fn in_order_of_origin(terms: &PolicyTerms, account: &Account, rows: &mut [Row]) {
    use crate::terms::FillOrder;
    let by = terms.limits.fill_order;
    if by == FillOrder::Delivery {
        // They stand so already.
        return;
    }
    rows.sort_by_key(|row| {
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
