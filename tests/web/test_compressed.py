"""Pages as small as the browser takes them."""

import random

import brotli
import pytest

from portfolio_app.web.compressed import LARGE, QUALITY, compressed


def a_page(length: int) -> str:
    drawn = random.Random(1)
    words = ["".join(drawn.choice("aeioukstnål") for _letter in range(drawn.randint(2, 9))) for _word in range(900)]
    page = ""
    while len(page) < length:
        page += f'<li class="x">{drawn.choice(words)} {drawn.choice(words)}</li>'
    return page[:length]


@pytest.mark.parametrize("length", [0, 10, LARGE, LARGE + 1, 3 * LARGE])
def test_whatever_is_packed_comes_out_again(length: int) -> None:
    page = a_page(length)
    packed, headers = compressed(page, "gzip, br")
    assert headers == {"content-encoding": "br"}
    assert brotli.decompress(packed).decode() == page
    assert compressed(page, "gzip") == (page.encode(), {})


def test_large_pages_are_packed_tighter() -> None:
    page = a_page(2 * LARGE)
    packed, _headers = compressed(page, "br")
    assert len(packed) < len(brotli.compress(page.encode(), quality=QUALITY))
