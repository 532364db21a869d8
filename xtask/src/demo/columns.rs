//! Which column of an export holds what.

use tradecredit::Currency;

use crate::shell::Result;

/// What the demo looks for in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Invoice,
    Buyer,
    Name,
    Country,
    Delivery,
    Due,
    Amount,
    Cleared,
    Disputed,
}

/// A field, its name in `--column-map`, whether it is needed, and names that
/// exports give it (letters and digits only, lower case).
type Known = (Field, &'static str, bool, &'static [&'static str]);

const FIELDS: &[Known] = &[
    (
        Field::Invoice,
        "invoice",
        false,
        &[
            "docid",
            "invoicenumber",
            "invoiceid",
            "invoice",
            "invoiceno",
            "facture",
            "numerofacture",
            "nfacture",
            "piece",
            "documentnumber",
            "belegnummer",
        ],
    ),
    (
        Field::Buyer,
        "buyer",
        true,
        &[
            "custnumber",
            "customerid",
            "customernumber",
            "customer",
            "buyer",
            "buyerid",
            "client",
            "codeclient",
            "compte",
            "debtor",
            "siren",
            "kundennummer",
        ],
    ),
    (
        Field::Name,
        "name",
        false,
        &["namecustomer", "customername", "buyername", "nomclient", "raisonsociale", "name"],
    ),
    (Field::Country, "country", false, &["country", "countrycode", "pays", "land"]),
    (
        Field::Delivery,
        "delivery",
        true,
        &[
            "postingdate",
            "invoicedate",
            "deliverydate",
            "delivery",
            "datefacture",
            "datelivraison",
            "date",
            "documentdate",
            "rechnungsdatum",
        ],
    ),
    (
        Field::Due,
        "due",
        true,
        &["dueindate", "duedate", "due", "echeance", "dateecheance", "faelligkeit"],
    ),
    (
        Field::Amount,
        "amount",
        true,
        &[
            "convertedusd",
            "invoiceamount",
            "amount",
            "openamount",
            "montant",
            "montantttc",
            "solde",
            "totalopenamount",
            "betrag",
        ],
    ),
    (
        Field::Cleared,
        "cleared",
        false,
        &["cleardate", "settleddate", "paymentdate", "datepaiement", "datereglement", "paid"],
    ),
    (Field::Disputed, "disputed", false, &["disputed", "dispute", "litige"]),
];

/// The columns found, by field.
pub(super) struct Columns {
    headers: Vec<String>,
    found: Vec<(Field, usize)>,
    date_order: Option<String>,
}

impl Columns {
    /// Finds the columns by a map such as `buyer=cust,amount=total,dates=m/d/y`
    /// and, for what the map leaves open, by their usual names.
    pub(super) fn find(headers: &[String], map: Option<&str>) -> Result<Self> {
        let mut columns = Self { headers: headers.to_vec(), found: Vec::new(), date_order: None };
        for pair in
            map.unwrap_or_default().split(',').map(str::trim).filter(|pair| !pair.is_empty())
        {
            let (name, header) = pair
                .split_once('=')
                .ok_or_else(|| format!("--column-map: `{pair}` is not of the form field=column"))?;
            if name == "dates" {
                columns.date_order = Some(header.to_owned());
                continue;
            }
            let (field, ..) =
                FIELDS.iter().find(|(_, known, ..)| *known == name).ok_or_else(|| {
                    let names: Vec<_> = FIELDS.iter().map(|(_, name, ..)| *name).collect();
                    format!(
                        "--column-map: there is no field `{name}`; the fields are {}, dates",
                        names.join(", ")
                    )
                })?;
            let place = headers.iter().position(|known| known == header).ok_or_else(|| {
                format!(
                    "--column-map: the file has no column `{header}`; its columns are {}",
                    headers.join(", ")
                )
            })?;
            columns.found.push((*field, place));
        }
        for (field, name, needed, usual) in FIELDS {
            if columns.of(*field).is_some() {
                continue;
            }
            let place = usual
                .iter()
                .find_map(|usual| headers.iter().position(|header| plain(header) == *usual));
            match place {
                Some(place) => columns.found.push((*field, place)),
                None if *needed => {
                    return Err(format!(
                        "no column looks like `{name}`: say which it is with --column-map {name}=COLUMN; the columns are {}",
                        headers.join(", ")
                    )
                    .into());
                }
                None => {}
            }
        }
        Ok(columns)
    }

    pub(super) fn of(&self, field: Field) -> Option<usize> {
        self.found.iter().find(|(known, _)| *known == field).map(|(_, place)| *place)
    }

    pub(super) fn date_order(&self) -> Option<&str> {
        self.date_order.as_deref()
    }

    /// A currency that the header of the amounts names, such as `converted_usd`.
    pub(super) fn currency(&self) -> Option<String> {
        let header = self.headers.get(self.of(Field::Amount)?)?.to_uppercase();
        header
            .split(|c: char| !c.is_ascii_alphabetic())
            .find(|word| word.parse::<Currency>().is_ok())
            .map(str::to_owned)
    }

    /// A problem with the column of a field: names it, and what to do.
    pub(super) fn complaint(&self, field: Field, problem: &str) -> String {
        let name =
            FIELDS.iter().find(|(known, ..)| *known == field).map_or("", |(_, name, ..)| name);
        let header =
            self.of(field).and_then(|place| self.headers.get(place)).map_or("", String::as_str);
        format!(
            "column `{header}` cannot be read as `{name}`: {problem}; say which column it is with --column-map {name}=COLUMN"
        )
    }

    /// Which column was taken for what, to be shown.
    pub(super) fn shown(&self) -> Vec<(String, String)> {
        FIELDS
            .iter()
            .filter_map(|(field, name, ..)| {
                let header = self.headers.get(self.of(*field)?)?;
                Some(((*name).to_owned(), header.clone()))
            })
            .collect()
    }
}

/// A header without accents, spaces and signs.
fn plain(header: &str) -> String {
    header
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            'é' | 'è' | 'ê' => Some('e'),
            'à' | 'â' => Some('a'),
            'ç' => Some('c'),
            'ô' => Some('o'),
            'î' => Some('i'),
            c => c.is_ascii_alphanumeric().then_some(c),
        })
        .collect()
}
