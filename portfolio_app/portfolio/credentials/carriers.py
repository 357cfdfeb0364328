"""Files that carry a credential: JSON itself, a PNG with it in a text chunk, a PDF with it attached.

Open Badges 3.0, 5.3.1: one uncompressed `iTXt` chunk named `openbadgecredential`. The attachment to a PDF is our own
convention. Reading is for hostile files: nothing here unpacks more than a credential may have.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf

from portfolio_app.portfolio.credentials.answers import Check
from portfolio_app.portfolio.credentials.checking import MOST_BYTES

KEYWORD = b"openbadgecredential"
FORMER_KEYWORD = b"openbadges"
MEDIA_TYPE = "application/ld+json"
MOST_IN_A_FILE = 40
_MOST_CHUNKS = 20_000
_MOST_NAMES = 200
_PNG = b"\x89PNG\r\n\x1a\n"
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")

Found = bytes | Check
"""A credential as JSON, or why there is none although there seems to be one."""


def found_in(path: Path) -> list[Found]:
    """The credentials that the file at `path` carries, at most `MOST_IN_A_FILE`; none, when it carries none."""
    with path.open("rb") as file:
        beginning = file.read(1024)
        file.seek(0)
        if beginning.startswith(_PNG):
            return _in_png(file)
        if b"%PDF-" in beginning:
            return _in_pdf(path)
        return _in_text(file.read(MOST_BYTES + 1))


def _in_text(text: bytes) -> list[Found]:
    try:
        words = text.removeprefix(b"\xef\xbb\xbf").decode().strip()
    except UnicodeDecodeError:
        return [Check.BROKEN] if _looks_like_one(text) else []
    if _JWT.fullmatch(words):
        return [Check.OTHER_PROOF]
    return [words.encode()] if words.startswith("{") and _looks_like_one(text) else []


def _looks_like_one(text: bytes) -> bool:
    return text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and any(
        word in text for word in (b"@context", b"Credential", b"credential", b'"proof"', b'"issuer"')
    )


def _in_png(file: BinaryIO) -> list[Found]:
    found: list[Found] = []
    for kind, size in _chunks(file):
        if kind not in (b"iTXt", b"tEXt"):
            continue
        content = file.read(min(size, MOST_BYTES + 1024))
        keyword, _nul, rest = content.partition(b"\0")
        if keyword == KEYWORD and kind == b"iTXt":
            found.append(_international(rest, size))
        elif keyword in (KEYWORD, FORMER_KEYWORD):
            found.append(Check.OTHER_KIND)
    ours = [one for one in found if one is not Check.OTHER_KIND]
    if len(set(ours)) > 1:
        return [Check.TWICE]
    return ours[:1] or found[:1]


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Kind and size of each chunk, with the file at its content."""
    place = len(_PNG)
    for _number in range(_MOST_CHUNKS):
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:
            return
        size, kind = struct.unpack(">I4s", head)
        yield kind, size
        if kind == b"IEND":
            return
        place += size + 12


def _international(rest: bytes, size: int) -> Found:
    """What an iTXt chunk holds behind its keyword."""
    if size > MOST_BYTES:
        return Check.TOO_MUCH
    packed, _method, names = rest[:1], rest[1:2], rest[2:]
    text = names.split(b"\0", 2)[-1]
    if packed == b"\0":
        return text
    return _unpacked(text)


def _unpacked(packed: bytes) -> Found:
    """What zlib made of it, as far as a credential may be long."""
    try:
        text = zlib.decompressobj().decompress(packed, MOST_BYTES + 1)
    except zlib.error:
        return Check.BROKEN
    return text if len(text) <= MOST_BYTES else Check.TOO_MUCH


def _in_pdf(path: Path) -> list[Found]:
    found: list[Found] = []
    try:
        with pikepdf.open(path, suppress_warnings=True, inherit_page_attributes=False) as pdf:
            for number, name in enumerate(pdf.attachments):
                if number >= _MOST_NAMES or len(found) >= MOST_IN_A_FILE:
                    break
                found.extend(_attached(pdf.attachments[name].get_file().obj))
    except (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError):
        return found
    return found


def _attached(stream: pikepdf.Object) -> list[Found]:
    raw, how = stream.read_raw_bytes(), stream.get("/Filter")
    if isinstance(how, pikepdf.Array) and len(how) == 1:
        how = how[0]
    if how is None:
        text: Found = raw[: MOST_BYTES + 1]
    elif how == pikepdf.Name.FlateDecode:
        text = _unpacked(raw)
    else:
        return []
    return _in_text(text) if isinstance(text, bytes) else []


def baked(picture: bytes, text: str) -> bytes:
    """The PNG `picture` with the credential in it, in the place of any that was there before."""
    content = KEYWORD + b"\0\0\0\0\0" + text.encode()
    out, file = io.BytesIO(), io.BytesIO(picture)
    out.write(_PNG)
    for kind, size in _chunks(file):
        chunk = file.read(size)
        if kind == b"iTXt" and chunk.partition(b"\0")[0] == KEYWORD:
            continue
        out.write(_chunk(kind, chunk))
        if kind == b"IHDR":
            out.write(_chunk(b"iTXt", content))
    return out.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def attached(document: bytes, credentials: Iterable[tuple[str, str, str]]) -> bytes:
    """The PDF `document` with credentials attached: of each its file name, what it is in a few words, its JSON."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for name, words, text in credentials:
            file: Any = pikepdf.AttachedFileSpec(
                pdf,
                text.encode(),
                filename=name,
                description=words,
                mime_type=MEDIA_TYPE,
                creation_date="",
                mod_date="",
            )
            file.relationship = pikepdf.Name.Supplement
            pdf.attachments[name] = file
        pdf.save(out)
    return out.getvalue()
