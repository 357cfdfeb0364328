"""A host says in a minute how a pupil's days went: `/host-evaluation?key=…&placement=…`, plain HTML without a script.

It opens in the session that a code opened (`host_placements.py`). Looking changes nothing.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.errors import Conflict, DomainError, Invalid
from portfolio_app.core.languages import _, speaking
from portfolio_app.marketplace.evaluations.aspects import NAMES, NOT_SEEN, STEPS, Aspect, seen_words
from portfolio_app.marketplace.evaluations.giving import LONGEST_WORDS, Evaluated, EvaluationForm, give, load_form
from portfolio_app.web.cookie import host_key_in
from portfolio_app.web.host_pages import addresses, back_to, fields_sent, key_and_language, version_in, way
from portfolio_app.web.host_placements import EVALUATION as PATH
from portfolio_app.web.host_placements import PATH as COMING
from portfolio_app.web.plain_fields import area, invalid
from portfolio_app.web.plain_page import alert, hidden, paragraph, plain_page

_limits = addresses()


async def show(request: Request) -> Response:
    """GET key, placement → the form; outside of a session the way to one."""
    key, language = key_and_language(_limits, request, request.query_params)
    cookie = host_key_in(request.headers.get("cookie", ""))
    placement = request.query_params.get("placement", "")
    with speaking(language):
        form = await load_form(key, cookie, placement)
        return _page(language, key, form, _begun(form)) if form else back_to(COMING, language, key)


async def say(request: Request) -> Response:
    """POST the form → who comes; or the form again with what was wrong."""
    fields = await fields_sent(request, most=20, size=16 * 1024)
    key, language = key_and_language(_limits, request, fields)
    cookie = host_key_in(request.headers.get("cookie", ""))
    placement = fields.get("placement", "")
    with speaking(language):
        said = {one.value: fields.get(one, "") for one in Aspect}
        typed = Evaluated(said, fields.get("went_well", ""), fields.get("practise_next", ""))
        try:
            await give(key, cookie, placement, typed, version_in(fields))
        except (Invalid, Conflict) as problem:
            form = await load_form(key, cookie, placement)
            return _page(language, key, form, typed, problem=problem) if form else back_to(COMING, language, key)
        except DomainError:
            return back_to(COMING, language, key)
        return back_to(COMING, language, key, "said")


def _begun(form: EvaluationForm) -> Evaluated:
    return Evaluated({name: str(step) for name, step in form.said.items()}, form.went_well, form.practise_next)


def _page(
    language: str, key: str, form: EvaluationForm, typed: Evaluated, *, problem: DomainError | None = None
) -> Response:
    told = alert(problem.sentence()) if problem else ""
    held = ""
    if form.held:
        why = escape(_("The school asks you to look at this once more:"))
        held = f'<p><strong>{why}</strong></p><p dir="auto">{escape(form.held)}</p>'
    wrong = problem.field if problem else ""
    beside = hidden({"key": key, "language": language, "placement": form.placement, "version": str(form.version)})
    choices = "".join(_choice(one, typed.said.get(one, ""), wrong) for one in Aspect)
    optional = _("(optional)")
    words = "".join(
        area(name, f"{label} {optional}", {name: said}, wrong, rows=2, most=LONGEST_WORDS)
        for name, label, said in (
            ("went_well", _("What went well"), typed.went_well),
            ("practise_next", _("What to practise next"), typed.practise_next),
        )
    )
    go, back = escape(_("Send it to the school")), way(COMING, language, key, _("Back"))
    lead = paragraph(
        _(
            "Choose what you saw on these days ({days}): it is about the work, not about what somebody is like. The "
            "school reads it first, and hands it on to the pupil. You can change it until then."
        ).format(days=form.days)
    )
    until = paragraph(_("You can say it until {day}.").format(day=form.until))
    body = (
        f'{held}{told}{lead}<form method="post" action="{PATH}">{beside}{choices}{words}'
        f'<p><button type="submit">{go}</button></p></form>{until}<p>{back}</p>'
    )
    kept = {"key": key, "placement": form.placement}
    title = _("How did the days of {pupil} go?").format(pupil=form.pupil.split()[0] if form.pupil else "")
    return plain_page(language, title, body, kept=kept, status=422 if problem else 200)


def _choice(aspect: Aspect, chosen: str, wrong: str) -> str:
    options = "".join(
        f'<label><input type="radio" name="{aspect}" value="{step}" required'
        f"{' checked' if chosen == str(step) else ''}> {escape(seen_words(aspect, step))}</label>"
        for step in (*STEPS, NOT_SEEN)
    )
    return f"<fieldset{invalid(aspect, wrong)}><legend>{escape(_(NAMES[aspect]))}</legend>{options}</fieldset>"


routes = [Route(PATH, show, methods=["GET"]), Route(PATH, say, methods=["POST"])]
