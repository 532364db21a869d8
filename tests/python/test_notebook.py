"""What a notebook shows: whole, escaped, self-contained; and the pictures."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from conftest import AS_OF
from matplotlib import pyplot

from tradecredit import Answer, Ledger, Policy, plots


def parsed(html: str) -> None:
    """Every element is closed, every attribute quoted as a browser reads it."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            if tag not in ("meta", "br", "line", "rect", "circle", "path"):
                self.open.append(tag)

        def handle_startendtag(self, tag: str, attrs: Any) -> None:
            pass

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    reader = Reader()
    reader.feed(html)
    assert reader.open == []


def shown(thing: Any) -> str:
    html: str = thing._repr_html_()
    parsed(html)
    assert "http://www.w3.org/2000/svg" in html or "http" not in html
    assert html.startswith('<div class="tc tc-auto">')
    return html


def test_what_people_hold_is_shown(policy: Policy, ledger: Ledger) -> None:
    assert "Menuiserie Aubrac SAS" in shown(policy)
    assert "16" in shown(ledger)
    position = policy.assess(ledger, as_of=AS_OF)
    assert "278,980.00" in shown(position)
    assert "Limit refused" in shown(position)
    assert "F-401" in shown(position.receivables)
    assert "Stop of deliveries" in shown(policy.duties(ledger, as_of=AS_OF))
    assert "31,000.00" in shown(policy.settle(ledger, buyer="B-02", cause="insolvency", as_of=AS_OF))
    assert shown(policy.indemnity([{"amount": 75_000}]))
    assert shown(policy.explain_cover(ledger, invoice="F-202", as_of=AS_OF))
    assert shown(policy.prospect(ledger, as_of=AS_OF, sales={"annual": 120_000, "days": 90}))
    assert shown(policy.settle_claims(ledger, [{"buyer": "B-02", "cause": "insolvency"}], as_of=AS_OF))


def test_markup_in_documents_is_text(policy: Policy) -> None:
    bad = "<script>alert(1)</script>\"'&"
    ledger = Ledger.from_frames(
        [{"id": bad, "buyer": bad, "buyer_name": bad, "delivery": "2026-01-02", "terms": "30", "amount": 90_000}],
        insolvencies=[{"buyer": bad, "opened": "2026-03-01"}],
    )
    written = policy.amended(policyholder=bad, id=bad)
    for thing in (
        written,
        ledger,
        written.assess(ledger, as_of=AS_OF),
        written.duties(ledger, as_of=AS_OF),
        written.settle(ledger, buyer=bad, cause="insolvency", as_of=AS_OF),
    ):
        assert "<script" not in shown(thing)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_plots(policy: Policy, ledger: Ledger, language: str) -> None:
    position = policy.assess(ledger, as_of=AS_OF)
    duties = policy.duties(ledger, as_of=AS_OF)
    claim = policy.settle(ledger, buyer="B-02", cause="insolvency", as_of=AS_OF)
    drawn: list[tuple[Answer, str | None]] = [
        (position, None), (position, "ageing"), (duties, None), (claim, None), (claim, "waterfall"),
    ]  # fmt: skip
    for answer, kind in drawn:
        ax = answer.plot(kind, language=language)
        ax.figure.canvas.draw()
        assert ax.get_title(loc="left")
        pyplot.close(ax.figure)
    _, given = pyplot.subplots()
    assert plots.ageing(position, ax=given) is given
    pyplot.close("all")
    with pytest.raises(TypeError, match="say kind="):
        position.receivables[0].plot()


def test_pictures_are_xml(policy: Policy, ledger: Ledger) -> None:
    html = shown(policy.assess(ledger, as_of=AS_OF))
    for part in html.split("<svg")[1:]:
        ET.fromstring("<svg" + part.split("</svg>")[0] + "</svg>")
