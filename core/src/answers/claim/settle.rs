//! A claim, from the ledger to the indemnity.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::account::{Admission, ClaimReceivable};
use super::cause::{Timing, Waiting, event_day};
use super::drawn::Drawn;
use super::loss::{LossShare, Part, WhereItWent};
use super::payment::{Clock, payees};
use super::pipeline::{Case, Outcome, PremiumPaidSoFar, run};
use super::settlement::{Claim, ClaimStatus, Settlement};
use super::shared::Shared;
use super::state::ClaimState;
use super::year::InsuranceYear;
use crate::answers::cover::{BuyerCover, Question};
use crate::error::Error;
use crate::explain::{Receipt, Rule, Step, Witness};
use crate::facts::{Account, Ledger};
use crate::terms::{AttachmentBasis, Cause, Policy, PolicyTerms};
use crate::value::{Amount, Calendar, Day, FxMoment, Money, Rates, split};

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

impl<'a> Settling<'a> {
    /// What the insurer pays for a claim (CLM-1…12).
    ///
    /// `state` is what earlier claims used up, this one not counted; the
    /// answer's state counts it. The steps go to the witness. To `()`, who wants
    /// none, no reason is spelled out either: the answer says which there are.
    ///
    /// A claim that is not a loss yet, or of a cause that is not covered, is
    /// an answer that pays nothing.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for a buyer that the ledger does not have;
    /// [`Error::Unanswerable`] for a top-up without its primary policy;
    /// [`Error::MissingRate`] and [`Error::Overflow`].
    pub fn settle<W: Witness>(
        &self,
        claim: &Claim,
        state: &ClaimState,
        witness: &mut W,
    ) -> Result<Settlement, Error> {
        self.settle_among(claim, state, witness, &mut Shared::default())
    }

