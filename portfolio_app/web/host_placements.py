"""Who comes to a host: `/host-placements?key=…`, plain HTML without a script or an account.

With the link alone it says on which days somebody comes. Names stand there once the code was typed that is mailed
again to the confirmed address: in a session of this browser, which the host can end. Looking changes nothing.
"""

from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.errors import DomainError, Invalid, TooMany
from portfolio_app.core.languages import N_, _, ngettext, speaking
from portfolio_app.marketplace.evaluations.models import Stands
from portfolio_app.marketplace.hosting.codes import enter, send_code
from portfolio_app.marketplace.hosting.coming import OPEN, Coming, ComingView, Elsewhere, load_coming
from portfolio_app.marketplace.hosting.sessions import end_session
from portfolio_app.marketplace.offering import PATH as OFFERS
from portfolio_app.marketplace.placements.notes import EMERGENCY
from portfolio_app.web.cookie import drop_host_key, host_key_in, set_host_key
from portfolio_app.web.forms import device_of
from portfolio_app.web.host_pages import addresses, back_to, fields_sent, gone, key_and_language, press, way
from portfolio_app.web.plain_page import alert, hidden, paragraph, plain_page, status

_limits = addresses()
PATH = "/host-placements"
EVALUATION = "/host-evaluation"
DONE: Mapping[str, str] = {
    "said": N_("Thank you. The school reads it first and then hands it on to the pupil."),
    "sent": N_("A code is on its way to the address that you confirmed. It is good for 15 minutes."),
    "ended": N_("Ended. In that browser nobody reads a name any more."),
}
TOO_MANY = N_("We have written to you often within an hour. Wait a while, then ask for another code.")


async def show(request: Request) -> Response:
    """GET key, done → who comes; with names where this browser has a session."""
    key, language = key_and_language(_limits, request, request.query_params)
    done = request.query_params.get("done", "")
    with speaking(language):
        return await _shown(request, language, key, told=_said(done), typing=done == "sent")


async def act(request: Request) -> Response:
    """POST key, does ("send", "enter" or "end"), code or session → the page again."""
    fields = await fields_sent(request, most=8, size=2048)
    key, language = key_and_language(_limits, request, fields)
    with speaking(language):
        try:
            match fields.get("does", ""):
                case "send":
                    await send_code(key)
                    return back_to(PATH, language, key, "sent")
                case "enter":
                    opened = await enter(key, fields.get("code", ""), device_of(request.headers.get("user-agent", "")))
                    answer = back_to(PATH, language, key)
                    set_host_key(answer, opened)
                    return answer
                case "end":
                    here = await end_session(key, _cookie(request), fields.get("session", ""))
                    answer = back_to(PATH, language, key, "ended")
                    if here:
                        drop_host_key(answer)
                    return answer
                case _:
                    return _gone(language)
        except Invalid as problem:
            return await _shown(request, language, key, problem=problem.sentence(), typing=problem.field == "code")
        except TooMany:
            return await _shown(request, language, key, problem=_(TOO_MANY), typing=True)
        except DomainError:
            return await _shown(request, language, key)


def _cookie(request: Request) -> str:
    return host_key_in(request.headers.get("cookie", ""))


def _said(done: str) -> str:
    return status(_(DONE[done])) if done in DONE else ""


def _gone(language: str) -> Response:
    return gone(
        language,
        _("This link opens nothing any more: a newer one was sent, it is too old, or your house is paused."),
    )


async def _shown(
    request: Request, language: str, key: str, *, problem: str = "", told: str = "", typing: bool = False
) -> Response:
    view = await load_coming(key, _cookie(request))
    if view is None:
        return _gone(language)
    if problem:
        told = alert(problem)
    back = way(OFFERS, language, key, _("What you offer"))
    if view.entered:
        pupils = "".join(_pupil(one, view.country, language, key) for one in view.pupils if one.pupil)
        body = f"{told}{_promise()}{pupils}{_unsigned(view)}{_sessions(language, key, view.sessions)}"
    else:
        body = f"{_closed(view)}{told}{_door(language, key, view, typing=typing)}"
    body += f"<p>{back}</p>"
    title = _("Pupils who come to {host}").format(host=view.host)
    return plain_page(language, title, body, kept={"key": key}, status=422 if problem else 200)


def _button(language: str, key: str, does: str, words: str, **more: str) -> str:
    return press(PATH, {"key": key, "language": language, "does": does} | more, words)


# Without a code


def _closed(view: ComingView) -> str:
    """On which days somebody comes."""
    if not view.pupils:
        return paragraph(_("Nobody comes to you just now. When a school books, the days stand here."))
    lines = "".join(f"<li>{escape(_a_pupil(one))}</li>" for one in view.pupils)
    return f"<ul>{lines}</ul>"


