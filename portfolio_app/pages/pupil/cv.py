"""One's CV: its entries, how it looks, contact lines for it alone; what to look at before it is sent, and its files."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import MOST_FIELDS, ticked
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.audience import seen_by
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.findings import finding_list
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.showing import LinkedThing, link_section
from portfolio_app.pages.writing import version_typed
from portfolio_app.portfolio.cv import actions
from portfolio_app.portfolio.cv.actions import LONGEST, CvForm
from portfolio_app.portfolio.cv.models import Layout
from portfolio_app.portfolio.cv.own_cv import measure
from portfolio_app.portfolio.cv.queries import CvView, load_cv
from portfolio_app.portfolio.cv.shareable import cv_thing
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, download_button, form, form_buttons, link_button
from portfolio_app.ui.fields import Choice, checkbox, radio_cards, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class CvState(LinkedThing, rx.State):
    """The CV."""

    view: CvView = CvView()

    def _thing(self) -> tuple[Kind, str]:
        return Kind.CV, cv_thing(current_actor().person_id)

    async def _show(self) -> None:
        self._look_around()
        self.view = await load_cv(current_actor())

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load it."""
        await self._show()

    @needs(*OWNERS)
    async def save(self, form: dict[str, str | None]) -> None:
        """Save the choices, and see whether all of it fits."""
        if len(form) > MOST_FIELDS:
            raise Invalid()
        fields = {name: value or "" for name, value in form.items()}
        await actions.save_cv(current_actor(), parsed(fields), version_typed(fields.get("version")))
        await measure(current_actor(), spoken())
        await self._show()
        await say(self, N_("Your CV is saved."))

    @needs(*OWNERS)
    async def check_fit(self) -> None:
        """See whether all of it fits, as it is now and in this language."""
        await measure(current_actor(), spoken())
        await self._show()


def parsed(fields: dict[str, str]) -> CvForm:
    """The form's fields as choices. Raises `NotFound` for ids that are none."""
    return CvForm(
        entries=tuple(as_id(one) for one in ticked(fields, "entry:")),
        layout=fields.get("layout", ""),
        pages=2 if fields.get("pages") == "2" else 1,
        about=bool(fields.get("about")),
        skills=bool(fields.get("skills")),
        school=bool(fields.get("school")),
        **{name: fields.get(name, "") for name in LONGEST},
    )


def _looks(view: Any) -> rx.Component:
    """What the rules found, each with what to do."""

    return rx.el.section(
        text.section_heading(_("Make it better")),
        rx.cond(
            view.looks.length() > 0,
            rx.fragment(
                text.muted(_("Plain rules found these. You decide. Nobody else sees this list.")),
                finding_list(view.looks),
            ),
            text.muted(_("The rules found nothing to change.")),
        ),
        id="looks",
    )


def _entries(view: Any) -> rx.Component:
    def box(one: Any) -> rx.Component:
        return rx.el.li(
            checkbox(
                "entry:" + one.id,
                rx.el.span(
                    rx.el.span(one.title, dir="auto", class_name="block break-words"),
                    rx.el.span(one.detail, dir="auto", class_name="block text-sm text-muted"),
                ),
                field_id="entry-" + one.id,
                default_checked=one.chosen,
            ),
            key=one.id,
        )

    return rx.el.fieldset(
        rx.el.legend(_("Which entries?"), class_name="text-lg font-semibold"),
        text.muted(_("What lies in your private corner is not offered.")),
        rx.el.ul(rx.foreach(view.offered, box), class_name="mt-2 list-none p-0 max-w-reading", id="entries"),
        rx.cond(view.more != "", text.muted(view.more), rx.fragment()),
        class_name="min-w-0",
    )


def _contact(view: Any) -> rx.Component:
    """Contact lines, which stand nowhere else."""
    attrs: dict[str, Any] = {"width": "", "hint": _("(optional)")}
    return rx.el.fieldset(
        rx.el.legend(_("How can you be reached?"), class_name="text-lg font-semibold"),
        text.muted(_("These lines are for your CV alone. Nobody else sees them here.")),
        rx.el.div(
            text_field(
                "email", _("E-mail"), type="email", default_value=view.email, error=field_error("email"), **attrs
            ),
            text_field("phone", _("Phone"), type="tel", default_value=view.phone, error=field_error("phone"), **attrs),
            text_field(
                "town",
                _("Town"),
                help=_("No street: whoever invites you can ask."),
                default_value=view.town,
                error=field_error("town"),
                **attrs,
            ),
            text_field("link", _("Link to your own page"), default_value=view.link, error=field_error("link"), **attrs),
            class_name="mt-2 grid gap-4 sm:grid-cols-2 max-w-reading",
        ),
        class_name="min-w-0",
    )


