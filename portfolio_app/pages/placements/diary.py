"""The diary of days at a workplace: a few words a day, photos where they are allowed. Its pupil's alone."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.marketplace.diary import days
from portfolio_app.marketplace.diary.queries import DiaryView, load_diary
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.pupil.evidence_form import (
    LONGEST_TITLE,
    photo_fields,
    sending,
    upload_attributes,
    when_kept,
)
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, plain_form
from portfolio_app.ui.fields import select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import plain_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

PHOTO_KEPT = "diary-photo-kept"
Form = dict[str, str | None]


class DiaryState(rx.State):
    """The diary of the placement of the address."""

    view: DiaryView = DiaryView()

    async def _show(self) -> None:
        self.view = await load_diary(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load it."""
        await self._show()

    @needs(*OWNERS)
    async def write(self, form: Form) -> None:
        """Keep what is written of a day."""
        placement, day, words = (form.get(name) or "" for name in ("placement", "day", "words"))
        await days.write_day(current_actor(), placement, day, words, version_typed(form.get("version")))
        await self._show()
        await say(self, N_("Saved in your diary."))

    @needs(*OWNERS)
    async def delete(self, day: str) -> None:
        """Delete a day; it rests for some time."""
        await days.delete_day(current_actor(), day)
        await self._show()
        await say(self, N_("It is deleted. You find it under “Recently deleted” for 30 days."), undo=day)

    @needs(*OWNERS)
    async def undo(self, what: str) -> None:
        """Bring it back."""
        await days.restore_day(current_actor(), what)
        await hush(self)
        await self._show()

    @needs(*OWNERS)
    async def photo_kept(self, _sent: str) -> None:
        """Show the photo that was just added. `_sent` is the id that its form has used up."""
        await self._show()
        await say(self, N_("The photo is in your diary."))


def _words(value: Any, field_id: Any = "", error: Any = None) -> rx.Component:
    return text_area(
        "words",
        _("What did you do, and how was it?"),
        help=_("A few words are enough: what you tried, who helped you, what you noticed."),
        default_value=value,
        error=error,
        max_length=days.LONGEST_WORDS,
        rows=5,
        field_id=field_id,
    )


def _new(view: Any) -> rx.Component:
    """The form for a day of which nothing is written."""
    fields = form(
        rx.el.input(type="hidden", name="placement", default_value=view.id),
        select_field("day", _("Day"), view.unwritten, default_value=view.day, error=field_error("day")),
        _words(view.typed, error=field_error("words")),
        draft_status(),
        form_buttons(button(_("Save in my diary"), type="submit", full=True)),
        on_submit=DiaryState.write,
        custom_attrs=draft_attributes(view.draft, view.draft_version),
        class_name="mt-3 flex flex-col gap-4",
        key=view.form_key,
    )
    return rx.el.section(text.section_heading(_("Write about a day")), fields)


def _photo(one: Any) -> rx.Component:
    picture = rx.el.img(
        src=one.thumbnail,
        alt=one.title,
        loading="lazy",
        class_name="size-24 rounded object-cover bg-sunken",
        custom_attrs={"width": 96, "height": 96},
    )
    return rx.el.li(
        plain_link(picture, href=one.href, class_name="inline-block rounded"),
        rx.el.p(one.who, class_name="text-sm text-muted max-w-24"),
        key=one.id,
    )


def day_photos(photos: Any) -> rx.Component:
    """The photos of a day, each leading to its page; nothing without."""
    return rx.el.ul(rx.foreach(photos, _photo), class_name="mt-3 flex flex-wrap gap-3 list-none p-0 empty:hidden")


def _written(view: Any, one: Any) -> rx.Component:
    change = form(
        rx.el.input(type="hidden", name="placement", default_value=view.id),
        rx.el.input(type="hidden", name="day", default_value=one.value),
        rx.el.input(type="hidden", name="version", default_value=one.version.to_string()),
        _words(one.typed, "words-" + one.id),
        draft_status(),
        form_buttons(button(_("Save"), type="submit", aria_label=_("Save") + ": " + one.label)),
        on_submit=DiaryState.write,
        custom_attrs=draft_attributes(one.draft, one.draft_version),
        class_name="mt-2 flex flex-col gap-4",
        key=one.id + ":" + one.version.to_string(),
    )
    delete = button(
        _("Delete"),
        kind="quiet",
        icon=icons.trash,
        on_click=DiaryState.delete(one.id),
        aria_label=_("Delete") + ": " + one.label,
    )
    return rx.el.li(
        cards.card(
            text.small_heading(one.label),
            rx.cond(one.words != "", text.written(one.words, class_name="mt-2"), rx.fragment()),
            day_photos(one.photos),
            rx.cond(
                one.words != "",
                rx.el.div(
                    rx.el.div(cards.disclosure(_("Change"), change)),
                    delete,
                    class_name="not-printed mt-2 flex flex-col items-start gap-2",
                ),
                rx.fragment(),
            ),
            element=rx.el.article,
        ),
        key=one.id,
    )


