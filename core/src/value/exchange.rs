//! Exchange rates that the caller passes in.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::count::Count;
use super::written::{Written, carried, written_as_text};
use super::{Amount, Currency, Day, exact};
use crate::error::{Error, Problem};

/// How many units of one currency one unit of another is worth. Rule VAL-7.
///
/// **Unit:** units of the currency `to` for 1 unit of the currency `from`.
/// Always above zero.
///
/// ```
/// use tradecredit::ExchangeRate;
///
/// assert_eq!("1.1684".parse::<ExchangeRate>()?.to_string(), "1.1684");
/// assert_eq!("0".parse::<ExchangeRate>().unwrap_err().code(), "out_of_range");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExchangeRate(Decimal);

impl ExchangeRate {
    /// One unit is worth one unit.
    pub const ONE: Self = Self(Decimal::ONE);

    /// A rate.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless it is above zero.
    pub fn new(rate: Decimal) -> Result<Self, Error> {
        if rate > Decimal::ZERO {
            Ok(Self(rate.normalize()))
        } else {
            Err(Error::OutOfRange {
                what: "an exchange rate",
                allowed: "above zero",
                given: rate.to_string(),
            })
        }
    }

    /// The rate as a number.
    #[must_use]
    pub const fn get(self) -> Decimal {
        self.0
    }
}

impl FromStr for ExchangeRate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        exact::parse(text).and_then(Self::new)
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Written for ExchangeRate {
    const EXPECTED: &'static str = "an exchange rate as text, such as \"1.1684\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Amount::from_whole(given).and_then(|number| Self::new(number.get()))
    }
}
written_as_text!(ExchangeRate, "ExchangeRate", r"^\d+(\.\d+)?$", or_whole: true);

/// One published rate: on a day, one unit of `from` is worth `rate` units of
/// `to`. Rule VAL-7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an exchange rate, as an object")]
pub struct Quote {
    /// The currency of which one unit is priced.
    pub from: Currency,
    /// The currency in which it is priced.
    pub to: Currency,
    /// The day of the rate.
    pub on: Day,
    /// Units of `to` for 1 `from`.
    pub rate: ExchangeRate,
}

/// What happens on a day without a rate, such as a weekend or a holiday of
/// the central bank. Rule VAL-7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// An error that names the pair and the day.
    #[default]
    None,
    /// The latest earlier rate, at most `max_age_days` old.
    LatestBefore,
}

/// Dated exchange rates, which the caller passes in. Rule VAL-7.
///
/// Written as a list of rates, each either `{"from", "to", "on", "rate"}` (1
/// `from` is `rate` `to`) or, as central banks publish them, `{"base", "on",
/// "per_base"}` (1 `base` is so many of each currency):
///
/// ```json
/// [
///     { "from": "USD", "to": "EUR", "on": "2026-06-30", "rate": "0.92" },
///     { "base": "EUR", "on": "2026-04-13", "per_base": { "USD": "1.1684", "JPY": "186.75" } }
/// ]
/// ```
///
/// or as an object, where a day without rates may take an earlier one:
///
/// ```json
/// { "quotes": [], "fallback": "latest_before", "max_age_days": 5 }
/// ```
///
/// `max_age_days` is 7 unless stated: longer than any closure of TARGET, the
/// calendar on which the ECB publishes (Easter leaves four days), and from 0
/// to 366. In canonical form every rate is written out, by day and pair.
///
/// # How a rate is found
///
/// On the day itself: the rate stated in that direction, else the inverse of
/// the other direction, else through the one currency for which both have a
/// rate on that day. If several currencies could serve, the direct rate must
/// be stated. Only if nothing is found on the day, `latest_before` looks at
/// the days before it, latest first, in the same way.
///
/// ```
/// use tradecredit::{Rates, wire};
///
/// let rates: Rates = wire::read(
///     r#"[{ "base": "EUR", "on": "2026-04-13", "per_base": { "USD": "1.25", "GBP": "0.88" } }]"#,
/// )?;
/// let on = "2026-04-13".parse()?;
/// let convert = |amount: &str, from: &str, to: &str| {
///     rates.convert(amount.parse()?, from.parse()?, to.parse()?, on)
/// };
/// assert_eq!(convert("100", "EUR", "USD")?, "125".parse()?); // 100 × 1.25
/// assert_eq!(convert("100", "USD", "EUR")?, "80".parse()?); // 100 ÷ 1.25
/// assert_eq!(convert("100", "USD", "GBP")?, "70.4".parse()?); // 100 × 0.88 ÷ 1.25
/// assert_eq!(convert("100", "EUR", "JPY").unwrap_err().code(), "missing_rate");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates {
    days: Table,
    fallback: Fallback,
    max_age_days: Option<u16>,
}

