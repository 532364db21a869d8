//! The words of explanations, in every language the library speaks.
//!
//! One table per topic: the id of a step (or a code), English, French. A
//! placeholder such as `{limit}` stands for the fact of that name; `{before}`
//! and `{after}` stand for the amounts. A test holds the tables complete.

use super::Language;

mod claim;
mod cover;
mod duties;
mod factoring;
mod general;
mod placement;
mod premium;
mod recovery;
mod risk;

/// An id or code, its English, its French.
pub(crate) type Word = (&'static str, &'static str, &'static str);

/// Phrases for steps, topic by topic.
pub(crate) const WORDS: &[&[Word]] = &[
    general::WORDS,
    cover::WORDS,
    duties::WORDS,
    claim::WORDS,
    recovery::WORDS,
    premium::WORDS,
    placement::WORDS,
    factoring::WORDS,
    risk::WORDS,
];

/// Words for codes and for the names of facts, topic by topic.
pub(crate) const CODES: &[&[Word]] = &[
    general::CODES,
    duties::CODES,
    cover::CODES,
    claim::CODES,
    recovery::CODES,
    premium::CODES,
    placement::CODES,
    factoring::CODES,
    risk::CODES,
];

/// The phrase for a step; nothing for an id that no topic knows.
#[must_use]
pub(crate) fn phrase(id: &str, language: Language) -> Option<&'static str> {
    find(WORDS, id, language)
}

/// The words for a code or the name of a fact; nothing for one that no topic knows.
#[must_use]
pub(crate) fn code(code: &str, language: Language) -> Option<&'static str> {
    find(CODES, code, language)
}

fn find(topics: &[&'static [Word]], id: &str, language: Language) -> Option<&'static str> {
    topics.iter().copied().flatten().find(|(known, ..)| *known == id).map(|(_, english, french)| {
        match language {
            Language::English => *english,
            Language::French => *french,
        }
    })
}