def _form(view: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="version", default_value=view.version.to_string()),
        _entries(view),
        rx.el.fieldset(
            rx.el.legend(_("What else?"), class_name="text-lg font-semibold"),
            checkbox("about", _("The lines about me"), default_checked=view.about),
            checkbox("skills", _("Skills I tagged my entries with"), default_checked=view.skills),
            checkbox("school", _("My school and class"), default_checked=view.school),
            class_name="flex flex-col min-w-0",
        ),
        _contact(view),
        rx.el.div(
            radio_cards(
                "layout",
                _("How should the PDF look?"),
                [
                    Choice(Layout.PLAIN, _("One column"), _("Plain, and easy to read on a phone.")),
                    Choice(
                        Layout.SIDE, _("With a side column"), _("Contact, lines and skills stand beside the entries.")
                    ),
                ],
                default_value=view.layout,
                error=field_error("layout"),
                beside=True,
            ),
            radio_cards(
                "pages",
                _("How long may it be?"),
                [Choice("1", _("One page")), Choice("2", _("Two pages"))],
                default_value=view.pages,
                beside=True,
            ),
            class_name="flex flex-col gap-6 max-w-reading",
        ),
        draft_status(),
        form_buttons(button(_("Save and check"), type="submit", icon=icons.check, full=True)),
        on_submit=CvState.save,
        custom_attrs=draft_attributes(view.draft, view.draft_version),
        key=view.version.to_string(),
        class_name="flex flex-col gap-6",
    )


def _taking(view: Any) -> rx.Component:
    """The finished CV in each language, and whether it fits."""

    def ways(one: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(rx.el.span(one.name, lang=one.language, class_name="font-semibold"), ":"),
            text.link("PDF", one.pdf, document=True, aria_label="PDF, " + one.name),
            " · ",
            text.link("Word", one.docx, document=True, aria_label="Word, " + one.name),
            " · ",
            text.link("JSON", one.json, document=True, aria_label="JSON Resume, " + one.name),
            class_name="min-h-11 rail:min-h-9 flex flex-wrap items-center gap-x-1.5",
            key=one.language,
        )

    unknown = rx.el.div(
        text.muted(_("It has changed since it was last checked, or was not checked in this language.")),
        button(_("Check whether it fits"), kind="secondary", on_click=CvState.check_fit),
        class_name="flex flex-col items-start gap-2",
    )
    fits = rx.el.p(view.fits, dir="auto", role="status", class_name="max-w-reading break-words")
    return rx.el.section(
        text.section_heading(_("Take it with you")),
        text.stack(
            rx.cond(view.fits != "", fits, unknown),
            download_button(
                _("Download as PDF"),
                f"/documents/cv.pdf?language={spoken()}",
                busy=_("Making your PDF…"),
                icon=icons.download,
                kind="primary",
            ),
            rx.el.div(
                text.muted(_("The headings are in each language; what you wrote stays as you wrote it.")),
                rx.el.ul(rx.foreach(view.downloads, ways), class_name="mt-1 list-none p-0"),
            ),
            text.muted(_("Word is for writing on. JSON Resume is for other programs and has everything you ticked.")),
            class_name="mt-3",
        ),
        class_name="not-printed",
    )


def _showing(view: Any) -> rx.Component:
    """Who can see it, and the link by which somebody does."""
    return text.stack(
        rx.el.div(
            text.section_heading(_("Who can see this")),
            rx.el.div(seen_by(view.who), class_name="mt-2"),
            class_name="not-printed",
        ),
        link_section(view.shown, CvState, Kind.CV),
    )


@page("/cv", N_("My CV"), CvState.load)
def cv() -> rx.Component:
    """The page."""
    view: Any = CvState.view
    empty = cards.empty_state(
        drawings.folder_drawing(),
        _("A CV is made of your entries"),
        _("Write one first: a job, a course, something you made. One is enough to begin."),
        link_button(_("Write an entry"), address("/entry-form"), icon=icons.plus),
    )
    whole = text.stack(
        rx.cond(view.saved, _taking(view), rx.fragment()),
        _looks(view),
        rx.el.section(
            text.section_heading(_("What is in it")),
            rx.cond(
                view.saved,
                rx.fragment(),
                text.muted(_("This is a proposal. Change what you like, then save it: then you can take it with you.")),
            ),
            rx.el.div(_form(view), class_name="mt-3"),
        ),
        rx.cond(view.saved, _showing(view), rx.fragment()),
        gap="gap-8",
    )
    return framed(
        text.page_head(_("My CV"), _("Made of your entries, in one or two pages. Nobody at school sees it here.")),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, rx.cond(view.empty, empty, whole), waiting()),
        text.paragraph(text.link(_("Back to my portfolio"), address("/portfolio")), class_name="not-printed"),
        here="portfolio",
        audience="pupil",
    )
