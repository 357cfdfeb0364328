"""What a person is told about a file that cannot be used: one sentence a flaw, saying what to do next."""

from collections.abc import Mapping

from portfolio_app.core.cleaned import Flaw
from portfolio_app.core.errors import DomainError
from portfolio_app.core.languages import N_

SENTENCES: Mapping[Flaw, str] = {
    Flaw.EMPTY: N_("This file is empty. Choose it again, or choose another one."),
    Flaw.TOO_LARGE: N_("This file is too large. A file can be {megabytes} MB at most."),
    Flaw.NOT_A_PICTURE: N_("This is not a picture. Choose a photo or a picture as JPEG, PNG or WebP."),
    Flaw.HEIC: N_(
        "This is a HEIC picture. Choose “Most compatible” in the camera settings, or take a screenshot of it."
    ),
    Flaw.OTHER_PICTURE_FORMAT: N_(
        "Pictures of this kind cannot be used. Save it as JPEG or PNG, or take a screenshot of it."
    ),
    Flaw.TOO_MANY_PIXELS: N_("This picture has too many pixels. Make it smaller, or take a screenshot of it."),
    Flaw.BROKEN_PICTURE: N_("This picture is damaged and cannot be read. Choose it again, or choose another one."),
    Flaw.NOT_A_PDF: N_("This is not a PDF. Save your document as a PDF and choose that file."),
    Flaw.ENCRYPTED_PDF: N_("This PDF is locked with a password. Save it without the password and choose it again."),
    Flaw.TOO_MANY_PAGES: N_("This PDF has too many pages. It can have {pages} pages at most."),
    Flaw.TOO_COMPLEX_PDF: N_("This PDF could not be checked for safety. Print it to a new PDF and choose that one."),
    Flaw.BROKEN_PDF: N_("This PDF is damaged and cannot be read. Save it again and choose the new file."),
    Flaw.TOOK_TOO_LONG: N_("This file took too long to prepare. Try a smaller one, or take a screenshot of it."),
    Flaw.TOO_BUSY: N_("Many files are being prepared right now. Try again in a minute."),
}


class UnusableFile(DomainError):
    """An uploaded file that nothing was kept of, because of `flaw`; `values` fill the sentence's placeholders."""

    def __init__(self, flaw: Flaw, **values: object) -> None:
        super().__init__(SENTENCES[flaw], field="file", **values)
        self.flaw = flaw
