//! The cover of buyers whose limits depend on each other: one buyer, or every
//! buyer below a group that has a limit.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::account::{Prepared, Row, prepare};
use super::answer::{BuyerCover, GroupLimit, LimitInForce, ReceivableDetail};
use super::fill::{Filled, Filling, Full, Wish, fill};
use super::fx::Exchange;
use super::limit::{Highest, Timeline};
use super::percentage::percentage;
use super::reasons::{Effect, Reason, ReasonCode, ReasonSet};
use super::{LimitBasis, Question, ReceivableCover, Verdict};
use crate::error::{Error, Problem};
use crate::facts::{Account, Balances};
use crate::terms::{FillOrder, PolicyTerms};
use crate::value::{Amount, Day, Id};

/// The groups of a cluster, each with its limit over time.
pub(super) struct Groups<'a> {
    places: BTreeMap<&'a Id, usize>,
    ids: Vec<&'a Id>,
    own: Vec<Timeline>,
    /// With what the group above says until the first decision.
    pub(super) effective: Vec<Timeline>,
}

impl<'a> Groups<'a> {
    fn new(
        question: &Question<'a>,
        accounts: &[&'a Account],
        exchange: &Exchange<'_>,
    ) -> Result<Self, Error> {
        let mut groups = Self {
            places: BTreeMap::new(),
            ids: Vec::new(),
            own: Vec::new(),
            effective: Vec::new(),
        };
        for account in accounts {
            let mut above: Option<usize> = None;
            for group in account.groups.iter().rev() {
                if let Some(place) = groups.places.get(group) {
                    above = Some(*place);
                    continue;
                }
                let own = Timeline::new(
                    question.ledger.group_limits(group),
                    question.ledger.currency(),
                    question.known,
                    exchange,
                )?;
                let effective = match above.and_then(|above| groups.effective.get(above)) {
                    Some(above) => own.or(above)?,
                    None => own.clone(),
                };
                let place = groups.own.len();
                groups.places.insert(group, place);
                groups.ids.push(group);
                groups.own.push(own);
                groups.effective.push(effective);
                above = Some(place);
            }
        }
        Ok(groups)
    }

    /// The limit over time that a buyer without decisions of its own has.
    pub(super) fn above(&self, account: &Account) -> Option<&Timeline> {
        let nearest = account.groups.first()?;
        self.effective.get(*self.places.get(nearest)?)
    }

    /// Every group above a buyer that has decisions, nearest first.
    fn capping(&self, account: &Account) -> Vec<usize> {
        let places = account.groups.iter().filter_map(|group| self.places.get(group).copied());
        places.filter(|place| self.own.get(*place).is_some_and(|own| !own.is_empty())).collect()
    }
}

/// Accounts whose covers depend on each other, by their places in the ledger.
pub(super) fn clusters(accounts: &[Account], question: &Question<'_>) -> Vec<Vec<usize>> {
    let mut alone = Vec::new();
    let mut together: BTreeMap<&Id, Vec<usize>> = BTreeMap::new();
    for (place, account) in accounts.iter().enumerate() {
        match top(account, question) {
            Some(group) => together.entry(group).or_default().push(place),
            None => alone.push(alloc::vec![place]),
        }
    }
    alone.extend(together.into_values());
    alone
}

/// The topmost group above a buyer that has a limit.
pub(crate) fn top<'a>(account: &'a Account, question: &Question<'_>) -> Option<&'a Id> {
    account.groups.iter().rev().find(|group| !question.ledger.group_limits(group).is_empty())
}

/// Where cover ended, as the fill needs it: the limits above, up to a day.
struct Until {
    /// None: the same as on the as-of day.
    buyers: Vec<Option<Highest>>,
    groups: Vec<Highest>,
}

impl Until {
    fn new(prepared: &[Prepared<'_>], groups: &Groups<'_>, day: Day, as_of: Day) -> Self {
        let lines = prepared.iter().map(|one| one.line.as_ref());
        let others = lines.map(|line| line.filter(|line| !line.same(day, as_of)));
        Self {
            buyers: others.map(|line| line.map(|line| line.highest_until(day))).collect(),
            groups: groups.own.iter().map(|own| own.highest_until(day)).collect(),
        }
    }
}

/// The cover of every buyer of a cluster, in the order given (COV-1…8); each
/// with what was paid on its receivables.
///
/// # Errors
///
/// [`Error::Overflow`].
pub(crate) fn cover_cluster<'a>(
    question: &Question<'a>,
    given: Vec<(&'a Account, Balances)>,
) -> Result<Vec<BuyerCover>, Error> {
    let (accounts, balances): (Vec<&'a Account>, Vec<Balances>) = given.into_iter().unzip();
    let accounts = accounts.as_slice();
    let now = question.policy.on(question.as_of);
    let exchange = Exchange::of_question(question);
    let nobody = || Groups {
        places: BTreeMap::new(),
        ids: Vec::new(),
        own: Vec::new(),
        effective: Vec::new(),
    };
    let (groups, failed) = match Groups::new(question, accounts, &exchange) {
        Ok(groups) => (groups, None),
        Err(error) => (nobody(), Some(error)),
    };
    let mut prepared = Vec::with_capacity(accounts.len());
    for (account, balances) in accounts.iter().zip(balances) {
        prepared.push(prepare(question, account, balances, &groups, &exchange, failed.as_ref()));
    }
    // What was open when cover ended may be settled since: it took up room then.
    let first_end = prepared.iter().filter_map(|one| one.end).map(|(day, _)| day).min();
    let most = accounts.iter().map(|account| account.receivables.len()).sum();
    let mut rows: Vec<Row<'a>> = Vec::with_capacity(most);
    for (place, one) in prepared.iter_mut().enumerate() {
        one.rows(question, place, first_end, &mut rows)?;
    }
    let capping: Vec<Vec<usize>> = accounts.iter().map(|account| groups.capping(account)).collect();
    let order = ordered(&rows, now.limits.fill_order);
    let count = groups.own.len();
    let run = |at: Option<Day>, frozen: &[Option<Frozen>]| -> Result<_, Error> {
        let until = Until::new(&prepared, &groups, at.unwrap_or(question.as_of), question.as_of);
        let mut all = Vec::with_capacity(rows.len());
        for (row, frozen) in rows.iter().zip(frozen) {
            let caps = capping.get(row.buyer).map_or(&[][..], Vec::as_slice);
            let ceiling = frozen.map(|frozen| frozen.covered);
            all.push(filling(now, row, &prepared, &groups, caps, &until, at, ceiling)?);
        }
        // Cover that is frozen is nobody else's room, whatever the order (COV-7).
        let mut order = order.clone();
        order.sort_by_key(|place| {
            let frozen = frozen.get(*place).copied().flatten();
            frozen.map_or(Day::MAX, |frozen| frozen.on)
        });
        let full = fill(&order, &all, prepared.len(), count)?;
        Ok((all, full))
    };
    let mut frozen: Vec<Option<Frozen>> = alloc::vec![None; rows.len()];
    let on: Vec<Option<Day>> = rows.iter().map(|row| freezes(row, &prepared)).collect();
    let mut days: Vec<Day> = on.iter().copied().flatten().collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        let (_, full) = run(Some(day), &frozen)?;
        for ((on, frozen), filled) in on.iter().zip(&mut frozen).zip(full.filled) {
            if *on == Some(day) {
                *frozen = Some(Frozen { on: day, covered: filled.covered });
            }
        }
    }
    let (all, Full { filled, of_buyer, of_group }) = run(None, &frozen)?;
    let mut covers = Vec::with_capacity(accounts.len());
    for (place, one) in prepared.iter_mut().enumerate() {
        let caps = capping.get(place).map_or(&[][..], Vec::as_slice);
        let taken = of_buyer.get(place).map(|taken| taken.of_limit).unwrap_or_default();
        covers.push(opened(question, one, &groups, caps, taken, &of_group)?);
    }
    for ((row, item), filled) in rows.into_iter().zip(all).zip(filled) {
        let end = prepared.get(row.buyer).and_then(|one| one.end);
        let account = accounts.get(row.buyer);
        let (Some(cover), Some(account)) = (covers.get_mut(row.buyer), account) else { continue };
        if row.open.is_zero() {
            continue;
        }
        let capped = Capped { item: &item, filled, end };
        let (receivable, detail) = verdict(question, account, row, &capped, &groups)?;
        cover.receivables.push(receivable);
        cover.details.push(detail);
    }
    Ok(covers)
}

/// What was covered of a receivable when nothing slid in any more.
#[derive(Debug, Clone, Copy)]
struct Frozen {
    on: Day,
    covered: Amount,
}

/// On which day the cover of a receivable freezes (COV-7): when cover on its
/// buyer ended, or at its delivery if that came later and nevertheless keeps
/// the former limit (COV-6). Such deliveries are few: they end with the grace
/// and with the orders of before.
fn freezes(row: &Row<'_>, prepared: &[Prepared<'_>]) -> Option<Day> {
    let (end, _) = prepared.get(row.buyer)?.end?;
    let delivery = row.receivable.invoice.delivery;
    let insurable = row.judged.insurable();
    if delivery <= end { Some(end) } else { Some(delivery).filter(|_| insurable) }
}

/// In which order receivables fill the limits (COV-5).
fn ordered(rows: &[Row<'_>], by: FillOrder) -> Vec<usize> {
    let key = |place: &usize| {
        let row = rows.get(*place)?;
        let invoice = &row.receivable.invoice;
        let first = match by {
            FillOrder::Delivery => invoice.delivery,
            FillOrder::Invoice => invoice.invoiced(),
            FillOrder::Due => row.receivable.due,
        };
        Some((first, invoice.invoiced(), &invoice.id))
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|a, b| key(a).cmp(&key(b)));
    order
}

/// One receivable on its way into the limits: as of the day asked about, or
/// as it stood at the end of the day on which its cover, or another's, froze.
#[expect(clippy::too_many_arguments, reason = "one place that brings the parts together")]
fn filling(
    now: &PolicyTerms,
    row: &Row<'_>,
    prepared: &[Prepared<'_>],
    groups: &Groups<'_>,
    capping: &[usize],
    until: &Until,
    at: Option<Day>,
    ceiling: Option<Amount>,
) -> Result<Filling, Error> {
    let invoice = &row.receivable.invoice;
    let (mut base, mut limit) = (row.base, row.limit.amount);
    if let (Some(day), Some(one)) = (at, prepared.get(row.buyer)) {
        base = if invoice.delivery > day { Amount::ZERO } else { one.base_on(row, day)? };
        let highest = until.buyers.get(row.buyer).and_then(Option::as_ref);
        if let (Some(line), Some(highest)) = (&one.line, highest) {
            let increase = row.terms.limits.increase;
            let (governing, otherwise) = (&row.governing, &row.otherwise);
            limit = line.limit(highest, increase, invoice.delivery, governing, otherwise)?.amount;
        }
    }
    let mut caps = Vec::with_capacity(capping.len());
    for group in capping {
        let (Some(own), Some(highest)) = (groups.own.get(*group), until.groups.get(*group)) else {
            continue;
        };
        let cap = match own.governing(row.terms, invoice.delivery, invoice.ordered)? {
            None => None,
            Some(governing) => {
                own.cap(highest, row.terms.limits.increase, invoice.delivery, &governing)?
            }
        };
        caps.push((*group, cap));
    }
    let insurable = row.judged.insurable();
    // A disputed receivable likewise: it keeps its place only where such a clause is agreed.
    let takes_room = !insurable && now.limits.uninsurable_fill_the_limit;
    let wish = Wish { base, limit, ceiling, insurable, takes_room };
    Ok(Filling { buyer: row.buyer, wish, caps })
}

/// A buyer's cover, still without its receivables.
fn opened<'a>(
    question: &Question<'a>,
    one: &mut Prepared<'a>,
    groups: &Groups<'_>,
    capping: &[usize],
    taken: Amount,
    of_group: &[Amount],
) -> Result<BuyerCover, Error> {
    let (limit, stopped) = one.limit_now(question)?;
    let mut headroom = limit.amount.less(taken)?;
    let mut above = Vec::with_capacity(capping.len());
    let now = question.policy.on(question.as_of);
    for group in capping {
        let (Some(own), Some(name)) = (groups.own.get(*group), groups.ids.get(*group)) else {
            continue;
        };
        let highest = own.highest_until(question.as_of);
        let Some(governing) = own.governing(now, question.as_of, None)? else { continue };
        let limit = own.cap(&highest, now.limits.increase, question.as_of, &governing)?;
        let taken = of_group.get(*group).copied().unwrap_or_default();
        if let Some(limit) = limit {
            headroom = headroom.capped_at(limit.less(taken)?);
        }
        above.push(GroupLimit { group: (*name).clone(), limit, taken });
    }
    let insolvent_since =
        one.account.insolvency_on(question.as_of).map(|insolvency| insolvency.opened);
    if stopped.is_some() || insolvent_since.is_some() {
        headroom = Amount::ZERO;
    }
    Ok(BuyerCover {
        buyer: one.account.buyer.id.clone(),
        currency: question.policy.terms().currency,
        balances: core::mem::replace(
            &mut one.balances,
            Balances { receivables: Vec::new(), on_account: Vec::new() },
        ),
        receivables: Vec::new(),
        details: Vec::new(),
        settled: core::mem::take(&mut one.settled),
        refused: core::mem::take(&mut one.refused),
        limit_in_force: limit,
        taken,
        headroom,
        stopped_since: stopped,
        insolvent_since,
        ended: one.end.map(|(day, _)| day),
        groups: above,
    })
}

/// What the fill made of a receivable.
struct Capped<'a> {
    item: &'a Filling,
    filled: Filled,
    end: Option<(Day, crate::terms::EndOfSliding)>,
}

/// The verdict on one receivable, with every reason (COV-1, COV-2).
fn verdict(
    question: &Question<'_>,
    account: &Account,
    mut row: Row<'_>,
    capped: &Capped<'_>,
    groups: &Groups<'_>,
) -> Result<(ReceivableCover, ReceivableDetail), Error> {
    let Capped { item, filled, end } = capped;
    let clause = row.terms.limits.clause.as_ref();
    let wish = &item.wish;
    if wish.insurable {
        let short = filled.short(wish.base, end.is_some())?;
        if !short.of_limit.is_zero() {
            row.judged.reasons.push(
                Reason::new(ReasonCode::OverTheLimit, Effect::Caps)
                    .clause(clause)
                    .fact("limit", wish.limit)
                    .fact("taken", filled.taken)
                    .fact("over", short.of_limit),
            );
        }
        if let Some(group) = filled.group_room.filter(|_| !short.of_group.is_zero()) {
            let mut reason =
                Reason::new(ReasonCode::OverTheGroupLimit, Effect::Caps).clause(clause);
            if let Some(name) = groups.ids.get(group.group) {
                reason = reason.fact("group", *name);
            }
            row.judged.reasons.push(
                reason
                    .fact("limit", group.cap)
                    .fact("taken", group.taken)
                    .fact("over", short.of_group),
            );
        }
        if let (false, Some((day, by))) = (short.ended.is_zero(), end) {
            row.judged.reasons.push(
                Reason::new(ReasonCode::CoverEndedBeforeItSlidIn, Effect::Caps)
                    .clause(clause)
                    .fact("on", *day)
                    .fact("by", by.name())
                    .fact("amount", short.ended),
            );
        }
    }
    let (mut share, by) = percentage(
        row.terms,
        row.limit.basis,
        row.limit.decision.and_then(|decision| decision.percentage),
        account.buyer.country,
        question.cause,
    );
    let mut percentage_by = by;
    if let Some(left) = row.judged.percentage.filter(|left| *left < share) {
        share = left;
        percentage_by = super::PercentageBy::Lateness;
    }
    let covered = filled.covered;
    let verdict = Verdict::of(row.judged.excluded, row.judged.suspended, covered, row.open);
    row.judged.reasons.sort_by_key(|reason| reason.code);
    let mut codes = ReasonSet::default();
    for reason in &row.judged.reasons {
        codes.insert(reason.code);
    }
    let receivable = ReceivableCover {
        place: row.place,
        open: row.open,
        base: row.base,
        covered,
        insurable: wish.insurable,
        percentage: share,
        limit_basis: row.limit.basis,
        verdict,
    };
    let detail = ReceivableDetail {
        limit: wish.limit,
        room: filled.room,
        taken: filled.taken,
        wanted: filled.wanted,
        group_room: filled.group_room.map(|group| group.left),
        ceiling: wish.ceiling,
        percentage_by,
        decided: row.limit.decision.and_then(|decision| decision.decided),
        endorsement: row.endorsement,
        evidence: row.evidence,
        codes,
        reasons: row.judged.reasons,
    };
    Ok((receivable, detail))
}

/// A receivable that could not be assessed, and why (LED-2).
pub(super) fn refusal(invoice: &Id, error: &Error) -> Problem {
    Problem {
        path: alloc::format!("ledger.invoices.{invoice}"),
        code: error.code(),
        message: alloc::format!("{error}"),
    }
}

/// A buyer's limit on a day without a limit.
pub(super) const NO_LIMIT: LimitInForce = LimitInForce {
    amount: Amount::ZERO,
    basis: LimitBasis::None,
    decided: None,
    evidence: Vec::new(),
    percentage: None,
};
