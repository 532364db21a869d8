//! Which column of a frame holds which fact about a receivable.

use arrow_schema::{DataType, Schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// The facts that a frame may hold, in the order of [`Fields::places`].
pub(super) const FIELDS: [&str; 12] = [
    "buyer",
    "delivery",
    "invoiced",
    "due",
    "amount",
    "vat",
    "open",
    "paid_on",
    "dispute",
    "payment_method",
    "ordered",
    "notified",
];
const NEEDED: [&str; 4] = ["buyer", "delivery", "due", "amount"];
const AMOUNTS: [&str; 3] = ["amount", "vat", "open"];
const DAYS: [&str; 6] = ["delivery", "invoiced", "due", "paid_on", "ordered", "notified"];

/// The most decimals that amounts of a book have.
const DECIMALS: u32 = 18;

/// The places of the fields in a frame.
pub(super) struct Fields {
    places: [Option<usize>; FIELDS.len()],
    scale: u32,
}

impl Fields {
    /// Finds every field: by the map, then by its own name.
    pub(super) fn find(schema: &Schema, map: &[(String, String)]) -> PyResult<Self> {
        let present: Vec<&str> =
            schema.fields().iter().map(|field| field.name().as_str()).collect();
        let shown = || format!("its columns are {}", present.join(", "));
        let mut places = [None; FIELDS.len()];
        for (field, column) in map {
            if !FIELDS.contains(&field.as_str()) {
                return Err(PyValueError::new_err(format!(
                    "`columns`: receivables have no field `{field}` here: the fields are {}",
                    FIELDS.join(", ")
                )));
            }
            if !present.contains(&column.as_str()) {
                return Err(PyValueError::new_err(format!(
                    "`columns`: there is no column `{column}` for `{field}`: {}",
                    shown()
                )));
            }
        }
        let mut scale = 0;
        for (field, place) in FIELDS.iter().zip(&mut places) {
            let mapped = map.iter().find(|(known, _)| known == field);
            let wanted = mapped.map_or(*field, |(_, column)| column.as_str());
            *place = present.iter().position(|column| *column == wanted);
            match *place {
                Some(place) => {
                    let kind = schema.field(place).data_type();
                    scale = scale.max(suits(field, kind).map_err(|problem| {
                        PyTypeError::new_err(format!("column `{wanted}` (`{field}`) {problem}"))
                    })?);
                }
                None if NEEDED.contains(field) => {
                    return Err(PyValueError::new_err(format!(
                        "there is no column `{field}`: {}; say which one it is with \
columns={{\"{field}\": \"…\"}}",
                        shown()
                    )));
                }
                None => {}
            }
        }
        Ok(Self { places, scale })
    }

    /// The place of a field in the frame.
    pub(super) fn place(&self, field: &str) -> Option<usize> {
        let at = FIELDS.iter().position(|known| *known == field)?;
        self.places.get(at).copied().flatten()
    }

    /// How many decimals the book has: as many as its columns, at least those of its currency.
    pub(super) fn scale(&self, currency: u32) -> u32 {
        self.scale.max(currency)
    }
}

/// How many decimals a column of amounts has; or why a column does not suit.
fn suits(field: &str, kind: &DataType) -> Result<u32, String> {
    if AMOUNTS.contains(&field) {
        return match kind {
            DataType::Decimal128(_, scale) => u32::try_from(*scale)
                .ok()
                .filter(|scale| *scale <= DECIMALS)
                .ok_or(format!("has {scale} decimals: cast it to a decimal of 0 to {DECIMALS}")),
            DataType::Int32 | DataType::Int64 => Ok(0),
            other => Err(format!(
                "holds {other}, where exact amounts are needed: cast it first, such as \
`pl.col(name).cast(pl.Decimal(38, 2))` in polars, `column.cast(pa.decimal128(38, 2))` in pyarrow"
            )),
        };
    }
    let sound = if DAYS.contains(&field) {
        matches!(kind, DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None))
    } else if field == "dispute" {
        is_text(kind) || *kind == DataType::Boolean
    } else {
        is_text(kind) || (field == "buyer" && kind.is_integer())
    };
    let needed = match field {
        "buyer" => "texts or whole numbers",
        "dispute" => "true and false, or `open` and `lost`",
        "payment_method" => "texts",
        _ => "days",
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
