"""Built pages paint first, and what is put into them stays where it was put."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.web.first_view.painting import (
    ALL_AT_ONCE,
    LARGE,
    OtherPage,
    data_script,
    paint_first,
    safe_in_script,
)
from portfolio_app.web.headers import inline_hashes
from tests.web.first_view.test_renderer import client, template


@given(st.text() | st.sampled_from(["</script>", "<!--", "]]>", "\u2028", "&amp;"]))
def test_no_text_can_end_the_script_it_stands_in(text: str) -> None:
    written = safe_in_script(json.dumps({"a": text}, ensure_ascii=False))
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {"a": text}


def test_the_data_say_whether_they_are_drawn_already() -> None:
    script = data_script("t0", '{"state": {"a": 1}}', drawn=True)
    assert json.loads(re.findall(">(.*)<", script)[0]) == {"token": "t0", "delta": {"state": {"a": 1}}, "drawn": True}


def test_nothing_stands_between_a_page_and_its_first_paint() -> None:
    """No stylesheet and no script has to be fetched before."""
    head = template("/en/home").partition("</head>")[0]
    assert "<style data-all=" in head
    assert '<link disabled="" href="/assets/' in head
    for script in re.findall(r'<link rel="modulepreload" fetchpriority="low" href="([^"]+)"/>', head):
        file = client() / script.lstrip("/")
        assert file.stat().st_size >= LARGE, "small ones would be compiled before it"
        assert file.read_text("utf-8").startswith(ALL_AT_ONCE), "else much of it would be compiled when it is called"
    assert head.count('rel="modulepreload"') == 2
    blocking = re.findall(r"<script(?![^>]*(?:defer|async|text/plain))[^>]*src=", head)
    assert not blocking


def test_nothing_is_moved_or_laid_out_again_after_the_first_paint() -> None:
    """What React streams to its place late stands there, and the font comes with the page and is kept for ever."""
    page = template("/en/home")
    assert "$RC" not in page
    assert "<template" not in page
    font = re.findall(r'<link rel="preload" as="font" type="font/woff2" crossorigin="" href="([^"]+)"/>', page)
    assert len(font) == 1
    assert "?v=" in font[0]
    assert f"url({font[0]})" in page


def test_no_script_but_one_runs_before_the_first_paint() -> None:
    """Each that is written into a page is compiled and run before a browser reads on. Elements stay for React."""
    page = template("/en/home")
    written = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(written) == 5
    (early,) = [script for script in written if script]
    assert page.index(early) < page.index("</head>")
    assert "react-router-scroll-positions" in early
    (start,) = re.findall(r'<script type="module" async="">(.*?)</script>', page, re.DOTALL)
    after = start.partition("requestAnimationFrame")[2]
    assert after.index("__reactRouterContext = ") < after.index(".enqueue(") < after.index(".close()")
    assert after.index(".close()") < after.index("import(")


def test_react_starts_with_the_other_modules_and_waits_for_them() -> None:
    """And takes its turns by the function that is there while its module runs."""
    page = template("/en/home")
    (start,) = re.findall(r'<script type="module" async="">(.*?)</script>', page, re.DOTALL)
    (together,) = re.findall(r"await Promise\.all\(\[(.*?)\]\)", start)
    (react,) = re.findall(r'import\("/(assets/entry\.client-[^"]+)"\)', together)
    script = (client() / react).read_text("utf-8")
    assert "setImmediate" in script
    assert "__placed" in script
    assert start.count(react) == 1
    assert start.index("setImmediate") < start.index("__placed") < start.index(react)
    assert start.index(react) < start.index("__reactRouterRouteModules = ") < start.index("place();")


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_page_knows_the_pages_of_its_own_language(language: str) -> None:
    page = template(f"/{language}/home")
    ((address, routes),) = {
        (found, (client() / found.lstrip("/")).read_text("utf-8"))
        for found in re.findall(r'"(/assets/manifest-[^"]+\.js)"', page)
    }
    assert address.endswith(f"-{language}.js")
    parsed = re.fullmatch(r"window\.__reactRouterManifest=JSON\.parse\((.*)\);", routes)
    assert parsed
    listed = json.loads(json.loads(parsed[1]))
    paths = [route.get("path", "") for route in listed["routes"].values()]
    assert f"{language}/home" in paths
    assert {path.partition("/")[0] for path in paths} - {"", "*", "404"} == {language}
    assert listed["entry"]["module"] in page
    assert listed["url"] == address, "React has what this names fetched"


def test_what_all_pages_share_is_one_script() -> None:
    """The list of pages, React, how modules are put together, what is shared, what is around each page, the page. The
    library for styles in scripts, which no page of ours uses, is not in it, nor is that for cookies."""
    page = template("/en/home")
    assert len(re.findall(r'href="/assets/[^"]+\.js"', page)) == 6
    (shared,) = re.findall(r'href="/(assets/shared-[^"]+\.js)"', page)
    script = (client() / shared).read_text("utf-8")
    assert "emotion" not in script.lower()
    assert "no var is kept in a cookie" in script


def test_the_policy_of_a_page_names_what_is_written_into_it() -> None:
    """Its own start script and styles, by their hashes; nothing is allowed by and large."""
    inline = inline_hashes(client())["/en/home"]
    assert inline.scripts
    assert inline.styles
    assert all(source.startswith("'sha256-") for source in (*inline.scripts, *inline.styles))


def test_a_page_written_otherwise_stops_the_build(tmp_path: Path) -> None:
    """Better than pages that paint late without a word."""
    with pytest.raises(OtherPage):
        paint_first("<html><head></head><body></body></html>", tmp_path, "")
