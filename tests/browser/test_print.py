"""Pages on paper: what is there to be read is printed, what only a screen can use is not."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

from playwright.async_api import Page, expect

from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.things import capability_thing
from tests.browser.conftest import Visit
from tests.browser.paper import said_in
from tests.browser.walking import ready
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher
from tests.served import Served

USED = framework()
NAME = "Søren O'Ŋgård"
SCREEN_ONLY = """() => {
  const found = document.querySelectorAll(
    "nav, footer, button, form, input, select, textarea, summary, .notices, .skip-link, [data-print], [role=alert]");
  return [...found].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 0)
    .map((one) => one.outerHTML.slice(0, 160));
}"""


async def on_paper(page: Page, to: Path) -> str:
    """The page as printed on A4: its text. Fails when something that is of no use on paper is printed."""
    await ready(page)
    await page.emulate_media(media="print")
    assert await page.evaluate(SCREEN_ONLY) == []
    await page.pdf(path=to, format="A4", prefer_css_page_size=True)
    await page.emulate_media(media="screen")
    return await said_in(to)


def in_order(text: str, *pieces: str) -> None:
    """All of `pieces` are in the text, one after the other."""
    flat, begin = " ".join(text.split()), 0
    for piece in pieces:
        assert piece in flat[begin:], f"{piece!r} is missing, or stands before its place"
        begin = flat.index(piece, begin) + len(piece)


async def a_class(size: int) -> tuple[UUID, UUID, Sequence[str]]:
    """A school, a class of it with that many pupils, and their names."""
    school = await make_school("Koivukylän koulu")
    one = await make_class(school, "8B")
    names = [f"Pupil Number{number:02}" for number in range(size)]
    for name in names:
        await make_pupil(school, one, name=name)
    return school, one, names


async def test_a_pupil_prints_skills_an_entry_and_the_portfolio(served: Served, visit: Visit, tmp_path: Path) -> None:
    """The picture with the same in words, the entry whole, the list in its order."""
    school, one, _names = await a_class(0)
    pupil = await make_pupil(school, one, name=NAME)
    for number, capability in enumerate(USED.capabilities[:10]):
        await assess(pupil, capability.code, number % 4 + 1, "I noticed it when the oven broke.", uuid4())
    form = EvidenceForm(title="A bird box", words="I measured twice.", capabilities=(USED.capabilities[0].code,))
    evidence = await add_evidence(pupil, EvidenceKind.WORDS, form, uuid4())
    made = [
        await make_entry(
            pupil,
            EntryForm(
                title=f"A rack for the youth club {number}",
                happened="We built a rack out of old bed frames. " * 20,
                noticed="Twice I measured wrong.",
                learned="Measure twice.",
                try_next="Lead a small group.",
                capabilities=(USED.capabilities[0].code,),
                evidence=(evidence,),
            ),
            uuid4(),
        )
        for number in range(6)
    ]
    _who, cookie = await served.sign_in(pupil)
    page = await visit(cookie, "/en/skills")
    text = await on_paper(page, tmp_path / "skills.pdf")
    in_order(text, NAME, "My skills", *(USED.text(theme.name, "en") for theme in USED.themes))
    for capability in USED.capabilities:
        assert USED.text(capability.name, "en") in " ".join(text.split())
    assert text.count("Only you") == len(USED.capabilities)
    await page.goto(f"/en/entry?id={made[0]}")
    text = await on_paper(page, tmp_path / "entry.pdf")
    in_order(text, "A rack for the youth club 0", "old bed frames", "Twice I", "Measure twice.", "Lead a", "A bird box")
    await page.goto("/en/portfolio")
    text = await on_paper(page, tmp_path / "portfolio.pdf")
    in_order(text, "My portfolio", *(f"A rack for the youth club {number}" for number in reversed(range(6))))


async def test_a_teacher_prints_a_class_and_what_a_pupil_shares(served: Served, visit: Visit, tmp_path: Path) -> None:
    """The grid has its counts and every name; a pupil's page what is shared and nothing else."""
    school, one, names = await a_class(24)
    pupil = await make_pupil(school, one, name=NAME)
    code = USED.capabilities[0].code
    form = EvidenceForm(title="A bird box", words="I measured twice.", capabilities=(code,))
    evidence = await add_evidence(pupil, EvidenceKind.WORDS, form, uuid4())
    await assess(pupil, code, 2, "I noticed it when the oven broke.", uuid4())
    await set_audience(pupil, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    await set_audience(pupil, Kind.CAPABILITY, capability_thing(USED.code, code), CLASS_TEACHERS)
    _who, cookie = await served.sign_in(await make_teacher(school, one, name="Tuula Virtanen"))
    page = await visit(cookie, f"/en/class?id={one}")
    text = await on_paper(page, tmp_path / "class.pdf")
    in_order(text, "8B", "Koivukylän koulu")
    for name in (*names, NAME):
        assert name in text
    await page.emulate_media(media="print")
    for theme in USED.themes:  # their names stand upright, where a reader of PDFs does not look
        await expect(page.get_by_role("columnheader", name=USED.text(theme.name, "en"), exact=True)).to_be_visible()
    await page.emulate_media(media="screen")
    await page.goto(f"/en/pupil?id={pupil.person_id}")
    text = await on_paper(page, tmp_path / "pupil.pdf")
    in_order(text, NAME, USED.text(USED.capabilities[0].name, "en"), "when the oven broke", "A bird box")


async def test_a_coordinator_prints_the_list_of_a_class(served: Served, visit: Visit, tmp_path: Path) -> None:
    """Names, user names and teachers, without the ways to change them."""
    school, one, names = await a_class(24)
    await make_teacher(school, one, name="Tuula Virtanen")
    _who, cookie = await served.sign_in(await make_coordinator(school, name="Kaisa Koski"))
    page = await visit(cookie, f"/en/school/class?id={one}")
    in_order(await on_paper(page, tmp_path / "list.pdf"), "8B", "Tuula Virtanen", *names)
