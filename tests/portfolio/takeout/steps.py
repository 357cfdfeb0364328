"""What tests of takeouts do again and again: somebody with something of everything, and a takeout of it."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.database import reading, writing
from portfolio_app.core.models import Outbox
from portfolio_app.portfolio.takeout import making
from portfolio_app.portfolio.takeout.actions import MAKING, ask_for_takeout, folder_of, make_some
from portfolio_app.portfolio.takeout.contents import Contents, gather
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.files import keep_file
from portfolio_app.skills.models import EvidenceKind
from tests.pages.places import make_place

PHOTO = EvidenceForm("The lake <&> ørret", people_in_it="nobody", capabilities=("S1",))


async def somebody() -> Actor:
    """A pupil with one thing of everything, and a photo."""
    place = await make_place()
    pupil = place.actors[Role.PUPIL]
    await a_photo(pupil)
    return pupil


async def a_photo(pupil: Actor, data: bytes = b"the picture") -> UUID:
    """One more photo of those bytes."""
    file = await keep_file(pupil, CleanPicture(data, b"small " + data, 40, 30), "lake.jpg")
    return await add_evidence(pupil, EvidenceKind.PHOTO, PHOTO, uuid4(), file)


async def contents_of(pupil: Actor) -> Contents:
    """What a takeout of theirs would hold now."""
    async with reading() as session:
        return await gather(session, pupil.person_id, "en")


async def work(takeout_id: UUID) -> int:
    """Do what the outbox has to do for it, until there is nothing more; how many steps that took."""
    steps = 0
    while True:
        async with writing() as session:
            found = select(Outbox).where(col(Outbox.kind) == MAKING, col(Outbox.done_at).is_(None)).limit(1)
            row = (await session.execute(found)).scalar_one_or_none()
            if row is None:
                return steps
            row.done_at = row.not_before
        if row.payload["takeout"] == str(takeout_id):
            await make_some(row.id, row.payload)
            steps += 1


async def taken(pupil: Actor) -> Path:
    """The file of a takeout asked for now."""
    takeout_id = await ask_for_takeout(pupil, "en")
    await work(takeout_id)
    return making.finished(folder_of(takeout_id))


def inside(file: Path) -> Mapping[str, bytes]:
    """Everything in a ZIP."""
    with zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def portfolio_in(file: Path) -> Any:
    """What `portfolio.json` says."""
    return json.loads(inside(file)["portfolio.json"])
