"""The languages people read: which there are, which one is being spoken right now, and gettext in it.

`_()` is ordinary gettext. It runs while a page is built (each page is built once per language) and while a view
model, a mail or a document is made on the server; both say `with speaking(language):` around it.
"""

import gettext as gnu
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError, get_global
from babel.dates import format_date as babel_date
from babel.dates import format_interval, format_skeleton, get_day_names, get_month_names
from babel.dates import format_time as babel_time
from babel.lists import format_list as babel_list
from babel.numbers import format_decimal
from babel.units import format_unit

from portfolio_app.core.clock import now
from portfolio_app.settings import settings

SOURCE = "en"
PSEUDO = "qps"
LOCALE_DIR = Path(__file__).parent.parent / "locale"


class _Names(dict[str, str]):
    """Languages by their code, each in itself; those that are not written here as Unicode's data name them."""

    def __missing__(self, code: str) -> str:
        try:
            name = Locale.parse(code, sep="-").get_display_name()
        except (ValueError, UnknownLocaleError):
            name = None
        return name[:1].upper() + name[1:] if name else code


NAMES = _Names({"en": "English", "fi": "Suomi", "nb": "Norsk bokmål", "nl": "Nederlands", PSEUDO: "Ƥşḗḗŭŭḓǿǿ"})

_spoken: ContextVar[str] = ContextVar("spoken_language", default=SOURCE)
_zone_here: ContextVar[str] = ContextVar("zone_here", default="")


class PseudoTranslations(gnu.NullTranslations):
    """Marks every message that went through `_()`, so that a test can find text that did not."""

    _accents = str.maketrans("aceilnorsuyACEILNORSUY", "áçéíļñóřšúýÁÇÉÍĻÑÓŘŠÚÝ")

    def gettext(self, message: str) -> str:
        """The message between brackets, accented, its `{placeholders}` untouched."""
        pieces, depth = [], 0
        for char in message:
            depth += (char == "{") - (char == "}")
            pieces.append(char if depth else char.translate(self._accents))
        return f"⟦{''.join(pieces)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """As `gettext`, choosing English singular or plural."""
        return self.gettext(msgid1 if n == 1 else msgid2)


@lru_cache(maxsize=16)
def _catalogue(language: str) -> gnu.NullTranslations:
    if language == PSEUDO:
        return PseudoTranslations()
    return gnu.translation("messages", LOCALE_DIR, [language], fallback=True)


def languages() -> tuple[str, ...]:
    """The codes of the languages this instance serves; the first is the default."""
    return settings().languages


def spoken() -> str:
    """The code of the language being spoken here and now."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` (a served code; anything else falls back to the default) inside the block."""
    token = _spoken.set(language if language in languages() or language == PSEUDO else languages()[0])
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(language: str) -> None:
    """Speak `language` from here on in this task."""
    _spoken.set(language if language in languages() else languages()[0])


