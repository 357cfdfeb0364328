"""Spreadsheets saved as text: reading them, row by row with the line each begins on, and writing them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO


class BrokenSheet(ValueError):
    """The row that begins on `line`, counted from 1, cannot be read."""

    def __init__(self, line: int, what: str) -> None:
        self.line, self.what = line, what
        super().__init__(f"{line}: {what}")


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the sheet in `text`, its columns parted by commas, or by semicolons or tabs if the first line has
    those: the line on which a row begins, and its cells without blanks around. Raises `BrokenSheet`."""
    first = text.partition("\n")[0]
    delimiter = next((mark for mark in ("\t", ";") if mark in first), ",")
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in rows:
            yield line, [cell.strip() for cell in row]
            line = rows.line_num + 1
    except csv.Error as error:
        raise BrokenSheet(line, str(error)) from error


FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would reckon with, where a name begins so."""


def written(rows: Iterable[Sequence[str]], *, semicolons: bool = False) -> str:
    """A sheet of these rows; columns are parted by commas, or by semicolons, as spreadsheets expect it where numbers
    have a comma. What a spreadsheet would take for a formula gets an apostrophe before it."""
    text = StringIO(newline="")
    sheet = csv.writer(text, delimiter=";" if semicolons else ",")
    for row in rows:
        sheet.writerow([f"'{cell}" if cell.startswith(FORMULAS) else cell for cell in row])
    return text.getvalue()