    /// Settles one of several claims.
    pub(super) fn settle_among<W: Witness>(
        &self,
        claim: &Claim,
        state: &ClaimState,
        witness: &mut W,
        shared: &mut Shared<'a>,
    ) -> Result<Settlement, Error> {
        let account = self.ledger.account(&claim.buyer).map_err(|error| error.at("claim.buyer"))?;
        let paid = self.paid(claim, account)?;
        let since = paid.map(|(_, day)| day);
        let (timing, mut cover) = self.timing::<W>(claim, account, since, shared)?;
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
        if !terms.scope.covers_cause(claim.cause, account.buyer.country) {
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
        let cover = self.figures(claim.cause, None).buyer(&claim.buyer)?;
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
        self.date_among(claim, &mut Shared::default())
    }

    /// The date of loss of one of several claims.
    pub(super) fn date_among(
        &self,
        claim: &Claim,
        shared: &mut Shared<'a>,
    ) -> Result<Option<Day>, Error> {
        let account = self.ledger.account(&claim.buyer).map_err(|error| error.at("claim.buyer"))?;
        let paid = self.paid(claim, account)?.map(|(_, day)| day);
        match self.timing::<()>(claim, account, paid, shared)?.0 {
            Timing::Loss(day) => Ok(Some(day)),
            Timing::NotYet(..) => Ok(None),
        }
    }

    /// The question about cover whose reasons nobody reads.
    pub(super) fn figures(&self, cause: Cause, date_of_loss: Option<Day>) -> Question<'a> {
        Question {
            cause: Some(cause),
            date_of_loss,
            explain: false,
            ..Question::new(self.policy, self.ledger, self.rates, self.holidays, self.as_of)
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
    fn timing<W: Witness>(
        &self,
        claim: &Claim,
        account: &'a Account,
        paid: Option<Day>,
        shared: &mut Shared<'a>,
    ) -> Result<(Timing, BuyerCover), Error> {
        // Only an exchange rate or the attachment can depend on the date of loss.
        let exchanges = match self.figures(claim.cause, None).sharing(account) {
            None => self.exchanges(account),
            // Whoever shares a limit is filled together, and the covers kept for the next claim.
            Some(_) => shared
                .exchanges(|| self.ledger.accounts().iter().any(|account| self.exchanges(account))),
        };
        let matters = |day| {
            exchanges || self.policy.on(day).attachment.basis == AttachmentBasis::LossesOccurring
        };
        let mut cover = |date_of_loss: Option<Day>| {
            let figures = self.figures(claim.cause, date_of_loss.filter(|day| matters(*day)));
            shared.buyer(&Question { explain: W::WATCHES, ..figures }, account)
        };
        if claim.cause != Cause::ProtractedDefault {
            let timing = event_day(self.policy, self.ledger, account, claim.cause, self.as_of)?;
            let day = match timing {
                Timing::Loss(day) => Some(day),
                Timing::NotYet(..) => None,
            };
            return Ok((timing, cover(day)?));
        }
        let found = cover(None)?;
        let waiting = Waiting::new(self.policy, account, self.as_of);
        let timing = waiting.of_buyer(account, &found, &claim.invoices, paid)?;
        if let Timing::Loss(day) = timing
            && matters(day)
        {
            return Ok((timing, cover(Some(day))?));
        }
        Ok((timing, found))
    }

    /// Whether a rate of the date of loss counts.
    fn exchanges(&self, account: &Account) -> bool {
        let terms = self.policy.on(self.as_of);
        let currency = terms.currency;
        terms.fx_date.moments().contains(&FxMoment::DateOfLoss)
            && (self.ledger.currency() != currency
                || account.receivables.iter().any(|one| one.currency != currency)
                || account.credit_reports.iter().any(|one| one.currency.is_some())
                || account
                    .groups
                    .iter()
                    .flat_map(|group| self.ledger.group_limits(group))
                    .chain(&account.limits)
                    .any(|one| one.currency.is_some()))
    }

    /// Runs the pipeline and says who bears what.
    #[expect(clippy::too_many_arguments, reason = "one place that brings the parts together")]
    fn pay(
        &self,
        claim: &Claim,
        account: &Account,
        terms: &PolicyTerms,
        date_of_loss: Day,
        mut drawn: Drawn,
        state: &ClaimState,
        witness: &mut impl Witness,
    ) -> Result<Settlement, Error> {
        let unit = Amount::new(terms.indemnity.rounding.unit_of(terms.currency))?;
        let mut state = state.clone();
        let (mut indemnity, mut insured_loss) = (Amount::ZERO, Amount::ZERO);
        let mut went = WhereItWent::default();
        let mut brought = alloc::vec![Amount::ZERO; drawn.parts.len()];
        let mut costs = Some(drawn.costs);
        let years = years(terms, date_of_loss, &drawn)?;
        let several = years.len() > 1;
        for (year, places) in years {
            let case = Case {
                terms,
                total_debt: drawn.total_debt,
                limit: drawn.limit,
                year,
                state: &state,
                premium: self.premium(&year)?,
            };
            let mut parts = Vec::with_capacity(places.len());
            parts.extend(places.iter().filter_map(|place| drawn.parts.get(*place).copied()));
            let costs = costs.take().unwrap_or(Part::NONE);
            let outcome = run(&case, parts, costs, witness)?;
            let Outcome { indemnity: paid, weights, eroded, .. } = outcome;
            if !paid.is_zero() {
                for (place, share) in places.iter().zip(split(paid, &weights, unit)?) {
                    if let Some(brought) = brought.get_mut(*place) {
                        *brought = share;
                    }
                }
            }
            went.join(outcome.went)?;
            indemnity = indemnity.plus(paid)?;
            insured_loss = insured_loss.plus(outcome.insured_loss)?;
            state = state.after(year.from, eroded, paid)?;
        }
        if several {
            witness.see(|| {
                Step::new("indemnity_of_all_years", Rule::Clm6).amounts(indemnity, indemnity)
            });
        }
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
        let mut answer = self.nothing(claim, &ClaimState::default(), status);
        answer.state = state;
        answer.indemnity.amount = indemnity;
        answer.date_of_loss = Some(date_of_loss);
        answer.insured_loss = insured_loss;
        answer.account = drawn.lines;
        answer.supplementary = drawn.supplementary;
        answer.where_it_went = went.lines();
        let mut brought = brought.into_iter();
        answer.receivables.reserve(drawn.rows.len());
        for row in &mut drawn.rows {
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
                codes: row.codes,
                reasons: core::mem::take(&mut row.reasons),
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

/// The insurance years of a loss, each with the places of its receivables among
/// the parts: one year, unless each receivable has its own date of loss.
fn years(
    terms: &PolicyTerms,
    date_of_loss: Day,
    drawn: &Drawn,
) -> Result<Vec<(InsuranceYear, Vec<usize>)>, Error> {
    let of = |day| InsuranceYear::of(&terms.period, day);
    let mut years: BTreeMap<Day, (InsuranceYear, Vec<usize>)> = BTreeMap::new();
    let admitted = drawn.rows.iter().filter(|row| row.admission == Admission::Admitted);
    for (place, row) in admitted.enumerate() {
        if let Some(day) = row.date_of_loss {
            let year = of(day)?;
            years.entry(year.from).or_insert_with(|| (year, Vec::new())).1.push(place);
        }
    }
    if years.len() > 1 {
        return Ok(years.into_values().collect());
    }
    Ok(alloc::vec![(of(date_of_loss)?, (0..drawn.parts.len()).collect())])
}
