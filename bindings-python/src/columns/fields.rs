//! Which column of a frame holds which fact.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// What a fact is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Day,
    Amount,
    Dispute,
    Text,
}

/// A fact: its name, what it is, and whether every row needs it.
pub(super) type Fact = (&'static str, Kind, bool);

/// The facts of a receivable.
pub(super) const RECEIVABLE: &[Fact] = &[
    ("buyer", Kind::Name, true),
    ("delivery", Kind::Day, true),
    ("invoiced", Kind::Day, false),
    ("due", Kind::Day, true),
    ("amount", Kind::Amount, true),
    ("vat", Kind::Amount, false),
    ("open", Kind::Amount, false),
    ("paid_on", Kind::Day, false),
    ("dispute", Kind::Dispute, false),
    ("payment_method", Kind::Text, false),
    ("ordered", Kind::Day, false),
    ("notified", Kind::Day, false),
];

/// The facts of a loss in figures.
pub(super) const LOSS: &[Fact] = &[
    ("scenario", Kind::Name, false),
    ("date_of_loss", Kind::Day, false),
    ("amount", Kind::Amount, true),
    ("limit", Kind::Amount, false),
    ("percentage", Kind::Text, false),
    ("total_debt", Kind::Amount, false),
    ("costs", Kind::Amount, false),
];

/// The most decimals that amounts have here.
const DECIMALS: u32 = 18;

/// The places of facts in a frame.
pub(super) struct Fields {
    places: Vec<(&'static str, usize)>,
    scale: u32,
}

impl Fields {
    /// Finds every fact: by the map, then by its own name.
    pub(super) fn find(
        schema: &Schema,
        map: &[(String, String)],
        facts: &[Fact],
    ) -> PyResult<Self> {
        let present: Vec<&str> =
            schema.fields().iter().map(|field| field.name().as_str()).collect();
        let shown = || format!("its columns are {}", present.join(", "));
        for (fact, column) in map {
            if !facts.iter().any(|(known, ..)| known == fact) {
                let known: Vec<&str> = facts.iter().map(|(name, ..)| *name).collect();
                return Err(PyValueError::new_err(format!(
                    "`columns`: there is no field `{fact}` here: the fields are {}",
                    known.join(", ")
                )));
            }
            if !present.contains(&column.as_str()) {
                return Err(PyValueError::new_err(format!(
                    "`columns`: there is no column `{column}` for `{fact}`: {}",
                    shown()
                )));
            }
        }
        let (mut places, mut scale) = (Vec::new(), 0);
        for (fact, kind, needed) in facts {
            let mapped = map.iter().find(|(known, _)| known == fact);
            let wanted = mapped.map_or(*fact, |(_, column)| column.as_str());
            if let Some(place) = present.iter().position(|column| *column == wanted) {
                if present.iter().filter(|column| **column == wanted).count() > 1 {
                    return Err(PyValueError::new_err(format!(
                        "several columns are called `{wanted}`: rename all but one"
                    )));
                }
                let own = suits(*kind, schema.field(place).data_type()).map_err(|problem| {
                    let named =
                        if wanted == *fact { String::new() } else { format!(" (`{fact}`)") };
                    PyTypeError::new_err(format!("column `{wanted}`{named} {problem}"))
                })?;
                scale = scale.max(own);
                places.push((*fact, place));
            } else if *needed {
                return Err(PyValueError::new_err(format!(
                    "there is no column `{fact}`: {}; say which one it is with \
columns={{\"{fact}\": \"…\"}}",
                    shown()
                )));
            }
        }
        Ok(Self { places, scale })
    }

    /// The column of a fact.
    pub(super) fn column<'b>(&self, batch: &'b RecordBatch, fact: &str) -> Option<&'b ArrayRef> {
        let (_, place) = self.places.iter().find(|(known, _)| *known == fact)?;
        batch.columns().get(*place)
    }

    /// How many decimals amounts have: as many as their columns, at least those of the currency.
    pub(super) fn scale(&self, currency: u32) -> u32 {
        self.scale.max(currency)
    }
}

/// How many decimals a column has; or why it does not suit.
fn suits(fact: Kind, kind: &DataType) -> Result<u32, String> {
    let (sound, needed) = match fact {
        Kind::Amount => {
            return match kind {
                DataType::Decimal128(_, scale) => {
                    u32::try_from(*scale).ok().filter(|scale| *scale <= DECIMALS).ok_or(format!(
                        "has {scale} decimals: cast it to a decimal of 0 to {DECIMALS}"
                    ))
                }
                DataType::Int32 | DataType::Int64 => Ok(0),
                other => Err(format!(
                    "holds {other}, where exact amounts are needed: cast it first, such as \
`pl.col(name).cast(pl.Decimal(38, 2))` in polars, `column.cast(pa.decimal128(38, 2))` in pyarrow"
                )),
            };
        }
        Kind::Name => (is_text(kind) || kind.is_integer(), "texts or whole numbers"),
        Kind::Day => (
            matches!(kind, DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None)),
            "days",
        ),
        Kind::Dispute => {
            (is_text(kind) || *kind == DataType::Boolean, "true and false, or `open` and `lost`,")
        }
        Kind::Text => (is_text(kind), "texts"),
    };
    if sound {
        Ok(0)
    } else {
        Err(format!("holds {kind}, where {needed} are needed: cast it first"))
    }
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}
