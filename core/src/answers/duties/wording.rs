//! A duty in words (EXP-1).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Duty, DutyKind, DutyState};
use crate::explain::{Language, filled, words};
use crate::value::Currency;

/// How many invoices a summary names before it only counts the others.
const NAMED: usize = 3;

impl Duty {
    /// The duty in a few words: `Overdue notice: Dupont SA (F-1, F-2)`.
    #[must_use]
    pub fn summary(&self, language: Language) -> String {
        let mut text: String = label(self.kind, language).into();
        let whom = self.buyer.as_ref().or(self.group.as_ref()).or(self.offer.as_ref());
        if let Some(whom) = whom {
            text.push_str(if language == Language::French { "\u{a0}: " } else { ": " });
            text.push_str(whom.as_str());
        }
        if let Some(period) = &self.period {
            text.push_str(&format!(
                " ({} – {})",
                language.day(period.from),
                language.day(period.to)
            ));
        }
        if !self.invoices.is_empty() {
            let mut names: Vec<String> =
                self.invoices.iter().take(NAMED).map(ToString::to_string).collect();
            let more = self.invoices.len().saturating_sub(NAMED);
            if more > 0 {
                names.push(format!("+{more}"));
            }
            text.push_str(&format!(" ({})", names.join(", ")));
        }
        text
    }

    /// The duty in sentences, one to a line: what to do by when, what it is
    /// counted from, what is at stake, and which rule and clause say so.
    #[must_use]
    pub fn description(&self, language: Language, currency: Currency) -> String {
        let mut lines = Vec::new();
        let fill = |id: &str| {
            filled(words::phrase(id, language).unwrap_or(id), |name| match name {
                "last_day" => Some(language.day(self.last_day)),
                "first_day" => self.first_day.map(|day| language.day(day)),
                "done_on" => self.done_on.map(|day| language.day(day)),
                "anchor" => Some(word(self.anchor.code(), language).into()),
                "anchor_day" => Some(language.day(self.anchor_day)),
                "percentage" => {
                    self.at_stake.percentage.map(|share| language.percent(&share.to_string()))
                }
                "invoices" => {
                    let names: Vec<String> =
                        self.invoices.iter().map(ToString::to_string).collect();
                    Some(names.join(", "))
                }
                "amount" => Some(self.amount(language, currency)),
                "authority" => Some(self.authority(language)),
                _ => None,
            })
        };
        lines.push(fill(&format!("duty_{}", self.kind.code())));
        if self.first_day.is_some() {
            lines.push(fill("duty_first_day"));
        }
        lines.push(fill("duty_anchor"));
        match self.state {
            DutyState::Done => lines.push(fill("duty_done")),
            DutyState::DoneLate => lines.push(fill("duty_done_late")),
            DutyState::Missed => lines.push(fill("duty_missed")),
            DutyState::DueSoon | DutyState::Upcoming => {}
        }
        if self.state != DutyState::Done {
            lines.push(fill(&format!("lost_{}", self.at_stake.consequence.code())));
        }
        if !self.invoices.is_empty() {
            lines.push(fill("duty_invoices"));
        }
        if self.at_stake.amount.is_some() || !self.at_stake.amounts.is_empty() {
            lines.push(fill("duty_amount"));
        }
        lines.push(fill("duty_authority"));
        lines.join("\n")
    }

    fn amount(&self, language: Language, currency: Currency) -> String {
        let own = self.at_stake.amount.map(|amount| language.amount(amount, currency));
        let others =
            self.at_stake.amounts.iter().map(|money| language.amount(money.amount, money.currency));
        own.into_iter().chain(others).collect::<Vec<_>>().join(" + ")
    }

    fn authority(&self, language: Language) -> String {
        match &self.clause {
            None => self.rule.id().into(),
            Some(clause) => format!("{}, {} {clause}", self.rule.id(), word("clause", language)),
        }
    }
}

/// The words for a kind of duty.
pub(super) fn label(kind: DutyKind, language: Language) -> &'static str {
    // `stop` alone is a word of the verdict, for the middle of a sentence.
    word(if kind == DutyKind::Stop { "stop_of_deliveries" } else { kind.code() }, language)
}

/// The word for a code; the code itself if no table knows it.
pub(super) fn word(code: &'static str, language: Language) -> &'static str {
    words::code(code, language).unwrap_or(code)
}
