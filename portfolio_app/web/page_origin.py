"""Building: the pages talk to the host they came from, each says which language it is in, and nothing comes along that
no page uses.

Reflex writes addresses of its own into `.web/env.json`, one `<html lang>` for all pages, takes its socket straight from
socket.io-client, and makes each element by a library for styles in scripts. Aliases for Vite and a pass over the
finished pages change that.
"""

import re
from pathlib import Path
from typing import Any

from reflex.plugins import Plugin
from reflex.utils import prerequisites

CLIENT = Path(__file__).parent / "client"
FOLDER = "polku"  # in `.web`
MODULES = {
    "$/env.json": "env.json.js",
    "socket.io-client": "sockets.js",
    "@emotion/react": "jsx.js",
    "universal-cookie": "cookies.js",
}

_ANCHOR = "    alias: [\n"
_LANG = re.compile(r'<html lang="[^"]*"')
_STYLE_PROP = re.compile(r"[{,]\s*css\s*:")


class PageOrigin(Plugin):
    """Puts our client modules in place of others, and languages into pages."""

    def pre_compile(self, **context: Any) -> None:
        """Write the modules and let Vite resolve to them."""
        folder = prerequisites.get_web_dir() / FOLDER
        for name in MODULES.values():
            context["add_save_task"](lambda name=name: (str(folder / name), (CLIENT / name).read_text("utf-8")))
        context["add_modify_task"]("vite.config.js", resolve_to_ours)

    def post_build(self, **context: Any) -> None:
        """Name the language of each page, before the pages are compressed."""
        static: Path = context["static_dir"]
        check_styles(prerequisites.get_web_dir())
        for folder in static.iterdir():
            if folder.is_dir() and re.fullmatch(r"[a-z]{2,3}", folder.name):
                for page in folder.rglob("*.html"):
                    page.write_text(_LANG.sub(f'<html lang="{folder.name}"', page.read_text("utf-8"), count=1), "utf-8")


def resolve_to_ours(config: str) -> str:
    """Reflex's `vite.config.js` with our aliases first. Raises `RuntimeError` where there is no place for them."""
    if config.count(_ANCHOR) != 1:
        raise RuntimeError("vite.config.js of this version of Reflex has no place for aliases")
    ours = "".join(
        "      {\n"
        f'        find: "{name}",\n'
        f'        replacement: fileURLToPath(new URL("./{FOLDER}/{file}", import.meta.url)),\n'
        "      },\n"
        for name, file in MODULES.items()
    )
    return config.replace(_ANCHOR, _ANCHOR + ours)


def check_styles(web: Path) -> None:
    """Raises `RuntimeError` where a component has styles that are no class: nothing in our pages would make one of them
    (client/jsx.js)."""
    for folder in ("app", "app_components"):
        for file in (web / folder).rglob("*.jsx"):
            if _STYLE_PROP.search(file.read_text("utf-8")):
                raise RuntimeError(f"{file.name}: a style that is no class")
