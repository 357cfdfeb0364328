"""Whether somebody is the contact of a host: `/host-contact?key=…`, plain HTML without a script or an account.

Looking changes nothing, since mail programs look at every link; the two buttons do.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.errors import DomainError
from portfolio_app.core.languages import _, speaking
from portfolio_app.marketplace.contacts import PATH, Asked, answer, load_asked
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.pdf_answers import language_of
from portfolio_app.web.plain_page import hidden, paragraph, plain_page, status

_addresses = SecretAddresses(each=Buckets(burst=20, per_second=1 / 10), place=Buckets(burst=60, per_second=1))


async def show(request: Request) -> Response:
    """GET key → what is asked, or that there is nothing here any more."""
    key = _take(request, request.query_params.get("key", ""))
    language = language_of(request, request.query_params.get("language", ""))
    with speaking(language):
        asked = await load_asked(key)
        return _gone(language) if asked is None else _form(language, key, asked)


async def said(request: Request) -> Response:
    """POST key, answer ("yes" or "no") → thanks. The same again is answered the same way."""
    sent = await request.form(max_files=0, max_fields=5, max_part_size=2048)
    key = _take(request, str(sent.get("key", "")))
    language = language_of(request, str(sent.get("language", "")))
    yes = sent.get("answer") == "yes"
    with speaking(language):
        asked = await load_asked(key)
        if asked is None or sent.get("answer") not in ("yes", "no"):
            return _gone(language)
        try:
            await answer(key, yes=yes)
        except DomainError:
            return _gone(language)
        if yes:
            words = _("Schools of {region} can write to you now about {host}. You can close this page.")
        else:
            words = _("You are no longer named as a contact of {host}. Nobody in {region} writes to you again.")
        return plain_page(language, _("Thank you"), paragraph(words.format(region=asked.region, host=asked.host)))


def _take(request: Request, key: str) -> str:
    _addresses.take(key, request.client.host if request.client else "")
    return key


def _gone(language: str) -> Response:
    words = _("This link does not work any more: it was answered with no, a newer one was sent, or it is too old.")
    return plain_page(language, _("Nothing to answer here"), paragraph(words), status=404)


def _form(language: str, key: str, asked: Asked) -> Response:
    title = _("Are you the contact of {host}?").format(host=asked.host)
    what = _(
        "{region} keeps a list of workplaces where pupils can visit, try a job or do work experience. For {host} "
        "in {town}, {name} is named there."
    ).format(region=asked.region, host=asked.host, town=asked.town, name=asked.name)
    seen = _(
        "What is kept: this name, your e-mail address and your phone number. Staff of the region see them, pupils do "
        "not."
    )
    until = _("This link works until {day}.").format(day=asked.until)
    done = status(_("You have said yes already.")) if asked.confirmed else ""
    yes, no = _("Yes, that is me"), _("No, do not write to me")
    buttons = (
        f'<p><button type="submit" name="answer" value="yes">{escape(yes)}</button></p>'
        f'<p><button type="submit" name="answer" value="no">{escape(no)}</button></p>'
    )
    beside = hidden({"key": key, "language": language})
    body = (
        f"{paragraph(what)}{paragraph(seen)}{done}"
        f'<form method="post" action="{PATH}">{beside}{buttons}</form>{paragraph(until)}'
    )
    return plain_page(language, title, body, kept={"key": key})


routes = [Route(PATH, show, methods=["GET"]), Route(PATH, said, methods=["POST"])]
