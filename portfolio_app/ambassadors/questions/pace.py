"""How often somebody may ask, without keeping who: counted in memory alone, under a hash whose key dies with the day
and with the process."""

import hashlib
import secrets
from collections import Counter
from datetime import date, datetime
from uuid import UUID

from portfolio_app.core.clock import now, today

MOST_AN_HOUR = 6
"""Questions of one person; a class in a lesson asks one or two each."""
MOST_WORRIES_AN_HOUR = 20
MOST_A_DAY = 400
"""Questions in one box."""


class Pace:
    """Counts by hour. Nothing of it is written anywhere, and a count says neither who nor what."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._key = b""
        self._hour: datetime | None = None
        self._counts: Counter[bytes] = Counter()

    def forget(self) -> None:
        """Begin anew, as a fresh process does."""
        self._counts.clear()

    def take(self, person_id: UUID, most: int, kind: str = "") -> bool:
        """Whether that person may do one more of `kind` in this hour."""
        hour = now().replace(minute=0, second=0, microsecond=0)
        if self._day != today():
            self._day, self._key = today(), secrets.token_bytes(32)
        if self._hour != hour:
            self._hour = hour
            self._counts.clear()
        who = hashlib.blake2b(person_id.bytes + kind.encode(), key=self._key, digest_size=16).digest()
        self._counts[who] += 1
        return self._counts[who] <= most


asking = Pace()
