"""A real server for tests: the `portfolio` command in a process of its own, on a port nobody uses."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import httpx

COMMAND = Path(sys.executable).parent / "portfolio"


@dataclass(frozen=True)
class Served:
    """A running server: its address without a path, and its process."""

    url: str
    process: subprocess.Popen[str]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run(
    *arguments: str, command: Path = COMMAND, cwd: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one `portfolio` command to its end, in this process's environment or in `environment`."""
    return subprocess.run(
        [command, *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


@contextmanager
def served(
    *arguments: str, command: Path = COMMAND, cwd: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """`portfolio serve` until the block ends; given when it answers, ended with SIGTERM if it still runs.

    The environment is this process's or `environment`, and PORTFOLIO_PORT a free port.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as said:  # a pipe nobody reads would stop a busy server once it is full
        process = subprocess.Popen(
            [command, "serve", *arguments],
            cwd=cwd,
            env={**(os.environ if environment is None else environment), "PORTFOLIO_PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _wait(process, url, said)
            yield Served(url, process)
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(timeout=30)


def _wait(process: subprocess.Popen[str], url: str, said: TextIO) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        if process.poll() is not None:
            said.seek(0)
            raise AssertionError(f"the server ended with {process.returncode}: {said.read()}")
        try:
            httpx.get(f"{url}/healthz", timeout=2)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer within three minutes")