/// How an amount is converted: the rates used and their day. Rule VAL-7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conversion {
    /// The day of the rates; absent where no rate is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// The currency through which the amount is converted, if not directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<Currency>,
    /// The amount is multiplied by this, first.
    pub multiply: ExchangeRate,
    /// The product is divided by this, last.
    pub divide: ExchangeRate,
}

impl Conversion {
    const UNCHANGED: Self =
        Self { on: None, through: None, multiply: ExchangeRate::ONE, divide: ExchangeRate::ONE };

    /// The amount converted. A division keeps 28 digits: round the result by
    /// a stated rule before going on.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn apply(&self, amount: Amount) -> Result<Amount, Error> {
        let product = exact::product(amount.get(), self.multiply.0)?;
        let result = if self.divide == ExchangeRate::ONE {
            product
        } else {
            exact::quotient(product, self.divide.0)?
        };
        Amount::new(result)
    }
}

impl Rates {
    const MAX_AGE_DAYS: u16 = 7;

    /// A table of rates for exact days only.
    ///
    /// # Errors
    ///
    /// [`Error::Contradictions`] if a pair has two rates on a day, or a
    /// currency is not worth itself; every such place is listed.
    pub fn new(quotes: impl IntoIterator<Item = Quote>) -> Result<Self, Error> {
        let (mut days, mut problems) = (Table::default(), Vec::<Problem>::new());
        for (place, quote) in quotes.into_iter().enumerate() {
            if let Err(error) = days.add(quote) {
                problems.push(error.into_problem(alloc::format!("[{place}]")));
            }
        }
        if problems.is_empty() {
            Ok(Self { days, ..Self::default() })
        } else {
            Err(Error::Contradictions { document: "table of exchange rates", problems })
        }
    }

    /// The same table, where a day without a rate takes the latest one before
    /// it, at most `max_age_days` old.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] above 366 days.
    pub fn or_latest_before(self, max_age_days: u16) -> Result<Self, Error> {
        if max_age_days > 366 {
            return Err(Error::OutOfRange {
                what: "the age of an exchange rate",
                allowed: "from 0 to 366 days",
                given: max_age_days.to_string(),
            });
        }
        let max_age_days = Some(max_age_days).filter(|days| *days != Self::MAX_AGE_DAYS);
        Ok(Self { fallback: Fallback::LatestBefore, max_age_days, ..self })
    }

    /// Whether the table has no rate at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.0.is_empty()
    }

    /// Every rate, by day and pair.
    pub fn quotes(&self) -> impl Iterator<Item = Quote> + '_ {
        self.days.0.iter().flat_map(|(on, rates)| {
            rates.stated.iter().map(|((from, to), rate)| Quote {
                from: *from,
                to: *to,
                on: *on,
                rate: *rate,
            })
        })
    }

    /// An amount of one currency in another, at the rate of a day. An amount
    /// in its own currency is unchanged and needs no rate.
    ///
    /// # Errors
    ///
    /// As [`conversion`](Self::conversion), and [`Error::Overflow`].
    pub fn convert(
        &self,
        amount: Amount,
        from: Currency,
        to: Currency,
        on: Day,
    ) -> Result<Amount, Error> {
        if from == to {
            return Ok(amount);
        }
        self.conversion(from, to, on)?.apply(amount)
    }

    /// How an amount of one currency is converted to another on a day.
    ///
    /// # Errors
    ///
    /// [`Error::MissingRate`] if there is no rate; [`Error::Unanswerable`] if
    /// there are several ways through other currencies; [`Error::Overflow`].
    ///
    /// ```
    /// use tradecredit::{Rates, wire};
    ///
    /// let rates: Rates = wire::read(r#"{
    ///     "quotes": [{ "from": "USD", "to": "EUR", "on": "2026-04-02", "rate": "0.9" }],
    ///     "fallback": "latest_before", "max_age_days": 5
    /// }"#)?;
    /// // Easter Monday takes the rate of Thursday, four days before.
    /// let found = rates.conversion("USD".parse()?, "EUR".parse()?, "2026-04-06".parse()?)?;
    /// assert_eq!(found.on, Some("2026-04-02".parse()?));
    /// assert_eq!(found.apply("100".parse()?)?, "90".parse()?); // 100 × 0.9
    /// # Ok::<(), tradecredit::Error>(())
    /// ```
    pub fn conversion(&self, from: Currency, to: Currency, on: Day) -> Result<Conversion, Error> {
        if from == to {
            return Ok(Conversion::UNCHANGED);
        }
        let max_age = match self.fallback {
            Fallback::None => 0,
            Fallback::LatestBefore => self.max_age_days.unwrap_or(Self::MAX_AGE_DAYS),
        };
        let oldest = on.plus_days(0_i32.saturating_sub(max_age.into())).unwrap_or(Day::MIN);
        for (day, rates) in self.days.0.range(oldest..=on).rev() {
            if let Some(found) = rates.conversion(from, to, *day)? {
                return Ok(found);
            }
        }
        Err(Error::MissingRate { from, to, on })
    }
}

