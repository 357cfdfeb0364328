"""A region's page: how workplaces and schools work together there, its partners and goals. Its coordinators keep it,
and people of its schools read it; keys for programs are the coordinators' alone."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import STAFF, Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.policy import REGIONAL
from portfolio_app.marketplace.regions import actions
from portfolio_app.marketplace.regions.queries import PATH, RegionPageView, load_region_page
from portfolio_app.pages.finding import shelves_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]
READERS = (Role.PUPIL, *sorted(STAFF), *REGIONAL)


class RegionPageState(rx.State):
    """The region of the address; a key just made is shown until the page is left."""

    view: RegionPageView = RegionPageView()
    key_made: str = ""

    async def _show(self) -> None:
        self.view = await load_region_page(current_actor(), region=self.router.url.query_parameters.get("id", ""))

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load the page."""
        self.key_made = ""
        await self._show()

    @needs(*REGIONAL)
    async def change(self, form: Form) -> None:
        """Keep what is said of the region."""
        await actions.change_page(
            current_actor(),
            form.get("region") or "",
            form.get("words") or "",
            form.get("goals") or "",
            version_typed(form.get("version")),
        )
        await self._show()
        await say(self, N_("Saved. Schools of the region read it."))

    @needs(*REGIONAL)
    async def add_partner(self, form: Form) -> None:
        """Add a partner."""
        await actions.add_partner(
            current_actor(),
            form.get("region") or "",
            form.get("partner_name") or "",
            form.get("does") or "",
            form.get("website") or "",
            as_id(form.get("request") or ""),
        )
        await self._show()
        await say(self, N_("Added."))

    @needs(*REGIONAL)
    async def change_partner(self, form: Form) -> None:
        """Change what is said of a partner."""
        await actions.change_partner(
            current_actor(),
            form.get("partner") or "",
            form.get("partner_name") or "",
            form.get("does") or "",
            form.get("website") or "",
        )
        await self._show()
        await say(self, N_("Saved."))

    @needs(*REGIONAL)
    async def end_partner(self, partner: str) -> None:
        """Take a partner away; the notice can bring it back."""
        await actions.end_partner(current_actor(), partner)
        await self._show()
        await say(self, N_("Taken away."), undo=f"partner {partner}")

    @needs(*REGIONAL)
    async def make_key(self, form: Form) -> None:
        """Make a key and show it, this once."""
        self.key_made = await actions.make_key(
            current_actor(), form.get("region") or "", form.get("key_name") or "", as_id(form.get("request") or "")
        )
        await hush(self)
        await self._show()

    @needs(*REGIONAL)
    async def end_key(self, reading_key: str) -> None:
        """Nobody reads with a key any more; the notice can bring it back."""
        await actions.end_key(current_actor(), reading_key)
        self.key_made = ""
        await self._show()
        await say(self, N_("Ended. Nothing can be read with this key any more."), undo=f"key {reading_key}")

    @needs(*REGIONAL)
    async def undo(self, what: str) -> None:
        """Bring back what was taken away last."""
        kind, _blank, about = what.partition(" ")
        if kind == "key":
            await actions.end_key(current_actor(), about, back=True)
        else:
            await actions.end_partner(current_actor(), about, back=True)
        await hush(self)
        await self._show()


def _partner_fields(prefix: Any, name: Any, does: Any, website: Any) -> list[Any]:
    """`prefix` keeps the fields of one form apart from those of another."""
    return [
        text_field(
            "partner_name",
            _("Name of the partner"),
            field_id=prefix + "partner_name",
            default_value=name,
            max_length=120,
            error=field_error("partner_name"),
        ),
        text_area(
            "does",
            _("What they do"),
            help=_("For pupils, hosts or schools, in a sentence."),
            field_id=prefix + "does",
            default_value=does,
            max_length=300,
            error=field_error("does"),
        ),
        text_field(
            "website",
            _("Website"),
            hint=_("(optional)"),
            field_id=prefix + "website",
            type="url",
            default_value=website,
            max_length=300,
            error=field_error("website"),
        ),
    ]


def _partner(view: Any, one: Any) -> rx.Component:
    kept = rx.el.div(
        cards.disclosure(
            _("Change"),
            form(
                rx.el.input(type="hidden", name="partner", default_value=one.id),
                *_partner_fields(one.id, one.name, one.does, one.website),
                form_buttons(button(_("Save"), type="submit", kind="secondary")),
                on_submit=RegionPageState.change_partner,
                key=one.name + one.does + one.website,
                class_name="flex flex-col gap-4 mt-2",
            ),
        ),
        button(
            _("Take this partner away"),
            kind="quiet",
            on_click=RegionPageState.end_partner(one.id),
            aria_label=_("Take this partner away") + ": " + one.name,
        ),
    )
    return rx.el.li(
        cards.card(
            rx.el.p(rx.el.strong(one.name, dir="auto"), class_name="break-words"),
            text.written(one.does),
            rx.cond(one.website != "", rx.el.p(text.link(one.website, one.website, document=True)), rx.fragment()),
            rx.cond(view.keeps, kept, rx.fragment()),
        ),
        key=one.id,
    )


