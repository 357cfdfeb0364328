"""What was taken along is the same wherever it is brought back, and bringing it back once more changes nothing."""

import asyncio
import io
import shutil
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from PIL import Image
from sqlalchemy import func, select, update
from sqlmodel import col

from portfolio_app import migrations
from portfolio_app.accounts.actor import Actor
from portfolio_app.core import personal
from portfolio_app.core.clock import now
from portfolio_app.core.database import close_database, reading, writing
from portfolio_app.core.erasure import erase
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.core.pictures import clean_picture
from portfolio_app.portfolio.credentials.answers import Outcome, with_known_issuers
from portfolio_app.portfolio.credentials.carriers import found_in
from portfolio_app.portfolio.credentials.checking import check_text
from portfolio_app.portfolio.credentials.issuing import known_issuers
from portfolio_app.portfolio.credentials.queries import own_files
from portfolio_app.portfolio.credentials.taken_along import FOLDER
from portfolio_app.portfolio.takeout import making
from portfolio_app.portfolio.takeout.arriving import Arrival, arrive
from portfolio_app.portfolio.takeout.contents import gather
from portfolio_app.portfolio.takeout.returning import report, whole
from portfolio_app.sharing.models import Comment
from portfolio_app.skills.models import Evidence, GivenVoice
from portfolio_app.skills.queries import load_capability
from tests.conftest import Configure
from tests.pages.handlers import CODE
from tests.people import make_pupil, make_school
from tests.portfolio.credentials.samples import as_bytes
from tests.portfolio.takeout.portfolios import portfolios
from tests.portfolio.takeout.steps import somebody, taken

migrations.import_models()
assert FOLDER  # credentials go along as files once that module is there, as in the app
Found = TypeVar("Found")
Holds = dict[str, list[dict[str, Any]]]

LOOKED_AWAY = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
DRAWN_ANEW = {"sha256", "bytes", "path", "width", "height"}
"""What of a photo may be another: it is drawn from its pixels whenever it comes in from elsewhere."""


def a_photo(tmp_path: Path) -> tuple[bytes, bytes]:
    """A photo as it is kept, with its thumbnail."""
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), (20, 90, 70)).save(drawn, "PNG")
    (tmp_path / "drawn.png").write_bytes(drawn.getvalue())
    clean = clean_picture(tmp_path / "drawn.png")
    return clean.data, clean.thumbnail


async def held_by(person_id: UUID) -> Holds:
    """All of theirs that is brought back elsewhere, but for what may be another there."""
    async with reading() as session:
        whole_of_it = (await gather(session, person_id, "en", corner=True)).portfolio
    kinds = {one.name for one in personal.owned().values() if one.imported}
    holds = {kind: rows for kind, rows in whole_of_it["holds"].items() if kind in kinds}
    holds["files"] = [{name: row[name] for name in row if name not in DRAWN_ANEW} for row in holds["files"]]
    # What a school offers and its pupil has not accepted yet is not signed: it stays with the school, as does the name
    # of whoever offered it.
    holds["credentials"] = [row | {"by": None} for row in holds["credentials"] if row["document"]]
    for rows in holds.values():
        for row in rows:
            if row.get("thing") == str(person_id):
                row["thing"] = "owner"
    return holds


async def goes(person_id: UUID) -> None:
    async with writing() as session:
        await erase(session, person_id)


async def count(table: Any) -> int:
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


@pytest.fixture
async def siiri(database: object, tmp_path: Path) -> Actor:
    """A pupil with something of everything, and a photo that is one."""
    siiri = await somebody()
    data, small = await asyncio.to_thread(a_photo, tmp_path)
    sha256, thumbnail = await media_store().put(data), await media_store().put(small)
    async with writing() as session:
        real = {"sha256": sha256, "thumbnail_sha256": thumbnail, "bytes": len(data) + len(small)}
        await session.execute(update(MediaFile).values(**real))
    return siiri


