"""Pupils who save and save: what each of them was told is kept, to be compared with what is."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import aiohttp
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.database import reading
from portfolio_app.pages.pupil.entry_form import EntryFormState
from portfolio_app.portfolio.actions import NEW
from portfolio_app.portfolio.models import Entry
from tests import people
from tests.tabs import Lost, Tab

SAVE = f"{EntryFormState.get_full_name()}.save"
PAGE = "/en/entry-form"


@dataclass
class Pupil:
    """Somebody signed in, and what they were told: `drafted` counts confirmed drafts, `kept` names kept entries."""

    person_id: UUID
    key: str
    drafted: int = 0
    version: int = 0
    kept: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    async def type(self, tab: Tab) -> None:
        """Type one more thing into a form that saves itself."""
        status, said = await tab.keep_draft(NEW, {"title": f"{self.person_id} {self.drafted + 1}"}, self.version)
        self.answers[str(status)] += 1
        if status == 200:
            self.drafted, self.version = self.drafted + 1, said["version"]
        elif status == 409:  # the save before this one had arrived, only its confirmation had not
            self.version = said["version"]

    async def keep(self, tab: Tab) -> None:
        """Keep one more entry: the draft becomes it."""
        title = f"{self.person_id} entry {len(self.kept) + 1}"
        notice = await tab.click(SAVE, form={"title": title, "request": str(uuid4())})
        self.answers["kept" if notice["kind"] == "good" else notice["text"]] += 1
        if notice["kind"] == "good":
            self.kept.append(title)
            self.drafted, self.version = 0, 0

    async def work(self, tab: Tab, until: asyncio.Event) -> None:
        """Type and keep by turns, with pauses as people make them, until told to stop or cut off."""
        with suppress(Lost):
            while not until.is_set():
                for _ in range(3):
                    await self.type(tab)
                    await asyncio.sleep(random.uniform(0.01, 0.15))
                await self.keep(tab)


async def pupils(number: int) -> list[Pupil]:
    """So many pupils of one class, each signed in."""
    school = await people.make_school()
    class_8b = await people.make_class(school)
    made = []
    for _ in range(number):
        pupil = await people.make_pupil(school, class_8b)
        _actor, key = await people.signed_in(pupil)
        made.append(Pupil(pupil.person_id, key))
    return made


async def open_tabs(http: aiohttp.ClientSession, url: str, of: Sequence[Pupil]) -> list[Tab]:
    """A tab with the form of an entry for each pupil."""
    tabs = [Tab(http, url, pupil.key) for pupil in of]
    await asyncio.gather(*(tab.open(PAGE) for tab in tabs))
    return tabs


async def answered(of: Sequence[Pupil], times: int, *what: str) -> None:
    """Wait until these pupils together were answered `what` so many times more; two minutes at most."""

    def count() -> int:
        return sum(one.answers[answer] for one in of for answer in what)

    before = count()
    async with asyncio.timeout(120):
        while count() < before + times:  # noqa: ASYNC110 - what is waited for is a count
            await asyncio.sleep(0.01)


async def titles(person_id: UUID) -> Counter[str]:
    """The titles of somebody's entries in the database."""
    async with reading() as session:
        rows = await session.execute(select(col(Entry.title)).where(col(Entry.person_id) == person_id))
        return Counter(rows.scalars())
