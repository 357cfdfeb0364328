"""Looking for words in a column, on both databases alike."""

import pytest
from sqlalchemy import literal, not_, or_, select

from portfolio_app.core.containing import text_holds
from portfolio_app.core.database import reading

TEXT = "bakery 100% sure_thing\\kahvila ½ 😀"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("bak", True),
        ("ery 1", True),
        ("Bak", False),
        ("%", True),
        ("0%s", False),
        ("sure_", True),
        ("surex", False),
        ("\\k", True),
        ("😀", True),
        ("½ ", True),
        ("", True),
        (TEXT + " and more", False),
    ],
)
async def test_words_are_found_letter_by_letter(words: str, there: bool) -> None:
    held = text_holds(literal(TEXT), words)
    async with reading() as session:
        for asked, answer in ((held, there), (not_(held), not there), (or_(held, held), there)):
            assert bool(await session.scalar(select(literal(1)).where(asked))) is answer
