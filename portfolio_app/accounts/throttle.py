"""Slows guessing down: per account after a few wrong passphrases, per address only for what no school makes.

A whole school may sit behind one address, so an address is counted by failures alone and only far above 60 mistyped
sign-ins a minute. Counted in memory: a restart forgives, and no row says who mistyped what.
"""

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from portfolio_app.core.errors import TooMany
from portfolio_app.core.languages import N_
from portfolio_app.core.secrets import keyed_hash

PER_ACCOUNT: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(5), RateLimitItemPerHour(30))
PER_ADDRESS: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(150), RateLimitItemPerHour(1500))

_limiter = MovingWindowRateLimiter(MemoryStorage())


def check(identifier: str, address: str) -> None:
    """Raise `TooMany` when this account or address has failed too often of late."""
    account, place = keyed_hash("throttle", identifier), keyed_hash("throttle", address)
    open_ = all(_limiter.test(item, "account", account) for item in PER_ACCOUNT) and all(
        _limiter.test(item, "address", place) for item in PER_ADDRESS
    )
    if not open_:
        raise TooMany(N_("Too many wrong tries. Wait a minute, then try again, or ask a teacher for a one-time code."))


def failed(identifier: str, address: str) -> None:
    """Count one failure."""
    for item in PER_ACCOUNT:
        _limiter.hit(item, "account", keyed_hash("throttle", identifier))
    for item in PER_ADDRESS:
        _limiter.hit(item, "address", keyed_hash("throttle", address))


def forgive(identifier: str) -> None:
    """Forget the failures of an account whose owner has come in."""
    for item in PER_ACCOUNT:
        _limiter.clear(item, "account", keyed_hash("throttle", identifier))
