"""What adults do about one ambassador, and an ambassador's own choice to be named."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.frame import field_error
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import checkbox, select_field, text_field


def name_form(view: Any, keep: Any) -> rx.Component:
    """Whether posters and the wall name the ambassador."""
    return form(
        rx.el.input(type="hidden", name="ambassador", default_value=view.id),
        checkbox(
            "name_shown",
            _("My name may stand on posters and on the wall of our school"),
            default_checked=view.name_shown,
        ),
        form_buttons(button(_("Save"), type="submit", kind="secondary")),
        on_submit=keep,
        class_name="flex flex-col gap-3",
    )


def _family(view: Any, state: Any) -> rx.Component:
    told = rx.el.p(_("Told:") + " ", view.family, class_name="mt-1")
    telling = form(
        rx.el.input(type="hidden", name="ambassador", default_value=view.id),
        select_field("way", _("How"), view.family_ways, error=field_error("way")),
        text_field(
            "mail",
            _("Their e-mail address, if by mail"),
            hint=_("(optional)"),
            help=_("The letter goes there once; the address is kept nowhere after that."),
            type="email",
            max_length=254,
            error=field_error("mail"),
        ),
        select_field(
            "language",
            _("Language of the letter"),
            view.languages,
            default_value=view.language,
            error=field_error("language"),
        ),
        form_buttons(button(_("Note it, or send the mail"), type="submit", kind="secondary", full=True)),
        on_submit=state.tell_family,
        key=view.id + ":family:" + view.family,
        class_name="mt-2 flex flex-col gap-4",
    )
    letters = rx.el.ul(
        rx.foreach(
            view.languages,
            lambda one: rx.el.li(
                text.link(
                    one.label,
                    view.letter_href + "&language=" + one.value,
                    document=True,
                    custom_attrs={"lang": one.value},
                ),
                key=one.value,
            ),
        ),
        class_name="list-none p-0 mt-1 flex flex-wrap gap-x-4",
    )
    return rx.el.section(
        text.section_heading(_("Somebody at home")),
        rx.cond(view.family != "", told, text.paragraph(_("Nobody at home is told yet."), class_name="mt-1")),
        text.muted(_("A letter to print (PDF):"), class_name="mt-2"),
        letters,
        cards.disclosure(_("Note how they were told, or tell them by mail"), telling),
    )


def _signing(view: Any, state: Any) -> rx.Component:
    missing = rx.el.div(
        rx.el.p(_("Missing so far:")),
        rx.el.ul(rx.foreach(view.missing, lambda one: rx.el.li(one, key=one)), class_name="list-disc ps-6"),
    )
    sign = rx.el.div(
        text.paragraph(
            _(
                "You sign what the log adds up to now: it becomes the certificate, and a credential that they are "
                "offered. After that nothing of it changes."
            )
        ),
        rx.cond(view.missing.length() > 0, missing, rx.fragment()),
        button(_("Sign this term"), on_click=state.sign(view.id), full=True),
        class_name="mt-2 flex flex-col gap-3",
    )
    back = button(_("Take the signature back"), kind="quiet", on_click=state.take_back_signature(view.id))
    return rx.el.section(
        text.section_heading(_("Signing")),
        rx.cond(
            view.signed != "",
            back,
            rx.cond(view.can_sign, sign, text.paragraph(_("There is nothing to sign before something is logged."))),
        ),
    )


def _ending(view: Any, state: Any) -> rx.Component:
    end = form(
        rx.el.input(type="hidden", name="ambassador", default_value=view.id),
        text_field(
            "removed_words",
            _("Why"),
            help=_("The pupil reads it. They stop being an ambassador at once; their log stays theirs."),
            max_length=300,
            error=field_error("removed_words"),
        ),
        form_buttons(button(_("End it"), type="submit", kind="secondary", full=True)),
        on_submit=state.remove,
        key=view.id + ":end",
        class_name="mt-2 flex flex-col gap-4",
    )
    return rx.cond(
        view.ended,
        rx.el.div(button(_("Let them go on"), kind="secondary", on_click=state.bring_back(view.id))),
        rx.cond(view.signed == "", cards.disclosure(_("End it before the term is over"), end), rx.fragment()),
    )


def adult_part(view: Any, state: Any) -> rx.Component:
    """Telling home, signing, ending."""
    return text.stack(_family(view, state), _signing(view, state), _ending(view, state), gap="gap-8")
