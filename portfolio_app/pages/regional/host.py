"""A host as its region's coordinators look after it: what it is, whom to write to, until when it is approved."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.marketplace import contacts, hosts, offering, towns
from portfolio_app.marketplace.contacts import ContactForm
from portfolio_app.marketplace.host_views import HostView, load_host
from portfolio_app.marketplace.hosts import HostForm
from portfolio_app.marketplace.policy import REGIONAL
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.placements.day_parts import take_care
from portfolio_app.pages.regional.hosts import host_fields
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class HostState(rx.State):
    """The host of the address."""

    view: HostView = HostView()

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        self.view = await load_host(current_actor(), self._id())

    @needs(*REGIONAL, loads=True)
    async def load(self) -> None:
        """Load the host."""
        await self._show()

    @needs(*REGIONAL)
    async def change(self, form: Form) -> None:
        """Keep what is said about the host."""
        version = page_number(form.get("version") or "")
        await hosts.change_host(current_actor(), self._id(), HostForm.of(form), version)
        await self._show()
        await say(self, N_("Saved."))

    @needs(*REGIONAL)
    async def place(self, form: Form) -> None:
        """Say where its town lies."""
        await towns.place_town(current_actor(), self._id(), form.get("place") or "")
        await self._show()
        await say(self, N_("Saved for all hosts of this town."))

    @needs(*REGIONAL)
    async def add_contact(self, form: Form) -> None:
        """Add a contact, who is asked by mail."""
        await contacts.add_contact(current_actor(), self._id(), _contact(form), as_id(form.get("request") or ""))
        await self._show()
        await self._said_of_mail()

    async def _said_of_mail(self) -> None:
        if self.view.sends_mail:
            await say(self, N_("Saved. A link is on its way to them: once they have opened it, the address counts."))
        else:
            await say(self, N_("Saved. This installation sends no mail, so nobody can be asked."))

    @needs(*REGIONAL)
    async def correct_contact(self, form: Form) -> None:
        """Correct a contact; another address is asked anew."""
        await contacts.correct_contact(current_actor(), form.get("contact") or "", _contact(form))
        await self._show()
        await say(self, N_("Saved."))

    @needs(*REGIONAL)
    async def ask_again(self, contact: str) -> None:
        """Mail the link once more."""
        await contacts.ask_again(current_actor(), contact)
        await self._show()
        await say(self, N_("A new link is on its way. The former opens nothing any more."))

    @needs(*REGIONAL)
    async def send_link(self, contact: str) -> None:
        """Mail somebody the link to the host's offers."""
        await offering.send_link(current_actor(), contact)
        await self._show()
        await say(self, N_("The link is on its way. A former one opens nothing any more."))

    @needs(*REGIONAL)
    async def close_link(self, contact: str) -> None:
        """Their link opens nothing any more."""
        await offering.close_link(current_actor(), contact)
        await self._show()
        await say(self, N_("Their link opens nothing any more. You can send a new one."))

    @needs(*REGIONAL)
    async def end_contact(self, contact: str) -> None:
        """Write to somebody no more."""
        await contacts.end_contact(current_actor(), contact)
        await self._show()
        await say(self, N_("Nobody writes to them any more."), undo=f"contact {contact}")

    @needs(*REGIONAL)
    async def approve(self, form: Form) -> None:
        """Approve the host until a day."""
        await hosts.approve_host(current_actor(), self._id(), form.get("until") or "")
        await self._show()
        await say(self, N_("Approved. Schools of the region can see it."))

    @needs(*REGIONAL)
    async def withdraw(self) -> None:
        """Take the approval back."""
        until = await hosts.withdraw_approval(current_actor(), self._id())
        await self._show()
        await say(self, N_("It is not approved any more, and schools do not see it."), undo=f"approval {until}")

    @needs(*REGIONAL)
    async def pause(self, form: Form) -> None:
        """Pause the host."""
        await hosts.pause_host(current_actor(), self._id(), form.get("reason") or "")
        await self._show()
        await say(self, N_("Paused. Schools do not see it until you end the pause."), undo="pause")

    @needs(*REGIONAL)
    async def resume(self) -> None:
        """End the pause."""
        await hosts.resume_host(current_actor(), self._id())
        await self._show()
        await say(self, N_("The pause has ended."))

    @needs(*REGIONAL)
    async def end(self) -> None:
        """The host takes nobody any more."""
        await hosts.end_host(current_actor(), self._id())
        await self._show()
        await say(self, N_("Ended. It can be brought back for 30 days."), undo="end")

    @needs(*REGIONAL)
    async def merge(self, double: str) -> None:
        """Another row is this host too."""
        await hosts.merge_hosts(current_actor(), self._id(), double)
        await self._show()
        await say(
            self,
            N_("Put together. The other one can be brought back for 30 days."),
            undo=f"merge {double}",
        )

    @needs(*REGIONAL)
    async def undo(self, what: str) -> None:
        """Take back what was done last."""
        verb, _blank, about = what.partition(" ")
        actor = current_actor()
        match verb:
            case "contact":
                await contacts.end_contact(actor, about, back=True)
            case "approval" if about:
                await hosts.approve_host(actor, self._id(), about)
            case "pause":
                await hosts.resume_host(actor, self._id())
            case "merge":
                await hosts.end_host(actor, about, back=True)
            case _:
                await hosts.end_host(actor, self._id(), back=True)
        await hush(self)
        await self._show()


