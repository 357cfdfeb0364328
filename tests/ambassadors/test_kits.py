"""An event kit says what is true at the school, looks right whatever the school is called, and names nobody who has not
agreed."""

import io
import subprocess
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import segno
from PIL import Image, ImageOps

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.ambassadors.campaigns.actions import LinkForm, make_link
from portfolio_app.ambassadors.campaigns.queries import address_of
from portfolio_app.ambassadors.kits.asking import KitAsked, document_href, kit_asked
from portfolio_app.ambassadors.kits.documents import DOCUMENTS, coming_said, kit_pdf, set_kit, slides_of
from portfolio_app.ambassadors.kits.facts import Coming, FieldCount, Kit, KitTheme, load_kit
from portfolio_app.ambassadors.kits.view import load_event_kit
from portfolio_app.ambassadors.kits.words import SCRIPTS
from portfolio_app.ambassadors.models import ACTIONS, Ambassador, AmbassadorAction
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import speaking
from portfolio_app.marketplace.hosts import approve_host, pause_host
from portfolio_app.marketplace.periods.actions import PeriodForm, announce, make_period
from portfolio_app.schools.models import School
from portfolio_app.schools.queries import HelpLine
from tests.ambassadors.rows import a_term, an_ambassador
from tests.ambassadors.trained import passes
from tests.marketplace.hosts import BAKER, a_host
from tests.marketplace.seats import an_offer
from tests.pdfs import assert_accessible, in_one_line, reach, text_of, tool
from tests.people import (
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_former_pupil,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

ORIGIN = "https://polku.example.org"
POINTS = 72 / 25.4
LONGEST_NAME = ("Pohjois-Pohjanmaan yhteiskoulu ja lukio " * 6)[:200]
ARABIC = "مدرسة النور الثانوية"
NAMES: Mapping[str, str] = {
    "plain": "Koskenrannan koulu",
    "longest": LONGEST_NAME,
    "Arabic": ARABIC,
    "Cyrillic": "Средняя школа № 5",
    "one word": "K" * 200,
    "markup": "#panic() *School* $x$",
}


def a_kit(event: str = "demo", language: str = "en", school: str = "Koskenrannan koulu", **differs: object) -> Kit:
    """A kit that says all that one can."""
    values: dict[str, object] = {
        "asked": KitAsked(event, language, date(2026, 12, 3), time(10, 15)),
        "school": school,
        "contact": "Tuula Virta",
        "when": "Thursday 3 December 2026, 10:15",
        "place": "Room 214",
        "names": ("Siiri Salo", "Eino Mäki"),
        "coming": (Coming("Work-experience week", "3–7 May 2027", "12 April 2027"), Coming("Taster day", "2 February")),
        "offers": 23,
        "fields": (FieldCount("Health and care", 9), FieldCount("Food, hotels and travel", 6)),
        "themes": tuple(KitTheme(one, one.title()) for one in ("self", "strengths", "horizons", "networks")),
        "help": (HelpLine("Sekasin", "", "sekasin.fi", "9–24"), HelpLine("MLL", "116 111", "", "14–20")),
        "path": f"/{language}/sign-in",
    }
    return Kit(**values | differs)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("name", NAMES)
async def test_whatever_a_school_is_called_all_of_it_is_read_and_stays_on_the_paper(
    document: str, name: str, tmp_path: Path
) -> None:
    made = await set_kit(a_kit(school=NAMES[name]), document, ORIGIN)
    assert_accessible(made.pdf)
    (tmp_path / "kit.pdf").write_bytes(made.pdf)
    assert "No syntax or stream encoding errors" in tool(b"", "qpdf", "--check", str(tmp_path / "kit.pdf"))
    told = in_one_line(text_of(made.pdf)).replace("\u200b", "")
    squeezed = "".join(NAMES[name].split())
    if name != "Arabic":
        assert squeezed in "".join(told.split())
    else:
        assert all(word in told for word in ARABIC.split())
    right, down = reach(made.pdf)
    wide, high = (254, 142.9) if document == "slides" else (210, 297)
    assert right <= wide * POINTS
    assert down <= high * POINTS
    if document != "slides":
        assert "Pages:           1" in tool(made.pdf, "pdfinfo", "-")


@pytest.mark.parametrize("event", ACTIONS)
@pytest.mark.parametrize("language", ["en", "fi", "nb", "nl"])
async def test_every_event_has_its_kit_in_every_language(event: str, language: str) -> None:
    for document in DOCUMENTS:
        made = await set_kit(a_kit(event, language, place="Juhlasali " * 12), document, ORIGIN)
        right, down = reach(made.pdf)
        wide, high = (254, 142.9) if document == "slides" else (210, 297)
        assert right <= wide * POINTS
        assert down <= high * POINTS
        pages = 8 if document == "slides" else 1
        assert f"Pages:           {pages}\n" in tool(made.pdf, "pdfinfo", "-")
        assert "{" not in text_of(made.pdf)


async def test_little_is_enough_for_a_kit() -> None:
    bare = a_kit(contact="", when="", place="", names=(), coming=(), offers=0, fields=(), help=())
    for document in DOCUMENTS:
        made = await set_kit(bare, document, ORIGIN)
        assert_accessible(made.pdf)
        told = text_of(made.pdf)
        assert "Coming up" not in told
        assert "Ambassadors:" not in told
    with speaking("en"):
        assert [one.kind for one in slides_of(bare)].count("lines") == 4


def test_a_script_takes_ten_minutes() -> None:
    took = {event: sum(step.minutes for step in steps) for event, steps in SCRIPTS.items()}
    assert took == dict.fromkeys(ACTIONS, 10)


async def test_the_code_on_a_poster_is_the_address_and_it_is_large_on_a3() -> None:
    small, large = [await set_kit(a_kit(), "poster", ORIGIN, size) for size in ("a4", "a3")]
    sides: list[float] = []
    for made, paper in ((small, "A4"), (large, "A3")):
        assert f"({paper})" in tool(made.pdf, "pdfinfo", "-")
        drawn = tool_bytes(made.pdf)
        corner = ImageOps.invert(drawn.crop((int(drawn.width * 0.68), int(drawn.height * 0.775), *drawn.size)))
        corner = corner.point([0] * 200 + [255] * 56)
        left, top, right, bottom = corner.getbbox() or (0, 0, 0, 0)
        assert bottom - top == pytest.approx(right - left, abs=3)
        expected = segno.make(f"{ORIGIN}/en/sign-in", micro=False, error="m").matrix
        step = (right - left) / len(expected)
        for row, modules in enumerate(expected):
            for column, module in enumerate(modules):
                spot = (int(left + (column + 0.5) * step), int(top + (row + 0.5) * step))
                assert bool(corner.getpixel(spot)) == bool(module)
        sides.append((right - left) / 200 * 25.4)
    assert sides[1] > 45  # mm: read from two metres
    assert sides[1] / sides[0] == pytest.approx(1.414, rel=0.03)


def tool_bytes(pdf: bytes) -> Image.Image:
    """The first page in grey, 200 dots an inch."""
    command = ("pdftoppm", "-r", "200", "-gray", "-singlefile", "-")
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(drawn)).convert("L")


