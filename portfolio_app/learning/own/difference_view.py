"""The page that shows what has become of the original of a copy, piece by piece, beside what the school made of it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.languages import NAMES, _, ngettext, spoken
from portfolio_app.learning.doing import must_be_a_name
from portfolio_app.learning.module_text import TEACHER
from portfolio_app.learning.own import policy
from portfolio_app.learning.own.editor_view import heading_of
from portfolio_app.learning.own.improving import MOST_LINES, Change, activities_changed, changes_of, lines_of
from portfolio_app.learning.own.own_view import ToldLine, editor_href
from portfolio_app.learning.own.parts import Part, taken_apart
from portfolio_app.learning.own.taking_over import Three, three_of
from portfolio_app.learning.reading import ABOUT, EASY


@dataclass(frozen=True)
class ShownWords:
    """Some words of a line; `how` is "", "new" or "gone"."""

    text: str = ""
    how: str = ""


@dataclass(frozen=True)
class ShownLine:
    """A line of a difference; `gap` stands for lines that are the same and left out."""

    words: tuple[ShownWords, ...] = ()
    gap: bool = False


@dataclass(frozen=True)
class ShownChange:
    """A piece that the original has changed. `said` tells what happened to it, in words; `ours` is the school's text
    where it has one of its own."""

    path: str = ""
    code: str = ""
    key: str = ""
    title: str = ""
    where: str = ""
    language: str = ""
    said: str = ""
    lines: tuple[ShownLine, ...] = ()
    more: str = ""
    ours: str = ""
    by_us: bool = False


@dataclass(frozen=True)
class DifferenceView:
    """The page. `seen` and `version` are what was shown: the original's hash and the number of the school's own."""

    loaded: bool = False
    name: str = ""
    title: str = ""
    language: str = ""
    seen: str = ""
    version: str = ""
    lost: bool = False
    changes: tuple[ShownChange, ...] = ()
    said: str = ""
    untouched: str = ""
    original_href: str = ""
    editor_href: str = ""
    told: tuple[ToldLine, ...] = ()


async def load_difference(actor: Actor, name: str) -> DifferenceView:
    """The page. `lost` when the original is no longer there, or it never was a copy. Raises `NotFound` for what is not
    the actor's school's own."""
    must_be_a_name(name)
    async with reading() as session:
        row = await policy.check_changes(session, actor, name)
        three = await three_of(session, actor, row)
        view = DifferenceView(True, name, version=str(row.version), editor_href=editor_href(name))
    if three is None:
        return DifferenceView(True, name, lost=True, editor_href=editor_href(name))
    language = three.ours.language_for(spoken())
    every = changes_of(three.then.files, three.now.files, three.ours.files)
    untouched = sum(not one.by_us for one in every)
    return DifferenceView(
        loaded=True,
        name=name,
        title=three.ours.title(language),
        language=language,
        seen=three.now.hash,
        version=view.version,
        changes=tuple(_shown(one, three) for one in every),
        said=ngettext("{n} place has changed", "{n} places have changed", len(every)),
        untouched=ngettext("{n} of them you have not changed", "{n} of them you have not changed", untouched)
        if untouched
        else "",
        original_href=f"/{spoken()}/module?{urlencode({'name': row.original})}",
        editor_href=view.editor_href,
    )


def _shown(one: Change, three: Three) -> ShownChange:
    key = f"{one.path} {one.code}"
    if one.path == ABOUT:
        return ShownChange(
            one.path,
            one.code,
            key,
            _("Activities and settings"),
            one.path,
            said=" ".join(_settings(three)),
            by_us=one.by_us,
        )
    if not one.path.endswith(".md"):
        said = (
            _("A file that is new.") if one.path not in three.then.files else _("A file that is another now, or gone.")
        )
        return ShownChange(one.path, one.code, key, one.path, "", said=said, by_us=one.by_us)
    language = one.path.removesuffix(EASY).removesuffix(".md")
    lines = lines_of(one.then, one.now)
    shown = tuple(
        ShownLine(tuple(ShownWords(words.text, words.how) for words in line), not line) for line in lines[:MOST_LINES]
    )
    said = ""
    if not one.then:
        said = _("This is new.")
    elif not one.now:
        said = _("This is not there any more.")
    where = NAMES.get(language, language)
    if one.path.endswith(EASY):
        where = _("{language}, easy language").format(language=where)
    more = len(lines) - len(shown)
    return ShownChange(
        path=one.path,
        code=one.code,
        key=key,
        title=_title(one),
        where=where,
        language=language,
        said=said,
        lines=shown,
        more=ngettext("and {n} more line", "and {n} more lines", more) if more else "",
        ours=one.ours.strip() if one.by_us else "",
        by_us=one.by_us,
    )


def _title(one: Change) -> str:
    """What a piece is called: its heading; a note for the teacher says so."""
    text = one.now or one.then
    head = text.lstrip().partition("\n")[0]
    if head.startswith("###"):
        title = head.strip("# ").rpartition("{#")[0].strip()
        return f"{_('For the teacher')}: {title}" if one.code.startswith(f"{TEACHER}.") else title
    parts = taken_apart(text)
    return heading_of(parts[0]) if parts else heading_of(Part(one.code, one.code or one.path, ""))


def _settings(three: Three) -> list[str]:
    """What is different in `module.yaml`, in sentences."""
    came, went, others = activities_changed(three.then, three.now)

    def title(code: str) -> str:
        for module in (three.now, three.then):
            if (text := module.text(spoken()).activities.get(code)) is not None:
                return text.title
        return code

    said = [_("New activity: {title}.").format(title=title(code)) for code in came]
    said += [_("No longer there: {title}.").format(title=title(code)) for code in went]
    said += [
        _("{title}: {then} minutes before, {now} now.").format(title=title(code), then=before, now=after)
        for code, before, after in others
    ]
    return said or [_("Settings of the module, such as materials, meetings or languages.")]
