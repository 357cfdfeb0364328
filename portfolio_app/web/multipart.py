"""Forms with a file in them, read piece by piece: the fields into memory, the file straight to where it is wanted.

Starlette's own parser spools files to the system's temporary folder, which may lie in memory, and a second copy follows
when they are staged; thirty photos at once are too much for that.
"""

from collections.abc import AsyncIterator, Callable

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from portfolio_app.core.errors import Invalid

MOST_FIELDS = 60
MOST_FIELD_BYTES = 48 * 1024  # of all fields together: more than any form here holds


class IncomingForm:
    """A `multipart/form-data` body while it arrives. Read `file_chunks` to its end, then `fields` are complete.

    Only the first file in a field that `wants` (given the form so far and the field's name) is kept; a file field that
    was left empty counts as none. Raises `Invalid` for a body that is no such form, or has more fields than ours have.
    """

    def __init__(self, content_type: str, wants: "Callable[[IncomingForm, str], bool]") -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise Invalid()
        self._wants = wants
        self.fields: dict[str, list[str]] = {}
        self.file_name = ""
        self.has_file = False
        self.complete = False
        self._size = 0
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value = bytearray(), bytearray()
        self._name = ""
        self._text = bytearray()
        self._in_file = self._skipped = False
        self._file = bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begins,
                "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._header_ends,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._part_data,
                "on_part_end": self._part_ends,
                "on_end": self._ends,
            },
        )

    async def file_chunks(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The bytes of the file in `body`, as they come; reads on to the end of the body."""
        try:
            async for piece in body:
                self._parser.write(piece)
                if self._file:
                    yield bytes(self._file)
                    self._file.clear()
            self._parser.finalize()
        except FormParserError as problem:
            raise Invalid() from problem
        if not self.complete:
            raise Invalid()

    def text(self, name: str) -> str:
        """The first value of a field, "" without one."""
        return self.fields.get(name, [""])[0]

    def _part_begins(self) -> None:
        self._headers, self._name = {}, ""
        self._text.clear()
        self._in_file = self._skipped = False

    def _header_ends(self) -> None:
        self._headers[bytes(self._header).lower()] = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _headers_end(self) -> None:
        _kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        file_name = options.get(b"filename")
        if file_name is None:
            return
        self._in_file = bool(file_name) and not self.has_file and self._wants(self, self._name)
        self._skipped = not self._in_file
        if self._in_file:
            self.has_file = True
            self.file_name = file_name.decode("utf-8", "replace")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._file += data[start:end]
        elif not self._skipped:
            self._size += end - start
            if self._size > MOST_FIELD_BYTES:
                raise Invalid()
            self._text += data[start:end]

    def _part_ends(self) -> None:
        if self._in_file or self._skipped:
            return
        if sum(len(values) for values in self.fields.values()) >= MOST_FIELDS:
            raise Invalid()
        self.fields.setdefault(self._name, []).append(self._text.decode("utf-8", "replace"))

    def _ends(self) -> None:
        self.complete = True