def _adding_photo(view: Any) -> rx.Component:
    """A photo goes over HTTP, as files do, and is evidence from then on."""
    photo, question = photo_fields()
    fields = plain_form(
        f"/files/evidence?language={spoken()}",
        "post",
        rx.el.input(type="hidden", name="request", default_value=view.photo_request),
        rx.el.input(type="hidden", name="kind", default_value=EvidenceKind.PHOTO.value),
        rx.el.input(type="hidden", name="from_entry", default_value="yes"),
        rx.el.input(type="hidden", name="placement", default_value=view.id),
        select_field("day", _("Day"), view.photo_days, field_id="photo-day"),
        photo,
        text_field(
            "title",
            _("What is in the photo?"),
            help=_("A few words. They are read aloud to whoever cannot see it."),
            max_length=LONGEST_TITLE,
        ),
        question,
        select_field("capability", _("Which skill does it show?"), view.shows),
        *sending(),
        form_buttons(button(_("Add this photo"), kind="secondary", type="submit")),
        upload=True,
        class_name="mt-3 flex flex-col gap-5",
        custom_attrs=upload_attributes(PHOTO_KEPT, view.upload_bytes, view.too_large),
        key=view.photo_request,
    )
    told = text.muted(
        _("Photos are allowed at this workplace. Ask before you photograph people, screens or papers."),
        class_name="mt-1",
    )
    return rx.el.section(
        text.section_heading(_("Photos")),
        told,
        text.muted(_("A photo is kept among your evidence, and only you see it until you share it.")),
        cards.disclosure(_("Add a photo"), fields),
        when_kept(PHOTO_KEPT, DiaryState.photo_kept(view.photo_request)),
        class_name="not-printed",
    )


@page("/diary", N_("My diary"), DiaryState.load)
def diary() -> rx.Component:
    """The page."""
    view: Any = DiaryState.view
    no_photos = rx.el.section(
        text.section_heading(_("Photos")),
        text.muted(_("No photos here: what is agreed with this workplace does not allow them."), class_name="mt-1"),
    )
    list_of_days = rx.el.section(
        text.section_heading(_("What you have written")),
        rx.cond(
            view.written.length() > 0,
            rx.el.ul(
                rx.foreach(view.written, lambda one: _written(view, one)),
                class_name="mt-3 flex flex-col gap-3 list-none p-0",
            ),
            text.muted(_("Nothing yet."), class_name="mt-1"),
        ),
    )
    here = text.stack(
        rx.el.p(
            icons.lock("inline-block me-1 align-text-bottom size-[1.125rem]"),
            _("Only you read this diary: not your teachers, not the workplace."),
            " ",
            _("If you want to show a day, keep it as evidence when the days are over, and share that."),
            class_name="max-w-reading",
        ),
        rx.cond(
            view.waits,
            cards.notice(_("The first day is still to come. From then on you write here.")),
            rx.fragment(),
        ),
        rx.cond(view.unwritten.length() > 0, _new(view), rx.fragment()),
        rx.cond(
            view.photo_days.length() > 0,
            rx.cond(view.photos_allowed, _adding_photo(view), no_photos),
            rx.fragment(),
        ),
        list_of_days,
        gap="gap-7",
    )
    return framed(
        text.page_head(_("My diary"), rx.cond(view.host != "", view.host + ", " + view.days, "")),
        problem_summary(_("Nothing is saved yet")),
        rx.cond(view.loaded, here, waiting()),
        text.paragraph(
            text.link(_("When the days are over"), address("/afterwards") + "?id=" + view.id),
            " · ",
            text.link(_("My day at a workplace"), address("/placement") + "?id=" + view.id),
            " · ",
            text.link(_("My days at workplaces"), address("/placements")),
            class_name="not-printed",
        ),
        audience="pupil",
        undo=DiaryState.undo,
    )
