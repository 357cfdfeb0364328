"""A CV to download, always the reader's own: `/documents/cv.pdf?language=fi`; likewise `cv.docx` and `cv.json`."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import _, be_in, speaking
from portfolio_app.portfolio.cv.own_cv import own_cv_docx, own_cv_json, own_cv_pdf
from portfolio_app.schools.places import time_zone_of
from portfolio_app.web.cookie import key_in
from portfolio_app.web.pdf_answers import documents_under_way, file_to_keep, language_of, sign_in_first

Making = Callable[[Actor, str], Awaitable[bytes]]

FORMS: Mapping[str, tuple[str, Making]] = {
    "pdf": ("application/pdf", own_cv_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", own_cv_docx),
    "json": ("application/json", own_cv_json),
}


async def cv(request: Request) -> Response:
    """GET → the file; whoever is signed out signs in first, whoever has saved no CV is led to its page."""
    language = language_of(request, request.query_params.get("language", ""))
    ending = request.url.path.rpartition(".")[2]
    media_type, make = FORMS[ending]
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"/documents/cv.{ending}?language={language}")
    be_in(await time_zone_of(actor))
    try:
        with documents_under_way.one_of(actor.person_id):
            made = await make(actor, language)
    except NotFound:
        return RedirectResponse(f"/{language}/cv", status_code=303)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    with speaking(language):
        name = _("CV of {name}").format(name=actor.name)
    return file_to_keep(made, media_type, "cv", name, ending=ending)


routes = [Route(f"/documents/cv.{ending}", cv, methods=["GET"]) for ending in FORMS]
