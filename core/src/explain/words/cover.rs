//! Why a receivable is insured, or is not, in words that a seller understands.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "cover_open",
        "Invoice {invoice} of buyer {buyer}, delivered on {delivery}, due on {due}: {after} is open.",
        "Facture {invoice} de l'acheteur {buyer}, livrée le {delivery}, échéance le {due} : {after} restent dus.",
    ),
    (
        "cover_base",
        "Of {before}, {after} counts: the policy does not insure the rest of the invoice.",
        "Sur {before}, {after} entrent dans l'assiette de la garantie : la police n'assure pas le reste de la facture.",
    ),
    (
        "cover_limit",
        "The limit for this delivery is {limit} ({basis}).",
        "L'agrément applicable à cette livraison est de {limit} ({basis}).",
    ),
    (
        "cover_no_limit",
        "There is no limit for this delivery.",
        "Aucun agrément ne s'applique à cette livraison.",
    ),
    (
        "cover_fill",
        "Older receivables take {taken} of the limit of {limit}; {room} is left, which covers {after} of {before}.",
        "Les créances plus anciennes occupent {taken} de l'agrément de {limit} ; il reste {room}, soit {after} garantis sur {before}.",
    ),
    (
        "cover_percentage",
        "The insurer bears {share} of a loss on it ({by}).",
        "La quotité garantie est de {share} ({by}).",
    ),
    (
        "cover_verdict",
        "Of {before}, {after} is covered: the invoice is {verdict}.",
        "Sur {before}, {after} sont garantis : la facture est {verdict}.",
    ),
    (
        "outside_period",
        "It does not fall under this policy: {day} ({on}) is outside the period from {from} to {to}.",
        "Elle ne relève pas de cette police : le {day} ({on}) est hors de la période du {from} au {to}.",
    ),
    (
        "country_not_covered",
        "The policy does not cover buyers in {country}.",
        "La police ne couvre pas les acheteurs établis en {country}.",
    ),
    (
        "country_unknown",
        "The policy covers certain countries only, and the buyer's country is not known.",
        "La police ne couvre que certains pays, et le pays de l'acheteur n'est pas connu.",
    ),
    (
        "buyer_kind_excluded",
        "The policy excludes this kind of buyer: {kind}.",
        "La police exclut cette catégorie d'acheteurs : {kind}.",
    ),
    (
        "buyer_excluded",
        "The policy excludes buyer {buyer}.",
        "La police exclut l'acheteur {buyer}.",
    ),
    (
        "buyer_not_named",
        "The policy covers the buyers that it names, and {buyer} is not among them.",
        "La police ne couvre que les acheteurs désignés, et {buyer} n'en fait pas partie.",
    ),
    (
        "payment_method_excluded",
        "The policy excludes sales on these terms: {method}.",
        "La police exclut ce mode de paiement : {method}.",
    ),
    (
        "cause_not_covered",
        "The policy does not cover this cause of loss: {cause}.",
        "La police ne couvre pas ce fait générateur : {cause}.",
    ),
    (
        "terms_too_long",
        "Terms of {days} days exceed the maximum of {maximum} ({by}).",
        "Un délai de paiement de {days} jours dépasse la durée maximale de crédit de {maximum} ({by}).",
    ),
    (
        "invoiced_too_late",
        "It was invoiced {days} days after delivery; the maximum is {maximum}.",
        "Elle a été facturée {days} jours après la livraison ; le maximum est de {maximum}.",
    ),
    (
        "no_limit",
        "Nobody set a limit on this buyer: request one.",
        "Aucun agrément n'a été délivré sur cet acheteur : il faut en demander un.",
    ),
    (
        "limit_refused",
        "The insurer refused a limit on this buyer from {since} on.",
        "L'assureur a refusé l'agrément sur cet acheteur depuis le {since}.",
    ),
    (
        "limit_cancelled",
        "The insurer cancelled the limit on this buyer from {since} on.",
        "L'assureur a résilié l'agrément sur cet acheteur depuis le {since}.",
    ),
    (
        "limit_expired",
        "The limit on this buyer had expired: none holds from {since} on.",
        "L'agrément sur cet acheteur était échu : plus aucun ne vaut depuis le {since}.",
    ),
    (
        "over_the_limit",
        "{over} is over the limit of {limit}, of which older receivables take {taken}.",
        "{over} dépassent l'agrément de {limit}, dont les créances plus anciennes occupent {taken}.",
    ),
    (
        "over_the_group_limit",
        "{over} is over the limit of {limit} on group {group}, of which its members' older receivables take {taken}.",
        "{over} dépassent l'agrément de {limit} sur le groupe {group}, dont les créances plus anciennes de ses membres occupent {taken}.",
    ),
    (
        "cover_ended_before_it_slid_in",
        "There is room for {amount} now, but cover on this buyer ended on {on} ({by}), and nothing slides into cover after that.",
        "Il y aurait de la place pour {amount}, mais la garantie sur cet acheteur a pris fin le {on} ({by}) : plus aucune créance n'entre dans l'agrément depuis.",
    ),
    (
        "delivered_under_stop",
        "It was delivered on {delivery}, while deliveries were stopped (since {stopped}) because an older invoice stood unpaid too long.",
        "Elle a été livrée le {delivery}, alors que les livraisons n'étaient plus garanties (depuis le {stopped}) en raison d'un impayé trop ancien.",
    ),
    (
        "delivered_after_insolvency",
        "It was delivered on {delivery}, after the buyer's insolvency was opened on {opened}.",
        "Elle a été livrée le {delivery}, après l'ouverture de la procédure collective le {opened}.",
    ),
    (
        "disputed",
        "The buyer has disputed it since {since}: cover waits until that is settled.",
        "L'acheteur la conteste depuis le {since} : la garantie est suspendue jusqu'au règlement du litige.",
    ),
    (
        "dispute_lost",
        "The dispute was settled in the buyer's favour on {settled}: the debt does not stand.",
        "Le litige a été tranché en faveur de l'acheteur le {settled} : la créance n'est pas due.",
    ),
    (
        "overdue_notified_late",
        "That it is overdue was notified on {told}; the last day was {last_day}.",
        "L'impayé a été déclaré le {told} ; le dernier jour était le {last_day}.",
    ),
    (
        "overdue_not_notified",
        "That it is overdue was to be notified by {last_day}, and has not been.",
        "L'impayé devait être déclaré au plus tard le {last_day} et ne l'a pas été.",
    ),
    (
        "insolvency_notified_late",
        "The insolvency was notified on {told}; the last day was {last_day}.",
        "La procédure collective a été déclarée le {told} ; le dernier jour était le {last_day}.",
    ),
    (
        "insolvency_not_notified",
        "The insolvency was to be notified by {last_day}, and has not been.",
        "La procédure collective devait être déclarée au plus tard le {last_day} et ne l'a pas été.",
    ),
    (
        "evidence_missing",
        "Nothing justified a limit of your own at delivery: {evidence}.",
        "Rien ne justifiait un auto-agrément à la livraison : {evidence}.",
    ),
    (
        "evidence_stale",
        "What would justify a limit of your own was too old at delivery: {evidence}.",
        "Ce qui justifierait un auto-agrément était trop ancien à la livraison : {evidence}.",
    ),
    (
        "vat_not_insured",
        "{amount} of it is value added tax, which the policy does not insure.",
        "{amount} correspondent à la TVA, que la police n'assure pas.",
    ),
    (
        "interest_not_insured",
        "{amount} of it is contractual interest, which the policy does not insure.",
        "{amount} correspondent à des intérêts contractuels, que la police n'assure pas.",
    ),
];

