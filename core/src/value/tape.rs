//! JSON taken apart: one flat list of tokens, in the order of the text.
//!
//! Text is taken apart once, by code that knows no document; what is read from
//! the tokens is compiled once for each type. A browser downloads both.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value, or the beginning of a list or object, whose tokens follow it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    Null,
    Flag(bool),
    Whole(u64),
    Negative(i64),
    #[expect(
        clippy::disallowed_types,
        reason = "JSON's own number, kept so that a refusal can quote it"
    )]
    Fraction(f64),
    Text(Cow<'a, str>),
    /// So many items, on the next so many tokens.
    List {
        items: usize,
        tokens: usize,
    },
    /// So many tokens, of a text for each name and its value behind it.
    Object {
        tokens: usize,
    },
}

/// The tokens of one value.
#[derive(Debug, Default)]
pub(crate) struct Tape<'a>(pub(crate) Vec<Token<'a>>);

impl Tape<'_> {
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.0.first(), Some(Token::List { .. }))
    }

    /// The names of an object, and where each field begins and ends.
    pub(crate) fn fields(&self) -> Vec<(&str, core::ops::Range<usize>)> {
        let mut fields = Vec::new();
        let mut at = 1;
        while let Some(Token::Text(name)) = self.0.get(at) {
            let end = at.saturating_add(1).saturating_add(self.size(at.saturating_add(1)));
            fields.push((&**name, at..end));
            at = end;
        }
        fields
    }

    /// An object without some of its tokens, those of a field.
    pub(crate) fn without(&self, field: &core::ops::Range<usize>) -> Self {
        let mut tokens = self.0.clone();
        tokens.drain(field.clone());
        let rest = tokens.len().saturating_sub(1);
        if let Some(first) = tokens.first_mut() {
            *first = Token::Object { tokens: rest };
        }
        Self(tokens)
    }

    fn size(&self, at: usize) -> usize {
        self.0.get(at).map_or(0, Token::size)
    }
}

impl Token<'_> {
    /// How many tokens the value has, this one counted.
    pub(crate) const fn size(&self) -> usize {
        match self {
            Self::List { tokens, .. } | Self::Object { tokens } => tokens.saturating_add(1),
            _ => 1,
        }
    }
}

impl<'de> Deserialize<'de> for Tape<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tape = Self::default();
        Laying(&mut tape.0).deserialize(deserializer)?;
        Ok(tape)
    }
}

/// Lays the tokens of a value behind those that are there.
struct Laying<'t, 'a>(&'t mut Vec<Token<'a>>);

impl<'de> DeserializeSeed<'de> for Laying<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Laying<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of a document")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.push(Token::Null);
        Ok(())
    }

    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        self.0.push(Token::Flag(flag));
        Ok(())
    }

    fn visit_u64<E>(self, whole: u64) -> Result<(), E> {
        self.0.push(Token::Whole(whole));
        Ok(())
    }

    fn visit_i64<E>(self, whole: i64) -> Result<(), E> {
        self.0.push(u64::try_from(whole).map_or(Token::Negative(whole), Token::Whole));
        Ok(())
    }

    #[expect(
        clippy::disallowed_types,
        reason = "JSON's own number, kept so that a refusal can quote it"
    )]
    fn visit_f64<E>(self, fraction: f64) -> Result<(), E> {
        self.0.push(Token::Fraction(fraction));
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.0.push(Token::Text(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.push(Token::Text(Cow::Owned(String::from(text))));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.push(Token::List { items: 0, tokens: 0 });
        let mut items = 0_usize;
        while list.next_element_seed(Laying(self.0))?.is_some() {
            items = items.saturating_add(1);
        }
        let tokens = after(self.0, start);
        if let Some(first) = self.0.get_mut(start) {
            *first = Token::List { items, tokens };
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.push(Token::Object { tokens: 0 });
        while map.next_key_seed(Laying(self.0))?.is_some() {
            map.next_value_seed(Laying(self.0))?;
        }
        let tokens = after(self.0, start);
        if let Some(first) = self.0.get_mut(start) {
            *first = Token::Object { tokens };
        }
        Ok(())
    }
}

/// How many tokens stand behind one.
fn after(tokens: &[Token<'_>], start: usize) -> usize {
    tokens.len().saturating_sub(start).saturating_sub(1)
}
