"""The private corner: what lies there is opened by nobody but its owner, whoever could before."""

import io
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest
from PIL import Image

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.database import reading
from portfolio_app.core.errors import DomainError, Invalid, NotFound
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio import (
    corner,
    shareable,  # noqa: F401 - lets entries be shared
)
from portfolio_app.portfolio.actions import EntryForm, change_entry, delete_entry, make_entry, move_entry
from portfolio_app.portfolio.collections import shareable as shareable_collections  # noqa: F401 - and collections
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection, put_in
from portfolio_app.portfolio.evidence_entries import attach_evidence, load_appears_in, shared_entries_with
from portfolio_app.portfolio.files import showing
from portfolio_app.portfolio.home import load_home
from portfolio_app.portfolio.own_document import load_document
from portfolio_app.portfolio.privacy_drill import load_seen_by_me
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio.queries import CORNER, load_entry, load_portfolio
from portfolio_app.sharing.actions import CLASS_TEACHERS, Choice, set_audience, share
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Audience, Kind
from portfolio_app.sharing.policy import may_see
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.files import keep_file
from portfolio_app.skills.models import Evidence, EvidenceKind
from tests.people import (
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "#2F6B3A").save(out, "JPEG")
    return out.getvalue()


PHOTO = _photo()


@dataclass(frozen=True)
class School:
    """A pupil, and everybody who is not them."""

    siiri: Actor
    tuula: Actor
    """Her teacher."""
    petri: Actor
    """The counsellor."""
    others: tuple[Actor, ...]

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return (self.tuula, self.petri, *self.others)


async def a_school() -> School:
    school, elsewhere = await make_school(), await make_school()
    one, other = await make_class(school), await make_class(school)
    return School(
        await make_pupil(school, one, name="Siiri"),
        await make_teacher(school, one, name="Tuula"),
        await make_counsellor(school, name="Petri"),
        (
            await make_pupil(school, one),
            await make_teacher(school, other),
            await make_coordinator(school),
            await make_admin(),
            await make_pupil(elsewhere),
            await make_teacher(elsewhere),
        ),
    )


async def shared_entry(school: School, title: str = "The talk at home") -> UUID:
    """An entry that her class's teachers and the counsellor may see."""
    both = replace(CLASS_TEACHERS, persons=(school.petri.person_id,))
    return await make_entry(school.siiri, EntryForm(title, happened="We talked.", audience=both), uuid4())


async def sees(viewer: Actor, owner: Actor, entry: UUID) -> bool:
    async with reading() as session:
        return await may_see(session, viewer, owner.person_id, Kind.ENTRY, str(entry))


async def test_no_role_opens_what_lies_in_the_corner_by_any_way() -> None:
    school = await a_school()
    siiri, entry = school.siiri, await shared_entry(school)
    assert await sees(school.tuula, siiri, entry)
    assert await sees(school.petri, siiri, entry)
    await corner.move_into_corner(siiri, entry)
    assert (await load_entry(siiri, str(entry))).title == "The talk at home"
    for one in school.everybody:
        assert not await sees(one, siiri, entry)
        with pytest.raises(DomainError):
            await load_entry(one, str(entry))
        with pytest.raises(NotFound):
            await load_pupil(one, str(siiri.person_id), Kind.ENTRY, str(entry))
        with pytest.raises(NotFound):
            await comment(one, siiri.person_id, Kind.ENTRY, str(entry), "Let me in", uuid4())
        for change in (corner.take_out_of_corner, corner.undo_move, corner.move_into_corner):
            with pytest.raises(DomainError):
                await change(one, entry)
        assert (await load_entry(siiri, str(entry))).in_corner
    page = await load_pupil(school.tuula, str(siiri.person_id))
    assert (page.listed, page.empty) == ((), True)
    assert (await load_notices(school.petri)).lines == ()  # what told them of it was withdrawn


async def test_it_cannot_be_shared_from_there_by_anything() -> None:
    school = await a_school()
    siiri, entry = school.siiri, await shared_entry(school)
    await corner.move_into_corner(siiri, entry)
    with pytest.raises(Invalid):
        await share(siiri, Kind.ENTRY, str(entry), Audience.CLASS_TEACHERS)
    with pytest.raises(Invalid):
        await set_audience(siiri, Kind.ENTRY, str(entry), Choice(persons=(school.petri.person_id,)))
    # a form that was made before the entry came there keeps its text and lets nobody in
    await change_entry(siiri, entry, EntryForm("The talk at home", noticed="Calmer.", audience=CLASS_TEACHERS), 1)
    # and what is kept beside it, after another tab was faster, lies there too
    beside = await make_entry(siiri, EntryForm("Mine", audience=CLASS_TEACHERS), uuid4(), instead_of=entry)
    for one in (entry, beside):
        assert (await load_entry(siiri, str(one))).who.private
        assert (await load_entry(siiri, str(one))).in_corner
        assert not await sees(school.tuula, siiri, one)


async def test_a_new_entry_can_begin_there_whatever_else_its_form_says() -> None:
    school = await a_school()
    form = EntryForm("Only mine", corner=True, audience=CLASS_TEACHERS)
    request = uuid4()
    entry = await make_entry(school.siiri, form, request)
    assert await make_entry(school.siiri, form, request) == entry
    assert not await sees(school.tuula, school.siiri, entry)
    assert [one.title for one in (await load_portfolio(school.siiri, show=CORNER)).listed] == ["Only mine"]


