"""ESCO beside and over what is there: languages side by side, a newer version, the same twice, one that breaks off."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.database import reading
from portfolio_app.core.errors import OperatorError
from portfolio_app.core.models import Audit
from portfolio_app.esco.file import ReadFile, ReadSkill
from portfolio_app.esco.importing import import_esco, put_in, skill_id
from portfolio_app.esco.models import EscoEdition, EscoLabel, EscoSkill
from portfolio_app.esco.searching import find_skills, load_editions
from portfolio_app.settings import Settings
from tests.esco.test_file import SKILLS, Skill, packed, table
from tests.serving import run

FINNISH: Sequence[Skill] = (
    ("1", "korjata polkupyöriä", "huoltaa pyöriä", "Laittaa pyörät kuntoon."),
    ("2", "leipoa leipää", "", ""),
)


def finnish(folder: Path) -> Path:
    return packed(folder, table(FINNISH), name="esco-v1.1.1-fi-csv.zip", member="skills_fi.csv")


async def names(typed: str, language: str = "en") -> list[str]:
    return [one.name for one in await find_skills(typed, language)]


async def test_without_esco_nothing_is_found_and_nothing_breaks(database: Settings) -> None:
    assert await find_skills("bicycle", "fi") == []


async def test_a_second_language_gives_the_same_skills_more_names(database: Settings, tmp_path: Path) -> None:
    steps: list[int] = []
    await import_esco(packed(tmp_path), progress=lambda done, _total: steps.append(done))
    assert steps == sorted(steps)
    assert steps[-1] == 100
    await import_esco(finnish(tmp_path))
    async with reading() as session:
        assert len((await session.execute(select(EscoSkill))).all()) == 3
        loaded = await load_editions(session)
        trail = (await session.execute(select(col(Audit.action), col(Audit.thing)))).all()
    assert [(one.language, one.version, one.skills) for one in loaded] == [("en", "1.1.1", 3), ("fi", "1.1.1", 2)]
    assert sorted(map(tuple, trail)) == [("esco.import_esco", "esco:en"), ("esco.import_esco", "esco:fi")]
    assert await names("polkupyora", "fi") == ["korjata polkupyöriä"]
    (bicycles,) = await find_skills("bicycles", "fi")
    assert (bicycles.name, bicycles.also) == ("korjata polkupyöriä", "repair bicycles"), "found by its English name"
    assert await names("listen", "fi") == ["listen actively"], "what has no Finnish name is there in English"
    assert await names("leipoa", "en") == []


async def test_the_same_file_again_changes_nothing(database: Settings, tmp_path: Path) -> None:
    first = await import_esco(packed(tmp_path))
    async with reading() as session:
        before = (await session.execute(select(col(EscoLabel.id)))).scalars().all()
        moment = await session.scalar(select(col(EscoEdition.loaded_at)))
    again = await import_esco(packed(tmp_path, table(SKILLS[::-1])))
    async with reading() as session:
        assert set((await session.execute(select(col(EscoLabel.id)))).scalars()) == set(before)
        assert await session.scalar(select(col(EscoEdition.loaded_at))) == moment
    assert (first.changed, again.changed) == (True, False)


async def test_a_newer_version_retires_what_it_lacks_and_keeps_its_name(database: Settings, tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    await import_esco(finnish(tmp_path))
    assert (await names("bake"))[0] == "bake bread"
    newer = packed(tmp_path, table([SKILLS[0], ("4", "bake cakes", "", "")]), name="esco-v1.2.0-en-csv.zip")
    done = await import_esco(newer)
    assert (done.skills, done.retired) == (2, 2)
    assert "bake bread" not in await names("bake")
    assert (await names("bake"))[0] == "bake cakes", "this process noticed it"
    assert await names("leipoa", "fi") == [], "retired in every language"
    async with reading() as session:
        kept = select(col(EscoLabel.name)).where(
            col(EscoLabel.skill_id) == skill_id("http://data.europa.eu/esco/skill/2")
        )
        assert set((await session.execute(kept)).scalars()) == {"bake bread", "leipoa leipää"}
    with pytest.raises(OperatorError, match=r"newer than 1\.1\.1"):
        await import_esco(packed(tmp_path))
    back = packed(tmp_path, table(SKILLS), name="esco-v1.3.0-en-csv.zip")
    assert (await import_esco(back)).retired == 1
    assert (await names("bake"))[0] == "bake bread"


async def test_an_import_that_breaks_off_leaves_what_was_there(database: Settings, tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))

    def killed(done: int, _total: int) -> None:
        if done >= 65:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await import_esco(packed(tmp_path, table(FINNISH), name="esco-v1.2.0-en-csv.zip"), progress=killed)
    assert await names("bicycle") == ["repair bicycles"]
    assert await names("polku") == []
    async with reading() as session:
        assert await session.scalar(select(col(EscoEdition.version))) == "1.1.1"


def test_the_command_says_what_was_loaded_and_refuses_with_exit_code_2(tmp_path: Path) -> None:
    path = packed(tmp_path)
    early = run("import", "esco", str(path), cwd=tmp_path)
    assert (early.returncode, "portfolio migrate" in early.stderr) == (2, True)
    assert run("migrate", cwd=tmp_path).returncode == 0
    assert "esco        not loaded" in run("check", cwd=tmp_path).stdout
    loaded = run("import", "esco", str(path), cwd=tmp_path)
    assert (loaded.returncode, loaded.stdout, loaded.stderr) == (0, "ESCO 1.1.1, en: 3 skills.\n", "")
    assert run("import", "esco", str(path), cwd=tmp_path).stdout == "ESCO 1.1.1, en: 3 skills, as before.\n"
    assert "1.1.1 in en (3 skills)" in run("check", cwd=tmp_path).stdout
    path.write_bytes(b"PK")
    wrong = run("import", "esco", str(path), cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout, len(wrong.stderr.splitlines())) == (2, "", 1)


async def test_esco_itself_takes_the_place_of_an_extract_whatever_its_version(
    database: Settings, tmp_path: Path
) -> None:
    for language, name in (("en", "bake bread"), ("fi", "leipoa")):
        skill = ReadSkill("http://data.europa.eu/esco/skill/2", False, name, (), "")
        await put_in(ReadFile(language, "9.0.0", (skill,), extract=True))
    async with reading() as session:
        assert [one.extract for one in await load_editions(session)] == [True, True]
    assert await names("leipoa", "fi") == ["leipoa"]
    assert (await import_esco(packed(tmp_path))).retired == 0
    assert await names("leipoa", "fi") == []
    assert (await names("bake bread", "fi"))[0] == "bake bread"
    async with reading() as session:
        assert [(one.language, one.extract) for one in await load_editions(session)] == [("en", False)]
