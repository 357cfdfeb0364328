"""Turns a picture that somebody uploaded into one that is safe to keep and to show.

What comes out is drawn anew from the pixels alone: upright, bounded, in sRGB, without a trace of where, when or with
what it was taken. It is always a JPEG: everything that reads it later (browsers, PDF setting, takeouts) takes JPEG,
and transparency is laid on white, as on paper, because black lettering on nothing disappears on a dark page.

Runs in the cleaning worker (`cleaning_worker`), so it imports nothing that would make that large.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageCms, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from portfolio_app.core.cleaned import CleanPicture, Flaw, FlawedFile

LONG_SIDE = 2048  # pixels; more than a full-width photo needs on a large screen or on A4
THUMBNAIL_SIDE = 400
# Phones make 50-megapixel JPEGs, which decode at a fraction of their size. PNG and WebP must be decoded whole.
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
# A JPEG is decoded at 1/2, 1/4 or 1/8 for a fraction of time and memory when that leaves this share of LONG_SIDE:
# the usual 4032-pixel photo becomes 2016 pixels wide straight from the decoder.
ENOUGH = 0.9

PHOTO_QUALITY = 82
DRAWING_QUALITY = 90  # PNGs are mostly screenshots and drawings: lettering shows what compression does

_ORIENTATION = 0x0112  # EXIF 2.32, table 4: how the camera was held
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# ISO base media file brands of HEIF pictures coded with HEVC (ISO/IEC 23008-12, annex B).
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_OTHER_PICTURES = (
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\0\0\1\0",  # ICO
    b"\xff\x0a",  # JPEG XL, bare
    b"\0\0\0\x0cJXL ",
    b"\0\0\0\x0cjP  ",  # JPEG 2000
    b"8BPS",
)

# Registered here once: `Image.open` would otherwise import every decoder Pillow has.
_PLUGINS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
_SRGB = ImageCms.createProfile("sRGB")


def clean_picture(path: Path) -> CleanPicture:
    """The picture in the file at `path`, made safe; of an animation its first frame.

    Takes JPEG, PNG and WebP, told apart by their first bytes and never by a name. Raises `FlawedFile`, and nothing
    else, for whatever cannot be used. Needs 40 to 80 MB of memory for a photo of 12 million pixels, at most 550 MB
    (a WebP of 30 million).
    """
    with path.open("rb") as file:
        kind = _format(file.read(64))
        file.seek(0)
        try:
            with _bombs_are_errors(), Image.open(file, formats=(kind,)) as picture:
                return _clean(picture, kind)
        except FlawedFile:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
            raise FlawedFile(Flaw.TOO_MANY_PIXELS) from error
        except Exception as error:
            # Damaged files make the decoders raise nearly anything: OSError, SyntaxError, ValueError, TypeError,
            # struct.error, EOFError, RuntimeError … All of it means that these bytes are no picture.
            raise FlawedFile(Flaw.BROKEN_PICTURE) from error


def _format(head: bytes) -> str:
    """Pillow's name for the format a file with these first bytes is in, or `FlawedFile`."""
    if not head:
        raise FlawedFile(Flaw.EMPTY)
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        brands = [head[8:12], *(head[at : at + 4] for at in range(16, len(head), 4))]
        if b"avif" not in brands and b"avis" not in brands and any(brand in _HEIC_BRANDS for brand in brands):
            raise FlawedFile(Flaw.HEIC)
        if any(brand in (b"avif", b"avis") for brand in brands):
            raise FlawedFile(Flaw.OTHER_PICTURE_FORMAT)
    if head.startswith(_OTHER_PICTURES) or b"<svg" in head:
        raise FlawedFile(Flaw.OTHER_PICTURE_FORMAT)
    raise FlawedFile(Flaw.NOT_A_PICTURE)


@contextmanager
def _bombs_are_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns about odd metadata, all of which is dropped here
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _clean(picture: ImageFile.ImageFile, kind: str) -> CleanPicture:
    width, height = picture.size
    if width < 1 or height < 1:
        raise FlawedFile(Flaw.BROKEN_PICTURE)
    if width * height > MOST_PIXELS[kind]:
        raise FlawedFile(Flaw.TOO_MANY_PIXELS)
    if kind == "JPEG":
        for part in (8, 4, 2):
            if max(width, height) >= ENOUGH * LONG_SIDE * part:
                picture.draft(None, (width // part, height // part))
                break
    picture.load()
    turn = _turn(picture)
    profile = picture.info.get("icc_profile")
    drawn = _bounded(_plain(picture), LONG_SIDE)
    if turn is not None:
        drawn = drawn.transpose(turn)
    drawn = _in_srgb(_on_white(drawn), profile)
    drawn.info.clear()  # the encoder would copy comments from here
    thumbnail = _bounded(drawn, THUMBNAIL_SIDE)
    sharp = kind == "PNG"
    return CleanPicture(_jpeg(drawn, sharp), _jpeg(thumbnail, sharp), drawn.width, drawn.height)


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How to turn the picture upright, from EXIF or XMP; damaged metadata count as none."""
    try:
        return _UPRIGHT.get(picture.getexif().get(_ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, struct.error):
        return None


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in a mode that can be resized smoothly: L, RGB, RGBA, or CMYK until its colours are converted."""
    match picture.mode:
        case "L" | "RGB" | "CMYK" | "RGBA":
            if "transparency" in picture.info:
                return picture.convert("RGBA")
            return picture
        case "LA" | "PA":
            return picture.convert("RGBA")
        case "P":
            return picture.convert("RGBA" if "transparency" in picture.info else "RGB")
        case "1":
            return picture.convert("L")
        case "I" | "I;16" | "I;16B" | "I;16L":  # 16-bit grey: keep the upper eight bits, plain conversion clips
            return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        case _:
            return picture.convert("RGB")


def _bounded(picture: Image.Image, side: int) -> Image.Image:
    """The picture with neither side longer than `side` pixels; a smaller one stays as it is."""
    scale = side / max(picture.size)
    if scale >= 1:
        return picture.copy()
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB")


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """The picture's colours in sRGB. Phones often record wider ones, which look dull without their profile."""
    if isinstance(profile, bytes) and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
                if converted is not None:
                    return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a damaged profile, or one for another mode: the colours as they are
    return picture if picture.mode == "L" else picture.convert("RGB")


def _jpeg(picture: Image.Image, sharp: bool) -> bytes:
    encoded = io.BytesIO()
    quality, subsampling = (DRAWING_QUALITY, "4:4:4") if sharp else (PHOTO_QUALITY, "4:2:0")
    picture.save(encoded, "JPEG", quality=quality, subsampling=subsampling, progressive=True, optimize=True)
    return encoded.getvalue()
