"""What a host says of safety, for whoever has the link to its offers: `/host-safety?key=…`, plain HTML without a
script. Looking changes nothing."""

from collections.abc import Mapping
from dataclasses import asdict
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.core.errors import Conflict, DomainError, Invalid
from portfolio_app.core.languages import _, speaking
from portfolio_app.marketplace.offering import PATH as OFFERS
from portfolio_app.marketplace.safety.keeping import OwnSafety, SafetyForm, load_safety, say_safety
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.pdf_answers import language_of
from portfolio_app.web.plain_fields import area, line
from portfolio_app.web.plain_page import hidden, paragraph, plain_page

PATH = "/host-safety"
_addresses = SecretAddresses(each=Buckets(burst=60, per_second=1 / 4), place=Buckets(burst=120, per_second=1))


async def show(request: Request) -> Response:
    """GET key, done → the form, with what was said last."""
    key, language = _asked(request, request.query_params)
    with speaking(language):
        view = await load_safety(key)
        if view is None:
            return _gone(language)
        told = ""
        if request.query_params.get("done") == "saved":
            said = _("Saved. Schools and pupils read it, for a year from today.")
            told = f'<p role="status"><strong>{escape(said)}</strong></p>'
        return _form(language, key, view, asdict(view.form), told=told)


async def save(request: Request) -> Response:
    """POST key and the fields → the same page."""
    sent = await request.form(max_files=0, max_fields=12, max_part_size=8192)
    fields = {name: str(value) for name, value in sent.items()}
    key, language = _asked(request, fields)
    number = fields.get("version", "")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
    with speaking(language):
        try:
            await say_safety(key, SafetyForm.of(fields), version)
        except (Invalid, Conflict) as problem:
            view = await load_safety(key)
            if view is None:
                return _gone(language)
            told = f'<p role="alert" class="plain-problem">{escape(problem.sentence())}</p>'
            return _form(language, key, view, fields, told=told, wrong=problem.field, status=422)
        except DomainError:
            return _gone(language)
        query = urlencode({"key": key, "language": language, "done": "saved"})
        return RedirectResponse(f"{PATH}?{query}", status_code=303)


def _asked(request: Request, said: Mapping[str, str]) -> tuple[str, str]:
    """The key and the language; counts how often it is asked for."""
    key = said.get("key", "")
    _addresses.take(key, request.client.host if request.client else "")
    return key, language_of(request, said.get("language", ""))


def _gone(language: str) -> Response:
    words = _("This link does not open anything any more: a newer one was sent, it is too old, or the offer is gone.")
    ask = _("Ask whoever coordinates your region for a new one.")
    return plain_page(language, _("Nothing to open here"), paragraph(words) + paragraph(ask), status=404)


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
    back = (
        f'<a href="{OFFERS}?{escape(urlencode({"key": key, "language": language}))}">{escape(_("What you offer"))}</a>'
    )
    sent = hidden({"key": key, "language": language, "version": str(view.version)})
    body = (
        f'{paragraph(lead)}{told}{paragraph(counts)}<form method="post" action="{PATH}">{sent}{"".join(parts)}'
        f'<p><button type="submit">{save_it}</button></p></form><p>{back}</p>'
    )
    return plain_page(language, _("Safety at your place"), body, kept={"key": key}, status=status)


routes = [Route(PATH, show, methods=["GET"]), Route(PATH, save, methods=["POST"])]
