//! To which debts payments before a loss are applied.
//!
//! Facts are taken in order of their date; on one day receivables arise first,
//! in the order in which money is applied to them, then credit notes count,
//! then payments. What nothing can be applied to stays on account, in its
//! currency, until a receivable arises. A payment that designates receivables
//! to come waits for all of them. Rule LED-3.

use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;

use super::{Account, Receivable};
use crate::error::Error;
use crate::terms::PaymentAllocation;
use crate::value::order;
use crate::value::{Amount, Currency, Day, Id};

/// A buyer's debts as of a day, with everything that was applied to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balances {
    /// One for each receivable of the account, in its order.
    pub receivables: Vec<Balance>,
    /// Money that nothing could be applied to.
    pub on_account: Vec<OnAccount>,
}

/// What became of one receivable as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    /// Whether the receivable had arisen by then.
    pub arisen: bool,
    /// The whole amount of the invoice.
    pub gross: Amount,
    /// What was applied to it, in order.
    pub movements: Vec<Movement>,
}

/// Something applied to a receivable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// When.
    pub day: Day,
    /// How much.
    pub amount: Amount,
    /// What is open afterwards.
    pub open: Amount,
    /// What it was.
    pub applied: Applied,
}

/// What was applied to a receivable: a place in the account's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applied {
    /// A payment of the account.
    Payment(usize),
    /// A credit note of a receivable: its own, or another's surplus.
    CreditNote {
        /// The receivable that was credited.
        receivable: usize,
        /// The credit note.
        note: usize,
    },
}

/// Money of a buyer that is applied to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnAccount {
    /// Where it came from.
    pub from: Applied,
    /// Since when.
    pub day: Day,
    /// How much.
    pub amount: Amount,
    /// Its currency.
    pub currency: Currency,
}

impl Balance {
    /// What is open at the end of a day, up to the day of the balances.
    #[must_use]
    pub fn open_on(&self, day: Day) -> Amount {
        let after = self.movements.partition_point(|movement| movement.day <= day);
        match after.checked_sub(1).and_then(|last| self.movements.get(last)) {
            Some(movement) => movement.open,
            None => self.gross,
        }
    }

    /// What is open at the end of the last day.
    #[must_use]
    pub fn open(&self) -> Amount {
        self.movements.last().map_or(self.gross, |movement| movement.open)
    }

    /// The day on which nothing was open any more.
    #[must_use]
    pub fn cleared(&self) -> Option<Day> {
        self.movements
            .last()
            .filter(|movement| movement.open.is_zero())
            .map(|movement| movement.day)
    }
}

/// Applies everything a buyer paid or was credited by a day (LED-3).
///
/// # Errors
///
/// [`Error::Overflow`] for amounts too large to compute exactly.
pub fn allocate(
    account: &Account,
    convention: PaymentAllocation,
    as_of: Day,
) -> Result<Balances, Error> {
    let mut books = Books::new(account, convention);
    let credited = account.receivables.iter().any(|one| !one.credit_notes.is_empty());
    if account.payments.is_empty() && !credited {
        // Nothing was applied to anything.
        for (balance, receivable) in books.balances.iter_mut().zip(&account.receivables) {
            balance.arisen = receivable.invoice.delivery <= as_of;
        }
        return Ok(Balances { receivables: books.balances, on_account: Vec::new() });
    }
    for (day, happening) in happenings(&books, as_of) {
        match happening {
            Happening::Arises((_, _, place)) => books.arise(place)?,
            Happening::Credit(receivable, note) => books.credit(day, receivable, note)?,
            Happening::Payment(place) => books.pay(day, place)?,
        }
    }
    books.closed()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Arises(Key),
    Credit(usize, usize),
    Payment(usize),
}

