"""The pages on which a school's own module is changed: what it is made of, a part of its text, or a whole file. And
what a part looks like before it is saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import KeptDraft, drafts_beginning, load_draft, typed_text
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import NAMES, _, format_date, format_time, spoken
from portfolio_app.learning.asked import Asking, Field, fields_of
from portfolio_app.learning.doing import must_be_a_name, skills_asked
from portfolio_app.learning.lesson_words import KINDS, minutes_said
from portfolio_app.learning.markdown import as_html, read_markdown
from portfolio_app.learning.mistakes import Mistake, Weight, grave
from portfolio_app.learning.module_text import BOARD, EXIT, MATERIAL, TEACHER, TONIGHT, ActivityText
from portfolio_app.learning.own import policy
from portfolio_app.learning.own.changing import LONGEST_TITLE, Unsound, drafts_of, editable, mark_of
from portfolio_app.learning.own.models import OwnModule, OwnModuleSave
from portfolio_app.learning.own.own_view import ToldLine, difference_href
from portfolio_app.learning.own.parts import HEAD, Part, part_of, source_of, taken_apart, with_part
from portfolio_app.learning.own.reaching import has_improved
from portfolio_app.learning.reading import ABOUT, Module, media_address, open_module, read_module
from portfolio_app.learning.versions import version_of
from portfolio_app.skills.framework import pupils_framework

OVERVIEW, PART, FILE = "overview", "part", "file"
MOST_SHOWN = 10
"""Saves that are listed to go back to."""


@dataclass(frozen=True)
class ActivityLine:
    """An activity in the form that orders and times them."""

    code: str = ""
    title: str = ""
    kind: str = ""
    place: str = ""
    minutes: str = ""


@dataclass(frozen=True)
class SaveLine:
    """A save to go back to."""

    number: str = ""
    said: str = ""


@dataclass(frozen=True)
class Preview:
    """A part as a pupil sees it: HTML, then fields; `told` is what would be wrong with the module."""

    shown: bool = False
    title: str = ""
    html: str = ""
    fields: tuple[Field, ...] = ()
    told: tuple[ToldLine, ...] = ()


@dataclass(frozen=True)
class EditorView:
    """The page. `what` is overview, part or file; the texts are in `language`. `theirs` is what a colleague has saved
    since the reader began to type."""

    loaded: bool = False
    what: str = OVERVIEW
    name: str = ""
    title: str = ""
    language: str = ""
    said: str = ""
    version: str = ""
    mark: str = ""
    """Of the text that the form was made for."""
    languages: tuple[Option, ...] = ()
    parts: tuple[Option, ...] = ()
    activities: tuple[ActivityLine, ...] = ()
    kinds: tuple[Option, ...] = ()
    files: tuple[Option, ...] = ()
    saves: tuple[SaveLine, ...] = ()
    remarks: tuple[ToldLine, ...] = ()
    original_href: str = ""
    improved_href: str = ""
    """Where to look at what has become of the original, when it has changed since the school looked last."""
    module_href: str = ""
    back: str = ""
    # A part or a file
    code: str = ""
    heading: str = ""
    part_title: str = ""
    text: str = ""
    theirs: str = ""
    draft: str = ""
    draft_version: int = 0
    longest_title: int = LONGEST_TITLE
    pupils: bool = False
    key: str = ""
    told: tuple[ToldLine, ...] = ()
    preview: Preview = Preview()


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    name: str = ""
    language: str = ""
    part: str = ""
    file: str = ""

    def href(self, **query: str) -> str:
        """The address of this module's editor."""
        return f"/{spoken()}/own-module?{urlencode({'name': self.name} | query)}"


def asked(query: Mapping[str, str]) -> Asked:
    """What the query of an address asks for."""
    return Asked(*(query.get(one, "")[:60] for one in ("name", "language", "part", "file")))


async def load_editor(actor: Actor, wanted: Asked) -> EditorView:
    """The page. Raises `NotFound` for what is not the actor's school's own, and for a part or file there is none of."""
    must_be_a_name(wanted.name)
    async with reading() as session:
        row = await policy.check_changes(session, actor, wanted.name)
        module = await version_of(session, row.version_id)
        language = wanted.language if wanted.language in module.languages else module.language_for(spoken())
        view = _frame(row, module, wanted, language)
        if wanted.part:
            return await _part(session, actor, row, module, view, wanted.part)
        if wanted.file:
            return await _file(session, actor, row, module, view, wanted.file)
        improved = difference_href(row.name) if await has_improved(session, actor, row) else ""
        return replace(_overview(module, view, wanted), saves=await _saves(session, row), improved_href=improved)


