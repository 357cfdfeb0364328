"""Whatever is uploaded as a picture becomes a clean one or a reason why not, and nothing else ever happens."""

import io
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from portfolio_app.core.cleaned import CleanPicture, Flaw, FlawedFile
from portfolio_app.core.jpeg_segments import segments
from portfolio_app.core.pictures import LONG_SIDE, THUMBNAIL_SIDE, clean_picture
from tests.core import samples

# Everything a JPEG without metadata consists of before its first scan: JFIF, tables, frame.
BARE_PARTS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD}


def cleaned(tmp_path: Path, data: bytes) -> CleanPicture:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return clean_picture(path)


def flaw(tmp_path: Path, data: bytes) -> Flaw:
    with pytest.raises(FlawedFile) as raised:
        cleaned(tmp_path, data)
    return raised.value.flaw


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data), formats=("JPEG",))
    picture.load()
    return picture


def assert_bare(data: bytes) -> None:
    """Nothing in these bytes but a picture: by the parts of the file, by Pillow, and by what is written in it."""
    parts = list(segments(data))
    assert {marker for marker, _part in parts} <= BARE_PARTS
    assert parts[0][1].startswith(b"\xff\xe0\0\x10JFIF")
    picture = opened(data)
    assert not picture.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop", "mp"} & picture.info.keys()
    assert data.endswith(b"\xff\xd9")
    head = b"".join(part for marker, part in parts if marker != 0xDA)
    for trace in (b"GPS", b"Polkuphone", b"home"):
        assert trace not in head
    for trace in (b"Exif", b"http://ns.adobe.com", b"xmpmeta", b"ICC_PROFILE", b"PK\x03\x04", b"<script"):
        assert trace not in data


def assert_clean(picture: CleanPicture) -> None:
    assert (picture.content_type, picture.thumbnail_content_type) == ("image/jpeg", "image/jpeg")
    assert opened(picture.data).size == (picture.width, picture.height)
    assert max(picture.width, picture.height) <= LONG_SIDE
    assert max(opened(picture.thumbnail).size) <= THUMBNAIL_SIDE
    assert_bare(picture.data)
    assert_bare(picture.thumbnail)


def near(colour: object, wanted: tuple[int, int, int], by: int = 60) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - other) <= by for one, other in zip(colour, wanted, strict=True))