def test_what_an_address_cannot_ask_for_counts_as_not_said() -> None:
    nonsense = {"event": "party", "text": "xx", "day": "2026-13-45", "at": "25:99", "action": "1; drop", "place": " "}
    assert kit_asked(nonsense) == KitAsked()
    assert kit_asked({}) == KitAsked()
    asked = kit_asked({"event": "help", "at": "09:30:15+02:00", "place": "x" * 999, "contact": "a\n b\x00"})
    assert (asked.event, asked.at, len(asked.place), asked.contact) == ("help", time(9, 30), 120, "a b")
    assert document_href("event-slides", asked).startswith("/event-slides?event=help&at=09%3A30&place=xxx")


async def a_planned(ambassador: UUID, **differs: object) -> str:
    values: dict[str, object] = {"kind": "fair", "day": today() + timedelta(days=7), "place": "Gym"}
    row = AmbassadorAction(
        ambassador_id=ambassador,
        made_at=now(),
        changed_at=now(),
        request=uuid4(),
        **values | differs,  # pyright: ignore[reportArgumentType]
    )
    async with writing() as session:
        session.add(row)
    return str(row.id)


async def a_full_school() -> tuple[UUID, Actor, Actor]:
    """A school with periods and offers nearby; its teacher; an ambassador who agreed to be named."""
    region = await make_region(help=[{"name": {"en": "Chat", "fi": "Juttele"}, "phone": "116 111", "hours": "14–20"}])
    school = await make_school("School of kits", region=region, language="fi")
    one = await make_class(school)
    tuula = await make_teacher(school, one, name="Tuula Virta")
    first = today() + timedelta(days=30)
    form = PeriodForm("Days", "week", first.isoformat(), wishes_until=(first - timedelta(days=9)).isoformat())
    form = PeriodForm(**vars(form) | {"classes": (str(one),), "adult": str(tuula.person_id)})
    await announce(tuula, await make_period(tuula, school, form, uuid4()))
    await make_period(tuula, school, form, uuid4())  # not announced
    sirpa = await make_regional(region)
    for paused in (False, True):
        host = await a_host(sirpa, contact=BAKER)
        await an_offer(host, kind="visit")
        await approve_host(sirpa, host, (today() + timedelta(days=99)).isoformat())
        if paused:
            await pause_host(sirpa, host, "Moving")
    siiri = await make_pupil(school, one, name="Siiri Salo")
    term = await a_term(school)
    await an_ambassador(siiri, school, term, name_shown=True)
    await an_ambassador(await make_pupil(school, name="Eino Quiet"), school, term)
    await an_ambassador(await make_pupil(school, name="Aada Ended"), school, term, name_shown=True, ended=True)
    over = await a_term(school, last_day=today() - timedelta(days=1))
    await an_ambassador(await make_pupil(school, name="Pekka Past"), school, over, name_shown=True)
    elsewhere = await make_school()
    await an_ambassador(await make_pupil(elsewhere, name="Olli Other"), elsewhere, name_shown=True)
    return school, tuula, siiri


@pytest.mark.usefixtures("database")
async def test_a_kit_says_what_is_true_at_the_school_and_names_who_agreed() -> None:
    _school, tuula, siiri = await a_full_school()
    for who, adult in ((tuula, "Tuula Virta"), (siiri, "Liisa Laine")):
        kit = await load_kit(who, KitAsked())
        assert (kit.school, kit.contact, kit.asked.event, kit.asked.text) == ("School of kits", adult, "demo", "fi")
        assert kit.names == ("Siiri Salo",)
        assert (kit.offers, len(kit.coming), len(kit.themes)) == (1, 1, 4)
        assert kit.coming[0].wishes_until
        assert kit.help[0].name == "Juttele"  # in the language of the kit
    with speaking("en"):
        english = await load_kit(siiri, KitAsked(text="en"))
        assert coming_said(english)[-1] == "1 offer of workplaces nearby: Food, hotels and travel (1)"
        assert "Say what you wish until" in coming_said(english)[0]
        view = await load_event_kit(siiri, {"event": "evening", "day": "2026-12-03"})
    assert (view.event, view.day, view.text, view.named) == ("evening", "2026-12-03", "fi", "Siiri Salo")
    assert view.training_href.endswith("/ambassador-training")
    assert all("event=evening" in one.href and "language=fi" in one.href for one in view.documents)
    await passes(siiri)
    assert (await load_event_kit(siiri, {})).training_href == ""
    made = await kit_pdf(siiri, KitAsked(text="en", contact="Kalle", place="Lobby"), "handout", ORIGIN)
    told = in_one_line(text_of(made.pdf))
    for there in ("School of kits", "Siiri Salo", "Kalle", "Lobby", "polku.example.org/en/", "Chat · 116 111"):
        assert there in told
    for nobody in ("Eino Quiet", "Aada Ended", "Pekka Past", "Olli Other"):
        assert nobody not in told


