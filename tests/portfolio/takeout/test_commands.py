"""An operator writes somebody's takeout for them: one line says what is wrong otherwise."""

from pathlib import Path

import pytest

from portfolio_app.core.errors import OperatorError
from portfolio_app.portfolio.takeout.commands import bring_back, export
from tests.people import make_pupil, make_school
from tests.portfolio.takeout.steps import a_photo, inside

pytestmark = pytest.mark.usefixtures("database")


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name != "data"]


async def test_a_pupil_is_named_by_their_user_name(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), username="siiri.m")
    await a_photo(siiri)
    seen: list[tuple[int, int]] = []
    size = await export(" Siiri.M ", tmp_path / "siiri.zip", "fi", lambda *progress: seen.append(progress))
    assert size == len((tmp_path / "siiri.zip").read_bytes())
    assert b'lang="fi"' in inside(tmp_path / "siiri.zip")["index.html"]
    assert seen[-1][0] == seen[-1][1] > 0
    assert left_in(tmp_path) == ["siiri.zip"]


@pytest.mark.parametrize(("name", "language"), [("nobody", ""), ("siiri.m", "xx")])
async def test_what_is_wrong_is_said_in_a_line(tmp_path: Path, name: str, language: str) -> None:
    await make_pupil(await make_school(), username="siiri.m")
    with pytest.raises(OperatorError):
        await export(name, tmp_path / "out.zip", language, lambda _done, _all: None)
    assert not (tmp_path / "out.zip").exists()


async def test_what_was_written_is_brought_back_for_whom_it_is_of(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri", username="siiri.m")
    await make_pupil(await make_school(), name="Oskar", username="oskar.v")
    await a_photo(siiri)
    file = tmp_path / "siiri.zip"
    await export("siiri.m", file, "", lambda _done, _all: None)
    assert (await bring_back(file, "siiri.m"))[0] == "new: nothing"
    with pytest.raises(OperatorError, match="the takeout of Siiri, not of Oskar"):
        await bring_back(file, "oskar.v")
    assert "evidence 1" in (await bring_back(file, "oskar.v", whoever=True))[0]
