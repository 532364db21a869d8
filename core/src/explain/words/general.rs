//! Words that every topic uses.

use super::Word;

pub(super) const WORDS: &[Word] = &[(
    "rounding",
    "Rounded to {unit}: {before} becomes {after}.",
    "Arrondi à {unit} : {before} devient {after}.",
)];

pub(super) const CODES: &[Word] = &[
    ("step", "Step", "Étape"),
    ("rule", "Rule", "Règle"),
    ("clause", "clause", "article"),
    ("before", "Before", "Avant"),
    ("after", "After", "Après"),
    ("explanation", "Explanation", "Explication"),
    ("amount", "Amount", "Montant"),
    ("receipt", "Receipt", "Traçabilité"),
    ("library", "Library", "Bibliothèque"),
    ("contract", "Contract", "Contrat"),
    ("policy", "Policy", "Police"),
    ("ledger", "Ledger", "Grand livre"),
    ("as_of", "As of", "Situation au"),
    ("endorsements", "Endorsements", "Avenants"),
    ("none", "none", "aucun"),
    ("yes", "yes", "oui"),
    ("no", "no", "non"),
];