@pytest.mark.usefixtures("database")
async def test_what_was_planned_fills_the_kit_and_what_is_typed_wins() -> None:
    school = await make_school()
    tuula = await make_teacher(school, name="Tuula Chose")
    siiri = await make_pupil(school)
    ambassador = await an_ambassador(siiri, school)
    async with writing() as session:
        (await session.get_one(Ambassador, ambassador)).chosen_by = tuula.person_id
    planned = await a_planned(ambassador)
    kit = await load_kit(siiri, kit_asked({"action": planned}))
    assert (kit.asked.event, kit.asked.day, kit.place) == ("fair", today() + timedelta(days=7), "Gym")
    assert kit.contact == "Tuula Chose"
    typed = await load_kit(
        tuula, kit_asked({"action": planned, "event": "poster", "place": "Hall", "contact": "Liisa"})
    )
    assert (typed.asked.event, typed.place, typed.contact) == ("poster", "Hall", "Liisa")
    # Whoever chose them is gone: the contact of the school stands there.
    async with writing() as session:
        (await session.get_one(Person, tuula.person_id)).ended_at = now()
    assert (await load_kit(siiri, KitAsked())).contact == "Liisa Laine"


@pytest.mark.usefixtures("database")
async def test_the_code_leads_to_a_link_of_the_school_and_to_no_other() -> None:
    school, elsewhere = await make_school(), await make_school()
    siiri = await make_pupil(school)
    await an_ambassador(siiri, school)
    ours = await make_link(siiri, school, LinkForm("Corridor"), uuid4())
    theirs = await make_link(await make_teacher(elsewhere), elsewhere, LinkForm("Hall"), uuid4())
    assert (await load_kit(siiri, kit_asked({"link": ours}))).path == address_of(ours)
    for nothing in (theirs, "nothing", "../x", ""):
        kit = await load_kit(siiri, kit_asked({"link": nothing, "text": "nb"}))
        assert (kit.path, kit.asked.link) == ("/nb/sign-in", "")
    view = await load_event_kit(siiri, {"link": ours})
    assert [one.label for one in view.links][1:] == ["Corridor"]
    assert f"link={ours}" in view.slides_href


@pytest.mark.usefixtures("database")
async def test_only_ambassadors_of_today_and_the_adults_of_their_school_make_kits() -> None:
    school, elsewhere = await make_school(), await make_school()
    siiri, classmate, removed, past = [await make_pupil(school) for _number in range(4)]
    mine = await an_ambassador(siiri, school)
    gone = await an_ambassador(removed, school, ended=True)
    await an_ambassador(past, school, await a_term(school, last_day=today() - timedelta(days=1)))
    nobody = (classmate, removed, past, await make_pupil(elsewhere), await make_former_pupil(), await make_admin())
    for who in (*nobody, await make_coordinator(school), await make_regional(await make_region())):
        with pytest.raises(NotFound):
            await load_kit(who, KitAsked())
        with pytest.raises(NotFound):
            await kit_pdf(who, KitAsked(), "poster", ORIGIN)
    planned, dropped = await a_planned(mine), await a_planned(mine, deleted_at=now())
    of_removed = await a_planned(gone)
    other = await make_pupil(school)
    await an_ambassador(other, school)
    for who, action in (
        (other, planned),
        (await make_teacher(elsewhere), planned),
        (siiri, dropped),
        (siiri, of_removed),
        (siiri, str(uuid4())),
        (classmate, planned),
    ):
        with pytest.raises(NotFound):
            await load_kit(who, kit_asked({"action": action}))
    assert (await load_kit(await make_counsellor(school), kit_asked({"action": planned}))).asked.event == "fair"
    async with writing() as session:
        (await session.get_one(School, school)).ended_at = now()
    with pytest.raises(NotFound):
        await load_kit(siiri, KitAsked())