async def test_it_comes_back_where_its_owner_was_forgotten(siiri: Actor) -> None:
    before, file = await held_by(siiri.person_id), await taken(siiri)
    elsewhere = file.rename(file.parents[2] / "elsewhere.zip")
    await goes(siiri.person_id)
    again = await make_pupil(await make_school(), name=siiri.name)
    arrival = await whole(elsewhere, again.person_id)
    assert set(arrival.out) <= {"credentials"}
    assert await held_by(again.person_id) == before


async def test_twice_changes_nothing_and_neither_does_it_where_all_is_still_there(siiri: Actor) -> None:
    file = await taken(siiri)
    before = await held_by(siiri.person_id)
    for _time in range(2):
        arrival = await whole(file, siiri.person_id)
        assert not arrival.new
        assert await held_by(siiri.person_id) == before


async def test_somebody_else_gets_rows_of_their_own(siiri: Actor) -> None:
    """Confirmed by its owner, who has two accounts: the first keeps everything."""
    before, file = await held_by(siiri.person_id), await taken(siiri)
    second = await make_pupil(await make_school(), name=siiri.name)
    first_time = await whole(file, second.person_id)
    assert first_time.new["entries"] == len(before["entries"])
    assert await held_by(siiri.person_id) == before
    after = await held_by(second.person_id)
    assert {kind: len(rows) for kind, rows in after.items()} == {kind: len(rows) for kind, rows in before.items()}
    assert not {row["id"] for row in after["entries"]} & {row["id"] for row in before["entries"]}
    assert not (await whole(file, second.person_id)).new
    assert await held_by(second.person_id) == after


async def test_what_others_said_comes_in_as_theirs_by_name_and_marked(siiri: Actor) -> None:
    file = await taken(siiri)
    elsewhere = file.rename(file.parents[2] / "elsewhere.zip")
    await goes(siiri.person_id)
    again = await make_pupil(await make_school(), name=siiri.name)
    await whole(elsewhere, again.person_id)
    async with reading() as session:
        comments = (await session.execute(select(Comment).where(col(Comment.owner_id) == again.person_id))).scalars()
        voices = (
            await session.execute(select(GivenVoice).where(col(GivenVoice.person_id) == again.person_id))
        ).scalars()
        for said, author, name in [
            *((one, one.author_id, one.author_name) for one in comments),
            *((one, one.giver_id, one.giver_name) for one in voices),
        ]:
            assert author is None
            assert name
            assert said.brought_at
    assert "brought along" in (await load_capability(again, CODE)).voices[0].who


async def test_a_report_says_what_came_of_it(siiri: Actor) -> None:
    said = report(await whole(await taken(siiri), siiri.person_id))
    assert said["new"] == {}
    assert said["here"]["Entries"]
    assert set(said["out"]) <= {"Credentials"}


async def test_a_photo_that_is_known_here_keeps_its_bytes(siiri: Actor) -> None:
    file = await taken(siiri)
    second = await make_pupil(await make_school(), name=siiri.name)
    await whole(file, second.person_id)
    async with reading() as session:
        kept = select(col(MediaFile.sha256)).where(col(MediaFile.person_id) == second.person_id)
        theirs = select(col(MediaFile.sha256)).where(col(MediaFile.person_id) == siiri.person_id)
        assert set((await session.execute(kept)).scalars()) == set((await session.execute(theirs)).scalars())


def outcome_of(document: dict[str, Any]) -> Outcome:
    """What whoever checks it without knowing the school is told."""
    return check_text(as_bytes(document), now()).outcome


def taken_outcomes(takeout: Path) -> list[Outcome]:
    """The same of every file and picture of a credential in a takeout."""
    found: list[Outcome] = []
    with zipfile.ZipFile(takeout) as opened:
        for name in opened.namelist():
            if name.startswith("credentials/"):
                (inside,) = found_in(Path(opened.extract(name, takeout.parent / "opened")))
                assert isinstance(inside, bytes)
                found.append(check_text(inside, now()).outcome)
    return found


