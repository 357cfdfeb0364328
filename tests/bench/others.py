"""Load from processes of their own, started and told what to do from here."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from portfolio_app.pages.pupil.capability import CapabilityState
from tests.bench.load import Order, Outcome
from tests.bench.school import Signed

ROOT = Path(__file__).parent.parent.parent
EVENT = f"{CapabilityState.get_full_name()}.assess"
PROCESSES = 2


class Others:
    """Pupils at work in other processes."""

    def __init__(self, processes: Sequence[subprocess.Popen[str]]) -> None:
        self._processes = processes

    def go(self) -> None:
        """Let them begin to save."""
        self._tell("go")

    def stop(self) -> Outcome:
        """Let them end, and hear what happened."""
        self._tell("stop")
        return self.ended()

    def ended(self) -> Outcome:
        """Wait until they have ended by themselves; what happened."""
        outcome = Outcome()
        for process in self._processes:
            said, _nothing = process.communicate(timeout=300)
            if process.returncode:
                raise RuntimeError(f"a load generator ended with code {process.returncode}")
            part = json.loads(said)
            outcome.opened += part["opened"]
            outcome.saves += [(began, took) for began, took in part["saves"]]
            outcome.assessments += part["assessments"]
            outcome.errors += part["errors"]
            outcome.foreign += part["foreign"]
        return outcome

    def _tell(self, word: str) -> None:
        for process in self._processes:
            assert process.stdin
            process.stdin.write(f"{word}\n")
            process.stdin.flush()


@contextmanager
def others(url: str, pupils: Sequence[Signed], *, every: float, seconds: float) -> Iterator[Others]:
    """These pupils, each with an open tab and its data; given when all are there. `seconds` is the most they work."""
    processes = []
    try:
        for number in range(PROCESSES):
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.load"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            processes.append(process)
            order = Order(url, tuple(pupils[number::PROCESSES]), EVENT, every, seconds)
            assert process.stdin
            process.stdin.write(json.dumps(asdict(order)) + "\n")
            process.stdin.flush()
        for process in processes:
            assert process.stdout
            if process.stdout.readline() != "ready\n":
                raise RuntimeError("a load generator could not open its tabs")
        yield Others(processes)
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
                process.wait()