/// Rates by day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Table(BTreeMap<Day, OneDay>);

/// The rates of one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct OneDay {
    stated: BTreeMap<(Currency, Currency), ExchangeRate>,
    // With which currencies each has a rate, in either direction.
    partners: BTreeMap<Currency, BTreeSet<Currency>>,
}

impl Table {
    fn add(&mut self, quote: Quote) -> Result<(), Error> {
        let Quote { from, to, on, rate } = quote;
        let contradiction = |message| Err(Error::Leaf { code: "contradictions", message });
        if from == to {
            if rate == ExchangeRate::ONE {
                return Ok(());
            }
            return contradiction(alloc::format!(
                "one unit of `{from}` cannot be worth `{rate}` units of itself"
            ));
        }
        let day = self.0.entry(on).or_default();
        if let Some(stated) = day.stated.insert((from, to), rate)
            && stated != rate
        {
            day.stated.insert((from, to), stated);
            return contradiction(alloc::format!(
                "the rate from `{from}` to `{to}` on `{on}` is `{rate}` here and `{stated}` \
                 before: keep one of them"
            ));
        }
        day.partners.entry(from).or_default().insert(to);
        day.partners.entry(to).or_default().insert(from);
        Ok(())
    }
}

impl OneDay {
    /// What to multiply and what to divide by.
    fn leg(&self, from: Currency, to: Currency) -> Option<(ExchangeRate, ExchangeRate)> {
        let stated = |from, to| self.stated.get(&(from, to)).copied();
        stated(from, to)
            .map(|rate| (rate, ExchangeRate::ONE))
            .or_else(|| stated(to, from).map(|rate| (ExchangeRate::ONE, rate)))
    }

    fn conversion(
        &self,
        from: Currency,
        to: Currency,
        on: Day,
    ) -> Result<Option<Conversion>, Error> {
        if let Some((multiply, divide)) = self.leg(from, to) {
            return Ok(Some(Conversion { on: Some(on), through: None, multiply, divide }));
        }
        let (Some(near), Some(far)) = (self.partners.get(&from), self.partners.get(&to)) else {
            return Ok(None);
        };
        let mut common = near.intersection(far).copied();
        let Some(through) = common.next() else { return Ok(None) };
        if let Some(other) = common.next() {
            return Err(Error::Unanswerable {
                problem: alloc::format!(
                    "`{from}` could be converted to `{to}` on `{on}` through `{through}` or \
                     through `{other}`: state the rate from `{from}` to `{to}`"
                ),
            });
        }
        let (Some(first), Some(second)) = (self.leg(from, through), self.leg(through, to)) else {
            return Ok(None);
        };
        let both = |a: ExchangeRate, b: ExchangeRate| exact::product(a.0, b.0).map(ExchangeRate);
        Ok(Some(Conversion {
            on: Some(on),
            through: Some(through),
            multiply: both(first.0, second.0)?,
            divide: both(first.1, second.1)?,
        }))
    }
}

/// One entry of a document, in either of its two shapes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an exchange rate, as an object")]
struct Entry {
    on: Day,
    from: Option<Currency>,
    to: Option<Currency>,
    rate: Option<ExchangeRate>,
    base: Option<Currency>,
    per_base: Option<PerBase>,
}

