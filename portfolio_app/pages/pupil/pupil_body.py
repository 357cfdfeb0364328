"""The page of a pupil as whoever they share something with reads it: all of it, or one thing opened. Its pupil sees the
same when they look at it as that person."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _, spoken
from portfolio_app.pages.collection_body import collection_body
from portfolio_app.pages.credential_files import credential_files
from portfolio_app.pages.goal_body import goal_body, read_only_steps
from portfolio_app.pages.pupil.about_me import lines_listed
from portfolio_app.pages.pupil.capability import carried_line
from portfolio_app.pages.pupil.entry import entry_body
from portfolio_app.pages.tagging import read_tags
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import link_button
from portfolio_app.ui.drawings import theme_class
from portfolio_app.ui.kinds import Child
from portfolio_app.ui.pictures import answer_mark, theme_mark


def _commented(yes: Any) -> rx.Component:
    return rx.cond(yes, rx.el.span(" · ", _("you commented")), "")


def _evidence(one: Any) -> rx.Component:
    item = one.item
    thumbnail = rx.el.img(
        src=item.thumbnail,
        alt="",
        loading="lazy",
        class_name="size-14 rounded-lg object-cover bg-sunken",
        custom_attrs={"width": 56, "height": 56},
    )
    icon = rx.match(item.kind, ("pdf", icons.file("")), ("link", icons.link("")), icons.words(""))
    return cards.list_row(
        item.title,
        href=item.href,
        leading=rx.cond(item.thumbnail != "", thumbnail, icon),
        detail=rx.fragment(item.what, " · ", item.day, _commented(one.commented), carried_line(item)),
        key=item.id,
    )


def _self_view(skill: Any) -> rx.Component:
    """How the pupil sees themself in the skill, and why."""
    return rx.el.div(
        rx.el.p(answer_mark(skill), class_name=theme_class(skill.theme)),
        rx.cond(skill.reason != "", text.written(skill.reason, class_name="mt-1 break-words"), rx.fragment()),
        class_name="mt-1",
    )


def _skill(skill: Any) -> rx.Component:
    said = rx.fragment(
        _self_view(skill),
        text.muted(
            skill.day,
            _commented(skill.commented),
            rx.el.span(" · ", text.link(_("Open to comment"), skill.href), class_name="not-printed"),
            class_name="mt-1",
        ),
    )
    return cards.card(
        text.small_heading(skill.name),
        rx.cond(skill.href != "", said, rx.fragment()),
        rx.cond(
            skill.evidence.length() > 0,
            cards.row_list(rx.foreach(skill.evidence, _evidence), class_name="mt-3"),
            rx.fragment(),
        ),
        element=rx.el.li,
        key=skill.code,
    )


def _theme(theme: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            theme_mark(theme.code, "size-5"),
            rx.el.span(theme.name),
            class_name="flex items-center gap-2 text-xl font-semibold",
        ),
        rx.el.ul(rx.foreach(theme.skills, _skill), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
        class_name="when-near [--tall:38rem]",
        key=theme.code,
    )


def _entry(entry: Any) -> rx.Component:
    return cards.list_row(
        entry.title,
        href=entry.href,
        leading=icons.portfolio(""),
        detail=rx.fragment(rx.el.span(entry.about, dir="auto"), _commented(entry.commented)),
        trailing=rx.el.span(
            rx.foreach(entry.skills, lambda skill: cards.tag(skill.name, skill.theme)),
            class_name="flex flex-wrap gap-1.5",
        ),
        key=entry.id,
    )


def _goal(goal: Any) -> rx.Component:
    return cards.list_row(
        goal.title, href=goal.href, detail=rx.fragment(goal.detail, _commented(goal.commented)), key=goal.id
    )


def _listed(heading: str, rows: Any, line: Any) -> rx.Component:
    section = rx.el.section(text.section_heading(heading), cards.row_list(rx.foreach(rows, line), class_name="mt-3"))
    return rx.cond(rows.length() > 0, section, rx.fragment())


def _about(about: Any) -> rx.Component:
    """The lines the pupil says of themself."""
    card = cards.card(
        lines_listed(about.about.lines, about.about.language),
        text.muted(
            about.about.day,
            _commented(about.commented),
            rx.el.span(" · ", text.link(_("Open to comment"), about.href), class_name="not-printed"),
            class_name="mt-2",
        ),
        class_name="mt-3",
    )
    return rx.cond(about.href != "", rx.el.section(text.section_heading(_("About this pupil")), card), rx.fragment())


def everything(view: Any) -> rx.Component:
    """All that a `PupilView` without an opened thing holds."""
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("Nothing shared with you yet"),
        _("Here you see what a pupil shares with you. Pupils decide this for each thing separately."),
    )
    return rx.cond(
        view.empty,
        nothing,
        text.stack(
            _about(view.about),
            _listed(_("Goals"), view.goals, _goal),
            _listed(_("Strengths and interests"), view.results, _goal),
            _listed(_("Collections"), view.collections, _goal),
            _listed(_("Answers in lessons"), view.works, _goal),
            _listed(_("Credentials"), view.credentials, _goal),
            _listed(_("Entries"), view.listed, _entry),
            rx.foreach(view.themes, _theme),
            _listed(_("More evidence"), view.other_evidence, _evidence),
            _former(view),
            gap="gap-8",
        ),
    )


def _former(view: Any) -> rx.Component:
    """Skills of a framework that is not in use any more, or retired from the one that is."""
    return rx.cond(
        view.former.length() > 0,
        rx.el.section(
            text.section_heading(_("Skills from before")),
            rx.el.ul(rx.foreach(view.former, _skill), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
        ),
        rx.fragment(),
    )


def _opened_skill(skill: Any) -> rx.Component:
    return text.stack(
        rx.cond(
            skill.former != "",
            text.paragraph(_("This skill is from before:"), " ", skill.former, "."),
            rx.fragment(),
        ),
        rx.cond(skill.meaning != "", text.paragraph(skill.meaning), rx.fragment()),
        rx.cond(skill.statement != "", text.paragraph(skill.statement, class_name="text-muted"), rx.fragment()),
        rx.el.section(
            rx.el.h2(
                rx.cond(
                    skill.former != "",
                    _("How it was, in the pupil’s own words"),
                    _("How it is now, in the pupil’s own words"),
                ),
                class_name="text-lg font-semibold",
            ),
            rx.cond(
                skill.href != "", _self_view(skill), text.muted(_("The pupil has not said anything about it yet."))
            ),
        ),
        rx.cond(
            skill.voices.length() > 0,
            rx.el.section(
                rx.el.h2(_("How others see it"), class_name="text-lg font-semibold"),
                rx.el.ul(rx.foreach(skill.voices, _voice), class_name="mt-2 flex flex-col gap-3 list-none p-0"),
            ),
            rx.fragment(),
        ),
    )


def _voice(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(one.who, dir="auto", class_name="font-semibold"),
            rx.el.span(" · ", one.day, " · ", one.step_words, class_name="text-sm text-muted"),
        ),
        rx.cond(one.reason != "", text.written(one.reason, class_name="break-words"), rx.fragment()),
        key=one.id,
    )


def _opened_evidence(opened: Any) -> rx.Component:
    item = opened.evidence
    opening = link_button(_("Open"), item.open_href, kind="secondary", document=True, rel="noreferrer", target="_blank")
    return text.stack(
        rx.cond(
            item.picture != "",
            text.plain_link(
                cards.photo(item.picture, item.title, item.width, item.height, class_name="max-h-[32rem] w-auto"),
                href=item.picture,
            ),
            rx.cond(item.open_href != "", rx.el.div(opening), rx.fragment()),
        ),
        rx.cond(item.words != "", text.written(item.words, class_name="break-words"), rx.fragment()),
        rx.cond(
            opened.shows.length() > 0,
            rx.el.section(
                rx.el.h2(_("Skills it shows"), class_name="text-lg font-semibold"),
                rx.el.ul(
                    rx.foreach(opened.shows, lambda skill: rx.el.li(cards.tag(skill.name, skill.theme))),
                    class_name="mt-2 flex flex-wrap gap-2 list-none p-0",
                ),
                rx.cond(item.carried != "", text.muted(item.carried, class_name="mt-2"), rx.fragment()),
            ),
            rx.fragment(),
        ),
        read_tags(item.tags),
        _in_entries(opened),
    )


def _in_entries(opened: Any) -> rx.Component:
    """The entries that a piece of evidence appears in, of those that are shared."""
    return rx.cond(
        opened.appears.length() > 0,
        rx.el.section(
            rx.el.h2(_("Entries it appears in"), class_name="text-lg font-semibold"),
            cards.row_list(
                rx.foreach(opened.appears, lambda one: cards.list_row(one.title, href=one.href, key=one.href)),
                class_name="mt-2",
            ),
        ),
        rx.fragment(),
    )


def _result_theme(theme: Any) -> rx.Component:
    rejected = rx.el.div(
        rx.el.p(_("The pupil says that this does not fit them."), class_name="font-semibold"),
        rx.cond(theme.why != "", text.written(theme.why, class_name="break-words"), rx.fragment()),
        class_name="mt-3 border-s-4 border-control ps-3",
    )
    return cards.card(
        rx.el.h2(theme.name, class_name="text-lg font-semibold"),
        rx.el.ul(rx.foreach(theme.because, rx.el.li), class_name="mt-1 list-disc ps-6 space-y-1 max-w-reading"),
        rx.cond(theme.rejected, rejected, rx.fragment()),
        element=rx.el.li,
        key=theme.code,
    )


def _opened_result(result: Any) -> rx.Component:
    """The themes of a result that stand out, and what they say nothing about."""
    return text.stack(
        rx.cond(result.sentence != "", text.paragraph(result.sentence), rx.fragment()),
        rx.el.ul(rx.foreach(result.themes, _result_theme), class_name="flex flex-col gap-3 list-none p-0 empty:hidden"),
        text.muted(
            _(
                "These are the pupil’s own answers on one day. They say nothing about how good somebody is, and grade "
                "or place nobody."
            )
        ),
        text.muted(result.source),
    )


def _opened_credential(one: Any) -> rx.Component:
    return text.stack(
        rx.el.p(one.criteria, dir="auto", class_name="break-words"),
        text.definitions(
            (
                (_("Name on it"), rx.el.span(one.name, dir="auto")),
                (_("Issued by"), one.school),
                (_("Accepted on"), one.day),
            )
        ),
        credential_files(one),
    )


def _opened_work(work: Any) -> rx.Component:
    """Questions of a lesson and what was answered, as it is now."""

    def answered(one: Any) -> rx.Component:
        asked = rx.el.h2(one.question, lang=rx.cond(one.own, spoken(), work.language), class_name="font-semibold")
        return rx.el.div(asked, text.written(one.answer, class_name="break-words"), key=one.question + one.answer)

    return text.stack(
        rx.el.div(rx.foreach(work.answers, answered), class_name="flex flex-col gap-4 max-w-reading"),
        text.muted(_("This is how the answers are now. The pupil can change them, and stop showing them.")),
    )


def opened_body(opened: Any) -> Child:
    """What an `OpenedThing` holds."""
    return rx.match(
        opened.kind,
        (Kind.ENTRY.value, entry_body(opened.entry)),
        (Kind.EVIDENCE.value, _opened_evidence(opened)),
        (Kind.COLLECTION.value, collection_body(opened.collection)),
        (Kind.CREDENTIAL.value, _opened_credential(opened.credential)),
        (Kind.GOAL.value, goal_body(opened.goal, read_only_steps(opened.goal))),
        (Kind.ABOUT_ME.value, cards.card(lines_listed(opened.about.lines, opened.about.language))),
        (Kind.RESULT.value, _opened_result(opened.result)),
        (Kind.LESSON.value, _opened_work(opened.work)),
        _opened_skill(opened.skill),
    )