async def test_the_move_can_be_undone_with_all_who_could_see_it() -> None:
    school = await a_school()
    siiri, entry = school.siiri, await shared_entry(school)
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)  # the counsellor was let out before
    await set_audience(siiri, Kind.ENTRY, str(entry), Choice(persons=(school.petri.person_id,)))
    for _twice in range(2):
        await corner.move_into_corner(siiri, entry)
    assert (await load_entry(siiri, str(entry))).who.words == "Only you"
    for _twice in range(2):
        await corner.undo_move(siiri, entry)
    assert (await load_entry(siiri, str(entry))).who.words == "You and Petri"
    assert not await sees(school.tuula, siiri, entry)
    assert len((await load_notices(school.petri)).lines) == 1


async def test_taken_out_later_it_is_its_owners_alone_until_they_choose_somebody() -> None:
    school = await a_school()
    siiri, entry = school.siiri, await shared_entry(school)
    await corner.move_into_corner(siiri, entry)
    for _twice in range(2):
        await corner.take_out_of_corner(siiri, entry)
    assert not await sees(school.tuula, siiri, entry)
    await corner.undo_move(siiri, entry)  # a notice that was left standing
    assert not await sees(school.tuula, siiri, entry)
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    assert await sees(school.tuula, siiri, entry)


async def test_it_is_a_part_of_the_list_and_not_in_the_document_unless_asked_for() -> None:
    school = await a_school()
    siiri = school.siiri
    first, hidden, last = [await make_entry(siiri, EntryForm(one), uuid4()) for one in ("First", "Hidden", "Last")]
    await corner.move_into_corner(siiri, hidden)
    view = await load_portfolio(siiri)
    assert [(one.title, one.first, one.last) for one in view.listed] == [("Last", True, False), ("First", False, True)]
    assert view.count == 3
    view = await load_portfolio(siiri, show=CORNER)
    assert [(one.title, one.first, one.last) for one in view.listed] == [("Hidden", True, True)]
    await move_entry(siiri, first, -1)  # past its neighbour outside, not past one that is not seen there
    assert [one.title for one in (await load_portfolio(siiri)).listed] == ["First", "Last"]
    await move_entry(siiri, hidden, 1)
    assert [one.title for one in (await load_document(siiri, "en")).entries] == ["First", "Last"]
    assert {one.title for one in (await load_document(siiri, "en", corner=True)).entries} == {"First", "Hidden", "Last"}
    await delete_entry(siiri, last)


async def test_evidence_in_it_keeps_its_own_audience_and_no_file_comes_out_with_the_entry() -> None:
    school = await a_school()
    siiri, entry = school.siiri, await shared_entry(school)
    form = EvidenceForm("A picture", words="Of us", capabilities=("S1",))
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, form, uuid4())
    await attach_evidence(siiri, entry, evidence)
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    opened = await load_pupil(school.tuula, str(siiri.person_id), Kind.EVIDENCE, str(evidence))
    assert [one.title for one in opened.opened.appears] == ["The talk at home"]
    await corner.move_into_corner(siiri, entry)
    opened = await load_pupil(school.tuula, str(siiri.person_id), Kind.EVIDENCE, str(evidence))
    assert opened.opened.appears == ()
    assert [one.title for one in (await load_appears_in(siiri, str(evidence))).listed] == ["The talk at home"]
    async with reading() as session:
        assert await shared_entries_with(session, siiri.person_id, evidence, [entry]) == ()


async def test_a_photo_in_it_is_downloaded_by_nobody_else() -> None:
    school = await a_school()
    siiri, entry = school.siiri, await shared_entry(school)
    kept = await keep_file(siiri, CleanPicture(PHOTO, PHOTO, 8, 8))
    form = EvidenceForm("A photo", people_in_it="nobody", capabilities=("S1",))
    evidence = await add_evidence(siiri, EvidenceKind.PHOTO, form, uuid4(), kept)
    await attach_evidence(siiri, entry, evidence)
    async with reading() as session:
        shown = await session.get(Evidence, evidence)
    assert shown
    assert shown.media_id
    media = shown.media_id
    async with reading() as session:
        assert await showing(session, school.tuula, siiri.person_id, media) == f"entry:{entry}"
    await corner.move_into_corner(siiri, entry)
    async with reading() as session:
        assert {await showing(session, one, siiri.person_id, media) for one in school.everybody} == {""}


async def test_no_count_speaks_of_it_and_the_drill_says_so() -> None:
    school = await a_school()
    entry = await shared_entry(school)
    await corner.move_into_corner(school.siiri, entry)
    assert "Nothing new was shared" in (await load_home(school.tuula)).sentence
    lines = (await load_seen_by_me(school.tuula, str(school.siiri.person_id))).lines
    said = {line.what: line.seen for line in lines}
    assert said["Entries in their private corner"] is False
    assert said["Portfolio entries"] is False


async def test_a_collection_that_is_shared_shows_it_to_nobody_and_has_it_again_only_when_the_move_is_undone() -> None:
    school = await a_school()
    siiri, entry = school.siiri, await shared_entry(school)
    collected = await make_collection(siiri, CollectionForm("For my application"), uuid4())
    await put_in(siiri, collected, [entry])
    await set_audience(siiri, Kind.COLLECTION, str(collected), CLASS_TEACHERS)

    async def seen_there() -> list[str]:
        opened = await load_pupil(school.tuula, str(siiri.person_id), Kind.COLLECTION, str(collected))
        return [one.title for one in opened.opened.collection.listed]

    assert await seen_there() == ["The talk at home"]
    await corner.move_into_corner(siiri, entry)
    assert await seen_there() == []
    assert (await load_entry(siiri, str(entry))).who.words == "Only you"
    with pytest.raises(NotFound):
        await put_in(siiri, collected, [entry])
    await corner.undo_move(siiri, entry)
    assert await seen_there() == ["The talk at home"]
    await corner.move_into_corner(siiri, entry)
    await corner.take_out_of_corner(siiri, entry)
    assert await seen_there() == []
    assert (await load_entry(siiri, str(entry))).who.words == "Only you"
