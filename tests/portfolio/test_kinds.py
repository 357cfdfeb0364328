"""Entries of several kinds, when and where they were, and two ways to look back: nothing that was typed is lost."""

from dataclasses import replace
from uuid import uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.drafts import save_draft
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import speaking
from portfolio_app.pages.pupil.entry_form import parsed
from portfolio_app.portfolio import shareable  # noqa: F401 - lets entries be shared
from portfolio_app.portfolio.actions import EntryForm, change_entry, draft_of, make_entry
from portfolio_app.portfolio.entry_dials import DialSaid, dials
from portfolio_app.portfolio.entry_form import load_entry_form
from portfolio_app.portfolio.models import EntryKind, Scaffold
from portfolio_app.portfolio.own_document import own_portfolio_pdf
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio.queries import load_entry, load_portfolio
from portfolio_app.portfolio.when import checked, typed, when_words
from portfolio_app.sharing.actions import CLASS_TEACHERS
from portfolio_app.sharing.models import Kind
from tests.pdfs import assert_accessible, in_one_line, text_of
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

JOB = EntryForm("Café", happened="Coffee.", kind=EntryKind.WORK, began="2026-06", ended="2026-08", place="Café Aamu")


async def a_class() -> tuple[Actor, Actor]:
    """A pupil, and the teacher of her class."""
    school = await make_school()
    one = await make_class(school)
    return await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        (("", "", ""), ""),
        (("2026", "", ""), "2026"),
        ((" 2026 ", "6", ""), "2026-06"),
        (("2024", "2", "29"), "2024-02-29"),
    ],
)
def test_a_day_can_be_a_month_or_a_year(parts: tuple[str, str, str], kept: str) -> None:
    assert typed(*parts, field="from_year") == kept


@pytest.mark.parametrize(
    "parts",
    [("", "6", ""), ("2026", "", "4"), ("2026", "13", ""), ("2026", "2", "30"), ("26", "", ""), ("٢٠٢٦", "", ""),
     ("1", "1", "1"), ("99999", "", ""), ("last year", "", "")],
)  # fmt: skip
def test_what_is_no_day_is_said_beside_its_field(parts: tuple[str, str, str]) -> None:
    with pytest.raises(Invalid) as told:
        typed(*parts, field="from_year")
    assert told.value.field == "from_year"


@pytest.mark.parametrize(
    ("began", "ended", "right"),
    [
        ("2026", "2026-05", True),  # a year says no month that could be too late
        ("2026-05-04", "2026", True),
        ("2026-06", "2026-05-31", False),
        ("2026", "2025-12", False),
        ("", "2020", True),
        ("2026", "", True),
        ("2026-1", "", False),
        ("2026-05-04T10", "", False),
    ],
)
def test_nothing_ends_before_it_began(began: str, ended: str, *, right: bool) -> None:
    if right:
        assert checked(began, ended) == (began, ended)
    else:
        with pytest.raises(Invalid):
            checked(began, ended)


def test_when_it_was_is_said_as_its_reader_writes_it() -> None:
    assert when_words("work", "2026-06", "2026-08") == "June 2026 – August 2026"
    assert when_words("project", "2026-05-04", "2026-05-04") == "4 May 2026"
    assert when_words("experience", "2024", "", ongoing=True) == "since 2024"
    assert when_words("experience", "", "2024") == "until 2024"
    assert when_words("qualification", "2026-02", "2031-02") == "February 2026, valid until February 2031"
    assert when_words("reflection", "", "") == ""
    with speaking("fi"):
        assert when_words("work", "2026-06", "2026-08") == "kesäkuu 2026 – elokuu 2026"


async def test_an_entry_has_its_kind_when_and_where_everywhere_it_is_read() -> None:
    siiri, tuula = await a_class()
    entry = await make_entry(siiri, replace(JOB, audience=CLASS_TEACHERS), uuid4())
    line = "Work experience · June 2026 – August 2026 · Café Aamu"
    assert (await load_portfolio(siiri)).listed[0].about == line
    assert (await load_entry(siiri, str(entry))).about == line
    page = await load_pupil(tuula, str(siiri.person_id))
    assert page.listed[0].about == line
    opened = await load_pupil(tuula, str(siiri.person_id), Kind.ENTRY, str(entry))
    assert line in opened.lead
    made = await own_portfolio_pdf(siiri, "en")
    assert_accessible(made.pdf)
    assert line in in_one_line(text_of(made.pdf))


