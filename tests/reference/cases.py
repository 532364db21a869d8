"""Of each operation: random requests, what is read from the engine's answer, and what the reference works out."""

from __future__ import annotations

from . import answers, answers_premium, generate, generate_premium

CASES = generate.CASES | generate_premium.CASES
READ = answers.READ | answers_premium.READ
WORKED_OUT = answers.WORKED_OUT | answers_premium.WORKED_OUT
