//! How an answer came about, step by step, and who wants to see it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Rule;
use crate::value::{Amount, AnnualRate, Country, Day, Id, Number, Rate, Share, Span};

/// One applied rule: what went in, what it did, what came out (EXP-1).
///
/// Steps hold values, not sentences: [`render`](super::render) finds the
/// words, in the reader's language, by the step's `id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TraceStep"))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What was done: a stable name, such as `credit_limit`.
    pub id: Cow<'static, str>,
    /// The rule that says how.
    pub rule: Rule,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What went in beside the amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// The amount before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Amount>,
    /// The amount after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Amount>,
    /// The amount after, as it was before it was rounded, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unrounded: Option<Amount>,
}

/// Something that a step went by, under a stable name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its name, such as `limit`.
    pub name: Cow<'static, str>,
    /// What it is.
    pub value: FactValue,
}

/// What a fact is: its key tells how to write it in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// An amount in the currency of the trace.
    Amount(Amount),
    /// A share.
    Share(Share),
    /// A rate, which may be above the whole or, a year, below nothing.
    Rate(AnnualRate),
    /// A number without a unit.
    Number(Number),
    /// A day.
    Day(Day),
    /// A span of time.
    Span(Span),
    /// How many.
    Count(u32),
    /// Something by its name: a buyer, an invoice, a currency.
    Name(Id),
    /// A choice by its stable code, such as `insolvency`: put into words.
    Code(Cow<'static, str>),
}

impl Step {
    /// A step without amounts.
    #[must_use]
    pub const fn new(id: &'static str, rule: Rule) -> Self {
        Self {
            id: Cow::Borrowed(id),
            rule,
            clause: None,
            facts: Vec::new(),
            before: None,
            after: None,
            unrounded: None,
        }
    }

    /// With the amounts before and after.
    #[must_use]
    pub const fn amounts(mut self, before: Amount, after: Amount) -> Self {
        self.before = Some(before);
        self.after = Some(after);
        self
    }

    /// With the amount after, before it was rounded, if that differs.
    #[must_use]
    pub fn rounded_from(mut self, unrounded: Amount) -> Self {
        self.unrounded = Some(unrounded).filter(|unrounded| Some(*unrounded) != self.after);
        self
    }

    /// With the wording's own article number.
    #[must_use]
    pub fn clause(mut self, clause: Option<&String>) -> Self {
        self.clause = clause.cloned();
        self
    }

    /// With a fact.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Into<FactValue>) -> Self {
        self.facts.push(Fact { name: Cow::Borrowed(name), value: value.into() });
        self
    }
}

impl From<Amount> for FactValue {
    fn from(amount: Amount) -> Self {
        Self::Amount(amount)
    }
}

impl From<Share> for FactValue {
    fn from(share: Share) -> Self {
        Self::Share(share)
    }
}

impl From<Rate> for FactValue {
    fn from(rate: Rate) -> Self {
        Self::Rate(AnnualRate::new(rate.get()))
    }
}

impl From<AnnualRate> for FactValue {
    fn from(rate: AnnualRate) -> Self {
        Self::Rate(rate)
    }
}

impl From<Number> for FactValue {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<Day> for FactValue {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<Span> for FactValue {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl From<u32> for FactValue {
    fn from(count: u32) -> Self {
        Self::Count(count)
    }
}

impl From<&Id> for FactValue {
    fn from(name: &Id) -> Self {
        Self::Name(name.clone())
    }
}

impl From<Country> for FactValue {
    fn from(country: Country) -> Self {
        Self::Code(Cow::Owned(country.code().into()))
    }
}

impl From<&'static str> for FactValue {
    fn from(code: &'static str) -> Self {
        Self::Code(Cow::Borrowed(code))
    }
}

/// Somebody who may want to see the steps of a calculation.
///
/// `()` does not, and costs nothing; a `Vec<Step>` keeps them all. There is
/// one calculation for both (EXP-2).
pub trait Witness {
    /// Whether it wants to see anything: what only an explanation needs is
    /// otherwise left out.
    const WATCHES: bool = true;

    /// Sees one step; `step` is only built if it is wanted.
    fn see(&mut self, step: impl FnOnce() -> Step);
}

impl Witness for () {
    const WATCHES: bool = false;

    fn see(&mut self, _: impl FnOnce() -> Step) {}
}

impl Witness for Vec<Step> {
    fn see(&mut self, step: impl FnOnce() -> Step) {
        self.push(step());
    }
}
