"""A picture that goes on as it is says nothing of who took it, where and with what; nothing else of it changes."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps, PngImagePlugin

from portfolio_app.core.plain_pictures import plain_picture

MAKER, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825
SECRET = b"Telltale"


def picture(kind: str, *, orientation: int = 0) -> bytes:
    """A small picture with all kinds of metadata in it."""
    image = Image.new("RGB", (16, 8), (200, 40, 40))
    image.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[MAKER] = SECRET.decode()
    if orientation:
        exif[ORIENTATION] = orientation
    out = BytesIO()
    if kind == "PNG":
        said = PngImagePlugin.PngInfo()
        said.add_text("Author", SECRET.decode())
        said.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        image.save(out, "PNG", pnginfo=said, exif=exif)
    elif kind == "WEBP":
        image.save(out, "WEBP", lossless=True, exif=exif, xmp=SECRET)
    else:
        image.save(out, "JPEG", exif=exif, comment=SECRET)
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(BytesIO(content)) as image:
        return ImageOps.exif_transpose(image).convert("RGB").tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_is_told_and_every_pixel_stays(kind: str) -> None:
    content = picture(kind)
    assert SECRET in content
    plain = plain_picture(content)
    assert SECRET not in plain
    assert pixels(plain) == pixels(content)
    assert plain_picture(plain) == plain
    with Image.open(BytesIO(plain)) as image:
        assert not dict(image.getexif())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_which_way_up_it_is_stays(orientation: int) -> None:
    content = picture("JPEG", orientation=orientation)
    plain = plain_picture(content)
    assert SECRET not in plain
    assert pixels(plain) == pixels(content)
    with Image.open(BytesIO(plain)) as image:
        assert set(image.getexif()) <= {ORIENTATION}


BEGINNINGS = (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP", b"RIFF\0\0\0\0WEBPVP8X")


@given(st.binary(max_size=200), st.sampled_from(BEGINNINGS))
def test_whatever_it_is_nothing_breaks(rest: bytes, begins: bytes) -> None:
    once = plain_picture(begins + rest)
    assert plain_picture(once) == once


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_is_cut_off_breaks_nothing(kind: str) -> None:
    content = picture(kind)
    for end in range(0, len(content), 7):
        assert isinstance(plain_picture(content[:end]), bytes)
