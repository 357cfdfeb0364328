"""A PDF that somebody uploaded still shows its pages afterwards, and does nothing else."""

import base64
import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from portfolio_app.core import pdf_cleaning
from portfolio_app.core.cleaned import MOST_PAGES, Flaw, FlawedFile
from portfolio_app.core.pdf_cleaning import clean_pdf
from tests.core import samples


def cleaned(tmp_path: Path, data: bytes) -> bytes:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return clean_pdf(path)


def flaw(tmp_path: Path, data: bytes) -> Flaw:
    with pytest.raises(FlawedFile) as raised:
        cleaned(tmp_path, data)
    return raised.value.flaw


def unfolded(data: bytes) -> bytes:
    """The same document with every object and stream readable, so that words can be searched for."""
    file = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as pdf:
        pdf.save(file, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


def drawn(photo: pikepdf.Object | bytes) -> Image.Image:
    """The picture that a JPEG, or a stream which holds one, shows."""
    return Image.open(io.BytesIO(photo if isinstance(photo, bytes) else photo.read_raw_bytes()), formats=("JPEG",))


def addresses(pdf: Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", Array([])):  # type: ignore[union-attr]
            if "/A" in note:
                yield str(note.A.get("/URI", note.A.get("/S")))


def test_everything_that_acts_or_tells_goes_and_what_people_read_stays(tmp_path: Path) -> None:
    data = cleaned(tmp_path, samples.armed_document())
    words = unfolded(data)
    for trace in (
        *(b"JavaScript", b"app.alert", b"/Launch", b"cmd.exe", b"/GoToR", b"/SubmitForm", b"/ImportData", b"/Unheard"),
        *(b"payload", b"/EmbeddedFile", b"/XFA", b"<xdp>", b"/RichMedia", b"/Screen", b"/FileAttachment", b"/AA"),
        *(b"OpenAction", b"tracker.example", b"etc/passwd", b"Siiri", b"SecretTitle", b"SecretMaker", b"/Metadata"),
        *(b"Exif", b"GPS", b"Polkuphone", b"/Info", b"/PieceInfo"),
    ):
        assert trace not in words, trace
    with Pdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2
        assert b"Page 2" in pdf.pages[1].obj.Contents.read_bytes()
        assert list(addresses(pdf)) == ["https://example.org/course"]
        assert not pdf.attachments
        assert not pdf.docinfo
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["First", "Second"]
        assert drawn(pdf.pages[0].obj.Resources.XObject.Photo).size == (64, 48)
        assert pdf.is_linearized


def test_the_pages_look_as_before(tmp_path: Path) -> None:
    original = samples.saved(samples.document(3))
    for name, data in (("before", original), ("after", cleaned(tmp_path, original))):
        (tmp_path / f"{name}.pdf").write_bytes(data)
        subprocess.run(["pdftoppm", "-r", "40", "-png", f"{name}.pdf", name], cwd=tmp_path, check=True)
    for page in (1, 2, 3):
        assert (tmp_path / f"before-{page}.png").read_bytes() == (tmp_path / f"after-{page}.png").read_bytes()


def test_the_same_bytes_in_give_the_same_bytes_out(tmp_path: Path) -> None:
    original = samples.armed_document()
    once = cleaned(tmp_path, original)
    assert cleaned(tmp_path, original) == once
    assert cleaned(tmp_path, once) == once


def test_names_that_merely_look_dangerous_are_left_alone(tmp_path: Path) -> None:
    pdf = samples.document()
    resources = pdf.pages[0].obj.Resources
    resources.Font = Dictionary(AA=resources.Font.F1, A=resources.Font.F1, JS=resources.Font.F1)
    glyph = pdf.make_stream(b"0 0 m")
    drawn = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(A=glyph, Next=glyph))
    resources.Font.T3 = pdf.make_indirect(drawn)
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot, K=Dictionary(S=Name.Figure, A=Dictionary(O=Name.Layout, Placement=Name.Block))
        )
    )
    with Pdf.open(io.BytesIO(cleaned(tmp_path, samples.saved(pdf)))) as reopened:
        fonts = reopened.pages[0].obj.Resources.Font
        assert {"/AA", "/A", "/JS", "/T3"} == set(fonts.keys())
        assert set(fonts.T3.CharProcs.keys()) == {"/A", "/Next"}
        assert reopened.Root.StructTreeRoot.K.A.Placement == Name.Block


@pytest.mark.parametrize("wrapping", ["/ASCII85Decode", "/FlateDecode", "/ASCIIHexDecode"])
def test_the_place_in_a_wrapped_photo_goes_too(tmp_path: Path, wrapping: str) -> None:
    pdf = samples.document()
    jpeg = samples.encoded(samples.two_colours(64, 48), "JPEG", exif=samples.told_all())
    wrapped = {
        "/ASCII85Decode": lambda: base64.a85encode(jpeg) + b"~>",
        "/FlateDecode": lambda: samples.zlib.compress(jpeg),
        "/ASCIIHexDecode": lambda: jpeg.hex().encode() + b">",
    }[wrapping]()
    filters = Array([Name(wrapping), Name.DCTDecode])
    photo = Stream(pdf, wrapped, Dictionary(Subtype=Name.Image, Width=64, Height=48, Filter=filters))
    photo.ColorSpace, photo.BitsPerComponent = Name.DeviceRGB, 8
    pdf.pages[0].obj.Resources.XObject = Dictionary(Photo=photo)
    before = samples.saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with Pdf.open(io.BytesIO(cleaned(tmp_path, before))) as reopened:
        kept = reopened.pages[0].obj.Resources.XObject.Photo
        assert b"Polkuphone" not in kept.read_raw_bytes()
        assert drawn(kept).getpixel((5, 20)) == drawn(jpeg).getpixel((5, 20))


