//! The words of factoring, and of what it competes with.

use super::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "receivables_net",
        "Assigned receivables of {before}, less credit notes of {credit_notes}: {after}.",
        "Encours cédé de {before}, moins {credit_notes} d'avoirs : {after}.",
    ),
    (
        "receivables_eligible",
        "Of {before} open, {after} are eligible.",
        "Sur un encours de {before}, {after} sont finançables.",
    ),
    (
        "advance_rate",
        "Advance rate {share} of {before}: {after}.",
        "Quotité financée de {share} sur {before} : {after}.",
    ),
    (
        "guarantee_fund",
        "The guarantee fund holds {held}: {before} becomes {after}.",
        "Le fonds de garantie retient {held} : {before} devient {after}.",
    ),
    (
        "reserve",
        "Reserve {name} of {held}: {before} becomes {after}.",
        "Réserve {name} de {held} : {before} devient {after}.",
    ),
    (
        "facility",
        "Ceiling of {facility}: {before} becomes {after}.",
        "Plafond de financement de {facility} : {before} devient {after}.",
    ),
    (
        "fees_due",
        "Commissions and fees due of {amount}: {before} becomes {after}.",
        "Commissions et frais dus de {amount} : {before} devient {after}.",
    ),
    (
        "in_use",
        "{amount} are in use: {before} becomes {after}.",
        "{amount} déjà financés : {before} devient {after}.",
    ),
    (
        "misdirected",
        "{amount} reached the wrong account: {before} becomes {after}.",
        "{amount} encaissés sur un autre compte et à reverser : {before} devient {after}.",
    ),
    (
        "invoice_advanced",
        "Invoice {invoice} of {before}: {retained} held back ({fund} in the guarantee fund), {after} paid out net of charges.",
        "Facture {invoice} de {before} : {retained} retenus (dont fonds de garantie {fund}), {after} versés nets de frais.",
    ),
    (
        "invoice_charged",
        "{name} on {day}: {amount}, tax {vat}.",
        "{name} le {day} : {amount}, TVA {vat}.",
    ),
    (
        "invoice_failed",
        "Invoice {invoice} is not paid: {guaranteed} guaranteed, {recourse} back to the seller.",
        "Facture {invoice} impayée : {guaranteed} garantis, {recourse} en recours contre le cédant.",
    ),
    (
        "invoice_closes",
        "Account of invoice {invoice}: {before} on one side, {after} on the other; {released} given back, {held} still held, {owed} owed by the seller.",
        "Compte de la facture {invoice} : {before} au débit, {after} au crédit ; {released} restitués, {held} encore retenus, {owed} dus par le cédant.",
    ),
    (
        "factoring_commission",
        "Factoring commission {rate} of {before}: {after}.",
        "Commission d'affacturage de {rate} sur {before} : {after}.",
    ),
    (
        "commission_minimum",
        "Least commission {minimum}: {before} becomes {after}.",
        "Minimum de commission de {minimum} : {before} devient {after}.",
    ),
    (
        "receivables_financed",
        "Receivables of {before}: {after} can be drawn, {used} are in use.",
        "Encours de {before} : {after} disponibles, {used} utilisés.",
    ),
    (
        "financing_commission",
        "Financing commission at {rate} a year on {before}: {after}.",
        "Commission de financement au taux annuel de {rate} sur {before} : {after}.",
    ),
    (
        "financing_by_day",
        "Financing commission by the day over {days} days in {stretches} stretches, {before} in use on average: {after}.",
        "Commission de financement prorata temporis sur {days} jours en {stretches} périodes, utilisation moyenne de {before} : {after}.",
    ),
    ("factoring_fee", "Fee {name}: {amount}.", "Frais {name} : {amount}."),
    (
        "factoring_total",
        "On a turnover of {before}, factoring costs {after}, and {vat} of tax on top.",
        "Pour un chiffre d'affaires confié de {before}, l'affacturage coûte {after} hors TVA de {vat}.",
    ),
    (
        "factoring_net",
        "Against {against} without it: net cost {after}, net benefit {benefit}.",
        "Contre {against} sans affacturage : coût net {after}, gain net {benefit}.",
    ),
    (
        "own_funding",
        "The seller funds the other {before} at {rate} a year: {after}.",
        "Le cédant finance lui-même les {before} restants à {rate} l'an : {after}.",
    ),
    (
        "without_factoring",
        "Without factoring, receivables of {before} cost {interest} of interest, {losses} of losses and {administration} of administration: {after}.",
        "Sans affacturage, un encours de {before} coûte {interest} d'intérêts, {losses} de pertes et {administration} de gestion : {after}.",
    ),
    (
        "early_discount",
        "Paid {days} days early, {rate} off {before}: {after}.",
        "Paiement anticipé de {days} jours, {rate} sur {before} : {after}.",
    ),
    (
        "early_credit",
        "Borrowing {before} for {days} days at {rate} a year costs {after}: {benefit} less than the discount, or {cost} more.",
        "Emprunter {before} pendant {days} jours à {rate} l'an coûte {after} : {benefit} de moins que l'escompte, ou {cost} de plus.",
    ),
    (
        "effective_simple",
        "That is {rate} a year over {days} days, without interest on interest.",
        "Soit un taux annuel proportionnel de {rate} sur {days} jours.",
    ),
    (
        "effective_compound",
        "That is {rate} a year, compounded.",
        "Soit un taux annuel actuariel de {rate}.",
    ),
    (
        "reverse_financing",
        "Financing commission at {rate} a year for {days} days on {before}: {after}.",
        "Commission de financement à {rate} l'an sur {days} jours pour {before} : {after}.",
    ),
    (
        "supplier_receives",
        "Of {before}, the supplier bears {borne} and receives {after}.",
        "Sur {before}, le fournisseur supporte {borne} et reçoit {after}.",
    ),
    (
        "buyer_pays",
        "At the due date the buyer pays {before} and what it bears, with a commission of {commission}: {after}.",
        "À l'échéance, le donneur d'ordre règle {before} et ce qu'il supporte, dont {commission} de commission : {after}.",
    ),
    (
        "bill_discounted",
        "Bill of {before} over {days} days: interest {interest}, commissions {commission}, tax {vat}; net {after}.",
        "Effet de {before} escompté sur {days} jours : intérêts {interest}, commissions {commission}, TVA {vat} ; net {after}.",
    ),
    (
        "overdraft_interest",
        "Debit balances × days of {before} over {days} days, at {rate} a year: {after}.",
        "Nombres débiteurs de {before} sur {days} jours, au taux de {rate} l'an : {after}.",
    ),
    (
        "highest_overdraft",
        "Commission of {rate} on the highest overdrafts of each month, {before} in all: {after}.",
        "Commission de plus fort découvert de {rate} sur {before} : {after}.",
    ),
    (
        "guaranteed",
        "Of {before} open, {after} are guaranteed and {recourse} are with recourse to the seller.",
        "Sur un encours de {before}, {after} sont garantis et {recourse} restent avec recours contre le cédant.",
    ),
    (
        "financing_option",
        "{name}: {received} at first, at a cost of {cost}.",
        "{name} : {received} d'abord, pour un coût de {cost}.",
    ),
    (
        "ineligible_not_assigned",
        "Not assigned to the factor: {amount}.",
        "Facture non cédée au factor : {amount}.",
    ),
    (
        "ineligible_not_approved",
        "Not approved by the buyer: {amount}.",
        "Facture sans bon à payer du donneur d'ordre : {amount}.",
    ),
    (
        "ineligible_other_currency",
        "In another currency than the contract: {amount} in its own.",
        "Devise autre que celle du contrat : {amount} dans la sienne.",
    ),
    (
        "ineligible_debtor_excluded",
        "This debtor is not financed: {amount}.",
        "Débiteur exclu du contrat : {amount}.",
    ),
    (
        "ineligible_debtor_kind",
        "Debtors of the kind {kind} are not financed: {amount}.",
        "Les débiteurs de type {kind} ne sont pas financés : {amount}.",
    ),
    (
        "ineligible_country",
        "Debtors in {country} are not financed: {amount}.",
        "Les débiteurs de {country} ne sont pas financés : {amount}.",
    ),
    (
        "ineligible_country_unknown",
        "The contract restricts countries, and the debtor's is not known: {amount}.",
        "Le contrat limite les pays, et celui du débiteur est inconnu : {amount}.",
    ),
    (
        "ineligible_insolvent",
        "The debtor is insolvent since {day}: {amount}.",
        "Débiteur en procédure collective depuis le {day} : {amount}.",
    ),
    (
        "ineligible_terms",
        "Terms of {days} days exceed the maximum of {maximum}: {amount}.",
        "Délai de paiement de {days} jours supérieur au maximum de {maximum} : {amount}.",
    ),
    (
        "ineligible_age",
        "Invoiced on {invoiced}, more than {maximum} ago: {amount}.",
        "Facture du {invoiced}, de plus de {maximum} : {amount}.",
    ),
    (
        "ineligible_overdue",
        "Due on {due}, overdue for more than {maximum}: {amount}.",
        "Échue le {due}, en retard de plus de {maximum} : {amount}.",
    ),
    (
        "ineligible_cross_aged",
        "{late} of the debtor's balance of {balance} are overdue, more than {share}: {amount}.",
        "{late} du solde de {balance} du débiteur sont échus, plus de {share} : {amount}.",
    ),
    (
        "ineligible_disputed",
        "Disputed since {day}: {amount}.",
        "En litige depuis le {day} : {amount}.",
    ),
    (
        "ineligible_too_small",
        "Less than {least} is open: {amount}.",
        "Moins de {least} à payer : {amount}.",
    ),
    (
        "ineligible_paid_elsewhere",
        "The debtor paid into another account than {account}: {amount}.",
        "Le débiteur a payé sur un autre compte que {account} : {amount}.",
    ),
    (
        "ineligible_no_limit",
        "There is no limit on the debtor: {amount}.",
        "Débiteur sans agrément : {amount}.",
    ),
    (
        "ineligible_not_insured",
        "The policy covers {room} of it: {amount} are not financed.",
        "La police en garantit {room} : {amount} ne sont pas financés.",
    ),
    (
        "ineligible_over_limit",
        "The debtor's limit leaves {room}: {amount} are over it.",
        "L'agrément du débiteur laisse {room} : {amount} en dépassement.",
    ),
    (
        "ineligible_concentration",
        "One debtor may be {share} of {total}, which is {cap}: {amount} are over it.",
        "Un débiteur peut représenter {share} de {total}, soit {cap} : {amount} en dépassement.",
    ),
];

pub(super) const CODES: &[Word] = &[
    ("factoring_commission", "Factoring commission", "Commission d'affacturage"),
    ("financing_commission", "Financing commission", "Commission de financement"),
    ("collection_fee", "Fee by the day of collection", "Commission selon le jour d'encaissement"),
    ("factor", "the factor's account", "le compte du factor"),
    ("dedicated", "the dedicated account", "le compte dédié"),
    ("seller", "the seller's own account", "le compte du cédant"),
];
