"""My skills: the picture of all capabilities, now and at the end of an earlier term, and the same in words."""

from collections.abc import Iterable
from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.skills import queries
from portfolio_app.skills.picture import SkillLine, ThemeLines
from portfolio_app.skills.queries import SkillsView
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import download_button, link_button, print_button
from portfolio_app.ui.drawings import theme_class, theme_mark
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.pictures import (
    WheelCapability,
    WheelSector,
    answer_mark,
    wheel,
    wheel_geometry,
    wheel_key,
)
from portfolio_app.web.guard import current_actor, needs


def sectors_of(themes: Iterable[ThemeLines], then_label: str) -> list[WheelSector]:
    """The wheel of a skills view, without its dials; `then_label` names the earlier moment that is drawn in, "" for
    none."""

    def said(one: SkillLine) -> str:
        parts = [f"{one.name}: {one.step_words}", one.evidence_words, *_by_others(one)]
        if then_label:
            parts.append(f"{then_label}: {one.earlier_words}")
        return ". ".join(part for part in parts if part)

    drawn = [(theme, [one for one in theme.skills if not one.dial]) for theme in themes]
    return list(
        wheel_geometry(
            [
                (
                    theme.code,
                    theme.name,
                    [
                        WheelCapability(
                            one.code,
                            one.name,
                            one.href,
                            one.step,
                            one.evidence > 0,
                            said(one),
                            one.earlier if then_label else None,
                            one.teacher,
                            one.host,
                        )
                        for one in skills
                    ],
                )
                for theme, skills in drawn
                if skills
            ]
        )
    )


def _by_others(one: SkillLine) -> list[str]:
    """What others said last, in words."""
    said = []
    if one.teacher_words:
        said.append(_("A teacher: {words}").format(words=one.teacher_words))
    if one.host_words:
        said.append(_("Outside school: {words}").format(words=one.host_words))
    return said


