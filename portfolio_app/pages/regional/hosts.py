"""The hosts of a region: found by what stands in the address, and one more."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.marketplace import hosts as keeping
from portfolio_app.marketplace.host_views import HostsView, load_hosts
from portfolio_app.marketplace.hosts import HostForm
from portfolio_app.marketplace.policy import REGIONAL
from portfolio_app.pages.finding import pages_of, shelves_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.listing import asked_of, search_form
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs

Form = dict[str, str | None]


class HostsState(rx.State):
    """The hosts of the reader's regions."""

    view: HostsView = HostsView()

    @needs(*REGIONAL, loads=True)
    async def load(self) -> None:
        """Load a page of them."""
        query = self.router.url.query_parameters
        self.view = await load_hosts(
            current_actor(),
            wanted=asked_of(self),
            show=query.get("show", ""),
            field=query.get("field", ""),
            region=query.get("region", ""),
        )

    @needs(*REGIONAL)
    async def add(self, form: Form) -> Any:
        """Add a host and go on to its contacts."""
        made = await keeping.add_host(
            current_actor(), form.get("region") or "", HostForm.of(form), as_id(form.get("request") or "")
        )
        return rx.redirect(f"/{spoken()}/host?id={made}")


def host_fields(view: Any, values: Any) -> list[Any]:
    """The fields that say what a host is; `view` has the options, `values` what is in them."""
    return [
        text_field("name", _("Name"), default_value=values.name, max_length=120, error=field_error("name")),
        text_field(
            "register_number",
            _("Register number"),
            help=_("Of the register of companies or associations. It is needed to approve a host."),
            default_value=values.register_number,
            max_length=40,
            error=field_error("register_number"),
        ),
        select_field("kind", _("What it is"), view.kinds, default_value=values.kind, error=field_error("kind")),
        select_field("field", _("Field of work"), view.choices, default_value=values.field, error=field_error("field")),
        text_field("town", _("Town or village"), default_value=values.town, max_length=80, error=field_error("town")),
        text_field("address", _("Address"), hint=_("(optional)"), default_value=values.address, max_length=200),
        text_field(
            "website",
            _("Website"),
            hint=_("(optional)"),
            type="url",
            default_value=values.website,
            max_length=300,
            error=field_error("website"),
        ),
        text_area(
            "words",
            _("What they do there"),
            hint=_("(optional)"),
            help=_("In a few sentences that a pupil understands."),
            default_value=values.words,
            max_length=1000,
            error=field_error("words"),
        ),
        text_area(
            "note",
            _("Note"),
            hint=_("(optional)"),
            help=_("Only coordinators of the region read it."),
            default_value=values.note,
            max_length=2000,
            error=field_error("note"),
        ),
    ]


def _line(one: Any) -> rx.Component:
    return cards.list_row(
        one.name,
        href=one.href,
        detail=one.detail,
        trailing=rx.el.span(one.stands, class_name="text-sm text-muted"),
        key=one.href,
    )


def _add(view: Any) -> rx.Component:
    return cards.disclosure(
        _("Add a host"),
        form(
            rx.el.input(type="hidden", name="request", default_value=view.request),
            rx.cond(
                view.regions.length() > 0,
                select_field("region", _("Region"), view.regions, default_value=view.region),
                rx.el.input(type="hidden", name="region", default_value=view.region),
            ),
            *host_fields(view, HostForm()),
            form_buttons(button(_("Add this host"), type="submit", kind="secondary", full=True)),
            on_submit=HostsState.add,
            key=view.request,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )


@page("/hosts", N_("Hosts"), HostsState.load)
def hosts() -> rx.Component:
    """The page."""
    view: Any = HostsState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No hosts yet"),
        _("Add a firm, a public service or a club that takes pupils in, and whom to write to there."),
    )
    none_found = text.muted(_("No host is found so. Take a filter away, or try part of the name."), role="status")
    fields = select_field("field", _("Field of work"), view.fields, field_id="shown-field", default_value=view.field)
    listed = text.stack(
        shelves_of(_("Parts of the list"), view.shelves, lambda one: one.label),
        search_form("/hosts", _("Name, town or register number"), view.hosts_list, fields, show=view.show),
        text.muted(view.said, role="status"),
        rx.cond(view.lines.length() > 0, cards.row_list(rx.foreach(view.lines, _line)), none_found),
        pages_of(_("Pages of hosts"), view.hosts_list),
    )
    return framed(
        text.page_head(
            _("Hosts"),
            _("Firms, public services and clubs of your region that take pupils in. Schools see those you approve."),
        ),
        problem_summary(_("Nothing is added yet")),
        rx.cond(
            view.loaded,
            text.stack(rx.cond(view.none_at_all, nothing, listed), _add(view), gap="gap-8"),
            waiting(),
        ),
        text.paragraph(
            text.link(_("When schools go out"), address("/period-calendar")),
            " · ",
            text.link(_("The region"), address("/region")),
        ),
        here="hosts",
        audience="staff",
    )
