"""A host says in a minute how a pupil's days went: `/host-evaluation?key=…&placement=…`, plain HTML without a script.

It opens in the session that a code opened (`host_placements.py`). Looking changes nothing.
"""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.core.errors import Conflict, DomainError, Invalid
from portfolio_app.core.languages import _, speaking
from portfolio_app.marketplace.evaluations.aspects import NAMES, NOT_SEEN, STEPS, Aspect, seen_words
from portfolio_app.marketplace.evaluations.giving import LONGEST_WORDS, Evaluated, EvaluationForm, give, load_form
from portfolio_app.web.cookie import host_key_in
from portfolio_app.web.host_placements import EVALUATION as PATH
from portfolio_app.web.host_placements import PATH as COMING
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.pdf_answers import language_of
from portfolio_app.web.plain_page import hidden, paragraph, plain_page

_addresses = SecretAddresses(each=Buckets(burst=60, per_second=1 / 4), place=Buckets(burst=120, per_second=1))


async def show(request: Request) -> Response:
    """GET key, placement → the form; outside of a session the way to one."""
    key, language, cookie = _asked(request, request.query_params)
    placement = request.query_params.get("placement", "")
    with speaking(language):
        form = await load_form(key, cookie, placement)
        return _page(language, key, form, _begun(form)) if form else _to(language, key)


async def say(request: Request) -> Response:
    """POST the form → who comes; or the form again with what was wrong."""
    sent = await request.form(max_files=0, max_fields=20, max_part_size=16 * 1024)
    fields = {name: str(value) for name, value in sent.items()}
    key, language, cookie = _asked(request, fields)
    placement, version = fields.get("placement", ""), fields.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 7 else 0
    with speaking(language):
        said = {one.value: fields.get(one, "") for one in Aspect}
        typed = Evaluated(said, fields.get("went_well", ""), fields.get("practise_next", ""))
        try:
            await give(key, cookie, placement, typed, number)
        except (Invalid, Conflict) as problem:
            form = await load_form(key, cookie, placement)
            return _page(language, key, form, typed, problem=problem) if form else _to(language, key)
        except DomainError:
            return _to(language, key)
        return _to(language, key, "said")


def _asked(request: Request, said: Mapping[str, str]) -> tuple[str, str, str]:
    """The key, the language and the session's cookie; counts how often it is asked for."""
    key = said.get("key", "")
    _addresses.take(key, request.client.host if request.client else "")
    return key, language_of(request, said.get("language", "")), host_key_in(request.headers.get("cookie", ""))


def _to(language: str, key: str, done: str = "") -> Response:
    query = {"key": key, "language": language} | ({"done": done} if done else {})
    return RedirectResponse(f"{COMING}?{urlencode(query)}", status_code=303)


def _begun(form: EvaluationForm) -> Evaluated:
    return Evaluated({name: str(step) for name, step in form.said.items()}, form.went_well, form.practise_next)


def _page(
    language: str, key: str, form: EvaluationForm, typed: Evaluated, *, problem: DomainError | None = None
) -> Response:
    told = f'<p role="alert" class="plain-problem">{escape(problem.sentence())}</p>' if problem else ""
    held = ""
    if form.held:
        why = escape(_("The school asks you to look at this once more:"))
        held = f'<p><strong>{why}</strong></p><p dir="auto">{escape(form.held)}</p>'
    wrong = problem.field if problem else ""
    beside = hidden({"key": key, "language": language, "placement": form.placement, "version": str(form.version)})
    choices = "".join(_choice(one, typed.said.get(one, ""), wrong) for one in Aspect)
    well, next_one = _("What went well"), _("What to practise next")
    words = _area("went_well", well, typed.went_well, wrong)
    words += _area("practise_next", next_one, typed.practise_next, wrong)
    go, back = escape(_("Send it to the school")), escape(_("Back"))
    lead = paragraph(
        _(
            "Choose what you saw on these days ({days}): it is about the work, not about what somebody is like. The "
            "school reads it first, and hands it on to the pupil. You can change it until then."
        ).format(days=form.days)
    )
    until = paragraph(_("You can say it until {day}.").format(day=form.until))
    href = f"{COMING}?{escape(urlencode({'key': key, 'language': language}))}"
    body = (
        f'{held}{told}{lead}<form method="post" action="{PATH}">{beside}{choices}{words}'
        f'<p><button type="submit">{go}</button></p></form>{until}<p><a href="{href}">{back}</a></p>'
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
    marked = ' aria-invalid="true"' if aspect == wrong else ""
    return f"<fieldset{marked}><legend>{escape(_(NAMES[aspect]))}</legend>{options}</fieldset>"


def _area(name: str, label: str, words: str, wrong: str) -> str:
    marked = ' aria-invalid="true"' if name == wrong else ""
    optional = _("(optional)")
    return (
        f'<p><label for="{name}">{escape(label)} {escape(optional)}</label><textarea id="{name}" name="{name}" '
        f'rows="2" maxlength="{LONGEST_WORDS}"{marked}>{escape(words)}</textarea></p>'
    )


routes = [Route(PATH, show, methods=["GET"]), Route(PATH, say, methods=["POST"])]
