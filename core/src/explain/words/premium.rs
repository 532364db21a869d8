//! The words of premiums.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "premium_not_insurable",
        "{amount} of the turnover is not insurable: {why}.",
        "{amount} du chiffre d'affaires ne sont pas assurables : {why}.",
    ),
    (
        "premium_declared",
        "Turnover of {before}, of which {after} is insurable.",
        "Chiffre d'affaires de {before}, dont {after} assurables.",
    ),
    (
        "premium_experience",
        "Rating by experience: from {start}, after {years} years, {rate}.",
        "Tarification à l'expérience : de {start}, après {years} années, {rate}.",
    ),
    (
        "premium_no_claims",
        "{years} years in a row without a claim: {discount} off.",
        "{years} années de suite sans sinistre : remise de {discount}.",
    ),
    ("premium_line", "{before} at {rate}: {after}.", "{before} à {rate} : {after}."),
    (
        "premium_line_months",
        "{before} at {rate}, {months} months: {after}.",
        "{before} à {rate}, {months} mois : {after}.",
    ),
    (
        "premium_line_days",
        "{before} at {rate}, {days} days of {of}: {after}.",
        "{before} à {rate}, {days} jours sur {of} : {after}.",
    ),
    ("premium_flat", "Flat premium: {after}.", "Prime forfaitaire : {after}."),
    (
        "premium_minimum",
        "The premium of {before} is below the minimum: {after} is due.",
        "La prime de {before} n'atteint pas le minimum : {after} sont dus.",
    ),
    (
        "premium_above_minimum",
        "The premium of {before} reaches the minimum of {minimum}.",
        "La prime de {before} atteint le minimum de {minimum}.",
    ),
    (
        "premium_carried_in",
        "Brought forward from the year before: {brought_forward}; rebates agreed: {rebates}.",
        "Report de l'exercice précédent : {brought_forward} ; ristournes convenues : {rebates}.",
    ),
    (
        "premium_adjusted_within",
        "Up to {up_to} the premium is {before}: {after} is invoiced, {waiting} waits.",
        "Au {up_to}, la prime est de {before} : {after} sont facturés, {waiting} sont reportés.",
    ),
    (
        "premium_adjusted",
        "Adjustment: {before} is due, {billed} was invoiced; {after} more.",
        "Régularisation : {before} sont dus, {billed} ont été appelés ; complément de {after}.",
    ),
    (
        "premium_carried_forward",
        "Adjustment: {before} is due, {billed} was invoiced; {after} is too little and is carried forward.",
        "Régularisation : {before} sont dus, {billed} ont été appelés ; {after}, trop peu, sont reportés.",
    ),
    (
        "premium_refunded",
        "Adjustment: {before} is due, {billed} was invoiced; {after} is given back.",
        "Régularisation : {before} sont dus, {billed} ont été appelés ; {after} sont remboursés.",
    ),
    (
        "premium_not_refunded",
        "Adjustment: {before} is due, {billed} was invoiced; nothing is given back.",
        "Régularisation : {before} sont dus, {billed} ont été appelés ; rien n'est remboursé.",
    ),
    (
        "premium_bonus",
        "Bonus of {share} of {before} on losses of {losses}: {after}.",
        "Bonus de {share} de {before} pour des sinistres de {losses} : {after}.",
    ),
    ("premium_bonus_held_back", "No bonus: {why}.", "Pas de bonus : {why}."),
    (
        "premium_malus",
        "Malus of {share} of {before} on losses of {losses}: {after}.",
        "Malus de {share} de {before} pour des sinistres de {losses} : {after}.",
    ),
    (
        "premium_net",
        "Premium of {before}, bonus {bonus}, malus {malus}: {after}.",
        "Prime de {before}, bonus {bonus}, malus {malus} : {after}.",
    ),
    (
        "premium_fee",
        "Fees, {kind}: {charged} at {before}: {after}.",
        "Frais, {kind} : {charged} à {before} : {after}.",
    ),
    (
        "premium_tax",
        "Insurance premium tax of {country} on {business} business, {rate} of {before}: {after}.",
        "Taxe sur les conventions d'assurances ({country}), {business}, {rate} de {before} : {after}.",
    ),
    (
        "premium_tax_not_known",
        "Insurance premium tax is not known: say the policyholder's country or its rates.",
        "La taxe sur les conventions d'assurances n'est pas connue : indiquer le pays de l'assuré ou les taux.",
    ),
    (
        "premium_total",
        "Premium {before}, fees {fees}, value added tax {vat}, premium tax {tax}: {after} in all.",
        "Prime {before}, frais {fees}, TVA {vat}, taxe d'assurance {tax} : {after} au total.",
    ),
    (
        "late_interest_dated",
        "{before} from {from} to {to} at {rate} a year, {days} days of {of}: {after}.",
        "{before} du {from} au {to} à {rate} l'an, {days} jours sur {of} : {after}.",
    ),
    (
        "late_interest",
        "{before} at {rate} a year, {days} days of {of}: {after}.",
        "{before} à {rate} l'an, {days} jours sur {of} : {after}.",
    ),
    (
        "late_interest_added",
        "On {from} interest of {interest} still owed is added to {before}: {after}.",
        "Le {from}, {interest} d'intérêts encore dus s'ajoutent à {before} : {after}.",
    ),
    (
        "late_compensation",
        "Fixed compensation on a debt of {before}: {after}.",
        "Indemnité forfaitaire sur une créance de {before} : {after}.",
    ),
    (
        "late_total",
        "Interest {interest} and compensation {compensation} on {before}: {after}.",
        "Intérêts {interest} et indemnité {compensation} sur {before} : {after}.",
    ),
    (
        "liability_multiple",
        "{multiple} times the premium of {before}: {after}.",
        "{multiple} fois la prime de {before} : {after}.",
    ),
    (
        "liability_exhausted",
        "At {percentage}, a covered loss of {after} uses up {before}.",
        "À {percentage}, une perte couverte de {after} épuise {before}.",
    ),
    (
        "sales_to_recover",
        "A loss of {before} at a margin of {margin} takes sales of {after}.",
        "Une perte de {before} à une marge de {margin} demande {after} de ventes.",
    ),
    (
        "burning_cost_premium",
        "Losses {losses} and fixed expenses {fixed}, over what {variable} and {margin} leave: {after}.",
        "Sinistres {losses} et frais fixes {fixed}, rapportés à ce que laissent {variable} et {margin} : {after}.",
    ),
];

