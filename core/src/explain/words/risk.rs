//! The words of buyer risk.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "provision_of_age",
        "{before} open ({age}), of which {loss_rate} is expected to be lost: {after}.",
        "Balance âgée, {age} : {before}, taux de perte {loss_rate}, dépréciation de {after}.",
    ),
    (
        "provision_total",
        "Of {before} in all, an allowance of {after} for expected losses.",
        "Sur {before} au total, dépréciation de {after} pour pertes de crédit attendues.",
    ),
    (
        "expected_loss",
        "Exposure {exposure}, loss given default {loss_given_default}: {before} at stake today; at a probability of default of {probability}, {after} is expected to be lost.",
        "Encours {exposure}, perte en cas de défaut {loss_given_default} : {before} en jeu aujourd'hui ; à une probabilité de défaut de {probability}, perte attendue de {after}.",
    ),
    (
        "expected_after_the_policy",
        "Expected loss {before} before the policy; the insurer is expected to pay {insurer}, which leaves {after}.",
        "Perte attendue de {before} avant assurance ; indemnités attendues {insurer}, reste {after} à charge.",
    ),
    (
        "portfolio_concentration",
        "Of {before} owed by {names} buyers, the largest owe {after}: {share}.",
        "Sur {before} dus par {names} acheteurs, les plus gros doivent {after} : {share}.",
    ),
    (
        "portfolio_insured",
        "Of {before} open, {covered} is covered; by the insured percentage the insurer carries {after}.",
        "Sur un encours de {before}, {covered} est garanti ; après quotité, l'assureur porte {after}.",
    ),
    (
        "portfolio_expected_loss",
        "On exposures of {before} with a probability of default, at a loss given default of {loss_given_default}, {after} is expected to be lost.",
        "Sur des encours notés de {before}, avec une perte en cas de défaut de {loss_given_default}, perte attendue de {after}.",
    ),
    (
        "watch_downgrade",
        "{buyer} fell from grade {before_grade} to {grade} on {since}, {notches} notches: {action}.",
        "{buyer} : notation dégradée de {before_grade} à {grade} le {since}, soit {notches} crans : {action}.",
    ),
    (
        "watch_below_grade",
        "{buyer} has grade {grade}, {notches} notches below the worst that is good enough: {action}.",
        "{buyer} : notation {grade}, {notches} crans sous la plus basse admise : {action}.",
    ),
    (
        "watch_overdue",
        "{buyer} is {days} days overdue with {amount}: {action}.",
        "{buyer} : {amount} échus depuis {days} jours : {action}.",
    ),
    (
        "watch_insolvency",
        "{buyer} has been insolvent since {since}: {action}.",
        "{buyer} : procédure collective ouverte le {since} : {action}.",
    ),
    (
        "watch_news",
        "{buyer}, heard on {since}: {topic}: {action}.",
        "{buyer}, information du {since} : {topic} : {action}.",
    ),
    (
        "limit_suggested",
        "Limit on {buyer}: {action}, from {before} to {after}.",
        "Agrément sur {buyer} : {action}, de {before} à {after}.",
    ),
    (
        "cover_with_the_decision",
        "With that decision, {after} of what {buyer} owes stays covered (now {before}); a new delivery finds {headroom} of the limit (now {headroom_now}).",
        "Avec cette décision, {after} de l'encours de {buyer} reste garanti (aujourd'hui {before}) ; une nouvelle livraison dispose de {headroom} (aujourd'hui {headroom_now}).",
    ),
];

pub(super) const CODES: &[Word] = &[
    ("review", "review by a person", "examen par un responsable"),
    ("reduce_to", "reduce the limit", "réduire l'agrément"),
    ("cap", "cap the limit", "plafonner l'agrément"),
    ("suspend", "suspend the limit", "suspendre l'agrément"),
    ("cancel", "cancel the limit", "résilier l'agrément"),
    ("downgrade", "downgrade", "dégradation de la notation"),
    ("below_grade", "grade too low", "notation insuffisante"),
    ("grade_change", "change of grade", "changement de notation"),
    ("news", "news", "information"),
    ("grade", "grade", "notation"),
    ("probability", "probability of default", "probabilité de défaut"),
    ("loss_given_default", "loss given default", "perte en cas de défaut"),
    ("loss_rate", "loss rate", "taux de perte"),
    ("provision", "provision matrix", "matrice de provisionnement"),
    ("days_sales_outstanding", "days sales outstanding", "délai moyen de règlement (DSO)"),
    ("concentration", "concentration", "concentration"),
    ("expected_loss", "expected loss", "perte attendue"),
    ("ageing", "aged balance", "balance âgée"),
    ("days_1_30", "1 to 30 days overdue", "échu de 1 à 30 jours"),
    ("days_31_60", "31 to 60 days overdue", "échu de 31 à 60 jours"),
    ("days_61_90", "61 to 90 days overdue", "échu de 61 à 90 jours"),
    ("days_91_180", "91 to 180 days overdue", "échu de 91 à 180 jours"),
    ("over_180", "more than 180 days overdue", "échu de plus de 180 jours"),
    ("not_due", "not due", "non échu"),
];
