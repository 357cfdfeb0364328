"""What the rules of a CV see: personal data, what is missing, what is long. They are plain, and they say what to do."""

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.core.languages import speaking
from portfolio_app.portfolio.cv.personal_data import found_in
from portfolio_app.portfolio.cv.pieces import Contact, CvContent, Piece, is_cut, shortened
from portfolio_app.portfolio.cv.rules import findings
from portfolio_app.portfolio.models import EntryKind

TODAY = date(2026, 11, 26)
JOB = Piece("1", EntryKind.WORK, "Kiosk", "Rantakioski", "2026-06", "2026-06", text="I sold ice cream.", evidence=1)
GOOD = CvContent(
    "Siiri", "en", Contact("siiri@example.org"), ("I keep a cool head.",), pieces=(JOB,), skills=("sell ice cream",)
)


def codes(content: CvContent) -> list[str]:
    """What the rules find, by code."""
    return [one.code for one in findings(content, TODAY)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ring 040 555 0123", ["phone"]),
        ("+47 412 34 567", ["phone"]),
        ("412 34 567", ["phone"]),
        ("Since 5.5.2001+358401234567", ["phone"]),
        ("born 4 May 2012", ["birth-date"]),
        ("Syntynyt: 4.5.2012", ["birth-date"]),
        ("2012-05-04", ["birth-date"]),
        ("131052-308T", ["id-number"]),
        ("15051210120", ["id-number"]),
        ("111222333", ["id-number"]),
        ("Mannerheimintie 12 B", ["address"]),
        ("Storgata 3", ["address"]),
        ("12 Baker Street", ["address"]),
        ("siiri@example.org", ["email"]),
        ("Marja, 040 555 0123, Kerkstraat 5", ["address", "phone"]),
    ],
)
def test_personal_data_are_seen(text: str, kinds: list[str]) -> None:
    assert [one.value for one in found_in(text, TODAY)] == kinds


@pytest.mark.parametrize(
    "text",
    ["", "From 2024-2026", "On 12.5.2026 we won 3-2", "We sold for 12 000 000 euros", "Room 0123", "21 km in 1:58",
     "131052-308A", "15051210121", "Route 66", "3.0.2 of the app", "the year 2012", "ISBN 978-952-264-123-4"],
)  # fmt: skip
def test_what_only_looks_like_numbers_is_left_alone(text: str) -> None:
    assert found_in(text, TODAY) == ()


def test_what_was_found_holds_until_the_text_changes() -> None:
    text = "Ring 040 555 0123"
    assert found_in(text, TODAY) == found_in(text, TODAY) != ()
    assert found_in(text.replace("0", "o"), TODAY) == ()
    assert found_in("On 4.5.2012", TODAY) != found_in("On 4.5.2012", date(2040, 1, 1))


def test_a_cv_with_everything_leaves_the_rules_nothing_to_say() -> None:
    assert codes(GOOD) == []


def test_what_should_not_be_in_it_comes_first_with_where_and_what_to_do() -> None:
    told = replace(JOB, text="Ask Marja, 040 555 0123.", place="", began="", ended="", evidence=0, claims=True)
    found = findings(replace(GOOD, pieces=(told,), about=("Born 4.5.2012",)), TODAY)
    assert [one.code for one in found] == ["phone", "birth-date", "no-evidence", "no-dates", "no-place"]
    assert found[0].what == "“Kiosk” seems to hold a phone number. Other people’s numbers are theirs to give."
    assert (found[0].do, found[0].href) == ("Change the entry", "/en/entry-form?id=1")
    assert found[1].href == "/en/about-me"


def test_a_contact_line_is_meant_to_reach_somebody_but_not_at_home() -> None:
    assert codes(replace(GOOD, contact=Contact(phone="040 555 0123", town="Tampere"))) == []
    assert codes(replace(GOOD, contact=Contact("a@example.org", town="Puistokatu 5, Tampere"))) == ["address"]


def test_what_is_missing_is_said_of_the_whole_and_of_each_entry() -> None:
    assert codes(CvContent("Siiri", "en")) == ["no-entries", "no-contact", "no-about"]
    bare = Piece("2", EntryKind.QUALIFICATION, "First aid")
    assert codes(replace(GOOD, pieces=(bare,))) == ["no-evidence", "no-dates", "no-place", "no-text"]
    thought = Piece("3", EntryKind.REFLECTION, "School or work", text="Both.")
    assert codes(replace(GOOD, pieces=(thought,))) == []
    assert codes(replace(GOOD, skills=(), skills_are_esco=True)) == ["no-skills"]
    assert codes(replace(GOOD, skills=())) == []  # nothing to choose from here


def test_characters_without_a_glyph_are_named() -> None:
    found = findings(replace(GOOD, name="中"), TODAY)
    assert [one.code for one in found] == ["characters"]
    assert "中" in found[0].what


def test_the_rules_speak_the_readers_language() -> None:
    with speaking("nb"):
        (found,) = findings(replace(GOOD, contact=Contact()), TODAY)
    assert found.do == "Legg til en kontaktlinje"


def test_long_texts_are_cut_where_a_sentence_ends_and_that_is_said() -> None:
    text = "I sold ice cream. " * 20
    cut = shortened(text, 100)
    assert cut == "I sold ice cream. " * 4 + "I sold ice cream."
    assert shortened("a" * 300, 100) == "a" * 99 + "…"
    assert shortened("word " * 60, 50).endswith("word…")
    assert shortened(" two\n\nlines ", 100) == "two lines"
    assert is_cut(replace(JOB, text=text))
    assert "long" in codes(replace(GOOD, pieces=(replace(JOB, text=text),)))
