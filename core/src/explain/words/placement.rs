//! The words of placements.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "submission_lacks",
        "Missing or incomplete: {item}. {consequence}.",
        "Manquant ou incomplet : {item}. {consequence}.",
    ),
    ("stage_reached", "{day}: {stage}.", "{day} : {stage}."),
    (
        "offer_open_until",
        "Offer issued on {issued}: it can be accepted until {day}.",
        "Offre émise le {issued} : elle peut être acceptée jusqu'au {day}.",
    ),
    (
        "effective_date",
        "Signed on {signed}: the policy begins on {day}.",
        "Signature le {signed} : la police prend effet le {day}.",
    ),
    ("policy_runs", "The policy runs from {from} to {to}.", "La police court du {from} au {to}."),
    (
        "notice_until",
        "Notice by the {by}: {notice} before the end ({basis}), until {day}.",
        "Résiliation par l'{by} : préavis de {notice} avant l'échéance ({basis}), jusqu'au {day}.",
    ),
    (
        "policy_renewed",
        "The policy goes on from {from} to {to}: {outcome}.",
        "La police se poursuit du {from} au {to} : {outcome}.",
    ),
    (
        "new_terms",
        "New terms from {day} by endorsement {endorsement}.",
        "Nouvelles conditions à compter du {day} par l'avenant {endorsement}.",
    ),
    (
        "policy_ends",
        "The policy ends on {day}: {outcome}.",
        "La police prend fin le {day} : {outcome}.",
    ),
    (
        "quote_cost",
        "{quote} costs {after} a year, {per_mille} ‰ of turnover: premium {before}, fees {fees}, tax {tax}.",
        "{quote} coûte {after} par an, soit {per_mille} ‰ du chiffre d'affaires : prime {before}, frais {fees}, taxe {tax}.",
    ),
    (
        "quote_cost_without_tax",
        "{quote} costs {after} a year, {per_mille} ‰ of turnover: premium {before}, fees {fees}; premium tax is not known and not in it.",
        "{quote} coûte {after} par an, soit {per_mille} ‰ du chiffre d'affaires : prime {before}, frais {fees} ; la taxe d'assurance n'est pas connue et n'est pas comprise.",
    ),
    (
        "quote_minimum_binds",
        "{quote}: the minimum premium of {minimum} is more than the turnover calls for.",
        "{quote} : la prime minimum de {minimum} dépasse la prime calculée.",
    ),
    (
        "quote_limits",
        "{quote} gives {after} of the {before} of limits wanted ({share}): of {wanted}, {in_full} in full, {in_part} in part, {refused} refused, {unanswered} without an answer.",
        "{quote} accorde {after} sur {before} de lignes demandées ({share}) : sur {wanted}, {in_full} en totalité, {in_part} en partie, {refused} en refus, {unanswered} sans réponse.",
    ),
    (
        "quote_maximum_liability",
        "{quote} pays at most {maximum} a year.",
        "{quote} : limite de décaissement de {maximum} par an.",
    ),
    (
        "quote_not_open",
        "{quote} can no longer be accepted: its last day is {day}.",
        "{quote} ne peut pas être acceptée : son dernier jour est le {day}.",
    ),
    (
        "quote_in_scenario",
        "{scenario}, a loss of {before}: under {quote} the insurer pays {indemnity} and {retained} stays; with its cost the year comes to {after}, rank {rank}.",
        "{scenario}, perte de {before} : avec {quote} l'assureur verse {indemnity} et {retained} restent à charge ; avec son coût, l'année revient à {after}, rang {rank}.",
    ),
    (
        "break_even",
        "{cheaper} against {other}: at a yearly loss of {loss} the order turns, and {better} becomes the better one.",
        "{cheaper} face à {other} : à une perte annuelle de {loss} l'ordre s'inverse, et {better} devient la meilleure offre.",
    ),
    (
        "break_even_cut_short",
        "{cheaper} against {other}: they run close together, and there may be more turns up to a yearly loss of {up_to}.",
        "{cheaper} face à {other} : les deux offres restent très proches, d'autres inversions sont possibles jusqu'à une perte annuelle de {up_to}.",
    ),
    (
        "no_break_even",
        "{cheaper} against {other}: the order does not turn up to a yearly loss of {up_to}.",
        "{cheaper} face à {other} : l'ordre ne s'inverse pas jusqu'à une perte annuelle de {up_to}.",
    ),
];

