"""What `portfolio demo` does once the database is migrated."""

import asyncio

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from portfolio_app.core.database import close_database
from portfolio_app.demo.load import PASSPHRASE, Loaded, holds_a_demo, load_demo
from portfolio_app.demo.people import TO_BE


def demo_command(if_empty: bool, out: Console, err: Console) -> None:
    """Load the demo with a progress bar on `err` and say on `out` who to be. Raises `NotEmpty`.

    With `if_empty`, nothing is done or said where a demo is already.
    """
    loaded = asyncio.run(_load(if_empty, err))
    if loaded is None:
        return
    out.print(f"The demo school is loaded: {loaded.people} people, {loaded.files} files.")
    out.print(f"Sign in as {', '.join(TO_BE[:-1])} or {TO_BE[-1]}, passphrase {PASSPHRASE}.")


async def _load(if_empty: bool, err: Console) -> Loaded | None:
    try:
        if if_empty and await holds_a_demo():
            return None
        columns = (TextColumn("Loading the demo school"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, console=err, transient=True) as progress:
            task = progress.add_task("")
            return await load_demo(lambda done, expected: progress.update(task, completed=done, total=expected))
    finally:
        await close_database()
