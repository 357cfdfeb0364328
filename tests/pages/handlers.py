"""Every handler the app has registered, and what a right call of each looks like.

`RIGHT` says how a page calls its handlers: what it sends, and which address it stands on. `{…}` stands for something of
a `Place`'s `ids`, so that the same call can be made with an id of somebody else's, or with one that never was.
"""

import inspect
import re
import typing
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter
from reflex_base.registry import RegistrationContext

from portfolio_app.accounts.models import Role
from portfolio_app.portfolio_app import app
from portfolio_app.skills.framework import framework
from portfolio_app.web.guard import Need, need_of

CODE = framework().capabilities[0].code
NO_IDS = {"name", "number"}  # what stands in calls and names nothing by itself
_NAME = re.compile(r"portfolio_app___pages___(.+?)____\w+?\.(\w+)$")


@dataclass(frozen=True)
class Handler:
    """A registered handler: `key` is what it is called here ("pupil/portfolio.move"), `takes` its type hints."""

    key: str
    name: str
    need: Need
    takes: Mapping[str, TypeAdapter[Any]]

    @property
    def load(self) -> str:
        """The event that loads its page."""
        return f"{self.name.rpartition('.')[0]}.load"


@cache
def handlers() -> tuple[Handler, ...]:
    """All handlers of ours that declare whom they are for (another test fails on one that does not)."""
    found: list[Handler] = []
    with app.set_contexts():
        for name, registered in sorted(RegistrationContext.get().event_handlers.items()):
            said, need = _NAME.search(name), need_of(name)
            if said is None or need is None:
                continue
            written = inspect.getclosurevars(registered.handler.fn).nonlocals["handler"]
            hints = typing.get_type_hints(written, include_extras=True)
            names = list(inspect.signature(written).parameters)[1:]
            key = f"{said.group(1).replace('___', '/')}.{said.group(2)}"
            found.append(Handler(key, name, need, {one: TypeAdapter(hints[one]) for one in names}))
    return tuple(found)


@dataclass(frozen=True)
class Call:
    """A right call. `foreign` says what of another place stands for an id, where it is not what has the same name:
    "" for ids that nobody can get wrong. `idle`: unknown ids change nothing, and that is no mistake."""

    sends: Mapping[str, Any] = field(default_factory=dict)
    at: str = "/en/home"
    foreign: Mapping[str, str] = field(default_factory=dict)
    idle: bool = False
    unread: Collection[str] = ()  # ids in the address that say nothing about what is done
    by: Collection[Role] = ()  # who can call it rightly, where not everybody of its audience
    alone: bool = True  # False: has nothing to do before a file was uploaded, so it is refused
    after: tuple[str, Mapping[str, Any]] | None = None  # a handler of the same page that was called before, and how

    def placeholders(self) -> list[str]:
        """The names of the ids in it."""
        text = f"{self.at} {self.sends} {self.after}"
        return sorted(set(re.findall(r"\{(\w+)\}", text)) - NO_IDS - set(self.unread))

    def filled(self, ids: Mapping[str, str]) -> tuple[dict[str, Any], str]:
        """What is sent, and the address, with these ids."""
        return fill(self.sends, ids), fill(
            self.at, {name: quote(value, safe="", errors="replace") for name, value in ids.items()}
        )


def fill(template: Any, ids: Mapping[str, str]) -> Any:
    """The template with its placeholders replaced, in keys of dictionaries too."""
    if isinstance(template, str):
        return re.sub(r"\{(\w+)\}", lambda match: ids[match.group(1)], template)
    if isinstance(template, Mapping):
        return {fill(key, ids): fill(value, ids) for key, value in template.items()}
    return template


def form(**fields: str) -> dict[str, Any]:
    """What a form with these fields sends."""
    return {"form": fields}


