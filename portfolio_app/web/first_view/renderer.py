"""The pages' own React components, run in a V8 inside this process (PyPI's mini-racer; no node).

What is drawn replaces the body of the built page. The first time, each page is drawn with the data it was built with,
which must give the built page byte for byte; a page that does not is left to the browser.
"""

import asyncio
import json
import logging
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from portfolio_app.core.memory import return_memory
from portfolio_app.web.first_view.kept import KeptPages

logger = logging.getLogger(__name__)

SIGNED = "// built with "
ENTRY, BARE = "render.js", "polyfill.js"
"""What draws, and what a bare V8 lacks, beside the pages' own files (vite.render.config.js)."""
_REQUIRED = re.compile(r"""require\(["'`]\./([^"'`$]+)["'`]\)""")
MOST_IN_LINE = 60  # pages to be drawn, one after the other; further ones are left to the browser
SMALL = "--optimize-for-size"  # 10 MB less, and pages are drawn as fast
MOST_MEMORY = 400_000_000  # bytes; a V8 that takes more is given up and made anew


def sign(bundle: Path, states: dict[str, str]) -> None:
    """Write into the build's script which states, by name and hash, its pages were built with."""
    script = bundle.read_text("utf-8")
    bundle.write_text(f"{SIGNED}{json.dumps(states)}\n{script}", "utf-8")


def built_with(bundle: Path) -> dict[str, str]:
    """What `sign` wrote; {} where there is no such script."""
    if not bundle.is_file():
        return {}
    with bundle.open(encoding="utf-8") as script:
        first = script.readline()
    states: dict[str, str] = json.loads(first.removeprefix(SIGNED)) if first.startswith(SIGNED) else {}
    return states


def drawable(bundle: Path) -> bool:
    """Whether this installation can draw pages: the build's script is there, and a V8 for this kind of machine."""
    return bundle.is_file() and find_spec("py_mini_racer") is not None


class Renderer:
    """Draws pages, one at a time. `bundle` is the script by which the build's pages are drawn; they lie beside it, and
    each is read when it is asked for. No page may take longer than `seconds`."""

    def __init__(self, bundle: Path, *, seconds: float) -> None:
        self.bundle = bundle
        self.seconds = seconds
        self._turn = asyncio.Lock()
        self._in_line = 0
        self.kept = KeptPages()
        self._v8: Any = None  # made at the first use: not before the server has forked its worker
        self._read: set[str] = set()
        self._sound: dict[str, str | None] = {}  # path → the body of the built page, None where drawing gives another

    async def page(self, path: str, address: str, template: str, view: str, *, session: str) -> str | None:
        """`template` with its body as `view` (the vars of each state as JSON) makes it for whoever's `session` it is;
        None where the browser must do that."""
        key = self.kept.key(session, path, address, view)
        if (drawn := self.kept.get(key)) is not None:
            return drawn
        if self._in_line >= MOST_IN_LINE:
            return None
        self._in_line += 1
        try:
            async with self._turn:
                drawn = await self._page(path, address, template, view)
        finally:
            self._in_line -= 1
        if drawn is not None:
            self.kept.keep(key, drawn)
        return drawn

    async def _page(self, path: str, address: str, template: str, view: str) -> str | None:
        try:
            built = await self._body_of(path, template)
            if built is None:
                return None
            return template.replace(_body(built), _body(await self.draw(path, address, view)), 1)
        except Exception as problem:  # mini-racer's name the whole script in their text
            logger.warning("%s could not be drawn: %s", path, type(problem).__name__)
            self.close()  # stuck, out of memory, or of another build: a new one costs a tenth of a second
            return None

    async def _body_of(self, path: str, template: str) -> str | None:
        if path not in self._sound:
            drawn = await self.draw(path, f"{path}/", "{}")  # as the build did
            same = template.count(_body(drawn)) == 1
            if not same:
                logger.warning("%s is drawn otherwise than it was built: it is left to the browser", path)
            self._sound[path] = drawn if same else None
        return self._sound[path]

    async def draw(self, path: str, address: str, view: str) -> str:
        """The markup inside the body of the page at `path`, seen at `address`, with `view` over the built state."""
        if self._v8 is None:
            from py_mini_racer import DEFAULT_V8_FLAGS, MiniRacer, init_mini_racer

            init_mini_racer(flags=[*DEFAULT_V8_FLAGS, SMALL], ignore_duplicate_init=True)
            self._v8 = MiniRacer()
            self._v8.set_hard_memory_limit(MOST_MEMORY)
            self._v8.eval((self.bundle.parent / BARE).read_text("utf-8"))
            self._read_file(self.bundle.name)
            self._v8.eval(f"require({json.dumps(f'./{self.bundle.name}')})")
            return_memory()  # the scripts' text, several times
        self._read_file(f"{path.strip('/').replace('/', '.')}.js")
        arguments = ",".join(json.dumps(value) for value in (path.strip("/"), address, view))
        drawing = self._v8.eval_cancelable(f"renderPage({arguments})")  # on V8's own thread
        return str(await asyncio.wait_for(drawing, self.seconds))

    def _read_file(self, name: str) -> None:
        """Let the V8 know one of the build's files and all that it requires."""
        if name in self._read:
            return
        script = (self.bundle.parent / name).read_text("utf-8")
        for required in _REQUIRED.findall(script):
            self._read_file(required)
        self._v8.eval(f"define({json.dumps(name)}, (module, exports) => {{{script}\n}})")
        self._read.add(name)

    def close(self) -> None:
        """Give the V8 up; the next page makes another."""
        self._read.clear()
        if self._v8 is not None:
            self._v8.close()
            self._v8 = None


def _body(markup: str) -> str:
    """The markup with what stands around it in every built page."""
    return f"<body>{markup}<script>"
