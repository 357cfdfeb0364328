"""Memory that was needed once is given back to the system."""

import contextlib
import ctypes


def return_memory() -> None:
    """Have the C library return what was freed, which it keeps for itself otherwise (glibc; elsewhere nothing)."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
