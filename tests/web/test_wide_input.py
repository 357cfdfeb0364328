"""Whatever people type, paste, call their files or put into an address is kept as it was, or a sentence says why."""

import unicodedata
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from hypothesis import HealthCheck, example, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.drafts import kept_draft, save_draft
from portfolio_app.core.errors import Conflict, Invalid
from portfolio_app.core.models import MediaFile
from portfolio_app.portfolio.actions import NEW, EntryForm, make_entry
from portfolio_app.portfolio.queries import load_entry
from portfolio_app.schools.people_views import load_people
from portfolio_app.schools.roster import ConfirmedLine, add_people, propose
from portfolio_app.settings import Settings
from portfolio_app.web import files, uploads
from portfolio_app.web.forms import safe_next
from tests.core.samples import encoded, two_colours
from tests.people import make_coordinator, make_pupil, make_school
from tests.web.http import browser
from tests.web.test_uploads import JSON, _workers_end, fields, kept

__all__ = ["_workers_end"]

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=200)
A_FEW = tried(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SEEN = "Søren O'Ŋgård 🌱 محمد"
PNG = encoded(two_colours(8, 8), "PNG")


def visible(text: str) -> str:
    """What a reader sees of it, blanks aside."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if unicodedata.category(one)[0] not in "CZ" and not one.isspace())


async def a_pupil() -> Actor:
    return await make_pupil(await make_school())


@A_FEW
@given(title=ANYTHING, happened=ANYTHING)
@example(title=SEEN, happened="\0\ud800\n\r\u2028" + SEEN)
@example(title="\u0958" * 160, happened="\u0958" * 8000)  # twice as long once it is composed
async def test_what_is_written_is_read_again(database: Settings, title: str, happened: str) -> None:
    siiri = await a_pupil()
    try:
        made = await make_entry(siiri, EntryForm(title, happened), uuid4())
    except Invalid:
        return
    view = await load_entry(siiri, str(made))
    assert visible(view.title) == visible(title)
    assert visible(view.happened) == visible(happened)


@A_FEW
@given(names=st.lists(ANYTHING, max_size=6))
@example(names=[SEEN, SEEN.upper(), "Aalto,Onni\t8B", "=1+1", "\u202eimeiN", "1. \ud800"])
@example(names=["0\t\x08", "Aino Salo\t" + "8B " * 40])
async def test_whatever_is_pasted_becomes_people_as_proposed(database: Settings, names: list[str]) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    try:
        proposal = await propose(kaisa, school, "\n".join(names))
    except Invalid:
        return
    lines = [ConfirmedLine(one.name, one.username, one.class_name) for one in proposal.lines]
    added = await add_people(kaisa, school, lines, request=proposal.request)
    assert added.made == len(lines)
    view = await load_people(kaisa, str(school), role="pupil")
    assert sorted(one.name for one in view.people) == sorted(one.name for one in lines)[: len(view.people)]


DRAFTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANYTHING,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANYTHING, inner, max_size=4),
    max_leaves=8,
)


@A_FEW
@given(body=st.dictionaries(ANYTHING, DRAFTS | ANYTHING | st.lists(ANYTHING, max_size=3), max_size=5))
@example(body={"happened": SEEN, "skill:S1": ["on", ""]})
async def test_a_draft_is_what_was_typed_or_is_refused(database: Settings, body: dict[str, Any]) -> None:
    siiri = await a_pupil()
    try:
        await save_draft(siiri.person_id, NEW, body, 0)
    except (Invalid, Conflict):
        return
    draft = await kept_draft(siiri.person_id, NEW)
    assert draft is not None
    assert draft.fields == body


@tried(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["/", "\\", ":", "//", "https", "javascript:", "evil.example", "@", "?", "#", "\t", "["]))
    .map("".join)
    .flatmap(lambda text: st.tuples(st.just(text), ANYTHING).map("".join))
)
@example("/\t/evil.example")
@example("//[")
@example("/\\evil.example")
@example("/en/skills?then=spring")
def test_where_somebody_goes_after_signing_in_is_on_this_site(path: str) -> None:
    """As a browser reads it: blanks and control characters fall out, backslashes are slashes."""
    target = safe_next(path)
    assert target in ("", path)
    as_read = "".join(one for one in target if one not in "\t\r\n").strip().replace("\\", "/")
    there = urlsplit(urljoin("https://polku.example/en/sign-in", as_read))
    assert (there.scheme, there.netloc) == ("https", "polku.example")


@tried(A_FEW, max_examples=12)
@given(name=ANYTHING.filter(bool))
@example(name="\u0958" * 200 + ".png")
@example(name="../../etc/passwd")
@example(name='"; filename="x.exe')
@example(name="C:\\Users\\siiri\\" + SEEN + ".png")
async def test_a_file_may_be_called_anything(database: Settings, name: str) -> None:
    siiri = await a_pupil()
    photo = ("photo", (name.encode("utf-8", "replace").decode(), PNG))
    async with browser([*uploads.routes, *files.routes], siiri) as client:
        answer = await client.post("/files/evidence", data=fields(), files=[photo], headers=JSON)
        assert answer.status_code == 201, answer.text
        (media,) = [one for one in await kept(MediaFile) if one.person_id == siiri.person_id]
        assert len(media.name) <= 200
        assert not set(media.name) & set("/\\\0\r\n")
        shown = await client.get(f"/files/{media.id}")
    assert shown.status_code == 200
    assert shown.headers["content-disposition"].isprintable()
    assert shown.headers["content-disposition"].isascii()
