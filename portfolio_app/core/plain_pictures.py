"""Pictures without what a camera or a program wrote into them: place, time, device, comments. Nothing is decoded, so no
picture gets worse and none can harm; which way up it is stays.

For files that go on as they are (a module's). What pupils send is decoded and encoded anew (`core/cleaning.py`).
"""

from collections.abc import Iterator

from PIL import Image

from portfolio_app.core.jpeg_segments import segments, without_metadata

_ORIENTATION = 0x0112  # of Exif 2.32, 4.6.4
_EXIF = b"Exif\0\0"
_APP1 = 0xE1
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLS = {b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"}
_WEBP_TELLS = {b"EXIF", b"XMP "}
_WEBP_FLAGS = 0x0C  # in VP8X: that there is Exif, that there is XMP


def plain_picture(content: bytes) -> bytes:
    """The same picture without metadata; whatever is no JPEG, PNG or WebP, or is not laid out as one, as it is."""
    if content.startswith(b"\xff\xd8"):
        return _plain_jpeg(content)
    try:
        if content.startswith(_PNG):
            return _PNG + b"".join(chunk for kind, chunk in _png_chunks(content) if kind not in _PNG_TELLS)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _plain_webp(content)
    except ValueError:
        return content
    return content


def _plain_jpeg(content: bytes) -> bytes:
    plain = without_metadata(content)
    upright = _orientation(content)
    if upright in (0, 1) or plain == content:
        return plain
    exif = Image.Exif()
    exif[_ORIENTATION] = upright
    said = exif.tobytes()
    said = said if said.startswith(_EXIF) else _EXIF + said
    return plain[:2] + b"\xff\xe1" + (len(said) + 2).to_bytes(2) + said + plain[2:]


def _orientation(content: bytes) -> int:
    """1 to 8 as Exif counts them; 0 where it is not said."""
    try:
        for marker, part in segments(content):
            if marker == _APP1 and part[4:].startswith(_EXIF):
                exif = Image.Exif()
                exif.load(part[4:])
                said = exif.get(_ORIENTATION, 0)
                return said if isinstance(said, int) and 1 <= said <= 8 else 0
    except Exception:
        return 0
    return 0


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and bytes of each chunk (PNG 3rd edition, 5.3), up to the last."""
    at = len(_PNG)
    while at < len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        if end > len(content):
            raise ValueError("a chunk reaches beyond the end")
        yield content[at + 4 : at + 8], content[at:end]
        at = end


def _plain_webp(content: bytes) -> bytes:
    kept = b""
    at = 12
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if at + 8 + size > len(content):
            raise ValueError("a chunk reaches beyond the end")
        chunk = content[at:end]
        if kind == b"VP8X" and size:
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if kind not in _WEBP_TELLS:
            kept += chunk
        at = end
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept
