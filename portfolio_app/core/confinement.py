"""What a process gives up before it opens files that may be made to harm it."""

import os
import resource
from pathlib import Path

NICENESS = 10


def confine(memory_bytes: int) -> None:
    """Be nice, write no file, start nothing, and take at most `memory_bytes` more of address space than now.

    Limits count from here, so that libraries loaded already are free.
    """
    os.nice(NICENESS)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + memory_bytes, in_use + memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