class SkillsState(rx.State):
    """The picture."""

    view: SkillsView = SkillsView()
    sectors: rx.Field[list[WheelSector]] = rx.field(default_factory=list)

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the picture, with the earlier moment of the address."""
        then = self.router.url.query_parameters.get("then", "now")
        self.view = await queries.load_skills(current_actor(), then)
        self.sectors = sectors_of(self.view.themes, self.view.then_label)


def _moment(moment: Any) -> rx.Component:
    mark = {"aria-current": rx.cond(moment.current, "true", "false")}
    shape = "inline-flex items-center min-h-11 rail:min-h-9 px-3 rounded-full border text-sm text-ink no-underline! "
    ways = [
        text.link(moment.label, moment.href, class_name=shape + looks, custom_attrs=mark)
        for looks in ("border-accent bg-accent-soft font-semibold", "border-control bg-surface hover:border-ink")
    ]
    return rx.el.li(rx.cond(moment.current, *ways), key=moment.then)


def _moments() -> rx.Component:
    view: Any = SkillsState.view
    return rx.cond(
        view.moments.length() > 0,
        rx.el.nav(
            rx.el.p(_("Compare with how it was:"), id="moments", class_name="text-sm text-muted"),
            rx.el.ul(rx.foreach(view.moments, _moment), class_name="mt-1 flex flex-wrap gap-2 list-none p-0"),
            aria_labelledby="moments",
            class_name="not-printed",
        ),
        rx.fragment(),
    )


def _key() -> rx.Component:
    """The key must say what the dashed line is only when there is one."""
    said: dict[str, Any] = {
        "step": _("The further out, the more at home you are in it"),
        "evidence": _("Has evidence"),
    }
    view = SkillsState.view
    voiced: dict[str, Any] = {
        "teacher": _("What a teacher said last"),
        "host": _("What an adult outside school said last"),
    }

    def key(**more: Any) -> rx.Component:
        return rx.cond(view.voiced, wheel_key(**said, **voiced, **more), wheel_key(**said, **more))

    return rx.cond(view.then_label != "", key(earlier=view.then_label), key())


def _who(skill: Any) -> rx.Component:
    return cards.audience_badge(
        skill.who,
        icon=lambda size: rx.cond(skill.private, icons.lock(size), icons.people(size)),
        href=skill.href + "#audience",
        label=_("Change who can see this"),
    )


_WIDE = "hidden sm:table-cell px-3 py-2.5 print:py-1 align-top"  # on phones the same stands beneath the name


def _skill(skill: Any) -> rx.Component:
    label: Any = SkillsState.view.then_label
    before = rx.el.p(label, ": ", skill.earlier_words, class_name="text-sm text-muted")
    over = rx.cond(skill.carried_words != "", text.muted(skill.carried_words), rx.fragment())
    some = rx.cond(skill.evidence > 0, rx.fragment(skill.evidence_words, over), "–")
    return rx.el.tr(
        rx.el.th(
            text.link(skill.name, skill.href, class_name="inline-block py-2 -my-2"),
            rx.el.div(
                rx.cond(
                    skill.evidence > 0, rx.el.p(skill.evidence_words, class_name="text-sm text-muted"), rx.fragment()
                ),
                over,
                _who(skill),
                class_name="sm:hidden mt-1.5 flex flex-col items-start gap-1.5 font-normal",
            ),
            scope="row",
            class_name="pe-3 py-2.5 print:py-1 text-start font-semibold align-top",
        ),
        rx.el.td(
            answer_mark(skill),
            rx.cond(label != "", before, rx.fragment()),
            rx.cond(
                skill.teacher_words != "",
                rx.el.p(_("A teacher"), ": ", skill.teacher_words, class_name="text-sm text-muted"),
                rx.fragment(),
            ),
            rx.cond(
                skill.host_words != "",
                rx.el.p(_("Outside school"), ": ", skill.host_words, class_name="text-sm text-muted"),
                rx.fragment(),
            ),
            rx.cond(skill.voices_carried != "", text.muted(skill.voices_carried), rx.fragment()),
            rx.cond(skill.together != "", rx.el.p(skill.together, class_name="text-sm"), rx.fragment()),
            class_name="ps-3 sm:pe-3 py-2.5 print:py-1 align-top w-1/2 sm:w-auto",
        ),
        rx.el.td(some, class_name=_WIDE),
        rx.el.td(_who(skill), class_name=_WIDE),
        key=skill.code,
    )


def _theme(theme: Any) -> rx.Component:
    head = "py-2 text-start text-sm font-semibold text-muted align-bottom"
    return rx.el.section(
        rx.el.h2(theme_mark(theme.code), theme.name, class_name="flex items-center gap-2 text-xl font-semibold"),
        text.muted(theme.description),
        rx.el.table(
            rx.el.caption(theme.name, class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(_("Skill"), scope="col", class_name=f"pe-3 {head}"),
                    rx.el.th(_("Now"), scope="col", class_name=f"ps-3 sm:pe-3 {head}"),
                    rx.el.th(_("Evidence"), scope="col", class_name=f"hidden sm:table-cell px-3 {head}"),
                    rx.el.th(_("Who can see your view"), scope="col", class_name=f"hidden sm:table-cell px-3 {head}"),
                ),
                class_name="border-b border-control",
            ),
            rx.el.tbody(rx.foreach(theme.skills, _skill), class_name="divide-y divide-hairline"),
            class_name="mt-2 w-full border-collapse",
        ),
        class_name=f"unbroken when-near [--tall:65rem] sm:[--tall:40rem] {theme_class(theme.code)}",
        key=theme.code,
    )


def _former(view: Any) -> rx.Component:
    """What was said under another framework, to look back at."""

    def line(one: Any) -> rx.Component:
        said = rx.cond(one.said != "", rx.fragment(": ", one.said), rx.fragment())
        name = rx.cond(one.href != "", text.link(one.name, one.href), rx.el.span(one.name))
        day = rx.cond(one.day != "", rx.el.span(" · ", one.day, class_name="text-muted"), rx.fragment())
        return rx.el.li(name, said, day)

    def of(framework: Any) -> rx.Component:
        return rx.el.div(
            text.small_heading(framework.name),
            rx.el.ul(rx.foreach(framework.lines, line), class_name="list-disc ps-6 mt-1 space-y-1"),
            key=framework.code,
        )

    listed = text.stack(
        text.muted(_("Your school works with other skills now. What was said before stays here as it was.")),
        rx.foreach(view.former, of),
    )
    return rx.cond(view.former.length() > 0, cards.disclosure(_("What was said before"), listed), rx.fragment())


@page("/skills", N_("My skills"), SkillsState.load)
def skills() -> rx.Component:
    """The page."""
    view: Any = SkillsState.view
    sectors: Any = SkillsState.sectors
    begin = cards.empty_state(
        drawings.path_drawing(),
        _("Your picture is still empty"),
        _("Choose one skill, say how it is for you now, and the picture begins. Nobody else sees it."),
        rx.el.div(
            link_button(view.first_name, view.first_href, icon=icons.onward),
            link_button(_("I have no idea: the first lesson"), address("/first-lesson"), kind="secondary"),
            class_name="flex flex-wrap justify-center gap-3",
        ),
    )
    wheeled = rx.el.section(
        rx.el.div(
            wheel(
                sectors,
                title=_("Picture of my skills"),
                description=_("Themes with their skills, each a link. The same is written in words below."),
                earlier=True,
            ),
            class_name="mx-auto w-full max-w-[34rem]",
        ),
        _key(),
        aria_label=_("Picture of my skills"),
        class_name="flex flex-col gap-3",
    )
    return framed(
        text.page_head(_("My skills"), _("How you see yourself, and your evidence for it.")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.empty, begin, text.muted(view.said)),
                rx.cond(view.together != "", text.paragraph(view.together), rx.fragment()),
                _moments(),
                rx.cond(sectors.length() > 0, wheeled, rx.fragment()),
                rx.foreach(view.themes, _theme),
                _former(view),
                gap="gap-6",
            ),
            waiting(),
        ),
        rx.el.div(
            print_button(_("Print")),
            download_button(
                _("Fill in on paper (PDF)"),
                f"/documents/skills-on-paper.pdf?language={spoken()}",
                busy=_("Making your PDF…"),
                kind="quiet",
                icon=icons.pencil,
            ),
            class_name="flex flex-wrap gap-3 not-printed",
        ),
        text.paragraph(
            text.link(_("All my evidence"), address("/evidence-list")),
            " · ",
            text.link(_("My plan"), address("/plan")),
            " · ",
            text.link(_("About me"), address("/about-me")),
            " · ",
            text.link(_("The first lesson"), address("/first-lesson")),
            " · ",
            text.link(_("Strengths and interests"), address("/questionnaires")),
            " · ",
            rx.cond(
                view.tagged,
                rx.fragment(text.link(_("Skills in what I have done"), address("/tags")), " · "),
                rx.fragment(),
            ),
            text.link(_("Occupations and studies"), address("/pathways")),
            " · ",
            text.link(_("Which support now?"), address("/support")),
            " · ",
            text.link(_("Ask others"), address("/asking")),
            " · ",
            text.link(_("What do others see?"), address("/what-they-see")),
            " · ",
            text.link(_("Who has looked at your things"), address("/seen")),
            " · ",
            text.link(_("Recently deleted"), address("/deleted")),
            class_name="not-printed",
        ),
        here="skills",
        audience="pupil",
    )
