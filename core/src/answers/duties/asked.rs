//! What every kind of duty is asked with: the terms, the day, and each
//! buyer's open debts.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Anchor, AtStake, Consequence, Duty, DutyKind, DutyState};
use crate::error::Error;
use crate::facts::{Account, Balances, DisputeState, Insolvency, Ledger, Receivable, allocate};
use crate::terms::{Policy, PolicyTerms, Version};
use crate::value::{Amount, Calendar, Currency, Day, Id, Money, Rates, Share};

/// The policy, its terms in force on the day, and what the caller passed in.
pub(super) struct Asked<'a> {
    pub(super) policy: &'a Policy,
    pub(super) terms: &'a PolicyTerms,
    pub(super) ledger: &'a Ledger,
    pub(super) as_of: Day,
    pub(super) soon_days: u16,
    pub(super) holidays: &'a Calendar,
    pub(super) rates: &'a Rates,
}

/// When something is due: what a duty of any kind is made of.
pub(super) struct Timing {
    pub(super) anchor: Anchor,
    pub(super) anchor_day: Day,
    pub(super) first_day: Option<Day>,
    pub(super) last_day: Day,
    pub(super) done_on: Option<Day>,
}

impl Asked<'_> {
    /// A duty about nothing in particular yet.
    pub(super) fn duty(&self, kind: DutyKind, timing: &Timing, at_stake: AtStake) -> Duty {
        let Timing { anchor, anchor_day, first_day, last_day, done_on } = *timing;
        let days_left = last_day.days_after(self.as_of);
        let closed = first_day.is_some_and(|first_day| self.as_of < first_day);
        let state = match done_on {
            Some(day) if day <= last_day => DutyState::Done,
            Some(_) => DutyState::DoneLate,
            None if days_left < 0 => DutyState::Missed,
            None if !closed && days_left <= i32::from(self.soon_days) => DutyState::DueSoon,
            None => DutyState::Upcoming,
        };
        Duty {
            kind,
            state,
            buyer: None,
            group: None,
            offer: None,
            invoices: Vec::new(),
            period: None,
            anchor,
            anchor_day,
            first_day,
            last_day,
            days_left,
            done_on,
            at_stake,
            rule: kind.rule(),
            clause: None,
        }
    }

    /// What is at stake, in the policy currency if every rate is there.
    pub(super) fn at_stake(
        &self,
        (consequence, percentage): (Consequence, Option<Share>),
        sums: &BTreeMap<Currency, Amount>,
    ) -> Result<AtStake, Error> {
        let amount = self.in_policy_currency(sums)?;
        let amounts = match amount {
            Some(_) => Vec::new(),
            None => sums.iter().map(|(currency, sum)| Money::new(*sum, *currency)).collect(),
        };
        Ok(AtStake { consequence, percentage, amount, amounts })
    }

    /// Sums in the policy currency at the rates of the day; nothing if a rate
    /// is missing.
    pub(super) fn in_policy_currency(
        &self,
        sums: &BTreeMap<Currency, Amount>,
    ) -> Result<Option<Amount>, Error> {
        let mut total = Amount::ZERO;
        for (currency, sum) in sums {
            let converted =
                match self.rates.convert(*sum, *currency, self.terms.currency, self.as_of) {
                    Err(Error::MissingRate { .. }) => return Ok(None),
                    converted => converted?,
                };
            let converted = if *currency == self.terms.currency {
                converted
            } else {
                self.terms.indemnity.rounding.round(converted, self.terms.currency)?
            };
            total = total.plus(converted)?;
        }
        Ok(Some(total))
    }
}

/// A buyer with its open debts.
pub(super) struct Debtor<'a> {
    pub(super) account: &'a Account,
    pub(super) balances: Balances,
    /// What is open as of the day, in order of origin.
    pub(super) debts: Vec<Debt<'a>>,
}

/// An open receivable.
#[derive(Clone, Copy)]
pub(super) struct Debt<'a> {
    /// The terms in force at its delivery (POL-14): they say what it calls for.
    pub(super) version: &'a Version,
    pub(super) receivable: &'a Receivable,
    pub(super) open: Amount,
}

impl Debt<'_> {
    /// Where a problem with it is reported.
    pub(super) fn path(&self) -> String {
        format!("ledger.invoices.{}", self.receivable.invoice.id)
    }
}

