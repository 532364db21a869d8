//! Words for duties and deadlines.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    // What to do, by kind.
    (
        "duty_overdue_notice",
        "Tell the insurer by {last_day} that these invoices are overdue, if they are not paid by then.",
        "Déclarer l'impayé à l'assureur au plus tard le {last_day}, à défaut de paiement d'ici là.",
    ),
    (
        "duty_insolvency_notice",
        "Tell the insurer of the buyer's insolvency by {last_day}.",
        "Déclarer l'insolvabilité de l'acheteur à l'assureur au plus tard le {last_day}.",
    ),
    (
        "duty_claim_filing",
        "File the claim with the insurer by {last_day}, if the invoices are not paid by then.",
        "Déposer la demande d'indemnisation au plus tard le {last_day}, à défaut de paiement d'ici là.",
    ),
    (
        "duty_debt_filing",
        "File the debt in the buyer's insolvency by {last_day}.",
        "Déclarer la créance à la procédure collective de l'acheteur au plus tard le {last_day}.",
    ),
    (
        "duty_stop",
        "Deliveries after {last_day} are not insured unless what is late is paid by then.",
        "Arrêt des livraisons : au-delà du {last_day}, les livraisons ne sont plus garanties, à défaut de paiement d'ici là.",
    ),
    (
        "duty_limit_expiry",
        "The credit limit holds until {last_day}: ask for a new one in time.",
        "L'agrément est valable jusqu'au {last_day} : en demander le renouvellement à temps.",
    ),
    (
        "duty_temporary_limit_expiry",
        "The temporary addition to the limit holds until {last_day}.",
        "L'agrément temporaire est valable jusqu'au {last_day}.",
    ),
    (
        "duty_evidence_expiry",
        "What justifies the discretionary limit counts until {last_day}: renew it in time.",
        "La justification de la zone discrétionnaire est valable jusqu'au {last_day} : la renouveler à temps.",
    ),
    (
        "duty_declaration",
        "Make the declaration for the period by {last_day}.",
        "Adresser la déclaration de chiffre d'affaires de la période au plus tard le {last_day}.",
    ),
    (
        "duty_instalment",
        "Pay the instalment of the premium by {last_day}.",
        "Payer la fraction de prime au plus tard le {last_day}.",
    ),
    (
        "duty_renewal_notice",
        "The policy goes on unless notice is given by {last_day}.",
        "La police est reconduite sauf résiliation notifiée au plus tard le {last_day}.",
    ),
    (
        "duty_offer_expiry",
        "The insurer's offer can be accepted until {last_day}.",
        "L'offre de l'assureur peut être acceptée jusqu'au {last_day}.",
    ),
    // How it stands.
    ("duty_first_day", "Not before {first_day}.", "Pas avant le {first_day}."),
    ("duty_anchor", "Counted from {anchor_day}: {anchor}.", "Décompté du {anchor_day} : {anchor}."),
    ("duty_missed", "The last day is past.", "Le délai est dépassé."),
    ("duty_done", "Done on {done_on}.", "Fait le {done_on}."),
    ("duty_done_late", "Done on {done_on}, after the last day.", "Fait le {done_on}, hors délai."),
    ("duty_invoices", "Invoices: {invoices}.", "Factures : {invoices}."),
    ("duty_amount", "Amount concerned: {amount}.", "Montant concerné : {amount}."),
    ("duty_authority", "Rule {authority}.", "Règle {authority}."),
    // What lateness costs.
    (
        "lost_cover_lost",
        "If late, the invoices lose cover.",
        "En cas de retard, déchéance de garantie sur ces factures.",
    ),
    (
        "lost_percentage_reduced",
        "If late, the insured percentage falls to {percentage}.",
        "En cas de retard, la quotité garantie est ramenée à {percentage}.",
    ),
    (
        "lost_flag_only",
        "If late, the policy draws no consequence.",
        "En cas de retard, la police ne prévoit aucune sanction.",
    ),
    (
        "lost_debt_forfeited",
        "If late, the debt does not count in the insolvency.",
        "En cas de retard, forclusion : la créance est inopposable à la procédure.",
    ),
    (
        "lost_deliveries_uninsured",
        "Later deliveries to this buyer are not insured.",
        "Les livraisons ultérieures à cet acheteur ne sont pas garanties.",
    ),
    (
        "lost_limit_ends",
        "After it, the buyer has no limit of the insurer.",
        "Au-delà, l'acheteur n'a plus d'agrément de l'assureur.",
    ),
    (
        "lost_temporary_limit_ends",
        "After it, only the permanent limit holds.",
        "Au-delà, seul l'agrément permanent subsiste.",
    ),
    (
        "lost_evidence_stale",
        "After it, nothing justifies the discretionary limit.",
        "Au-delà, plus rien ne justifie la zone discrétionnaire.",
    ),
    (
        "lost_declaration_outstanding",
        "If late, the declaration is outstanding.",
        "En cas de retard, la déclaration est en souffrance.",
    ),
    (
        "lost_premium_overdue",
        "If late, the premium is overdue.",
        "En cas de retard, la prime est impayée.",
    ),
    (
        "lost_policy_renewed",
        "Without notice, the policy goes on for another period.",
        "À défaut, la police est reconduite pour une nouvelle période.",
    ),
    (
        "lost_offer_lapses",
        "After it, the offer binds the insurer no longer.",
        "Au-delà, l'offre n'engage plus l'assureur.",
    ),
];

