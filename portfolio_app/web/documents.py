"""Documents a school prints: sign-in cards, made anew at each printing and kept by nobody."""

from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.cards import SignInCard, sign_in_cards_pdf
from portfolio_app.core.errors import DomainError, Refused
from portfolio_app.core.languages import best_language, languages
from portfolio_app.schools.codes import make_cards
from portfolio_app.web.cookie import key_in
from portfolio_app.web.origin import own_origin

MOST_CARDS = 400


async def sign_in_cards(request: Request) -> Response:
    """POST class, person (any number of times), language → a PDF of new cards; the former ones open no more."""
    form = await request.form(max_files=0, max_fields=MOST_CARDS + 10, max_part_size=1000)
    asked = str(form.get("language", ""))
    language = asked if asked in languages() else best_language(request.headers.get("accept-language", ""))
    class_id = str(form.get("class", ""))
    page = f"/{language}/cards?{urlencode({'class': class_id})}"
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return RedirectResponse(f"/{language}/sign-in?next={quote(page, safe='')}", status_code=303)
    people = [str(one) for one in form.getlist("person")]
    if not people:
        return RedirectResponse(f"{page}&problem=nobody", status_code=303)
    try:
        sheet = await make_cards(actor, class_id, people)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    except DomainError:
        return RedirectResponse(f"{page}&problem=later", status_code=303)
    pdf = await sign_in_cards_pdf(
        [SignInCard(card.name, card.username, card.passphrase) for card in sheet.cards],
        language=language,
        school_name=sheet.school,
        class_name=sheet.class_name,
        address=f"{own_origin(request.scope)}/{language}/sign-in",
    )
    headers = {"content-disposition": 'attachment; filename="sign-in-cards.pdf"', "cache-control": "private, no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


routes = [Route("/documents/sign-in-cards", sign_in_cards, methods=["POST"])]
