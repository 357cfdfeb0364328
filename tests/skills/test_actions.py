"""Saying how it is with a capability, and evidence from its first keeping to its going for good."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.drafts import kept_draft, save_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.letting_go import let_go
from portfolio_app.core.media import media_store
from portfolio_app.core.models import Audit, Draft, MediaFile
from portfolio_app.settings import settings
from portfolio_app.sharing import policy as sharing_policy
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Grant, Kind
from portfolio_app.skills.actions import (
    EvidenceForm,
    add_evidence,
    assess,
    change_evidence,
    delete_evidence,
    restore_evidence,
)
from portfolio_app.skills.files import keep_file, room_of
from portfolio_app.skills.models import Assessment, Evidence, EvidenceKind
from portfolio_app.skills.queries import load_capability, load_deleted_evidence, load_evidence
from portfolio_app.skills.retention import remove_rested
from tests.conftest import Configure
from tests.people import end_roles, make_class, make_coordinator, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

WORDS = EvidenceForm("Café", words="I served 40 guests", capabilities=("S1",))
PHOTO = EvidenceForm("Café", people_in_it="nobody", capabilities=("S1", "S2"))


async def a_school() -> tuple[UUID, UUID, Actor, Actor]:
    school = await make_school()
    one = await make_class(school)
    return school, one, await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def a_photo(owner: Actor, form: EvidenceForm = PHOTO, *, content: bytes = b"jpeg" * 100) -> UUID:
    picture = CleanPicture(content, b"small" + content[:20], 40, 30)
    return await add_evidence(
        owner, EvidenceKind.PHOTO, form, uuid4(), await keep_file(owner, picture, "C:\\me\\IMG_1.jpg")
    )


async def rows(table: Any) -> list[Any]:
    async with reading() as session:
        return list((await session.execute(select(table))).scalars())


async def everybody_else(school: UUID, one: UUID, teacher: Actor) -> list[Actor]:
    return [
        teacher,
        await make_pupil(school, one),
        await make_coordinator(school),
        await make_pupil(await make_school()),
    ]


async def test_answers_follow_each_other_and_none_is_overwritten() -> None:
    _school, _class, siiri, _tuula = await a_school()
    with at(now() - timedelta(days=100)):
        await assess(siiri, "S1", 2, "I ask for help", uuid4())
    await assess(siiri, "S1", 3, "I did it alone at the café", uuid4())
    view = await load_capability(siiri, "S1")
    assert (view.step, view.reason) == ("3", "I did it alone at the café")
    assert [(line.step, line.reason) for line in view.history] == [
        (3, "I did it alone at the café"),
        (2, "I ask for help"),
    ]


async def test_a_form_sent_twice_or_at_once_is_one_answer() -> None:
    _school, _class, siiri, _tuula = await a_school()
    request = uuid4()
    await asyncio.gather(*(assess(siiri, "S1", 2, "", request) for _ in range(5)))
    await assess(siiri, "S1", 2, " ", uuid4())  # a second click after the page had answered
    assert len(await rows(Assessment)) == 1
    with at(now() + timedelta(days=90)):
        await assess(siiri, "S1", 2, "", uuid4())
    assert len(await rows(Assessment)) == 2


async def test_an_answer_changed_after_its_first_sending_got_no_reply_is_kept_as_well() -> None:
    _school, _class, siiri, _tuula = await a_school()
    request = uuid4()
    await assess(siiri, "S1", 2, "I ask for help", request)
    await assess(siiri, "S1", 3, "No: I did it alone", request)
    view = await load_capability(siiri, "S1")
    assert [(line.step, line.reason) for line in view.history] == [(3, "No: I did it alone"), (2, "I ask for help")]


async def test_a_clock_that_goes_back_does_not_turn_answers_round() -> None:
    _school, _class, siiri, _tuula = await a_school()
    await assess(siiri, "S1", 2, "", uuid4())
    with at(now() - timedelta(hours=1)):
        await assess(siiri, "S1", 4, "", uuid4())
    assert (await load_capability(siiri, "S1")).step == "4"


@pytest.mark.parametrize("step", [0, 5, -1, 10**9])
async def test_a_step_is_one_of_four(step: int) -> None:
    _school, _class, siiri, _tuula = await a_school()
    with pytest.raises(Invalid) as refused:
        await assess(siiri, "S1", step, "", uuid4())
    assert refused.value.field == "step"
    with pytest.raises(Invalid) as refused:
        await assess(siiri, "S1", 2, "x" * 2001, uuid4())
    assert refused.value.field == "reason"
    assert await rows(Assessment) == []


async def test_only_pupils_say_how_it_is_and_only_of_capabilities_there_are() -> None:
    school, _class, siiri, tuula = await a_school()
    for actor in (tuula, await make_coordinator(school)):
        with pytest.raises(Refused):
            await assess(actor, "S1", 2, "", uuid4())
    for code in ("X1", "", "s1", "S1'--"):
        with pytest.raises(NotFound):
            await assess(siiri, code, 2, "", uuid4())
    assert await rows(Assessment) == []


async def test_somebody_elses_request_is_refused_and_changes_nothing() -> None:
    school, one, siiri, _tuula = await a_school()
    other = await make_pupil(school, one)
    request, second = uuid4(), uuid4()
    await assess(siiri, "S1", 2, "", request)
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, WORDS, second)
    with pytest.raises(NotFound):
        await assess(other, "S1", 3, "", request)
    with pytest.raises(NotFound):
        await add_evidence(other, EvidenceKind.WORDS, WORDS, second)
    assert [row.person_id for row in await rows(Assessment)] == [siiri.person_id]
    assert [row.id for row in await rows(Evidence)] == [evidence]


async def test_keeping_drops_the_draft_it_came_from() -> None:
    _school, _class, siiri, _tuula = await a_school()
    for form in ("assessment:S1", "evidence-new:S1", "assessment:S2"):
        await save_draft(siiri.person_id, form, {"reason": "half a thought"}, 0)
    await assess(siiri, "S1", 2, "a whole one", uuid4())
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, WORDS, uuid4())
    await save_draft(siiri.person_id, f"evidence:{evidence}", {"title": "Ca"}, 0)
    await change_evidence(siiri, evidence, WORDS, 1)
    for form in ("assessment:S1", "evidence-new:S1", f"evidence:{evidence}"):
        assert await kept_draft(siiri.person_id, form) is None
    assert await kept_draft(siiri.person_id, "assessment:S2") is not None


async def test_a_photo_is_kept_with_its_file_for_several_skills_and_seen_by_nobody_else() -> None:
    _school, _class, siiri, tuula = await a_school()
    evidence = await a_photo(siiri)
    for code in ("S1", "S2"):
        (item,) = (await load_capability(siiri, code)).evidence
        assert (item.title, item.kind, item.who, item.private) == ("Café", "photo", "Only you", True)
        assert item.thumbnail == item.picture + "/thumbnail"
    (media,) = await rows(MediaFile)
    assert (media.name, media.width, media.person_id) == ("IMG_1.jpg", 40, siiri.person_id)
    assert await media_store().exists(media.sha256)
    assert await media_store().exists(media.thumbnail_sha256)
    async with reading() as session:
        assert not await sharing_policy.may_see(session, tuula, siiri.person_id, Kind.EVIDENCE, str(evidence))


@pytest.mark.parametrize(
    ("kind", "form", "field"),
    [
        (EvidenceKind.WORDS, EvidenceForm("", "words", capabilities=("S1",)), "title"),
        (EvidenceKind.WORDS, EvidenceForm("x" * 161, "words", capabilities=("S1",)), "title"),
        (EvidenceKind.WORDS, EvidenceForm("Title", " \n", capabilities=("S1",)), "words"),
        (EvidenceKind.WORDS, EvidenceForm("Title", "x" * 4001, capabilities=("S1",)), "words"),
        (EvidenceKind.WORDS, EvidenceForm("Title", "words"), "capabilities"),
        (EvidenceKind.LINK, EvidenceForm("Title", capabilities=("S1",)), "url"),
        (EvidenceKind.LINK, EvidenceForm("Title", url="javascript:alert(1)", capabilities=("S1",)), "url"),
        (EvidenceKind.PHOTO, EvidenceForm("Title", capabilities=("S1",), people_in_it="nobody"), "file"),
        (EvidenceKind.PDF, EvidenceForm("Title", capabilities=("S1",)), "file"),
    ],
)
async def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(
    kind: EvidenceKind, form: EvidenceForm, field: str
) -> None:
    _school, _class, siiri, _tuula = await a_school()
    with pytest.raises(Invalid) as refused:
        await add_evidence(siiri, kind, form, uuid4())
    assert refused.value.field == field
    assert await rows(Evidence) == []


@pytest.mark.parametrize("people", ["", "everybody"])
async def test_a_photo_says_who_is_in_it_or_is_not_kept_at_all(people: str) -> None:
    _school, _class, siiri, _tuula = await a_school()
    with pytest.raises(Invalid) as refused:
        await a_photo(siiri, EvidenceForm("Café", people_in_it=people, capabilities=("S1",)))
    assert refused.value.field == "people_in_it"
    assert await rows(MediaFile) == []
    folder = settings().data_dir / "media"
    assert [path for path in folder.rglob("*") if path.is_file()] == []


async def test_a_photo_with_somebody_who_was_not_asked_stays_private_and_says_why() -> None:
    _school, _class, siiri, tuula = await a_school()
    evidence = await a_photo(siiri, EvidenceForm("Us", people_in_it="not_asked", capabilities=("S1",)))
    with pytest.raises(Invalid) as refused:
        await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    assert refused.value.field == "audience"
    assert "was not asked" in (await load_evidence(siiri, str(evidence))).obstacle
    asked = EvidenceForm("Us", people_in_it="agreed", capabilities=("S1",))
    await change_evidence(siiri, evidence, asked, 1)
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    async with reading() as session:
        assert await sharing_policy.may_see(session, tuula, siiri.person_id, Kind.EVIDENCE, str(evidence))
    again = EvidenceForm("Us", people_in_it="not_asked", capabilities=("S1",))
    await change_evidence(siiri, evidence, again, 2)
    async with reading() as session:
        assert not await sharing_policy.may_see(session, tuula, siiri.person_id, Kind.EVIDENCE, str(evidence))
    assert all(grant.ended_at for grant in await rows(Grant))


async def test_the_second_of_two_tabs_is_told_and_overwrites_nothing() -> None:
    _school, _class, siiri, _tuula = await a_school()
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, WORDS, uuid4())
    first = EvidenceForm("Café, Saturday", "Served", capabilities=("S2",))
    assert await change_evidence(siiri, evidence, first, 1) == 2
    with pytest.raises(Conflict):
        await change_evidence(siiri, evidence, EvidenceForm("Café, Sunday", "Washed", capabilities=("S1",)), 1)
    view = await load_evidence(siiri, str(evidence))
    assert (view.title, view.version) == ("Café, Saturday", 2)
    assert [one.value for group in view.skills for one in group.choices if one.chosen] == ["S2"]


async def test_ten_changes_at_once_of_one_version_are_one_change() -> None:
    _school, _class, siiri, _tuula = await a_school()
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, WORDS, uuid4())
    outcomes = await asyncio.gather(
        *(change_evidence(siiri, evidence, WORDS, 1) for _ in range(10)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict"] * 9 + ["int"]


async def test_nobody_changes_deletes_restores_or_reads_what_is_anothers() -> None:
    school, one, siiri, tuula = await a_school()
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, WORDS, uuid4())
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    for other in await everybody_else(school, one, tuula):
        with pytest.raises(Refused):
            await change_evidence(other, evidence, WORDS, 1)
        with pytest.raises(Refused):
            await delete_evidence(other, evidence)
        with pytest.raises(Refused):
            await restore_evidence(other, evidence)
        with pytest.raises(Refused):
            await load_evidence(other, str(evidence))
    for unknown in (uuid4(),):
        with pytest.raises(NotFound):
            await change_evidence(siiri, unknown, WORDS, 1)
        with pytest.raises(NotFound):
            await delete_evidence(siiri, unknown)
    with pytest.raises(NotFound):
        await load_evidence(siiri, "x")
    (row,) = await rows(Evidence)
    assert (row.version, row.deleted_at) == (1, None)


async def test_a_pupil_whose_role_ended_changes_nothing() -> None:
    _school, _class, siiri, _tuula = await a_school()
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, WORDS, uuid4())
    await end_roles(siiri)
    gone = Actor(siiri.person_id, siiri.name, ())
    with pytest.raises(Refused):
        await assess(gone, "S1", 2, "", uuid4())
    with pytest.raises(Refused):
        await add_evidence(gone, EvidenceKind.WORDS, WORDS, uuid4())
    with pytest.raises(Refused):
        await delete_evidence(gone, evidence)


async def test_deleted_evidence_rests_thirty_days_and_can_come_back_as_it_was() -> None:
    _school, _class, siiri, tuula = await a_school()
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, WORDS, uuid4())
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    for _ in range(2):
        await delete_evidence(siiri, evidence)
    assert (await load_capability(siiri, "S1")).evidence == ()
    assert [thing.title for thing in await load_deleted_evidence(siiri)] == ["Café"]
    for _ in range(2):
        await restore_evidence(siiri, evidence)
    (item,) = (await load_capability(siiri, "S1")).evidence
    assert item.who == "You and your class’s teachers"
    await delete_evidence(siiri, evidence)
    with at(now() + timedelta(days=30, minutes=1)):
        assert await load_deleted_evidence(siiri) == ()
        with pytest.raises(NotFound):
            await restore_evidence(siiri, evidence)
    async with reading() as session:
        sharing = await sharing_policy.shared_things(session, tuula, [siiri.person_id])
    assert sharing == {(siiri.person_id, Kind.EVIDENCE, str(evidence))}  # the grant waits; queries leave the thing out


async def test_what_has_rested_goes_with_its_bytes_unless_somebody_else_has_the_same() -> None:
    school, one, siiri, _tuula = await a_school()
    other = await make_pupil(school, one)
    alone, common = await a_photo(siiri, content=b"a" * 50), await a_photo(siiri, content=b"b" * 50)
    kept = await a_photo(other, content=b"b" * 50)
    files = {row.sha256 for row in await rows(MediaFile)}
    assert len(files) == 2
    await delete_evidence(siiri, alone)
    await delete_evidence(siiri, common)
    assert await remove_rested() == 0
    for form in (f"evidence:{alone}", f"entry:new-{alone}", "entry:new"):
        await save_draft(siiri.person_id, form, {"title": "Half a"}, 0)
    with at(now() + timedelta(days=31)):
        assert await remove_rested() == 2
        assert await remove_rested() == 0
    assert [row.id for row in await rows(Evidence)] == [kept]
    assert [row.form for row in await rows(Draft)] == ["entry:new"]
    (left,) = await rows(MediaFile)
    assert [await media_store().exists(sha) for sha in sorted(files, key=lambda sha: sha != left.sha256)] == [
        True,
        False,
    ]


async def test_the_room_of_a_pupil_ends_and_a_deleted_file_gives_its_room_back(configure: Configure) -> None:
    import os

    configure(
        quota_bytes=1100,
        **({"database_url": os.environ["PORTFOLIO_DATABASE_URL"]} if "PORTFOLIO_DATABASE_URL" in os.environ else {}),
    )
    _school, _class, siiri, _tuula = await a_school()
    first = await a_photo(siiri, content=b"a" * 700)
    with pytest.raises(Invalid) as refused:
        await a_photo(siiri, content=b"b" * 700)
    assert refused.value.field == "file"
    assert len(await rows(MediaFile)) == 1
    view = (await load_capability(siiri, "S1")).room
    assert 60 < view.percent < 75
    await delete_evidence(siiri, first)
    second = await a_photo(siiri, content=b"b" * 700)
    await delete_evidence(siiri, second)
    async with reading() as session:
        room = await room_of(session, siiri.person_id)
    assert (room.used, room.resting) == (0, 1450)
    with pytest.raises(Invalid):  # but not without end
        await a_photo(siiri, content=b"c" * 1000)


async def test_files_of_the_wrong_kind_or_without_need_are_refused() -> None:
    _school, _class, siiri, tuula = await a_school()
    with pytest.raises(Refused):
        await keep_file(tuula, b"%PDF-", "x.pdf")
    for kind in (EvidenceKind.PHOTO, EvidenceKind.WORDS):
        file = await keep_file(siiri, b"%PDF-1.4", "x.pdf")
        with pytest.raises(NotFound):
            await add_evidence(siiri, kind, PHOTO, uuid4(), file)
        assert not await media_store().exists(file.sha256)


def stored() -> list[str]:
    """What lies in the media store."""
    folder = settings().data_dir / "media"
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and len(path.name) == 64)


async def test_a_long_or_odd_file_name_is_cut_and_never_a_reason_to_refuse_a_file() -> None:
    _school, _class, siiri, _tuula = await a_school()
    for name in ("x" * 300 + ".pdf", "\u0958" * 200, "a/b\\c\n d\u0000.pdf", ""):  # U+0958 is two characters in NFC
        file = await keep_file(siiri, b"%PDF-1.7", name)
        assert len(file.name) <= 200
        await add_evidence(siiri, EvidenceKind.PDF, WORDS, uuid4(), file)
    assert {row.name[-8:] for row in await rows(MediaFile)} == {"xxxx.pdf", "\u0915\u093c" * 4, "c d.pdf", ""}


async def test_a_photo_whose_thumbnail_cannot_be_stored_leaves_nothing_uncounted() -> None:
    _school, _class, siiri, _tuula = await a_school()
    small = b"small" + b"jpeg" * 5
    in_the_way = settings().data_dir / "media" / hashlib.sha256(small).hexdigest()[:2]
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_bytes(b"")  # a file where the thumbnail's folder would be
    with pytest.raises(Exception, match="directory"):
        await a_photo(siiri)
    assert stored() == []
    in_the_way.unlink()
    await a_photo(siiri)
    assert len(stored()) == 2


async def test_a_file_stays_when_somebody_elses_of_the_same_bytes_goes_meanwhile() -> None:
    school, one, siiri, _tuula = await a_school()
    other = await make_pupil(school, one)
    await delete_evidence(other, await a_photo(other))
    picture = CleanPicture(b"jpeg" * 100, b"small" + b"jpeg" * 5, 40, 30)
    file = await keep_file(siiri, picture, "IMG_1.jpg")  # the store has these bytes already
    with at(now() + timedelta(days=31)):
        assert await remove_rested() == 1
    assert stored() == []
    await add_evidence(siiri, EvidenceKind.PHOTO, PHOTO, uuid4(), file)
    assert stored() == sorted(file.sha256s)


async def test_adding_and_letting_go_of_the_same_bytes_at_once_loses_no_file_that_was_confirmed() -> None:
    school, one, _siiri, _tuula = await a_school()
    others = [await make_pupil(school, one) for _ in range(6)]
    for n, other in enumerate(others):
        form = EvidenceForm("Report", capabilities=("S1",))
        file = await keep_file(other, b"%PDF-1.7 the same", f"{n}.pdf")
        await asyncio.gather(
            add_evidence(other, EvidenceKind.PDF, form, uuid4(), file), *(let_go(file.sha256) for _ in range(3))
        )
        assert await media_store().get(file.sha256) == b"%PDF-1.7 the same"
        async with writing() as session:  # the next one begins without it
            await session.execute(delete(Evidence))
            await session.execute(delete(MediaFile))
        await let_go(file.sha256)


async def test_a_form_sent_again_with_something_else_in_it_is_told_and_nothing_is_lost() -> None:
    _school, _class, siiri, _tuula = await a_school()
    request, form = uuid4(), EvidenceForm("Report", capabilities=("S1",))
    first = await keep_file(siiri, b"%PDF-1.7 first", "a.pdf")
    kept = await add_evidence(siiri, EvidenceKind.PDF, form, request, first)
    assert await add_evidence(siiri, EvidenceKind.PDF, form, request, await keep_file(siiri, b"%PDF-1.7 first")) == kept
    await save_draft(siiri.person_id, "evidence-new:S1", {"title": "Report, better"}, 0)
    better = EvidenceForm("Report, better", capabilities=("S1",))
    for changed, content in ((form, b"%PDF-1.7 second"), (better, b"%PDF-1.7 first")):
        with pytest.raises(Conflict):
            await add_evidence(siiri, EvidenceKind.PDF, changed, request, await keep_file(siiri, content, "b.pdf"))
    assert [row.title for row in await rows(Evidence)] == ["Report"]
    assert stored() == [first.sha256]
    draft = await kept_draft(siiri.person_id, "evidence-new:S1")
    assert draft is not None
    assert draft.fields == {"title": "Report, better"}


async def test_every_action_leaves_an_audit_row_without_words() -> None:
    _school, _class, siiri, _tuula = await a_school()
    await assess(siiri, "S1", 2, "a secret reason", uuid4())
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, WORDS, uuid4())
    await change_evidence(siiri, evidence, WORDS, 1)
    await delete_evidence(siiri, evidence)
    await restore_evidence(siiri, evidence)
    async with reading() as session:
        found = (await session.execute(select(Audit).order_by(col(Audit.at)))).scalars().all()
        count = (await session.execute(select(func.count()).select_from(Assessment))).scalar_one()
    assert count == 1
    assert [row.action for row in found] == [
        f"skills.{verb}"
        for verb in ("assess", "add_evidence", "change_evidence", "delete_evidence", "restore_evidence")
    ]
    assert "secret" not in str([row.detail for row in found])
    assert {row.about_id for row in found} == {siiri.person_id}


async def test_names_and_words_survive_as_they_were_typed() -> None:
    _school, _class, siiri, _tuula = await a_school()
    form = EvidenceForm(" Søren O'Ŋgård 🌱\x00 محمد ", "één\r\ntwee\x07\ud800 👩‍🔧", capabilities=("S1",))
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, form, uuid4())
    view = await load_evidence(siiri, str(evidence))
    assert (view.title, view.words) == ("Søren O'Ŋgård 🌱 محمد", "één\ntwee 👩‍🔧")
