//! All words of a language, for readers that put answers into words themselves.

use alloc::collections::BTreeMap;

use serde::Serialize;

use super::{Language, words};

/// The words of a language. A placeholder such as `{limit}` in a phrase stands
/// for the fact of that name; `{before}` and `{after}` stand for the amounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dictionary {
    /// Sentences, by the id of a step or the name of a reason.
    pub phrases: BTreeMap<&'static str, &'static str>,
    /// Words, by code or by the name of a fact.
    pub codes: BTreeMap<&'static str, &'static str>,
}

impl Dictionary {
    /// The words of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let all = |topics: &[&'static [words::Word]]| {
            let topics = topics.iter().copied().flatten();
            topics
                .map(|(id, english, french)| match language {
                    Language::English => (*id, *english),
                    Language::French => (*id, *french),
                })
                .collect()
        };
        Self { phrases: all(words::WORDS), codes: all(words::CODES) }
    }
}
