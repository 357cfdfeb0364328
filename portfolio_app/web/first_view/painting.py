"""What a built page becomes so that nothing stands between its HTML and its first paint, and what is put into it.

Done once, while building: the policy of a page (web/headers.py) names the hashes of what is written into its file.
"""

import re
from pathlib import Path

from portfolio_app.ui.theme import FONT
from portfolio_app.web.first_view.starting import OtherPage, start_late
from portfolio_app.web.first_view.styles import names_in, names_in_file, only_named
from portfolio_app.web.head import versioned

HEAD_END = "</head>"
VIEW_ID = "first-view"
LARGE = 100_000
"""Bytes of a script before it is compressed."""
ALL_AT_ONCE = "//# allFunctionsCalledOnLoad\n"
"""Has V8 compile each function of a script while it comes, beside the page, and not when it is called, in its way."""
WHOLE = '<link rel="expect" href="#main" blocking="render"/>'
# Where one was: with the first frame, and once more where a browser made that before the page was there. Whoever comes
# anew was nowhere: the place has yet to be given a name, which takes a slow device a while, and has time until later.
_SCROLL = """requestAnimationFrame(() => {{
  const back = () => {{ {} }};
  if (!history.state?.key) return setTimeout(back);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", back, {{ once: true }});
  back();
}});"""
# Asked for at once, so that words are not laid out a second time when it comes.
FONT_FIRST = '<link rel="preload" as="font" type="font/woff2" crossorigin="" href="{}"/>'

# Tailwind's first rule makes a browser work out the styles of two more boxes for each element, which are not drawn.
EVERY_PSEUDO, QUICKER = "*,:after,:before,::backdrop{box-sizing", "*,::backdrop{box-sizing"

_PRELOADED_STYLE = re.compile(r'<link as="style" href="[^"]+" rel="preload"/>')
_STYLE = re.compile(r'<link href="(/assets/[^"]+\.css)" rel="stylesheet" type="text/css"/>')
_SCRIPT = re.compile(r'<link rel="modulepreload" href="(/assets/[^"]+\.js)"/>')
_FONT_FILE = re.compile(r"(?<=url\()/fonts/[a-z-]+\.woff2(?=\))")
_LATE = re.compile(  # React's way to bring what came late to its place: a number, and what came
    r'<div hidden id="S:(\d+)">(.*?)</div><script>(?:(?!</script>).)*?\$RC\("B:\1","S:\1"\)</script>', re.DOTALL
)
_CLOCK = re.compile(r'<script id="_R_">.*?</script>')


def paint_first(page: str, static: Path, early: str) -> str:
    """The built `page` with the styles it needs and the small early scripts in it, and the large scripts after its
    first paint.

    `static` holds the files it names; `early` is what must run before the first paint. React looks for its stylesheet
    when it hydrates, so the link stays, switched off; it is first_view.js that uses it.
    """
    style = _STYLE.search(page)
    if not (style and page.count(HEAD_END) == 1):
        raise OtherPage("no stylesheet where it was")
    page, scroll = start_late(page, static)
    css = _of_all_pages(static / style[1].lstrip("/"))
    names = names_in(page).union(*(names_in_file(static / script.lstrip("/")) for script in _SCRIPT.findall(page)))
    own = f'<style data-all="{style[1]}">{only_named(css, names)}</style>'
    page = _PRELOADED_STYLE.sub("", page)
    page = page.replace(style[0], own + style[0].replace("<link ", '<link disabled="" '), 1)
    # No frame before the words begin, which come with the same bytes: an empty one costs time as well.
    page = page.replace("<head>", f"<head>{WHOLE}{FONT_FIRST.format(versioned(FONT))}", 1)
    early = early + _SCROLL.format(scroll)
    page = page.replace(HEAD_END, f"<script>{early}</script>{HEAD_END}", 1)  # last: React goes by position
    return _in_place(_SCRIPT.sub(lambda script: _asked_early(script[1], static), page))


def _asked_early(script: str, static: Path) -> str:
    """Asks for a script that is not needed before the paint: the large ones, which come after it, as modules, so that a
    browser compiles them beside the page while they come, and all of them; small ones would be compiled in its way."""
    file = static / script.lstrip("/")
    large = file.stat().st_size >= LARGE
    if large and not (text := file.read_text("utf-8")).startswith(ALL_AT_ONCE):
        file.write_text(ALL_AT_ONCE + text, "utf-8")
    kind = 'rel="modulepreload"' if large else 'rel="preload" as="script" crossorigin=""'
    return f'<link {kind} fetchpriority="low" href="{script}"/>'


def _of_all_pages(file: Path) -> str:
    """The styles of all pages, quicker than they were built; in their file too, which React has browsers fetch when the
    page wakes."""
    css = file.read_text("utf-8")
    if QUICKER in css:
        return css
    if css.count(EVERY_PSEUDO) != 1:
        raise OtherPage("Tailwind begins otherwise than it did")
    css = css.replace(EVERY_PSEUDO, QUICKER, 1)
    css = _FONT_FILE.sub(lambda font: versioned(font[0]), css)
    file.write_text(css, "utf-8")
    return css


def _in_place(page: str) -> str:
    """What React would move to its place by scripts in a later frame, laying the page out again, stands there."""
    while late := _LATE.search(page):
        number, content = late.groups()
        page = page.replace(late[0], "", 1)
        page = page.replace(f'<!--$?--><template id="B:{number}"></template>', f"<!--$-->{content}", 1)
    if "$RC" in page:
        raise OtherPage("something comes late that is not brought to its place")
    return _CLOCK.sub("", page)


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
