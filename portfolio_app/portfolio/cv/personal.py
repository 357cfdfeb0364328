"""What a CV holds about a person: its choices, with contact lines, and which entries are in it."""

from collections.abc import Mapping
from typing import Any

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, Owned, register
from portfolio_app.portfolio.cv.models import Cv, CvEntry, Layout


def _has_pages(row: Mapping[str, Any]) -> None:
    if row["pages"] not in (1, 2):
        raise Invalid()


register(
    Owned(
        Cv,
        "cvs",
        label=N_("CV"),
        left_out={"fit": OF_THIS_INSTANCE, "left_out": OF_THIS_INSTANCE},
        choices={"layout": Layout},
        check=_has_pages,
    ),
    Owned(CvEntry, "cv_entries", through="cv_id"),
)
