"""A takeout holds all that is somebody's, in forms that others read: nothing is forgotten, and no secret goes along."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as XML

import pytest
from jsonschema.validators import validator_for
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.models import Person
from portfolio_app.core import personal
from portfolio_app.core.database import metadata, reading, writing
from portfolio_app.core.languages import speaking
from portfolio_app.migrations import import_models
from portfolio_app.portfolio.takeout.contents import gather
from portfolio_app.portfolio.takeout.json_resume import json_resume
from portfolio_app.portfolio.takeout.leap2a import leap2a
from portfolio_app.portfolio.takeout.offline import offline_page
from portfolio_app.portfolio.takeout.reading import Portfolio
from portfolio_app.portfolio.takeout.schema import FILE, as_text, make_schema, schema
from portfolio_app.settings import Settings
from portfolio_app.skills.actions import delete_evidence
from tests import databases
from tests.portfolio.takeout.steps import a_photo, contents_of, somebody

RESUME = Path(__file__).parents[2] / "browser" / "node_modules" / "@jsonresume" / "schema" / "schema.json"
SAMPLE = Path("/work/shared/data/leap2a/mahara-sample.xml")
ATOM = "{http://www.w3.org/2005/Atom}"
RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def valid(value: Any, against: dict[str, Any]) -> list[str]:
    checker = validator_for(against)
    return [error.message for error in checker(against, format_checker=checker.FORMAT_CHECKER).iter_errors(value)]


def test_the_published_schema_says_what_the_domains_say() -> None:
    import_models()
    assert FILE.read_text("utf-8") == as_text(make_schema()), "run python -m portfolio_app.portfolio.takeout.schema"


async def test_one_row_of_every_table_of_somebodys_own_is_in_it(database: Settings) -> None:
    async with writing() as session:
        await (await session.connection()).run_sync(databases.fill)
        person_id = (await session.execute(select(col(Person.id)))).scalar_one()
    async with reading() as session:
        whole = (await gather(session, person_id, "en")).portfolio
    # What can rest among what was deleted does so here: nothing of that is taken along, nor what belongs to it. Changes
    # and tags name their person and their thing by an id that refers to no row here.
    resting = {name for name, one in personal.owned().items() if one.rests or one.only}
    for table_name, one in personal.owned().items():
        rows = whole["holds"][one.name]
        leads_to_resting = {key.column.table.name for key in metadata().tables[table_name].foreign_keys} & resting
        assert rows or table_name in resting or leads_to_resting or one.name in ("tags", "changes"), one.name


async def test_it_is_as_the_schema_says(database: Settings) -> None:
    siiri = await somebody()
    whole = (await contents_of(siiri)).portfolio
    assert valid(json.loads(json.dumps(whole)), schema()) == []
    held = whole["holds"]
    for kind in ("entries", "evidence", "goals", "goal_steps", "assessments", "comments", "voices", "talks", "files"):
        assert held[kind], kind
    assert held["comments"][0]["author"]


async def test_no_secret_and_nobodys_id_is_in_it(database: Settings) -> None:
    siiri = await somebody()
    text = json.dumps((await contents_of(siiri)).portfolio)
    assert "hash" not in text.replace("identityHash", "").replace('"hashed"', "")  # words of Open Badges
    async with reading() as session:
        others = select(col(Person.id)).where(col(Person.id) != siiri.person_id)
        for other in (await session.execute(others)).scalars():
            assert str(other) not in re.sub(r'"thing": "[^"]*"', "", text)


async def test_what_was_deleted_stays_out_with_all_that_speaks_of_it(database: Settings) -> None:
    siiri = await somebody()
    photo = await a_photo(siiri, b"another")
    await delete_evidence(siiri, photo)
    held = (await contents_of(siiri)).portfolio["holds"]
    assert str(photo) not in {row["id"] for row in held["evidence"]}
    assert str(photo) not in {row["evidence_id"] for row in held["evidence_capabilities"]}


async def test_a_resume_is_as_json_resume_wants_it(database: Settings) -> None:
    siiri = await somebody()
    with speaking("en"):
        resume = json_resume(Portfolio((await contents_of(siiri)).portfolio))
    assert valid(resume, json.loads(RESUME.read_text("utf-8"))) == []
    assert resume["basics"]["name"] == siiri.name
    assert resume["projects"]
    assert resume["skills"]


MAHARA = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:leap2="https://web.archive.org/web/20100503000634/http://terms.leapspecs.org"
 xmlns:categories="https://web.archive.org/web/20120819100914/http://wiki.leapspecs.org:80/2A/categories"
 xmlns:portfolio="http://mahara.example/export/leap/8/1/">
 <leap2:version>http://www.leapspecs.org/2010-07/2A/</leap2:version><id>http://mahara.example/export/8/1</id>
 <title>T</title><updated>2018-07-25T13:38:58+12:00</updated><generator version="1">M</generator>
 <author><name>A</name><uri>portfolio:artefactinternal</uri></author>
 <entry><title>J</title><id>portfolio:artefact1</id><updated>2018-07-25T13:34:54+12:00</updated>
  <published>2018-07-25T13:34:54+12:00</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"/></content>
  <rdf:type rdf:resource="leap2:entry"/><link rel="leap2:is_part_of" href="portfolio:artefact2"/><category term="x"/></entry>
</feed>"""  # noqa: E501


def samples() -> Iterator[XML.Element]:
    yield XML.fromstring(MAHARA)
    if SAMPLE.exists():
        yield XML.parse(SAMPLE).getroot()


def head(feed: XML.Element) -> list[str]:
    """The tags before the first entry, in order."""
    return [one.tag for one in feed if one.tag != f"{ATOM}entry"]


@pytest.mark.parametrize("sample", list(samples()))
async def test_leap2a_has_the_shape_of_maharas(database: Settings, sample: XML.Element) -> None:
    siiri = await somebody()
    with speaking("en"):
        made = XML.fromstring(leap2a(Portfolio((await contents_of(siiri)).portfolio)))
    assert made.tag == sample.tag
    assert head(made) == head(sample)
    types = {entry.find("{*}type").attrib[RESOURCE] for entry in made.iter(f"{ATOM}entry")}  # type: ignore[union-attr]
    assert {"leap2:person", "leap2:entry", "leap2:resource", "leap2:plan", "leap2:ability"} <= types
    whole = ["title", "id", "updated", "published", "content", "type", "link", "category"]
    for entry in made.iter(f"{ATOM}entry"):
        tags = [one.tag.rpartition("}")[2] for one in entry]
        known = [tag for tag in tags if tag in whole]
        assert known == sorted(known, key=whole.index), tags
    names = {entry.findtext(f"{ATOM}id") for entry in made.iter(f"{ATOM}entry")}
    parts = {link.attrib["href"] for link in made.iter(f"{ATOM}link") if link.attrib["rel"] == "leap2:has_part"}
    assert parts <= names


@pytest.mark.parametrize("language", ["en", "fi", "nb", "nl"])
async def test_the_page_says_what_somebody_wrote_and_runs_none_of_it(database: Settings, language: str) -> None:
    siiri = await somebody()
    with speaking(language):
        page = offline_page(Portfolio((await contents_of(siiri)).portfolio)).decode()
    assert "The lake &lt;&amp;&gt; ørret" in page
    assert f'lang="{language}"' in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
