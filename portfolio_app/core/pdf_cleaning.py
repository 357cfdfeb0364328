"""Turns a PDF that somebody uploaded into one that only shows pages: nothing in it runs, calls home, carries another
file along or says who made it, where and when.

What may stay is listed wherever the standard (ISO 32000-2) makes that possible: in the catalogue, in pages, among
annotations and actions. Everywhere else the known dangers are taken out. Runs in the cleaning worker.
"""

import base64
import io
import time
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from portfolio_app.core.cleaned import MOST_PAGES, Flaw, FlawedFile
from portfolio_app.core.jpeg_segments import without_metadata

MOST_OBJECTS = 200_000
MOST_IMAGE_PIXELS = 100_000_000  # A3 at 600 dpi has 70 million
SECONDS = 15.0
LINK_SCHEMES = ("http", "https", "mailto")


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A stream that holds more than this when unpacked is a bomb; page contents and fonts are far below.
_UNPACKED_BYTES = 96 * 1024 * 1024

_CATALOGUE = _names(
    "/Type /Version /Extensions /Pages /PageLabels /Names /Dests /ViewerPreferences /PageLayout /PageMode "
    "/Outlines /AcroForm /StructTreeRoot /MarkInfo /Lang /OCProperties"
)
_PAGE = _names(
    "/Type /Parent /Resources /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Contents /Rotate /Group /Annots "
    "/StructParents /Tabs /UserUnit"
)
_ANNOTATIONS = _names(
    "/Link /Text /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline /Squiggly "
    "/StrikeOut /Caret /Stamp /Ink /Popup /Widget"
)
# Action types (12.6.4). Only going to a place in this document and following a link may stay.
_DANGEROUS_ACTIONS = _names(
    "/JavaScript /Launch /GoToR /GoToE /GoToDp /SubmitForm /ImportData /ResetForm /Rendition /Sound /Movie "
    "/Hide /Named /SetOCGState /Thread /Trans /GoTo3DView /RichMediaExecute"
)
_DANGEROUS_KEYS = _names(
    "/AA /OpenAction /JS /JavaScript /XFA /Metadata /PieceInfo /AF /EF /RF /EmbeddedFiles /RichMedia "
    "/RichMediaContent /RichMediaSettings /Measure /PtData /LastModified /SpiderInfo /Perms /DSS /OPI "
    "/PresSteps /Thumb"
)
# Keys that make a stream's bytes come from another file (7.3.8.2), and a form XObject from another document (8.10.4).
_FOREIGN_STREAM_KEYS = ("/F", "/FFilter", "/FDecodeParms", "/Ref")


