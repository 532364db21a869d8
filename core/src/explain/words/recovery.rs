//! The words of recoveries.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "recovery_net_of_costs",
        "Recovered {before}, less costs of {costs}: {after} to share.",
        "Récupération de {before}, moins {costs} de frais : {after} à répartir.",
    ),
    (
        "recovery_by_key",
        "Shared by {key}: {after} of {before} to the insurer.",
        "Répartition par {key} : {after} sur {before} à l'assureur.",
    ),
    (
        "recovery_above_the_loss",
        "Nobody ends above their loss: {before} becomes {after} for the insurer.",
        "Nul ne récupère plus que sa perte : {before} devient {after} pour l'assureur.",
    ),
    (
        "recoveries_shared",
        "Of {before} in all, {after} to the insurer and {policyholder} to the policyholder.",
        "Sur {before} au total, {after} à l'assureur et {policyholder} à l'assuré.",
    ),
    (
        "fees_insured",
        "Of fees of {before}, {after} are insured.",
        "Sur des frais de {before}, {after} sont garantis.",
    ),
    (
        "fees_percentage",
        "Insured percentage {percentage} of {before}: {after} to the insurer.",
        "Quotité garantie {percentage} de {before} : {after} à la charge de l'assureur.",
    ),
];

pub(super) const CODES: &[Word] = &[
    ("indemnity_to_debt", "indemnity to total debt", "indemnité sur créance totale"),
    (
        "insured_to_uninsured",
        "insured to uninsured debt",
        "créance garantie sur créance non garantie",
    ),
    ("risk_borne", "the risk that each bore", "part de risque supportée"),
    ("oldest_first", "oldest receivable first", "créance la plus ancienne d'abord"),
    ("insurer_first", "insurer first", "assureur d'abord"),
    ("insured_first", "insured first", "assuré d'abord"),
];