/// Rates of one day as central banks publish them.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "describes a shape that is read without it")]
struct PublishedRates {
    /// The currency of which one unit is priced.
    base: Currency,
    /// The day of the rates.
    on: Day,
    /// Units of each currency for 1 `base`.
    per_base: BTreeMap<Currency, ExchangeRate>,
}

/// Pairs in the order of the document: a map would drop a repeated currency.
struct PerBase(Vec<(Currency, ExchangeRate)>);

impl<'de> Deserialize<'de> for PerBase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = PerBase;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("rates by currency, as an object such as {\"USD\": \"1.1684\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PerBase, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(PerBase(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// Adds one entry of a document to a table, so that an error has its place.
struct Adding<'a>(&'a mut Table);

impl<'de> de::DeserializeSeed<'de> for Adding<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let entry = Entry::deserialize(deserializer)?;
        let mut add = |quote| self.0.add(quote).map_err(|error| carried(&error));
        let on = entry.on;
        match entry {
            Entry {
                from: Some(from),
                to: Some(to),
                rate: Some(rate),
                base: None,
                per_base: None,
                ..
            } => add(Quote { from, to, on, rate }),
            Entry {
                base: Some(base),
                per_base: Some(per_base),
                from: None,
                to: None,
                rate: None,
                ..
            } => per_base
                .0
                .into_iter()
                .try_for_each(|(to, rate)| add(Quote { from: base, to, on, rate })),
            _ => Err(de::Error::custom(
                "write either `from`, `to`, `on` and `rate`, or `base`, `on` and `per_base`",
            )),
        }
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Table;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of exchange rates")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Table, A::Error> {
                let mut table = Table::default();
                while list.next_element_seed(Adding(&mut table))?.is_some() {}
                Ok(table)
            }
        }
        deserializer.deserialize_seq(Entries)
    }
}

/// A table with its conventions.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "exchange rates, as a list or an object")]
struct RatesAndFallback {
    /// The rates.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<AnyEntry>"))]
    quotes: Table,
    /// What happens on a day without a rate.
    #[serde(default)]
    fallback: Fallback,
    /// How old the rate of `latest_before` may be.
    max_age_days: Option<Count>,
}

impl<'de> Deserialize<'de> for Rates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Rates;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("exchange rates, as a list or an object")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Rates, A::Error> {
                let days = Table::deserialize(SeqAccessDeserializer::new(list))?;
                Ok(Rates { days, ..Rates::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Rates, A::Error> {
                let named = RatesAndFallback::deserialize(MapAccessDeserializer::new(map))?;
                let rates = Rates { days: named.quotes, ..Rates::default() };
                match (named.fallback, named.max_age_days) {
                    (Fallback::None, None) => Ok(rates),
                    (Fallback::LatestBefore, age) => rates
                        .or_latest_before(age.map_or(Rates::MAX_AGE_DAYS, |Count(days)| days))
                        .map_err(|error| carried(&error)),
                    (Fallback::None, Some(_)) => Err(de::Error::custom(
                        "`max_age_days` says nothing without `\"fallback\": \"latest_before\"`",
                    )),
                }
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl Serialize for Rates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        struct List<'a>(&'a Rates);
        impl Serialize for List<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.quotes())
            }
        }
        if self.fallback == Fallback::None {
            return List(self).serialize(serializer);
        }
        let fields = if self.max_age_days.is_some() { 3 } else { 2 };
        let mut object = serializer.serialize_struct("Rates", fields)?;
        object.serialize_field("quotes", &List(self))?;
        object.serialize_field("fallback", &self.fallback)?;
        if let Some(days) = self.max_age_days {
            object.serialize_field("max_age_days", &days)?;
        }
        object.end()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Rates {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Rates".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let list = generator.subschema_for::<Vec<AnyEntry>>();
        let object = generator.subschema_for::<RatesAndFallback>();
        schemars::json_schema!({
            "description": "Dated exchange rates, as a list or an object",
            "anyOf": [list, object]
        })
    }
}

/// The two shapes of an entry, for its schema.
#[cfg(feature = "schema")]
struct AnyEntry;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for AnyEntry {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "QuoteOrPublishedRates".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<Quote>();
        let many = generator.subschema_for::<PublishedRates>();
        schemars::json_schema!({ "anyOf": [one, many] })
    }
}
