"""One piece of evidence: what it is, what it shows, who can see it; to change, share and delete."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import ticked
from portfolio_app.core.errors import Conflict
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.audience import audience_section, remarks_section
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.pupil.evidence_form import origin_field, people_choices
from portfolio_app.pages.registry import page
from portfolio_app.pages.showing import ShownThing, link_section
from portfolio_app.pages.tagging import Tagging, tags_section
from portfolio_app.portfolio.evidence_entries import (
    AppearsIn,
    attach_evidence,
    detach_evidence,
    load_appears_in,
    load_evidence_page,
)
from portfolio_app.sharing.models import Kind
from portfolio_app.skills import actions, queries
from portfolio_app.skills.actions import EvidenceForm
from portfolio_app.skills.queries import EvidenceView
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import checkbox, radio_cards, select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import plain_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

SKILL = "skill:"


class EvidenceState(Tagging, ShownThing, rx.State):
    """The evidence of the address; `newer` is what another tab kept while this one was typing."""

    view: EvidenceView = EvidenceView()
    appears: AppearsIn = AppearsIn()
    newer: EvidenceView = EvidenceView()
    form_key: str = ""

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    def _thing(self) -> tuple[Kind, str]:
        return Kind.EVIDENCE, str(as_id(self._id()))

    async def _show(self) -> None:
        self._look_around()
        page = await load_evidence_page(current_actor(), self._id())
        self.view, self.appears = page.evidence, page.appears
        self.newer = EvidenceView()
        self.form_key = f"{self.view.item.id}:{self.view.version}"

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the evidence."""
        await self._show()

    @needs(*OWNERS)
    async def save(self, form: dict[str, str | None]) -> None:
        """Keep what was changed. When another tab kept something meanwhile, show that beside what was typed here."""
        version = form.get("version") or ""
        try:
            await actions.change_evidence(
                current_actor(), as_id(self._id()), parsed(form), int(version) if version.isdecimal() else 0
            )
        except Conflict:
            self.newer = await queries.load_evidence(current_actor(), self._id())
            return
        await say(self, N_("Saved."))
        await self._show()

    @needs(*OWNERS)
    async def take_other(self) -> None:
        """Drop what was typed here and go on with what the other tab kept."""
        await actions.drop_evidence_draft(current_actor(), as_id(self._id()))
        await self._show()

    @needs(*OWNERS)
    async def attach(self, form: dict[str, str | None]) -> None:
        """Put it into an entry."""
        await attach_evidence(current_actor(), as_id(form.get("entry") or ""), as_id(self._id()))
        await say(self, N_("It is in that entry now."))
        self.appears = await load_appears_in(current_actor(), self._id())

    @needs(*OWNERS)
    async def detach(self, entry: str) -> None:
        """Take it out of an entry."""
        await detach_evidence(current_actor(), as_id(entry), as_id(self._id()))
        await say(self, N_("It is no longer in that entry."))
        self.appears = await load_appears_in(current_actor(), self._id())

    @needs(*OWNERS)
    async def delete(self) -> Any:
        """Delete it and go to where it can be brought back."""
        await actions.delete_evidence(current_actor(), as_id(self._id()))
        await say(self, N_("Deleted. It stays here for 30 days."))
        return rx.redirect(address("/deleted"))


def parsed(form: dict[str, str | None]) -> EvidenceForm:
    """The form's fields as evidence."""
    return EvidenceForm(
        title=form.get("title") or "",
        words=form.get("words") or "",
        url=form.get("url") or "",
        people_in_it=form.get("people_in_it") or "",
        origin=form.get("origin") or "",
        capabilities=tuple(ticked(form, SKILL)),
    )


def _itself(item: Any) -> rx.Component:
    """The photo, or the way to the file or page."""
    words: Any = rx.match(item.kind, ("pdf", _("Download the PDF")), ("link", _("Open the page")), "")
    way = link_button(
        words,
        item.open_href,
        kind="secondary",
        icon=lambda size: rx.cond(item.kind == "pdf", icons.download(size), icons.link(size)),
        document=True,
        rel="noreferrer noopener",
        target=rx.cond(item.kind == "link", "_blank", "_self"),
    )
    picture = plain_link(
        cards.photo(item.picture, item.title, item.width, item.height, class_name="max-h-[32rem] w-auto"),
        href=item.picture,
    )
    return rx.cond(item.picture != "", picture, rx.cond(item.open_href != "", rx.el.div(way), rx.fragment()))


def _skills(group: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(group.name, class_name="font-semibold"),
        rx.foreach(
            group.choices,
            lambda one: checkbox(
                SKILL + one.value, one.label, field_id="skill-" + one.value, default_checked=one.chosen
            ),
        ),
        class_name="flex flex-col min-w-0",
        key=group.theme,
    )


def _two_tabs() -> rx.Component:
    newer: Any = EvidenceState.newer
    return rx.cond(
        newer.loaded,
        rx.el.div(
            cards.notice(
                rx.el.p(_("This was changed somewhere else while you were writing here, perhaps in another tab.")),
                rx.el.p(newer.now_called),
                text.written(newer.kept_words),
                rx.el.p(_("Save again to use what you typed here instead.")),
                kind="warning",
                actions=button(
                    _("Drop mine, use the other version"), kind="secondary", on_click=EvidenceState.take_other
                ),
            ),
            role="alert",
        ),
        rx.fragment(),
    )