def _(message: str) -> str:
    """`message` in the language being spoken."""
    return _catalogue(_spoken.get()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The right plural form for `n` in the language being spoken; `{n}` in it is filled in."""
    return _catalogue(_spoken.get()).ngettext(singular, plural, n).format(n=format_number(n))


def N_(message: str) -> str:
    """Marks a message for the catalogues without translating it now."""
    return message


def _locale() -> str:
    return "en_GB" if _spoken.get() in (PSEUDO, "en") else _spoken.get()


def be_in(zone: str) -> None:
    """From here on in this task, tell times as clocks in `zone` show them: an IANA name, "" for the instance's own."""
    _zone_here.set(zone)


@contextmanager
def being_in(zone: str) -> Iterator[None]:
    """`be_in` inside the block, for what is written to somebody elsewhere."""
    token = _zone_here.set(zone)
    try:
        yield
    finally:
        _zone_here.reset(token)


def next_time(hour: int, zone: str) -> datetime:
    """The next moment at which clocks in `zone` ("": the instance's own) show that hour, in UTC."""
    with being_in(zone):
        here = now().astimezone(_zone())
        day = here.date() if here.hour < hour else here.date() + timedelta(days=1)
        return datetime.combine(day, time(hour), _zone()).astimezone(UTC)


def zone_of(country: str) -> str:
    """The zone whose clocks a whole country (ISO 3166-1) goes by; "" where there are several, or none is known."""
    zones: Sequence[str] = get_global("territory_zones").get(country, ())
    return zones[0] if len(zones) == 1 else ""


def _zone() -> tzinfo | None:
    """The reader's zone, else the one that is set; None is the server's."""
    name = _zone_here.get() or settings().time_zone
    return ZoneInfo(name) if name else None


def local_date(moment: datetime) -> date:
    """The calendar day of an aware moment where the reader is."""
    return moment.astimezone(_zone()).date()


def local_minute(moment: datetime) -> int:
    """How many minutes of its day an aware moment is in, where the reader is: 630 at half past ten."""
    here = moment.astimezone(_zone())
    return here.hour * 60 + here.minute


def end_of_day(day: date) -> datetime:
    """The last moment of a day where the reader is."""
    return datetime.combine(day, time.max, _zone()).astimezone(UTC)


def format_date(day: date | datetime, style: str = "long") -> str:
    """A day in the reader's way of writing it, such as "4 May 2026"; `style` is short, medium, long or full."""
    return _written(local_date(day) if isinstance(day, datetime) else day, style, _locale())


@lru_cache(maxsize=10_000)  # the same days stand on every page, and Babel takes its time
def _written(day: date, style: str, locale: str) -> str:
    return babel_date(day, style, locale=locale)


def format_days(first: date, last: date) -> str:
    """Days from the first to the last in the reader's way, what they share said once: "8–12 Mar 2027"."""
    if first == last:
        return format_date(first, "full")
    return str(format_interval(first, last, "yMMMMd", locale=_locale()))


def format_month(day: date) -> str:
    """The month of a day with its year, such as "May 2026"."""
    return format_skeleton("yMMMM", day, locale=_locale())


def format_weekday(day: date) -> str:
    """The day of the week by its name, such as "Friday"."""
    return babel_date(day, "EEEE", locale=_locale())


def month_names() -> tuple[str, ...]:
    """The months by name, from January on."""
    return tuple(get_month_names("wide", context="stand-alone", locale=_locale()).values())


def weekday_names() -> tuple[str, ...]:
    """The days of the week by name, from Monday on."""
    names = get_day_names("wide", context="stand-alone", locale=_locale())
    return tuple(names[day] for day in range(7))


def format_time(moment: datetime) -> str:
    """The time of day, such as "10:42"."""
    return format_clock(moment.astimezone(_zone()).time())


def format_clock(minute: time) -> str:
    """What a clock shows, such as "10:42"."""
    return _time_written(minute.replace(second=0, microsecond=0, fold=0), _locale())


@lru_cache(maxsize=10_000)  # every draft that is saved says when
def _time_written(minute: time, locale: str) -> str:
    return babel_time(minute, "short", locale=locale)


def format_moment(moment: datetime) -> str:
    """Day and time, such as "4 May 2026, 10:42"."""
    # Translators: a day and a time of that day in one phrase, such as "4 May 2026, 10:42"
    return _("{day}, {time}").format(day=format_date(moment), time=format_time(moment))


def format_number(value: float) -> str:
    """A number with the reader's separators."""
    return _number_written(value, _locale())


@lru_cache(maxsize=10_000, typed=True)  # the same counts stand on every page
def _number_written(value: float, locale: str) -> str:
    return format_decimal(value, locale=locale)


def format_list(items: Sequence[str]) -> str:
    """Several things in one phrase, such as "You, Anna and Tuula Virtanen"; "" for none."""
    return babel_list(items, locale=_locale())


def format_megabytes(size: int) -> str:
    """A size in bytes as megabytes with one decimal, such as "3.4 MB" (in Finnish "3,4 Mt")."""
    return _megabytes_written(round(size / 1_000_000, 1), _locale())


@lru_cache(maxsize=10_000)  # how full somebody's room is stands on every page with a form for files
def _megabytes_written(megabytes: float, locale: str) -> str:
    return format_unit(megabytes, "digital-megabyte", "short", locale=locale)


def best_language(accept_language: str) -> str:
    """The served language that an `Accept-Language` header asks for first, else the default.

    `no` and `nn` readers get `nb`. Weights are honoured; a malformed header is ignored.
    """
    wishes: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:20]:
        tag, _semicolon, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), tag.strip().lower().split("-")[0]))
        except ValueError:
            continue
    for _weight, tag in sorted(wishes, key=lambda wish: wish[0]):
        code = "nb" if tag in ("no", "nn") else tag
        if code in languages():
            return code
    return languages()[0]
