"""What a link shows: plain HTML for anybody, as much as its owner chose, and one answer for all that is not there."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.database import reading
from portfolio_app.portfolio import shareable  # noqa: F401 - lets entries be shared
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.collections import shareable as shareable_collections  # noqa: F401 - and collections
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection, put_in, take_out
from portfolio_app.sharing.links import LinkForm, change_link, end_link, link_key, make_link
from portfolio_app.sharing.models import Access, Grant, Kind, LinkLook, ShareLink, ShownName
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.files import keep_file
from portfolio_app.skills.models import Evidence, EvidenceKind
from portfolio_app.web import logs, shared
from portfolio_app.web.written_styles import written_styles
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def nobody_asked_lately() -> None:
    """All tests come from one place, whose pace is counted."""
    for addresses in (shared._pages, shared._files):
        addresses.each.clear()
        addresses.place.clear()


ARABIC = "محمد الأمين وقصة المسرح في المدينة"
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&"


async def siiri(name: str = "Siiri Niemi") -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school), name=name)


async def a_photo(owner: Actor, title: str = "The lake") -> tuple[str, UUID]:
    """The media id and the evidence id of a photo."""
    kept = await keep_file(owner, CleanPicture(b"the picture", b"small", 40, 30), "lake.jpg")
    form = EvidenceForm(title, people_in_it="agreed", capabilities=("S1",))
    evidence = await add_evidence(owner, EvidenceKind.PHOTO, form, uuid4(), kept)
    async with reading() as session:
        found = await session.execute(select(col(Evidence.media_id)).where(col(Evidence.id) == evidence))
        return str(found.scalar_one()), evidence


async def a_link(owner: Actor, kind: Kind, thing: UUID, form: LinkForm | None = None) -> tuple[str, UUID]:
    """Where a new link leads, and its id."""
    await make_link(owner, kind, str(thing), form or LinkForm(), uuid4())
    async with reading() as session:
        found = select(col(ShareLink.id)).join(Grant, col(Grant.id) == col(ShareLink.grant_id))
        link = (await session.execute(found.where(col(Grant.thing) == str(thing)))).scalar_one()
    return f"/shared/{link_key(link)}", link


async def get(path: str, **headers: str) -> httpx.Response:
    async with browser(shared.routes) as client:
        return await client.get(path, headers=headers)


async def looks() -> int:
    async with reading() as session:
        return (await session.execute(select(func.coalesce(func.sum(col(LinkLook.count)), 0)))).scalar_one()


def hash_of(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


class Elements(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


async def test_the_page_is_plain_html_that_no_search_engine_keeps() -> None:
    pupil = await siiri()
    entry = await make_entry(pupil, EntryForm("Play", happened="The lamp\nwent out", learned="Calm"), uuid4())
    path, _link = await a_link(pupil, Kind.ENTRY, entry)
    shown = await get(path)
    assert shown.status_code == 200
    assert '<h1 dir="auto">Play</h1>' in shown.text
    assert "The lamp\nwent out" in shown.text
    assert "Siiri" not in shown.text
    elements = Elements(shown.text).found
    assert not {"script", "iframe", "form", "object", "link"} & {tag for tag, _attrs in elements}
    assert ("meta", {"name": "robots", "content": "noindex, nofollow"}) in elements
    assert "noindex" in shown.headers["x-robots-tag"]
    assert shown.headers["cache-control"] == "private, no-store"
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    (styles,) = re.findall("<style>(.*?)</style>", shown.text)  # one answer brings all there is to see
    assert f"style-src '{hash_of(styles)}';" in policy
    assert "set-cookie" not in shown.headers
    assert logs.redacted(f"GET {path}/x") == "GET /shared/…/x"


@pytest.mark.parametrize(
    ("name", "shown"), [(ShownName.NONE, ""), (ShownName.FIRST, "Siiri"), (ShownName.FULL, "Siiri &lt;Niemi&gt;")]
)
async def test_it_shows_as_much_of_the_name_as_its_owner_chose_in_the_language_they_chose(
    name: ShownName, shown: str
) -> None:
    pupil = await siiri("Siiri <Niemi>")
    entry = await make_entry(pupil, EntryForm("Play", learned="Calm"), uuid4())
    path, _link = await a_link(pupil, Kind.ENTRY, entry, LinkForm(name=name, language="fi"))
    page = (await get(path, **{"accept-language": "nl"})).text
    assert re.findall(r'class="by" dir="auto">(.*?)<', page) == ([shown] if shown else [])
    assert ("Niemi" in page) is (name is ShownName.FULL)
    assert '<html lang="fi">' in page


async def test_what_people_wrote_is_words_and_never_markup() -> None:
    pupil = await siiri(f"Siiri {NASTY}")
    title = (NASTY * 3)[:160]
    photo = (await a_photo(pupil, title))[1]
    entry = await make_entry(pupil, EntryForm(title, happened=NASTY, evidence=(photo,)), uuid4())
    arabic = await make_entry(pupil, EntryForm(ARABIC, learned=ARABIC), uuid4())
    collection = await make_collection(pupil, CollectionForm(title, NASTY), uuid4())
    await put_in(pupil, collection, [entry, arabic])
    path, _link = await a_link(pupil, Kind.COLLECTION, collection, LinkForm(name=ShownName.FULL, files=True))
    page = (await get(path)).text
    elements = Elements(page).found
    assert not {"script"} & {tag for tag, _attrs in elements}
    assert not [name for _tag, attrs in elements for name in attrs if name.startswith("on")]
    assert [attrs["src"] for tag, attrs in elements if tag == "img"] != ["x"]
    assert f'<h2 dir="auto">{ARABIC}</h2>' in page


async def test_a_collection_shows_its_entries_in_order_while_they_are_in_it() -> None:
    pupil = await siiri()
    entries = [await make_entry(pupil, EntryForm(title, learned="x"), uuid4()) for title in ("Cake", "Play")]
    collection = await make_collection(pupil, CollectionForm("Work", "What I can do"), uuid4())
    await put_in(pupil, collection, entries)
    path, _link = await a_link(pupil, Kind.COLLECTION, collection)
    assert re.findall(r"<h2 dir=\"auto\">(.*?)</h2>", (await get(path)).text) == ["Cake", "Play"]
    for entry in entries:
        await take_out(pupil, collection, entry)
    assert "There is nothing in this collection now." in (await get(path)).text


@pytest.mark.parametrize("kind", [Kind.EVIDENCE, Kind.ENTRY, Kind.COLLECTION])
async def test_photos_are_shown_only_if_chosen_and_only_those_of_this_link(kind: Kind) -> None:
    pupil = await siiri()
    (media, photo), (other, _photo) = await a_photo(pupil), await a_photo(pupil, "Another")
    entry = await make_entry(pupil, EntryForm("Play", evidence=(photo,)), uuid4())
    collection = await make_collection(pupil, CollectionForm("Work"), uuid4())
    await put_in(pupil, collection, [entry])
    thing = {Kind.EVIDENCE: photo, Kind.ENTRY: entry, Kind.COLLECTION: collection}[kind]
    path, link = await a_link(pupil, kind, thing)
    assert "<img" not in (await get(path)).text
    assert (await get(f"{path}/{media}")).status_code == 404
    await change_link(pupil, link, LinkForm(files=True))
    assert f'<img src="{path}/{media}" alt="The lake" width="40" height="30"' in (await get(path)).text
    picture = await get(f"{path}/{media}")
    assert (picture.status_code, picture.content) == (200, b"the picture")
    assert "noindex" in picture.headers["x-robots-tag"]
    for address in (f"{path}/{other}", f"{path}/x", f"{path}/{uuid4()}", f"/shared/{'x' * 43}/{media}"):
        assert (await get(address)).status_code == 404
    await end_link(pupil, link)
    assert (await get(f"{path}/{media}")).status_code == 404


async def test_ended_and_unknown_links_get_the_same_answer() -> None:
    pupil = await siiri()
    entry = await make_entry(pupil, EntryForm("Play"), uuid4())
    path, link = await a_link(pupil, Kind.ENTRY, entry)
    await end_link(pupil, link)
    ended, unknown = await get(path), await get("/shared/" + "x" * 43)
    assert (ended.status_code, unknown.status_code) == (404, 404)
    assert "There is nothing here" in ended.text
    assert ended.text == unknown.text
    assert dict(ended.headers) == dict(unknown.headers)
    assert await looks() == 0


async def test_a_look_counts_and_what_makes_previews_changes_nothing_else() -> None:
    pupil = await siiri()
    entry = await make_entry(pupil, EntryForm("Play"), uuid4())
    path, _link = await a_link(pupil, Kind.ENTRY, entry)
    async with browser(shared.routes) as client:
        assert (await client.head(path)).status_code == 200
        await client.get(path, headers={"sec-purpose": "prefetch;prerender"})
        assert await looks() == 0
        for _twice in range(2):
            await client.get(path)
        assert await looks() == 2
        assert (await client.post(path, data={"code": "x"})).status_code == 303
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Access))).scalar_one() == 0


async def test_a_code_word_is_asked_for_before_anything_is_said() -> None:
    pupil = await siiri()
    media, photo = await a_photo(pupil)
    entry = await make_entry(pupil, EntryForm("Play", evidence=(photo,)), uuid4())
    form = LinkForm(code="Blue Kettle", name=ShownName.FULL, files=True)
    path, link = await a_link(pupil, Kind.ENTRY, entry, form)
    async with browser(shared.routes) as client:
        asked = await client.get(path)
        assert (asked.status_code, "Play" in asked.text, "Siiri" in asked.text) == (200, False, False)
        assert '<label for="code">Code word</label>' in asked.text
        assert (await client.get(f"{path}/{media}")).status_code == 404
        assert await looks() == 0
        wrong = await client.post(path, data={"code": "red kettle"})
        assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
        right = await client.post(path, data={"code": "blue kettle"})
        assert (right.status_code, right.headers["location"]) == (303, path)
        cookie = right.headers["set-cookie"]
        assert f"Path={path}" in cookie
        assert "HttpOnly" in cookie
        assert '<h1 dir="auto">Play</h1>' in (await client.get(path)).text
        assert (await client.get(f"{path}/{media}")).status_code == 200
        await change_link(pupil, link, LinkForm(code="green kettle"))
        assert "Play" not in (await client.get(path)).text
        for _try in range(5):
            await client.post(path, data={"code": "?"})
        waits = await client.post(path, data={"code": "green kettle"})
        assert (waits.status_code, "Wait a minute" in waits.text) == (429, True)


async def test_its_owner_sees_exactly_what_whoever_has_it_sees_and_leaves_no_look() -> None:
    pupil = await siiri()
    media, photo = await a_photo(pupil)
    entry = await make_entry(pupil, EntryForm("Play", evidence=(photo,)), uuid4())
    path, link = await a_link(pupil, Kind.ENTRY, entry, LinkForm(code="Blue Kettle", files=True))
    async with browser(shared.routes) as visitor:
        await visitor.post(path, data={"code": "blue kettle"})
        theirs = await visitor.get(path)
    assert await looks() == 1
    async with browser(shared.routes, pupil) as client:
        own = await client.get(f"/shared-preview/{link}")
        assert (own.status_code, own.text) == (200, theirs.text)
        assert (await client.get(f"{path}/{media}")).status_code == 200
    assert await looks() == 1
    school = await make_school()
    for other in (None, await siiri(), await make_teacher(school)):
        async with browser(shared.routes, other) as client:
            assert (await client.get(f"/shared-preview/{link}")).status_code == 404
            assert (await client.get("/shared-preview/x")).status_code == 404
    await end_link(pupil, link)
    async with browser(shared.routes, pupil) as client:
        assert (await client.get(f"/shared-preview/{link}")).status_code == 404


async def test_who_guesses_is_slowed_down() -> None:
    async with browser(shared.routes) as client:
        answers = [(await client.get(f"/shared/{number:043d}")).status_code for number in range(200)]
    assert answers[0] == 404
    assert answers[-1] == 429


async def test_it_is_packed_for_browsers_that_take_it() -> None:
    pupil = await siiri()
    path, _link = await a_link(pupil, Kind.ENTRY, await make_entry(pupil, EntryForm("Play"), uuid4()))
    packed, plain = await get(path, **{"accept-encoding": "br"}), await get(path, **{"accept-encoding": "identity"})
    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == ("br", False)
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < 4_000 < int(plain.headers["content-length"])


def test_its_styles_hold_what_such_a_page_needs_and_nothing_of_the_app() -> None:
    styles = written_styles()
    for rule in (
        "--paper: #fbfaf7;",
        "prefers-color-scheme: dark",
        ".plain-page button {",
        ".shown h1 {",
        "@media print",
    ):
        assert rule in styles
    assert ".theme-self" not in styles
    assert styles.count("{") == styles.count("}")
    assert "<" not in styles
    assert "/*" not in styles


async def test_its_pages_are_small() -> None:
    pupil = await siiri()
    entries = [
        await make_entry(pupil, EntryForm(f"Entry {n}", happened="word " * 80, learned="word " * 80), uuid4())
        for n in range(12)
    ]
    collection = await make_collection(pupil, CollectionForm("Work", "about " * 50), uuid4())
    await put_in(pupil, collection, entries)
    path, _link = await a_link(pupil, Kind.COLLECTION, collection)
    assert len((await get(path)).content) < 30_000
