"""What the demo's people are called and write fits the app: lengths, codes, motifs; names as they would be typed."""

import pytest

from portfolio_app.accounts.names import clean_name, clean_username
from portfolio_app.demo.diaries import diary_words
from portfolio_app.demo.leavers import FORMER
from portfolio_app.demo.papers import KINDS, paper
from portfolio_app.demo.people import CLASSES, STAFF, TO_BE, pupils
from portfolio_app.demo.photos import MOTIFS, photo
from portfolio_app.demo.siiri import SiirisWords
from portfolio_app.demo.tags import extract, names_by_skill, tags_by_title
from portfolio_app.demo.words import EntryWords, EvidenceWords, GoalWords, read_text, words_in
from portfolio_app.marketplace.diary.thanks import LONGEST_NOTE
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.plan.actions import LONGEST_TITLE
from portfolio_app.plan.steps import LONGEST_WORDS
from portfolio_app.skills.framework import framework
from portfolio_app.skills.links import web_address

CAPABILITIES = {one.code for one in framework().capabilities}
STORY = read_text("siiri", SiirisWords)


def check_evidence(one: EvidenceWords) -> None:
    """An evidence that the app would take."""
    assert len(one.title) <= 160
    assert len(one.words) <= 4000
    assert one.shows
    assert CAPABILITIES.issuperset(one.shows)
    assert not one.photo or one.photo in MOTIFS
    assert not one.pdf or one.pdf in KINDS
    assert not one.link or web_address(one.link) == one.link


def check_entry(one: EntryWords) -> None:
    """An entry that the app would take."""
    assert len(one.title) <= 160
    assert CAPABILITIES.issuperset(one.shows)
    assert not one.photo or one.photo in MOTIFS


def check_goal(one: GoalWords) -> None:
    """A goal that the app would take: none of its steps later than the goal itself."""
    assert len(one.title) <= LONGEST_TITLE
    assert CAPABILITIES.issuperset(one.shows)
    assert all(len(step.words) <= LONGEST_WORDS for step in one.steps)
    assert one.in_days is None or all((step.in_days or 0) <= one.in_days for step in one.steps)


@pytest.mark.parametrize("language", ["fi", "nb", "en", "nl"])
def test_texts_fit(language: str) -> None:
    """Every language a pupil writes in."""
    words = words_in(language)
    assert CAPABILITIES.issuperset(words.reasons)
    assert words.comments
    for evidence in words.all_evidence():
        assert "{" not in evidence.title
        check_evidence(evidence)
    for entry in words.entries:
        check_entry(entry)
    assert len({one.title for one in words.entries}) == len(words.entries)
    for goal in words.goals:
        check_goal(goal)


def test_siiris_texts_fit() -> None:
    """Hers too, and whoever comments is somebody."""
    assert CAPABILITIES.issuperset(STORY.assessments)
    for evidence in STORY.evidence:
        check_evidence(evidence)
    for entry in STORY.entries:
        check_entry(entry)
    for goal in STORY.goals:
        check_goal(goal)
    assert {one.by for one in STORY.comments} <= {one.username for one in STAFF}


def test_the_two_large_languages_have_enough_to_say() -> None:
    """So that a class of 25 does not repeat itself."""
    for language in ("fi", "nb"):
        words = words_in(language)
        assert set(words.reasons) == CAPABILITIES
        assert len(words.all_evidence()) >= 70
        assert len(words.entries) >= 28


def test_names_are_kept_as_they_are() -> None:
    """Nobody's name would be changed by the app, and user names are unique and fit."""
    everybody = [*STAFF, *pupils(), FORMER]
    for one in everybody:
        assert clean_name(one.name) == one.name
        assert clean_username(one.username) == one.username
    assert len({one.username for one in everybody}) == len(everybody)
    assert {one.username for one in everybody}.issuperset(TO_BE)
    scripts = "".join(one.name for one in everybody)
    assert all(letter in scripts for letter in "ŊøĐ🌱مЛ李ễ'’")


def test_classes_are_those_there_are() -> None:
    """Everybody is in a class of their own school or in none."""
    known = {(one.school, one.name) for one in CLASSES}
    assert all((one.school, one.class_name) in known for one in pupils() if one.class_name)
    assert all((one.school, name) in known for one in STAFF for name in one.classes)


@pytest.mark.parametrize("motif", list(MOTIFS))
def test_a_photo_is_the_same_each_time_and_another_one_in_each_variation(motif: str) -> None:
    """1600 × 1200, with enough in it to be a picture."""
    first = photo(motif, 0)
    assert first.size == (1600, 1200)
    assert first.tobytes() == photo(motif, 0).tobytes()
    assert first.tobytes() != photo(motif, 1).tobytes()
    assert len(first.resize((160, 120)).getcolors(19200) or ()) > 500


def test_a_paper_is_a_small_pdf_the_same_each_time() -> None:
    """Also for a name its typeface has no letters for, and in a language it has no text in."""
    for language, name in (("fi", "Siiri Niemi"), ("nl", "ሰላም ተስፋይ")):
        data = paper("work-week", language, name)
        assert data.startswith(b"%PDF-")
        assert len(data) < 20_000
        assert data == paper("work-week", language, name)


def test_every_tag_of_the_demo_is_in_its_extract_and_on_something() -> None:
    titles = {one.title for one in (*STORY.evidence, *STORY.entries)}
    for language in ("fi", "nb", "en", "nl"):
        words = words_in(language)
        titles |= {one.title for one in (*words.all_evidence(), *words.entries)}
    assert titles.issuperset(tags_by_title())
    for names in tags_by_title().values():
        assert names_by_skill().keys() >= set(names)


def test_the_extract_has_every_skill_in_every_language() -> None:
    read = extract()
    assert sorted(read) == ["en", "fi", "nb", "nl"]
    for language in read.values():
        assert {one.uri for one in language.skills} == {one.uri for one in read["en"].skills}
        assert len({one.name for one in language.skills}) == len(language.skills), "no name for two skills"


def test_diaries_know_every_field_of_work() -> None:
    for language, words in diary_words().items():
        assert set(words.did) == set(FieldOfWork), language
        assert all(len(one) <= LONGEST_NOTE for one in words.thanks)
