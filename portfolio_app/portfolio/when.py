"""When something was: from a day, a month or a year until another, as far as somebody knows or wants to say.

Kept as ISO 8601 cut short ("2026-05-04", "2026-05", "2026"), "" for not said: it sorts, and CVs take it as it is.
"""

import re
from datetime import date

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, format_date, format_month
from portfolio_app.portfolio.models import EntryKind

_SHAPE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
EARLIEST, LATEST = 1900, 2100
NO_DAY = N_("There is no such day. Check day, month and year.")
TURNED = N_("This is before it began. Check both days.")


def checked(began: str, ended: str) -> tuple[str, str]:
    """Both as they are kept. Raises `Invalid` for `from_year` or `to_year`."""
    for day, field in ((began, "from_year"), (ended, "to_year")):
        if day and not _is_day(day):
            raise Invalid(NO_DAY, field=field)
    known = min(len(began), len(ended))
    if began[:known] > ended[:known]:
        raise Invalid(TURNED, field="to_year")
    return began, ended


def _is_day(day: str) -> bool:
    if not _SHAPE.fullmatch(day) or not day.isascii() or not EARLIEST <= int(day[:4]) <= LATEST:
        return False
    try:
        date.fromisoformat(day + "-01-01"[len(day) - 4 :] if len(day) < len("2026-05-04") else day)
    except ValueError:
        return False
    return True


def typed(year: str, month: str, day: str, *, field: str) -> str:
    """What three fields say; a month without a day will do, and a year without a month. Raises `Invalid`."""
    parts = [part.strip() for part in (year, month, day)]
    while parts and not parts[-1]:
        parts.pop()
    if not parts:
        return ""
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise Invalid(N_("Write the year too, and the month where you give a day."), field=field)
    written = "-".join((parts[0], *(part.zfill(2) for part in parts[1:])))
    if not _is_day(written):
        raise Invalid(NO_DAY, field=field)
    return written


def parts_of(day: str) -> tuple[str, str, str]:
    """Year, month and day as their fields show them, "" for each that is not said."""
    year, month, in_month = [*day.split("-"), "", ""][:3]
    return year, month.lstrip("0"), in_month.lstrip("0")


def day_words(day: str) -> str:
    """Such a day as the reader writes it: "4 May 2026", "May 2026" or "2026"."""
    if len(day) == len("2026-05-04"):
        return format_date(date.fromisoformat(day))
    return format_month(date.fromisoformat(f"{day}-01")) if len(day) == len("2026-05") else day


def when_words(kind: str, began: str, ended: str, *, ongoing: bool = False) -> str:
    """From when until when, in one phrase; "" when nothing was said."""
    first, last = day_words(began), day_words(ended)
    if kind == EntryKind.QUALIFICATION:
        valid = _("valid until {day}").format(day=last) if last else ""
        return ", ".join(part for part in (first, valid) if part)
    if first and ongoing:
        return _("since {day}").format(day=first)
    if first and last and first != last:
        # Translators: from one day, month or year until another
        return _("{first} – {last}").format(first=first, last=last)
    return first or (_("until {day}").format(day=last) if last else "")
