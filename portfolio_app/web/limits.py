"""How much one browser, one address and the whole process may ask for: a script is slowed, not a person.

A whole school may sit behind one address, so an address gets what a large school needs.
"""

import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from portfolio_app.core.addresses import neighbourhood
from portfolio_app.core.errors import TooMany
from portfolio_app.core.secrets import digest

BURST = 60  # events at once; a page load needs 3
PER_SECOND = 15
KEPT = 20_000  # tabs remembered, or others who ask

MOST_SOCKET_BYTES = 200_000  # one message over a socket
MOST_MESSAGES = 200  # at once on one socket; a person's browser sends a handful
MESSAGES_PER_SECOND = 20
MOST_CONNECTS = 12  # of our namespace over one socket; each makes a tab's state
MOST_PER_SESSION = 30  # open sockets, that is tabs, of one signed-in browser
MOST_PER_ADDRESS = 4_000
MOST_SOCKETS = 12_000  # each costs about 0.2 MB


class Bucket:
    """Lets `burst` things pass at once, and `per_second` in the long run: however slowly a busy server counts them."""

    __slots__ = ("burst", "filled_at", "left", "per_second")

    def __init__(self, burst: int, per_second: float) -> None:
        self.burst, self.per_second = burst, per_second
        self.left, self.filled_at = float(burst), time.monotonic()

    def take(self) -> bool:
        """Whether one more may pass now."""
        moment = time.monotonic()
        self.left = min(float(self.burst), self.left + (moment - self.filled_at) * self.per_second)
        self.filled_at = moment
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Buckets(OrderedDict[str, Bucket]):
    """A bucket for each name, of those that were named lately."""

    def __init__(self, burst: int, per_second: float) -> None:
        super().__init__()
        self.burst, self.per_second = burst, per_second

    def take(self, name: str) -> bool:
        """Whether one more of that name may pass now."""
        bucket = self.pop(name, None) or Bucket(self.burst, self.per_second)
        self[name] = bucket
        if len(self) > KEPT:
            self.popitem(last=False)
        return bucket.take()


class SecretAddresses:
    """How often addresses may be asked for in which a secret stands: each of them, and all of them from one place."""

    def __init__(self, *, each: Buckets, place: Buckets) -> None:
        self.each, self.place = each, place

    def take(self, key: str, host: str) -> None:
        """Count one more request from `host` for the address with `key`. Raises `TooMany`."""
        if not (self.place.take(neighbourhood(host)) and self.each.take(digest(key))):
            raise TooMany()


_buckets = Buckets(BURST, PER_SECOND)


def event_allowed(token: str) -> bool:
    """Whether the tab `token` may send one more event now."""
    return _buckets.take(token)


class OpenSockets:
    """Counts the open sockets by where they come from, and says when there are enough."""

    def __init__(
        self,
        *,
        per_session: int = MOST_PER_SESSION,
        per_address: int = MOST_PER_ADDRESS,
        in_all: int = MOST_SOCKETS,
    ) -> None:
        self.most = (per_session, per_address, in_all)
        self._by_session: Counter[str] = Counter()
        self._by_address: Counter[str] = Counter()
        self._open: dict[str, tuple[str, str]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, socket: str, session: str, address: str) -> bool:
        """Count the socket in, if there is room for one more of `session` ("": signed out) and `address`."""
        per_session, per_address, in_all = self.most
        address = neighbourhood(address)
        crowded = bool(session) and self._by_session[session] >= per_session
        if crowded or self._by_address[address] >= per_address or len(self._open) >= in_all:
            return False
        self._open[socket] = (session, address)
        self._by_session[session] += 1
        self._by_address[address] += 1
        return True

    def leave(self, socket: str) -> None:
        """Count the socket out."""
        session, address = self._open.pop(socket, (None, None))
        if session is None or address is None:
            return
        for counter, key in ((self._by_session, session), (self._by_address, address)):
            counter[key] -= 1
            if counter[key] <= 0:
                del counter[key]


class Pace:
    """Counts what comes over one socket."""

    def __init__(self) -> None:
        self._messages = Bucket(MOST_MESSAGES, MESSAGES_PER_SECOND)
        self._connects = 0

    def kept(self) -> bool:
        """Count one message; False when there were too many."""
        return self._messages.take()

    def may_connect(self) -> bool:
        """Count one more connection of our namespace over this socket; False when there were enough."""
        self._connects += 1
        return self._connects <= MOST_CONNECTS


class UnderWay:
    """Counts what each person has under way at the same time, and refuses more with the sentence `message`."""

    def __init__(self, most: int, message: str = "") -> None:
        self.most = most
        self.message = message
        self._count: Counter[UUID] = Counter()

    @contextmanager
    def one_of(self, person_id: UUID) -> Iterator[None]:
        """Inside the block, one more of that person is under way. Raises `TooMany`."""
        if self._count[person_id] >= self.most:
            raise TooMany(self.message)
        self._count[person_id] += 1
        try:
            yield
        finally:
            self._count[person_id] -= 1
            if not self._count[person_id]:
                del self._count[person_id]
