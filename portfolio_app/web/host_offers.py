"""A host's offers, for whoever has the link: `/host-offers?key=…`, plain HTML without a script or an account.

Looking changes nothing, since mail programs look at every link; forms do. What is wrong is told above the form, which
keeps what was typed.
"""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import Conflict, DomainError, Invalid
from portfolio_app.core.languages import N_, _, format_date, local_date, speaking
from portfolio_app.marketplace import offering
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.offer_typed import MOST_DATES, DateForm, OfferForm, clock_typed
from portfolio_app.marketplace.offer_words import KIND_NAMES, ahead, date_said, kind_and_ages
from portfolio_app.marketplace.offering import PATH, TRUE_FOR, Opened, Shown
from portfolio_app.marketplace.periods.queries import Announced, announced_in
from portfolio_app.web.host_calendar import ICS
from portfolio_app.web.host_pages import addresses, back_to, fields_sent, gone, key_and_language, press, version_in, way
from portfolio_app.web.host_placements import PATH as COMING
from portfolio_app.web.host_safety import PATH as SAFETY
from portfolio_app.web.host_week import week_fields, week_part, week_typed
from portfolio_app.web.plain_fields import area, choice, line
from portfolio_app.web.plain_page import alert, hidden, paragraph, plain_page, status

_limits = addresses()
ONE = "/host-offer"
WORDS = ("kind", "title", "words", "ages_from", "ages_to", "responsible", "languages", "access", "clothing", "lunch")
"""Fields of the form that are columns of an offer."""
DONE: Mapping[str, str] = {
    "saved": N_("Saved. Schools of the region see it."),
    "copied": N_("Copied. The dates lie ahead now, on the same days of the week as before. Look at them once more."),
    "true": N_("Thank you. Schools see it for another year."),
    "all": N_("Thank you. Schools see all of it for another year."),
    "moved": N_("Moved to the coming year, on the same days of the week. Look at the dates once more."),
    "gone": N_("Taken back. Schools do not see it any more."),
    "back": N_("It is back."),
}


async def show(request: Request) -> Response:
    """GET key, done → the offers of the host, with a way to each of them."""
    key, language = key_and_language(_limits, request, request.query_params)
    with speaking(language):
        async with reading() as session:
            found = await offering.opened(session, key)
            offers = await offering.offers_of(session, found.host.id) if found else ()
            wanted = await announced_in(session, found.host.region_id) if found else ()
        return gone(language) if found is None else _list(request, language, key, found, offers, wanted)


async def one(request: Request) -> Response:
    """GET key, offer, request → the form of an offer, of a new one without `offer`. `request` stands in the address, so
    that whoever goes back to the form of a new one changes what it made."""
    key, language = key_and_language(_limits, request, request.query_params)
    wanted, asking = request.query_params.get("offer", ""), _id_or_new(request.query_params.get("request", ""))
    with speaking(language):
        if (fields := await _kept(key, wanted, asking)) is None:
            return gone(language)
        return _form(language, key, fields, told=_done(request))


