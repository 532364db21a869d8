//! Which receivables of a ledger a factor finances, and why not the others.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::reason::{IneligibleCode, IneligibleReason};
use crate::answers::cover::{BuyerCover, Effect, ReasonCode};
use crate::error::{Error, Problem};
use crate::facts::{Account, Balance, DisputeState, Ledger, Receivable, allocate};
use crate::terms::Policy;
use crate::terms::factoring::{Assigned, DebtorLimit, FactoringTerms};
use crate::value::{Amount, Calendar, Currency, Day, Id, MonthEnd, Rates};

/// A ledger as a factor looks at it.
#[derive(Debug, Clone, Copy)]
pub struct Receivables<'a> {
    /// The contract.
    pub terms: &'a FactoringTerms,
    /// What happened.
    pub ledger: &'a Ledger,
    /// As of the end of which day.
    pub as_of: Day,
    /// The seller's policy, where the debtor limit goes by it.
    pub policy: Option<&'a Policy>,
    /// Exchange rates, for the policy.
    pub rates: &'a Rates,
    /// Days on which nobody works, for the policy.
    pub holidays: &'a Calendar,
    /// The invoices assigned, or approved; none: every one.
    pub assigned: Option<&'a [Id]>,
    /// The factor's own limits by debtor.
    pub limits: &'a BTreeMap<Id, Amount>,
    /// What debtors paid into the wrong account, by invoice.
    pub misdirected: &'a [Misdirected],
}

/// A payment that reached the wrong account: the factor has not got it (FAC-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a payment into the wrong account, as an object")]
pub struct Misdirected {
    /// The invoice it was for.
    pub invoice: Id,
    /// What the seller has yet to pass on.
    pub amount: Amount,
}

/// One receivable as a factor finances it (FAC-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FinancedReceivable {
    /// The invoice.
    pub invoice: Id,
    /// Who owes it.
    pub debtor: Id,
    /// When it falls due.
    pub due: Day,
    /// Its currency, where that is not the contract's: then no sum counts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What is open, net of payments and credit notes.
    pub open: Amount,
    /// What of it is financed.
    pub eligible: Amount,
    /// What of that is over the debtor limit and financed with recourse.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub with_recourse: Amount,
    /// Every reason why not all of it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<IneligibleReason>,
    /// Why the policy does not cover it, where that is a reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cover_reasons: Vec<ReasonCode>,
}

impl FinancedReceivable {
    /// What of it was assigned in the contract's currency.
    pub(super) fn assigned(&self) -> Amount {
        let codes = [IneligibleCode::NotAssigned, IneligibleCode::NotApproved];
        let left_out = self.reasons.iter().any(|reason| codes.contains(&reason.code));
        if left_out { Amount::ZERO } else { self.open }
    }
}

/// Every open receivable, debtor by debtor, and the facts that cannot stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Screened {
    pub(super) receivables: Vec<FinancedReceivable>,
    pub(super) refused: Vec<Problem>,
}

