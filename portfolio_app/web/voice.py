"""An adult outside school answers a pupil at an address of their own: a plain form without scripts, `/voice/<secret>`.

The secret is all that is asked for, so it stands in no log of ours, nothing on the way keeps the answer, and no page
that is left for another names it.
"""

from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.errors import DomainError, Invalid
from portfolio_app.core.languages import _, speaking
from portfolio_app.skills.voice_links import AskedSkill, LinkView, answer_link, load_link
from portfolio_app.skills.voices import LONGEST_REASON, Said
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.pdf_answers import language_of
from portfolio_app.web.plain_page import alert, plain_page

_addresses = SecretAddresses(each=Buckets(burst=20, per_second=1 / 10), place=Buckets(burst=60, per_second=1))


async def show(request: Request) -> Response:
    """GET → the form, or that there is nothing here any more. Looking changes nothing: link scanners look too."""
    key, language = _take(request), _language(request)
    with speaking(language):
        view = await load_link(key)
        return _gone(language) if view is None else _form(language, view, {})


async def answer(request: Request) -> Response:
    """POST step:…, reason:…, name, organisation → thanks, or the form again with what was wrong."""
    key, language = _take(request), _language(request)
    sent = await request.form(max_files=0, max_fields=20, max_part_size=64 * 1024)
    fields = {name: str(value) for name, value in sent.items()}
    with speaking(language):
        view = await load_link(key)
        if view is None:
            return _gone(language)
        said = {
            one.code: Said(int(fields[f"step:{one.code}"]), fields.get(f"reason:{one.code}", ""))
            for one in view.skills
            if fields.get(f"step:{one.code}", "") in {"0", *(choice.value for choice in one.choices)}
        }
        try:
            await answer_link(key, said, fields.get("name", ""), fields.get("organisation", ""))
        except Invalid as problem:
            return _form(language, view, fields, problem)
        except DomainError:
            return _gone(language)
        thanks = _("{name} sees what you said, with your name. You can close this page.").format(name=view.first_name)
        return plain_page(language, _("Thank you"), f"<p>{escape(thanks)}</p>")


def _take(request: Request) -> str:
    key: str = request.path_params["key"]
    _addresses.take(key, request.client.host if request.client else "")
    return key


def _language(request: Request) -> str:
    return language_of(request, request.query_params.get("language", ""))


def _gone(language: str) -> Response:
    words = _("This link does not work any more: it was answered, it has ended, or it is more than 30 days old.")
    return plain_page(language, _("Nothing to answer here"), f"<p>{escape(words)}</p>", status=404)


def _form(language: str, view: LinkView, fields: Mapping[str, str], problem: Invalid | None = None) -> Response:
    title = _("{name} asks how you see them").format(name=view.first_name)
    what = _(
        "{name} keeps a record of skills and asks you, who have seen them work, for your view. Say what you saw; "
        "it is no mark, and “I have not seen this” is a good answer too."
    ).format(name=view.first_name)
    sees = _("{name} sees what you write with your name, and decides who else does.").format(name=view.first_name)
    send = _("Send")
    wrong = alert(problem.sentence()) if problem else ""
    skills = "".join(_skill(one, fields) for one in view.skills)
    return plain_page(
        language,
        title,
        f"<p>{escape(what)}</p><p>{escape(sees)}</p>{wrong}"
        f'<form method="post" action="?language={language}">{skills}'
        + _line("name", _("Your name"), 120, fields, "name")
        + _line("organisation", _("Where you saw it: company, club, family"), 160, fields, "organization")
        + f'<p><button type="submit">{escape(send)}</button></p></form>',
        status=422 if problem else 200,
    )


def _skill(one: AskedSkill, fields: Mapping[str, str]) -> str:
    name, chosen = f"step:{one.code}", fields.get(f"step:{one.code}", "")
    choices = [(choice.value, choice.label, choice.help) for choice in one.choices]
    choices.append(("0", _("I have not seen this"), ""))
    cards = "".join(
        f'<p><label><input type="radio" name="{escape(name)}" value="{value}" required'
        f"{' checked' if value == chosen else ''}> {escape(label)}"
        + (f"<br><small>{escape(explained)}</small>" if explained else "")
        + "</label></p>"
        for value, label, explained in choices
    )
    ask = _("What did you see?")
    reason = escape(fields.get(f"reason:{one.code}", ""))
    return (
        f"<fieldset><legend>{escape(one.name)}</legend><p>{escape(one.meaning)}</p>{cards}"
        f'<p><label for="reason-{escape(one.code)}">{escape(ask)}</label>'
        f'<textarea id="reason-{escape(one.code)}" name="reason:{escape(one.code)}" rows="3" '
        f'maxlength="{LONGEST_REASON}">{reason}</textarea></p></fieldset>'
    )


def _line(name: str, label: str, most: int, fields: Mapping[str, str], complete: str) -> str:
    return (
        f'<p><label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" maxlength="{most}" required '
        f'autocomplete="{complete}" value="{escape(fields.get(name, ""))}"></p>'
    )


routes = [
    Route("/voice/{key}", show, methods=["GET"]),
    Route("/voice/{key}", answer, methods=["POST"]),
]
