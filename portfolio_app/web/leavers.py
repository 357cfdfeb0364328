"""A class or a year group on its way out of school, as a sheet: `GET /documents/leavers.csv?class=…&language=…`."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, be_in, speaking
from portfolio_app.core.sheets import written
from portfolio_app.guidance.leavers import LeaverLine, listed_leavers
from portfolio_app.guidance.leaving_class import Address
from portfolio_app.schools.places import time_zone_of
from portfolio_app.web.cookie import key_in
from portfolio_app.web.pdf_answers import file_to_keep, language_of, sign_in_first

PATH = "/documents/leavers.csv"


async def leavers_sheet(request: Request) -> Response:
    """GET → the sheet; whoever is signed out signs in first, whoever may not open the class is led home."""
    query = request.query_params
    language = language_of(request, query.get("language", ""))
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{PATH}?{request.url.query}")
    be_in(await time_zone_of(actor))
    asked = Address(query.get("class", ""), query.get("school", ""), query.get("stage", ""))
    with speaking(language):
        try:
            if not asked.asked:
                raise Refused()
            name, lines = await listed_leavers(actor, asked)
        except Refused:
            return RedirectResponse(f"/{language}/home", status_code=303)
        sheet = _sheet(lines)
    # Programs for sheets know UTF-8 by the mark at its beginning.
    return file_to_keep(b"\xef\xbb\xbf" + sheet.encode(), "text/csv; charset=utf-8", "leavers", name, ending="csv")


def _sheet(lines: Sequence[LeaverLine]) -> str:
    names = (
        _("Name"),
        _("Class"),
        _("Portfolio"),
        _("A way in of their own"),
        _("Help"),
        _("Check-ins"),
        _("Where they go"),
    )
    pupils = (
        (one.name, one.class_name, one.takeout, one.private, one.help_wanted, one.check_ins, one.destination)
        for one in lines
    )
    return written([names, *pupils])


routes = [Route(PATH, leavers_sheet, methods=["GET"])]