def _contact(form: Form) -> ContactForm:
    return ContactForm(
        name=form.get("contact_name") or "",
        mail=form.get("mail") or "",
        phone=form.get("phone") or "",
        language=form.get("language") or "",
    )


def _contact_fields(view: Any, prefix: Any, name: Any, mail: Any, phone: Any, language: Any) -> list[Any]:
    """`prefix` keeps the fields of one form apart from those of another."""
    return [
        text_field(
            "contact_name",
            _("Name"),
            field_id=prefix + "contact_name",
            default_value=name,
            max_length=120,
            error=field_error("contact_name"),
        ),
        text_field(
            "mail",
            _("E-mail address"),
            field_id=prefix + "mail",
            type="email",
            default_value=mail,
            max_length=254,
            error=field_error("mail"),
        ),
        text_field(
            "phone",
            _("Phone"),
            hint=_("(optional)"),
            field_id=prefix + "phone",
            type="tel",
            default_value=phone,
            max_length=30,
            error=field_error("phone"),
        ),
        select_field(
            "language",
            _("Language we write in"),
            view.languages,
            field_id=prefix + "language",
            default_value=language,
            error=field_error("language"),
        ),
    ]


def _one_contact(view: Any, one: Any) -> rx.Component:
    again = button(
        _("Send the link again"),
        kind="secondary",
        icon=icons.link,
        on_click=HostState.ask_again(one.id),
        aria_label=_("Send the link again") + ": " + one.name,
    )
    link = button(
        _("Send the link to their offers"),
        kind="secondary",
        icon=icons.link,
        on_click=HostState.send_link(one.id),
        aria_label=_("Send the link to their offers") + ": " + one.name,
    )
    close = button(
        _("Close their link"),
        kind="quiet",
        on_click=HostState.close_link(one.id),
        aria_label=_("Close their link") + ": " + one.name,
    )
    return rx.el.li(
        cards.card(
            rx.el.p(rx.el.strong(one.name, dir="auto"), class_name="break-words"),
            rx.el.p(one.mail, dir="ltr", class_name="break-all text-start"),
            rx.cond(one.phone != "", rx.el.p(one.phone, dir="ltr", class_name="text-start"), rx.fragment()),
            text.muted(one.stands),
            rx.cond(one.link_said != "", text.muted(one.link_said), rx.fragment()),
            text.side_by_side(
                rx.cond(one.confirmed & view.sends_mail, link, rx.fragment()),
                rx.cond(one.link_said != "", close, rx.fragment()),
                rx.cond(one.confirmed | ~view.sends_mail, rx.fragment(), again),
                button(
                    _("Remove this contact"),
                    kind="quiet",
                    on_click=HostState.end_contact(one.id),
                    aria_label=_("Remove this contact") + ": " + one.name,
                ),
                class_name="mt-2 flex-wrap",
            ),
            cards.disclosure(
                _("Correct"),
                form(
                    rx.el.input(type="hidden", name="contact", default_value=one.id),
                    *_contact_fields(view, one.id, one.name, one.mail, one.phone, one.language),
                    form_buttons(button(_("Save"), type="submit", kind="secondary")),
                    on_submit=HostState.correct_contact,
                    key=one.mail,
                    class_name="flex flex-col gap-4 mt-2",
                ),
            ),
        ),
        key=one.id,
    )


