//! The words of buyer risk.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "provision_of_age",
        "Open for {age}: {before}, of which {loss_rate} is expected to be lost: {after}.",
        "Tranche {age} de la balance âgée : {before}, taux de perte {loss_rate} : {after}.",
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
];

pub(super) const CODES: &[Word] = &[];
