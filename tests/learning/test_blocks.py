"""Text of lessons becomes blocks of a document: nothing is lost, and nothing of HTML is left."""

import pytest

from portfolio_app.learning.blocks import blocks_of
from portfolio_app.learning.markdown import as_html, read_markdown

MARKDOWN = """\
# A title

One **strong** and *light* word,\nand <b>tags</b> as typed. [A page](https://example.org/a) or [one of Polku](/en/home).

3. Three
   - inside
4. Four

> Quoted.

| | A | B |
|---|---|---|
| one | 1 | |
| two | 2 | |
"""


def made(markdown: str) -> list[dict[str, object]]:
    written = read_markdown("en.md", markdown, lambda path: f"/lesson-files/x/{path}")
    return blocks_of(as_html(written.headings[0].body[3:]), {"/lesson-files/x/media/oven.jpg": "picture-1.jpg"})


def test_every_kind_of_text_has_its_block() -> None:
    paragraph, numbered, quote, table = made(MARKDOWN)
    runs = paragraph["runs"]
    assert isinstance(runs, list)
    assert "".join(one["text"] for one in runs) == (
        "One strong and light word, and <b>tags</b> as typed. A page (example.org/a) or one of Polku."
    )
    assert [one["text"] for one in runs if one["strong"]] == ["strong"]
    assert [one["href"] for one in runs if one["href"]] == ["https://example.org/a"]
    assert (numbered["kind"], numbered["start"]) == ("list", 3)
    items = numbered["items"]
    assert isinstance(items, list)
    assert [block["kind"] for block in items[0]] == ["paragraph", "list"]
    assert quote["kind"] == "quote"
    assert (table["widths"], len(table["rows"])) == (["auto", "auto", "part"], 2)  # type: ignore[arg-type]


def test_a_picture_is_set_where_there_is_one_and_described_where_there_is_none() -> None:
    assert made("# T\n\n![An oven](media/oven.jpg)") == [{"kind": "picture", "file": "picture-1.jpg", "alt": "An oven"}]
    (described,) = made("# T\n\n![A broom](media/broom.jpg)")
    assert described["runs"] == [{"text": "A broom", "strong": False, "light": True, "href": ""}]


@pytest.mark.parametrize("html", ["", "\n", "<p></p>", "<ul></ul>x</li></p>", "<table></table>", "<p>a<br><br></p>"])
def test_odd_html_makes_no_noise(html: str) -> None:
    for one in blocks_of(html):
        assert one["kind"] in ("list", "paragraph")


def test_a_word_wider_than_the_paper_can_break() -> None:
    (one,) = blocks_of(f"<p>{'_' * 200}</p>")
    assert "\u200b" in one["runs"][0]["text"]
