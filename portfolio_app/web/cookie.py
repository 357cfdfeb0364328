"""The session cookie: its name, how it is set, and how its key is read out of a Cookie header."""

from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from starlette.responses import Response

from portfolio_app.core.secrets import digest
from portfolio_app.settings import settings

SECURE = "__Host-polku"  # browsers take it over TLS and on loopback only
PLAIN = "polku"  # where the operator allowed plain http (ALLOW_HTTP)


def cookie_name() -> str:
    """The name in use on this instance."""
    return PLAIN if settings().allow_http else SECURE


def host_cookie_name() -> str:
    """The name of the cookie in which a host's session is, which is nobody's account."""
    return f"{cookie_name()}-host"


def host_key_in(cookie_header: str) -> str:
    """The key of a host's session in a Cookie header, or ""."""
    return _value_in(cookie_header, host_cookie_name())


def set_host_key(response: Response, key: str) -> None:
    """Hand the key of a host's session to the browser, for this visit."""
    response.set_cookie(
        host_cookie_name(), key, path="/", secure=not settings().allow_http, httponly=True, samesite="lax"
    )


def drop_host_key(response: Response) -> None:
    """Take that cookie back."""
    response.delete_cookie(
        host_cookie_name(), path="/", secure=not settings().allow_http, httponly=True, samesite="lax"
    )


def campaign_cookie_names() -> tuple[str, str]:
    """The names of two cookies that last until midnight: a number by which a device is counted once, and the short
    address that it came by."""
    return f"{cookie_name()}-day", f"{cookie_name()}-came-by"


def value_in(cookie_header: str, name: str) -> str:
    """What a cookie of ours holds, or ""."""
    return _value_in(cookie_header, name)


def key_in(cookie_header: str) -> str:
    """The session key in a Cookie header, or ""."""
    return _value_in(cookie_header, cookie_name())


def fingerprint_in(cookie_header: str) -> str:
    """Whose a tab or socket is: of the session key in its Cookie header, valid or not; "" without one."""
    key = key_in(cookie_header)
    return digest(key) if key else ""


@lru_cache(maxsize=4096)  # asked at every click of everybody who is here, whose header stays the same
def _value_in(cookie_header: str, name: str) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(cookie_header)
    except CookieError:
        return ""
    morsel = jar.get(name)
    return morsel.value if morsel else ""


def set_key(response: Response, key: str, *, own_device: bool) -> None:
    """Hand the key to the browser: for this visit, or for as long as an own device may sleep."""
    response.set_cookie(
        cookie_name(),
        key,
        max_age=settings().own_device_days * 86_400 if own_device else None,
        path="/",
        secure=not settings().allow_http,
        httponly=True,
        samesite="lax",
    )


def drop_key(response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(cookie_name(), path="/", secure=not settings().allow_http, httponly=True, samesite="lax")
