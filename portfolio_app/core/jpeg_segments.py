"""The parts of a JPEG file (ISO/IEC 10918-1, annex B), to take out those that tell about its maker and place."""

from collections.abc import Iterator

_START_OF_IMAGE = b"\xff\xd8"
_START_OF_SCAN = 0xDA
_COMMENT = 0xFE
_ADOBE = 0xEE  # APP14 tells how colours are coded; without it CMYK pictures come out inverted
_APPLICATION = range(0xE0, 0xF0)


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker code and bytes of each part before the first scan, then that scan with everything behind it.

    Raises `ValueError` when the bytes are not laid out as a JPEG.
    """
    if not jpeg.startswith(_START_OF_IMAGE):
        raise ValueError("not a JPEG")
    at = 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF:
            raise ValueError("no marker where one should be")
        marker = jpeg[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker == _START_OF_SCAN:
            yield marker, jpeg[at:]
            return
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if end > len(jpeg) or end < at + 4:
            raise ValueError("a part reaches beyond the end")
        yield marker, jpeg[at:end]
        at = end
    raise ValueError("no scan")


def without_metadata(jpeg: bytes) -> bytes:
    """The same JPEG without comments and without application parts other than how its colours are coded.

    Bytes that are not laid out as a JPEG come back as they are: no reader finds metadata in them either.
    """
    try:
        kept = [
            part
            for marker, part in segments(jpeg)
            if marker != _COMMENT and (marker not in _APPLICATION or marker == _ADOBE)
        ]
    except ValueError:
        return jpeg
    return _START_OF_IMAGE + b"".join(kept)
