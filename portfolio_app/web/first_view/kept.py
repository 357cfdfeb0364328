"""Pages that were drawn, so that whoever reloads or comes back to one whose view is the same does not wait for another.

Kept for each session by itself: what one person's page was made of is never looked for on behalf of another.
"""

import hashlib
from collections import OrderedDict

MOST_BYTES = 24_000_000
MOST_OF_ONE = 400_000
"""Bytes of a page at most; larger ones are drawn each time."""


class KeptPages:
    """The pages drawn last, up to `most` bytes in all."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self.bytes = 0
        self._pages: OrderedDict[bytes, str] = OrderedDict()

    def key(self, session: str, path: str, address: str, view: str) -> bytes:
        """What a drawn page depends on besides the build: whose it is, the route with its language, and the view."""
        return hashlib.blake2b("\0".join((session, path, address, view)).encode("utf-8", "surrogatepass")).digest()

    def get(self, key: bytes) -> str | None:
        """The page under `key`."""
        found = self._pages.get(key)
        if found is not None:
            self._pages.move_to_end(key)
        return found

    def keep(self, key: bytes, page: str) -> None:
        """Keep a page, and let go of those that nobody asked for the longest."""
        size = len(page)
        if size > MOST_OF_ONE or key in self._pages:
            return
        self._pages[key] = page
        self.bytes += size
        while self.bytes > self.most:
            _key, oldest = self._pages.popitem(last=False)
            self.bytes -= len(oldest)
