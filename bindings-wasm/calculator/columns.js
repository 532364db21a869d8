// Which column of an export holds what: found by its usual names, in several languages.

/** A field, whether it is needed, and names that exports give it (letters and digits only, lower case). */
export const FIELDS = [
  ["invoice", false, ["docid", "invoicenumber", "invoiceid", "invoice", "invoiceno", "facture", "numerofacture", "numfacture", "nfacture", "nofacture", "piece", "npiece", "documentnumber", "belegnummer", "rechnungsnummer"]],
  ["buyer", true, ["custnumber", "customerid", "customernumber", "customer", "buyer", "buyerid", "client", "codeclient", "nclient", "numeroclient", "compte", "debtor", "siren", "kundennummer"]],
  ["name", false, ["namecustomer", "customername", "buyername", "nomclient", "raisonsociale", "name", "nom", "intitule"]],
  ["country", false, ["country", "countrycode", "pays", "codepays", "land"]],
  ["delivery", true, ["deliverydate", "delivery", "datelivraison", "livraison", "postingdate", "invoicedate", "datefacture", "datedefacture", "date", "documentdate", "rechnungsdatum"]],
  ["due", true, ["dueindate", "duedate", "due", "echeance", "dateecheance", "datedecheance", "faelligkeit", "falligkeit"]],
  ["amount", true, ["amountexvat", "montantht", "invoiceamount", "amount", "convertedusd", "openamount", "montant", "montantttc", "solde", "restedu", "totalopenamount", "betrag"]],
  ["cleared", false, ["cleardate", "settleddate", "paymentdate", "datepaiement", "datereglement", "reglee", "payeele", "paid", "paidon"]],
  ["disputed", false, ["disputed", "dispute", "litige"]],
  ["limit", false, ["creditlimit", "limit", "agrement", "montantagrement", "garantie", "encoursgaranti"]],
];

/** The place of the column of each field; `-1` where none looks like it. */
export function found(header) {
  const names = header.map(bare);
  return Object.fromEntries(FIELDS.map(([field, , usual]) => [field, usual.reduce((place, name) => (place >= 0 ? place : names.indexOf(name)), -1)]));
}

/** A currency that the header of the amounts names, such as `converted_usd`. */
export function currency(name) {
  return /(?:^|[^a-z])(eur|usd|gbp|chf|jpy|cad|sek|nok|dkk|pln|czk)(?:[^a-z]|$)/i.exec(name ?? "")?.[1].toUpperCase();
}

/** A header without accents, spaces and signs. */
function bare(header) {
  return header.normalize("NFD").toLowerCase().replace(/°/g, "").replace(/[^a-z0-9]/g, "");
}
