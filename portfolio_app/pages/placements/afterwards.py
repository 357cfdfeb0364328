"""When days at a workplace are over: how it was, a note of thanks, and what is kept of it, piece by piece."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.diary import evaluation, keeping, thanks
from portfolio_app.marketplace.diary.evaluation import ANSWERS, LONGEST_ANSWER, WOULD, EvaluationForm
from portfolio_app.marketplace.diary.queries import AfterwardsView, load_afterwards
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.placements.diary import day_photos
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import Choice, radio_cards, select_field, text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class AfterwardsState(rx.State):
    """The placement of the address."""

    view: AfterwardsView = AfterwardsView()

    async def _show(self) -> None:
        self.view = await load_afterwards(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load it."""
        await self._show()

    @needs(*OWNERS)
    async def evaluate(self, form: Form) -> None:
        """Keep how it was."""
        answers = EvaluationForm(**{name: form.get(name) or "" for name in ANSWERS})
        version = version_typed(form.get("version"))
        await evaluation.evaluate(current_actor(), form.get("placement") or "", answers, version)
        await self._show()
        await say(self, N_("Saved. Only you read it, and you can change it."))

    @needs(*OWNERS)
    async def hand_in(self, form: Form) -> None:
        """Give the note to the adults at school."""
        placement, words = form.get("placement") or "", form.get("thanks") or ""
        await thanks.hand_in(current_actor(), placement, words, version_typed(form.get("version")))
        await self._show()
        await say(self, N_("Your school has your note now. You hear when it is sent."))

    @needs(*OWNERS)
    async def take_back(self, placement: str) -> None:
        """Go on writing it."""
        await thanks.take_back(current_actor(), placement)
        await self._show()
        await say(self, N_("You have it back. Nobody else reads it meanwhile."))

    @needs(*OWNERS)
    async def keep_entry(self, placement: str) -> None:
        """Make an entry of the placement."""
        await keeping.keep_entry(current_actor(), placement)
        await self._show()
        await say(self, N_("It is in your portfolio. Only you see it until you share it."), undo=f"entry:{placement}")

    @needs(*OWNERS)
    async def keep_day(self, form: Form) -> None:
        """Make evidence of a day."""
        day = form.get("day") or ""
        await keeping.keep_day(current_actor(), day, form.get("capability") or "")
        await self._show()
        await say(self, N_("It is among your evidence. Only you see it until you share it."), undo=f"day:{day}")

    @needs(*OWNERS)
    async def undo(self, what: str) -> None:
        """Take it out again."""
        piece, _colon, thing = what.partition(":")
        await keeping.let_go_again(current_actor(), piece, thing)
        await hush(self)
        await self._show()


def _answer(view: Any, name: str, question: str) -> rx.Component:
    return text_area(
        name,
        question,
        default_value=getattr(view.evaluation, name),
        error=field_error(name),
        max_length=LONGEST_ANSWER,
        rows=3,
    )


def _evaluation(view: Any) -> rx.Component:
    one = view.evaluation
    fields = form(
        rx.el.input(type="hidden", name="placement", default_value=view.id),
        rx.el.input(type="hidden", name="version", default_value=one.version.to_string()),
        _answer(view, "proud", _("What did you do that you are proud of?")),
        _answer(view, "surprised", _("What surprised you?")),
        radio_cards(
            "would",
            _("Could you see yourself doing this work?"),
            [Choice(value, _(words)) for value, words in WOULD.items()],
            default_value=one.would,
            error=field_error("would"),
            beside=True,
        ),
        _answer(view, "why", _("Why?")),
        _answer(view, "to_next", _("What would you tell the next pupil who goes there?")),
        draft_status(),
        form_buttons(button(_("Save"), type="submit", full=True)),
        rx.cond(one.saved != "", text.muted(one.saved), rx.fragment()),
        on_submit=AfterwardsState.evaluate,
        custom_attrs=draft_attributes(one.draft, one.draft_version),
        class_name="mt-3 flex flex-col gap-5",
        key=view.id + ":" + one.version.to_string(),
    )
    return rx.el.section(
        text.section_heading(_("How was it?")),
        rx.el.p(
            icons.lock("inline-block me-1 align-text-bottom size-[1.125rem]"),
            _("Only you read your answers. Leave out what you do not want to answer."),
            class_name="mt-1 max-w-reading",
        ),
        fields,
        id="evaluation",
    )


