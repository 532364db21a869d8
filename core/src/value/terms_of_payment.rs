//! When an invoice falls due.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

use super::count::Count;
use super::exact::clipped;
use super::written::{Written, carried};
use super::{Day, MonthEnd, Span};
use crate::error::Error;

/// When a receivable falls due, counted from its invoice (or delivery) date.
/// Rule VAL-6.
///
/// | written | meaning |
/// |---|---|
/// | `30` | 30 days net |
/// | `45fm` | 45 days, then the end of that month |
/// | `fm45` | the end of the month, then 45 days |
/// | `30fm10` | 30 days, the end of that month, then the 10th of the next |
/// | `fm30/10` | the end of the month, 30 days, then the next 10th |
/// | `30/10` | 30 days, then the next 10th |
///
/// `30fm/10` is read as `30fm10`; after `fm30` or `30` the stroke is needed, since
/// `fm3010` could be 3010 days. "The next 10th" is the day reached itself if it
/// is a 10th. Days go from 0 to 999, without leading zeros.
///
/// "45 jours fin de mois" has two lawful readings, so it is refused: `45fm` or
/// `fm45` must be chosen.
///
/// **In commercial months** (an object with `"commercial_months": true`) each
/// whole 30 days is a calendar month and the rest is days: 45 is a month and
/// 15 days. From the last day of a month, whole months lead to the last day
/// of a month.
///
/// ```
/// use tradecredit::{Day, MonthEnd, TermsOfPayment};
///
/// let due = |terms: &str, from: &str| {
///     terms.parse::<TermsOfPayment>()?.due(from.parse()?, MonthEnd::Clamp)
/// };
/// assert_eq!(due("45fm", "2025-04-10")?, "2025-05-31".parse()?); // 25 May, its month's end
/// assert_eq!(due("fm45", "2025-03-10")?, "2025-05-15".parse()?); // 31 March + 45 days
/// assert_eq!(due("30fm10", "2025-04-10")?, "2025-06-10".parse()?); // 10 May, 31 May, the 10th
///
/// let vague = "45 jours fin de mois".parse::<TermsOfPayment>().unwrap_err();
/// assert!(vague.to_string().contains("two lawful readings"));
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermsOfPayment {
    days: u16,
    method: Counting,
    on: Option<u8>,
    commercial_months: bool,
}

/// In which order days and the end of the month are counted. Rule VAL-6.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Days only: `30`.
    Net,
    /// Days, then the end of the month so reached: `45fm`.
    DaysThenMonthEnd,
    /// The end of the month, then days: `fm45`.
    MonthEndThenDays,
}

use Counting::{DaysThenMonthEnd, MonthEndThenDays, Net};

const MOST_DAYS: u16 = 999;

const NOTATION: &str = "write `30` for 30 days net, `45fm` for 45 days then the end of the month, \
     `fm45` for the end of the month then 45 days, and `30fm10`, `fm30/10` or `30/10` for the 10th";
const TWO_READINGS: &str = "it has two lawful readings: write `45fm` for 45 days then the end of \
     the month, or `fm45` for the end of the month then 45 days";
const DAYS_RANGE: &str = "days go from 0 to 999, without leading zeros";
const ON_RANGE: &str = "the day of the month goes from 1 to 31";

impl TermsOfPayment {
    /// Net days.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidTermsOfPayment`] above 999 days.
    pub fn net(days: u16) -> Result<Self, Error> {
        Self::new(days, Net)
    }

    /// Days, counted by a method.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidTermsOfPayment`] above 999 days.
    pub fn new(days: u16, method: Counting) -> Result<Self, Error> {
        if days > MOST_DAYS {
            return Err(invalid(&days.to_string(), DAYS_RANGE));
        }
        Ok(Self { days, method, on: None, commercial_months: false })
    }

    /// The same terms, then on a day of the month.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidTermsOfPayment`] unless `day` is from 1 to 31.
    pub fn on_the(self, day: u8) -> Result<Self, Error> {
        if (1..=31).contains(&day) {
            Ok(Self { on: Some(day), ..self })
        } else {
            Err(invalid(&day.to_string(), ON_RANGE))
        }
    }

    /// The same terms, each whole 30 days counted as a calendar month.
    #[must_use]
    pub const fn in_commercial_months(self) -> Self {
        Self { commercial_months: true, ..self }
    }