/// Everything that happened by a day, in order.
fn happenings(books: &Books<'_>, as_of: Day) -> Vec<(Day, Happening)> {
    let account = books.account;
    let mut all =
        Vec::with_capacity(account.receivables.len().saturating_add(account.payments.len()));
    for (place, receivable) in account.receivables.iter().enumerate() {
        all.push((receivable.invoice.delivery, Happening::Arises(books.key(place, receivable))));
        for (note, fact) in receivable.credit_notes.iter().enumerate() {
            // A credit note can be dated between invoice and delivery: it waits for the receivable.
            all.push((fact.date.max(receivable.invoice.delivery), Happening::Credit(place, note)));
        }
    }
    for (place, payment) in account.payments.iter().enumerate() {
        all.push((payment.date, Happening::Payment(place)));
    }
    all.retain(|(day, _)| *day <= as_of);
    order::by(&mut all, Ord::cmp);
    all
}

/// Which open receivable is paid first: the smallest key.
type Key = (Day, Day, usize);

struct Money {
    from: Applied,
    day: Day,
    left: Amount,
}

struct Books<'a> {
    account: &'a Account,
    convention: PaymentAllocation,
    balances: Vec<Balance>,
    places: BTreeMap<&'a Id, usize>,
    open: BTreeMap<Currency, BTreeSet<Key>>,
    on_account: BTreeMap<Currency, VecDeque<Money>>,
    /// Payments that designate receivables that have not arisen yet.
    held: Vec<Held>,
    /// Which of those wait for a receivable, in order.
    waiting: BTreeMap<usize, Vec<usize>>,
}

/// Money that waits for receivables to come.
struct Held {
    money: Money,
    currency: Currency,
    /// How many have not arisen yet.
    missing: usize,
}

impl<'a> Books<'a> {
    fn new(account: &'a Account, convention: PaymentAllocation) -> Self {
        let designates = convention == PaymentAllocation::DesignationFirst;
        let receivables = account.receivables.iter();
        Self {
            account,
            convention,
            balances: receivables
                .clone()
                .map(|receivable| Balance { gross: receivable.gross, ..Balance::default() })
                .collect(),
            places: receivables
                .enumerate()
                .filter(|_| designates)
                .map(|(place, receivable)| (&receivable.invoice.id, place))
                .collect(),
            open: BTreeMap::new(),
            on_account: BTreeMap::new(),
            held: Vec::new(),
            waiting: BTreeMap::new(),
        }
    }

    fn key(&self, place: usize, receivable: &Receivable) -> Key {
        let invoiced = receivable.invoice.invoiced();
        match self.convention {
            PaymentAllocation::OldestDueFirst => (receivable.due, invoiced, place),
            PaymentAllocation::OldestFirst | PaymentAllocation::DesignationFirst => {
                (invoiced, receivable.due, place)
            }
        }
    }

    fn arise(&mut self, place: usize) -> Result<(), Error> {
        let Some(receivable) = self.account.receivables.get(place) else { return Ok(()) };
        let key = self.key(place, receivable);
        if let Some(balance) = self.balances.get_mut(place) {
            balance.arisen = true;
        }
        if !receivable.gross.is_zero() {
            self.open.entry(receivable.currency).or_default().insert(key);
        }
        let day = receivable.invoice.delivery;
        for waiting in self.waiting.remove(&place).unwrap_or_default() {
            self.fetch(waiting, place, day)?;
        }
        // Money waits only while nothing else is open in its currency.
        let Some(mut waiting) = self.on_account.remove(&receivable.currency) else { return Ok(()) };
        while let Some(mut money) = waiting.pop_front() {
            self.apply(place, &mut money, day)?;
            if !money.left.is_zero() {
                waiting.push_front(money);
                break;
            }
        }
        self.on_account.insert(receivable.currency, waiting);
        Ok(())
    }

    fn credit(&mut self, day: Day, place: usize, note: usize) -> Result<(), Error> {
        let Some(receivable) = self.account.receivables.get(place) else { return Ok(()) };
        let Some(fact) = receivable.credit_notes.get(note) else { return Ok(()) };
        let from = Applied::CreditNote { receivable: place, note };
        let mut money = Money { from, day, left: fact.amount.plus(fact.vat)? };
        self.apply(place, &mut money, day)?;
        // The invoice was paid already: the buyer has this much to its credit.
        self.spend(money, receivable.currency, day)
    }

