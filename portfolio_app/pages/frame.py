"""What stands around every page: places, who is signed in, notices, whom to turn to."""

from dataclasses import replace
from typing import Any, Literal

import reflex as rx

from portfolio_app.core.languages import _, spoken
from portfolio_app.pages.languages import language_switch
from portfolio_app.schools.queries import load_lessons_now
from portfolio_app.ui import cards, icons
from portfolio_app.ui.buttons import button, link_button, plain_form
from portfolio_app.ui.kinds import Child
from portfolio_app.ui.layout import FrameWords, Place, counted_link, footer_columns, page_frame, waiting
from portfolio_app.ui.links import page_link, plain_link
from portfolio_app.web.first_view.browser import woken_later
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.live_tabs import looks_around
from portfolio_app.web.tab import Tab, call, hush

Where = Literal["", "home", "skills", "portfolio", "classes", "school", "hosts", "schools", "account"]


class FrameState(rx.State):
    """The frame's own handlers."""

    @needs(anyone=True)
    async def dismiss(self) -> None:
        """Put the notice away."""
        await hush(self)

    @needs(unasked=True)
    async def look_around(self) -> None:
        """See what a class of the reader's does together now; whoever is called elsewhere is told so."""
        tab = await self.get_state(Tab)
        before = {(one.id, one.activity) for one in tab.frame.lessons}
        await show_lessons_now(self)
        query = self.router.url.query_parameters
        here = (query.get("name", ""), query.get("step", ""))
        for one in tab.frame.lessons[:1]:
            if one.activity and (one.id, one.activity) not in before and (one.module, one.activity) != here:
                await call(self, _("Your class is at: {activity}").format(activity=one.title), one.href)


looks_around(FrameState.look_around)


async def show_lessons_now(state: rx.State) -> None:
    """Show, around the page of the tab of `state`, what classes of the reader's do together now."""
    tab = await state.get_state(Tab)
    lessons = await load_lessons_now(current_actor())
    if tab.frame.lessons != lessons:
        tab.frame = replace(tab.frame, lessons=lessons)


def address(path: str) -> str:
    """`path` ("/skills") in the language being spoken."""
    return f"/{spoken()}{path}"


def field_error(name: str | rx.Var[str]) -> rx.Var[str]:
    """The problem with the field `name` of this page's form, "" while there is none."""
    return rx.cond(Tab.notice.field == name, Tab.notice.text, "")


def problem_summary(title: str) -> rx.Component:
    """Above a form: what is wrong with it, leading to the field."""
    box = rx.el.div(
        rx.el.h2(title, class_name="font-semibold text-danger"),
        plain_link(
            Tab.notice.text,
            href="#" + Tab.notice.field,
            class_name="mt-2 inline-block underline underline-offset-4 text-danger",
        ),
        class_name="rounded-lg border-2 border-danger bg-danger-soft p-4 max-w-reading",
    )
    return rx.el.div(rx.cond(Tab.notice.field != "", box, rx.fragment()), role="alert", class_name="empty:hidden")


def _places(here: Where, audience: str) -> list[Place]:
    frame: Any = Tab.frame
    pupil = None if audience == "pupil" else frame.is_pupil
    home = Place(_("Home"), address("/home"), icons.home, here == "home")
    account = Place(_("Account"), address("/account"), icons.person, here == "account")
    pupils = [
        Place(_("My skills"), address("/skills"), icons.skills, here == "skills", pupil),
        Place(_("My portfolio"), address("/portfolio"), icons.portfolio, here == "portfolio", pupil),
    ]
    if audience == "pupil":
        return [home, *pupils, account]
    staff = [
        Place(_("Classes"), address("/classes"), icons.people, here == "classes", frame.is_staff),
        Place(_("School"), address("/school"), icons.school, here == "school", frame.is_coordinator),
        Place(_("Hosts"), address("/hosts"), icons.people, here == "hosts", frame.is_regional),
        Place(_("Schools"), address("/schools"), icons.school, here == "schools", frame.is_admin),
    ]
    return [home, *(pupils if audience == "" else []), *staff, account]


def _notice(undo: Any) -> Child:
    words = Tab.notice.text
    actions = None
    if undo is not None:
        undo_button = button(_("Undo"), kind="secondary", icon=icons.undo, on_click=undo(Tab.notice.undo))
        actions = rx.cond(Tab.notice.undo != "", undo_button, rx.fragment())
    put_away = {"dismiss": FrameState.dismiss, "dismiss_label": _("Close this message")}
    return rx.match(
        rx.cond(Tab.notice.field == "", Tab.notice.kind, ""),
        ("good", cards.notice(words, kind="done", actions=actions, **put_away)),
        ("problem", cards.notice(words, kind="problem", **put_away)),
        (
            "call",
            cards.notice(words, actions=link_button(_("Go there"), Tab.notice.href, kind="secondary"), **put_away),
        ),
        rx.fragment(),
    )


def _together(one: Any) -> rx.Component:
    """A line on what a class does together now."""
    said = rx.cond(one.activity != "", _("Your class is at:"), _("Your class is in:"))
    return rx.el.p(
        said,
        " ",
        page_link(
            one.title,
            href=one.href,
            lang=one.language,
            class_name="inline-flex items-center min-h-11 rail:min-h-8 font-semibold underline underline-offset-4",
        ),
        class_name="bg-accent-soft px-4 text-center text-ink",
        key=one.id,
    )


