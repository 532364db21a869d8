//! The words of claims.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "date_of_loss",
        "Cause: {cause}. Date of loss: {day}.",
        "Fait générateur : {cause}. Date de sinistre : {day}.",
    ),
    (
        "not_yet_a_loss",
        "Cause: {cause}. Not a loss yet: {waits_for}.",
        "Fait générateur : {cause}. Pas encore un sinistre : {waits_for}.",
    ),
    (
        "not_yet_a_loss_until",
        "Cause: {cause}. Not a loss before {day}: {waits_for}.",
        "Fait générateur : {cause}. Pas de sinistre avant le {day} : {waits_for}.",
    ),
    (
        "claim_cause_not_covered",
        "The policy does not cover {cause}: nothing is payable.",
        "La police ne garantit pas le fait générateur « {cause} » : aucune indemnité.",
    ),
    (
        "receivable_refused",
        "Invoice {invoice}, {open} open, is not admitted.",
        "La facture {invoice}, {open} dus, n'est pas admise.",
    ),
    (
        "receivable_suspended",
        "Invoice {invoice}, {open} open, is suspended while it is disputed.",
        "La facture {invoice}, {open} dus, est suspendue tant que le litige dure.",
    ),
    (
        "pre_shipment_loss",
        "Costs before delivery of {before}, less {credits} from advances and resale: {after}.",
        "Coûts avant livraison de {before}, moins {credits} d'acomptes et de revente : {after}.",
    ),
    (
        "over_primary_limit",
        "The primary policy, limit {limit}, covers {covered}: {after} lies over it.",
        "La police de premier rang, agrément {limit}, garantit {covered} : {after} la dépassent.",
    ),
    (
        "limit_before_credits",
        "The limit first: {before} of {owed} are within it. Credits of {credits} are shared pro rata: {after}.",
        "L'agrément d'abord : {before} sur {owed} y entrent. Les crédits de {credits} se répartissent au prorata : {after}.",
    ),
    (
        "insurable_loss",
        "Gross debt {before}, of which insurable loss {after}.",
        "Créance brute {before}, dont perte assurable {after}.",
    ),
    (
        "threshold_passed",
        "{compared} passes the threshold of {threshold}: the whole loss counts.",
        "{compared} dépasse le seuil d'intervention de {threshold} : la perte compte en entier.",
    ),
    (
        "threshold_refused",
        "{compared} does not pass the threshold of {threshold}: nothing is payable.",
        "{compared} ne dépasse pas le seuil d'intervention de {threshold} : aucune indemnité.",
    ),
    (
        "credit_limit",
        "Within the credit limit of {limit}: {before} becomes {after}.",
        "Dans la limite de l'agrément de {limit} : {before} devient {after}.",
    ),
    (
        "credit_limit_by_receivable",
        "Receivable by receivable, {after} of {before} are within the credit limit of {limit}: what was over it when cover ended stays over it.",
        "Créance par créance, {after} sur {before} entrent dans l'agrément de {limit} : ce qui le dépassait à la fin de la garantie reste au-delà.",
    ),
    (
        "credit_limit_on_indemnity",
        "The credit limit of {limit} caps the indemnity: {before} becomes {after}.",
        "L'agrément de {limit} plafonne l'indemnité : {before} devient {after}.",
    ),
    (
        "credit_limit_not_given",
        "No credit limit was given: {after} counts.",
        "Aucun agrément n'est indiqué : {after} comptent.",
    ),
    (
        "each_loss_deductible",
        "Less the deductible of {deductible}: {after}.",
        "Moins la franchise individuelle de {deductible} : {after}.",
    ),
    (
        "insured_percentage",
        "Insured percentage {percentage} of {before}: {after}.",
        "Quotité garantie {percentage} de {before} : {after}.",
    ),
    (
        "insured_percentages",
        "Insured percentages from {lowest} to {highest}, each receivable at its own, of {before}: {after}.",
        "Quotités garanties de {lowest} à {highest}, chaque créance à la sienne, de {before} : {after}.",
    ),
    (
        "nothing_to_insure",
        "Nothing is left for the insured percentage.",
        "Il ne reste rien à quoi appliquer la quotité garantie.",
    ),
    (
        "minimum_retention",
        "The insured keeps at least {retention} of {loss}: {after}.",
        "L'assuré garde au moins {retention} de {loss} : {after}.",
    ),
    (
        "aggregate_first_loss",
        "Of the aggregate first loss of {aggregate}, {left} was left: {before} becomes {after}, and {leaves} stays.",
        "De la franchise annuelle globale de {aggregate}, il restait {left} : {before} devient {after}, et il reste {leaves}.",
    ),
    (
        "aggregate_eroded",
        "Below the threshold, but it erodes the aggregate first loss: {reaches} of {left}, {leaves} stays.",
        "Sous le seuil, mais la perte consomme la franchise annuelle : {reaches} sur {left}, il reste {leaves}.",
    ),
    (
        "maximum_liability",
        "Of the maximum liability of {maximum}, {left} is left: {after}.",
        "De la limite de décaissement de {maximum}, il reste {left} : {after}.",
    ),
    (
        "indemnity_of_all_years",
        "The dates of loss lie in several insurance years, each with its own aggregate and maximum: together {after}.",
        "Les dates de sinistre tombent dans plusieurs années d'assurance, chacune avec sa franchise annuelle et sa limite de décaissement : au total {after}.",
    ),
    (
        "non_qualifying_deduction",
        "Less {deduction} for non-qualifying losses: {after}.",
        "Moins {deduction} au titre des sinistres non qualifiés : {after}.",
    ),
    (
        "refund",
        "{before} was paid; by the facts now known the indemnity is {indemnity}: {after} is to be paid back.",
        "{before} ont été versés ; d'après les faits connus, l'indemnité est de {indemnity} : {after} sont à rembourser.",
    ),
];

pub(super) const CODES: &[Word] = &[
    ("date_of_loss", "date of loss", "date de sinistre"),
    ("no_insolvency", "no insolvency is known", "aucune insolvabilité n'est connue"),
    ("no_event", "no such event is known", "aucun événement de ce genre n'est connu"),
    ("waiting_period", "the waiting period runs", "le délai de carence court"),
    (
        "waiting_period_not_begun",
        "the waiting period has not begun, for want of a notice",
        "le délai de carence n'a pas commencé, faute de déclaration",
    ),
    ("nothing_unpaid", "nothing is unpaid", "rien n'est impayé"),
    ("payable", "payable", "à indemniser"),
    ("pays_nothing", "pays nothing", "sans indemnité"),
    ("not_yet_a_loss", "not a loss yet", "pas encore un sinistre"),
    ("cause_not_covered", "cause not covered", "fait générateur non garanti"),
    ("admitted", "admitted", "admise"),
    ("refused", "refused", "refusée"),
    ("indemnity", "indemnity", "indemnité"),
    ("uninsured", "not insured", "non assuré"),
    ("below_the_threshold", "below the threshold", "sous le seuil d'intervention"),
    ("over_the_limit", "over the credit limit", "dépassement d'agrément"),
    ("deductible", "deductible", "franchise individuelle"),
    ("own_share", "own share", "quotité non garantie"),
    ("aggregate", "aggregate first loss", "franchise annuelle globale"),
    ("above_the_maximum", "above the maximum liability", "au-delà de la limite de décaissement"),
    ("non_qualifying", "non-qualifying losses", "sinistres non qualifiés"),
    ("within_the_primary_limit", "within the primary limit", "dans l'agrément de premier rang"),
    ("minimum_retention", "minimum retention", "retenue minimale"),
];