pub(super) const CODES: &[Word] = &[
    ("policyholder", "policyholder", "assuré"),
    ("insurer", "insurer", "assureur"),
    ("law", "by law", "selon la loi"),
    ("custom", "as is usual", "selon l'usage"),
    ("turnover", "turnover", "chiffre d'affaires"),
    ("turnover_by_country", "turnover by country", "chiffre d'affaires par pays"),
    ("sector", "sector", "secteur d'activité"),
    ("number_of_buyers", "number of buyers", "nombre de clients"),
    ("average_invoice", "average invoice", "taille moyenne des factures"),
    ("largest_balances", "largest balances", "plus gros encours"),
    ("ten_largest_buyers", "ten largest buyers", "dix plus importants acheteurs"),
    ("buyer_names", "names of the largest buyers", "noms des principaux acheteurs"),
    (
        "buyer_registers",
        "SIREN or register numbers of the largest buyers",
        "numéros SIREN ou de registre des principaux acheteurs",
    ),
    ("buyer_countries", "countries of the largest buyers", "pays des principaux acheteurs"),
    ("buyer_balances", "balances of the largest buyers", "encours des principaux acheteurs"),
    (
        "buyer_terms",
        "terms of payment of the largest buyers",
        "délais de paiement des principaux acheteurs",
    ),
    (
        "requested_limits",
        "limits wanted on the largest buyers",
        "lignes demandées sur les principaux acheteurs",
    ),
    ("unpaid_history", "history of unpaid debts", "historique des impayés"),
    ("bank", "bank", "banque"),
    ("current_policy", "credit insurance in force", "police d'assurance-crédit en cours"),
    (
        "no_premium_without_it",
        "Without it no insurer can set a premium and no quotes can be compared",
        "Sans lui aucun assureur ne peut tarifer et aucune offre n'est comparable",
    ),
    (
        "no_country_terms_without_it",
        "Without it rates and cover by country stay open",
        "Sans cette information les taux et garanties par pays restent ouverts",
    ),
    (
        "no_rate_without_it",
        "Without it the rate cannot be set",
        "Sans cette information le taux ne peut être fixé",
    ),
    (
        "no_deductible_without_it",
        "Without it thresholds and deductibles cannot be set",
        "Sans cette information seuils et franchises ne peuvent être fixés",
    ),
    (
        "no_maximum_liability_without_it",
        "Without it the maximum liability cannot be set",
        "Sans cette information la limite de décaissement ne peut être fixée",
    ),
    (
        "no_limits_without_it",
        "Without it no limits can be decided",
        "Sans cette information aucune ligne ne peut être arbitrée",
    ),
    (
        "limits_not_sized_without_it",
        "Without it nobody knows how high the limits must be",
        "Sans cette information le montant des lignes à demander est inconnu",
    ),
    (
        "no_credit_period_without_it",
        "Without it the maximum credit period cannot be set",
        "Sans cette information la durée maximale de crédit ne peut être fixée",
    ),
    (
        "no_loss_experience_without_it",
        "Without it the losses to be expected are not known",
        "Sans cet historique la sinistralité attendue est inconnue",
    ),
    (
        "no_loss_payee_without_it",
        "Without it the benefit of the policy cannot be assigned to the bank",
        "Sans cette information le bénéfice de la police ne peut être délégué à la banque",
    ),
    (
        "gap_or_double_cover_without_it",
        "Without it a gap in cover or double cover may arise",
        "Sans cette information un trou de garantie ou un cumul est possible",
    ),
    ("contact", "first contact", "premier contact"),
    ("submission", "submission being prepared", "constitution du dossier"),
    ("complete", "submission complete", "dossier complet"),
    ("sent", "sent to insurers", "envoi aux compagnies"),
    ("quoted", "quotes received", "retour des tarifications"),
    ("presented", "quotes presented", "présentation des offres"),
    ("negotiated", "under negotiation", "négociation"),
    ("accepted", "accepted by the client", "accord du client"),
    ("issued", "contract issued", "édition du contrat"),
    ("signed", "contract signed", "signature du contrat"),
    ("in_force", "policy in force", "police en vigueur"),
    ("declined", "declined", "sans suite"),
    ("lapsed", "lapsed", "offre caduque"),
    ("renewed_tacitly", "tacit renewal", "tacite reconduction"),
    ("notice_too_late", "the notice came too late", "la résiliation est intervenue hors délai"),
    ("renewed_by_agreement", "renewed by agreement", "renouvellement d'un commun accord"),
    ("ends_by_notice", "notice was given in time", "résiliation dans les délais"),
    ("ends", "nothing renews it", "sans reconduction"),
];
