"""What browsers may do with our pages: the security headers of every answer.

Scripts run from our own files, and inline only where the page was built with them (their hash is in its policy);
nothing is evaluated from text. Styles likewise.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portfolio_app.web.origin import own_origin

_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)

FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not "no-referrer": browsers would then name no origin when a form of ours is sent (web/origin.py).
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    # No cross-origin-opener-policy: a browser that comes from another site begins a new process for it, only once our
    # answer has come (0.2 s on a school device). Nothing of ours listens to other windows, or is shown inside one.
    "cross-origin-resource-policy": "same-origin",
}


_FIXED = tuple((name.encode(), value.encode()) for name, value in FIXED.items())
_POLICY = b"content-security-policy"


@dataclass(frozen=True)
class Inline:
    """The CSP sources ('sha256-…') of the inline scripts and styles of one page."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


NOTHING_INLINE = Inline()


@lru_cache(maxsize=2)
def inline_hashes(client: Path) -> dict[str, Inline]:
    """For each built page under `client`, by its address ("/fi/home"): what is written into it."""
    return {_address(client, page): _inline(page.read_text("utf-8")) for page in client.rglob("*.html")}


def _address(client: Path, page: Path) -> str:
    place = page.relative_to(client)
    return "/" + (place.parent if place.name == "index.html" else place).as_posix().removesuffix(".html").strip(".")


def _inline(text: str) -> Inline:
    def hashes(pattern: re.Pattern[str]) -> tuple[str, ...]:
        return tuple(sorted({source_of(match[1]) for match in pattern.finditer(text)}))

    return Inline(hashes(_SCRIPT), hashes(_STYLE))


def source_of(content: str) -> str:
    """What a content policy calls something that is written into a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


@lru_cache(maxsize=1024)
def _policy(origin: str, inline: Inline) -> bytes:
    return content_policy(origin, inline).encode("latin-1")


def content_policy(origin: str, inline: Inline = NOTHING_INLINE) -> str:
    """The Content-Security-Policy for a page reached at `origin` with `inline` written into it."""
    socket = origin.replace("http", "ws", 1)  # some browsers do not count it as 'self'
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *inline.scripts)),
            " ".join(("style-src 'self'", *inline.styles)),
            "img-src 'self' data: blob:",  # blob: a photo before it is sent
            f"connect-src 'self' {socket}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """ASGI wrapper that sets the headers above; a stricter policy from further in (downloads) stays."""

    def __init__(self, inner: ASGIApp, client: Path | None) -> None:
        self.inner = inner
        self.pages = inline_hashes(client) if client else {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the headers to the answer."""
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [pair for pair in message.get("headers", ()) if not pair[0].startswith(b"access-control-")]
                names = {name for name, _value in given}  # and no other origin is allowed anything
                given += [pair for pair in _FIXED if pair[0] not in names]
                if _POLICY not in names:
                    inline = self.pages.get(scope["path"].rstrip("/"), NOTHING_INLINE)
                    given.append((_POLICY, _policy(own_origin(scope), inline)))
                message["headers"] = given
            await send(message)

        await self.inner(scope, receive, guarded)
