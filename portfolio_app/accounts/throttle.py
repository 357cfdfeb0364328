"""Slows guessing down: per account after a few wrong passphrases, per address only for what no school makes.

A whole school may sit behind one address, so an address is counted by failures alone and only far above 60 mistyped
sign-ins a minute. Even then nobody there is turned away for what others did: tries from it take turns. A try that is
still being looked at counts like a failure, so that many at once are worth no more than one after the other. Counted in
memory: a restart forgives, and no row says who mistyped what.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from portfolio_app.core.addresses import neighbourhood
from portfolio_app.core.errors import TooMany
from portfolio_app.core.languages import N_
from portfolio_app.core.secrets import keyed_hash

PER_ACCOUNT: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(5), RateLimitItemPerHour(30))
PER_ADDRESS: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(150), RateLimitItemPerHour(1500))
AT_ONCE = 300
"""Tries of one address looked at at once, above which they take turns: a whole school's minute."""
TURNS_A_SECOND = 4.0
"""Tries of an address that takes turns: a whole school still comes in within a minute or two."""
LONGEST_WAIT = 25.0
"""Seconds; whoever would wait longer for a turn is asked to try again."""

_limiter = MovingWindowRateLimiter(MemoryStorage())
_under_way: Counter[str] = Counter()
_turns: dict[str, float] = {}  # when the next try of an address may begin


@asynccontextmanager
async def trying(identifier: str, address: str = "") -> AsyncGenerator[None]:
    """Around one look at a passphrase of an account, from an address ("": from within a session).

    Waits for a turn when the address has failed too often of late. Raises `TooMany` when the account has, or when the
    queue for turns is too long.
    """
    account, place = _account(identifier), _place(address)
    if not _within(PER_ACCOUNT, account, 1 + _under_way[account]):
        raise TooMany(N_("Too many wrong tries. Wait a minute, then try again, or ask a teacher for a one-time code."))
    counted = [key for key in (account, place) if key]
    for key in counted:
        _under_way[key] += 1
    try:
        if place and not (_under_way[place] <= AT_ONCE and _within(PER_ADDRESS, place)):
            await _turn(place)
        yield
    finally:
        for key in counted:
            _under_way[key] -= 1
            if not _under_way[key]:
                del _under_way[key]


def failed(identifier: str, address: str = "") -> None:
    """Count one failure."""
    for item in PER_ACCOUNT:
        _limiter.hit(item, _account(identifier))
    if place := _place(address):
        for item in PER_ADDRESS:
            _limiter.hit(item, place)


def forgive(*identifiers: str) -> None:
    """Forget the failures of accounts: their owner has come in, or somebody at school helps them in."""
    for identifier in identifiers:
        for item in PER_ACCOUNT:
            _limiter.clear(item, _account(identifier))


def _account(identifier: str) -> str:
    return "account " + keyed_hash("throttle", identifier)


def _place(address: str) -> str:
    return "address " + keyed_hash("throttle", neighbourhood(address)) if address else ""


def _within(limits: tuple[RateLimitItem, ...], key: str, tries: int = 1) -> bool:
    return all(_limiter.test(item, key, cost=tries) for item in limits)


async def _turn(place: str) -> None:
    moment = time.monotonic()
    for past in [one for one, begins in _turns.items() if begins < moment]:
        del _turns[past]
    begins = _turns.get(place, moment)
    if begins - moment > LONGEST_WAIT:
        raise TooMany()
    _turns[place] = begins + 1 / TURNS_A_SECOND
    await asyncio.sleep(begins - moment)
