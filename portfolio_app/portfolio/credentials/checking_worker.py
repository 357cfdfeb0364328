"""The process in which others' credentials are read and checked: `python -m` and the name of this module.

Whatever a file was made for, it takes this process down and nothing else: as in `core/cleaning_worker.py`, and with
bounds that no genuine credential comes near. Requests come as JSON lines, answers go out as such.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from portfolio_app.core.confinement import confine
from portfolio_app.portfolio.credentials.answers import Answer, Check, Finding, answer_of
from portfolio_app.portfolio.credentials.canonical import CREDENTIALS, OPEN_BADGES, canonical
from portfolio_app.portfolio.credentials.carriers import found_in
from portfolio_app.portfolio.credentials.checking import check_text

SECONDS = 0.5
"""Of processor time, for a file with all that is in it: a busy machine makes no credential unreadable."""
MEMORY_BYTES = 32 * 1024 * 1024
"""Beside what Python and its libraries have taken before the first file (about 65 MB)."""


class _TooLong(BaseException):
    """No `Exception`: libraries catch those."""


def _stop(_signal: int, _frame: object) -> None:
    raise _TooLong


def answers(path: Path, moment: datetime) -> list[Answer]:
    """What comes of each credential in the file; nothing, when there is none in it."""
    done: list[Answer] = []
    try:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            for found in found_in(path):
                done.append(check_text(found, moment) if isinstance(found, bytes) else answer_of([Finding(found)]))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except (_TooLong, MemoryError, RecursionError):
        done.append(answer_of([Finding(Check.TOO_MUCH)]))
    except Exception:  # whatever a library makes of bytes that nobody has thought of
        done.append(answer_of([Finding(Check.BROKEN)]))
    return done


def serve(requests: BinaryIO, out: BinaryIO) -> None:
    """Answers requests one by one until there are no more."""
    for line in requests:
        asked: Mapping[str, Any] = json.loads(line)
        done = answers(Path(asked["path"]), datetime.fromisoformat(asked["moment"]))
        out.write(json.dumps([one.as_json() for one in done]).encode() + b"\n")
        out.flush()


def warm_up() -> None:
    """Reads the vocabularies before bounds hold, so that the first who asks waits no longer than others."""
    kinds = ["VerifiableCredential", "OpenBadgeCredential"]
    canonical({"@context": [CREDENTIALS, OPEN_BADGES], "type": kinds, "issuer": "urn:x"})


def main() -> None:
    """Keeps the way out to itself (a library that prints would garble it), then serves."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _stop)
    warm_up()
    confine(MEMORY_BYTES)
    serve(sys.stdin.buffer, out)


if __name__ == "__main__":
    main()