async def load_preview(actor: Actor, name: str, language: str, part: Part) -> Preview:
    """A part as it was typed, as a pupil sees it. Nothing is kept."""
    must_be_a_name(name)
    async with reading() as session:
        row = await policy.check_changes(session, actor, name)
        module = await version_of(session, row.version_id)
    path = f"{language}.md"
    if path not in module.files or part_of(source_of(module.files[path]), part.code) is None:
        raise NotFound()
    source = with_part(source_of(module.files[path]), part)
    files = {**module.files, path: source.encode("utf-8", "replace")}
    told = told_of(grave(read_module(files, name).mistakes), name, language, source, part.code)
    changed = open_module(files, name).module or module
    if (activity := changed.activity(part.code)) is None:
        return Preview(True, part.title, _html(module, part.body), told=told)
    text = changed.text(language).activities.get(part.code, ActivityText(part.code, part.title))
    framework = pupils_framework("")
    skills = dict.fromkeys(skills_asked(activity, framework), 0)
    fields = fields_of(Asking(activity, text, {}, done=False, preview=True, framework=framework, skills=skills))
    # Pictures lie where they are kept, under the version that is.
    return Preview(True, text.title, text.body.replace(changed.hash, module.hash), fields, told)


def told_of(
    mistakes: Iterable[Mistake], name: str, language: str = "", source: str = "", code: str = ""
) -> tuple[ToldLine, ...]:
    """Mistakes as the page tells them: where they are within the part that is typed, by the lines of its field."""
    part = part_of(source, code) if code else None
    parts = taken_apart(source) if part else ()
    end = min((one.line for one in parts if part and one.line > part.line), default=10**9)
    found: list[ToldLine] = []
    for one in mistakes:
        where = f"{one.file.removeprefix(name + '/')}:{one.line}"
        if part and one.file == f"{name}/{language}.md" and part.line <= one.line < end:
            line = one.line - part.line - part.offset + 1
            where = _("Line {n}").format(n=line) if line > 0 else _("Title")
        found.append(ToldLine(where, one.what))
    return tuple(found)


def told_in(problem: Unsound, name: str, language: str = "", code: str = "") -> tuple[ToldLine, ...]:
    """The same of what could not be saved."""
    path = f"{language}.md"
    source = source_of(problem.files[path]) if path in problem.files else ""
    return told_of(problem.mistakes, name, language, source, code)


def part_typed(code: str, title: str, text: str) -> Part:
    """A part as a form sends it."""
    return Part(code, " ".join(title.split())[:LONGEST_TITLE], text.replace("\r\n", "\n").replace("\r", "\n"))


def _frame(row: OwnModule, module: Module, wanted: Asked, language: str) -> EditorView:
    return EditorView(
        loaded=True,
        name=row.name,
        title=module.title(language),
        language=language,
        said=minutes_said(module.minutes),
        version=str(row.version),
        original_href=f"/{spoken()}/module?{urlencode({'name': row.original})}" if row.original else "",
        module_href=f"/{spoken()}/module?{urlencode({'name': row.name})}",
        back=wanted.href(language=language),
    )


def _overview(module: Module, view: EditorView, wanted: Asked) -> EditorView:
    parts = taken_apart(source_of(module.files[f"{view.language}.md"]))
    remarks = [one for one in read_module(module.files, view.name).mistakes if one.weight is Weight.WARNING]
    titles = {one.code: one.title for one in parts}
    return replace(
        view,
        languages=tuple(Option(wanted.href(language=one), NAMES.get(one, one)) for one in module.languages),
        parts=tuple(
            Option(wanted.href(language=view.language, part=one.code), heading_of(one)) for one in parts if one.code
        ),
        activities=tuple(
            ActivityLine(one.code, titles.get(one.code, one.code), _(KINDS[one.kind]), str(place), str(one.minutes))
            for place, one in enumerate(module.about.activities, 1)
        ),
        kinds=tuple(Option(kind, _(said)) for kind, said in KINDS.items()),
        files=tuple(Option(wanted.href(file=path), path) for path in editable(module)),
        remarks=told_of(remarks, view.name),
        mark=mark_of(source_of(module.files[ABOUT])),
        key=f"activities {view.version}",
    )