ENTRY = {"title": "A day", "happened": "It rained", f"skill:{CODE}": "on", "evidence:{evidence}": "on"}
EVIDENCE = {"title": "A link", "url": "example.org", f"skill:{CODE}": "on", "version": "1"}
AUDIENCE = {"form": {"person:{teacher}": "on", "class_teachers": "on"}}
CAPABILITY_AT = f"/en/capability?code={CODE}"
PERSON = "/en/school/person?id={teacher}&school={school}"
CLASS = "/en/school/class?id={class}"
SETTINGS = "/en/schools/school?id={school}"
SCHOOL_FORM = {
    "school_name": "A school",
    "region_id": "{region}",
    "language": "en",
    "framework": "scotland-cms",
}
GOAL = {"title": "A job", f"skill:{CODE}": "on", "evidence:{evidence}": "on", "helper:{teacher}": "on"}
GOAL_AT = "/en/goal?id={goal}"
STATEMENTS = "/en/questionnaire?name=strengths"
RESULT = "/en/questionnaire-result?name=strengths"
HELP = {"words-money": "The office", "url-money": ""}
AUTHOR = [Role.TEACHER]  # whom the evidence is shared with, and who wrote the comment
ANY_SCHOOL = {"school": "", "region": "", "request": ""}  # an admin's are all of them

