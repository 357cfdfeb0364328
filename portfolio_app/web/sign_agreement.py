"""A family or a host reads what is agreed about a placement, and signs it: `/sign-agreement?key=…`, plain HTML without
a script or an account.

Looking changes nothing, since mail programs look at every link; the button does.
"""

from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.core.errors import Conflict, DomainError, Invalid
from portfolio_app.core.languages import _, format_date, speaking
from portfolio_app.marketplace.placements.agreement_view import changes_said, former_said, terms_said
from portfolio_app.marketplace.placements.asking import PATH, Asked, decline_by_link, load_asked, sign_by_link
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.pdf_answers import language_of
from portfolio_app.web.plain_fields import area
from portfolio_app.web.plain_page import alert, hidden, paragraph, plain_page, status

_addresses = SecretAddresses(each=Buckets(burst=30, per_second=1 / 6), place=Buckets(burst=120, per_second=1))


async def show(request: Request) -> Response:
    """GET key → what is agreed, with a form to sign it."""
    key = _take(request, request.query_params.get("key", ""))
    language = language_of(request, request.query_params.get("language", ""))
    with speaking(language):
        asked = await load_asked(key)
        return _gone(language) if asked is None else _page(language, key, asked)


async def sign(request: Request) -> Response:
    """POST key, agreement, and name, or does="decline" and words → the page again, signed or not; or with what was
    wrong."""
    sent = await request.form(max_files=0, max_fields=8, max_part_size=2048)
    key = _take(request, str(sent.get("key", "")))
    language = language_of(request, str(sent.get("language", "")))
    name = str(sent.get("name", ""))
    with speaking(language):
        try:
            if sent.get("does") == "decline":
                await decline_by_link(key, str(sent.get("agreement", "")), str(sent.get("words", "")))
            else:
                await sign_by_link(key, str(sent.get("agreement", "")), name)
        except (Invalid, Conflict) as problem:
            asked = await load_asked(key)
            return _gone(language) if asked is None else _page(language, key, asked, problem=problem, name=name)
        except DomainError:
            return _gone(language)
    return RedirectResponse(f"{PATH}?{urlencode({'key': key, 'language': language})}", status_code=303)


def _take(request: Request, key: str) -> str:
    _addresses.take(key, request.client.host if request.client else "")
    return key


def _gone(language: str) -> Response:
    words = _("This link opens nothing any more: a newer one was sent, the days are over, or they do not take place.")
    ask = _("Ask the school if you think that this is a mistake.")
    return plain_page(language, _("Nothing to sign here"), paragraph(words) + paragraph(ask), status=404)


def _page(language: str, key: str, asked: Asked, *, problem: DomainError | None = None, name: str = "") -> Response:
    whom = _("What {school} and {host} agree about the days of {pupil}.") if asked.pupil else ""
    whom = whom or _("What {school} and {host} agree about the days of a pupil, whose name the school tells you.")
    lead = whom.format(school=asked.school, host=asked.placement.host_name, pupil=asked.pupil)
    for_whom = _("This page is for {name}. If that is not you, close it and tell the school.").format(
        name=asked.ask.name
    )
    lines = "".join(
        f'<dt>{escape(one.what)}</dt><dd dir="auto">{escape(one.words)}</dd>'
        for one in terms_said(asked.agreement.terms)
    )
    insured = "".join(f'<li dir="auto">{escape(one)}</li>' for one in asked.insured)
    insurance = f"<h2>{escape(_('Insurance'))}</h2><ul>{insured}</ul>"
    call = _("Is something not right? Do not sign, and ask {adult}.").format(
        adult=", ".join(part for part in (asked.adult, asked.placement.adult_phone) if part) or asked.school
    )
    kept = _(
        "Your name, your address and this signature are kept for the agreement alone, for a year after the days. Ask "
        "the school if they should write to you no more."
    )
    told = alert(problem.sentence()) if problem else ""
    if asked.signed is not None:
        done = _("Signed by {name} on {day}. Thank you. You can close this page.").format(
            name=asked.signed.name, day=format_date(asked.signed.signed_at)
        )
        ending = f'<p role="status"><strong dir="auto">{escape(done)}</strong></p>'
    else:
        beside = hidden({"key": key, "language": language, "agreement": str(asked.agreement.id)})
        label = escape(_("Your name: it is your signature"))
        wrong = ' aria-invalid="true"' if problem is not None and problem.field == "name" else ""
        pressed = escape(_("I have read this and agree"))
        ending = (
            f'<form method="post" action="{PATH}">{beside}<p><label for="name">{label}</label>'
            f'<input id="name" name="name" type="text" autocomplete="name" maxlength="120" required '
            f'value="{escape(name)}"{wrong}></p><p><button type="submit">{pressed}</button></p></form>'
            f"{_refusal(beside, asked)}"
        )
    version = _("Version {n}, written on {day}").format(
        n=asked.agreement.version, day=format_date(asked.agreement.made_at)
    )
    body = (
        f"{told}{paragraph(lead)}{paragraph(for_whom)}{_changes(asked)}<dl>{lines}</dl>{paragraph(version)}{insurance}"
        f"{paragraph(call)}{ending}"
        f"{paragraph(kept)}"
    )
    return plain_page(language, _("Read and sign"), body, kept={"key": key}, status=422 if problem is not None else 200)


def _changes(asked: Asked) -> str:
    """What is different since the reader's party signed, when it signed other terms."""
    if asked.former is None or asked.signed is not None:
        return ""
    before, after = _("Before"), _("Now")
    lines = "".join(
        f'<dt>{escape(one.what)}</dt><dd dir="auto">{escape(before)}: {escape(one.before)}<br>'
        f"<strong>{escape(after)}: {escape(one.now)}</strong></dd>"
        for one in changes_said(asked.former.terms, asked.agreement.terms)
    )
    if not lines:
        return paragraph(
            _("You have signed these terms before; they were changed and changed back. Please sign once more.")
        )
    return f"<section>{paragraph(former_said(asked.former))}<dl>{lines}</dl></section>"


def _refusal(beside: str, asked: Asked) -> str:
    """The way to say no; and that it was said."""
    said = ""
    if asked.ask.declined_at is not None:
        words = _("You said on {day} that you do not agree. The school calls you. You can still sign.").format(
            day=format_date(asked.ask.declined_at)
        )
        said = status(words)
    title, pressed = escape(_("I do not agree")), escape(_("Tell the school that I do not agree"))
    label = _("Why not? The school reads it.") + " " + _("(optional)")
    why = area("words", label, {"words": asked.ask.decline_words}, "", rows=3, most=500)
    return (
        f'{said}<details><summary>{title}</summary><form method="post" action="{PATH}">{beside}'
        '<input type="hidden" name="does" value="decline">'
        f'{why}<p><button type="submit">{pressed}</button></p></form></details>'
    )


routes = [Route(PATH, show, methods=["GET"]), Route(PATH, sign, methods=["POST"])]
