"""What a server takes: memory and processor time, it, its worker and whatever they start together."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil

MB = 1024 * 1024
PAUSE_SECONDS = 0.1


def taken(pid: int) -> float:
    """Megabytes (2²⁰ bytes) of the process and all below it: proportional set size, which shares out shared pages."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        server = psutil.Process(pid)
        for process in (server, *server.children(recursive=True)):
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                total += process.memory_full_info().pss
    return total / MB


def worked(pid: int) -> float:
    """Seconds of processor time the process and all below it have used so far."""
    server = psutil.Process(pid)
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return sum(one.user + one.system for one in times)


@dataclass
class Peak:
    """The most that was seen, in megabytes."""

    megabytes: float = 0.0


@contextmanager
def watched(pid: int) -> Iterator[Peak]:
    """Look ten times a second until the block ends."""
    peak, done = Peak(taken(pid)), threading.Event()

    def look() -> None:
        while not done.wait(PAUSE_SECONDS):
            peak.megabytes = max(peak.megabytes, taken(pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        peak.megabytes = max(peak.megabytes, taken(pid))