def _a_pupil(one: Coming) -> str:
    if one.approved:
        return _("A pupil, {days}").format(days=one.days)
    return _("A pupil, {days}. The school has not signed yet.").format(days=one.days)


def _door(language: str, key: str, view: ComingView, *, typing: bool) -> str:
    """The way to the names, where there are any to read."""
    named = sum(one.approved for one in view.pupils)
    if not named:
        return paragraph(_("Who it is stands here once the school has signed.")) if view.pupils else ""
    ask = paragraph(
        ngettext(
            "Who it is, and whom to call at school, is for you alone. We send a code to the address that you "
            "confirmed; type it here.",
            "Who they are, and whom to call at school, is for you alone. We send a code to the address that you "
            "confirmed; type it here.",
            named,
        )
    )
    if not typing:
        return ask + _button(language, key, "send", _("Send me a code"))
    label, go = escape(_("The code from the letter: six figures")), escape(_("Show who comes"))
    sent = hidden({"key": key, "language": language, "does": "enter"})
    form = (
        f'<form method="post" action="{PATH}">{sent}<p><label for="code">{label}</label><input id="code" name="code" '
        'type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required></p>'
        f'<p><button type="submit">{go}</button></p></form>'
    )
    return ask + form + _button(language, key, "send", _("Send me another code"))


# In a session


def _promise() -> str:
    return paragraph(
        _(
            "Schools tell you this for these days alone. Pass it on to those who look after the pupil, and to nobody "
            "else. It closes when the days are over."
        )
    )


def _pupil(one: Coming, country: str, language: str, key: str) -> str:
    evaluation = _evaluation(one, language, key)
    if one.over:
        return _section(one.pupil, f"{paragraph(one.days)}{evaluation}")
    away = ""
    for day in one.away:
        cannot = escape(_("Cannot come: {day}").format(day=day))
        away += f"<p><strong>{cannot}</strong></p>"
    lines = "".join(f'<dt>{escape(said.what)}</dt><dd dir="auto">{escape(said.words)}</dd>' for said in one.terms)
    number = EMERGENCY.get(country, "112")
    accident = _("Call {number} if somebody is badly hurt. Then call the school at once.").format(number=number)
    whom = escape(", ".join(part for part in (one.adult, one.school) if part))
    phone = f", {_phone(one.adult_phone)}" if one.adult_phone else ""
    parts = (
        (_("Whom to call at school"), f'<p dir="auto">{whom}{phone}</p>'),
        (_("In an accident"), paragraph(accident)),
        (_("What is agreed"), f"<dl>{lines}</dl>"),
    )
    said = "".join(f"<h3>{escape(title)}</h3>{body}" for title, body in parts)
    return _section(one.pupil, f"{paragraph(one.days)}{evaluation}{away}{said}")


def _evaluation(one: Coming, language: str, key: str) -> str:
    """The way to say how the days went, once they end."""
    if not one.evaluation:
        return ""
    said, words = {
        OPEN: ("", _("Say how it went: it takes a minute")),
        Stands.GIVEN: (_("You said how it went. The school reads it first."), _("Change what you said")),
        Stands.HELD: (_("The school asks you to look once more at what you said."), _("See why, and change it")),
    }[one.evaluation]
    told = f"<p><strong>{escape(said)}</strong></p>" if said else ""
    return f"{told}<p>{way(EVALUATION, language, key, words, placement=one.id)}</p>"


def _unsigned(view: ComingView) -> str:
    lines = "".join(f"<li>{escape(_a_pupil(one))}</li>" for one in view.pupils if not one.pupil)
    return _section(_("Not signed by the school yet"), f"<ul>{lines}</ul>") if lines else ""


def _section(title: str, body: str) -> str:
    return f'<section><h2 dir="auto">{escape(title)}</h2>{body}</section>'


def _phone(number: str) -> str:
    return f'<a href="tel:{escape(number.replace(" ", ""))}" dir="ltr">{escape(number)}</a>'


def _sessions(language: str, key: str, sessions: tuple[Elsewhere, ...]) -> str:
    """Where the code was typed, each with its end."""
    lines = ""
    for one in sessions:
        said = _("Since {time}").format(time=one.since) + (f", {one.browser}" if one.browser else "")
        if one.here:
            said += " – " + _("this browser")
        end = _button(language, key, "end", _("Close it here") if one.here else _("Close it there"), session=one.id)
        lines += f'<li><p dir="auto">{escape(said)}</p>{end}</li>'
    title = escape(_("Where these names are open"))
    closes = paragraph(_("It closes by itself after 12 hours, and when nobody comes any more."))
    return f"<h2>{title}</h2>{closes}<ul>{lines}</ul>"


routes = [Route(PATH, show, methods=["GET"]), Route(PATH, act, methods=["POST"])]