def _sign_out() -> rx.Component:
    return rx.cond(
        Tab.frame.name != "",
        plain_form(
            "/sign-out",
            "post",
            rx.el.input(type="hidden", name="language", default_value=spoken()),
            rx.el.button(
                icons.sign_out("sm:hidden"),
                rx.el.span(_("Sign out"), class_name="sr-only sm:not-sr-only"),
                type="submit",
                title=_("Sign out"),
                class_name="inline-flex items-center justify-center min-h-11 min-w-11 rail:min-h-10 px-2 rounded-lg "
                "font-semibold text-accent cursor-pointer hover:bg-sunken hover:text-accent-strong",
            ),
            class_name="",
            custom_attrs={
                "data-sign-out": "true",
                "data-unsent": _("Something you typed is not saved yet. Sign out and lose it?"),
            },
        ),
        rx.fragment(),
    )


def _bell() -> rx.Component:
    frame: Any = Tab.frame
    link = counted_link(icons.bell, frame.notices_said, frame.new_notices, address("/notices"))
    return rx.cond(frame.name != "", link, rx.fragment())


def _help_line(line: Any) -> rx.Component:
    target = "inline-flex items-center min-h-11 rail:min-h-8 underline underline-offset-4"
    return rx.el.li(
        rx.cond(
            line.url != "",
            plain_link(line.name, href=line.url, rel="noreferrer", class_name=target),
            rx.el.span(line.name),
        ),
        rx.cond(
            line.phone != "",
            plain_link(line.phone, href="tel:" + line.phone, class_name=f"{target} whitespace-nowrap"),
            rx.fragment(),
        ),
        rx.cond(line.hours != "", rx.el.span(line.hours), rx.fragment()),
        class_name="flex flex-wrap items-center gap-x-3",
    )


def _footer(languages: rx.Component | None) -> rx.Component:
    frame: Any = Tab.frame
    return footer_columns(
        rx.cond(
            (frame.person_id == "") | (frame.school != ""),
            rx.el.section(
                rx.el.h2(_("At your school"), class_name="font-semibold text-ink"),
                rx.cond(
                    frame.contact_name != "",
                    rx.el.p(rx.el.span(frame.contact_name, dir="auto"), rx.el.br(), frame.contact_how),
                    rx.el.p(_("Ask any teacher you trust.")),
                ),
            ),
            rx.fragment(),
        ),
        rx.el.section(
            rx.el.h2(_("Need to talk?"), class_name="font-semibold text-ink"),
            rx.cond(
                frame.help.length() > 0,
                rx.el.ul(rx.foreach(frame.help, _help_line), class_name="list-none p-0"),
                rx.el.p(_("In an emergency call 112. In Norway, 112 is the police and 113 an ambulance.")),
            ),
        ),
        rx.el.div(
            rx.el.p(_("Polku is open source. What you make here is yours.")),
            rx.fragment() if languages is None else languages,
        ),
    )


def framed(
    *content: Child,
    here: Where = "",
    audience: Literal["", "pupil", "staff", "public"] = "",
    undo: Any = None,
    ready: Any = None,
    languages: rx.Component | None = None,
    narrow: bool = False,
) -> rx.Component:
    """A whole page around `content` (which begins with `ui.text.page_head`).

    `audience` fixes which places are offered: a pupil's, the staff's, none ("public"), or by the reader's roles ("").
    `ready` is a Var that says that the page's data are there: until then nothing but its head is shown, so that nobody
    types into a form that is about to be filled. `undo` is a handler taking the `undo` text of the notice, for pages
    whose notices can be undone.
    """
    frame: Any = Tab.frame
    notice: Any = Tab.notice
    head, *rest = content
    return page_frame(
        woken_later(head, *(rest if ready is None else [rx.cond(ready, rx.fragment(*rest), waiting())])),
        words=FrameWords(skip=_("Skip to content"), places=_("Main menu"), home=_("Polku, home")),
        home_href=address("/home"),
        places=[] if audience == "public" else _places(here, audience),
        person=frame.name,
        person_href=address("/account") if audience != "public" else None,
        beside=_bell() if audience != "public" else None,
        languages=languages,
        sign_out=_sign_out() if audience != "public" else None,
        banner=rx.fragment(
            # In every page; shown where a cookie says before the first paint that this is a demo: nothing jumps.
            cards.banner(
                _("This is a demo. Everybody in it is made up, and what you write may be deleted at any time."),
                custom_attrs={"data-demo-only": "true"},
            ),
            cards.banner(
                _("No connection right now. What you type stays on this page."),
                hidden=True,
                custom_attrs={"data-connection": "true"},
            ),
            rx.foreach(frame.lessons, _together),
        ),
        notice=_notice(undo),
        footer=rx.fragment(
            # On the sign-in page, which is often the first that somebody sees, languages are offered at the top.
            _footer(language_switch() if languages is None else None),
            rx.el.div(
                custom_attrs={
                    "data-notice": notice.count.to_string() + ":" + notice.kind + ":" + notice.field,
                    "data-leave": Tab.leave,
                    "data-person": frame.person_id,
                    "data-idle-seconds": frame.idle_seconds,
                    "data-own-device": rx.cond(frame.own_device, "true", "false"),
                    "data-theme-choice": frame.theme,
                }
            ),
        ),
        narrow=narrow,
    )
