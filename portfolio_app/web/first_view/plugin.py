"""The build's half: builds the pages a second time, for the V8 in the server, and lets each built page paint first."""

import asyncio
import subprocess
from pathlib import Path
from typing import Any

from reflex.plugins import Plugin
from reflex.utils import path_ops, prerequisites

from portfolio_app.ui.theme import SCRIPT
from portfolio_app.web.first_view.insides import default_states
from portfolio_app.web.first_view.painting import paint_first
from portfolio_app.web.first_view.renderer import BARE, ENTRY, sign

CLIENT = Path(__file__).parent / "client"
FOLDER = "first-view"  # in `.web`
BROWSER_MODULE = "first_view.js"
START = "entry.client.js"
CONFIG = "vite.render.config.js"  # must lie in `.web` itself
BUILDING = ("render.jsx", "no_socket.js")

_GROUPS = "          groups: [\n"
# Six small scripts that all pages share cost more than one: each is asked for, compiled and linked by itself.
_SHARED = """\
            {
              name: "shared",
              minShareCount: 50,
            },
"""


class FirstViewBuild(Plugin):
    """Goes after the plugin that names the pages' languages, and before they are compressed."""

    def provides_entry_client(self) -> bool:
        """React's start is ours, not Reflex's."""
        return True

    def pre_compile(self, **context: Any) -> None:
        """Put the browser's half where the app imports it from, and the start of React where the build looks for it."""
        web = prerequisites.get_web_dir()
        for place in (web / FOLDER / BROWSER_MODULE, web / "app" / START):
            context["add_save_task"](lambda to=place: (str(to), (CLIENT / to.name).read_text("utf-8")))
        context["add_modify_task"]("vite.config.js", in_one_script)

    def post_build(self, **context: Any) -> None:
        """Build them again, and go over the built pages."""
        static: Path = context["static_dir"]
        web = prerequisites.get_web_dir()
        for name in BUILDING:
            (web / FOLDER / name).write_text((CLIENT / name).read_text("utf-8"), "utf-8")
        (web / CONFIG).write_text((CLIENT / CONFIG).read_text("utf-8"), "utf-8")
        node = str(path_ops.get_node_path())
        vite = [node, "node_modules/vite/bin/vite.js", "build", "--config", CONFIG]
        subprocess.run(vite, cwd=web, check=True, stdin=subprocess.DEVNULL)
        drawing = web / "backend" / FOLDER
        (drawing / BARE).write_text((CLIENT / BARE).read_text("utf-8"), "utf-8")
        sign(drawing / ENTRY, asyncio.run(default_states()))
        early = (static / SCRIPT.lstrip("/")).read_text("utf-8") + (CLIENT / "early.js").read_text("utf-8")
        for folder in static.iterdir():
            for page in folder.rglob("*.html") if folder.is_dir() else ():
                page.write_text(paint_first(page.read_text("utf-8"), static, early), "utf-8")


def in_one_script(config: str) -> str:
    """Reflex's `vite.config.js` that puts what all pages share into one script. Raises `RuntimeError` where there is no
    place for that."""
    if config.count(_GROUPS) != 1:
        raise RuntimeError("vite.config.js of this version of Reflex has no place for a group of modules")
    return config.replace(_GROUPS, _GROUPS + _SHARED)
