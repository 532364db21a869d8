"""Figures, days and labels in a language. What a rule means, the engine says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tradecredit import _native, _wire
from tradecredit.money import Money

LANGUAGES = ("en", "fr")

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}

# Labels of reports, tables and pictures: English, French.
_LABELS = {
    "position": ("Position", "Situation"),
    "as_of": ("as of", "au"),
    "policy": ("Policy", "Police"),
    "policyholder": ("Policyholder", "Assuré"),
    "insurer": ("Insurer", "Assureur"),
    "period": ("Period", "Période"),
    "currency": ("Currency", "Devise"),
    "form": ("Form", "Forme"),
    "percentage": ("Insured percentage", "Quotité garantie"),
    "maximum_terms": ("Maximum terms of payment", "Durée maximale de crédit"),
    "waiting_period": ("Waiting period", "Délai de carence"),
    "steps": ("Indemnity steps", "Étapes de l'indemnité"),
    "digest": ("Digest", "Empreinte"),
    "ledger": ("Ledger", "Grand livre"),
    "open": ("Open", "Encours"),
    "overdue": ("Overdue", "Échu"),
    "covered": ("Covered", "Garanti"),
    "uncovered": ("Not covered", "Non garanti"),
    "limit": ("Limit", "Agrément"),
    "headroom": ("Headroom", "Disponible"),
    "share_covered": ("Share covered", "Part garantie"),
    "buyer": ("Buyer", "Acheteur"),
    "buyers": ("buyers", "acheteurs"),
    "name": ("Name", "Nom"),
    "country": ("Country", "Pays"),
    "state": ("State", "État"),
    "invoice": ("Invoice", "Facture"),
    "invoices": ("invoices", "factures"),
    "receivables": ("receivables", "créances"),
    "verdict": ("Verdict", "Garantie"),
    "reasons": ("Why not covered", "Motifs de non-garantie"),
    "reason": ("Reason", "Motif"),
    "example": ("Example", "Exemple"),
    "duties": ("Duties", "Échéances et obligations"),
    "duty": ("Duty", "Obligation"),
    "last_day": ("Last day", "Dernier jour"),
    "days_left": ("Days left", "Jours restants"),
    "at_stake": ("At stake", "Enjeu"),
    "consequence": ("If not done", "Sanction"),
    "clause": ("Clause", "Article"),
    "rule": ("Rule", "Règle"),
    "missed": ("Missed", "Dépassées"),
    "due_soon": ("Due soon", "Imminentes"),
    "upcoming": ("Upcoming", "À venir"),
    "done": ("Done", "Faites"),
    "done_late": ("Done late", "Faites hors délai"),
    "claims": ("Claims", "Sinistres"),
    "claim": ("Claim", "Sinistre"),
    "cause": ("Cause", "Fait générateur"),
    "date_of_loss": ("Date of loss", "Date de sinistre"),
    "gross_debt": ("Gross debt", "Créance brute"),
    "interest": ("contractual interest", "intérêts contractuels"),
    "insured_costs": ("insured costs", "frais garantis"),
    "production_costs": ("costs of production", "frais de fabrication"),
    "payment": ("payments", "règlements"),
    "advance": ("advances", "acomptes"),
    "set_off": ("set-off", "compensations"),
    "goods_returned": ("goods taken back", "marchandises reprises"),
    "resale": ("resale", "reventes"),
    "security": ("securities", "sûretés"),
    "dividend": ("dividends", "dividendes"),
    "credit_note": ("credit notes", "avoirs"),
    "recovery": ("recoveries", "récupérations"),
    "insured_loss": ("Insured loss", "Perte garantie"),
    "indemnity": ("Indemnity", "Indemnité"),
    "payable": ("Payable", "À payer"),
    "due": ("Due", "Exigible le"),
    "status": ("Status", "Statut"),
    "where_it_went": ("Where the debt went", "Répartition de la créance"),
    "explanation": ("Explanation", "Explication"),
    "amount": ("Amount", "Montant"),
    "number": ("Number", "Nombre"),
    "ageing": ("Ageing of what is open", "Balance âgée"),
    "exposure": ("Exposure against limit", "Encours et agréments"),
    "timeline": ("Deadlines", "Calendrier des échéances"),
    "waterfall": ("From the debt to the indemnity", "De la créance à l'indemnité"),
    "not_due": ("not due", "non échu"),
    "days_1_30": ("1–30 d", "1–30 j"),
    "days_31_60": ("31–60 d", "31–60 j"),
    "days_61_90": ("61–90 d", "61–90 j"),
    "days_91_180": ("91–180 d", "91–180 j"),
    "over_180": ("> 180 d", "> 180 j"),
    "portfolio": ("Portfolio", "Poste clients"),
    "premium": ("Premium", "Prime"),
    "total": ("Total", "Total"),
    "others": ("others", "autres"),
    "and_others": ("and {count} more", "et {count} de plus"),
    "shown": ("The {shown} largest of {count} are shown.", "Les {shown} plus grands sur {count}."),
    "shown_first": (
        "The {shown} most urgent of {count} are shown; the calendar file holds them all.",
        "Les {shown} plus urgentes sur {count} ; le fichier calendrier les contient toutes.",
    ),
    "insolvent_since": ("insolvent since {day}", "insolvable depuis le {day}"),
    "stopped_since": ("deliveries stopped since {day}", "livraisons arrêtées depuis le {day}"),
    "cover_ended": ("cover ended on {day}", "fin de garantie le {day}"),
    "refused": ("Facts that could not be used", "Données écartées"),
    "where": ("Where", "Où"),
    "problem": ("Problem", "Problème"),
    "facts": ("Facts", "Données"),
    "reading": ("How the files were read", "Lecture des fichiers"),
    "file": ("File", "Fichier"),
    "columns": ("Columns", "Colonnes"),
    "report": ("Credit insurance report", "Rapport d'assurance-crédit"),
    "summary": (
        "Open {open}, covered {covered}; duties: {missed} missed, {due_soon} due soon.",
        "Encours {open}, garanti {covered} ; échéances : {missed} dépassées, {due_soon} imminentes.",
    ),
    "none": ("None.", "Aucun."),
    "no_duties": ("Nothing has to be done.", "Rien à faire."),
    "no_claims": (
        "No buyer is insolvent, and no waiting period has ended.",
        "Aucun acheteur n'est insolvable et aucun délai de carence n'est expiré.",
    ),
    "not_yet": ("Overdue, but not a loss yet", "Échus, mais pas encore sinistres"),
    "waits_for": ("Because", "Motif"),
    "loss_on": ("Loss on", "Sinistre le"),
    "expected": ("Indemnity to claim", "Indemnité attendue"),
    "today": ("as-of day", "jour d'arrêté"),
    "computed": ("Computed from", "Calculé à partir de"),
    "of": ("of", "sur"),
    "today_line": ("as of", "arrêté"),
    "key": ("Key figures", "Chiffres clés"),
    "row": ("row", "ligne"),
    "rows": ("rows", "lignes"),
}

# Short names of reasons, for tables; the engine puts each reason into a sentence.
_REASONS = {
    "outside_period": ("Outside the policy period", "Hors période d'assurance"),
    "country_not_covered": ("Country not covered", "Pays non garanti"),
    "country_unknown": ("Country not known", "Pays inconnu"),
    "buyer_kind_excluded": ("Kind of buyer excluded", "Type d'acheteur exclu"),
    "buyer_excluded": ("Buyer excluded", "Acheteur exclu"),
    "buyer_not_named": ("Buyer not named", "Acheteur non dénommé"),
    "payment_method_excluded": ("Way of payment excluded", "Mode de paiement exclu"),
    "cause_not_covered": ("Cause not covered", "Fait générateur non garanti"),
    "terms_too_long": ("Terms of payment too long", "Durée de crédit dépassée"),
    "invoiced_too_late": ("Invoiced too late", "Facturation tardive"),
    "no_limit": ("No limit", "Sans agrément"),
    "limit_refused": ("Limit refused", "Agrément refusé"),
    "limit_cancelled": ("Limit cancelled", "Agrément résilié"),
    "limit_expired": ("Limit expired", "Agrément expiré"),
    "over_the_limit": ("Over the limit", "Dépassement d'agrément"),
    "over_the_group_limit": ("Over the group's limit", "Dépassement de l'agrément groupe"),
    "cover_ended_before_it_slid_in": ("Cover ended first", "Fin de garantie antérieure"),
    "delivered_under_stop": ("Delivered under stop", "Livrée malgré l'arrêt"),
    "delivered_after_insolvency": ("Delivered after insolvency", "Livrée après insolvabilité"),
    "disputed": ("Disputed", "Litige"),
    "dispute_lost": ("Dispute lost", "Litige perdu"),
    "overdue_notified_late": ("Overdue notified late", "Impayé déclaré tard"),
    "overdue_not_notified": ("Overdue not notified", "Impayé non déclaré"),
    "insolvency_notified_late": ("Insolvency notified late", "Insolvabilité déclarée tard"),
    "insolvency_not_notified": ("Insolvency not notified", "Insolvabilité non déclarée"),
    "evidence_missing": ("No evidence for a limit", "Sans justificatif d'agrément"),
    "evidence_stale": ("Evidence too old", "Justificatif périmé"),
    "vat_not_insured": ("VAT not insured", "TVA non garantie"),
    "interest_not_insured": ("Interest not insured", "Intérêts non garantis"),
}

class Words:
    """One language and one currency."""

    def __init__(self, language: str, currency: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"`{language}` is not a language of this library: say 'en' or 'fr'")
        self.language = language
        self.currency = currency
        self._digits = _native.minor_digits(currency)
        self._codes: dict[str, str] = {}

    def __call__(self, label: str, **values: object) -> str:
        return self._pick(_LABELS[label]).format(**values)

    def reason(self, code: str) -> str:
        """The short name of a reason."""
        return self._pick(_REASONS[code]) if code in _REASONS else self.code(code)

    def label(self, code: str) -> str:
        """A code as the engine puts it into words, to stand at the start of a line."""
        words = self.code(code)
        return words[:1].upper() + words[1:]

    def _pick(self, words: tuple[str, str]) -> str:
        return words[LANGUAGES.index(self.language)]

    def code(self, code: str) -> str:
        """A code as the engine puts it into words."""
        if code not in self._codes:
            request = {"currency": self.currency, "language": self.language, "codes": [code]}
            self._codes.update(_wire.run("phrases", **request)["codes"])
            self._codes.setdefault(code, code.replace("_", " "))
        return self._codes[code]

    def sentences(self, steps: Iterable[Mapping[str, Any]]) -> list[str]:
        """Steps as the engine puts them into words."""
        request = {"currency": self.currency, "language": self.language, "steps": list(steps)}
        sentences: list[str] = _wire.run("phrases", **request)["sentences"]
        return sentences

    def number(self, value: Decimal | int, digits: int | None = None) -> str:
        """A number with the language's own separators."""
        value = Decimal(value)
        if digits is None:
            digits = max(0, -int(value.as_tuple().exponent))
        text = f"{value:,.{digits}f}"
        if self.language == "fr":
            text = text.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")
        return text

    def amount(self, value: Decimal | Money | None, *, unit: bool = False) -> str:
        """An amount, with its currency where asked."""
        if value is None:
            return ""
        if isinstance(value, Money):
            return Words(self.language, value.currency).amount(value.amount, unit=True)
        digits = max(self._digits, -int(value.as_tuple().exponent))
        text = self.number(value, digits)
        return f"{text}\u00a0{self.currency}" if unit else text

    def short(self, value: Decimal) -> str:
        """An amount for a picture: to three digits or so."""
        size = abs(value)
        for unit, (en, fr) in ((9, ("bn", "Md")), (6, ("m", "M")), (3, ("k", "k"))):
            if size >= 10**unit:
                scaled = value.scaleb(-unit)
                digits = 0 if abs(scaled) >= 100 else 1
                return f"{self.number(scaled, digits)}\u00a0{fr if self.language == 'fr' else en}"
        return self.number(value, 0)

    def percent(self, part: Decimal, whole: Decimal) -> str:
        """A part of a whole, to a tenth of a per cent."""
        if not whole:
            return "–"
        text = self.number(part * 100 / whole, 1)
        return f"{text}\u00a0%" if self.language == "fr" else f"{text}%"

    def day(self, day: date | None, *, short: bool = False) -> str:
        """A day; short: for columns."""
        if day is None:
            return ""
        if short:
            return f"{day:%d/%m/%Y}" if self.language == "fr" else day.isoformat()
        month = _MONTHS[self.language].split()[day.month - 1]
        first = "1er" if day.day == 1 and self.language == "fr" else str(day.day)
        return f"{first}\u00a0{month} {day.year}"

    def days(self, count: int) -> str:
        """How many days are left."""
        return self.number(count)
