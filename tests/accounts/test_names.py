"""Names in any script become user names anybody can type."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.accounts.names import (
    USERNAME,
    clean_name,
    clean_username,
    name_key,
    propose_usernames,
    sort_name,
)
from portfolio_app.core.errors import Invalid

WRITTEN = "Søren O'Ŋgård 🌱 محمد"


def test_a_name_of_many_scripts_is_kept_as_it_is_written() -> None:
    assert clean_name(f"  {WRITTEN}\t ") == WRITTEN


def test_what_cannot_be_seen_and_misleads_is_taken_out() -> None:
    assert clean_name("Siiri\u202eimeiN\u200f\x00 Niemi") == "SiiriimeiN Niemi"


@pytest.mark.parametrize("nothing", ["", "  ", "\u202e", "\n\t"])
def test_nothing_is_no_name(nothing: str) -> None:
    with pytest.raises(Invalid):
        clean_name(nothing)


def test_a_name_has_an_end() -> None:
    with pytest.raises(Invalid):
        clean_name("a" * 121)


def test_lists_are_sorted_by_the_last_word() -> None:
    assert sort_name("Siiri Anna Niemi") == "niemi siiri anna"


def test_names_are_the_same_in_any_order_and_case() -> None:
    assert name_key("NIEMI Siiri") == name_key("Siiri Niemi")
    assert name_key("Siiri Niemi") != name_key("Siiri Nieminen")


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("Siiri Niemi", "siiri.n"),
        (WRITTEN, "soren.o"),
        ("Юлия Щербакова", "yuliya.s"),
        ("Åse Ærø", "ase.a"),
        ("محمد علي", "p0"),
        ("🌱", "p0"),
        ("X", "x0"),
    ],
)
def test_user_names_are_easy_to_type(name: str, username: str) -> None:
    assert propose_usernames([name], ()) == (username,)


def test_namesakes_get_user_names_of_their_own() -> None:
    assert propose_usernames(["Siiri Niemi"] * 5, ["siiri.n"]) == (
        "siiri.ni",
        "siiri.nie",
        "siiri.n2",
        "siiri.n3",
        "siiri.n4",
    )


@given(st.lists(st.text(max_size=60), max_size=40), st.sets(st.sampled_from(["p0", "siiri.n", "a0", "p02"])))
def test_proposals_are_valid_free_and_all_different(names: list[str], taken: set[str]) -> None:
    proposed = propose_usernames(names, taken)
    assert len(proposed) == len(names) == len(set(proposed))
    assert not taken & set(proposed)
    for username in proposed:
        assert USERNAME.fullmatch(username)
        assert clean_username(username) == username


@given(st.text(max_size=140))
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text)
    except Invalid:
        return
    assert clean_name(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert len(name) <= 120
    assert name_key(name)


@pytest.mark.parametrize("wrong", ["", "s", "siiri n", "säiri", "-siiri", "a" * 41, "siiri@n"])
def test_a_user_name_has_only_what_every_keyboard_has(wrong: str) -> None:
    with pytest.raises(Invalid):
        clean_username(wrong)
