//! The day whose exchange rate counts.

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::written::carried;
use crate::error::Error;

/// A day in the life of a receivable whose exchange rate may count. Rule VAL-7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FxMoment {
    /// The invoice date.
    Invoice,
    /// The due date.
    Due,
    /// The date of loss.
    #[default]
    DateOfLoss,
    /// The day on which money is paid.
    Payment,
}

/// Which day's exchange rate counts. Rule VAL-7.
///
/// Written as `"invoice"`, `"due"`, `"date_of_loss"` (the default) or
/// `"payment"`, or as `{"lower_of": ["invoice", "date_of_loss"]}`: the lowest
/// of the amounts so converted. The order of that list does not matter, and a
/// list of one is that one.
///
/// ```
/// use tradecredit::{FxDate, FxMoment, wire};
///
/// let date: FxDate = wire::read(r#"{ "lower_of": ["date_of_loss", "invoice"] }"#)?;
/// assert_eq!(date.moments(), [FxMoment::Invoice, FxMoment::DateOfLoss]);
/// assert!(wire::read::<FxDate>(r#"{ "lower_of": [] }"#).is_err());
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FxDate(
    // Sorted, each once, never empty.
    Vec<FxMoment>,
);

impl FxDate {
    /// The day of one moment.
    #[must_use]
    pub fn of(moment: FxMoment) -> Self {
        Self(alloc::vec![moment])
    }

    /// The day, among several, that gives the lowest amount.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for an empty list.
    pub fn lower_of(moments: impl IntoIterator<Item = FxMoment>) -> Result<Self, Error> {
        let moments: BTreeSet<_> = moments.into_iter().collect();
        if moments.is_empty() {
            return Err(Error::OutOfRange {
                what: "`lower_of`",
                allowed: "a list of at least one of `invoice`, `due`, `date_of_loss`, `payment`",
                given: "[]".to_string(),
            });
        }
        Ok(Self(moments.into_iter().collect()))
    }

    /// The moments of which the lowest amount counts; one, unless `lower_of`.
    #[must_use]
    pub fn moments(&self) -> &[FxMoment] {
        &self.0
    }
}

impl Default for FxDate {
    fn default() -> Self {
        Self::of(FxMoment::default())
    }
}

/// Several moments, of which the lowest amount counts.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct LowerOf {
    /// At least one moment.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    lower_of: Vec<FxMoment>,
}

impl Serialize for FxDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [moment] => moment.serialize(serializer),
            moments => LowerOf { lower_of: moments.to_vec() }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FxDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = FxDate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "`invoice`, `due`, `date_of_loss`, `payment` or an object with `lower_of`",
                )
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<FxDate, E> {
                let text: StrDeserializer<'_, E> = text.into_deserializer();
                FxMoment::deserialize(text).map(FxDate::of)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FxDate, A::Error> {
                let named = LowerOf::deserialize(MapAccessDeserializer::new(map))?;
                FxDate::lower_of(named.lower_of).map_err(|error| carried(&error))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FxDate {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "FxDate".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<FxMoment>();
        let several = generator.subschema_for::<LowerOf>();
        schemars::json_schema!({ "anyOf": [one, several] })
    }
}