pub(super) const CODES: &[Word] = &[
    ("covered", "covered", "garantie"),
    ("partly_covered", "partly covered", "garantie en partie"),
    ("not_covered", "not covered", "non garantie"),
    ("suspended", "suspended", "en suspens"),
    ("named", "decided by the insurer", "dénommé"),
    ("payment_experience", "by payment experience", "par expérience de paiement"),
    ("credit_report", "by a credit report", "par un rapport de renseignements"),
    ("unnamed", "for unnamed buyers", "non dénommé"),
    ("limit_decision", "by the decision on the limit", "selon l'agrément"),
    ("cause", "by the cause of loss", "selon le fait générateur"),
    ("country", "by the buyer's country", "selon le pays de l'acheteur"),
    ("limit_kind", "by the kind of limit", "selon le type d'agrément"),
    ("lateness", "a notification came late", "déclaration tardive"),
    ("cancellation", "cancellation of the limit", "résiliation de l'agrément"),
    ("insolvency", "insolvency", "insolvabilité"),
    ("stop", "stop of deliveries", "arrêt des livraisons"),
    ("delivery", "delivery", "livraison"),
    ("invoice", "invoice", "facture"),
    ("company", "company", "entreprise"),
    ("public", "public body", "organisme public"),
    ("private_individual", "private individual", "particulier"),
    ("related_company", "company of your own group", "société du même groupe"),
    ("open_account", "open account", "compte ouvert"),
    ("bill_of_exchange", "bill of exchange", "lettre de change"),
    ("letter_of_credit", "letter of credit", "crédit documentaire"),
    ("confirmed_letter_of_credit", "confirmed letter of credit", "crédit documentaire confirmé"),
    ("prepaid", "payment in advance", "paiement d'avance"),
    ("cash", "cash", "paiement comptant"),
    ("protracted_default", "protracted default", "carence"),
    ("transfer", "transfer risk", "non-transfert"),
    ("public_buyer_default", "default of a public buyer", "carence d'un acheteur public"),
    ("contract_frustration", "act of state", "fait du prince"),
    ("pre_shipment", "loss before delivery", "risque de fabrication"),
    ("excludes", "not covered at all", "exclusion"),
    ("caps", "not covered in part", "plafonnement"),
    ("reduces_percentage", "lower insured percentage", "quotité réduite"),
    ("suspends", "suspended", "suspension"),
    ("flags", "for information", "pour information"),
];