async def test_what_was_kept_before_is_an_experience_of_the_day_it_was_written() -> None:
    siiri, _tuula = await a_class()
    entry = await make_entry(siiri, EntryForm("Old"), uuid4())
    view = await load_entry(siiri, str(entry))
    assert view.about == f"Experience · {view.day}"
    assert view.heading == "What happened"


async def test_the_list_shows_one_kind_and_its_address_says_which() -> None:
    siiri, _tuula = await a_class()
    for kind in (EntryKind.WORK, EntryKind.PROJECT, EntryKind.WORK):
        await make_entry(siiri, EntryForm(kind.value, kind=kind), uuid4())
    view = await load_portfolio(siiri, show="work")
    assert [one.title for one in view.listed] == ["work", "work"]
    assert all(one.first and one.last for one in view.listed)  # its neighbours here are not its neighbours
    named = [(one.name, one.href, one.current) for one in view.shelves]
    assert named == [
        ("Everything", "/en/portfolio", False),
        ("Project", "/en/portfolio?show=project", False),
        ("Work experience", "/en/portfolio?show=work", True),
        ("Private corner", "/en/portfolio?show=corner", False),
    ]
    assert (await load_portfolio(siiri, show="' or 1=1")).show == ""
    assert [one.title for one in (await load_portfolio(siiri, search="proj")).listed] == ["project"]


async def test_choosing_another_kind_or_way_to_look_back_loses_nothing() -> None:
    siiri, _tuula = await a_class()
    code = dials().codes[0]
    both = replace(JOB, noticed="Mornings suit me.", dials={code: DialSaid(4, "My aunt got me in.")})
    entry = await make_entry(siiri, both, uuid4())
    changed = replace(both, kind=EntryKind.REFLECTION, scaffold=Scaffold.DIALS)
    await change_entry(siiri, entry, changed, 1)
    view = await load_entry(siiri, str(entry))
    assert (view.noticed, view.dials[0].said, view.dials[0].words) == (
        "Mornings suit me.",
        "More “What is around me”",
        "My aunt got me in.",
    )
    form = await load_entry_form(siiri, str(entry))
    assert (form.kind, form.place, form.began.year, form.began.month, form.began.day) == (
        "reflection", "Café Aamu", "2026", "6", "",
    )  # fmt: skip
    assert (form.scaffold, form.noticed, form.dials[0].words) == ("dials", "Mornings suit me.", "My aunt got me in.")
    await change_entry(siiri, entry, replace(changed, dials=None), 2)  # whoever does not speak of them leaves them
    assert (await load_entry(siiri, str(entry))).dials == view.dials


async def test_a_draft_has_all_of_it_and_what_the_form_sends_is_what_is_kept() -> None:
    siiri, _tuula = await a_class()
    code = dials().codes[1]
    fields = {
        "kind": "qualification",
        "title": "Hygiene passport",
        "from_year": "2026",
        "from_month": "2",
        "from_day": "x",
        "to_year": "",
        "place": "Ruokavirasto",
        "scaffold": "dials",
        f"dial:{code}": "5",
        f"dial-words:{code}": "I thought I could not.",
        "corner": "yes",
        "until": "",
    }
    await save_draft(siiri.person_id, draft_of(None), fields, 0)
    form = await load_entry_form(siiri)
    assert (form.kind, form.place, form.scaffold, form.in_corner) == ("qualification", "Ruokavirasto", "dials", True)
    assert (form.began.month, form.began.day) == ("2", "x")  # typed wrong, and still there
    assert (form.dials[1].step, form.dials[1].words) == (5, "I thought I could not.")
    with pytest.raises(Invalid):
        parsed(fields)
    entry = await make_entry(siiri, parsed(fields | {"from_day": "", "corner": ""}), uuid4())
    view = await load_entry(siiri, str(entry))
    assert view.about == "Qualification · February 2026 · Ruokavirasto"
    assert view.heading == "What it shows that I can do"
    made = await own_portfolio_pdf(siiri, "en")
    assert "I thought I could not." in in_one_line(text_of(made.pdf))


async def test_what_no_form_sends_is_refused() -> None:
    siiri, _tuula = await a_class()
    for wrong in (replace(JOB, kind="crime"), replace(JOB, scaffold=""), replace(JOB, place="x" * 161)):
        with pytest.raises(Invalid):
            await make_entry(siiri, wrong, uuid4())
    for said in ({"nothing": DialSaid(1)}, {dials().codes[0]: DialSaid(6)}):
        with pytest.raises(NotFound):
            await make_entry(siiri, replace(JOB, dials=said), uuid4())
    assert (await load_portfolio(siiri)).count == 0
