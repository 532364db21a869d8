"""Of each operation: random requests, what is read from the engine's answer, and what the reference works out."""

from __future__ import annotations

from . import answers, answers_contract, answers_factoring, answers_placement, answers_premium, answers_risk
from . import generate, generate_assignment, generate_contract, generate_factoring, generate_figures, generate_placement, generate_premium, generate_risk, generate_watch

CASES = (
    generate.CASES
    | generate_premium.CASES
    | generate_factoring.CASES
    | generate_assignment.CASES
    | generate_placement.CASES
    | generate_risk.CASES
    | generate_contract.CASES
    | generate_watch.CASES
    | generate_figures.CASES
)
READ = (
    answers.READ
    | answers_premium.READ
    | answers_factoring.READ
    | answers_placement.READ
    | answers_risk.READ
    | answers_contract.READ
)
WORKED_OUT = (
    answers.WORKED_OUT
    | answers_premium.WORKED_OUT
    | answers_factoring.WORKED_OUT
    | answers_placement.WORKED_OUT
    | answers_risk.WORKED_OUT
    | answers_contract.WORKED_OUT
)
