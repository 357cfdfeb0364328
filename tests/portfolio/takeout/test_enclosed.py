"""Files in another program's ZIP come in as any upload does; what cannot is told, and nothing leads out of the ZIP."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.portfolio.takeout.elsewhere import OTHERS, PAPERS
from portfolio_app.portfolio.takeout.enclosed import Beside
from portfolio_app.portfolio.takeout.returning import report, whole, whose
from portfolio_app.settings import settings
from portfolio_app.skills.models import Evidence
from tests.conftest import Configure
from tests.people import make_pupil, make_school

GPS = "taken at 60.4518 N"
pytestmark = pytest.mark.usefixtures("database")

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <author><name>Alice Øvreås</name></author>{}</feed>"""


def resource(number: int, href: str, title: str = "A file", more: str = "", rel: str = "enclosure") -> str:
    return f"""<entry><title>{title}</title><id>portfolio:file{number}</id><content>Seen in May</content>
      <rdf:type rdf:resource="leap2:resource"/><link rel="{rel}" href="{href}"/>{more}</entry>"""


def an_entry(*links: str, name: str = "entry1") -> str:
    return f"""<entry><title>A day</title><id>portfolio:{name}</id><published>2018-07-25T13:34:54+12:00</published>
      <content>Rain</content><rdf:type rdf:resource="leap2:entry"/>{"".join(links)}</entry>"""


def photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = GPS
    Image.new("RGB", (60, 40), (20, 90, 70)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def a_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return out.getvalue()


def export(path: Path, feed: str, **files: bytes) -> Path:
    """A ZIP as Mahara makes it, in a folder of its own; `files` by what they are called below."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("portfolio-alice/leap2a.xml", FEED.format(feed))
        for name, data in files.items():
            made.writestr(NAMES.get(name, name), data)
    return path


NAMES = {
    "photo": "portfolio-alice/files/1-My lake.jpg",
    "pdf": "portfolio-alice/files/2-Certificate.pdf",
    "odt": "portfolio-alice/files/3-notes.odt",
    "other": "portfolio-bob/files/1-bob.jpg",
}


async def brought(path: Path) -> tuple[Actor, dict[str, dict[str, int]]]:
    pupil = await make_pupil(await make_school(), name="Alice Øvreås")
    assert whose(path) == "Alice Øvreås"
    return pupil, report(await whole(path, pupil.person_id))


async def evidence_of(pupil: Actor) -> list[Evidence]:
    async with reading() as session:
        rows = await session.execute(select(Evidence).where(col(Evidence.person_id) == pupil.person_id))
        return sorted(rows.scalars(), key=lambda one: one.title)


async def test_photos_pdfs_and_links_come_in_with_the_entries_they_belong_to(tmp_path: Path) -> None:
    feed = (
        an_entry(
            '<link rel="leap2:has_part" href="portfolio:file1"/>',
            '<link rel="enclosure" href="files/2-Certificate.pdf"/>',
            '<link rel="enclosure" href="files/3-notes.odt"/>',
        )
        + resource(1, "files/1-My%20lake.jpg", "The lake")
        + resource(2, "https://example.org/club", "Our club", rel="related")
        + resource(3, "files/1-My lake.jpg", "Again", '<link rel="leap2:is_part_of" href="portfolio:entry1"/>')
    )
    path = export(tmp_path / "mahara.zip", feed, photo=photo(), pdf=a_pdf(), odt=b"PK")
    pupil, said = await brought(path)
    assert said["new"] == {"Entries": 1, "Evidence": 4, "Photos and files": 2}
    assert said["out"] == {PAPERS: 1}
    found = await evidence_of(pupil)
    assert [(one.title, one.kind, one.people_in_it) for one in found] == [
        ("2-Certificate.pdf", "pdf", ""),
        ("Again", "photo", "not_asked"),
        ("Our club", "link", ""),
        ("The lake", "photo", "not_asked"),
    ]
    assert (found[2].url, found[3].words) == ("https://example.org/club", "Seen in May")
    async with reading() as session:
        joined = select(col(Evidence.title)).join(EntryEvidence, col(EntryEvidence.evidence_id) == col(Evidence.id))
        rows = await session.execute(joined.order_by(col(EntryEvidence.position)))
        assert set(rows.scalars()) == {"2-Certificate.pdf", "The lake", "Again"}
        files = list((await session.execute(select(MediaFile))).scalars())
    assert {one.name for one in files} == {"1-My lake.jpg", "2-Certificate.pdf"}
    for one in files:
        assert GPS.encode() not in await media_store().get(one.sha256)  # cleaned, as any upload is
    assert report(await whole(path, pupil.person_id))["new"] == {}
    assert len(await evidence_of(pupil)) == 4


@pytest.mark.parametrize(
    "href",
    [
        "../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "..%2F..%2Fetc%2Fpasswd",
        "https://example.org/photo.jpg",
        "files/never-there.jpg",
        "files/",
        "leap2a.xml",
        "",
        "files/1-My lake.jpg\u0000.png",
        "C:\\\\photo.jpg",
    ],
)
async def test_an_address_that_is_no_file_of_the_zip_is_told_and_nothing_else_happens(
    tmp_path: Path, href: str
) -> None:
    href = href.replace("\u0000", "%00")
    pupil, said = await brought(export(tmp_path / "m.zip", an_entry() + resource(1, href), photo=photo()))
    assert said["new"] == {"Entries": 1}
    assert said["out"] == {PAPERS: 1}
    assert await evidence_of(pupil) == []


async def test_a_link_that_a_browser_would_run_is_no_link(tmp_path: Path) -> None:
    feed = resource(1, "javascript:alert(1)", rel="related") + resource(2, "data:text/html,x", rel="related")
    pupil, said = await brought(export(tmp_path / "m.zip", an_entry() + feed))
    assert said["out"] == {OTHERS: 2}
    assert await evidence_of(pupil) == []


async def test_files_that_are_not_what_they_say_stay_out_and_the_rest_comes_in(tmp_path: Path) -> None:
    feed = an_entry('<link rel="leap2:has_part" href="portfolio:file1"/>')
    feed += resource(1, "files/1-My lake.jpg") + resource(2, "files/2-Certificate.pdf") + resource(3, "files/x.png")
    path = export(tmp_path / "m.zip", feed, photo=b"MZ\x90\x00" * 50, pdf=b"%PDF-1.7 <script>", odt=b"")
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("portfolio-alice/files/x.png", photo())  # a photo, under another ending
    pupil, said = await brought(path)
    assert said["new"] == {"Entries": 1, "Evidence": 1, "Photos and files": 1}
    assert said["out"] == {"Evidence": 2, "Photos and files": 2}
    assert [one.kind for one in await evidence_of(pupil)] == ["photo"]
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Entry))).scalar_one() == 1


async def test_one_that_is_too_large_or_broken_stays_out_alone(tmp_path: Path, configure: Configure) -> None:
    configure(upload_bytes=1_000_000)
    feed = an_entry() + resource(1, "files/1-My lake.jpg") + resource(2, "files/2-Certificate.pdf", "Whole")
    feed += resource(3, "files/broken.jpg")
    path = export(tmp_path / "m.zip", feed, photo=b"\xff\xd8" + b"0" * (settings().upload_bytes + 1), pdf=a_pdf())
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("portfolio-alice/files/broken.jpg", b"unlikely to be found twice")
    data = path.read_bytes()
    assert data.count(b"unlikely to be found twice") == 1
    path.write_bytes(data.replace(b"unlikely to be found twice", b"unlikely to be found thrice"[:26]))
    pupil, said = await brought(path)
    assert [one.title for one in await evidence_of(pupil)] == ["Whole"]
    assert said["out"] == {PAPERS: 1, "Photos and files": 1, "Evidence": 1}


def test_what_lies_in_another_folder_of_the_same_zip_is_found_by_its_address_alone() -> None:
    files = Beside("portfolio-alice", {"portfolio-alice/a.jpg": 3, "portfolio-bob/b.jpg": 3})
    assert files.find("./a.jpg") == "portfolio-alice/a.jpg"
    assert files.find("../portfolio-bob/b.jpg") == "portfolio-bob/b.jpg"
    assert files.find("../../portfolio-bob/b.jpg") is None
    assert Beside().find("a.jpg") is None
