"""What a host says of safety, for whoever has the link to its offers: `/host-safety?key=…`, plain HTML without a
script. Looking changes nothing."""

from collections.abc import Mapping
from dataclasses import asdict
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.errors import Conflict, DomainError, Invalid
from portfolio_app.core.languages import _, speaking
from portfolio_app.marketplace.offering import PATH as OFFERS
from portfolio_app.marketplace.safety.keeping import OwnSafety, SafetyForm, load_safety, say_safety
from portfolio_app.web.host_pages import addresses, back_to, fields_sent, gone, key_and_language, version_in, way
from portfolio_app.web.plain_fields import area, line
from portfolio_app.web.plain_page import alert, hidden, paragraph, plain_page, status

PATH = "/host-safety"
_limits = addresses()


async def show(request: Request) -> Response:
    """GET key, done → the form, with what was said last."""
    key, language = key_and_language(_limits, request, request.query_params)
    with speaking(language):
        view = await load_safety(key)
        if view is None:
            return gone(language)
        told = ""
        if request.query_params.get("done") == "saved":
            told = status(_("Saved. Schools and pupils read it, for a year from today."))
        return _form(language, key, view, asdict(view.form), told=told)


async def save(request: Request) -> Response:
    """POST key and the fields → the same page."""
    fields = await fields_sent(request, most=12, size=8192)
    key, language = key_and_language(_limits, request, fields)
    with speaking(language):
        try:
            await say_safety(key, SafetyForm.of(fields), version_in(fields))
        except (Invalid, Conflict) as problem:
            view = await load_safety(key)
            if view is None:
                return gone(language)
            told = alert(problem.sentence())
            return _form(language, key, view, fields, told=told, wrong=problem.field, status=422)
        except DomainError:
            return gone(language)
        return back_to(PATH, language, key, "saved")


def _form(
    language: str,
    key: str,
    view: OwnSafety,
    fields: Mapping[str, str],
    *,
    told: str = "",
    wrong: str = "",
    status: int = 200,
) -> Response:
    lead = _(
        "What every school of the region should know before pupils come to {host}. You say it once a year."
    ).format(host=view.host)
    counts = _("Nothing is said yet.")
    if view.until:
        counts = _("It counts until {day}.") if view.counts else _("It counted until {day}. Say it anew.")
        counts = counts.format(day=view.until)
    optional = _("(optional)")
    parts = (
        area("risks", _("What do pupils have to take care of?"), fields, wrong),
        area("not_allowed", _("What do they not do at your place?") + f" {optional}", fields, wrong),
        line(
            "insurance",
            _("What is insured?") + f" {optional}",
            fields,
            wrong,
            hint=_("such as “Our liability insurance covers pupils”"),
        ),
        line("contact", _("Whom do they find when something happens?"), fields, wrong),
        line("phone", _("At which number?"), fields, wrong, kind="tel"),
    )
    save_it = escape(_("Say this for a year"))
    back = way(OFFERS, language, key, _("What you offer"))
    sent = hidden({"key": key, "language": language, "version": str(view.version)})
    body = (
        f'{paragraph(lead)}{told}{paragraph(counts)}<form method="post" action="{PATH}">{sent}{"".join(parts)}'
        f'<p><button type="submit">{save_it}</button></p></form><p>{back}</p>'
    )
    return plain_page(language, _("Safety at your place"), body, kept={"key": key}, status=status)


routes = [Route(PATH, show, methods=["GET"]), Route(PATH, save, methods=["POST"])]