    fn pay(&mut self, day: Day, place: usize) -> Result<(), Error> {
        let Some(payment) = self.account.payments.get(place) else { return Ok(()) };
        let mut money = Money { from: Applied::Payment(place), day, left: payment.amount };
        let currency = payment.currency.unwrap_or(self.account.currency);
        let mut to_come = BTreeSet::new();
        for invoice in &payment.invoices {
            let Some(target) = self.places.get(invoice).copied() else { continue };
            if self.balances.get(target).is_some_and(|balance| balance.arisen) {
                self.apply(target, &mut money, day)?;
            } else {
                to_come.insert(target);
            }
        }
        if to_come.is_empty() || money.left.is_zero() {
            return self.spend(money, currency, day);
        }
        // How much they will come to nobody knows yet: all that is left waits.
        let missing = to_come.len();
        for target in to_come {
            self.waiting.entry(target).or_default().push(self.held.len());
        }
        self.held.push(Held { money, currency, missing });
        Ok(())
    }

    /// Applies held money to a receivable that it waited for. Once it waits for
    /// no other, what is left pays the oldest.
    fn fetch(&mut self, waiting: usize, place: usize, day: Day) -> Result<(), Error> {
        let Some(held) = self.held.get_mut(waiting) else { return Ok(()) };
        held.missing = held.missing.saturating_sub(1);
        let (from, since, currency) = (held.money.from, held.money.day, held.currency);
        let left = core::mem::take(&mut held.money.left);
        let last = held.missing == 0;
        let mut money = Money { from, day: since, left };
        self.apply(place, &mut money, day)?;
        if last {
            return self.spend(money, currency, day);
        }
        if let Some(held) = self.held.get_mut(waiting) {
            held.money = money;
        }
        Ok(())
    }

    /// Applies money to one receivable, as far as it goes.
    fn apply(&mut self, place: usize, money: &mut Money, day: Day) -> Result<(), Error> {
        let (Some(receivable), Some(balance)) =
            (self.account.receivables.get(place), self.balances.get_mut(place))
        else {
            return Ok(());
        };
        let open = balance.open();
        let amount = money.left.capped_at(open);
        if amount.is_zero() {
            return Ok(());
        }
        let open = open.less(amount)?;
        money.left = money.left.less(amount)?;
        balance.movements.push(Movement { day, amount, open, applied: money.from });
        if open.is_zero() {
            let key = self.key(place, receivable);
            if let Some(queue) = self.open.get_mut(&receivable.currency) {
                queue.remove(&key);
            }
        }
        Ok(())
    }

    /// Applies money to open receivables in order; the rest stays on account.
    fn spend(&mut self, mut money: Money, currency: Currency, day: Day) -> Result<(), Error> {
        while !money.left.is_zero() {
            let first = self.open.get(&currency).and_then(BTreeSet::first).copied();
            let Some((_, _, place)) = first else {
                self.on_account.entry(currency).or_default().push_back(money);
                break;
            };
            self.apply(place, &mut money, day)?;
        }
        Ok(())
    }

    /// What is left of each payment and credit note, in order of its day.
    fn closed(self) -> Result<Balances, Error> {
        let held = self.held.into_iter().map(|held| (held.currency, held.money));
        let waiting = self
            .on_account
            .into_iter()
            .flat_map(|(currency, waiting)| waiting.into_iter().map(move |money| (currency, money)))
            .chain(held)
            .filter(|(_, money)| !money.left.is_zero())
            .collect::<Vec<_>>();
        let mut by_source: BTreeMap<(Day, Applied), (Amount, Currency)> = BTreeMap::new();
        for (currency, Money { from, day, left }) in waiting {
            let (sum, _) = by_source.entry((day, from)).or_insert((Amount::ZERO, currency));
            *sum = sum.plus(left)?;
        }
        let on_account = by_source
            .into_iter()
            .map(|((day, from), (amount, currency))| OnAccount { from, day, amount, currency })
            .collect();
        Ok(Balances { receivables: self.balances, on_account })
    }
}