def test_a_sideways_phone_photo_with_its_place_comes_out_upright_bounded_and_silent(tmp_path: Path) -> None:
    original = samples.phone_photo()
    assert b"Polkuphone" in original
    picture = cleaned(tmp_path, original)
    assert_clean(picture)
    assert picture.height > picture.width
    assert picture.height >= 0.9 * LONG_SIDE
    drawn = opened(picture.data)
    # Held with its top to the right, so what was left is now at the top.
    assert near(drawn.getpixel((picture.width // 2, 20)), samples.RED_LEFT)
    assert near(drawn.getpixel((picture.width // 2, picture.height - 20)), samples.BLUE_RIGHT)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_of_holding_a_camera_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    upright = Image.new("RGB", (80, 60), "white")
    upright.paste((200, 0, 0), (0, 0, 40, 30))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = upright.transpose(undo[orientation]) if orientation in undo else upright
    picture = cleaned(tmp_path, samples.encoded(held, "JPEG", quality=95, exif=samples.told_all(orientation)))
    drawn = opened(picture.data)
    assert drawn.size == (80, 60)
    assert near(drawn.getpixel((15, 12)), (200, 0, 0))
    assert near(drawn.getpixel((65, 12)), (255, 255, 255))
    assert near(drawn.getpixel((15, 48)), (255, 255, 255))


@pytest.mark.parametrize("data", [samples.talkative_png(), samples.talkative_webp()], ids=["png", "webp"])
def test_png_and_webp_lose_all_they_tell(tmp_path: Path, data: bytes) -> None:
    picture = cleaned(tmp_path, data)
    assert_clean(picture)
    assert (picture.width, picture.height) == (60, 40)


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    drawing = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    drawing.paste((0, 0, 0, 255), (10, 10, 40, 40))
    for kind in ("PNG", "WEBP"):
        drawn = opened(cleaned(tmp_path, samples.encoded(drawing, kind, lossless=True)).data)
        assert near(drawn.getpixel((3, 3)), (255, 255, 255), 8)
        assert near(drawn.getpixel((25, 25)), (0, 0, 0), 8)
    palette = samples.encoded(drawing.convert("P"), "PNG", transparency=drawing.convert("P").getpixel((0, 0)))
    assert near(opened(cleaned(tmp_path, palette).data).getpixel((3, 3)), (255, 255, 255), 8)


def test_sixteen_bit_grey_keeps_its_shades(tmp_path: Path) -> None:
    grey = Image.frombytes("I;16", (64, 64), struct.pack("<4096H", *([16_384] * 2048 + [49_152] * 2048)))
    drawn = opened(cleaned(tmp_path, samples.encoded(grey, "PNG")).data).convert("RGB")
    assert near(drawn.getpixel((30, 5)), (64, 64, 64), 6)
    assert near(drawn.getpixel((30, 58)), (192, 192, 192), 6)


@pytest.mark.parametrize("mode", ["1", "L", "CMYK"])
def test_pictures_without_red_green_and_blue_come_out_alike(tmp_path: Path, mode: str) -> None:
    kind = "PNG" if mode == "1" else "JPEG"
    picture = cleaned(tmp_path, samples.encoded(Image.new("RGB", (40, 40), "white").convert(mode), kind))
    assert_clean(picture)
    assert near(opened(picture.data).convert("RGB").getpixel((20, 20)), (255, 255, 255), 8)


def test_colours_are_converted_from_the_profile_they_come_with(tmp_path: Path) -> None:
    red = Image.new("RGB", (40, 40), (250, 0, 0))
    profile = samples.swapped_profile()
    drawn = opened(cleaned(tmp_path, samples.encoded(red, "JPEG", icc_profile=profile)).data)
    assert near(drawn.getpixel((20, 20)), (0, 250, 0), 12)
    for damaged in (b"no profile at all", profile[:200]):
        drawn = opened(cleaned(tmp_path, samples.encoded(red, "JPEG", icc_profile=damaged)).data)
        assert near(drawn.getpixel((20, 20)), (250, 0, 0), 12)


def test_only_the_first_frame_of_an_animation_is_kept(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "lime", "blue")]
    for kind in ("PNG", "WEBP"):
        data = samples.encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        picture = cleaned(tmp_path, data)
        assert_clean(picture)
        assert near(opened(picture.data).getpixel((20, 15)), (255, 0, 0), 12)


def test_a_very_long_picture_keeps_at_least_a_pixel_of_its_short_side(tmp_path: Path) -> None:
    picture = cleaned(tmp_path, samples.encoded(Image.new("RGB", (30_000, 3)), "PNG"))
    assert (picture.width, picture.height) == (LONG_SIDE, 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Flaw.EMPTY),
        (b"hello", Flaw.NOT_A_PICTURE),
        (b"%PDF-1.7\n", Flaw.NOT_A_PICTURE),
        (b"PK\x03\x04" + b"\0" * 60, Flaw.NOT_A_PICTURE),
        (b"<html><script>alert(1)</script>", Flaw.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Flaw.OTHER_PICTURE_FORMAT),
        (samples.gif_and_page(), Flaw.OTHER_PICTURE_FORMAT),
        (samples.encoded(samples.two_colours(9, 9), "BMP"), Flaw.OTHER_PICTURE_FORMAT),
        (samples.encoded(samples.two_colours(9, 9), "TIFF"), Flaw.OTHER_PICTURE_FORMAT),
        (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf", Flaw.OTHER_PICTURE_FORMAT),
        (samples.heic_head(), Flaw.HEIC),
        (samples.png_bomb(), Flaw.TOO_MANY_PIXELS),
        (samples.jpeg_bomb(), Flaw.TOO_MANY_PIXELS),
        (samples.webp_bomb(), Flaw.TOO_MANY_PIXELS),
        (samples.text_bomb(), Flaw.BROKEN_PICTURE),
        (b"\xff\xd8\xff", Flaw.BROKEN_PICTURE),
        (b"\x89PNG\r\n\x1a\n", Flaw.BROKEN_PICTURE),
        (b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0", Flaw.BROKEN_PICTURE),
        (samples.phone_photo(640, 480)[:9000], Flaw.BROKEN_PICTURE),
        (samples.talkative_png()[:-30], Flaw.BROKEN_PICTURE),
        (samples.talkative_webp()[:90], Flaw.BROKEN_PICTURE),
    ],
)
def test_what_cannot_be_used_is_told_apart(tmp_path: Path, data: bytes, why: Flaw) -> None:
    assert flaw(tmp_path, data) is why


def test_first_bytes_decide_and_not_the_name(tmp_path: Path) -> None:
    misnamed = tmp_path / "photo.png"
    misnamed.write_bytes(samples.encoded(samples.two_colours(30, 20), "JPEG"))
    assert_clean(clean_picture(misnamed))


def test_a_picture_that_is_an_archive_too_is_only_a_picture_afterwards(tmp_path: Path) -> None:
    original = samples.picture_and_zip()
    assert b"PK\x03\x04" in original
    assert_clean(cleaned(tmp_path, original))


@pytest.mark.parametrize("group", [samples.hostile_files, samples.shared_pictures])
def test_hostile_and_odd_pictures_are_cleaned_or_refused(
    tmp_path: Path, group: Callable[[], Mapping[str, bytes]]
) -> None:
    for data in group().values():
        try:
            picture = cleaned(tmp_path, data)
        except FlawedFile:
            continue  # any other exception fails the test
        assert_clean(picture)


SMALL = {
    "jpeg": samples.phone_photo(48, 32),
    "png": samples.talkative_png(),
    "webp": samples.talkative_webp(),
}


@pytest.mark.parametrize("kind", SMALL)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
    kept=st.floats(0.2, 1),
)
def test_no_change_of_bytes_does_more_than_spoil_the_picture(
    tmp_path: Path, kind: str, changes: list[tuple[float, int]], kept: float
) -> None:
    data = bytearray(SMALL[kind])
    for where, value in changes:
        data[int(where * len(data))] = value
    try:
        picture = cleaned(tmp_path, bytes(data[: int(kept * len(data)) + 1]))
    except FlawedFile:
        return
    assert_clean(picture)