    /// The number of days, as written.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.days
    }

    /// In which order days and the end of the month are counted.
    #[must_use]
    pub const fn method(self) -> Counting {
        self.method
    }

    /// The day of the month on which payment falls, if one is named.
    #[must_use]
    pub const fn on(self) -> Option<u8> {
        self.on
    }

    /// Whether each whole 30 days counts as a calendar month.
    #[must_use]
    pub const fn commercial_months(self) -> bool {
        self.commercial_months
    }

    /// The due date of an invoice dated `from`.
    ///
    /// `month_end` says what happens where a month lacks the day: commercial
    /// months from the 30th into February, or "on the 31st" in April.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchDay`] under [`MonthEnd::Reject`]; [`Error::InvalidDay`]
    /// past year 9999.
    ///
    /// ```
    /// use tradecredit::{MonthEnd, TermsOfPayment};
    ///
    /// let strict: TermsOfPayment = "45".parse()?;
    /// let from = "2026-04-30".parse()?;
    /// assert_eq!(strict.due(from, MonthEnd::Clamp)?.to_string(), "2026-06-14"); // 31 May is day 31
    ///
    /// let commercial = strict.in_commercial_months(); // a month and 15 days
    /// assert_eq!(commercial.due(from, MonthEnd::Clamp)?.to_string(), "2026-06-15"); // 31 May + 15
    /// # Ok::<(), tradecredit::Error>(())
    /// ```
    pub fn due(self, from: Day, month_end: MonthEnd) -> Result<Day, Error> {
        let reached = match self.method {
            Net => self.days_after(from, month_end)?,
            DaysThenMonthEnd => self.days_after(from, month_end)?.month_end(),
            MonthEndThenDays => self.days_after(from.month_end(), month_end)?,
        };
        let Some(on) = self.on else { return Ok(reached) };
        // After an end of month, "the 31st" is the next month's, even on a 31st.
        let earliest =
            if self.method == DaysThenMonthEnd { reached.plus_days(1)? } else { reached };
        let here = self.on_in_month(earliest, on, from, month_end)?;
        if here >= earliest {
            return Ok(here);
        }
        self.on_in_month(earliest.month_end().plus_days(1)?, on, from, month_end)
    }

    fn days_after(self, from: Day, month_end: MonthEnd) -> Result<Day, Error> {
        let (months, days) =
            if self.commercial_months { (self.days / 30, self.days % 30) } else { (0, self.days) };
        let moved = if months == 0 {
            from
        } else if from == from.month_end() {
            from.plus(Span::months(months), MonthEnd::Clamp)?.month_end()
        } else {
            from.plus(Span::months(months), month_end)?
        };
        moved.plus_days(days.into())
    }

    /// The day of the month `on`, in the month of `day`.
    fn on_in_month(self, day: Day, on: u8, from: Day, month_end: MonthEnd) -> Result<Day, Error> {
        let (first, last) = (day.month_start(), day.month_end());
        let wanted = first.plus_days(i32::from(on).saturating_sub(1))?;
        if wanted <= last {
            return Ok(wanted);
        }
        match month_end {
            MonthEnd::Clamp => Ok(last),
            MonthEnd::NextDay => last.plus_days(1),
            MonthEnd::Reject => Err(Error::NoSuchDay { from, span: self.to_string() }),
        }
    }
}

fn invalid(given: &str, remedy: &'static str) -> Error {
    Error::InvalidTermsOfPayment { given: clipped(given), remedy }
}

impl FromStr for TermsOfPayment {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = |remedy| invalid(text, remedy);
        let (head, on) = match text.split_once('/') {
            Some((head, on)) => (head, Some(on)),
            None => (text, None),
        };
        let (method, days, on) = match (head.strip_prefix("fm"), head.split_once("fm")) {
            (Some(days), _) => (MonthEndThenDays, days, on),
            (None, Some((days, ""))) => (DaysThenMonthEnd, days, on),
            (None, Some((days, day))) if on.is_none() => (DaysThenMonthEnd, days, Some(day)),
            (None, Some(_)) => return Err(wrong(NOTATION)),
            (None, None) => (Net, head, on),
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        if !digits(days) || !on.is_none_or(digits) {
            return Err(wrong(if speaks_of_month_end(text) { TWO_READINGS } else { NOTATION }));
        }
        if days.len() > 3 || (days.len() > 1 && days.starts_with('0')) {
            return Err(wrong(DAYS_RANGE));
        }
        let terms = Self::new(days.parse().map_err(|_| wrong(DAYS_RANGE))?, method)?;
        match on {
            None => Ok(terms),
            Some(on) => on
                .parse()
                .map_err(|_| ())
                .and_then(|on| terms.on_the(on).map_err(|_| ()))
                .map_err(|()| wrong(ON_RANGE)),
        }
    }
}