# In an order in which the calls of one page can follow each other.
RIGHT: dict[str, Call] = {
    "frame.dismiss": Call(),
    "account/account.choose_language": Call(form(language="fi")),
    "account/account.choose_theme": Call(form(theme="dark")),
    "account/account.end_session": Call({"session": "{session}"}),
    "account/home.dismiss": Call(),
    "account/mail.choose": Call(form(commented="off"), "/en/mail"),
    "account/mail.give": Call(form(address="siiri@example.org"), "/en/mail", alone=False),  # nothing is sent here
    "account/mail.remove": Call(at="/en/mail"),
    "account/notices.read": Call({"notice": "{notice}"}, "/en/notices", by=[Role.PUPIL]),
    "account/notices.read_all": Call(at="/en/notices"),
    "pupil/capability.assess": Call(
        form(step="2", reason="Why not", request="{request}"), f"/en/capability?code={CODE}"
    ),
    "pupil/capability.added": Call(at=f"/en/capability?code={CODE}"),
    "pupil/capability.undo": Call({"what": "{deleted_evidence}"}, f"/en/capability?code={CODE}"),
    "pupil/capability.choose_audience": Call(AUDIENCE, f"/en/capability?code={CODE}"),
    "pupil/capability.read_comments": Call(at=f"/en/capability?code={CODE}"),
    "pupil/capability.hide_comment": Call({"comment": "{comment}"}, f"/en/capability?code={CODE}"),
    "pupil/capability.delete": Call({"evidence": "{evidence}"}, f"/en/capability?code={CODE}"),
    "pupil/deleted.restore": Call({"shelf": "entry", "thing": "{deleted_entry}"}, "/en/deleted"),
    "pupil/entry.choose_audience": Call(AUDIENCE, "/en/entry?id={entry}"),
    "pupil/entry.hide_comment": Call({"comment": "{comment}"}, "/en/entry?id={entry}", unread=["entry"]),
    "pupil/entry.read_comments": Call(at="/en/entry?id={entry}"),
    "pupil/entry.undo": Call({"what": "comment:{comment}"}, "/en/entry?id={entry}", unread=["entry"]),
    "pupil/entry.delete": Call(at="/en/entry?id={entry}"),
    "pupil/entry_form.save": Call({"form": ENTRY | {"id": "{entry}", "version": "1"}}, "/en/entry-form?id={entry}"),
    "pupil/entry_form.keep_both": Call(
        at="/en/entry-form?id={entry}", after=("save", {"form": ENTRY | {"id": "{entry}", "version": "0"}})
    ),
    "pupil/entry_form.photo_kept": Call(at="/en/entry-form?id={entry}", alone=False),
    "pupil/entry_form.take_other": Call(at="/en/entry-form?id={entry}"),
    "pupil/evidence.save": Call({"form": EVIDENCE}, "/en/evidence?id={evidence}"),
    "pupil/evidence.take_other": Call(at="/en/evidence?id={evidence}"),
    "pupil/evidence.choose_audience": Call(AUDIENCE, "/en/evidence?id={evidence}"),
    "pupil/evidence.read_comments": Call(at="/en/evidence?id={evidence}"),
    "pupil/evidence.hide_comment": Call({"comment": "{comment}"}, "/en/evidence?id={evidence}", unread=["evidence"]),
    "pupil/evidence.undo": Call({"what": "comment:{comment}"}, "/en/evidence?id={evidence}", unread=["evidence"]),
    "pupil/evidence.delete": Call(at="/en/evidence?id={evidence}"),
    "pupil/goal.add_step": Call(form(step_words="Ask", step_by="", request="{request}"), GOAL_AT),
    "pupil/goal.change_step": Call(form(step="{step}", step_words="Call", version="1"), GOAL_AT, unread=["goal"]),
    "pupil/goal.tick": Call({"step": "{step}", "done": True}, GOAL_AT, unread=["goal"]),
    "pupil/goal.move": Call({"step": "{step}", "by": 1}, GOAL_AT, unread=["goal"]),
    "pupil/goal.delete_step": Call({"step": "{step}"}, GOAL_AT, unread=["goal"]),
    "pupil/goal.undo": Call({"what": "step:{step}"}, GOAL_AT, unread=["goal"]),
    "pupil/goal.settle": Call({"state": "resting"}, GOAL_AT),
    "pupil/goal.review": Call(form(review_on=""), GOAL_AT),
    "pupil/goal.choose_audience": Call(AUDIENCE, GOAL_AT),
    "pupil/goal.stop_sharing": Call(at=GOAL_AT),
    "pupil/goal.read_comments": Call(at=GOAL_AT),
    "pupil/goal.hide_comment": Call({"comment": "{comment}"}, GOAL_AT, unread=["goal"]),
    "pupil/goal.delete": Call(at=GOAL_AT),
    "pupil/goal_form.save": Call({"form": GOAL | {"id": "{goal}", "version": "1"}}, "/en/goal-form?id={goal}"),
    "pupil/goal_form.keep_both": Call(
        at="/en/goal-form?id={goal}", after=("save", {"form": GOAL | {"id": "{goal}", "version": "0"}})
    ),
    "pupil/goal_form.take_other": Call(at="/en/goal-form?id={goal}"),
    "pupil/plan.undo": Call({"goal": "{deleted_goal}"}, "/en/plan"),
    "pupil/plan.make_calendar": Call(at="/en/plan"),
    "pupil/plan.end_calendar": Call(at="/en/plan"),
    "pupil/portfolio.move": Call({"entry": "{entry}", "by": 1}, "/en/portfolio"),
    "pupil/portfolio.delete": Call({"entry": "{entry}"}, "/en/portfolio"),
    "pupil/portfolio.undo": Call({"entry": "{deleted_entry}"}, "/en/portfolio"),
    "pupil/questionnaire.answer": Call(
        {"number": 1, "statement": "D1", "value": "3"}, "/en/questionnaire?name=strengths"
    ),
    "pupil/questionnaire.go_on": Call(form(number="1", page="1", D1="4"), "/en/questionnaire?name=strengths"),
    "pupil/questionnaire_result.reject": Call(form(part="theme:done", why="No", number="1"), RESULT),
    "pupil/questionnaire_result.take_back": Call({"number": 1, "part": "theme:done"}, RESULT),
    "pupil/support.tell": Call(form(point="no-idea", adult="{teacher}", words="", request="{request}"), "/en/support"),
    "pupil/support.take_back": Call({"note": "{note}"}, "/en/support"),
    "teacher/support_asked.seen": Call({"note": "{note}"}, "/en/support-asked", by=AUTHOR),
    "pupil/asking.ask": Call(form(**{"adult:{teacher}": "on", f"skill:{CODE}": "on"}), "/en/asking"),
    "pupil/asking.end_ask": Call({"adult": "{teacher}"}, "/en/asking", idle=True),
    "pupil/asking.make_link": Call(
        form(for_whom="Jussi", request="{request}", **{f"skill:{CODE}": "on"}), "/en/asking"
    ),
    "pupil/asking.end_link": Call({"link": "{voice_link}"}, "/en/asking"),
    "pupil/capability.answer": Call(form(voice="{voice}", answer="Yes"), CAPABILITY_AT),
    "pupil/capability.hide_voice": Call({"voice": "{voice}"}, CAPABILITY_AT),
    "pupil/capability.show_voice": Call({"voice": "{voice}"}, CAPABILITY_AT),
    "pupil/capability.report_voice": Call({"voice": "{voice}"}, CAPABILITY_AT),
    "teacher/voices.give": Call(
        form(pupil="{pupil}", request="{request}", **{f"step:scotland-cms:{CODE}": "3"}), "/en/voices", by=AUTHOR
    ),
    "teacher/talk_note.note": Call(
        form(**{"pupil:{pupil}": "yes"}, words="The summer", held_on="2026-01-15", request="{request}"),
        "/en/talk-note?class={class}",
        unread=["class"],
        by=AUTHOR,
    ),
    "teacher/talk_note.take_back": Call({"talk": "{talk}"}, "/en/talk-note?class={class}", unread=["class"], by=AUTHOR),
    "teacher/talk_note.undo": Call(
        {"talk": "{taken_back_talk}"}, "/en/talk-note?class={class}", unread=["class"], by=AUTHOR
    ),
    "pupil/talks.answer": Call(form(talk="{talk}", answer="Yes"), "/en/talks"),
    "teacher/pupil.comment": Call(
        form(words="Well done", request="{request}"), "/en/pupil?id={pupil}&evidence={evidence}", by=AUTHOR
    ),
    "teacher/pupil.delete_comment": Call({"comment": "{comment}"}, "/en/pupil?id={pupil}", unread=["pupil"], by=AUTHOR),
    "teacher/pupil.undo": Call({"comment": "{deleted_comment}"}, "/en/pupil?id={pupil}", unread=["pupil"], by=AUTHOR),
    "teacher/pupil.give_code": Call(at="/en/pupil?id={pupil}"),
    "teacher/pupil.hide_code": Call(),
    "coordinator/adding.look": Call(
        {"form": {"school": "{school}", "names": "Aino Aalto", "class": "{class}", "role": "pupil"}},
        "/en/school/add?school={school}",
    ),
    "coordinator/adding.back": Call(),
    "coordinator/adding.add": Call(
        {
            "form": {
                "school": "{school}",
                "role": "pupil",
                "stage": "13-15",
                "request": "{request}",
                "name-0": "{name}",
                "answer-0": "{pupil}",
            }
        },
        "/en/school/add?school={school}",
        foreign={"request": ""},
    ),
    "coordinator/local_help.save": Call(
        {"form": HELP | {"place": "{school}"}}, "/en/school/local-help?school={school}"
    ),
    "coordinator/person.give_code": Call(at=PERSON, unread=["school"]),
    "coordinator/person.give_link": Call(at=PERSON, unread=["school"]),
    "coordinator/person.give_role": Call(form(role="counsellor"), PERSON),
    "coordinator/person.join_class": Call({"form": {"class": "{other_class}"}}, PERSON, unread=["school"]),
    "coordinator/person.leave_class": Call(
        {"class_id": "{class}", "role": "teacher"}, PERSON, idle=True, unread=["school"]
    ),
    "coordinator/person.change_name": Call(form(name="Tuula Uusi"), PERSON),
    "coordinator/person.undo": Call({"what": "coordinator"}, "/en/school/person?id={former}&school={school}"),
    "coordinator/person.end_role": Call({"role": "teacher"}, PERSON),
    "coordinator/school.make_class": Call(
        form(school="{school}", name="7X", stage="13-15", request="{request}"), "/en/school", foreign={"request": ""}
    ),
    "coordinator/school.restore_class": Call({"class_id": "{ended_class}"}, "/en/school"),
    "coordinator/school.change_contact": Call(form(school="{school}", contact_name="Liisa", contact_how="Room 1")),
    "coordinator/school.choose_framework": Call(form(school="{school}", framework="scotland-cms")),
    "coordinator/school_class.change": Call(
        {"form": {"class": "{other_class}", "name": "9X", "stage": "13-15"}}, "/en/school/class?id={other_class}"
    ),
    "coordinator/school_class.add_teacher": Call(
        {"form": {"class": "{other_class}", "teacher": "{teacher}"}}, "/en/school/class?id={other_class}"
    ),
    "coordinator/school_class.move": Call(
        {"form": {"person": "{pupil}", "class": "{class}", "to_class": "{other_class}"}}, CLASS
    ),
    "coordinator/school_class.take_out": Call({"person": "{pupil}", "role": "pupil"}, CLASS, idle=True),
    "coordinator/school_class.undo": Call({"what": "{pupil} pupil"}, "/en/school/class?id={other_class}"),
    "coordinator/school_class.end": Call(at=CLASS),
    "admin/local_help.save": Call(
        {"form": HELP | {"place": "{region}"}}, "/en/schools/local-help?region={region}", ANY_SCHOOL
    ),
    "admin/region.change": Call(
        form(region="{region}", region_name="Uusimaa", country="FI"), "/en/schools/region?id={region}", ANY_SCHOOL
    ),
    "admin/school_settings.change": Call({"form": SCHOOL_FORM}, SETTINGS, ANY_SCHOOL),
    "admin/school_settings.add_coordinator": Call(
        form(coordinator_name="Kaisa", username="kaisa.{number}", request="{request}"), SETTINGS, ANY_SCHOOL
    ),
    "admin/school_settings.give_link": Call(
        {"person": "{coordinator}"}, SETTINGS, {"coordinator": "pupil"}, unread=["school"]
    ),
    "admin/school_settings.end_role": Call({"person": "{coordinator}"}, SETTINGS),
    "admin/school_settings.undo": Call({"person": "{former}"}, SETTINGS),
    "admin/schools.make_region": Call(form(region_name="Lappi", country="FI", request="{request}"), foreign=ANY_SCHOOL),
    "admin/schools.make_school": Call({"form": SCHOOL_FORM | {"request": "{request}"}}, foreign=ANY_SCHOOL),
}