async def test_credentials_are_worth_the_same_wherever_they_are_brought(siiri: Actor) -> None:
    """Trusted where the school is known, good anywhere: no word and no signature is another one."""
    async with reading() as session:
        before = await own_files(session, siiri.person_id)
    assert before
    file = await taken(siiri)
    again = await make_pupil(await make_school(), name=siiri.name)
    await whole(file, again.person_id)
    async with reading() as session:
        after = await own_files(session, again.person_id)
        assert [one.text for one in after] == [one.text for one in before]
        for one in after:
            answer = check_text(one.text.encode(), now())
            assert answer.outcome is Outcome.ISSUER_UNKNOWN
            known = await known_issuers(session, {answer.facts.issuer_id})
            assert with_known_issuers(answer, known).outcome is Outcome.TRUSTED


class Instances:
    """Two instances, each with a folder and a database of its own."""

    def __init__(self, configure: Configure, empty: Path, folder: Path) -> None:
        self._configure, self._empty, self._folder = configure, empty, folder

    def on(self, name: str, work: Callable[[], Awaitable[Found]]) -> Found:
        """Do something on one of them."""
        data = self._folder / name
        if not data.exists():
            data.mkdir(parents=True)
            shutil.copyfile(self._empty, data / "polku.db")
        self._configure(data_dir=data)

        async def closing() -> Found:
            try:
                return await work()
            finally:
                await close_database()

        return asyncio.run(closing())


async def made_of(holds: Holds, photo: tuple[bytes, bytes], folder: Path) -> Holds:
    """Somebody with that portfolio, and a photo; their takeout lies in the folder."""
    pupil = await make_pupil(await make_school(), name="Siiri Øvreås")
    await arrive(Arrival(pupil.person_id, "nobody"), holds)
    sha256, thumbnail = await media_store().put(photo[0]), await media_store().put(photo[1])
    file = MediaFile(
        person_id=pupil.person_id,
        kind="picture",
        content_type="image/jpeg",
        name="lake.jpg",
        sha256=sha256,
        thumbnail_sha256=thumbnail,
        bytes=len(photo[0]) + len(photo[1]),
        made_at=now(),
    )
    async with writing() as session:
        session.add(file)
        await session.flush()
        some = select(col(Evidence.id)).where(col(Evidence.person_id) == pupil.person_id).limit(1)
        photos = {"kind": "photo", "media_id": file.id, "people_in_it": "nobody"}
        await session.execute(update(Evidence).where(col(Evidence.id).in_(some)).values(**photos))

    async def nothing(_done: int, _every: int) -> None:
        return

    assert await making.step(folder, making.Wanted(pupil.person_id, "en", corner=True), nothing)
    return await held_by(pupil.person_id)


@given(portfolios())
@example({})
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_portfolio_is_equal_after_it_was_taken_out_and_brought_back(
    configure: Configure, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, holds: Holds
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    photo = a_photo(folder)
    instances = Instances(configure, empty_sqlite, folder)
    before = instances.on("one", lambda: made_of(holds, photo, folder / "made"))

    async def brought() -> tuple[Holds, Holds]:
        pupil = await make_pupil(await make_school(), name="Siiri Øvreås")
        await whole(making.finished(folder / "made"), pupil.person_id)
        after = await held_by(pupil.person_id)
        assert not (await whole(making.finished(folder / "made"), pupil.person_id)).new
        return after, await held_by(pupil.person_id)

    after, again = instances.on("other", brought)
    assert after == before
    assert again == before
    given = holds.get("credentials", [])
    assert len(after["credentials"]) == len(given)  # all of them were good
    assert {outcome_of(row["document"]) for row in after["credentials"]} <= {Outcome.ISSUER_UNKNOWN}
    assert taken_outcomes(making.finished(folder / "made")) == [Outcome.ISSUER_UNKNOWN] * 2 * len(given)
