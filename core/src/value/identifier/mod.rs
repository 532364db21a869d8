//! Numbers by which firms are registered. Rule VAL-8.
//!
//! Each is read with spaces, dots and dashes, and written without them. A
//! number that passes its check digits is well formed; whether it exists, only
//! its register knows.

mod lei;
mod siren;
mod vat;
mod vat_rules;

use alloc::string::String;

pub use lei::Lei;
pub use siren::{Siren, Siret};
pub use vat::VatNumber;

use super::exact::clipped;
use crate::error::Error;

/// Why a number is not of its kind, in words that say what to do.
type Verdict = Result<(), &'static str>;

const CHECK_DIGITS: &str = "its check digits do not match: compare it with the register";

/// Whether a verdict over check digits is good.
fn matching(check: bool) -> Verdict {
    if check { Ok(()) } else { Err(CHECK_DIGITS) }
}

/// The text without the spaces, dots and dashes with which numbers are
/// printed; all of it refused if it is no number of a plausible length.
fn compact(text: &str) -> String {
    let separator = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-');
    if text.len() > 60 { String::new() } else { text.chars().filter(|c| !separator(*c)).collect() }
}

/// The values of a text of decimal digits, if it is one.
fn digits(text: &str) -> Option<impl DoubleEndedIterator<Item = u32> + Clone + '_> {
    let all = !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    all.then(|| text.bytes().map(|c| u32::from(c.saturating_sub(b'0'))))
}

/// The sum of digits, each times its weight; digits beyond the weights do not count.
fn weighted(text: &str, weights: &[u32]) -> u32 {
    digits(text).map_or(0, |digits| {
        digits.zip(weights).map(|(digit, weight)| digit.saturating_mul(*weight)).sum()
    })
}

/// The number that a text of letters and digits stands for (`A` is 10, `Z` 35,
/// as in ISO 7064), modulo 97.
fn modulo_97(text: &str) -> u32 {
    text.chars().filter_map(|c| c.to_digit(36)).fold(0, |rest: u32, value| {
        let shift: u32 = if value > 9 { 100 } else { 10 };
        rest.saturating_mul(shift).saturating_add(value) % 97
    })
}

fn refused(what: &'static str, given: &str, remedy: &'static str) -> Error {
    Error::UnknownCode { what, given: clipped(given), remedy }
}