def _thanks(view: Any) -> rx.Component:
    one = view.thanks
    reaches = rx.cond(
        one.told != "",
        rx.fragment(
            _("Before it is sent, it is read by:"),
            " ",
            rx.el.span(one.told, dir="auto", class_name="font-semibold"),
            ".",
        ),
        _("Before it is sent, an adult at your school reads it."),
    )
    returned = rx.cond(
        (one.state == "returned") & (one.why != ""),
        cards.notice(
            rx.el.span(_("Your school gave it back to you:"), " "), rx.el.span(one.why, dir="auto"), kind="warning"
        ),
        rx.fragment(),
    )
    fields = form(
        rx.el.input(type="hidden", name="placement", default_value=view.id),
        rx.el.input(type="hidden", name="version", default_value=one.version.to_string()),
        text_area(
            "thanks",
            _("Your note"),
            help=_("What was good, what did you learn, whom do you want to thank? Sign it as you like."),
            default_value=one.typed,
            error=field_error("thanks"),
            max_length=thanks.LONGEST_NOTE,
            rows=5,
        ),
        draft_status(),
        form_buttons(button(_("Give it to my school"), type="submit", full=True)),
        on_submit=AfterwardsState.hand_in,
        custom_attrs=draft_attributes(one.draft, one.draft_version),
        class_name="mt-3 flex flex-col gap-4",
        key=one.state + ":" + one.version.to_string(),
    )
    as_it_is = rx.el.div(text.written(one.words), class_name="mt-3 border-s-4 border-hairline ps-4")
    back = button(
        _("Take the note back"), kind="secondary", icon=icons.undo, on_click=AfterwardsState.take_back(view.id)
    )
    waits = rx.el.div(
        rx.el.p(_("Your school has it. It is not sent yet."), class_name="mt-1 font-semibold"),
        as_it_is,
        rx.el.div(back, class_name="mt-3"),
    )
    sent = rx.el.div(rx.el.p(one.sent, class_name="mt-1 font-semibold"), as_it_is)
    writing = rx.el.div(
        text.paragraph(reaches, " ", _("They send it on, or give it back to you with a sentence."), class_name="mt-1"),
        rx.cond(
            one.reader,
            rx.fragment(),
            text.muted(
                _("Nobody at the workplace can be written to just now. Ask your teacher about a card on paper.")
            ),
        ),
        returned,
        fields,
    )
    return rx.el.section(
        text.section_heading(_("Thank the workplace")),
        rx.cond(
            view.approved,
            rx.match(one.state, ("waiting", waits), ("sent", sent), writing),
            text.muted(_(thanks.NOT_APPROVED), class_name="mt-1"),
        ),
        id="thanks",
    )


def _kept(href: Any, words: str) -> rx.Component:
    return rx.el.p(icons.check("inline-block me-1 align-text-bottom"), text.link(words, href))


def _piece(view: Any, one: Any) -> rx.Component:
    skill = select_field(
        "capability",
        _("Which skill does it show?"),
        view.shows,
        error=field_error("skill-" + one.id),
        field_id="skill-" + one.id,
    )
    keep = button(
        _("Keep as evidence"),
        kind="secondary",
        type="submit",
        aria_label=_("Keep as evidence") + ": " + one.title,
    )
    fields = form(
        rx.el.input(type="hidden", name="day", default_value=one.id),
        rx.cond(one.photos.length() > 0, text.muted(_("What you wrote is added to the photo.")), skill),
        rx.el.div(keep),
        on_submit=AfterwardsState.keep_day,
        class_name="mt-3 flex flex-col gap-3",
        key="form-" + one.id,
    )
    return rx.el.li(
        cards.card(
            text.small_heading(one.title),
            rx.cond(one.words != "", text.written(one.words, class_name="mt-1 line-clamp-4"), rx.fragment()),
            day_photos(one.photos),
            rx.cond(
                one.kept_href != "",
                rx.el.div(_kept(one.kept_href, _("Among your evidence")), class_name="mt-3"),
                fields,
            ),
        ),
        key=one.id,
    )


def _keeping(view: Any) -> rx.Component:
    entry = cards.card(
        text.small_heading(view.entry.title),
        text.muted(view.entry.words),
        rx.el.div(
            rx.cond(
                view.entry.kept_href != "",
                _kept(view.entry.kept_href, _("In your portfolio")),
                button(
                    _("Keep in my portfolio"),
                    kind="secondary",
                    on_click=AfterwardsState.keep_entry(view.id),
                ),
            ),
            class_name="mt-3",
        ),
    )
    photos = text.muted(_("Your photos are among your evidence already. Open one to share or delete it."))
    return rx.el.section(
        text.section_heading(_("Keep what you want")),
        text.paragraph(
            _("Take along what tells of you, one by one, and leave the rest. Only you see what you keep."),
            class_name="mt-1",
        ),
        text.stack(
            entry,
            rx.cond(view.has_photos, photos, rx.fragment()),
            rx.el.ul(
                rx.foreach(view.pieces, lambda one: _piece(view, one)),
                class_name="flex flex-col gap-3 list-none p-0 empty:hidden",
            ),
            class_name="mt-3",
        ),
        id="keep",
    )


@page("/afterwards", N_("When the days are over"), AfterwardsState.load)
def afterwards() -> rx.Component:
    """The page."""
    view: Any = AfterwardsState.view
    here = rx.cond(
        view.over,
        text.stack(_evaluation(view), _thanks(view), _keeping(view), gap="gap-9"),
        rx.cond(
            view.cancelled,
            cards.notice(_("This does not take place. Ask your teacher what comes instead."), kind="warning"),
            cards.notice(_("These days are not over yet. Afterwards you look back here, and keep what you want.")),
        ),
    )
    return framed(
        text.page_head(_("When the days are over"), rx.cond(view.host != "", view.host + ", " + view.days, "")),
        problem_summary(_("Nothing is saved yet")),
        rx.cond(view.loaded, here, waiting()),
        text.paragraph(
            text.link(_("My diary"), address("/diary") + "?id=" + view.id),
            " · ",
            text.link(_("My days at workplaces"), address("/placements")),
            " · ",
            text.link(_("My portfolio"), address("/portfolio")),
        ),
        audience="pupil",
        undo=AfterwardsState.undo,
    )
