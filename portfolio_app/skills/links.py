"""Addresses that people paste as evidence: what is kept is one that a browser can open and that runs nothing."""

from urllib.parse import SplitResult, urlsplit, urlunsplit

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import one_line

LONGEST = 1000

NO_LINK = N_("Paste the address of a page, such as https://example.org/my-film.")
NO_WEB_PAGE = N_("Only addresses that begin with https:// or http:// can be saved.")


def web_address(text: str, *, field: str = "url") -> str:
    """The http or https address in `text`, its host in ASCII; one written without a scheme is taken as https.

    Raises `Invalid` for anything else: another scheme, a name or passphrase in it, blanks, no host.
    """
    typed = one_line(text, field=field, most=LONGEST, empty=NO_LINK)
    if " " in typed or "\\" in typed:
        raise Invalid(NO_LINK, field=field)
    parts = _split(typed if "://" in typed else f"https://{typed}", field)
    if parts.scheme not in ("http", "https"):
        raise Invalid(NO_WEB_PAGE, field=field)
    host = _host(parts, field)
    if "@" in parts.netloc or "." not in host or not all(host.split(".")):
        raise Invalid(NO_LINK, field=field)
    port = "" if parts.port is None else f":{parts.port}"
    address = urlunsplit((parts.scheme, host + port, parts.path, parts.query, parts.fragment))
    return one_line(address, field=field, most=LONGEST)


def _split(address: str, field: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _port = parts.port  # raises for one that is no number
    except ValueError as problem:
        raise Invalid(NO_LINK, field=field) from problem
    if ":" in address.partition("://")[0]:  # "javascript:alert(1)//://": a scheme before ours
        raise Invalid(NO_WEB_PAGE, field=field)
    return parts


def _host(parts: SplitResult, field: str) -> str:
    """The host as the name system knows it. A colon in it would be an IPv6 address: nobody's page for a school."""
    try:
        host = (parts.hostname or "").encode("idna").decode().lower().rstrip(".")
    except UnicodeError as problem:
        raise Invalid(NO_LINK, field=field) from problem
    if not host or not all(char.isalnum() or char in ".-" for char in host):
        raise Invalid(NO_LINK, field=field)
    return host