/// Whether a text means some end of month, in the words of an invoice.
fn speaks_of_month_end(text: &str) -> bool {
    let text = text.to_lowercase();
    ["fdm", "fin", "eom", "end", "mois", "month", "ultimo", "monatsende"]
        .iter()
        .any(|word| text.contains(word))
}

impl fmt::Display for TermsOfPayment {
    /// The compact notation, which says nothing of commercial months.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, stroke) = (self.days, if self.method == DaysThenMonthEnd { "" } else { "/" });
        match self.method {
            Net => write!(f, "{days}"),
            DaysThenMonthEnd => write!(f, "{days}fm"),
            MonthEndThenDays => write!(f, "fm{days}"),
        }?;
        self.on.map_or(Ok(()), |on| write!(f, "{stroke}{on}"))?;
        if self.commercial_months { f.write_str(" in commercial months") } else { Ok(()) }
    }
}

impl Written for TermsOfPayment {
    const EXPECTED: &'static str =
        "terms of payment such as 30, \"45fm\", \"fm45\" or \"30fm10\", or an object";

    fn from_whole(given: i128) -> Result<Self, Error> {
        u16::try_from(given)
            .map_err(|_| invalid(&given.to_string(), DAYS_RANGE))
            .and_then(Self::net)
    }
}

/// Terms of payment with every part named.
#[derive(Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Named {
    /// How many days, from 0 to 999.
    days: Count,
    /// In which order days and the end of the month are counted.
    method: Counting,
    /// The day of the month on which payment falls, from 1 to 31.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<Count>,
    /// Whether each whole 30 days counts as a calendar month.
    #[serde(default, skip_serializing_if = "super::is_default")]
    commercial_months: bool,
}

impl TryFrom<Named> for TermsOfPayment {
    type Error = Error;

    fn try_from(named: Named) -> Result<Self, Error> {
        let terms = Self::new(named.days.0, named.method)?;
        let terms = match named.on {
            None => terms,
            Some(Count(on)) => match u8::try_from(on) {
                Ok(on) => terms.on_the(on)?,
                Err(_) => return Err(invalid(&on.to_string(), ON_RANGE)),
            },
        };
        Ok(Self { commercial_months: named.commercial_months, ..terms })
    }
}

impl From<TermsOfPayment> for Named {
    fn from(terms: TermsOfPayment) -> Self {
        Self {
            days: Count(terms.days),
            method: terms.method,
            on: terms.on.map(|on| Count(on.into())),
            commercial_months: terms.commercial_months,
        }
    }
}

impl Serialize for TermsOfPayment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.commercial_months {
            Named::from(*self).serialize(serializer)
        } else {
            serializer.collect_str(self)
        }
    }
}

impl<'de> Deserialize<'de> for TermsOfPayment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = TermsOfPayment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(TermsOfPayment::EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<TermsOfPayment, E> {
        text.parse().map_err(|error| carried(&error))
    }

    fn visit_u64<E: de::Error>(self, given: u64) -> Result<TermsOfPayment, E> {
        TermsOfPayment::from_whole(given.into()).map_err(|error| carried(&error))
    }

    fn visit_i64<E: de::Error>(self, given: i64) -> Result<TermsOfPayment, E> {
        TermsOfPayment::from_whole(given.into()).map_err(|error| carried(&error))
    }

    #[expect(
        clippy::disallowed_types,
        reason = "the reader hands floats over so that they can be refused"
    )]
    fn visit_f64<E: de::Error>(self, given: f64) -> Result<TermsOfPayment, E> {
        Err(carried(&invalid(&given.to_string(), "days are whole")))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TermsOfPayment, A::Error> {
        let named = Named::deserialize(MapAccessDeserializer::new(map))?;
        TermsOfPayment::try_from(named).map_err(|error| carried(&error))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for TermsOfPayment {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "TermsOfPayment".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": Self::EXPECTED,
            "anyOf": [
                {
                    "type": "string",
                    "pattern": r"^(\d{1,3}(fm\d{0,2})?|fm\d{1,3})(/\d{1,2})?$"
                },
                { "type": "integer", "minimum": 0, "maximum": MOST_DAYS },
                generator.subschema_for::<Named>()
            ]
        })
    }
}
