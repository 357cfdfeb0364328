"""What a built page becomes so that nothing stands between its HTML and its first paint, and what is put into it.

Done once, while building: the policy of a page (web/headers.py) names the hashes of what is written into its file.
"""

import re
from pathlib import Path

HEAD_END = "</head>"
VIEW_ID = "first-view"
WHOLE = '<link rel="expect" href="#main" blocking="render"/>'

_PRELOADED_STYLE = re.compile(r'<link as="style" href="[^"]+" rel="preload"/>')
_STYLE = re.compile(r'<link href="(/assets/[^"]+\.css)" rel="stylesheet" type="text/css"/>')
_START = re.compile(r'<script type="module" async="">(.*?)</script>', re.DOTALL)
_AFTER_PAINT = """\
await new Promise((go) => { requestAnimationFrame(() => setTimeout(go)); setTimeout(go, 1000); });
if (document.readyState === "loading") await new Promise((go) => document.addEventListener("DOMContentLoaded", go));"""


class OtherPage(Exception):
    """A page is not written as this version of Reflex writes it."""


def paint_first(page: str, static: Path, early: str) -> str:
    """The built `page` with its styles and the small early scripts in it, and the large scripts after its first paint.

    `static` holds the files it names; `early` is what must run before the first paint. React looks for its stylesheet
    when it hydrates, so the link stays, switched off: it is not fetched at all.
    """
    style, start = _STYLE.search(page), _START.search(page)
    if not (style and start and page.count(HEAD_END) == 1):
        raise OtherPage("no stylesheet or start script where they were")
    css = (static / style[1].lstrip("/")).read_text("utf-8")
    page = _PRELOADED_STYLE.sub("", page)
    page = page.replace(style[0], f"<style>{css}</style>" + style[0].replace("<link ", '<link disabled="" '), 1)
    # No frame before the words are there, which come with the same bytes: an empty one costs time as well.
    page = page.replace("<head>", f"<head>{WHOLE}", 1)
    page = page.replace(HEAD_END, f"<script>{early}</script>{HEAD_END}", 1)  # last: React goes by position
    # Fetched early, but not compiled before the paint, as modulepreload does.
    page = page.replace(
        '<link rel="modulepreload" ', '<link rel="preload" as="script" crossorigin fetchpriority="low" '
    )
    later = re.sub(r'import \* as (\w+) from ("[^"]+");', r"const \1 = await import(\2);", start[1])
    later = re.sub(r'^import ("[^"]+");', r"await import(\1);", later)
    return page.replace(start[1], f"{_AFTER_PAINT}\n{later}", 1)


def data_script(token: str, view: str, *, drawn: bool) -> str:
    """What the browser's half needs: the tab's token, the vars of each state
    as JSON, and whether the page shows them already."""
    data = f'{{"token":"{token}","delta":{view},"drawn":{str(drawn).lower()}}}'
    return f'<script type="application/json" id="{VIEW_ID}">{safe_in_script(data)}</script>'


def safe_in_script(json_text: str) -> str:
    """The JSON so that it cannot end the script it stands in: no `<`, `>`, `&` or separator of lines."""
    for char in "<>&\u2028\u2029":
        json_text = json_text.replace(char, f"\\u{ord(char):04x}")
    return json_text