impl<'a> Debtor<'a> {
    pub(super) fn new(asked: &Asked<'a>, account: &'a Account) -> Result<Self, Error> {
        let balances = allocate(account, asked.terms.payment_allocation, asked.as_of)?;
        let debts = account
            .receivables
            .iter()
            .zip(&balances.receivables)
            .filter(|(receivable, balance)| {
                // A debt that a dispute showed not to stand is no debt.
                let lost = matches!(receivable.dispute_on(asked.as_of), DisputeState::Lost(_));
                balance.arisen && !balance.open().is_zero() && !lost
            })
            .filter_map(|(receivable, balance)| {
                let version = asked.policy.version_on(receivable.invoice.delivery)?;
                Some(Debt { version, receivable, open: balance.open() })
            })
            .collect();
        Ok(Self { account, balances, debts })
    }

    /// What is open, by currency.
    pub(super) fn open(&self) -> Result<BTreeMap<Currency, Amount>, Error> {
        let mut sums = BTreeMap::new();
        for debt in &self.debts {
            add(&mut sums, debt.receivable.currency, debt.open)?;
        }
        Ok(sums)
    }

    /// The debts that stood when an insolvency was opened: later deliveries
    /// are none of its business.
    pub(super) fn standing_at(&self, insolvency: &Insolvency) -> impl Iterator<Item = &Debt<'a>> {
        let opened = insolvency.opened;
        self.debts.iter().filter(move |debt| debt.receivable.invoice.delivery <= opened)
    }
}

pub(super) fn add(
    sums: &mut BTreeMap<Currency, Amount>,
    currency: Currency,
    amount: Amount,
) -> Result<(), Error> {
    let sum = sums.entry(currency).or_insert(Amount::ZERO);
    *sum = sum.plus(amount)?;
    Ok(())
}

/// Receivables of one buyer that share a deadline under one version of the
/// policy: they are one duty.
#[derive(Default)]
pub(super) struct Shared<'a>(BTreeMap<(Deadline, Option<Day>), Concerned<'a>>);

/// What tells one duty of a buyer from another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Deadline {
    pub(super) last_day: Day,
    pub(super) first_day: Option<Day>,
    pub(super) anchor: Anchor,
    pub(super) done_on: Option<Day>,
}

struct Concerned<'a> {
    terms: &'a PolicyTerms,
    anchor_day: Day,
    invoices: Vec<Id>,
    open: BTreeMap<Currency, Amount>,
}

/// What lateness costs under a version of the policy, and which clause says so.
pub(super) type Lost<'a> = ((Consequence, Option<Share>), Option<&'a String>);

impl<'a> Shared<'a> {
    pub(super) fn add(
        &mut self,
        deadline: Deadline,
        anchor_day: Day,
        debt: &Debt<'a>,
    ) -> Result<(), Error> {
        let concerned = self.0.entry((deadline, debt.version.from)).or_insert_with(|| Concerned {
            terms: &debt.version.terms,
            anchor_day,
            invoices: Vec::new(),
            open: BTreeMap::new(),
        });
        concerned.anchor_day = concerned.anchor_day.min(anchor_day);
        concerned.invoices.push(debt.receivable.invoice.id.clone());
        add(&mut concerned.open, debt.receivable.currency, debt.open)
    }

    /// One duty for each deadline.
    pub(super) fn duties(
        self,
        asked: &Asked<'_>,
        kind: DutyKind,
        buyer: &Id,
        lost: impl Fn(&'a PolicyTerms) -> Lost<'a>,
    ) -> Result<Vec<Duty>, Error> {
        self.0
            .into_iter()
            .map(|((deadline, _), concerned)| {
                let Deadline { last_day, first_day, anchor, done_on } = deadline;
                let (consequence, clause) = lost(concerned.terms);
                let anchor_day = concerned.anchor_day;
                let timing = Timing { anchor, anchor_day, first_day, last_day, done_on };
                let at_stake = asked.at_stake(consequence, &concerned.open)?;
                Ok(Duty {
                    buyer: Some(buyer.clone()),
                    invoices: concerned.invoices,
                    clause: clause.cloned(),
                    ..asked.duty(kind, &timing, at_stake)
                })
            })
            .collect()
    }
}
