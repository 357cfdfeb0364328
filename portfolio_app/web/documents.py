"""Documents people print: sign-in cards and code books, made anew at each printing and kept by nobody, and papers to
fill in."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.cards import SignInCard, code_book_pdf, sign_in_cards_pdf
from portfolio_app.accounts.code_book import make_book
from portfolio_app.core.errors import DomainError, Refused, TooMany
from portfolio_app.core.languages import languages
from portfolio_app.portfolio.lesson_paper import lesson_paper_pdf
from portfolio_app.portfolio.paper import PrintedPaper, class_paper_pdf, own_paper_pdf
from portfolio_app.schools.codes import make_cards
from portfolio_app.web.cookie import key_in
from portfolio_app.web.forms import LONGEST_FIELD
from portfolio_app.web.origin import own_origin
from portfolio_app.web.pdf_answers import documents_under_way, language_of, pdf_to_keep, sign_in_first

MOST_CARDS = 400
SKILLS_PAPER = "/documents/skills-on-paper.pdf"
LESSON_PAPER = "/documents/first-lesson-on-paper.pdf"

Making = Callable[[Actor, str, str], Awaitable[PrintedPaper]]
"""Makes a paper for an actor, of a class or of none (""), in a language."""


async def sign_in_cards(request: Request) -> Response:
    """POST class, person (any number of times), language, cards_language → a PDF of new cards; the former ones open no
    more. They are in the language chosen for them, else in the school's, which may not be that of whoever prints."""
    form = await request.form(max_files=0, max_fields=MOST_CARDS + 10, max_part_size=1000)
    language = language_of(request, str(form.get("language", "")))
    class_id = str(form.get("class", ""))
    page = f"/{language}/cards?{urlencode({'class': class_id})}"
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, page)
    people = [str(one) for one in form.getlist("person")]
    if not people:
        return RedirectResponse(f"{page}&problem=nobody", status_code=303)
    try:
        sheet = await make_cards(actor, class_id, people)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    except DomainError:
        return RedirectResponse(f"{page}&problem=later", status_code=303)
    chosen = str(form.get("cards_language", "")) or sheet.language
    if chosen not in languages():
        chosen = language
    pdf = await sign_in_cards_pdf(
        [SignInCard(card.name, card.username, card.passphrase) for card in sheet.cards],
        language=chosen,
        school_name=sheet.school,
        class_name=sheet.class_name,
        address=f"{own_origin(request.scope)}/{chosen}/sign-in",
    )
    return pdf_to_keep(pdf, "sign-in-cards")


async def code_book(request: Request) -> Response:
    """POST passphrase, language → a new code book as PDF; the former one opens no more."""
    form = await request.form(max_files=0, max_fields=10, max_part_size=64 * 1024)
    language = language_of(request, str(form.get("language", "")))
    page = f"/{language}/ways-in"
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, page)
    try:
        with documents_under_way.one_of(actor.person_id):
            book = await make_book(actor, str(form.get("passphrase", ""))[:LONGEST_FIELD])
            pdf = await code_book_pdf(
                book, language=language, address=f"{own_origin(request.scope)}/{language}/sign-in"
            )
    except DomainError as problem:
        code = "wait" if isinstance(problem, TooMany) else problem.field or "later"
        return RedirectResponse(f"{page}?{urlencode({'problem': code, 'at': 'book'})}", status_code=303)
    return pdf_to_keep(pdf, "code-book")


async def skills_paper(request: Request) -> Response:
    """GET language, class → sheets to fill in with a pen: for the pupils of that class; one’s own without a class."""
    return await _paper(request, SKILLS_PAPER, "skills-on-paper", _skills_pdf)


async def lesson_paper(request: Request) -> Response:
    """GET language, class → the first lesson on paper, for the pupils of that class, or a leaf without a class."""
    return await _paper(request, LESSON_PAPER, "first-lesson", lesson_paper_pdf)


async def _skills_pdf(actor: Actor, class_id: str, language: str) -> PrintedPaper:
    return await (class_paper_pdf(actor, class_id, language) if class_id else own_paper_pdf(actor, language))


async def _paper(request: Request, address: str, name: str, make: Making) -> Response:
    """Whoever is signed out signs in first; whoever may not have them is led home."""
    language = language_of(request, request.query_params.get("language", ""))
    class_id = request.query_params.get("class", "")
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        asked = {"language": language} | ({"class": class_id} if class_id else {})
        return sign_in_first(language, f"{address}?{urlencode(asked)}")
    try:
        with documents_under_way.one_of(actor.person_id):
            made = await make(actor, class_id, language)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    return pdf_to_keep(made.pdf, name, made.title)


routes = [
    Route("/documents/sign-in-cards", sign_in_cards, methods=["POST"]),
    Route("/documents/code-book", code_book, methods=["POST"]),
    Route(SKILLS_PAPER, skills_paper, methods=["GET"]),
    Route(LESSON_PAPER, lesson_paper, methods=["GET"]),
]