def _id_or_new(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


async def _kept(key: str, wanted: str, asking: str = "") -> dict[str, str] | None:
    """What the form of an offer begins with, of a new one for "" (unless the form `asking` made one already); None
    where the link or the offer is gone."""
    async with reading() as session:
        found = await offering.opened(session, key)
        offers = await offering.offers_of(session, found.host.id) if found else ()
    open_ones = [each for each in offers if each.offer.ended_at is None]
    if wanted:
        shown = next((each for each in open_ones if str(each.offer.id) == wanted), None)
    else:
        shown = next((each for each in open_ones if str(each.offer.request) == asking), None)
    if found is None or (wanted and shown is None):
        return None
    taken = any(str(each.offer.request) == asking for each in offers)
    return _fields(shown, str(uuid4()) if taken else asking)


async def save(request: Request) -> Response:
    """POST the form of an offer → the list, or the form again with what was wrong."""
    fields = await fields_sent(request, most=80, size=16 * 1024)
    key, language = key_and_language(_limits, request, fields)
    with speaking(language):
        wanted = fields.get("offer", "")
        try:
            made, warned = await offering.save_offer(
                key, wanted, _typed(fields), as_id(fields.get("request", "")), version_in(fields)
            )
        except (Invalid, Conflict) as problem:
            return _form(language, key, fields, problem=problem)
        except DomainError:
            return gone(language)
        if warned and (kept := await _kept(key, str(made))) is not None:
            return _form(language, key, kept, told=_warned(warned))
        return back_to(PATH, language, key, "saved")


async def act(request: Request) -> Response:
    """POST key, offer, does ("copy", "true", "back" or "gone") → the list."""
    fields = await fields_sent(request, most=8, size=2048)
    key, language = key_and_language(_limits, request, fields)
    wanted = fields.get("offer", "")
    with speaking(language):
        try:
            match fields.get("does", ""):
                case "copy":
                    made = await offering.copy_offer(key, wanted, as_id(fields.get("request", "")))
                    query = urlencode({"key": key, "language": language, "offer": str(made), "done": "copied"})
                    return RedirectResponse(f"{ONE}?{query}", status_code=303)
                case "all":
                    await offering.all_still_true(key)
                    return back_to(PATH, language, key, "all")
                case "move":
                    moved = await offering.move_all(key)
                    return back_to(PATH, language, key, "moved" if moved else "")
                case "true":
                    await offering.still_true(key, wanted)
                    return back_to(PATH, language, key, "true")
                case "gone":
                    await offering.take_back(key, wanted)
                    return back_to(PATH, language, key, "gone")
                case "back":
                    await offering.take_back(key, wanted, back=True)
                    return back_to(PATH, language, key, "back")
                case _:
                    return gone(language)
        except Invalid as problem:
            back = way(PATH, language, key, _("Back to all offers"))
            told = f"{paragraph(problem.sentence())}<p>{back}</p>"
            return plain_page(language, _("What you offer"), told, kept={"key": key}, status=422)
        except DomainError:
            return gone(language)


# The list


def _list(
    request: Request, language: str, key: str, found: Opened, offers: tuple[Shown, ...], wanted: tuple[Announced, ...]
) -> Response:
    today = local_date(now())
    open_ones = [each for each in offers if each.offer.ended_at is None]
    gone = [each for each in offers if each.offer.ended_at is not None]
    new = way(ONE, language, key, _("Offer something new"), request=str(uuid4()))
    lead = _("What {host} offers to pupils of {region}. Schools see it as soon as it is saved.").format(
        host=found.host.name, region=found.region
    )
    if found.host.approved_until is None or found.host.approved_until < today or found.host.paused_at is not None:
        lead += " " + _("Schools do not see it yet: your region has not approved {host}, or it is paused.").format(
            host=found.host.name
        )
    listed = "".join(_card(language, key, each) for each in open_ones) or paragraph(_("Nothing yet."))
    put_away = ""
    if gone:
        lately = _("Taken back lately")
        rows = "".join(_put_away(language, key, each) for each in gone)
        put_away = f"<h2>{escape(lately)}</h2>{rows}"
    until = ""
    if found.contact.opens_until:
        until = paragraph(
            _("This link works until {day}. Keep it to yourself.").format(day=format_date(found.contact.opens_until))
        )
    return plain_page(
        language,
        _("What you offer"),
        f"{paragraph(lead)}{_done(request)}{_coming(language, key)}<p>{new}</p>{_all(language, key, open_ones)}"
        f"{listed}{put_away}"
        f"{_wanted(language, key, wanted)}{until}",
        kept={"key": key},
    )


def _coming(language: str, key: str) -> str:
    """The ways to who comes, which asks for a code before it names anybody, and to what is said of safety."""
    ways = (
        way(COMING, language, key, _("Pupils who come to us")),
        way(SAFETY, language, key, _("Safety at your place")),
    )
    return f"<p>{' · '.join(ways)}</p>"


def _all(language: str, key: str, offers: Sequence[Shown]) -> str:
    """What can be said of all offers by one press, where there is something to say."""
    today, words = local_date(now()), ""
    if len([one for one in offers if one.offer.confirmed_on < today]) > 1:
        words += _button(language, key, "", "all", _("All of it is still true"))
    if any(one.dates and max(each.last_day for each in one.dates) < today for one in offers):
        words += _button(language, key, "", "move", _("All of last year’s again, in the coming year"))
    return words


def _wanted(language: str, key: str, wanted: tuple[Announced, ...]) -> str:
    """What schools have announced; nothing where none has."""
    if not wanted:
        return ""
    lines = "".join(f'<li dir="auto">{escape(f"{one.days}: {one.kind}, {one.school}")}</li>' for one in wanted)
    title = _("What schools want, and when")
    take = way(ICS, language, key, _("Take these days into your calendar"))
    return f"<h2>{escape(title)}</h2><ul>{lines}</ul><p>{take}</p>"


def _done(request: Request) -> str:
    done = DONE.get(request.query_params.get("done", ""), "")
    return status(_(done)) if done else ""


def _card(language: str, key: str, each: Shown) -> str:
    offer, today = each.offer, local_date(now())
    dates = "".join(f"<li>{escape(date_said(one))}</li>" for one in ahead(each.dates, today))
    when = f"<ul>{dates}</ul>" if dates else paragraph(_("No date ahead."))
    true = _("You said on {day} that this is true.").format(day=format_date(offer.confirmed_on))
    if offer.confirmed_on + TRUE_FOR <= today:
        true = _("Schools see it no more, for nobody has said within a year that it is still true.")
    change = way(ONE, language, key, _("Change it"), offer=str(offer.id))
    buttons = "".join(
        _button(language, key, str(offer.id), does, words)
        for does, words in (
            ("true", _("It is still true")),
            ("copy", _("The same next year")),
            ("gone", _("Take this offer back")),
        )
    )
    title = f'<h2 dir="auto">{escape(offer.title)}</h2>'
    return f"<section>{title}{paragraph(kind_and_ages(offer))}{when}{paragraph(true)}<p>{change}</p>{buttons}</section>"


def _put_away(language: str, key: str, each: Shown) -> str:
    words = _("Offer “{title}” again").format(title=each.offer.title)
    return _button(language, key, str(each.offer.id), "back", words)


def _button(language: str, key: str, offer: str, does: str, words: str) -> str:
    sent = {"key": key, "language": language, "offer": offer, "does": does, "request": str(uuid4())}
    return press(PATH, sent, words)


# The form


def _fields(shown: Shown | None, asking: str) -> dict[str, str]:
    """What the form begins with."""
    fields = {"request": asking or str(uuid4()), "version": "0"}
    if shown is None:
        return fields
    offer = shown.offer
    fields |= {"offer": str(offer.id)} | {name: str(getattr(offer, name)) for name in (*WORDS, "version")}
    fields |= week_fields(offer.week)
    coming = [each for each in shown.dates if each.first_day > local_date(now())]
    for number, each in enumerate(coming[:MOST_DATES]):
        fields |= {
            f"first-{number}": each.first_day.isoformat(),
            f"last-{number}": each.last_day.isoformat() if each.last_day != each.first_day else "",
            f"begins-{number}": clock_typed(each.begins),
            f"ends-{number}": clock_typed(each.ends),
            f"seats-{number}": str(each.seats),
        }
    return fields


def _typed(fields: Mapping[str, str]) -> OfferForm:
    """What the form sent says."""
    dates = tuple(
        DateForm(*(fields.get(f"{name}-{number}", "") for name in ("first", "last", "begins", "ends", "seats")))
        for number in range(MOST_DATES)
    )
    return OfferForm.of(fields, week=week_typed(fields), dates=dates)


def _form(
    language: str,
    key: str,
    fields: Mapping[str, str],
    *,
    problem: DomainError | None = None,
    told: str = "",
) -> Response:
    if problem:
        told = alert(problem.sentence())
    wrong = problem.field if problem else ""
    beside = {"key": key, "language": language}
    beside |= {name: fields.get(name, "") for name in ("offer", "request", "version")}
    optional = _("(optional)")
    kinds = [("", _("Choose")), *((one.value, _(KIND_NAMES[one])) for one in OfferKind)]
    parts = [
        choice("kind", _("What do you offer?"), kinds, fields, wrong, required=True),
        line("title", _("What is it called?"), fields, wrong, hint=_("such as “A week in our bakery”")),
        area("words", _("What do pupils do?") + f" {optional}", fields, wrong),
        line("ages_from", _("From which age"), fields, wrong, kind="number"),
        line("ages_to", _("To which age"), fields, wrong, kind="number"),
        line("responsible", _("Who looks after them"), fields, wrong),
        line("clothing", _("Clothes and what to bring") + f" {optional}", fields, wrong),
        line("lunch", _("Lunch") + f" {optional}", fields, wrong),
        line("languages", _("Languages spoken there") + f" {optional}", fields, wrong),
        line("access", _("Stairs, noise, smells: what somebody should know") + f" {optional}", fields, wrong),
    ]
    dates = "".join(_date(number, fields, wrong) for number in range(MOST_DATES))
    save_it = escape(_("Save"))
    back = way(PATH, language, key, _("Back to all offers"))
    offer = fields.get("offer", "")
    title = _("Change the offer") if offer else _("A new offer")
    body = (
        f'{told}<form method="post" action="{ONE}">{hidden(beside)}{"".join(parts)}{week_part(fields, wrong)}{dates}'
        f'<p><button type="submit">{save_it}</button></p></form><p>{back}</p>'
    )
    kept = {"key": key} | ({"offer": offer} if offer else {"request": fields.get("request", "")})
    return plain_page(language, title, body, kept=kept, status=422 if problem else 200)


def _warned(warned: tuple[str, ...]) -> str:
    words = "".join(f"<li>{escape(one)}</li>" for one in warned)
    saved = _("Saved. Look at the hours once more: schools usually keep to this.")
    return f'<div role="status"><p><strong>{escape(saved)}</strong></p><ul>{words}</ul></div>'


def _date(number: int, fields: Mapping[str, str], wrong: str) -> str:
    legend = _("Date {number}").format(number=number + 1)
    if number:
        legend += " " + _("(optional)")
    lines = "".join(
        line(f"{name}-{number}", label, fields, wrong, kind=kind)
        for name, label, kind in (
            ("first", _("Day"), "date"),
            ("last", _("Last day, if there are several") + " " + _("(optional)"), "date"),
            ("begins", _("From"), "time"),
            ("ends", _("Until"), "time"),
            ("seats", _("For how many pupils"), "number"),
        )
    )
    return f"<fieldset><legend>{escape(legend)}</legend>{lines}</fieldset>"


routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH, act, methods=["POST"]),
    Route(ONE, one, methods=["GET"]),
    Route(ONE, save, methods=["POST"]),
]
