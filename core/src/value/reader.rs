//! Documents read from the tokens of a [`Tape`].
//!
//! Each document type brings its own reader, made by serde. This is the one
//! thing that all of them read from, so that each is compiled once; and it asks
//! of a type only what a document may hold: an object is never read from a list.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, Expected, Unexpected, Visitor};

use super::exact::clipped;
use super::tape::{Tape, Token};
use super::written;
use crate::error::Error;

/// Reads a document from its tokens, or says where it departs from its shape.
///
/// # Errors
///
/// [`Error::At`] with the path, or the error itself if the whole is to blame.
pub(crate) fn read<'t, T: Deserialize<'t>>(tape: &'t Tape<'t>) -> Result<T, Error> {
    let mut reader = Reader { tokens: &tape.0, at: 0 };
    T::deserialize(&mut reader).map_err(Failure::into_error)
}

/// Where reading has got to.
pub(crate) struct Reader<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
}

/// What is wrong, and where: the innermost place first.
#[derive(Debug)]
pub(crate) struct Failure(Box<(Error, Vec<String>)>);

impl Failure {
    fn of(error: Error) -> Self {
        Self(Box::new((error, Vec::new())))
    }

    #[cold]
    fn in_field(mut self, name: &str) -> Self {
        // A path is for people: no name of a document is longer.
        self.0.1.push(if name.len() > 800 { clipped(name) } else { name.to_owned() });
        self
    }

    #[cold]
    fn in_item(mut self, place: usize) -> Self {
        self.0.1.push(alloc::format!("[{place}]"));
        self
    }

    fn into_error(self) -> Error {
        let (error, places) = *self.0;
        let mut path = String::new();
        for place in places.iter().rev() {
            if !path.is_empty() && !place.starts_with('[') {
                path.push('.');
            }
            path.push_str(place);
        }
        if path.is_empty() { error } else { error.within(&path) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.0.fmt(f)
    }
}

impl core::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::of(written::recovered(&message.to_string()))
    }

    fn invalid_type(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        refused("type", given, expected)
    }

    fn invalid_value(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        refused("value", given, expected)
    }

    fn unknown_field(given: &str, expected: &'static [&'static str]) -> Self {
        unknown("field", given, expected)
    }

    fn unknown_variant(given: &str, expected: &'static [&'static str]) -> Self {
        unknown("word", given, expected)
    }
}

/// The message for a name that nothing has there.
fn unknown(what: &str, given: &str, expected: &[&str]) -> Failure {
    let quoted: Vec<String> = expected.iter().map(|name| alloc::format!("`{name}`")).collect();
    let expected = match quoted.as_slice() {
        [] => alloc::format!("there are no {what}s"),
        [one] => alloc::format!("expected {one}"),
        [one, other] => alloc::format!("expected {one} or {other}"),
        all => alloc::format!("expected one of {}", all.join(", ")),
    };
    let problem = alloc::format!("unknown {what} `{}`, {expected}", clipped(given));
    Failure::of(Error::InvalidDocument { problem })
}

/// The message for a value that is not what stands there in a document.
fn refused(what: &str, given: Unexpected<'_>, expected: &dyn Expected) -> Failure {
    let given = match given {
        Unexpected::Unit => "null".to_owned(),
        Unexpected::Map => "an object".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Str(text) => alloc::format!("string {:?}", clipped(text)),
        given => given.to_string(),
    };
    let expected = expected.to_string();
    let problem = alloc::format!("invalid {what}: {given}, expected {}", plain(&expected));
    Failure::of(Error::InvalidDocument { problem })
}

/// The words for what was expected, in words that a person knows who never saw
/// the types behind the document.
fn plain(expected: &str) -> &str {
    match expected {
        "a sequence" => "a list",
        "a map" => "an object",
        "a string" => "a text",
        "a boolean" => "true or false",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        expected if expected.starts_with("struct ") => "an object",
        "variant identifier" => "one of the documented words, as text",
        expected if expected.starts_with("enum ") => "one of the documented words, as text",
        expected => expected,
    }
}

impl<'t> Reader<'t> {
    /// The value that comes next.
    fn token(&self) -> &'t Token<'t> {
        self.tokens.get(self.at).unwrap_or(&Token::Null)
    }

    fn skip(&mut self) {
        self.at = self.at.saturating_add(self.token().size());
    }

    fn mismatch(&self, expected: &dyn Expected) -> Failure {
        let given = match self.token() {
            Token::Null => Unexpected::Unit,
            Token::Flag(flag) => Unexpected::Bool(*flag),
            Token::Whole(whole) => Unexpected::Unsigned(*whole),
            Token::Negative(whole) => Unexpected::Signed(*whole),
            Token::Fraction(fraction) => Unexpected::Float(*fraction),
            Token::Text(text) => Unexpected::Str(text),
            Token::List { .. } => Unexpected::Seq,
            Token::Object { .. } => Unexpected::Map,
        };
        refused("type", given, expected)
    }
}

/// The kinds of number and text that serde tells apart and JSON does not.
macro_rules! as_number {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
            match self.token() {
                Token::Whole(whole) => {
                    self.skip();
                    visitor.visit_u64(*whole)
                }
                Token::Negative(whole) => {
                    self.skip();
                    visitor.visit_i64(*whole)
                }
                _ => Err(self.mismatch(&visitor)),
            }
        })*
    };
}

macro_rules! as_text {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
            let Token::Text(text) = self.token() else { return Err(self.mismatch(&visitor)) };
            self.skip();
            visitor.visit_borrowed_str(text)
        })*
    };
}

