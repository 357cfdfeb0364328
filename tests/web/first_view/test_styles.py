"""The styles that stand in a page: all that its own files name, and nothing else of Tailwind's utilities."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.web.first_view.styles import names_in, names_in_file, only_named
from portfolio_app.web.written_styles import rules
from tests.web.first_view.test_renderer import client, template

SHEET = (
    "@layer theme{:root{--a:1px}}"
    "@layer utilities{.flex{display:flex}.rail\\:px-6{@media (width>=48rem){padding:1px}}"
    ".a,.b{color:red}.max-w-\\[8\\.5rem\\]{max-width:8.5rem}.\\32xl\\:hidden{display:none}"
    "@media (hover:hover){.hover\\:x:hover{color:red}.hover\\:y:hover{color:red}}"
    ":where(p){margin:0}@keyframes spin{to{rotate:1turn}}}"
    "@layer components{.map{color:red}}.plain{color:red}"
)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("flex", ".flex{"),
        ("rail:px-6", ".rail\\:px-6{"),
        ("b", ".a,.b{"),
        ("max-w-[8.5rem]", ".max-w-\\[8\\.5rem\\]{"),
        ("2xl:hidden", ".\\32xl\\:hidden{"),
        ("hover:y", "@media (hover:hover){.hover\\:y:hover{"),
    ],
)
def test_a_utility_stays_where_it_is_named(name: str, rule: str) -> None:
    assert rule in only_named(SHEET, frozenset({name}))
    assert rule not in only_named(SHEET, frozenset({"other"}))


def test_all_that_is_no_utility_stays_in_its_order() -> None:
    assert only_named(SHEET, frozenset()) == (
        "@layer theme{:root{--a:1px}}@layer utilities{:where(p){margin:0}@keyframes spin{to{rotate:1turn}}}"
        "@layer components{.map{color:red}}.plain{color:red}"
    )


@given(st.frozensets(st.sampled_from(["flex", "rail:px-6", "a", "b", "hover:x", "hover:y", "2xl:hidden"])))
def test_whatever_is_named_nothing_is_added_or_moved(names: frozenset[str]) -> None:
    whole = iter(SHEET)
    assert all(char in whole for char in only_named(SHEET, names))


def test_a_sheet_without_utilities_stops_the_build() -> None:
    with pytest.raises(ValueError, match="utilities"):
        only_named(".flex{display:flex}", frozenset())


def test_names_are_found_in_markup_and_in_scripts() -> None:
    assert {"flex", "gap-2"} <= names_in('<p class="flex gap-2">')
    assert {"flex", "rail:px-6"} <= names_in("n(`p`,{className:`flex rail:px-6`})")


@pytest.mark.parametrize("path", ["/en/home", "/fi/skills", "/nb/class", "/en/sign-in"])
def test_a_page_has_every_utility_that_it_names_and_those_of_all_pages_are_at_hand(path: str) -> None:
    page = template(path)
    ((address, own),) = re.findall(r'<style data-all="([^"]+)">(.*?)</style>', page, re.DOTALL)
    whole = (client() / address.lstrip("/")).read_text("utf-8")
    scripts = re.findall(r'href="(/assets/[^"]+\.js)"', page)
    assert len(scripts) > 3
    names = names_in(page).union(*(names_in_file(client() / script.lstrip("/")) for script in scripts))
    assert own == only_named(whole, names)
    assert len(own) < 0.85 * len(whole)
    for name in set(re.findall(r'class="([^"]+)"', page.partition("<body")[2])):
        for one in name.split():
            escaped = "." + re.sub(r"([^\w-])", r"\\\1", one.replace("&gt;", ">").replace("&amp;", "&"))
            if any(rule.startswith((escaped + "{", escaped + ":")) for rule in _utilities(whole)):
                assert escaped in own, one


def _utilities(css: str) -> list[str]:
    (layer,) = [rule for rule in rules(css) if rule.lstrip().startswith("@layer utilities{")]
    return list(rules(layer.partition("{")[2][:-1]))
