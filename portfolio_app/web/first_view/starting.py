"""What starts the scripts of a built page: nothing of it before the first frame is painted, then as little as may be.

React Router writes four scripts into a page and Reflex a fifth, each of which a browser compiles and runs before it
goes on reading; our own (polku.js) would run before the paint as well. What they do is done once the page is painted,
but for scrolling back to where one was; their elements stay, since React goes by position. The list of all pages, which
each page reads, has those of its own language alone: another language is a document of its own (first_view.js).
"""

import json
import re
from pathlib import Path

from portfolio_app.core.languages import languages
from portfolio_app.web.head import CLIENT_SCRIPT


class OtherPage(Exception):
    """A page is not written as this version of Reflex writes it."""


_START = re.compile(r'<script type="module" async="">(.*?)</script>', re.DOTALL)
_WRITTEN = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_IMPORT = re.compile(r'^import (?:\* as (\w+) from )?("[^"]+");\n?', re.MULTILINE)
_REACT = re.compile(r'^import\(("/assets/entry\.client-[^"]+")\);?$', re.MULTILINE)
_ROUTES = re.compile(r'"(/assets/manifest-[^"]+)\.js"')
_LIST = re.compile(r"window\.__reactRouterManifest=(\{.*\});?\s*", re.DOTALL)
_EMPTY = "<script></script>"
_CLIENT = re.compile(rf'<script defer="" src="({re.escape(CLIENT_SCRIPT)}[^"]*)"></script>')
_NOT_YET = '<script type="text/plain" src="{}"></script>'
_EARLY = '<link rel="preload" as="script" fetchpriority="low" href="{}"/>'
_AFTER_PAINT = """\
await new Promise((go) => {{ requestAnimationFrame(() => setTimeout(go)); setTimeout(go, 1000); }});
document.head.append(Object.assign(document.createElement("script"), {{ src: "{client}" }}));
if (document.readyState === "loading") await new Promise((go) => document.addEventListener("DOMContentLoaded", go));
"""
# React takes its turns by `setImmediate` where there is one when its module runs. If modules were started one after the
# other, and React's turns like any others, a browser would first write down what it compiled of each (second visits).
_TURNS = """\
const { dataset } = document.documentElement;
const priority = () => ("ready" in dataset ? "user-visible" : "user-blocking");
if (window.scheduler?.postTask) window.setImmediate = (turn) => scheduler.postTask(turn, { priority: priority() });
let place;
window.__placed = new Promise((go) => { place = go; }); // entry.client.js waits for it
"""
# What the scripts of Reflex and React Router are known by. The first sets the colours that polku.css sets by itself.
COLOURS, SCROLL, CONTEXT, STREAM = (
    "prefers-color-scheme",
    "react-router-scroll-positions",
    "__reactRouterContext = ",
    ".streamController.",
)


def start_late(page: str, static: Path) -> tuple[str, str]:
    """The built `page` whose scripts start after its first paint, and the script that scrolls it before that."""
    written = [script[1] for script in _WRITTEN.finditer(page)]
    known = {mark: [one for one in written if mark in one] for mark in (COLOURS, SCROLL, CONTEXT)}
    start, client = _START.search(page), _CLIENT.search(page)
    if not start or not client or any(len(found) != 1 for found in known.values()):
        raise OtherPage("the scripts that it starts with are not those that were known")
    streamed = [one for one in written if STREAM in one and one not in known[CONTEXT]]
    for one in (*known[SCROLL], *known[CONTEXT], *streamed):
        page = page.replace(f"<script>{one}</script>", _EMPTY, 1)
    for one in known[COLOURS]:  # React looks for its words
        page = page.replace(f"<script>{one}</script>", f'<script type="text/plain">{one}</script>', 1)
    prepared = "\n".join((*known[CONTEXT], *streamed))
    after_paint = _AFTER_PAINT.format(client=client[1])
    page = page.replace(start[1], f"{after_paint}{prepared}\n{_at_once(start[1])}", 1)
    page = page.replace(client[0], _NOT_YET.format(client[1]), 1)
    page = page.replace("<head>", f"<head>{_EARLY.format(client[1])}", 1)
    return _own_routes(page, static), known[SCROLL][0]


def _at_once(start: str) -> str:
    """The same start with its modules asked for together, not one after the other, and React's own among them, which
    waits until those of the page are in their place."""
    react = _REACT.findall(start)
    if len(react) != 1:
        raise OtherPage("it does not end with React's module")
    modules = [*_IMPORT.findall(start), ("", react[0])]
    names = ", ".join(name for name, _address in modules)
    wanted = ", ".join(f"import({address})" for _name, address in modules)
    placing = _REACT.sub("", _IMPORT.sub("", start)).strip()
    return f"{_TURNS}const [{names}] = await Promise.all([{wanted}]);\n{placing}\nplace();\ndelete window.setImmediate;"


def _own_routes(page: str, static: Path) -> str:
    found = _ROUTES.search(page)
    language = next((one for one in languages() if f'{{"root":route0,"routes/[{one}].' in page), "")
    if not found or not language:
        raise OtherPage("no list of pages, or a page of no language")
    address = f"{found[1]}-{language}.js"
    file = static / address.lstrip("/")
    if not file.exists():
        whole = (static / f"{found[1]}.js".lstrip("/")).read_text("utf-8")
        file.write_text(_list_of(language, whole, address), "utf-8")
    return page.replace(f"{found[1]}.js", address)


def _list_of(language: str, script: str, address: str) -> str:
    """The script of React Router's list of pages without those of other languages, as JSON, which is read faster. It
    says where it is itself, and React Router has that fetched."""
    whole = _LIST.fullmatch(script)
    if not whole:
        raise OtherPage("the list of pages is written otherwise")
    listed = json.loads(whole[1]) | {"url": address}
    others = tuple(f"routes/[{one}]." for one in languages() if one != language)
    listed["routes"] = {name: route for name, route in listed["routes"].items() if not name.startswith(others)}
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    return f"window.__reactRouterManifest=JSON.parse({json.dumps(text, ensure_ascii=False)});"
