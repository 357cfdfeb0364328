"""What other programs gave somebody comes in as far as it goes, and the report says what did not."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import speaking
from portfolio_app.plan.models import Goal
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.takeout.elsewhere import OTHERS, PAPERS, SKILLS, UNREADABLE
from portfolio_app.portfolio.takeout.leap2a import leap2a
from portfolio_app.portfolio.takeout.reading import Portfolio
from portfolio_app.portfolio.takeout.returning import report, whole, whose
from tests.people import make_pupil, make_school
from tests.portfolio.takeout.steps import contents_of, somebody
from tests.portfolio.takeout.test_contents import SAMPLE

LEAP = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <author><name>Alice Øvreås</name></author>
 <entry><title>  My  journal </title><id>portfolio:artefact1</id><published>2018-07-25T13:34:54+12:00</published>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First <b>day</b>.</p><p>Second.</p></div></content>
  <rdf:type rdf:resource="leap2:entry"/><link rel="enclosure" href="files/a.odt"/></entry>
 <entry><title>A plan</title><id>portfolio:artefact2</id><updated>nonsense</updated><content>Learn a trade</content>
  <rdf:type rdf:resource="leap2:plan"/></entry>
 <entry><title>photo.jpg</title><id>portfolio:artefact3</id><content/><rdf:type rdf:resource="leap2:resource"/>
  <link rel="enclosure" href="files/photo.jpg"/></entry>
 <entry><title>Page</title><id>portfolio:view1</id><content/><rdf:type rdf:resource="leap2:selection"/></entry>
 <entry><title>Alice</title><id>portfolio:artefactinternal</id><rdf:type rdf:resource="leap2:person"/></entry>
</feed>"""
RESUME = {
    "basics": {"name": "Alice Øvreås", "summary": "I like\u0000 to build."},
    "work": [
        {"name": "Bakery", "position": "Helper", "startDate": "2024-05", "endDate": "2023", "highlights": ["Bread", 5]},
        {"summary": "without a name"},
    ],
    "education": [{"institution": "School " * 40, "area": "Arts", "startDate": "soon"}],
    "skills": [{"name": "Baking"}, {"name": "Singing"}],
    "references": [{"name": "Kari"}],
}


async def entries_of(pupil: Actor) -> list[Entry]:
    async with reading() as session:
        rows = await session.execute(select(Entry).where(col(Entry.person_id) == pupil.person_id))
        return sorted(rows.scalars(), key=lambda one: one.title)


@pytest.mark.parametrize("zipped", [False, True])
async def test_leap2a_comes_in_as_entries_and_goals(database: object, tmp_path: Path, zipped: bool) -> None:
    pupil = await make_pupil(await make_school(), name="Alice Øvreås")
    path = tmp_path / "export"
    if zipped:
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("export/leap2a.xml", LEAP)
            made.writestr("export/files/photo.jpg", b"x")
    else:
        path.write_text(LEAP, "utf-8")
    assert whose(path) == "Alice Øvreås"
    said = report(await whole(path, pupil.person_id))
    assert said["new"] == {"Entries": 1, "Goals": 1}
    unusable = {PAPERS: 1, "Photos and files": 1, "Evidence": 1} if zipped else {PAPERS: 2}
    assert said["out"] == unusable | {OTHERS: 1}
    (entry,) = await entries_of(pupil)
    assert (entry.title, entry.happened) == ("My journal", "First day.\nSecond.")
    assert entry.made_at.isoformat() == "2018-07-25T01:34:54+00:00"
    async with reading() as session:
        goal = (await session.execute(select(Goal))).scalar_one()
    assert (goal.title, goal.why) == ("A plan", "Learn a trade")
    assert report(await whole(path, pupil.person_id))["new"] == {}


async def test_a_resume_comes_in_as_entries_and_lines(database: object, tmp_path: Path) -> None:
    pupil = await make_pupil(await make_school(), name="Alice Øvreås")
    (tmp_path / "resume.json").write_text(json.dumps(RESUME))
    said = report(await whole(tmp_path / "resume.json", pupil.person_id))
    assert said["new"] == {"Entries": 2, "Lines about you": 1}
    assert said["out"] == {SKILLS: 2, OTHERS: 2}
    arts, helper = await entries_of(pupil)
    assert (helper.kind, helper.title, helper.place, helper.began, helper.ended) == (
        "work",
        "Helper",
        "Bakery",
        "2024-05",
        "",
    )
    assert helper.happened == "– Bread"
    assert (arts.kind, len(arts.place), arts.began) == ("qualification", 160, "")
    assert report(await whole(tmp_path / "resume.json", pupil.person_id))["new"] == {}


async def test_our_own_leap2a_comes_in_too(database: object, tmp_path: Path) -> None:
    siiri = await somebody()
    with speaking("en"):
        (tmp_path / "leap2a.xml").write_bytes(leap2a(Portfolio((await contents_of(siiri)).portfolio)))
    again = await make_pupil(await make_school(), name=siiri.name)
    said = report(await whole(tmp_path / "leap2a.xml", again.person_id))
    assert said["new"]["Entries"]
    assert said["new"]["Goals"]


@pytest.mark.skipif(not SAMPLE.exists(), reason="Mahara's own sample is not here")
async def test_maharas_sample_comes_in(database: object) -> None:
    pupil = await make_pupil(await make_school(), name="Alice User1")
    said = report(await whole(SAMPLE, pupil.person_id))
    assert said["new"] == {"Entries": 1, "Goals": 1}
    assert said["out"][PAPERS] == 2


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom">&b;</feed>'
DEEP = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>' + "<p>" * 50_000 + "</p>" * 50_000
DEEP += "</content></entry></feed>"


@pytest.mark.parametrize(
    "text", [BOMB, DEEP, "<html/>", "<feed", "{}", "[1]", '{"a": 1}', '{"work": 5}', "{" * 100_000, "<" + "a" * 100]
)
def test_what_is_neither(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").write_text(text)
    if text == '{"work": 5}':
        assert whose(tmp_path / "file") == ""
        return
    with pytest.raises(Invalid) as caught:
        whose(tmp_path / "file")
    assert caught.value.message == UNREADABLE or text == "[1]"