impl Receivables<'_> {
    /// Screens every open receivable (FAC-1).
    pub(super) fn screened(&self) -> Result<Screened, Error> {
        self.assignments()?;
        let covers = self.covers()?;
        let assigned: Option<BTreeSet<&Id>> = self.assigned.map(|ids| ids.iter().collect());
        let elsewhere: BTreeSet<&Id> = self.misdirected.iter().map(|paid| &paid.invoice).collect();
        let convention = self.policy.map(|policy| policy.on(self.as_of).payment_allocation);
        let mut screened = Screened { receivables: Vec::new(), refused: Vec::new() };
        for (place, account) in self.ledger.accounts().iter().enumerate() {
            let balances = allocate(account, convention.unwrap_or_default(), self.as_of)?;
            let cover = covers.as_ref().and_then(|covers| covers.get(place));
            let open: Vec<(usize, &Receivable, Amount)> = account
                .receivables
                .iter()
                .zip(&balances.receivables)
                .enumerate()
                .filter(|(_, (_, balance))| balance.arisen && !Balance::open(balance).is_zero())
                .map(|(at, (receivable, balance))| (at, receivable, balance.open()))
                .collect();
            let debtor = self.debtor(account, &open)?;
            let mut limit = self.limit(account, cover);
            for (at, receivable, open) in &open {
                let mut row = FinancedReceivable {
                    invoice: receivable.invoice.id.clone(),
                    debtor: account.buyer.id.clone(),
                    due: receivable.extended_due_on(self.as_of),
                    currency: Some(receivable.currency).filter(|own| *own != self.terms.currency),
                    open: *open,
                    eligible: *open,
                    with_recourse: Amount::ZERO,
                    reasons: debtor.iter().map(|reason| reason.of(*open)).collect(),
                    cover_reasons: Vec::new(),
                };
                self.invoice(receivable, assigned.as_ref(), &elsewhere, &mut row)?;
                if !row.reasons.is_empty() {
                    row.eligible = Amount::ZERO;
                }
                if row.currency.is_none() {
                    self.capped(cover, *at, &mut limit, &mut row)?;
                }
                screened.receivables.push(row);
            }
        }
        let covers = covers.into_iter().flatten();
        screened.refused.extend(covers.flat_map(|cover| cover.refused));
        screened.refused.extend(self.unknown());
        self.concentrated(&mut screened.receivables)?;
        Ok(screened)
    }

    /// An invoice can be assigned once, and only one that the ledger has.
    pub(super) fn assignments(&self) -> Result<(), Error> {
        let Some(assigned) = self.assigned else { return Ok(()) };
        if self.terms.assigned == Assigned::Balance {
            let problem = "the contract assigns the whole balance: leave `assigned` out";
            return Err(Error::Unanswerable { problem: problem.into() }.at("assigned"));
        }
        let known = self.invoices();
        let mut seen = BTreeSet::new();
        let mut problems = Vec::new();
        for (place, invoice) in assigned.iter().enumerate() {
            let path = format!("assigned[{place}]");
            if !seen.insert(invoice) {
                let message = format!(
                    "invoice `{invoice}` is assigned twice: nobody can be paid twice for one debt"
                );
                problems.push(Problem { path, code: "duplicate", message });
            } else if !known.contains(invoice) {
                let message = format!("invoice `{invoice}` is not among the sound invoices");
                problems.push(Problem { path, code: "not_found", message });
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(Error::Contradictions { document: "assignment", problems })
    }

    fn invoices(&self) -> BTreeSet<&Id> {
        let accounts = self.ledger.accounts().iter();
        accounts.flat_map(|account| account.receivables.iter().map(|one| &one.invoice.id)).collect()
    }

    /// Facts of the ledger that cannot stand, and what is said of debtors and
    /// invoices that it does not have: nothing is dropped in silence (LED-2).
    pub(super) fn unknown(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self
            .ledger
            .refused()
            .iter()
            .map(|problem| Problem { path: format!("ledger.{}", problem.path), ..problem.clone() })
            .collect();
        for debtor in self.limits.keys().filter(|debtor| self.ledger.account(debtor).is_err()) {
            problems.push(Problem {
                path: format!("limits.{debtor}"),
                code: "not_found",
                message: format!(
                    "debtor `{debtor}` is not in the ledger: its limit counts for nobody"
                ),
            });
        }
        let known = self.invoices();
        for (place, paid) in self.misdirected.iter().enumerate() {
            if !known.contains(&paid.invoice) {
                problems.push(Problem {
                    path: format!("misdirected[{place}].invoice"),
                    code: "not_found",
                    message: format!(
                        "invoice `{}` is not in the ledger: what was paid counts all the same",
                        paid.invoice
                    ),
                });
            }
        }
        problems
    }

    /// What the policy covers, where the debtor limit goes by it; one for each account.
    fn covers(&self) -> Result<Option<Vec<BuyerCover>>, Error> {
        let limit = self.terms.eligibility.debtor_limit;
        if !matches!(limit, DebtorLimit::PolicyLimit | DebtorLimit::PolicyCover) {
            return Ok(None);
        }
        let Some(policy) = self.policy else {
            let problem = "the debtor limit goes by the seller's policy: give it";
            return Err(Error::Unanswerable { problem: problem.into() }.at("policy"));
        };
        let (left, right) = (self.terms.currency, policy.terms().currency);
        if left != right {
            let operation = "compare";
            return Err(Error::CurrencyMismatch { operation, left, right }.at("policy.currency"));
        }
        self.question(policy).all().map(Some)
    }

    /// Reasons that hold for every receivable of a debtor.
    fn debtor(
        &self,
        account: &Account,
        open: &[(usize, &Receivable, Amount)],
    ) -> Result<Vec<Draft>, Error> {
        let rules = &self.terms.eligibility;
        let buyer = &account.buyer;
        let mut found = Vec::new();
        if rules.excluded_debtors.contains(&buyer.id) {
            found.push(Draft::new(IneligibleCode::DebtorExcluded));
        }
        if rules.excluded_kinds.contains(&buyer.kind) {
            let kind = buyer.kind.name();
            found.push(Draft::new(IneligibleCode::DebtorKindExcluded).fact("kind", kind));
        }
        match buyer.country {
            Some(country) => {
                let allowed = rules.countries.as_ref().is_none_or(|list| list.contains(&country));
                if rules.excluded_countries.contains(&country) || !allowed {
                    let code = IneligibleCode::CountryExcluded;
                    found.push(Draft::new(code).fact("country", country));
                }
            }
            None if rules.countries.is_some() => {
                found.push(Draft::new(IneligibleCode::CountryUnknown));
            }
            None => {}
        }
        if let Some(insolvency) = account.insolvency_on(self.as_of) {
            let code = IneligibleCode::DebtorInsolvent;
            found.push(Draft::new(code).fact("day", insolvency.opened));
        }
        if let (Some(most), Some(span)) = (rules.cross_ageing, rules.maximum_overdue) {
            let (mut late, mut balance) = (Amount::ZERO, Amount::ZERO);
            let ours = open.iter().filter(|one| one.1.currency == self.terms.currency);
            for (_, receivable, amount) in ours {
                balance = balance.plus(*amount)?;
                let due = receivable.extended_due_on(self.as_of);
                if due.plus(span, MonthEnd::Clamp)? < self.as_of {
                    late = late.plus(*amount)?;
                }
            }
            if late > balance.share(most)? {
                let code = IneligibleCode::CrossAged;
                let draft = Draft::new(code).fact("late", late).fact("balance", balance);
                found.push(draft.fact("share", most));
            }
        }
        Ok(found)
    }

    /// Reasons of the invoice itself.
    fn invoice(
        &self,
        receivable: &Receivable,
        assigned: Option<&BTreeSet<&Id>>,
        elsewhere: &BTreeSet<&Id>,
        row: &mut FinancedReceivable,
    ) -> Result<(), Error> {
        let rules = &self.terms.eligibility;
        let open = row.open;
        let invoiced = receivable.invoice.invoiced();
        let mut add = |draft: Draft| row.reasons.push(draft.of(open));
        if assigned.is_some_and(|ids| !ids.contains(&receivable.invoice.id)) {
            add(Draft::new(match self.terms.assigned {
                Assigned::ApprovedInvoices => IneligibleCode::NotApproved,
                Assigned::Invoices | Assigned::Balance => IneligibleCode::NotAssigned,
            }));
        }
        let foreign = receivable.currency != self.terms.currency;
        if foreign {
            add(Draft::new(IneligibleCode::OtherCurrency));
        }
        if let Some(most) = rules.maximum_terms
            && invoiced.plus(most, MonthEnd::Clamp)? < receivable.due
        {
            let days = u32::try_from(receivable.due.days_after(invoiced)).unwrap_or_default();
            let draft = Draft::new(IneligibleCode::TermsTooLong).fact("days", days);
            add(draft.fact("maximum", most));
        }
        if let Some(most) = rules.maximum_age
            && invoiced.plus(most, MonthEnd::Clamp)? < self.as_of
        {
            let draft = Draft::new(IneligibleCode::TooOld).fact("invoiced", invoiced);
            add(draft.fact("maximum", most));
        }
        let due = receivable.extended_due_on(self.as_of);
        if let Some(most) = rules.maximum_overdue
            && due.plus(most, MonthEnd::Clamp)? < self.as_of
        {
            let draft = Draft::new(IneligibleCode::Overdue).fact("due", due);
            add(draft.fact("maximum", most));
        }
        let disputed = match receivable.dispute_on(self.as_of) {
            DisputeState::Open(day) | DisputeState::Lost(day) => Some(day),
            DisputeState::None => None,
        };
        if let Some(day) = disputed.filter(|_| !rules.disputed) {
            add(Draft::new(IneligibleCode::Disputed).fact("day", day));
        }
        if let Some(least) = rules.minimum_open.filter(|least| !foreign && open < *least) {
            add(Draft::new(IneligibleCode::TooSmall).fact("least", least));
        }
        if elsewhere.contains(&receivable.invoice.id) {
            let account = self.terms.account.name();
            add(Draft::new(IneligibleCode::PaidElsewhere).fact("account", account));
        }
        Ok(())
    }

    /// The limit on a debtor, where there is one to fill.
    fn limit(&self, account: &Account, cover: Option<&BuyerCover>) -> Option<Amount> {
        match self.terms.eligibility.debtor_limit {
            DebtorLimit::Factor => {
                Some(self.limits.get(&account.buyer.id).copied().unwrap_or_default())
            }
            DebtorLimit::PolicyLimit => cover.map(|cover| cover.limit_in_force.amount),
            DebtorLimit::None | DebtorLimit::PolicyCover => None,
        }
    }

    /// Caps a receivable at what is left of the debtor's limit, or at its cover.
    fn capped(
        &self,
        cover: Option<&BuyerCover>,
        place: usize,
        limit: &mut Option<Amount>,
        row: &mut FinancedReceivable,
    ) -> Result<(), Error> {
        let eligible = row.eligible;
        let (room, code) = match (self.terms.eligibility.debtor_limit, *limit) {
            (DebtorLimit::PolicyCover, _) => {
                let found = cover.and_then(|cover| cover.receivable(place));
                let covered = found.map_or(Amount::ZERO, |(row, _)| row.covered);
                if let Some((_, detail)) = found.filter(|_| covered < row.open) {
                    row.cover_reasons.extend(detail.reasons.iter().map(|reason| reason.code));
                }
                (covered, IneligibleCode::NotInsured)
            }
            (DebtorLimit::Factor, Some(left))
                if left.is_zero() && !self.limits.contains_key(&row.debtor) =>
            {
                (left, IneligibleCode::NoDebtorLimit)
            }
            (DebtorLimit::PolicyLimit, Some(left))
                if cover.is_some_and(|cover| cover.limit_in_force.amount.is_zero()) =>
            {
                (left, IneligibleCode::NoDebtorLimit)
            }
            (_, Some(left)) => (left, IneligibleCode::OverTheDebtorLimit),
            (_, None) => return Ok(()),
        };
        let fits = eligible.capped_at(room);
        if let Some(left) = limit {
            *left = left.less(fits)?;
        }
        // What is not financed anyway takes no room; that nobody approved it is said all the same.
        let refused = eligible.is_zero() && code != IneligibleCode::OverTheDebtorLimit;
        let over = if refused { row.open.less(room)? } else { eligible.less(fits)? };
        if over.is_zero() {
            return Ok(());
        }
        let effect = if over == row.open { Effect::Excludes } else { Effect::Caps };
        let reason = IneligibleReason::new(code, effect, over).fact("room", room);
        row.reasons.push(reason);
        if !eligible.is_zero() {
            let share = self.terms.eligibility.over_the_limit.unwrap_or(crate::value::Share::NONE);
            let unit = &self.terms.rounding;
            row.with_recourse =
                unit.round(over.share(share)?, self.terms.currency)?.capped_at(over);
            row.eligible = fits.plus(row.with_recourse)?;
        }
        Ok(())
    }

    /// Caps each debtor at its share of what is eligible; the oldest
    /// receivables keep their room.
    fn concentrated(&self, rows: &mut [FinancedReceivable]) -> Result<(), Error> {
        let Some(share) = self.terms.eligibility.concentration else { return Ok(()) };
        let total = Amount::total(rows.iter().map(|row| row.eligible))?;
        let cap = self.terms.rounding.round(total.share(share)?, self.terms.currency)?;
        for debtor in rows.chunk_by_mut(|one, next| one.debtor == next.debtor) {
            let mut left = cap;
            for row in debtor {
                let fits = row.eligible.capped_at(left);
                left = left.less(fits)?;
                let over = row.eligible.less(fits)?;
                if over.is_zero() {
                    continue;
                }
                let effect = if fits.is_zero() { Effect::Excludes } else { Effect::Caps };
                let code = IneligibleCode::Concentration;
                let reason = IneligibleReason::new(code, effect, over).fact("cap", cap);
                row.reasons.push(reason.fact("share", share).fact("total", total));
                row.eligible = fits;
                row.with_recourse = row.with_recourse.capped_at(fits);
            }
        }
        Ok(())
    }
}

/// A reason whose amount is that of the receivable it is put on.
struct Draft(IneligibleReason);

impl Draft {
    const fn new(code: IneligibleCode) -> Self {
        Self(IneligibleReason::new(code, Effect::Excludes, Amount::ZERO))
    }

    fn fact(self, name: &'static str, value: impl Into<crate::explain::FactValue>) -> Self {
        Self(self.0.fact(name, value))
    }

    fn of(&self, open: Amount) -> IneligibleReason {
        IneligibleReason { amount: open, ..self.0.clone() }
    }
}
