"""Several threads ask at once: the same answers, and Python goes on meanwhile."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from conftest import AS_OF

from tradecredit import Ledger, Policy


def test_eight_threads_settle_different_claims(policy: Policy, ledger: Ledger) -> None:
    claims = [
        (f"B-0{buyer}", cause) for buyer in range(1, 9) for cause in ("insolvency", "protracted_default")
    ]

    def settle(claim: tuple[str, str]) -> str:
        buyer, cause = claim
        return policy.settle(ledger, buyer=buyer, cause=cause, as_of=AS_OF).to_json()

    alone = [settle(claim) for claim in claims]
    for _ in range(5):
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(settle, claims)) == alone


def test_eight_threads_share_one_answer(policy: Policy, ledger: Ledger) -> None:
    answer = policy.assess(ledger, as_of=AS_OF)
    with ThreadPoolExecutor(8) as threads:
        sums = set(threads.map(lambda _: sum(row.covered for row in answer.receivables), range(64)))
        tables = list(threads.map(lambda _: len(answer.receivables.to_arrow()), range(64)))
    assert len(sums) == 1
    assert set(tables) == {14}


def test_python_goes_on_during_a_long_question(policy: Policy) -> None:
    count = 4_000
    rows = [
        {"id": f"F-{at}", "buyer": f"B-{at % 50}", "delivery": "2026-01-10", "terms": "30", "amount": 100}
        for at in range(count)
    ]
    ledger = Ledger.from_frames(rows)
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    watcher = threading.Thread(target=tick)
    interval = sys.getswitchinterval()
    # Only a released lock lets the watcher in: it is never taken away during the call.
    sys.setswitchinterval(1000)
    try:
        watcher.start()
        before, started = ticks, time.monotonic()
        policy.assess(ledger, as_of=AS_OF)
        seen, took = ticks - before, time.monotonic() - started
    finally:
        sys.setswitchinterval(interval)
        done.set()
        watcher.join()
    assert seen >= 2, f"nothing else ran for {took:.2f} s"
