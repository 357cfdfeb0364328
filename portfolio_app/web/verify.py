"""Is this certificate genuine? `/verify`, for everybody and without scripts: a file or pasted text, and an answer.

Nothing that is brought here is kept, and nobody is asked who they are.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.addresses import neighbourhood
from portfolio_app.core.database import reading
from portfolio_app.core.errors import DomainError, Invalid, TooMany
from portfolio_app.core.languages import N_, _, format_date, speaking
from portfolio_app.core.unusable_files import UnusableFile
from portfolio_app.core.uploads import stage_upload
from portfolio_app.portfolio.credentials.answers import (
    BAD,
    MEANINGS,
    OUT_OF_REACH,
    TITLES,
    Answer,
    Facts,
    Finding,
    with_known_issuers,
)
from portfolio_app.portfolio.credentials.checker import checker
from portfolio_app.portfolio.credentials.issuing import known_issuers
from portfolio_app.settings import settings
from portfolio_app.web.limits import Buckets
from portfolio_app.web.multipart import IncomingForm
from portfolio_app.web.pdf_answers import language_of
from portfolio_app.web.plain_page import alert, plain_page

PATH = "/verify"
NOTHING = N_(
    "There is no credential in this. Choose the file as it was issued: pictures that were saved anew or sent through "
    "a chat lose the credential inside them."
)
CHOOSE = N_("Choose a file, or paste the text of a credential.")
_places = Buckets(burst=30, per_second=0.5)  # a class behind one address; each check costs some processor time
_HEADERS = {"cache-control": "private, no-store", "vary": "Accept-Language", "referrer-policy": "no-referrer"}


async def show(request: Request) -> Response:
    """GET → the form."""
    language = _language(request)
    with speaking(language):
        return _page(language, _("Check a credential"), _form(language))


async def check(request: Request) -> Response:
    """POST file, text → the answer for each credential in it, and the form again."""
    language = _language(request)
    with speaking(language):
        try:
            if not _places.take(neighbourhood(request.client.host if request.client else "")):
                raise TooMany()
            answers = await _answers(request)
        except DomainError as problem:
            status = 429 if isinstance(problem, TooMany) else 422
            return _page(language, _("Check a credential"), _form(language, problem.sentence()), status)
        body = "".join(_answer(one) for one in answers)
        again = _("Check another one")
        return _page(language, _("What came of it"), f"{body}<h2>{escape(again)}</h2>{_form(language)}")


async def _answers(request: Request) -> Sequence[Answer]:
    """Raises `Invalid` when there is nothing to check."""
    form = IncomingForm(request.headers.get("content-type", ""), lambda _form, name: name == "file")
    folder = settings().data_dir / "uploads"
    async with AsyncExitStack() as stack:
        try:
            chunks = form.file_chunks(request.stream())
            path = await stack.enter_async_context(stage_upload(chunks, folder, most_bytes=settings().upload_bytes))
        except UnusableFile:
            if form.has_file:
                raise
            path = await stack.enter_async_context(stage_upload(_pasted(form.text("text")), folder))
        answers = await checker().check(path)
    if not answers:
        raise Invalid(NOTHING)
    async with reading() as session:
        known = await known_issuers(session, {one.facts.issuer_id for one in answers})
    return [with_known_issuers(one, known) for one in answers]


async def _pasted(text: str) -> AsyncIterator[bytes]:
    if not text.strip():
        raise Invalid(CHOOSE)
    yield text.strip().encode("utf-8", "surrogatepass")


def _language(request: Request) -> str:
    return language_of(request, request.query_params.get("language", ""))


def _form(language: str, problem: str = "") -> str:
    lead = _(
        "A credential is a certificate that a computer can check. Bring one from any school or organisation: as a "
        "picture, a PDF, a file, or its text. It is checked here and not kept."
    )
    file, text, send = _("File: JSON, PNG or PDF"), _("Or its text"), _("Check it")
    wrong = alert(problem) if problem else ""
    return (
        f"<p>{escape(lead)}</p>{wrong}"
        f'<form method="post" action="{PATH}?language={language}" enctype="multipart/form-data">'
        f'<p><label for="file">{escape(file)}</label>'
        '<input id="file" name="file" type="file" accept=".json,.jsonld,.png,.pdf,application/json,image/png,'
        'application/pdf"></p>'
        f'<p><label for="text">{escape(text)}</label>'
        '<textarea id="text" name="text" rows="4" maxlength="45000" spellcheck="false"></textarea></p>'
        f'<p><button type="submit">{escape(send)}</button></p></form>'
    )


def _answer(answer: Answer) -> str:
    title, meaning, looked_at = _(TITLES[answer.outcome]), _(MEANINGS[answer.outcome]), _("What was checked")
    checked = "".join(f"<li>{escape(_finding(one))}</li>" for one in answer.findings)
    return (
        f'<section class="plain-answer" data-outcome="{answer.outcome.value}"><h2>{escape(title)}</h2>'
        f"<p>{escape(meaning)}</p>"
        f"<h3>{escape(looked_at)}</h3><ul>{checked}</ul>{_says(answer.facts)}</section>"
    )


def _finding(one: Finding) -> str:
    """A sentence with its mark in words: colour and signs alone would say it to few."""
    mark = _("No") if one.check in BAD else _("Not known") if one.check in OUT_OF_REACH else _("Yes")
    # Translators: "Yes: The signature is right", in a list of what was checked
    return _("{mark}: {sentence}").format(mark=mark, sentence=one.sentence())


def _says(facts: Facts) -> str:
    lines = (
        (_("Credential"), facts.title),
        (_("Name on it"), facts.recipient),
        (_("Issuer, by its own word"), facts.issuer),
        (_("What it is for"), facts.criteria or facts.description),
        (_("Issued on"), _day(facts.valid_from)),
        (_("Valid until"), _day(facts.valid_until)),
    )
    said = "".join(f"<dt>{escape(label)}</dt><dd dir='auto'>{escape(words)}</dd>" for label, words in lines if words)
    heading = _("What it says")
    return f"<h3>{escape(heading)}</h3><dl>{said}</dl>" if said else ""


def _day(moment: str) -> str:
    return format_date(datetime.fromisoformat(moment)) if moment else ""


def _page(language: str, title: str, body: str, status: int = 200) -> Response:
    start = _("To the start page")
    home = f'<p><a href="/{language}/home">{escape(start)}</a></p>'
    return plain_page(language, title, body + home, _HEADERS, status=status)


routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH, check, methods=["POST"]),
]
