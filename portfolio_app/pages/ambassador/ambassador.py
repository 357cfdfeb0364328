"""One ambassador's term: for whoever it is, and for the adults who look after it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS, Role
from portfolio_app.ambassadors.policy import GUIDES
from portfolio_app.ambassadors.terms import certifying, doing, looking_back, serving
from portfolio_app.ambassadors.terms.doing import ActionForm, LogForm
from portfolio_app.ambassadors.terms.one import OneView, load_one
from portfolio_app.ambassadors.terms.queries import OWN_PATH
from portfolio_app.ambassadors.wall import posting
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import ticked
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.ambassador.action_parts import actions_part
from portfolio_app.pages.ambassador.adult_parts import adult_part, name_form
from portfolio_app.pages.ambassador.back_parts import back_part, notes_part, talk_part
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, link_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]
STAY, BACK, TOLD, ACTION, SIGNED = "stay", "back", "told", "action", "signed"
"""What a notice can undo, before the id: stopping, an end by an adult, telling home, deleting an action, a
signature."""


class AmbassadorState(rx.State):
    """The term of the address."""

    view: OneView = OneView()

    async def _show(self) -> None:
        self.view = await load_one(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(*OWNERS, *GUIDES, loads=True)
    async def load(self) -> None:
        """Load it."""
        await self._show()

    @needs(Role.PUPIL)
    async def plan(self, form: Form) -> None:
        """Plan one action more."""
        ambassador, request = form.get("ambassador") or "", as_id(form.get("request") or "")
        await doing.plan(current_actor(), ambassador, ActionForm.of(form), request)
        await self._show()
        await say(self, N_("It is in your plan."))

    @needs(Role.PUPIL)
    async def change_plan(self, form: Form) -> None:
        """Change what is planned."""
        action, version = form.get("action") or "", version_typed(form.get("version"))
        await doing.change_plan(current_actor(), action, ActionForm.of(form), version)
        await self._show()
        await say(self, N_("Saved."))

    @needs(Role.PUPIL)
    async def log(self, form: Form) -> None:
        """Write down what came of an action."""
        action, version = form.get("action") or "", version_typed(form.get("version"))
        await doing.log(current_actor(), action, LogForm.of(form, suffix=f"-{action}"), version)
        await self._show()
        await say(self, N_("It is in your log."))

    @needs(Role.PUPIL)
    async def delete(self, action: str) -> None:
        """An action does not take place."""
        await doing.delete_action(current_actor(), action)
        await self._show()
        await say(self, N_("Taken out of your term."), undo=f"{ACTION}:{action}")

    @needs(Role.PUPIL)
    async def post(self, form: Form) -> None:
        """Put an action on the wall, once an adult has read it."""
        action, version = form.get("action") or "", version_typed(form.get("version"))
        words, picture = form.get(f"wall-{action}") or "", form.get(f"picture-{action}") or ""
        await posting.post(current_actor(), action, words, picture, version)
        await self._show()
        await say(self, N_("An adult reads it first. Then it is on the wall."))

    @needs(*OWNERS)
    async def take_down(self, post: str) -> None:
        """Take it off the wall."""
        await posting.take_down(current_actor(), post)
        await self._show()
        await say(self, N_("It is down."))

    @needs(Role.PUPIL)
    async def prepare_talk(self, form: Form) -> None:
        """Keep what one brings to the talk."""
        ambassador, version = form.get("ambassador") or "", version_typed(form.get("version"))
        said = {name: form.get(name) or "" for name in looking_back.QUESTIONS}
        await looking_back.prepare_talk(current_actor(), ambassador, said, version)
        await self._show()
        await say(self, N_("Saved. The adult you talk with reads it, too."))

    @needs(Role.PUPIL)
    async def reflect(self, form: Form) -> None:
        """Keep how the term was."""
        ambassador, version = form.get("ambassador") or "", version_typed(form.get("version"))
        skills = ticked(form, "skill:")
        await looking_back.reflect(current_actor(), ambassador, form.get("looked_back") or "", skills, version)
        await self._show()
        await say(self, N_("Saved."))

    @needs(Role.PUPIL)
    async def hand_over(self, form: Form) -> None:
        """Keep what whoever comes next should know."""
        ambassador, version = form.get("ambassador") or "", version_typed(form.get("version"))
        words, first, last = (form.get(name) or "" for name in ("hand_over", "buddy_from", "buddy_until"))
        await looking_back.hand_over(current_actor(), ambassador, words, first, last, version)
        await self._show()
        await say(self, N_("Saved. Whoever comes next reads it."))

    @needs(*OWNERS)
    async def keep_as_evidence(self, ambassador: str) -> None:
        """Make evidence of the look back."""
        await looking_back.keep_as_evidence(current_actor(), ambassador)
        await self._show()
        await say(self, N_("It is among your evidence. Only you see it until you share it."))

    @needs(*OWNERS)
    async def show_name(self, form: Form) -> None:
        """Agree that posters and the wall name one, or not."""
        await serving.show_name(current_actor(), form.get("ambassador") or "", bool(form.get("name_shown")))
        await self._show()
        await say(self, N_("Saved."))

    @needs(Role.PUPIL)
    async def leave(self, ambassador: str) -> None:
        """Stop being an ambassador."""
        await serving.leave(current_actor(), ambassador)
        await self._show()
        await say(self, N_("You have stopped. What you wrote stays yours."), undo=f"{STAY}:{ambassador}")

    @needs(*GUIDES)
    async def tell_family(self, form: Form) -> None:
        """Note that somebody at home was told, or have them told by mail."""
        ambassador, way = form.get("ambassador") or "", form.get("way") or ""
        mail, language = form.get("mail") or "", form.get("language") or ""
        await serving.tell_family(current_actor(), ambassador, way, mail, language)
        await self._show()
        await say(self, N_("Noted."), undo="" if way == "mail" else f"{TOLD}:{ambassador}")

    @needs(*GUIDES)
    async def note_talk(self, form: Form) -> None:
        """Note what was agreed in the middle of the term."""
        ambassador, day, agreed = (form.get(name) or "" for name in ("ambassador", "talked_on", "agreed"))
        await looking_back.note_talk(current_actor(), ambassador, day, agreed)
        await self._show()
        await say(self, N_("Noted. They read it, too."))

    @needs(*GUIDES)
    async def sign(self, ambassador: str) -> None:
        """Sign the term."""
        await certifying.sign(current_actor(), ambassador)
        await self._show()
        await say(self, N_("Signed. They are offered the credential."), undo=f"{SIGNED}:{ambassador}")

    @needs(*GUIDES)
    async def take_back_signature(self, ambassador: str) -> None:
        """Take the signature back."""
        await certifying.take_back_signature(current_actor(), ambassador)
        await self._show()
        await say(self, N_("Taken back."))

    @needs(*GUIDES)
    async def remove(self, form: Form) -> None:
        """End a term early, for a reason."""
        ambassador = form.get("ambassador") or ""
        await serving.remove(current_actor(), ambassador, form.get("removed_words") or "")
        await self._show()
        await say(self, N_("Ended. They are told; their log stays theirs."), undo=f"{BACK}:{ambassador}")

    @needs(*GUIDES)
    async def bring_back(self, ambassador: str) -> None:
        """Let them go on."""
        await serving.bring_back(current_actor(), ambassador)
        await self._show()
        await say(self, N_("They go on."))

    @needs(*OWNERS, *GUIDES)
    async def undo(self, what: str) -> None:
        """Take back what was done last. Each action asks itself whether the reader may."""
        kind, _colon, which = what.partition(":")
        match kind:
            case "stay":
                await serving.leave(current_actor(), which, back=True)
            case "back":
                await serving.bring_back(current_actor(), which)
            case "told":
                await serving.family_not_told(current_actor(), which)
            case "action":
                await doing.delete_action(current_actor(), which, back=True)
            case _:
                await certifying.take_back_signature(current_actor(), which)
        await hush(self)
        await self._show()


def _signed(view: Any) -> rx.Component:
    """The certificate and the credential, once it is signed."""
    return rx.cond(
        view.signed != "",
        rx.el.section(
            text.section_heading(_("Certificate")),
            rx.el.p(view.signed, dir="auto", class_name="mt-1"),
            rx.el.div(
                link_button(_("The certificate (PDF)"), view.certificate_href, kind="secondary", document=True),
                rx.cond(
                    view.credential_href != "",
                    text.link(_("The credential that your school offers you"), view.credential_href),
                    rx.fragment(),
                ),
                class_name="mt-3 flex flex-wrap items-center gap-4",
            ),
        ),
        rx.fragment(),
    )


def _training(view: Any) -> rx.Component:
    """What is done of what comes before meeting anybody; how often somebody tried is not said."""

    def line(one: Any) -> rx.Component:
        done = rx.el.span(icons.check("size-5"), one.day, class_name="inline-flex items-center gap-1.5 text-sm")
        return cards.list_row(
            one.title,
            href=view.training_href + "?module=" + one.code,
            trailing=rx.cond(one.day != "", done, text.muted(_("Not done yet"))),
            key=one.code,
        )

    return rx.el.section(
        text.section_heading(_("Training")),
        cards.row_list(rx.foreach(view.training, line), class_name="mt-3"),
        id="training",
    )


def _ended(view: Any) -> rx.Component:
    return rx.cond(
        view.ended,
        rx.el.div(
            rx.el.p(view.stands, class_name="font-semibold"),
            rx.cond(view.ended_words != "", text.written(view.ended_words, class_name="mt-1"), rx.fragment()),
            rx.cond(
                view.own, text.muted(_("What you did and wrote stays yours, and you find it here."), class_name="mt-1")
            ),
            class_name="rounded-lg bg-sunken p-4 max-w-reading",
        ),
        rx.fragment(),
    )


def _own_choices(view: Any) -> rx.Component:
    """Whether one is named, and stopping."""
    stop = rx.el.div(
        text.muted(_("You can stop at any time. Talk with an adult first, if you like.")),
        button(_("Stop being an ambassador"), kind="quiet", on_click=AmbassadorState.leave(view.id)),
    )
    return rx.el.section(
        text.section_heading(_("My choices")),
        name_form(view, AmbassadorState.show_name),
        rx.cond(view.writes, stop, rx.fragment()),
        class_name="flex flex-col gap-3",
    )


@page(OWN_PATH, N_("A term as an ambassador"), AmbassadorState.load)
def ambassador() -> rx.Component:
    """The page."""
    view: Any = AmbassadorState.view
    head = text.page_head(
        rx.cond(view.loaded, rx.cond(view.own, view.term, view.name), _("A term as an ambassador")),
        rx.cond(view.own, view.school + " · " + view.days, view.term + " · " + view.days),
    )
    own = text.stack(
        rx.cond(view.writes, _training(view), rx.fragment()),
        notes_part(view),
        actions_part(view, AmbassadorState),
        talk_part(view, AmbassadorState),
        back_part(view, AmbassadorState),
        _own_choices(view),
        gap="gap-8",
    )
    theirs = text.stack(
        _training(view),
        actions_part(view, AmbassadorState),
        talk_part(view, AmbassadorState),
        back_part(view, AmbassadorState),
        adult_part(view, AmbassadorState),
        gap="gap-8",
    )
    return framed(
        head,
        problem_summary(_("Nothing is saved yet")),
        rx.cond(
            view.loaded,
            text.stack(_ended(view), _signed(view), rx.cond(view.own, own, theirs), gap="gap-8"),
            waiting(),
        ),
        rx.cond(
            view.term_href != "",
            text.paragraph(text.link(_("All of this term"), view.term_href)),
            text.paragraph(
                text.link(_("Ambassadors"), address("/ambassadors")),
                rx.cond(
                    view.writes,
                    rx.fragment(" · ", text.link(_("Short addresses"), address("/campaigns"))),
                    rx.fragment(),
                ),
            ),
        ),
        undo=AmbassadorState.undo,
    )
