"""A portfolio as a page that opens from a folder, without a server, a network or a script: for people to read in ten
years. Whatever is in `portfolio.json` alone, it says so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from portfolio_app.core.languages import N_, _, format_date, spoken
from portfolio_app.portfolio.takeout.reading import Portfolio

Fields = Mapping[str, Any]

STYLE = """
:root { color-scheme: light dark; --ink: #1c2321; --paper: #fff; --soft: #57605d; --line: #c9d0cd; --link: #0b5c54; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef2f0; --paper: #14191a; --soft: #b4bebb; --line: #414b48; --link: #7fd6c9; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 "Atkinson Hyperlegible Next", "Atkinson Hyperlegible", Verdana, sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 1rem 0 0; }
h2 { font-size: 1.375rem; margin: 2.5rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1.5rem; }
h3 { font-size: 1.125rem; margin: 1.75rem 0 .25rem; }
h4 { font-size: 1rem; margin: .75rem 0 0; }
p { margin: .25rem 0 .75rem; } ul { margin: .25rem 0 .75rem; padding-inline-start: 1.25rem; }
a { color: var(--link); } nav li, li.line { margin: .5rem 0; }
figure { margin: .75rem 0; } img { max-width: 100%; height: auto; border-radius: .5rem; }
.soft { color: var(--soft); font-size: .9375rem; } .words { white-space: pre-line; }
@media print { nav { display: none; } }
"""


def offline_page(portfolio: Portfolio, code: str = "") -> bytes:
    """The page in the language being spoken, in UTF-8; with a `code`, it says that and where to type it."""
    sections = [(anchor, heading, body) for anchor, heading, make in _SECTIONS if (body := "".join(make(portfolio)))]
    title = _("Portfolio {name}").format(name=portfolio.name)
    links = "".join(f'<li><a href="#{anchor}">{escape(_(heading))}</a></li>' for anchor, heading, _body in sections)
    content = "".join(
        f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{escape(_(heading))}</h2>{body}</section>'
        for anchor, heading, body in sections
    )
    inside = _("What is in it")
    lines = _about_me(portfolio)
    made = _("Taken along from Polku on {day}. All of it is in portfolio.json too.").format(day=_day(portfolio.made_at))
    typed = _("If you are leaving school, type this code in Polku under “Leaving school”:")
    opened = f'<p class="soft">{escape(typed)} <strong>{escape(code)}</strong></p>' if code else ""
    return (
        f'<!doctype html><html lang="{spoken()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<header><h1 dir="auto">{escape(title)}</h1><p class="soft">{escape(made)}</p>'
        f'{opened}<nav aria-label="{escape(inside)}"><ul>{links}</ul></nav></header>'
        f"<main>{lines}{content}</main></body></html>"
    ).encode()


def _about_me(portfolio: Portfolio) -> str:
    return f'<p class="words" dir="auto">{escape(portfolio.about_me)}</p>' if portfolio.about_me else ""


def _entries(portfolio: Portfolio) -> Iterable[str]:
    asked = (
        ("happened", _("What happened")),
        ("noticed", _("What I noticed")),
        ("learned", _("What I learned")),
        ("try_next", _("What I try next")),
    )
    for entry in portfolio.entries:
        yield _heading(entry["title"])
        yield _soft(_day(entry["made_at"]), *_skills(portfolio, entry))
        for name, question in asked:
            if entry[name]:
                yield f"<h4>{escape(question)}</h4>{_words(entry[name])}"
        for evidence in portfolio.evidence_of(entry["id"]):
            yield _shown(portfolio, evidence)
        yield from _remarks(portfolio, entry)


def _evidence(portfolio: Portfolio) -> Iterable[str]:
    """All of it, also what is in an entry: there it is seen, here it is listed with the skills it shows."""
    in_entries = {row["evidence_id"] for row in portfolio.rows("entry_evidence")}
    for evidence in portfolio.rows("evidence"):
        yield _heading(evidence["title"])
        yield _soft(_day(evidence["made_at"]), *_skills(portfolio, evidence))
        if evidence["id"] not in in_entries:
            yield _shown(portfolio, evidence, titled=False)
        yield from _remarks(portfolio, evidence)


def _said(portfolio: Portfolio) -> Iterable[str]:
    for row in portfolio.assessments_now:
        yield f"<h3>{escape(portfolio.skill(row))}</h3>"
        yield f"<p>{escape(portfolio.answer(row))} {_small(_day(row['made_at']))}</p>{_words(row['reason'])}"


def _others(portfolio: Portfolio) -> Iterable[str]:
    for voice in portfolio.voices:
        who = ", ".join(filter(None, (voice["giver"] or _("A teacher"), voice["organisation"])))
        yield f"<h3>{escape(portfolio.skill(voice))}</h3>"
        yield f'<p><span dir="auto">{escape(who)}</span>: {escape(portfolio.answer(voice))} '
        yield f"{_small(_day(voice['made_at']))}</p>{_words(voice['reason'])}"
        if voice["answer"]:
            answered = _("My answer")
            yield f"<h4>{escape(answered)}</h4>{_words(voice['answer'])}"


def _goals(portfolio: Portfolio) -> Iterable[str]:
    for goal in portfolio.rows("goals"):
        yield _heading(goal["title"])
        yield _soft(_standing(goal))
        yield _words(goal["why"]) + _words(goal["outcome"])
        steps = [row for row in portfolio.rows("goal_steps") if row["goal_id"] == goal["id"]]
        steps.sort(key=lambda row: int(row["position"]))
        yield _list(f"{_auto(row['words'])}{' ✓' if row['done_at'] else ''}" for row in steps)


def _standing(goal: Fields) -> str:
    if goal["state"] == "done":
        return _("Done on {day}").format(day=_day(goal["state_at"]))
    if goal["state"] == "resting":
        return _("Resting since {day}").format(day=_day(goal["state_at"]))
    return _("By {day}").format(day=_day(goal["by_when"])) if goal["by_when"] else ""


def _talks(portfolio: Portfolio) -> Iterable[str]:
    teacher = _("A teacher")
    for talk in portfolio.rows("talks"):
        yield f"<h3>{escape(_day(talk['held_on']))}</h3>{_soft(talk['adult'] or teacher)}{_words(talk['words'])}"
        yield _words(talk["answer"])


def _answers(portfolio: Portfolio) -> Iterable[str]:
    known = {one["code"]: one for one in portfolio.whole["questionnaires"]}
    for answered in portfolio.rows("questionnaires"):
        one = known.get(answered["questionnaire"])
        if one:
            yield f"<h3>{escape(one['name'])}</h3>{_soft(_day(answered['began_at']))}"
            given = [row for row in portfolio.rows("questionnaire_answers") if row["round_id"] == answered["id"]]
            yield _list(
                f"{escape(one['statements'].get(row['statement'], row['statement']))} "
                f"<strong>{escape(one['answers'].get(str(row['value']), ''))}</strong>"
                for row in given
            )


_SECTIONS: Sequence[tuple[str, str, Callable[[Portfolio], Iterable[str]]]] = (
    ("entries", N_("Entries"), _entries),
    ("evidence", N_("Evidence"), _evidence),
    ("skills", N_("My skills"), _said),
    ("voices", N_("How others see it"), _others),
    ("goals", N_("Goals"), _goals),
    ("talks", N_("Talks"), _talks),
    ("questionnaires", N_("Strengths and interests"), _answers),
)


def _shown(portfolio: Portfolio, evidence: Fields, *, titled: bool = True) -> str:
    file, title = portfolio.file_of(evidence), evidence["title"]
    words = _words(evidence["words"])
    if file and file["kind"] == "picture":
        size = f' width="{file["width"]}" height="{file["height"]}"' if file["width"] else ""
        picture = f'<img src="{escape(file["path"])}" alt="{escape(title)}" loading="lazy"{size}>'
        caption = f"<figcaption>{_auto(title)}</figcaption>" if titled else ""
        return f"<figure>{picture}{caption}</figure>{words}"
    href = file["path"] if file else evidence["url"]
    linked = f'<p><a href="{escape(href)}" dir="auto">{escape(title)}</a></p>' if href else ""
    return linked + words


def _remarks(portfolio: Portfolio, thing: Fields) -> Iterable[str]:
    for row in portfolio.rows("comments"):
        if row["thing"] == thing["id"] and not row["hidden_at"]:
            said = _("{name} wrote on {day}:").format(name=row["author"] or _("A teacher"), day=_day(row["made_at"]))
            yield f'<h4 dir="auto">{escape(said)}</h4>{_words(row["words"])}'


def _skills(portfolio: Portfolio, thing: Fields) -> list[str]:
    return [portfolio.skill(row) for row in portfolio.skills_of(thing["id"])]


def _heading(title: str) -> str:
    return f'<h3 dir="auto">{escape(title)}</h3>'


def _words(text: str) -> str:
    return f'<p class="words" dir="auto">{escape(text)}</p>' if text else ""


def _soft(*parts: str) -> str:
    return f'<p class="soft">{escape(" · ".join(filter(None, parts)))}</p>'


def _small(text: str) -> str:
    return f'<span class="soft">{escape(text)}</span>'


def _auto(text: str) -> str:
    return f'<span dir="auto">{escape(text)}</span>'


def _list(items: Iterable[str]) -> str:
    listed = "".join(f'<li class="line">{item}</li>' for item in items)
    return f"<ul>{listed}</ul>" if listed else ""


def _day(moment: str) -> str:
    return format_date(datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment))
