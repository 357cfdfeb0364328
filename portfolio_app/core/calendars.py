"""Calendar files (iCalendar, RFC 5545): what all of ours begin with, and what every event in them has."""

from datetime import datetime
from typing import Any

import icalendar


def new_calendar(what: str) -> Any:
    """A calendar to add events to; `what` is in it, in a word of English, for the programs that read it."""
    made: Any = icalendar.Calendar()  # its types say nothing of what they take
    made.add("prodid", f"-//Polku//{what}//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    return made


def new_event(uid: str, changed: datetime, summary: str) -> Any:
    """An event of that id (as long as it is about the same thing), which says when that was changed last, and what it
    is."""
    event: Any = icalendar.Event()
    moment = changed.replace(microsecond=0)
    event.add("uid", f"{uid}@polku")
    event.add("dtstamp", moment)  # of the thing: the same things are the same file
    event.add("last-modified", moment)
    event.add("summary", summary)
    return event