def heading_of(part: Part) -> str:
    """What a part is called in lists: by what it is, or by its own title."""
    said = {
        HEAD: _("Title and summary"),
        TEACHER: _("For the teacher"),
        BOARD: _("On the board"),
        EXIT: _("Before you go"),
        TONIGHT: _("Three questions for tonight"),
        MATERIAL: _("Material"),
    }
    return said.get(part.code, part.title)


async def _part(
    session: AsyncSession, actor: Actor, row: OwnModule, module: Module, view: EditorView, code: str
) -> EditorView:
    part = part_of(source_of(module.files[f"{view.language}.md"]), code)
    if part is None:
        raise NotFound()
    mark = mark_of(part.text)
    draft, begun = await _draft(session, actor, drafts_of(row.id, f"{view.language}.{code}"), mark)
    view = replace(
        view,
        what=PART,
        code=code,
        heading=heading_of(part),
        part_title=_typed(draft, "title", part.title),
        pupils=module.activity(code) is not None,
        mark=mark,
        draft=drafts_of(row.id, f"{view.language}.{code}") + mark,
    )
    return _with_draft(view, draft, part.body, begun=begun)


async def _file(
    session: AsyncSession, actor: Actor, row: OwnModule, module: Module, view: EditorView, path: str
) -> EditorView:
    if path not in editable(module):
        raise NotFound()
    kept = source_of(module.files[path])
    mark = mark_of(kept)
    draft, begun = await _draft(session, actor, drafts_of(row.id, path), mark)
    view = replace(view, what=FILE, code=path, heading=path, mark=mark, draft=drafts_of(row.id, path) + mark)
    return _with_draft(view, draft, kept, begun=begun)


async def _draft(session: AsyncSession, actor: Actor, name: str, mark: str) -> tuple[KeptDraft | None, bool]:
    """What the actor has typed, and whether they began it on the text that is now: the draft on that one, or else the
    latest on a former one."""
    forms = await drafts_beginning(session, actor.person_id, name)
    form = name + mark if name + mark in forms else next(iter(forms), "")
    return (await load_draft(session, actor.person_id, form) if form else None), form == name + mark


def _with_draft(view: EditorView, draft: KeptDraft | None, kept: str, *, begun: bool) -> EditorView:
    """The field begins with what was typed; where a colleague has saved another meanwhile, that stands beside."""
    text = _typed(draft, "text", kept)
    return replace(
        view,
        text=text,
        theirs=kept if draft is not None and not begun and kept != text else "",
        draft_version=draft.version if draft is not None and begun else 0,
        key=f"{view.code} {view.language} {view.mark}",
    )


def _typed(draft: KeptDraft | None, name: str, kept: str) -> str:
    return typed_text(draft, name) if draft is not None and name in draft.fields else kept


async def _saves(session: AsyncSession, row: OwnModule) -> tuple[SaveLine, ...]:
    """The saves before the one that is now, the last first."""
    rows = await session.execute(
        select(OwnModuleSave, col(Person.name))
        .outerjoin(Person, col(Person.id) == col(OwnModuleSave.by_id))
        .where(col(OwnModuleSave.own_module_id) == row.id, col(OwnModuleSave.number) < row.version)
        .order_by(col(OwnModuleSave.number).desc())
        .limit(MOST_SHOWN)
    )
    return tuple(SaveLine(str(one.number), _saved(one, name)) for one, name in rows)


def _saved(one: OwnModuleSave, name: str | None) -> str:
    when = f"{format_date(one.saved_at)} {format_time(one.saved_at)}"
    return _("{when}, {name}").format(when=when, name=name or _("Somebody"))


def _html(module: Module, body: str) -> str:
    def picture(path: str) -> str | None:
        return media_address(module.hash, path) if path in module.files else None

    written = read_markdown("", body, picture)
    return as_html((*written.before, *(token for head in written.headings for token in head.body)))