def test_a_signature_keeps_its_look_and_loses_its_proof(tmp_path: Path) -> None:
    pdf = samples.document()
    proof = pdf.make_indirect(Dictionary(Type=Name.Sig, Name=String("Siiri Salmi"), Location=String("Espoo")))
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), Rect=Array([0, 0, 9, 9]), V=proof
    )
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    words = unfolded(cleaned(tmp_path, samples.saved(pdf)))
    assert b"/Widget" in words
    assert b"Espoo" not in words


def test_a_restricted_pdf_is_taken_and_a_locked_one_refused(tmp_path: Path) -> None:
    restricted = samples.saved(samples.document(), encryption=pikepdf.Encryption(owner="o", user=""))
    with Pdf.open(io.BytesIO(cleaned(tmp_path, restricted))) as pdf:
        assert not pdf.is_encrypted
    locked = samples.saved(samples.document(), encryption=pikepdf.Encryption(owner="o", user="u"))
    assert flaw(tmp_path, locked) is Flaw.ENCRYPTED_PDF


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Flaw.EMPTY),
        (b"hello", Flaw.NOT_A_PDF),
        (samples.phone_photo(64, 48), Flaw.NOT_A_PDF),
        (b"<html>%PDF-1.7", Flaw.NOT_A_PDF),
        (b"%PDF-1.7\n", Flaw.BROKEN_PDF),
        (b"%PDF-1.7\n" + b"\0" * 5000, Flaw.BROKEN_PDF),
        (samples.saved(pikepdf.new()), Flaw.BROKEN_PDF),
    ],
)
def test_what_cannot_be_used_is_told_apart(tmp_path: Path, data: bytes, why: Flaw) -> None:
    assert flaw(tmp_path, data) is why


def test_as_many_pages_as_allowed_and_one_more(tmp_path: Path) -> None:
    with Pdf.open(io.BytesIO(cleaned(tmp_path, samples.saved(samples.document(MOST_PAGES))))) as pdf:
        assert len(pdf.pages) == MOST_PAGES
    assert flaw(tmp_path, samples.saved(samples.document(MOST_PAGES + 1))) is Flaw.TOO_MANY_PAGES


@pytest.mark.parametrize("bomb", [samples.stream_bomb, samples.double_bomb])
def test_a_stream_that_unpacks_to_hundreds_of_megabytes_is_refused(tmp_path: Path, bomb: Callable[[], bytes]) -> None:
    data = bomb()
    assert len(data) < 2_000_000
    assert flaw(tmp_path, data) is Flaw.TOO_COMPLEX_PDF


def test_an_object_stream_that_unpacks_to_hundreds_of_megabytes_is_refused(tmp_path: Path) -> None:
    with Pdf.open(io.BytesIO(samples.object_stream_bomb(1000))) as harmless:
        assert harmless.Root.Type == Name.Catalog
    assert flaw(tmp_path, samples.object_stream_bomb()) in (Flaw.TOO_COMPLEX_PDF, Flaw.BROKEN_PDF)


def test_a_picture_of_a_billion_pixels_is_refused(tmp_path: Path) -> None:
    pdf = samples.document()
    photo = pdf.make_stream(b"\0", Subtype=Name.Image, Width=40_000, Height=40_000, Filter=Name.FlateDecode)
    pdf.pages[0].obj.Resources.XObject = Dictionary(Photo=photo)
    assert flaw(tmp_path, samples.saved(pdf, compress_streams=False)) is Flaw.TOO_COMPLEX_PDF


def test_more_work_than_there_is_time_for_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_cleaning, "SECONDS", 0.0)
    assert flaw(tmp_path, samples.saved(samples.document())) is Flaw.TOOK_TOO_LONG


def test_cut_off_documents_are_read_as_far_as_they_go_or_refused(tmp_path: Path) -> None:
    whole = samples.armed_document()
    for kept in range(0, len(whole), len(whole) // 40):
        try:
            data = cleaned(tmp_path, whole[:kept])
        except FlawedFile:
            continue
        assert b"app.alert" not in unfolded(data)


ARMED = unfolded(samples.armed_document())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=10))
def test_no_change_of_bytes_lets_anything_through(tmp_path: Path, changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(ARMED)
    for where, value in changes:
        at = int(where * len(data))
        data[at : at + len(value)] = value
    try:
        words = unfolded(cleaned(tmp_path, bytes(data)))
    except FlawedFile:
        return
    for trace in (b"/S /JavaScript", b"/S /Launch", b"/S /SubmitForm", b"/OpenAction", b"/EmbeddedFiles"):
        assert trace not in words
