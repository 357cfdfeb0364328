"""An agreement: its terms, who has signed them, whom to ask, and who signs at home."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.marketplace.placements import agreements, asking, families
from portfolio_app.marketplace.placements.agreement_view import AgreementView, load_agreement
from portfolio_app.marketplace.placements.agreements import TermsForm
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.placements.day_parts import papers_part
from portfolio_app.pages.placements.signs_at_home import family_typed, signs_at_home
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, print_button
from portfolio_app.ui.fields import Choice, checkbox, radio_cards, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class AgreementState(rx.State):
    """The agreement of the placement in the address."""

    view: AgreementView = AgreementView()
    warned: tuple[str, ...] = ()

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        self.view = await load_agreement(current_actor(), self._id())

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.warned = ()
        await self._show()

    @needs(*GUIDES)
    async def propose(self, form: Form) -> None:
        """Write the terms down."""
        typed = TermsForm.of(form, photos_allowed=bool(form.get("photos_allowed")))
        self.warned = await agreements.propose(
            current_actor(), self._id(), typed, page_number(form.get("version") or "")
        )
        await self._show()
        await say(self, N_("Written down. Who has signed other terms is asked anew."))

    @needs(*GUIDES)
    async def sign(self, agreement: str) -> None:
        """The school signs."""
        await agreements.sign_for_school(current_actor(), self._id(), agreement)
        await self._show()
        await say(self, N_("Signed for the school."), undo="school")

    @needs(*GUIDES)
    async def ask(self, party: str) -> None:
        """Mail the link."""
        await asking.ask(current_actor(), self._id(), party)
        await self._show()
        await say(self, N_("A link is on its way. A former one opens nothing any more."))

    @needs(*GUIDES)
    async def record_paper(self, form: Form) -> None:
        """Somebody has signed on paper."""
        party = form.get("party") or ""
        await agreements.record_paper(
            current_actor(),
            self._id(),
            form.get("agreement") or "",
            party,
            form.get("signed_name") or "",
            form.get("signed_on") or "",
        )
        await self._show()
        await say(self, N_("Recorded."), undo=party)

    @needs(*GUIDES)
    async def keep_family(self, form: Form) -> None:
        """Keep who signs at home."""
        await families.keep_contact(current_actor(), self._id(), family_typed(form))
        await self._show()
        await say(self, N_("Saved."))

    @needs(*GUIDES)
    async def forget_family(self) -> None:
        """Nobody at home is written to any more."""
        await families.forget_contact(current_actor(), self._id())
        await self._show()
        await hush(self)
        await say(self, N_("Forgotten. Nobody at home is written to."))

    @needs(*GUIDES)
    async def undo(self, what: str) -> None:
        """Take a signature back that was a mistake."""
        if what == "school":
            await agreements.take_approval_back(current_actor(), self._id())
        else:
            await agreements.forget_paper(current_actor(), self._id(), what)
        await self._show()
        await say(self, N_("Undone."))


def _terms(view: Any) -> rx.Component:
    lines = rx.foreach(view.terms, lambda one: text.definition(one.what, one.words, written=True, key=one.what))
    return rx.cond(
        view.agreement != "",
        rx.el.section(
            text.section_heading(_("What is agreed")),
            text.muted(view.version_said),
            text.definition_list(lines, class_name="mt-2"),
            rx.el.div(text.small_heading(_("Insurance")), class_name="mt-4"),
            rx.el.ul(
                rx.foreach(view.insured, lambda one: rx.el.li(one, dir="auto", key=one)),
                class_name="list-disc ps-6 max-w-reading",
            ),
        ),
        cards.notice(
            _("Nothing is written down yet. Look at the terms below, and save them: then they can be signed.")
        ),
    )


def _party(one: Any) -> rx.Component:
    ask = rx.cond(
        one.asks != "",
        button(one.asks, kind="secondary", on_click=AgreementState.ask(one.party)),
        rx.fragment(),
    )
    mark = rx.cond(one.signed, icons.check("size-5"), rx.fragment())
    wrong = rx.cond(
        one.on_paper,
        button(_("That was a mistake"), kind="secondary", on_click=AgreementState.undo(one.party)),
        rx.fragment(),
    )
    detail = rx.fragment(one.stands, rx.cond(one.former != "", _changed(one), rx.fragment()))
    return cards.list_row(one.name, detail=detail, leading=mark, trailing=rx.fragment(ask, wrong), key=one.party)


def _changed(one: Any) -> rx.Component:
    """What is different since a party signed."""

    def change(each: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(each.what, class_name="font-semibold text-ink"),
            ": ",
            rx.el.del_(each.before, dir="auto"),
            " → ",
            rx.el.ins(each.now, dir="auto", class_name="text-ink"),
            key=each.what,
        )

    return rx.el.div(
        rx.el.p(one.former, dir="auto"),
        rx.cond(
            one.changes.length() > 0,
            rx.el.ul(rx.foreach(one.changes, change), class_name="list-disc ps-5"),
            rx.el.p(_("Nothing: the terms are again what they signed. They sign once more all the same.")),
        ),
        class_name="mt-2",
    )


def _signatures(view: Any) -> rx.Component:
    school = rx.cond(
        view.approved,
        button(_("Take the school’s signature back"), kind="secondary", on_click=AgreementState.undo("school")),
        button(_("Sign for the school"), icon=icons.check, on_click=AgreementState.sign(view.agreement)),
    )
    paper = cards.disclosure(
        _("Somebody signed on paper"),
        form(
            rx.el.input(type="hidden", name="agreement", default_value=view.agreement),
            radio_cards(
                "party",
                _("Who?"),
                [Choice("family", _("Family")), Choice("host", _("Host"))],
                default_value="family",
                error=field_error("party"),
            ),
            text_field("signed_name", _("Name"), max_length=120, error=field_error("signed_name")),
            text_field(
                "signed_on", _("On which day?"), type="date", default_value=view.today, error=field_error("signed_on")
            ),
            form_buttons(button(_("Record it"), type="submit", kind="secondary")),
            on_submit=AgreementState.record_paper,
            key=view.agreement,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )
    return rx.el.section(
        text.section_heading(_("Signatures")),
        cards.row_list(rx.foreach(view.parties, _party), class_name="mt-3"),
        rx.el.div(school, class_name="mt-4 not-printed"),
        rx.el.div(paper, class_name="mt-2 not-printed"),
    )


def _form(view: Any) -> rx.Component:
    fields = view.fields
    return rx.el.section(
        text.section_heading(_("The terms")),
        text.muted(_("Other terms need new signatures of everybody.")),
        form(
            rx.el.input(type="hidden", name="version", default_value=view.version.to_string()),
            text_field(
                "responsible",
                _("Who looks after the pupil there"),
                default_value=fields.responsible,
                max_length=120,
                error=field_error("responsible"),
            ),
            text_field("address", _("Address"), default_value=fields.address, max_length=200),
            text_field("begins", _("From"), type="time", default_value=fields.begins, error=field_error("begins")),
            text_field("ends", _("Until"), type="time", default_value=fields.ends, error=field_error("ends")),
            text_field(
                "break_minutes",
                _("Minutes of breaks"),
                type="number",
                default_value=fields.break_minutes,
                error=field_error("break_minutes"),
            ),
            text_area(
                "tasks",
                _("What the pupil does"),
                default_value=fields.tasks,
                max_length=1500,
                error=field_error("tasks"),
            ),
            text_field("clothing", _("Clothes and what to bring"), default_value=fields.clothing, max_length=200),
            text_field("lunch", _("Lunch"), default_value=fields.lunch, max_length=200),
            text_area("way_there", _("How to get there"), default_value=fields.way_there, max_length=500, rows=2),
            text_field(
                "adult_phone",
                _("Telephone of the school on these days"),
                type="tel",
                default_value=fields.adult_phone,
                max_length=30,
                error=field_error("adult_phone"),
            ),
            checkbox(
                "photos_allowed",
                _("The pupil may take photos for their diary"),
                default_checked=fields.photos_allowed,
            ),
            form_buttons(button(_("Write these terms down"), type="submit", full=True)),
            on_submit=AgreementState.propose,
            key=view.version.to_string(),
            class_name="flex flex-col gap-4 mt-3",
        ),
        class_name="not-printed",
    )


def _family(view: Any) -> rx.Component:
    ways = [
        Choice("mail", _("By mail"), _("They read and sign by a link.")),
        Choice("phone", _("By phone"), _("You call them, and they sign on paper.")),
        Choice("paper", _("On paper"), _("The pupil takes it home.")),
    ]
    return signs_at_home(
        view.family,
        view.id,
        ways,
        _("Kept for agreements and nothing else, and removed once no days are ahead."),
        keep=AgreementState.keep_family,
        forget=AgreementState.forget_family,
    )


@page("/agreement", N_("Agreement"), AgreementState.load)
def agreement() -> rx.Component:
    """The page."""
    view: Any = AgreementState.view
    hints: Any = AgreementState.warned
    warned = rx.cond(
        hints.length() > 0,
        cards.notice(
            _("Look at the hours once more: schools usually keep to this."),
            rx.el.ul(rx.foreach(hints, lambda one: rx.el.li(one, key=one)), class_name="list-disc ps-5"),
        ),
        rx.fragment(),
    )
    standing = rx.cond(
        view.cancelled,
        cards.notice(_("This placement does not take place."), kind="warning"),
        rx.cond(view.complete, cards.notice(_("Everybody has signed."), kind="done"), rx.fragment()),
    )
    whole = text.stack(
        rx.el.p(text.link(view.pupil, view.pupil_href, dir="auto")),
        rx.cond(view.adult != "", text.muted(_("Answers for it: ") + view.adult), rx.fragment()),
        standing,
        warned,
        _terms(view),
        rx.cond((view.agreement != "") & ~view.cancelled, _signatures(view), rx.fragment()),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        papers_part(_("As a PDF in two languages"), view.papers),
        rx.cond(view.cancelled, rx.fragment(), text.stack(_form(view), _family(view), gap="gap-8")),
        gap="gap-6",
    )
    return framed(
        rx.cond(view.loaded, text.page_head(view.host, view.detail), text.page_head(_("Agreement"))),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, whole, waiting()),
        rx.cond(
            view.loaded,
            text.paragraph(
                text.link(_("Visits and accidents"), address("/placement-notes") + "?id=" + view.id),
                " · ",
                text.link(_("Back to the board"), view.board_href),
                class_name="not-printed",
            ),
            rx.fragment(),
        ),
        here="classes",
        audience="staff",
        undo=AgreementState.undo,
    )
