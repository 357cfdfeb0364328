"""Pages as small as the browser takes them."""

import brotli

QUALITY = 3  # takes a millisecond
QUALITY_OF_LARGE = 5  # takes three, and leaves a tenth less to be carried
LARGE = 100_000  # characters, unpacked


def compressed(page: str, accepts: str) -> tuple[bytes, dict[str, str]]:
    """The bytes of a page, and the header that says how they were packed, for whoever `accepts` those encodings.

    Whoever calls this answers for it that nobody can guess a secret in the page from its size (BREACH): none is in it
    beside words that somebody else chose.
    """
    if "br" not in accepts:
        return page.encode(), {}
    quality = QUALITY_OF_LARGE if len(page) > LARGE else QUALITY
    return brotli.compress(page.encode(), quality=quality), {"content-encoding": "br"}