impl<'t> Deserializer<'t> for &mut Reader<'t> {
    type Error = Failure;

    as_number! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    as_text! {
        deserialize_char deserialize_str deserialize_string deserialize_identifier
        deserialize_bytes deserialize_byte_buf
    }

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.token() {
            Token::List { .. } => self.deserialize_seq(visitor),
            Token::Object { .. } => self.deserialize_map(visitor),
            token => {
                self.skip();
                match token {
                    Token::Flag(flag) => visitor.visit_bool(*flag),
                    Token::Whole(whole) => visitor.visit_u64(*whole),
                    Token::Negative(whole) => visitor.visit_i64(*whole),
                    Token::Fraction(fraction) => visitor.visit_f64(*fraction),
                    Token::Text(text) => visitor.visit_borrowed_str(text),
                    _ => visitor.visit_unit(),
                }
            }
        }
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
        let Token::Flag(flag) = self.token() else { return Err(self.mismatch(&visitor)) };
        self.skip();
        visitor.visit_bool(*flag)
    }

    fn deserialize_f32<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
        Err(self.mismatch(&visitor))
    }

    fn deserialize_f64<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
        Err(self.mismatch(&visitor))
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
        if matches!(self.token(), Token::Null) {
            self.skip();
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    // No document has a place for nothing alone.
    serde::forward_to_deserialize_any! { <V: Visitor<'t>> unit unit_struct }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
        let Token::List { items, tokens } = self.token() else {
            return Err(self.mismatch(&visitor));
        };
        self.at = self.at.saturating_add(1);
        let end = self.at.saturating_add(*tokens);
        let mut list = Items { reader: self, left: *items, place: 0 };
        let value = visitor.visit_seq(&mut list)?;
        if list.left > 0 {
            let problem = alloc::format!("{} items are too many here", list.left);
            return Err(Failure::of(Error::InvalidDocument { problem }));
        }
        self.at = end;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
        let Token::Object { tokens } = self.token() else { return Err(self.mismatch(&visitor)) };
        self.at = self.at.saturating_add(1);
        let end = self.at.saturating_add(*tokens);
        visitor.visit_map(Fields { reader: self, end, name: "" })
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let start = self.at;
        let end = start.saturating_add(self.token().size());
        if let Token::Object { .. } = self.token() {
            self.at = start.saturating_add(1);
        }
        let (Token::Text(word), true) = (self.token(), self.at < end) else {
            let problem = "one of the documented words is expected here, as text".to_owned();
            return Err(Failure::of(Error::InvalidDocument { problem }));
        };
        let alone = self.at == start;
        let value = visitor.visit_enum(Choice { reader: self, word, alone })?;
        if self.at == end {
            return Ok(value);
        }
        let problem = alloc::format!("`{word}` stands here with another word: choose one of them");
        Err(Failure::of(Error::InvalidDocument { problem }))
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.skip();
        visitor.visit_unit()
    }
}

/// The items of a list.
struct Items<'r, 't> {
    reader: &'r mut Reader<'t>,
    left: usize,
    place: usize,
}

impl<'t> de::SeqAccess<'t> for &mut Items<'_, 't> {
    type Error = Failure;

    // Compiled once for each type of item, not once for each list of them.
    #[inline(never)]
    fn next_element_seed<T: de::DeserializeSeed<'t>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Failure> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        let place = self.place;
        self.left = left;
        self.place = place.saturating_add(1);
        match seed.deserialize(&mut *self.reader) {
            Ok(item) => Ok(Some(item)),
            Err(failure) => Err(failure.in_item(place)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The fields of an object.
struct Fields<'r, 't> {
    reader: &'r mut Reader<'t>,
    end: usize,
    /// The name of the field whose value comes next.
    name: &'t str,
}

impl<'t> de::MapAccess<'t> for Fields<'_, 't> {
    type Error = Failure;

    fn next_key_seed<K: de::DeserializeSeed<'t>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        if self.reader.at >= self.end {
            return Ok(None);
        }
        if let Token::Text(name) = self.reader.token() {
            self.name = name;
        }
        match seed.deserialize(&mut *self.reader) {
            Ok(key) => Ok(Some(key)),
            Err(failure) => Err(failure.in_field(self.name)),
        }
    }

    // Compiled once for each type of value, not once for each field of it.
    #[inline(never)]
    fn next_value_seed<V: de::DeserializeSeed<'t>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Failure> {
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(failure) => Err(failure.in_field(self.name)),
        }
    }
}

/// One of several words, alone or as the name of what it brings with it.
struct Choice<'r, 't> {
    reader: &'r mut Reader<'t>,
    word: &'t str,
    alone: bool,
}

impl<'t> Choice<'_, 't> {
    /// What the word brings with it, read by `visit`.
    fn with<T>(
        self,
        visit: impl FnOnce(&mut Reader<'t>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        if self.alone {
            let problem = alloc::format!("`{0}` needs more: write {{ \"{0}\": … }}", self.word);
            return Err(Failure::of(Error::InvalidDocument { problem }));
        }
        match visit(self.reader) {
            Ok(value) => Ok(value),
            Err(failure) => Err(failure.in_field(self.word)),
        }
    }
}

impl<'t> de::EnumAccess<'t> for Choice<'_, 't> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<V: de::DeserializeSeed<'t>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self), Failure> {
        Ok((seed.deserialize(&mut *self.reader)?, self))
    }
}

impl<'t> de::VariantAccess<'t> for Choice<'_, 't> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        if self.alone {
            return Ok(());
        }
        let problem = alloc::format!("`{0}` brings nothing with it: write \"{0}\"", self.word);
        Err(Failure::of(Error::InvalidDocument { problem }))
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'t>>(
        self,
        seed: T,
    ) -> Result<T::Value, Failure> {
        self.with(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.with(|reader| reader.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'t>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.with(|reader| reader.deserialize_map(visitor))
    }
}
