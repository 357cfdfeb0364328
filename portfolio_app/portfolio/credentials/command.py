"""`portfolio verify FILE`: the same answers as the page gives, for scripts and for whoever has a terminal."""

import asyncio
from pathlib import Path

from rich.console import Console

from portfolio_app.core.database import close_database, reading
from portfolio_app.core.errors import OperatorError
from portfolio_app.core.languages import _, speaking
from portfolio_app.portfolio.credentials.answers import MEANINGS, TITLES, Answer, Outcome, with_known_issuers
from portfolio_app.portfolio.credentials.checker import Checker
from portfolio_app.portfolio.credentials.issuing import known_issuers
from portfolio_app.settings import settings

NOT_VALID, NOT_CHECKED = 1, 3


def verify_command(file: Path, out: Console) -> int:
    """Say what each credential in the file is worth; returns the exit code of the worst of them.

    Raises `OperatorError` for a file that is not there, or has no credential in it.
    """
    with file.open("rb"):
        pass  # an `OSError` now, not in the worker
    answers, knows = asyncio.run(_answers(file))
    if not answers:
        raise OperatorError(f"{file}: there is no credential in it.")
    with speaking("en"):
        for one in answers:
            _print(one, out)
    if not knows:
        out.print("No database of an instance was found, so no issuer is known.")
    outcomes = {one.outcome for one in answers}
    return NOT_VALID if Outcome.NOT_VALID in outcomes else NOT_CHECKED if Outcome.CANNOT_CHECK in outcomes else 0


def _print(answer: Answer, out: Console) -> None:
    facts = answer.facts
    out.print(f"{_(TITLES[answer.outcome])}. {_(MEANINGS[answer.outcome])}", markup=False)
    for finding in answer.findings:
        out.print(f"  - {finding.sentence()}", markup=False)
    for label, said in (("title", facts.title), ("name on it", facts.recipient), ("issuer", facts.issuer_id)):
        if said:
            out.print(f"  {label}: {said}", markup=False)


async def _answers(file: Path) -> tuple[list[Answer], bool]:
    """The answers, and whether an instance was there to know issuers."""
    async with Checker() as checker:
        answers = await checker.check(file)
    chosen = settings()
    if not chosen.database_url and not (chosen.data_dir / "polku.db").exists():
        return answers, False
    try:
        async with reading() as session:
            known = await known_issuers(session, {one.facts.issuer_id for one in answers})
    finally:
        await close_database()
    return [with_known_issuers(one, known) for one in answers], True