def clean_pdf(path: Path) -> bytes:
    """The PDF in the file at `path`, made safe, linearized and compressed; the same bytes in give the same bytes out.

    Links to http, https and mailto addresses stay, and so do outlines, form fields and what screen readers use.
    A PDF that opens without a password is taken although its author restricted it; signatures lose their proof, since
    the file changes. Metadata inside JPEG images go too; those inside JPEG 2000 images stay.

    Raises `FlawedFile`, and nothing else, for whatever cannot be used: more than `MOST_PAGES` pages, more than
    `MOST_OBJECTS` objects, streams that unpack to far more than they should, or more than `SECONDS` seconds of work.
    """
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        raise FlawedFile(Flaw.EMPTY)
    if not head.lstrip(b"\xef\xbb\xbf\0\t\n\f\r ").startswith(b"%PDF-"):
        raise FlawedFile(Flaw.NOT_A_PDF)
    limits = pikepdf.settings.set_qpdf_limits(
        doc_max_warnings=500,
        parser_max_container_size=1_000_000,
        max_stream_filters=3,
        flate_max_memory=_UNPACKED_BYTES,
        run_length_max_memory=_UNPACKED_BYTES,
        png_max_memory=_UNPACKED_BYTES,
        tiff_max_memory=_UNPACKED_BYTES,
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about form fields that lie outside the form
            return _clean(path, time.monotonic() + SECONDS)
    except FlawedFile:
        raise
    except pikepdf.PasswordError as error:
        raise FlawedFile(Flaw.ENCRYPTED_PDF) from error
    except (MemoryError, RecursionError) as error:
        raise FlawedFile(Flaw.TOO_COMPLEX_PDF) from error
    except Exception as error:
        # Objects of the wrong type anywhere in a damaged file surface as nearly any exception.
        raise FlawedFile(Flaw.BROKEN_PDF) from error
    finally:
        pikepdf.settings.set_qpdf_limits(**limits)  # type: ignore[arg-type]


def _clean(path: Path, deadline: float) -> bytes:
    with Pdf.open(path) as pdf:
        pages = _checked_pages(pdf)
        _Cleaner(pdf, deadline).run()
        saved = io.BytesIO()
        pdf.save(
            saved,
            linearize=True,
            compress_streams=True,
            # Nothing is unpacked while saving: a bomb in a stream stays folded, and pictures stay as they are.
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    data = saved.getvalue()
    with Pdf.open(io.BytesIO(data), attempt_recovery=False) as reopened:
        again = _Cleaner(reopened, deadline)
        again.run()
        if len(reopened.pages) != pages or again.removed:
            raise FlawedFile(Flaw.BROKEN_PDF)
    return data


def _checked_pages(pdf: Pdf) -> int:
    if len(pdf.objects) > MOST_OBJECTS:
        raise FlawedFile(Flaw.TOO_COMPLEX_PDF)
    pages = len(pdf.pages)
    if not pages:
        raise FlawedFile(Flaw.BROKEN_PDF)
    if pages > MOST_PAGES:
        raise FlawedFile(Flaw.TOO_MANY_PAGES)
    return pages


class _Cleaner:
    """One pass over one document. `removed` counts what had to go, so that a second pass can prove the first."""

    def __init__(self, pdf: Pdf, deadline: float) -> None:
        self.pdf = pdf
        self.deadline = deadline
        self.removed = 0

    def run(self) -> None:
        self._trailer()
        self._keep_only(self.pdf.Root, _CATALOGUE)
        if "/Names" in self.pdf.Root:
            self._keep_only(self.pdf.Root.Names, frozenset({"/Dests"}))
        for page in self.pdf.pages:
            self._keep_only(page.obj, _PAGE)
            self._annotations(page.obj)
        for thing in self._dictionaries():
            self._dictionary(thing)

    def _trailer(self) -> None:
        for key in ("/Info", "/Metadata"):
            self._remove(self.pdf.trailer, key)

    def _keep_only(self, thing: Object, allowed: frozenset[str]) -> None:
        for key in list(thing.keys()):
            if key not in allowed:
                self._remove(thing, key)

    def _remove(self, thing: Object, key: str) -> None:
        if key in thing:
            del thing[key]
            self.removed += 1

    def _annotations(self, page: Object) -> None:
        found = page.get("/Annots")
        if found is None:
            return
        kept = [note for note in _items(found) if str(note.get("/Subtype", "")) in _ANNOTATIONS]
        if len(kept) != len(found):  # pyright: ignore[reportArgumentType]
            self.removed += 1
            page["/Annots"] = pikepdf.Array(kept)

    def _dictionaries(self) -> Iterator[Object]:
        """Every dictionary and stream once: the indirect objects, and whatever is nested directly in them."""
        for indirect in self.pdf.objects:
            waiting = [indirect]
            while waiting:
                if time.monotonic() > self.deadline:
                    raise FlawedFile(Flaw.TOOK_TOO_LONG)
                thing = waiting.pop()
                if isinstance(thing, (Dictionary, Stream)):
                    yield thing
                    inner = [value for _key, value in thing.items()]
                elif isinstance(thing, pikepdf.Array):
                    inner = list(thing)  # type: ignore[call-overload]
                else:
                    continue
                waiting.extend(value for value in inner if isinstance(value, Object) and not value.is_indirect)

    def _dictionary(self, thing: Object) -> None:
        for key in _DANGEROUS_KEYS:
            if key in thing and not _is_resource(thing[key]):
                self._remove(thing, key)
        if _is_dangerous(thing):
            self._empty(thing)
        if _is_link(thing) and "/A" in thing and not _is_allowed_action(thing["/A"]):
            self._remove(thing, "/A")
        if "/S" in thing and _is_allowed_action(thing):
            self._remove(thing, "/Next")  # one action, no chain of them
        if str(thing.get("/FT", "")) == "/Sig":
            self._remove(thing, "/V")
        if isinstance(thing, Stream):
            self._stream(thing)

    def _empty(self, thing: Object) -> None:
        for key in list(thing.keys()):
            if not (isinstance(thing, Stream) and key in ("/Length", "/Filter", "/DecodeParms")):
                self._remove(thing, key)

    def _stream(self, stream: Stream) -> None:
        for key in _FOREIGN_STREAM_KEYS:
            self._remove(stream, key)
        filters = [str(name) for name in _items(stream.get("/Filter"))]
        if len(filters) > 3 or sum(name in ("/FlateDecode", "/Fl", "/LZWDecode", "/LZW") for name in filters) > 1:
            raise FlawedFile(Flaw.TOO_COMPLEX_PDF)  # packed twice: only bombs are
        if str(stream.get("/Subtype", "")) == "/Image":
            if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_IMAGE_PIXELS:
                raise FlawedFile(Flaw.TOO_COMPLEX_PDF)
            if filters and filters[-1] in ("/DCTDecode", "/DCT"):
                self._photo(stream, filters[:-1])
        elif set(filters) & {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}:
            _refuse_bomb(stream)

    def _photo(self, stream: Stream, wrappings: list[str]) -> None:
        jpeg = _unwrapped(stream.read_raw_bytes(), wrappings)
        bare = without_metadata(jpeg)
        if bare != jpeg:
            self.removed += 1
            parameters = [each for each in _items(stream.get("/DecodeParms"))[-1:] if isinstance(each, Dictionary)]
            stream.write(bare, filter=Name.DCTDecode, decode_parms=parameters[0] if parameters else None)


def _unwrapped(raw: bytes, wrappings: list[str]) -> bytes:
    """A stream's bytes without the filters around its JPEG. With any other filter it is no JPEG to us."""
    for name in wrappings:
        if name in ("/ASCII85Decode", "/A85"):
            raw = base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>"), ignorechars=b" \t\n\r\v\0\f")
        elif name in ("/FlateDecode", "/Fl"):
            raw = zlib.decompressobj().decompress(raw, _UNPACKED_BYTES)
        elif name in ("/ASCIIHexDecode", "/AHx"):
            raw = bytes.fromhex(raw.decode("ascii").strip().removesuffix(">"))
    return raw


def _items(value: Object | None) -> list[Object]:
    """An array's members, or a single value as a list, or nothing."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]  # type: ignore[call-overload]


def _is_resource(value: object) -> bool:
    """Whether this is a font, picture or the like, which a document may by chance have named as a dangerous key.

    Whatever an attacker hides behind that look is still an action, and emptied as one.
    """
    if isinstance(value, Dictionary):
        return str(value.get("/Type", "")) in ("/Font", "/ExtGState", "/Pattern") or "/ShadingType" in value
    return isinstance(value, Stream) and str(value.get("/Subtype", "")) in ("/Image", "/Form")


def _is_dangerous(thing: Object) -> bool:
    kind = thing.get("/S")
    if not isinstance(kind, Name):
        return False
    return str(kind) in _DANGEROUS_ACTIONS or (str(kind) == "/URI" and not _is_followable(thing.get("/URI")))


def _is_link(thing: Object) -> bool:
    """Whether this can be clicked: an annotation or an outline item. `/A` means other things elsewhere."""
    return "/Title" in thing or ("/Rect" in thing and "/Subtype" in thing)


def _is_allowed_action(value: object) -> bool:
    return isinstance(value, Dictionary) and str(value.get("/S", "")) in ("/GoTo", "/URI") and not _is_dangerous(value)


def _is_followable(target: object) -> bool:
    if not isinstance(target, pikepdf.String):
        return False
    try:
        address = bytes(target).decode("ascii", "replace").strip()
        return urlsplit(address).scheme.lower() in LINK_SCHEMES
    except ValueError:
        return False


def _refuse_bomb(stream: Stream) -> None:
    """Unpacks a stream that is not a picture, within the limits set for qpdf, to see that readers can.

    A stream that is merely damaged may stay: readers skip it.
    """
    try:
        stream.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    except (pikepdf.PdfError, pikepdf.DataDecodingError) as error:
        if "memory limit" in str(error):  # qpdf has no error of its own for it
            raise FlawedFile(Flaw.TOO_COMPLEX_PDF) from error
