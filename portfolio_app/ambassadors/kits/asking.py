"""What a kit is asked for: an event, when and where, whom to turn to, in which language. It stands in the address."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from urllib.parse import urlencode
from uuid import UUID

from portfolio_app.ambassadors.models import ACTIONS
from portfolio_app.core.languages import languages, spoken

FIELDS = ("event", "text", "day", "at", "place", "contact", "link", "action")
"""The names of what stands in an address."""
LONGEST = 120
"""Characters of a place or a contact."""


@dataclass(frozen=True)
class KitAsked:
    """`text` is the language of what is made. `action`, which an ambassador has planned, fills what is not said. `link`
    is the code of a link that counts (campaigns/), to which the QR code leads; "" for where people sign in."""

    event: str = ""
    text: str = ""
    day: date | None = None
    at: time | None = None
    place: str = ""
    contact: str = ""
    link: str = ""
    action: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What is asked for, as it stands in an address."""
        said = {
            "event": self.event,
            "text": self.text,
            "day": self.day.isoformat() if self.day else "",
            "at": self.at.strftime("%H:%M") if self.at else "",
            "place": self.place,
            "contact": self.contact,
            "link": self.link,
            "action": self.action,
        }
        return {name: value for name, value in said.items() if value}


def kit_asked(query: Mapping[str, str]) -> KitAsked:
    """What an address asks for. What cannot be used counts as not said: an unknown event, a day that is none."""
    event, text = query.get("event", ""), query.get("text", "")
    return KitAsked(
        event=event if event in ACTIONS else "",
        text=text if text in languages() else "",
        day=_day(query.get("day", "")),
        at=_at(query.get("at", "")),
        place=_words(query.get("place", "")),
        contact=_words(query.get("contact", "")),
        link=link if (link := query.get("link", "")) and re.fullmatch(r"[a-z0-9-]{1,12}", link) else "",
        action=str(_id(query.get("action", "")) or ""),
    )


def _words(text: str) -> str:
    shown = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs") or char.isspace())
    return " ".join(shown.split())[:LONGEST]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _at(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        return None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def whole(asked: KitAsked, **planned: object) -> KitAsked:
    """What is asked for, filled with what was `planned` where nothing is said, and then with what is most likely."""
    known = {name: value for name, value in planned.items() if value and not getattr(asked, name)}
    filled = replace(asked, **known)  # pyright: ignore[reportArgumentType]
    return replace(filled, event=filled.event or ACTIONS[0], text=filled.text or spoken())


def document_href(name: str, asked: KitAsked, **more: str) -> str:
    """The address of a document of the kit, such as `event-poster.pdf`, or of its slides."""
    query = {**asked.query, **more, "language": asked.text}
    query.pop("text", None)
    return f"/{name}?{urlencode(query)}"
