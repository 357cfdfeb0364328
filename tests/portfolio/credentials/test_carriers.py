"""A credential survives in a picture and in a PDF, and a file made to do harm costs a second and no more memory."""

import io
import json
import os
import struct
import time
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from portfolio_app.core.clock import at
from portfolio_app.portfolio.credentials.answers import Check, Outcome
from portfolio_app.portfolio.credentials.badge import badge_png
from portfolio_app.portfolio.credentials.carriers import attached, baked, found_in
from portfolio_app.portfolio.credentials.checker import SECONDS, Checker
from portfolio_app.portfolio.credentials.checking import MOST_BYTES
from tests.portfolio.credentials.samples import LATER, a_credential, as_bytes

TEXT = as_bytes(a_credential("Søren 🌱 محمد")).decode()
OTHER = as_bytes(a_credential("Otso Oja")).decode()
PICTURE = badge_png("self")


def found(content: bytes, tmp_path: Path) -> list[bytes | Check]:
    """What a file with this content carries."""
    (tmp_path / "file").write_bytes(content)
    return found_in(tmp_path / "file")


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def with_chunks(*chunks: bytes) -> bytes:
    """A picture with these chunks behind its header."""
    return PICTURE[:33] + b"".join(chunks) + PICTURE[33:]


def an_empty_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("look", ["", "self", "strengths", "horizons", "networks"])
def test_a_picture_carries_the_credential_once_uncompressed_and_still_is_one(look: str, tmp_path: Path) -> None:
    picture = baked(baked(badge_png(look), OTHER), TEXT)
    assert found(picture, tmp_path) == [TEXT.encode()]
    assert picture.count(b"openbadgecredential") == 1
    assert TEXT.encode() in picture
    with Image.open(io.BytesIO(picture)) as image:
        image.load()
        assert image.size == (512, 512)
    assert len(picture) < 40_000


def test_a_pdf_carries_all_its_credentials(tmp_path: Path) -> None:
    two = [("one.json", "One", TEXT), ("two.json", "Two", OTHER)]
    document = attached(an_empty_pdf(), two)
    assert found(document, tmp_path) == [TEXT.encode(), OTHER.encode()]
    assert found(an_empty_pdf(), tmp_path) == []


def test_other_pictures_texts_and_files_have_none(tmp_path: Path) -> None:
    for content in (PICTURE, b"", b"hello", b"\xff\xd8\xff\xe0", b"{}", b'{"a": 1}', PICTURE[:40], b"%PDF-1.7 broken"):
        assert found(content, tmp_path) == []


def test_what_seems_to_be_one_is_said_to_be_of_another_kind_doubled_or_broken(tmp_path: Path) -> None:
    name = b"openbadgecredential\0\0\0\0\0"
    packed = b"openbadgecredential\0\x01\0\0\0" + zlib.compress(TEXT.encode())
    bomb = b"openbadgecredential\0\x01\0\0\0" + zlib.compress(b" " * 50_000_000, 9)
    for content, expected in (
        (b"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln", Check.OTHER_PROOF),
        (with_chunks(chunk(b"tEXt", b"openbadges\0https://x.example/1")), Check.OTHER_KIND),
        (with_chunks(chunk(b"iTXt", name + TEXT.encode()), chunk(b"iTXt", name + OTHER.encode())), Check.TWICE),
        (with_chunks(chunk(b"iTXt", name + TEXT.encode()), chunk(b"iTXt", name + TEXT.encode())), TEXT.encode()),
        (with_chunks(chunk(b"iTXt", packed)), TEXT.encode()),
        (with_chunks(chunk(b"iTXt", bomb)), Check.TOO_MUCH),
        (with_chunks(chunk(b"iTXt", name + b"x" * (MOST_BYTES + 1))), Check.TOO_MUCH),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode()),
        (TEXT.encode("utf-16"), None),
    ):
        assert found(content, tmp_path) == ([expected] if expected else [])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tail=st.binary(max_size=400),
    head=st.sampled_from([b"", PICTURE[:60], b"%PDF-1.7\n", b'{"@context":', an_empty_pdf()]),
)
def test_any_bytes_get_an_answer(tail: bytes, head: bytes, tmp_path: Path) -> None:
    for one in found(head + tail, tmp_path):
        assert isinstance(one, bytes | Check)


def bombs() -> dict[str, bytes]:
    """Files made to take for ever, or all the memory there is."""
    document = a_credential()
    subject = {"type": ["AchievementSubject"]}
    twins = {**document, "credentialSubject": [subject for _number in range(1500)]}
    nested = {**document, "credentialSubject": {**subject, "result": [{"type": ["Result"]} for _ in range(1200)]}}
    result = {"type": ["Result"], "alignment": [{"type": ["Alignment"]} for _number in range(8)]}
    graph = {**document, "credentialSubject": {**subject, "result": [result for _number in range(40)]}}
    return {
        "canonicalisation": json.dumps(twins).encode(),
        "wide": json.dumps(nested).encode(),
        "permutations": json.dumps(graph).encode(),
        "deep": b'{"@context":' + b'{"a":' * 200_000,
        "number": b'{"@context":' + b"9" * 200_000 + b"}",
        "huge": b'{"@context": "' + b"x" * 15_000_000,
        "picture": PICTURE[:8] + chunk(b"iTXt", b"") * 400_000,
        "pdf": attached(an_empty_pdf(), [("x.json", "x", '{"@context":"' + "x" * 60_000_000)]),
        "many": attached(an_empty_pdf(), [(f"{n}.json", "x", TEXT) for n in range(300)]),
    }


def used(process: int) -> tuple[int, float]:
    """How many kilobytes a process ever had in memory, and its processor time in seconds."""
    status = Path(f"/proc/{process}/status").read_text()
    spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return int(status.partition("VmHWM:")[2].split()[0]), sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


async def test_a_hostile_file_is_bounded_in_time_and_memory_and_the_next_one_is_checked(tmp_path: Path) -> None:
    """Of processor time: the machine these tests run on is busy with others."""
    file = tmp_path / "file"
    async with Checker() as checker:
        for name, content in bombs().items():
            file.write_bytes(content)
            began = time.monotonic()
            answers = await checker.check(file)
            assert {one.outcome for one in answers} <= {Outcome.CANNOT_CHECK, Outcome.NOT_VALID, Outcome.ISSUER_UNKNOWN}
            assert time.monotonic() - began < SECONDS, name
            with at(LATER):
                file.write_text(TEXT)
                assert [one.outcome for one in await checker.check(file)] == [Outcome.ISSUER_UNKNOWN], name
        for process in checker.processes():
            kilobytes, seconds = used(process)
            assert kilobytes < 100 * 1024
            assert seconds < len(bombs()) + 3


async def test_a_picture_is_read_by_the_process_apart(tmp_path: Path) -> None:
    file = tmp_path / "badge.png"
    file.write_bytes(baked(PICTURE, TEXT))
    async with Checker() as checker:
        (answer,) = await checker.check(file)
        assert answer.facts.recipient == "Søren 🌱 محمد"
        file.write_bytes(b"nothing of the kind")
        assert await checker.check(file) == []