LOADS: dict[str, Call] = {
    "pupil/capability.load": Call(at="/en/capability?code={code}"),
    "pupil/entry.load": Call(at="/en/entry?id={entry}"),
    "pupil/entry_form.load": Call(at="/en/entry-form?id={entry}"),
    "pupil/evidence.load": Call(at="/en/evidence?id={evidence}"),
    "pupil/goal.load": Call(at=GOAL_AT),
    "pupil/goal_form.load": Call(at="/en/goal-form?id={goal}"),
    "teacher/cards.load": Call(at="/en/cards?class={class}"),
    "teacher/class_picture.load": Call(at="/en/class-picture?id={class}"),
    "teacher/what_i_see.load": Call(at="/en/what-i-see?id={pupil}"),
    "teacher/pupil.load": Call(at="/en/pupil?id={pupil}&evidence={evidence}"),
    "teacher/school_class.load": Call(at="/en/class?id={class}"),
    "coordinator/adding.load": Call(at="/en/school/add?school={school}"),
    "coordinator/codes.load": Call(at="/en/school/codes?school={school}"),
    "coordinator/local_help.load": Call(at="/en/school/local-help?school={school}"),
    "coordinator/people.load": Call(at="/en/school/people?school={school}"),
    "coordinator/person.load": Call(at=PERSON),
    "coordinator/school.load": Call(at="/en/school?school={school}"),
    "coordinator/school_class.load": Call(at=CLASS),
    "admin/local_help.load": Call(at="/en/schools/local-help?region={region}", foreign=ANY_SCHOOL),
    "admin/region.load": Call(at="/en/schools/region?id={region}", foreign=ANY_SCHOOL),
    "admin/school_settings.load": Call(at=SETTINGS, foreign=ANY_SCHOOL),
}
"""How the address of a page names what it shows, where it must be one's own."""
