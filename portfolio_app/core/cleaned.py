"""What cleaning an uploaded file ends in: something clean, or a flaw. Imports nothing, so that server and worker can
speak of it without loading each other's libraries."""

from dataclasses import dataclass
from enum import StrEnum

MOST_PAGES = 200  # of a PDF


class Flaw(StrEnum):
    """Everything that can be wrong with an uploaded file; `unusable_files` has a sentence for each."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    HEIC = "heic"
    OTHER_PICTURE_FORMAT = "other_picture_format"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN_PICTURE = "broken_picture"
    NOT_A_PDF = "not_a_pdf"
    ENCRYPTED_PDF = "encrypted_pdf"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_COMPLEX_PDF = "too_complex_pdf"
    BROKEN_PDF = "broken_pdf"
    TOOK_TOO_LONG = "took_too_long"
    TOO_BUSY = "too_busy"


class FlawedFile(Exception):
    """The file at hand cannot be used, because of `flaw`."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class CleanPicture:
    """A picture and its thumbnail, encoded; `width` and `height` are the picture's, in pixels."""

    data: bytes
    thumbnail: bytes
    width: int
    height: int
    content_type: str = "image/jpeg"
    thumbnail_content_type: str = "image/jpeg"