pub(super) const CODES: &[Word] = &[
    ("value_added_tax", "value added tax", "taxe sur la valeur ajoutée"),
    ("public_buyer", "public buyers", "acheteurs publics"),
    ("private_individual", "private individuals", "particuliers"),
    ("related_company", "related companies", "entreprises liées"),
    ("paid_at_once", "paid in advance or in cash", "paiement d'avance ou comptant"),
    ("secured", "letter of credit or other security", "crédit documentaire ou autre sûreté"),
    ("country_not_covered", "country not covered", "pays non couvert"),
    ("buyer_not_covered", "buyer not covered", "acheteur non couvert"),
    ("no_limit", "no limit", "refus de garantie"),
    ("terms_too_long", "terms of payment too long", "délai de paiement trop long"),
    ("agreed", "as agreed", "convenu"),
    ("losses_still_open", "a loss is still open", "un sinistre n'est pas clos"),
    ("policy_not_renewed", "the policy was not renewed", "le contrat n'est pas renouvelé"),
    ("limit_request", "limit requests", "demandes d'agrément"),
    ("limit_monitoring", "limits monitored", "surveillance d'agréments"),
    ("enquiry", "enquiries", "enquêtes"),
    ("policy_fee", "policy", "contrat"),
    ("domestic", "domestic", "affaires nationales"),
    ("export", "export", "affaires à l'exportation"),
];
