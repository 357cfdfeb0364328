"""The classes somebody teaches or counsels, and pupils of other classes who let them in by name."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio import teaching
from portfolio_app.portfolio.teaching import ClassesView
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.fields import search_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class ClassesState(rx.State):
    """A page of the list."""

    view: ClassesView = ClassesView()

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Load the list of the address."""
        query = self.router.url.query_parameters
        wanted = query.get("page", "1")
        self.view = ClassesView()
        self.view = await teaching.load_classes(
            current_actor(), query.get("q", ""), int(wanted) if wanted.isdecimal() else 1
        )


def _class(one: Any) -> rx.Component:
    return cards.list_row(
        one.name,
        href=one.href,
        detail=one.detail,
        trailing=rx.cond(one.mark != "", cards.tag(one.mark), rx.fragment()),
        key=one.id,
    )


def _others() -> rx.Component:
    others: Any = ClassesState.view.others
    listed = rx.foreach(others, lambda one: cards.list_row(one.name, href=one.href, key=one.id))
    return rx.cond(
        others.length() > 0,
        rx.el.section(
            text.section_heading(_("Pupils who share with you")),
            text.muted(_("They are in none of your classes, but they share something with you."), class_name="mt-1"),
            cards.row_list(listed, class_name="mt-3"),
        ),
        rx.fragment(),
    )


def _years() -> rx.Component:
    years: Any = ClassesState.view.years
    listed = rx.foreach(years, lambda one: cards.list_row(one.name, href=one.href, detail=one.detail, key=one.id))
    return rx.cond(
        years.length() > 0,
        rx.el.section(
            text.section_heading(_("Year groups by theme")),
            text.muted(_("What the pupils of all your classes of an age share with you."), class_name="mt-1"),
            cards.row_list(listed, class_name="mt-3"),
        ),
        rx.fragment(),
    )


@page("/classes", N_("Classes"), ClassesState.load)
def classes() -> rx.Component:
    """The page."""
    view: Any = ClassesState.view
    search = rx.cond(
        view.searchable,
        search_field(address("/classes"), "q", _("Name of the class"), _("Search"), default_value=view.q, key=view.q),
        rx.fragment(),
    )
    pages = rx.cond(
        view.pages > 1,
        cards.pagination(
            _("Pages of classes"),
            view.page_said,
            previous=_("Back"),
            previous_href=view.previous_href,
            following=_("Next"),
            following_href=view.following_href,
        ),
        rx.fragment(),
    )
    none = rx.cond(
        view.q != "",
        text.paragraph(_("No class has that in its name."), " ", text.link(_("Show all"), address("/classes"))),
        cards.empty_state(
            drawings.people_drawing(),
            _("You have no class yet"),
            _("The school’s coordinator adds teachers to classes. Then you see your classes here."),
        ),
    )
    listed = text.stack(text.muted(view.said), cards.row_list(rx.foreach(view.listed, _class)), pages)
    return framed(
        text.page_head(_("Classes"), _("Open a class to see what its pupils share with you.")),
        search,
        rx.cond(view.loaded, rx.cond(view.listed.length() > 0, listed, none), waiting()),
        _years(),
        _others(),
        text.paragraph(
            text.link(_("Pupils who ask you"), address("/voices")),
            " · ",
            text.link(_("Told to you about support"), address("/support-asked")),
            " · ",
            text.link(_("Leaving school"), address("/leavers")),
            " · ",
            text.link(_("Ten minutes to print: the first lesson"), address("/first-lesson-plan")),
            " · ",
            text.link(_("Two lessons to print: use it in a decision"), address("/decision-lessons")),
            " · ",
            text.link(_("Occupations and studies"), address("/pathways")),
            " · ",
            text.link(_("Working hours of pupils"), address("/working-hours")),
            " · ",
            text.link(_("Work experience and visits"), address("/work-experience")),
            " · ",
            text.link(_("Workplaces"), address("/marketplace")),
            " · ",
            text.link(_("Worries and absences at workplaces"), address("/worries")),
            " · ",
            text.link(_("Thank-you notes to workplaces"), address("/thanks")),
            " · ",
            text.link(_("What workplaces say about pupils"), address("/evaluations")),
            " · ",
            text.link(_("Ambassadors"), address("/ambassadors")),
            " · ",
            text.link(_("Teach Polku to colleagues"), address("/for-colleagues")),
        ),
        here="classes",
        audience="staff",
    )