def _change(view: Any) -> rx.Component:
    newer: Any = EvidenceState.newer
    # Having been told of the other tab's version, whoever saves again means it.
    version = rx.cond(newer.loaded, newer.version, view.version).to_string()
    is_photo, is_link = view.item.kind == "photo", view.item.kind == "link"
    return form(
        rx.el.input(type="hidden", name="version", value=version, read_only=True),
        text_field(
            "title", _("Name"), default_value=view.title, error=field_error("title"), max_length=actions.LONGEST_TITLE
        ),
        rx.cond(
            is_link,
            text_field(
                "url",
                _("Address of the page"),
                default_value=view.url,
                error=field_error("url"),
                input_mode="url",
                spell_check=False,
            ),
            rx.fragment(),
        ),
        rx.cond(
            is_photo,
            radio_cards(
                "people_in_it",
                _("Is someone else in it, and did they agree?"),
                people_choices(),
                default_value=view.people_in_it,
                error=field_error("people_in_it"),
            ),
            rx.fragment(),
        ),
        text_area(
            "words",
            _("What does it show?"),
            default_value=view.words,
            error=field_error("words"),
            max_length=actions.LONGEST_WORDS,
        ),
        origin_field(view.origin),
        rx.el.section(
            rx.el.h3(_("Which skills does it show?"), class_name="font-semibold"),
            rx.cond(
                field_error("capabilities") != "",
                rx.el.p(field_error("capabilities"), class_name="text-sm font-semibold text-danger"),
                rx.fragment(),
            ),
            rx.el.div(rx.foreach(view.skills, _skills), class_name="mt-2 grid gap-4 sm:grid-cols-2"),
            id="capabilities",
            tab_index=-1,
        ),
        draft_status(),
        form_buttons(button(_("Save"), type="submit", icon=icons.check, full=True)),
        on_submit=EvidenceState.save,
        custom_attrs=draft_attributes(view.draft, view.draft_version),
        key=EvidenceState.form_key,
    )


def _entries(appears: Any) -> rx.Component:
    """The entries it appears in, and the way into another."""
    listed = cards.row_list(
        rx.foreach(
            appears.listed,
            lambda one: cards.list_row(
                one.title,
                href=one.href,
                detail=one.day,
                trailing=button(
                    _("Take it out"),
                    kind="quiet",
                    aria_label=_("Take it out of this entry:") + " " + one.title,
                    on_click=EvidenceState.detach(one.id),
                ),
                key=one.id,
            ),
        ),
        class_name="mt-3",
    )
    into = form(
        select_field(
            "entry",
            _("Put it into an entry"),
            appears.others,
            help=_("Whoever can see that entry sees this in it, too."),
        ),
        form_buttons(button(_("Put it in"), type="submit", kind="secondary")),
        on_submit=EvidenceState.attach,
        key="into-" + appears.others.length().to_string(),
    )
    return rx.el.section(
        text.section_heading(_("Entries it appears in")),
        rx.cond(
            appears.listed.length() > 0,
            listed,
            text.paragraph(_("It is in no entry yet."), class_name="mt-2 text-muted"),
        ),
        rx.cond(appears.others.length() > 0, rx.el.div(into, class_name="mt-4 not-printed"), rx.fragment()),
        id="entries",
    )


def _sharing(view: Any) -> rx.Component:
    shut = rx.el.section(
        text.section_heading(_("Who can see this")),
        rx.el.div(cards.audience_badge(view.who.words), class_name="mt-2"),
        cards.notice(view.obstacle, kind="info"),
        id="audience",
    )
    return rx.cond(
        view.obstacle != "",
        shut,
        text.stack(
            audience_section(view.who, view.nameable, EvidenceState.choose_audience, view.item.id + view.who.words),
            link_section(view.link, EvidenceState, Kind.EVIDENCE),
            gap="gap-8",
        ),
    )


@page("/evidence", N_("Evidence"), EvidenceState.load)
def evidence() -> rx.Component:
    """The page."""
    view: Any = EvidenceState.view
    entry = link_button(
        _("Make an entry from it"),
        f"{address('/entry-form')}?evidence=" + view.item.id,
        icon=icons.portfolio,
        kind="secondary",
        full=True,
    )
    return framed(
        text.page_head(view.item.title, rx.cond(view.loaded, view.said, ""), entry, ready=view.loaded),
        problem_summary(_("One thing to check")),
        _two_tabs(),
        rx.cond(
            view.loaded,
            text.stack(
                _itself(view.item),
                rx.cond(view.item.carried != "", text.muted(view.item.carried), rx.fragment()),
                remarks_section(view, EvidenceState),
                tags_section(view.tagging, EvidenceState, Kind.EVIDENCE, view.item.id),
                _sharing(view),
                _entries(EvidenceState.appears),
                rx.el.section(
                    text.section_heading(_("Change it")),
                    rx.el.div(_change(view), class_name="mt-3"),
                    class_name="not-printed",
                ),
                rx.el.div(
                    button(_("Delete"), kind="danger", icon=icons.trash, on_click=EvidenceState.delete),
                    class_name="not-printed",
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        text.paragraph(
            text.link(_("All my evidence"), address("/evidence-list")),
            " · ",
            text.link(_("Back to my skills"), address("/skills")),
        ),
        here="skills",
        audience="pupil",
        undo=EvidenceState.undo,
    )