def _contacts(view: Any) -> rx.Component:
    listed = rx.el.ul(
        rx.foreach(view.contacts, lambda one: _one_contact(view, one)), class_name="flex flex-col gap-3 list-none p-0"
    )
    add = cards.disclosure(
        _("Add a contact"),
        form(
            rx.el.input(type="hidden", name="request", default_value=view.request),
            *_contact_fields(view, "new-", "", "", "", view.language),
            form_buttons(button(_("Add and ask by mail"), type="submit", kind="secondary", full=True)),
            on_submit=HostState.add_contact,
            key=view.request,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )
    no_mail = _("This installation sends no mail, so nobody can be asked.")
    return rx.el.section(
        text.stack(
            text.section_heading(_("Contacts")),
            text.muted(_("They get a link by mail and say whether they are the right one. They need no account.")),
            rx.cond(
                view.sends_mail,
                rx.fragment(),
                text.paragraph(no_mail),
            ),
            rx.cond(view.contacts.length() > 0, listed, text.muted(_("Nobody yet."))),
            add,
        )
    )


def _offers(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        return cards.list_row(one.title, detail=one.detail, key=one.id)

    none = text.muted(_("Nothing yet. A contact says it by the link that you send them."))
    listed = cards.row_list(rx.foreach(view.offers, line))
    return rx.el.section(
        text.stack(text.section_heading(_("What they offer")), rx.cond(view.offers.length() > 0, listed, none))
    )


def _on_the_map(view: Any) -> rx.Component:
    """Where its town lies, and another name for it."""
    unknown = rx.cond(
        view.several.length() > 0,
        text.paragraph(_("There are several places of that name. Write which one it is.")),
        text.paragraph(_("No town or village of that name is known here. Write the nearest one that is larger.")),
    )
    several = rx.el.ul(rx.foreach(view.several, lambda one: rx.el.li(one, key=one)), class_name="list-disc ps-6")
    return rx.el.section(
        text.stack(
            text.section_heading(_("On the map")),
            rx.cond(view.on_map, text.muted(_("Distances to this town can be told.")), unknown),
            rx.cond(view.several.length() > 0, several, rx.fragment()),
            form(
                text_field(
                    "place",
                    _("Look its town up as"),
                    hint=_("(optional)"),
                    help=_("A town or village; for all hosts of this town. Leave it empty for the town’s own name."),
                    default_value=view.place,
                    max_length=80,
                    error=field_error("place"),
                ),
                form_buttons(button(_("Save"), type="submit", kind="secondary")),
                on_submit=HostState.place,
                key=view.id + view.place,
                class_name="flex flex-col gap-4",
            ),
        )
    )


def _approval(view: Any) -> rx.Component:
    missing = text.stack(
        text.paragraph(_("Before you can approve it, this is missing:")),
        rx.el.ul(rx.foreach(view.missing, lambda one: rx.el.li(one, key=one)), class_name="list-disc ps-6"),
        gap="gap-2",
    )
    approve = form(
        text_field(
            "until",
            _("Approve until"),
            type="date",
            default_value=view.until,
            min=view.until_first,
            max=view.until_last,
            error=field_error("until"),
            width="max-w-60",
        ),
        form_buttons(button(rx.cond(view.approved, _("Change the day"), _("Approve")), type="submit")),
        on_submit=HostState.approve,
        key=view.until + view.version,
    )
    back = button(_("Take the approval back"), kind="quiet", on_click=HostState.withdraw)
    return rx.el.section(
        text.stack(
            text.section_heading(_("Approval")),
            text.paragraph(view.stands),
            rx.cond(view.missing.length() > 0, missing, approve),
            rx.cond(view.approved, rx.el.div(back), rx.fragment()),
        )
    )


def _pause(view: Any) -> rx.Component:
    paused = text.stack(
        text.paragraph(view.pause_said),
        text.written(view.pause_reason),
        rx.el.div(button(_("End the pause"), kind="secondary", on_click=HostState.resume)),
    )
    pause = cards.disclosure(
        _("Pause it"),
        form(
            text_area(
                "reason",
                _("Why?"),
                field_id="reason-" + view.id,
                help=_("Only coordinators of the region read it. Schools do not see the host meanwhile."),
                max_length=500,
                error=field_error("reason-" + view.id),
            ),
            form_buttons(button(_("Pause it"), type="submit", kind="secondary")),
            on_submit=HostState.pause,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )
    return rx.el.section(
        text.stack(text.section_heading(_("Pause or end")), rx.cond(view.paused, paused, pause), _end())
    )


def _end() -> rx.Component:
    return rx.el.div(button(_("This host takes nobody any more"), kind="quiet", on_click=HostState.end))


def _double(one: Any) -> rx.Component:
    return cards.list_row(
        one.name,
        href=one.href,
        detail=one.detail,
        trailing=button(
            _("It is the same one"),
            kind="secondary",
            on_click=HostState.merge(one.id),
            aria_label=_("It is the same one") + ": " + one.name,
        ),
        key=one.id,
    )


def _doubles(view: Any) -> rx.Component:
    return rx.el.section(
        text.stack(
            text.section_heading(_("Is it here twice?")),
            text.muted(_("What is said here stays, and the contacts of the other come over.")),
            cards.row_list(rx.foreach(view.doubles, _double)),
        )
    )


def _about(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("About the host")),
        form(
            rx.el.input(type="hidden", name="version", default_value=view.version),
            *host_fields(view, view),
            form_buttons(button(_("Save"), type="submit", kind="secondary", full=True)),
            on_submit=HostState.change,
            key=view.id + view.version,
            class_name="flex flex-col gap-4 mt-3",
        ),
    )


@page("/host", N_("Host"), HostState.load)
def host() -> rx.Component:
    """The page."""
    view: Any = HostState.view
    ended = text.stack(
        text.paragraph(view.stands),
        rx.el.div(button(_("Bring back"), kind="secondary", icon=icons.undo, on_click=HostState.undo("end"))),
    )
    open_one = text.stack(
        _approval(view),
        _contacts(view),
        _offers(view),
        take_care(_("Safety"), view.safety),
        _on_the_map(view),
        rx.cond(view.doubles.length() > 0, _doubles(view), rx.fragment()),
        _about(view),
        _pause(view),
        gap="gap-10",
    )
    return framed(
        text.page_head(view.name, view.town),
        problem_summary(_("Not changed yet")),
        rx.cond(view.loaded, rx.cond(view.ended, ended, open_one), waiting()),
        text.paragraph(text.link(_("All hosts"), address("/hosts"))),
        ready=view.loaded,
        here="hosts",
        audience="staff",
        undo=HostState.undo,
    )