def _read(view: Any) -> rx.Component:
    """What everybody reads."""
    goals = rx.el.section(
        text.section_heading(_("What we want to reach")),
        rx.el.ul(
            rx.foreach(view.goals, lambda one: rx.el.li(one, dir="auto", key=one)),
            class_name="list-disc ps-6 mt-2 flex flex-col gap-1",
        ),
    )
    partners = rx.el.section(
        text.section_heading(_("Partners")),
        rx.el.ul(
            rx.foreach(view.partners, lambda one: _partner(view, one)),
            class_name="flex flex-col gap-3 list-none p-0 mt-3",
        ),
    )
    return text.stack(
        rx.cond(view.words != "", text.written(view.words), rx.fragment()),
        text.muted(view.counted),
        rx.cond(view.goals.length() > 0, goals, rx.fragment()),
        rx.cond(view.partners.length() > 0, partners, rx.fragment()),
        gap="gap-6",
    )


def _keep(view: Any) -> rx.Component:
    """What coordinators change."""
    region = rx.el.input(type="hidden", name="region", default_value=view.id)
    page_form = form(
        region,
        rx.el.input(type="hidden", name="version", default_value=view.version),
        text_area(
            "words",
            _("How we work together"),
            hint=_("(optional)"),
            help=_("In a few sentences that a pupil understands."),
            default_value=view.words,
            max_length=1500,
            error=field_error("words"),
        ),
        text_area(
            "goals",
            _("What we want to reach"),
            hint=_("(optional)"),
            help=_("A goal in each line."),
            default_value=view.goals_typed,
            max_length=1500,
            error=field_error("goals"),
        ),
        form_buttons(button(_("Save"), type="submit", full=True)),
        on_submit=RegionPageState.change,
        key=view.id + view.version,
        class_name="flex flex-col gap-4 mt-2",
    )
    partner_form = form(
        region,
        rx.el.input(type="hidden", name="request", default_value=view.request),
        *_partner_fields("new-", "", "", ""),
        form_buttons(button(_("Add this partner"), type="submit", kind="secondary", full=True)),
        on_submit=RegionPageState.add_partner,
        key=view.request,
        class_name="flex flex-col gap-4 mt-2",
    )
    return text.stack(
        cards.disclosure(_("Change what stands here"), page_form),
        cards.disclosure(_("Add a partner"), partner_form),
    )


def _keys(view: Any) -> rx.Component:
    """Programs that may read what is offered."""
    made = rx.cond(
        RegionPageState.key_made != "",
        cards.card(
            rx.el.p(_("Copy this key now: it is shown this once."), class_name="font-semibold"),
            rx.el.p(RegionPageState.key_made, dir="ltr", class_name="font-mono break-all select-all text-start"),
            role="status",
        ),
        rx.fragment(),
    )

    def line(one: Any) -> rx.Component:
        return rx.el.li(
            cards.card(
                rx.el.p(rx.el.strong(one.name, dir="auto"), class_name="break-words"),
                text.muted(one.detail),
                button(
                    _("End this key"),
                    kind="quiet",
                    on_click=RegionPageState.end_key(one.id),
                    aria_label=_("End this key") + ": " + one.name,
                ),
            ),
            key=one.id,
        )

    more = form(
        rx.el.input(type="hidden", name="region", default_value=view.id),
        rx.el.input(type="hidden", name="request", default_value=view.key_request),
        text_field(
            "key_name",
            _("Who reads with it"),
            help=_("Such as the town’s website."),
            max_length=80,
            error=field_error("key_name"),
        ),
        form_buttons(button(_("Make a key"), type="submit", kind="secondary", full=True)),
        on_submit=RegionPageState.make_key,
        key=view.key_request,
        class_name="flex flex-col gap-4 mt-2",
    )
    return rx.el.section(
        text.stack(
            text.section_heading(_("What is offered, elsewhere too")),
            text.paragraph(
                text.link(_("All offers as a sheet (CSV)"), view.csv_href, document=True),
            ),
            text.muted(
                _(
                    "With a key, a program reads what schools see of the offers: no names of people. What it may ask "
                    "for stands here:"
                )
            ),
            rx.el.p(text.link("/api/v1/openapi.json", "/api/v1/openapi.json", document=True)),
            made,
            rx.el.ul(rx.foreach(view.reading_keys, line), class_name="flex flex-col gap-3 list-none p-0"),
            cards.disclosure(_("A key for a program"), more),
        )
    )


@page(PATH, N_("The region"), RegionPageState.load)
def region() -> rx.Component:
    """The page."""
    view: Any = RegionPageState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("Nothing is written here yet"),
        _("Here it says who works together in this region, so that pupils get to know workplaces, and what for."),
    )
    calendar = text.link(_("When schools go out"), address("/period-calendar"))
    return framed(
        text.page_head(view.name, _("Who works together here, so that pupils get to know workplaces.")),
        problem_summary(_("Not saved yet")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(
                    view.regions.length() > 0,
                    shelves_of(_("Regions"), view.regions, lambda one: one.label),
                    rx.fragment(),
                ),
                rx.cond(view.empty, nothing, _read(view)),
                rx.cond(view.keeps, _keep(view), rx.fragment()),
                rx.cond(view.keeps, _keys(view), rx.fragment()),
                rx.cond(
                    view.keeps,
                    text.paragraph(text.link(_("Hosts"), address("/hosts")), " · ", calendar),
                    text.paragraph(text.link(_("Workplaces"), address("/marketplace"))),
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        undo=RegionPageState.undo,
    )
