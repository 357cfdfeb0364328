"""The styles that stand in a page: all that its own files name, and nothing of other classes."""

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
    "@layer components{.map{color:red}.map .km{color:red}main:not(.bare) p{margin:0}.list :is(.odd,p){margin:0}"
    ".theme-self{--theme:red}.lesson-text ul.lesson-choices{margin:0}}"
    ".plain,.bare a{color:red}a{color:red}@property --tw-blur{inherits:false}@property --tw-leading{inherits:false}"
)
OF_NOBODY = (
    "@layer theme{:root{--a:1px}}@layer utilities{:where(p){margin:0}@keyframes spin{to{rotate:1turn}}}"
    "@layer components{main:not(.bare) p{margin:0}}a{color:red}"
)
"""What stays where no class is named."""


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("flex", ".flex{"),
        ("rail:px-6", ".rail\\:px-6{"),
        ("b", ".a,.b{"),
        ("max-w-[8.5rem]", ".max-w-\\[8\\.5rem\\]{"),
        ("2xl:hidden", ".\\32xl\\:hidden{"),
        ("hover:y", "@media (hover:hover){.hover\\:y:hover{"),
        ("map", ".map{"),
        ("odd", ".list :is(.odd,p){"),
        ("plain", ".plain,.bare a{"),
        ("theme-", ".theme-self{"),
        ("theme-${code}", ".theme-self{"),
        ("lesson-text", ".lesson-text ul.lesson-choices{"),
    ],
)
def test_a_rule_stays_where_its_class_is_named(name: str, rule: str) -> None:
    assert rule in only_named(SHEET, frozenset({name}))
    assert rule not in only_named(SHEET, frozenset({"other"}))


def test_a_rule_of_two_classes_needs_both() -> None:
    assert ".map .km{" not in only_named(SHEET, frozenset({"map"}))
    assert ".map .km{" in only_named(SHEET, frozenset({"map", "km"}))


def test_all_that_is_of_no_class_stays_in_its_order() -> None:
    assert only_named(SHEET, frozenset()) == OF_NOBODY


def test_properties_stay_that_another_rule_uses() -> None:
    sheet = SHEET.replace(".flex{display:flex}", ".flex{display:flex;filter:var(--tw-blur)}")
    old = "/*! Tailwind */\n@layer properties{@supports (x:y){*{--tw-blur:initial;--tw-leading:initial}}}"
    assert only_named(old + sheet, frozenset({"flex"})).startswith(old.replace("--tw-leading:initial", ""))
    kept = only_named(sheet, frozenset({"flex"}))
    assert "@property --tw-blur" in kept
    assert "@property --tw-leading" not in kept
    assert "@property" not in only_named(sheet, frozenset())


NAMES = ["flex", "rail:px-6", "a", "b", "hover:x", "hover:y", "2xl:hidden", "map", "km", "plain", "theme-", "odd"]


@given(st.frozensets(st.sampled_from(NAMES)))
def test_whatever_is_named_nothing_is_added_or_moved(names: frozenset[str]) -> None:
    whole = iter(SHEET)
    assert all(char in whole for char in only_named(SHEET, names))


@pytest.mark.parametrize("layer", ["utilities", "components"])
def test_a_sheet_without_such_layers_stops_the_build(layer: str) -> None:
    with pytest.raises(ValueError, match=layer):
        only_named(SHEET.replace(f"@layer {layer}", "@layer other"), frozenset())


def test_names_are_found_in_markup_and_in_scripts() -> None:
    assert {"flex", "gap-2"} <= names_in('<p class="flex gap-2">')
    assert {"flex", "rail:px-6"} <= names_in("n(`p`,{className:`flex rail:px-6`})")


@pytest.mark.parametrize("path", ["/en/home", "/fi/skills", "/nb/class", "/en/sign-in"])
def test_a_page_has_every_class_that_it_names_and_those_of_all_pages_are_at_hand(path: str) -> None:
    page = template(path)
    ((address, own),) = re.findall(r'<style data-all="([^"]+)">(.*?)</style>', page, re.DOTALL)
    whole = (client() / address.lstrip("/")).read_text("utf-8")
    scripts = re.findall(r'href="(/assets/[^"]+\.js)"', page)
    assert len(scripts) > 3
    names = names_in(page).union(*(names_in_file(client() / script.lstrip("/")) for script in scripts))
    assert own == only_named(whole, names)
    assert len(own) < 0.7 * len(whole)
    for name in set(re.findall(r'class="([^"]+)"', page.partition("<body")[2])):
        for one in name.split():
            escaped = "." + re.sub(r"([^\w-])", r"\\\1", one.replace("&gt;", ">").replace("&amp;", "&"))
            if any(rule.startswith((escaped + "{", escaped + ":")) for rule in _utilities(whole)):
                assert escaped in own, one


def _utilities(css: str) -> list[str]:
    (layer,) = [rule for rule in rules(css) if rule.lstrip().startswith("@layer utilities{")]
    return list(rules(layer.partition("{")[2][:-1]))
