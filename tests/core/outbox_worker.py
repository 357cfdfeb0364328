"""A process that runs the outbox, for tests that kill it or let several of them race.

`python -m tests.core.outbox_worker FILE [die]`: each piece of work adds a line to FILE; with `die`, the process kills
itself in the middle of the first.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from portfolio_app.core import outbox
from portfolio_app.core.database import close_database

KIND = "note"


async def run(file: Path, *, die: bool) -> None:
    """Run everything that is due."""

    async def note(row_id: UUID, payload: Mapping[str, Any]) -> None:
        with file.open("a") as lines:
            lines.write(f"{row_id} {payload['n']}\n")
        if die:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(0.01)

    outbox.register(KIND, note)
    while await outbox.run_next():
        pass
    await close_database()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), die="die" in sys.argv))
