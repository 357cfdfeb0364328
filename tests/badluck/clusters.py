"""A PostgreSQL server of a test's own, to stop and start."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.serving import free_port

PROGRAMS = Path("/usr/lib/postgresql")  # where Debian puts them, a folder a version
OWNER = "postgres"  # PostgreSQL refuses to run as root


@dataclass(frozen=True)
class Cluster:
    """A running server with the database `polku`."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """The address of its database `polku`."""
        return f"postgresql+asyncpg://polku@127.0.0.1:{self.port}/polku"

    def stop(self) -> None:
        """End every session at once, as a restart by the operating system does."""
        self._control("-m", "fast", "stop")

    def start(self) -> None:
        """Start it; returns when it takes connections."""
        self._control("-l", str(self.folder / "log"), "start")

    def running(self) -> bool:
        """Whether the server is up."""
        return (self.folder / "data" / "postmaster.pid").exists()

    def _control(self, *arguments: str) -> None:
        run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", *arguments)


def run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, as somebody it accepts."""
    found = sorted(PROGRAMS.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    assert found, f"{program} is missing: install the Debian package postgresql"
    subprocess.run(
        [found[-1], *arguments],
        cwd="/",
        user=OWNER if os.geteuid() == 0 else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server on a free port until the block ends, without durability: what it survives here is a restart."""
    folder = Path(tempfile.mkdtemp(prefix="polku-cluster-"))  # not in pytest's folder, which root keeps to itself
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    made = Cluster(folder, free_port())
    try:
        run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "polku", "-E", "UTF8", "--no-sync")
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(
                f"\nport = {made.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n"
            )
        made.start()
        run("createdb", "-h", "127.0.0.1", "-p", str(made.port), "-U", "polku", "polku")
        yield made
    finally:
        if made.running():
            made.stop()
        shutil.rmtree(folder)