pub(super) const CODES: &[Word] = &[
    // Kinds.
    ("overdue_notice", "Overdue notice", "Déclaration d'impayé"),
    ("insolvency_notice", "Insolvency notice", "Déclaration d'insolvabilité"),
    ("claim_filing", "Claim filing", "Demande d'indemnisation"),
    ("debt_filing", "Debt filing", "Déclaration de créance"),
    ("stop_of_deliveries", "Stop of deliveries", "Arrêt des livraisons"),
    ("limit_expiry", "Limit expiry", "Échéance de l'agrément"),
    ("temporary_limit_expiry", "Temporary limit expiry", "Échéance de l'agrément temporaire"),
    ("evidence_expiry", "Evidence expiry", "Péremption du justificatif"),
    ("declaration", "Declaration", "Déclaration de chiffre d'affaires"),
    ("instalment", "Premium instalment", "Fraction de prime"),
    ("renewal_notice", "Notice of termination", "Préavis de résiliation"),
    ("offer_expiry", "Offer expiry", "Échéance de l'offre"),
    // States.
    ("missed", "missed", "dépassé"),
    ("due_soon", "due soon", "imminent"),
    ("upcoming", "upcoming", "à venir"),
    ("done_late", "done late", "fait hors délai"),
    ("done", "done", "fait"),
    // Anchors.
    ("due_date", "the due date", "l'échéance"),
    ("original_due_date", "the due date first agreed", "l'échéance d'origine"),
    ("extended_due_date", "the due date as extended", "l'échéance prorogée"),
    ("invoice_date", "the invoice date", "la date de facture"),
    ("extension_end", "the end of the extension period", "la fin du délai de prorogation"),
    (
        "maximum_terms_end",
        "the end of the maximum terms of payment",
        "la fin du délai maximum contractuel",
    ),
    (
        "insolvency_publication",
        "the publication of the insolvency",
        "la publication de la procédure collective",
    ),
    (
        "insolvency_opening",
        "the opening of the insolvency",
        "l'ouverture de la procédure collective",
    ),
    ("loss_date", "the date of loss", "la date du sinistre"),
    ("limit_start", "the first day of the limit", "la prise d'effet de l'agrément"),
    ("credit_report_date", "the date of the credit report", "la date du rapport de solvabilité"),
    (
        "experience_payment",
        "the payment that counts as experience",
        "le paiement retenu comme expérience",
    ),
    ("declared_period_end", "the end of the declared period", "la fin de la période déclarée"),
    ("paid_period_start", "the start of the period paid for", "le début de la période payée"),
    ("policy_end", "the last day of the policy", "l'échéance de la police"),
    ("offer_issue", "the issue of the offer", "l'émission de l'offre"),
    // Consequences.
    ("cover_lost", "cover lost", "déchéance de garantie"),
    ("percentage_reduced", "insured percentage reduced", "quotité garantie réduite"),
    ("flag_only", "no consequence", "sans sanction"),
    ("debt_forfeited", "debt forfeited in the insolvency", "forclusion"),
    ("deliveries_uninsured", "deliveries not insured", "livraisons non garanties"),
    ("limit_ends", "limit ends", "fin de l'agrément"),
    ("temporary_limit_ends", "temporary limit ends", "fin de l'agrément temporaire"),
    ("evidence_stale", "evidence too old", "justificatif périmé"),
    ("declaration_outstanding", "declaration outstanding", "déclaration en souffrance"),
    ("premium_overdue", "premium overdue", "prime impayée"),
    ("policy_renewed", "policy renewed", "police reconduite"),
    ("offer_lapses", "offer lapses", "offre caduque"),
];
