//! Duties as an iCalendar file (DUE-10, RFC 5545).
//!
//! A pure text of the duties: no clock and no randomness. An event keeps its
//! name for as long as its duty stays the same, so that a file of a later day
//! renews the events of an earlier one.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ical::component::{IcalComponent, IcalComponentKind};
use ical::ical::Ical;
use ical::param::IcalParam;
use ical::prop::{IcalProp, IcalPropKind};
use ical::value::IcalValue;
use ical::value::datetime::{IcalDate, IcalDateTime};
use ical::value::duration::IcalDuration;
use ical::value::text::{IcalText, IcalTextList};
use ical::version::IcalVersion;
use sha2::{Digest, Sha256};

use super::wording::{label, word};
use super::{Duties, Duty, DutyState};
use crate::explain::Language;
use crate::terms::{Policy, hex};
use crate::value::Day;

/// Writes every duty as an all-day event on its last day, with an alarm
/// `soon_days` before it as long as it is neither done nor missed.
#[must_use]
pub fn calendar(policy: &Policy, duties: &Duties, soon_days: u16, language: Language) -> String {
    let mut names = BTreeMap::new();
    let components = duties
        .duties
        .iter()
        .map(|duty| event(duty, policy, duties, soon_days, language, &mut names))
        .collect();
    let props = alloc::vec![
        text(IcalPropKind::ProdId, "-//tradecredit//duties//EN"),
        text(IcalPropKind::CalScale, "GREGORIAN"),
        text(IcalPropKind::Method, "PUBLISH"),
        text(IcalPropKind::Name, format!("{} · {}", policy.terms().id, policy.terms().insurer)),
    ];
    Ical { version: IcalVersion::V2_0, props, components }.to_string()
}

fn event<'a>(
    duty: &Duty,
    policy: &Policy,
    duties: &Duties,
    soon_days: u16,
    language: Language,
    names: &mut BTreeMap<String, u32>,
) -> IcalComponent<'a> {
    let summary = duty.summary(language);
    let categories = IcalTextList(alloc::vec![
        Cow::Borrowed(label(duty.kind, language)),
        Cow::Borrowed(word(duty.state.code(), language)),
    ]);
    let stamp = IcalDateTime(Cow::Owned(format!("{}T000000Z", date(duties.as_of))));
    let mut props = alloc::vec![
        text(IcalPropKind::Uid, name(duty, policy, names)),
        property(IcalPropKind::DtStamp, IcalValue::DateTime(stamp)),
        day(IcalPropKind::DtStart, duty.last_day),
    ];
    // The end of an all-day event is the day after; the calendar's very last day has none.
    if let Ok(next) = duty.last_day.plus_days(1) {
        props.push(day(IcalPropKind::DtEnd, next));
    }
    props.extend([
        text(IcalPropKind::Summary, summary.clone()),
        text(IcalPropKind::Description, duty.description(language, duties.currency)),
        property(IcalPropKind::Categories, IcalValue::TextList(categories)),
        text(IcalPropKind::Transp, "TRANSPARENT"),
    ]);
    let components = match duty.state {
        DutyState::DueSoon | DutyState::Upcoming => alloc::vec![alarm(summary, soon_days)],
        DutyState::Missed | DutyState::DoneLate | DutyState::Done => Vec::new(),
    };
    IcalComponent { name: IcalComponentKind::VEvent.into(), props, components }
}

fn alarm<'a>(summary: String, soon_days: u16) -> IcalComponent<'a> {
    let trigger = if soon_days == 0 { "PT0S".into() } else { format!("-P{soon_days}D") };
    let trigger = IcalValue::Duration(IcalDuration(Cow::Owned(trigger)));
    IcalComponent {
        name: IcalComponentKind::VAlarm.into(),
        props: alloc::vec![
            text(IcalPropKind::Action, "DISPLAY"),
            text(IcalPropKind::Description, summary),
            property(IcalPropKind::Trigger, trigger),
        ],
        components: Vec::new(),
    }
}

/// The event's name: the same for the same duty on every day, and never twice
/// in a file.
fn name(duty: &Duty, policy: &Policy, names: &mut BTreeMap<String, u32>) -> String {
    let whom = [duty.buyer.as_ref(), duty.group.as_ref(), duty.offer.as_ref()];
    let parts = [
        policy.terms().id.to_string(),
        duty.kind.code().into(),
        whom.map(|name| name.map(ToString::to_string).unwrap_or_default()).join("\n"),
        duty.invoices.first().map(ToString::to_string).unwrap_or_default(),
        duty.anchor.code().into(),
        duty.anchor_day.to_string(),
        duty.last_day.to_string(),
    ];
    // Names have no control characters: a line break keeps the parts apart.
    let digest = hex(&Sha256::digest(parts.join("\n")));
    let short = digest.get(..32).unwrap_or(&digest);
    let times = names.entry(short.into()).or_insert(0);
    *times = times.saturating_add(1);
    if *times == 1 {
        format!("{short}@tradecredit")
    } else {
        format!("{short}-{times}@tradecredit")
    }
}

fn property(name: IcalPropKind, value: IcalValue<'_>) -> IcalProp<'_> {
    IcalProp { name: name.into(), params: Vec::new(), value }
}

fn text<'a>(name: IcalPropKind, value: impl Into<Cow<'a, str>>) -> IcalProp<'a> {
    property(name, IcalValue::Text(IcalText(value.into())))
}

fn day<'a>(name: IcalPropKind, day: Day) -> IcalProp<'a> {
    let params = alloc::vec![IcalParam::Value(Cow::Borrowed("DATE"))];
    let value = IcalValue::Date(IcalDate(Cow::Owned(date(day))));
    IcalProp { params, ..property(name, value) }
}

/// A day as iCalendar writes it: `20240430`.
fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}
