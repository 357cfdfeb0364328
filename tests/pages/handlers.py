"""Every handler the app has registered, and what a right call of each looks like.

`RIGHT` says how a page calls its handlers: what it sends, and which address it stands on. `{…}` stands for something of
a `Place`'s `ids`, so that the same call can be made with an id of somebody else's, or with one that never was.
"""

import inspect
import re
import typing
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter
from reflex_base.registry import RegistrationContext

from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import today
from portfolio_app.learning.modules import module
from portfolio_app.learning.own.changing import mark_of
from portfolio_app.learning.teaching.days import school_year_of
from portfolio_app.portfolio_app import app
from portfolio_app.skills.framework import framework
from portfolio_app.web.guard import Need, need_of
from tests.ambassadors.trained import right_answers
from tests.learning.own.copies import ORIGINAL
from tests.lessons import ABOUT, EASY

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
EVIDENCE = {"title": "A link", "origin": "hobby", "url": "example.org", f"skill:{CODE}": "on", "version": "1"}
AUDIENCE = {"form": {"person:{teacher}": "on", "class_teachers": "on"}}
CAPABILITY_AT = f"/en/capability?code={CODE}"
PERSON = "/en/school/person?id={teacher}&school={school}"
CLASS = "/en/school/class?id={class}"
SOME_DAY = (today() + timedelta(days=100)).isoformat()
SETTINGS = "/en/schools/school?id={school}"
SCHOOL_FORM = {
    "school_name": "A school",
    "region_id": "{region}",
    "language": "en",
    "framework": "scotland-cms",
}
GOAL = {"title": "A job", f"skill:{CODE}": "on", "evidence:{evidence}": "on", "helper:{teacher}": "on"}
GOAL_AT = "/en/goal?id={goal}"
MAKE_LINK = form(request="{request}", shown_name="first")
CHANGE_LINK = form(link="{share_link}", shown_name="full")
END_LINK = {"link": "{share_link}"}
COLLECTION_AT = "/en/collection?id={collection}"
CREDENTIAL_AT = "/en/credentials?id={credential}"
OFFERING_AT = "/en/offer-credential?class={class}"
OFFERED = {"class": "{class}", "pupil:{pupil}": "yes", "title": "Café crew", "criteria": "Ran the café"}
PATHWAY_AT = "/en/pathway?code={pathway}"
REGION = "/en/schools/region?id={region}"
REGION_PAGE = "/en/region"
INVITATION = {
    "found": "{found_place}",
    "name-{found_place}": "Bakery",
    "town-{found_place}": "Aura",
    "field-{found_place}": "food",
    "contact_name-{found_place}": "Raija",
    "mail-{found_place}": "raija@example.org",
    "phone-{found_place}": "",
    "language-{found_place}": "en",
}
AMBASSADOR_TERM_AT = "/en/ambassador-term?id={ambassador_term}"
AMBASSADOR_TERM = {
    "name": "Spring",
    "first_day": SOME_DAY,
    "last_day": SOME_DAY,
    "apply_until": SOME_DAY,
    "places": "4",
}
AMBASSADOR_AT = "/en/ambassador?id={ambassador}"
PARTNER = {"partner_name": "Chamber of commerce", "does": "Finds hosts", "website": ""}
HOST_AT = "/en/host?id={host}"
HOST = {"name": "A host", "register_number": "1", "kind": "company", "field": "food", "town": "Turku"}
CONTACT = {"contact_name": "Raija", "mail": "raija.{number}@example.org", "language": "en"}
PERIOD_AT = "/en/period?id={period}"
PERIOD = {"name": "Work experience", "kind": "week", "first_day": SOME_DAY, "class:{class}": "yes"}
PLACING_AT = "/en/period-wishes?id={tasting}"
CHOOSING_AT = "/en/period-offers?id={tasting}"
SEATS_AT = "/en/offer?id={host_offer}"
PLACED_AT = "/en/placement?id={placement}"
DIARY_AT = "/en/diary?id={over}"
AFTERWARDS_AT = "/en/afterwards?id={over}"
NOTES_AT = "/en/placement-notes?id={placement}"
HANDED_AT = "/en/placement?id={handed_placement}"
AGREED_AT = "/en/agreement?id={agreed}"
AGREED = {"responsible": "Raija", "begins": "9:00", "ends": "14:00"}  # as it stands
LESSON_AT = "/en/module?name={lesson}&step=1"
WORK_AT = "/en/module?work={work}"
PHRASES_AT = "/en/phrases"
ANY_LESSON = {"lesson": "", "lesson_version": ""}  # lessons are everybody's; what is done in them is the reader's own
OWN_AT = "/en/own-module?name={own_module}"
COPY_AT = "/en/own-module-changes?name={copy}"
SEEN = {"seen": module(ORIGINAL).hash, "version": 1}
_ACTIVITIES = enumerate(re.findall(r"code: ([a-z-]+), kind: \w+, minutes: (\d+)", ABOUT), 1)
PLACED = {
    name: value
    for at, (code, minutes) in _ACTIVITIES
    for name, value in ((f"place:{code}", str(at)), (f"minutes:{code}", minutes))
}
BOARD_MARK = mark_of("## On the board {#board}\n\n- What is a wage?\n- Who decides it?\n\n")
IN_LESSON = {"module": "{lesson}", "version": "{lesson_version}"}
DID = {"name": "{lesson}", "activity": "my-evidence"}
ANY_PATHWAY = {"pathway": ""}  # the catalogue is everybody's
STATEMENTS = "/en/questionnaire?name=strengths"
RESULT = "/en/questionnaire-result?name=strengths"
RESULT_AT = "/en/questionnaire-result?id={round}"
TAGGED = {"skill": "", "request": ""}  # a skill is nobody's, and a request only tells one form from another
CHOSEN = form(chosen="{skill}", request="{request}")
PUT_ON = {"skill": "{skill}", "request": "{request}"}
HELP = {"words-money": "The office", "url-money": ""}
LESSON, ROUND = "/en/first-lesson", {"round": "1"}
AFTER, LEFT = "/en/after-school", [Role.PERSONAL]  # only whoever has left has been asked anything
SOON, LATER = ((today() + timedelta(days=days)).isoformat() for days in (0, 9))
THIS_YEAR = str(school_year_of(today()))
LESSONS_AT, HOURS_AT = "/en/class-lessons?id={class}", "/en/class-hours?id={class}"
PLAN_AT = "/en/year-plan?class={class}"
TOGETHER_AT, WALL_AT = "/en/live-lesson?id={class}", "/en/wall?id={wall}"
EXTERNAL = {"kind": "external", "title": "A fair", "day": SOON, "hours": "5", "aim:1": "yes", "words": "Bring shoes"}
BOX_AT, QUESTIONS_AT = "/en/question-box?class={class}", "/en/class-questions?class={class}"
WORDS_AT = "/en/worry-words?school={school}"
DUTY = {"day-0": "yes", "begins": "8:00", "ends": "9:00"}
AUTHOR = [Role.TEACHER]  # whom the evidence is shared with, and who wrote the comment
ANY_SCHOOL = {"school": "", "region": "", "request": ""}  # an admin's are all of them

# In an order in which the calls of one page can follow each other.
RIGHT: dict[str, Call] = {
    "frame.dismiss": Call(),
    "frame.look_around": Call(),
    "account/account.choose_language": Call(form(language="fi")),
    "account/account.choose_theme": Call(form(theme="dark")),
    "account/account.end_session": Call({"session": "{session}"}),
    "account/own_account.accept": Call(form(version="1", responsible="Town of Aura"), alone=False),
    "account/own_account.look": Call(form(code="{joining}"), foreign={"joining": ""}),
    "account/own_account.do_not_join": Call(),
    "account/own_account.join": Call(form(code="{joining}"), foreign={"joining": ""}),
    "account/home.dismiss": Call(),
    "account/mail.choose": Call(form(commented="off"), "/en/mail"),
    "account/mail.give": Call(form(address="siiri@example.org"), "/en/mail", alone=False),  # nothing is sent here
    "account/mail.remove": Call(at="/en/mail"),
    "account/ways_in.remove": Call({"passkey_id": "{passkey}"}, "/en/ways-in", by=[Role.PUPIL]),
    "account/ways_in.restore": Call({"passkey_id": "{passkey}"}, "/en/ways-in", by=[Role.PUPIL]),
    "account/ways_in.end_book": Call(at="/en/ways-in"),
    "account/notices.read": Call({"notice": "{notice}"}, "/en/notices", by=[Role.PUPIL]),
    "account/notices.read_all": Call(at="/en/notices"),
    "pupil/capability.assess": Call(
        form(step="2", reason="Why not", request="{request}"), f"/en/capability?code={CODE}"
    ),
    "pupil/capability.added": Call({"_sent": "{request}"}, unread=["request"], at=f"/en/capability?code={CODE}"),
    "pupil/capability.undo": Call({"what": "{deleted_evidence}"}, f"/en/capability?code={CODE}"),
    "pupil/capability.choose_audience": Call(AUDIENCE, f"/en/capability?code={CODE}"),
    "pupil/capability.read_comments": Call(at=f"/en/capability?code={CODE}"),
    "pupil/capability.hide_comment": Call({"comment": "{comment}"}, f"/en/capability?code={CODE}"),
    "pupil/capability.delete": Call({"evidence": "{evidence}"}, f"/en/capability?code={CODE}"),
    "pupil/collections.make": Call(form(title="Work", request="{request}"), "/en/collections"),
    "pupil/collections.undo": Call({"collection": "{deleted_collection}"}, "/en/collections"),
    "pupil/collection.change": Call(form(title="Sports", version="1"), COLLECTION_AT),
    "pupil/collection.put_in": Call({"form": {"entry:{entry}": "on"}}, COLLECTION_AT),
    "pupil/collection.take_out": Call({"entry": "{entry}"}, COLLECTION_AT),
    "pupil/collection.undo": Call({"what": "entry:{entry}@0"}, COLLECTION_AT),
    "pupil/collection.move": Call({"entry": "{entry}", "by": 1}, COLLECTION_AT),
    "pupil/collection.choose_audience": Call(AUDIENCE, COLLECTION_AT),
    "pupil/collection.read_comments": Call(at=COLLECTION_AT),
    "pupil/collection.hide_comment": Call({"comment": "{comment}"}, COLLECTION_AT, unread=["collection"]),
    "pupil/collection.make_link": Call(MAKE_LINK, COLLECTION_AT),
    "pupil/collection.change_link": Call(CHANGE_LINK, COLLECTION_AT, unread=["collection"]),
    "pupil/collection.end_link": Call(END_LINK, COLLECTION_AT, unread=["collection"]),
    "pupil/collection.delete": Call(at=COLLECTION_AT),
    "pupil/cv.save": Call(form(**{"entry:{entry}": "yes"}, layout="plain", pages="1", version="1"), "/en/cv"),
    "pupil/cv.check_fit": Call(at="/en/cv"),
    "pupil/cv.make_link": Call(MAKE_LINK, "/en/cv"),
    "pupil/cv.change_link": Call(CHANGE_LINK, "/en/cv"),
    "pupil/cv.end_link": Call(END_LINK, "/en/cv"),
    "pupil/credentials.accept": Call(form(credential="{offer}", name="whole"), "/en/credentials"),
    "pupil/credentials.decline": Call({"credential": "{other_offer}"}, "/en/credentials"),
    "pupil/credentials.undo": Call({"what": "{deleted_credential}"}, "/en/credentials"),
    "pupil/credentials.choose_audience": Call(AUDIENCE, CREDENTIAL_AT),
    "pupil/credentials.read_comments": Call(at=CREDENTIAL_AT),
    "pupil/credentials.hide_comment": Call({"comment": "{comment}"}, CREDENTIAL_AT, unread=["credential"]),
    "pupil/credentials.make_link": Call(MAKE_LINK, CREDENTIAL_AT),
    "pupil/credentials.change_link": Call(CHANGE_LINK, CREDENTIAL_AT, unread=["credential"]),
    "pupil/credentials.end_link": Call(END_LINK, CREDENTIAL_AT, unread=["credential"]),
    "pupil/credentials.delete": Call({"credential": "{credential}"}, CREDENTIAL_AT),
    "pupil/deleted.restore": Call({"shelf": "entry", "thing": "{deleted_entry}"}, "/en/deleted"),
    "pupil/entry.choose_audience": Call(AUDIENCE, "/en/entry?id={entry}"),
    "pupil/entry.hide_comment": Call({"comment": "{comment}"}, "/en/entry?id={entry}", unread=["entry"]),
    "pupil/entry.read_comments": Call(at="/en/entry?id={entry}"),
    "pupil/entry.undo": Call({"what": "comment:{comment}"}, "/en/entry?id={entry}", unread=["entry"]),
    "pupil/entry.choose_tag": Call(CHOSEN, "/en/entry?id={entry}", foreign=TAGGED),
    "pupil/entry.put_on": Call(PUT_ON, "/en/entry?id={entry}", foreign=TAGGED),
    "pupil/entry.take_off": Call({"tag": "{tag}"}, "/en/entry?id={entry}", unread=["entry"]),
    "pupil/entry.move_in": Call(at="/en/entry?id={entry}"),
    "pupil/entry.take_out": Call(at="/en/entry?id={entry}", idle=True),
    "pupil/entry.make_link": Call(MAKE_LINK, "/en/entry?id={entry}"),
    "pupil/entry.change_link": Call(CHANGE_LINK, "/en/entry?id={entry}", unread=["entry"]),
    "pupil/entry.end_link": Call(END_LINK, "/en/entry?id={entry}", unread=["entry"]),
    "pupil/entry.delete": Call(at="/en/entry?id={entry}"),
    "pupil/entry_form.save": Call({"form": ENTRY | {"id": "{entry}", "version": "1"}}, "/en/entry-form?id={entry}"),
    "pupil/entry_form.keep_both": Call(
        at="/en/entry-form?id={entry}", after=("save", {"form": ENTRY | {"id": "{entry}", "version": "0"}})
    ),
    "pupil/entry_form.photo_kept": Call(
        {"_sent": "{request}"}, unread=["request"], at="/en/entry-form?id={entry}", alone=False
    ),
    "pupil/entry_form.take_other": Call(at="/en/entry-form?id={entry}"),
    "pupil/evidence.save": Call({"form": EVIDENCE}, "/en/evidence?id={evidence}"),
    "pupil/evidence.take_other": Call(at="/en/evidence?id={evidence}"),
    "pupil/evidence.choose_audience": Call(AUDIENCE, "/en/evidence?id={evidence}"),
    "pupil/evidence.read_comments": Call(at="/en/evidence?id={evidence}"),
    "pupil/evidence.hide_comment": Call({"comment": "{comment}"}, "/en/evidence?id={evidence}", unread=["evidence"]),
    "pupil/evidence.undo": Call({"what": "comment:{comment}"}, "/en/evidence?id={evidence}", unread=["evidence"]),
    "pupil/evidence.choose_tag": Call(CHOSEN, "/en/evidence?id={evidence}", foreign=TAGGED),
    "pupil/evidence.put_on": Call(PUT_ON, "/en/evidence?id={evidence}", foreign=TAGGED),
    "pupil/evidence.take_off": Call({"tag": "{tag}"}, "/en/evidence?id={evidence}", unread=["evidence"]),
    "pupil/evidence.attach": Call(form(entry="{entry}"), "/en/evidence?id={evidence}"),
    "pupil/evidence.detach": Call({"entry": "{entry}"}, "/en/evidence?id={evidence}"),
    "pupil/evidence.make_link": Call(MAKE_LINK, "/en/evidence?id={evidence}"),
    "pupil/evidence.change_link": Call(CHANGE_LINK, "/en/evidence?id={evidence}", unread=["evidence"]),
    "pupil/evidence.end_link": Call(END_LINK, "/en/evidence?id={evidence}", unread=["evidence"]),
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
    "pupil/leaving.type_code": Call(form(code="{opening}"), "/en/leaving", by=[Role.PUPIL]),
    "pupil/leaving.want_help": Call({"wanted": True}, "/en/leaving"),
    "pupil/own_things.hide": Call({"kind": "entry", "thing": "{entry}"}, "/en/leaving/things"),
    "pupil/own_things.delete": Call({"kind": "evidence", "thing": "{evidence}"}, "/en/leaving/things"),
    "pupil/own_things.undo": Call({"what": "entry {deleted_entry} back"}, "/en/leaving/things"),
    "pupil/own_things.gone_through": Call({"done": True}, "/en/leaving/things"),
    "pupil/goal_form.save": Call({"form": GOAL | {"id": "{goal}", "version": "1"}}, "/en/goal-form?id={goal}"),
    "pupil/goal_form.keep_both": Call(
        at="/en/goal-form?id={goal}", after=("save", {"form": GOAL | {"id": "{goal}", "version": "0"}})
    ),
    "pupil/goal_form.take_other": Call(at="/en/goal-form?id={goal}"),
    "pupil/plan.undo": Call({"goal": "{deleted_goal}"}, "/en/plan"),
    "pupil/plan.make_calendar": Call(at="/en/plan"),
    "pupil/plan.end_calendar": Call(at="/en/plan"),
    "pathways/pathway.keep": Call({"code": "{pathway}"}, PATHWAY_AT, ANY_PATHWAY),
    "pathways/pathway.take_out": Call({"code": "{pathway}"}, PATHWAY_AT, ANY_PATHWAY),
    "pathways/pathway.undo": Call({"code": "{pathway}"}, PATHWAY_AT, ANY_PATHWAY),
    "pathways/pathway.tell": Call({"shown": False}, PATHWAY_AT, unread=["pathway"]),
    "learning/module.begin": Call({"form": IN_LESSON}, LESSON_AT, ANY_LESSON),
    "learning/module.keep": Call(
        {"form": IN_LESSON | {"activity": "news-to-me", "q-both": "Patient"}}, LESSON_AT, ANY_LESSON
    ),
    "learning/module.choose_audience": Call(AUDIENCE, WORK_AT, by=[Role.PUPIL]),
    "learning/module.read_comments": Call(at=WORK_AT, by=[Role.PUPIL]),
    "learning/module.hide_comment": Call({"comment": "{feedback}"}, WORK_AT, unread=["work"], by=[Role.PUPIL]),
    "learning/module.undo": Call({"what": "comment:{feedback}"}, WORK_AT, unread=["work"], by=[Role.PUPIL]),
    "learning/module.show_to": Call({"person": "{teacher}"}, WORK_AT, by=[Role.PUPIL]),
    "learning/module.stop_showing": Call({"person": "{teacher}"}, WORK_AT, idle=True, by=[Role.PUPIL]),
    "learning/module.answer": Call(
        form(remark="{feedback}", answer="Thank you"), WORK_AT, unread=["work"], by=[Role.PUPIL]
    ),
    "learning/module.say_stuck": Call(
        {"lesson": "{live}", "stuck": True}, LESSON_AT, unread=["lesson"], by=[Role.PUPIL]
    ),
    "learning/module.put_note": Call(form(wall="{wall}", words="Help"), LESSON_AT, unread=["lesson"]),
    "learning/module.take_note_back": Call({"wall": "{wall}"}, LESSON_AT, unread=["lesson"], by=[Role.PUPIL]),
    "learning/module.make_entry": Call(DID, LESSON_AT, ANY_LESSON, by=[Role.PUPIL]),
    "learning/module.make_evidence": Call(DID | {"activity": "ask-two-people"}, LESSON_AT, ANY_LESSON, by=[Role.PUPIL]),
    "learning/own_module.save_part": Call(
        {
            "form": {
                "module": "{own_module}",
                "language": "en",
                "part": "board",
                "title": "On the board",
                "text": "- Why?",
                "mark": BOARD_MARK,
                "does": "save",
            }
        },
        OWN_AT,
        by=AUTHOR,
    ),
    "learning/own_module.save_file": Call(
        {"form": {"module": "{own_module}", "file": "en.easy.md", "text": EASY, "mark": mark_of(EASY)}},
        OWN_AT,
        by=AUTHOR,
    ),
    "learning/own_module.save_activities": Call(
        {"form": {"module": "{own_module}", "language": "en", "mark": mark_of(ABOUT)} | PLACED}, OWN_AT, by=AUTHOR
    ),
    "learning/own_module.go_back": Call({"module": "{own_module}", "number": "1"}, OWN_AT, by=AUTHOR),
    "learning/own_module.undo": Call({"what": "1"}, OWN_AT, by=AUTHOR),
    "learning/module.make_ours": Call(
        form(module="deciding", request="{request}"), LESSON_AT, ANY_LESSON, unread=["lesson"], by=AUTHOR
    ),
    "learning/own_module_changes.take_piece": Call({"path": "en.md", "code": "summary"} | SEEN, COPY_AT, by=AUTHOR),
    "learning/own_module_changes.undo": Call(
        {"what": "1 {former_version}"}, COPY_AT, {"former_version": ""}, by=AUTHOR
    ),
    "learning/own_module_changes.take_over": Call(SEEN, "/en/own-module-changes?name={copy_to_take}", by=AUTHOR),
    "learning/own_module_changes.keep_ours": Call(
        {"seen": SEEN["seen"]}, "/en/own-module-changes?name={copy_to_keep}", by=AUTHOR
    ),
    "learning/own_modules.bring_in_as": Call(
        form(name="a-new-name", request="{request}"), "/en/own-modules", by=AUTHOR
    ),
    "learning/own_modules.forget": Call(at="/en/own-modules"),
    "learning/own_modules.delete": Call({"module": "{own_module}"}, "/en/own-modules", by=AUTHOR),
    "learning/own_modules.undo": Call({"what": "{deleted_own_module}"}, "/en/own-modules", by=AUTHOR),
    "learning/module.make_step": Call(
        form(module="{lesson}", activity="not-yet", step_words="Ask", goal="{goal}"),
        LESSON_AT,
        ANY_LESSON,
        by=[Role.PUPIL],
    ),
    "pupil/portfolio.move": Call({"entry": "{entry}", "by": 1}, "/en/portfolio"),
    "pupil/portfolio.delete": Call({"entry": "{entry}"}, "/en/portfolio"),
    "pupil/portfolio.undo": Call({"entry": "{deleted_entry}"}, "/en/portfolio"),
    "pupil/questionnaire.answer": Call(
        {"number": 1, "statement": "D1", "value": "3"}, "/en/questionnaire?name=strengths"
    ),
    "pupil/questionnaire.go_on": Call(form(number="1", page="1", D1="4"), "/en/questionnaire?name=strengths"),
    "pupil/questionnaire_result.reject": Call(form(part="theme:done", why="No", number="1"), RESULT),
    "pupil/questionnaire_result.take_back": Call({"number": 1, "part": "theme:done"}, RESULT),
    "pupil/about_me.save": Call(form(line1="I like drawing.", request="{request}"), "/en/about-me"),
    "pupil/about_me.say_again": Call({"lines": "{lines}"}, "/en/about-me"),
    "pupil/about_me.delete": Call({"lines": "{earlier_lines}"}, "/en/about-me"),
    "pupil/about_me.choose_audience": Call(AUDIENCE, "/en/about-me"),
    "pupil/about_me.read_comments": Call(at="/en/about-me"),
    "pupil/about_me.hide_comment": Call({"comment": "{comment}"}, "/en/about-me"),
    "pupil/about_me.undo": Call({"what": "deleted:{deleted_lines}"}, "/en/about-me"),
    "pupil/first_lesson.answer": Call(form(**ROUND, step="like", **{"like:draw": "yes"}), LESSON),
    "pupil/first_lesson.not_yet": Call({"number": 1, "question": "easy"}, LESSON),
    "pupil/first_lesson.keep_deed": Call(
        form(**ROUND, words="I helped", capability="not-sure", request="{request}"), LESSON
    ),
    "pupil/first_lesson.name_witness": Call(form(**ROUND, adult="{teacher}"), LESSON),
    "pupil/first_lesson.finish": Call(form(**ROUND, line1="I like drawing.", request="{request}"), LESSON),
    "pupil/questionnaire_result.choose_audience": Call(AUDIENCE, RESULT_AT),
    "pupil/questionnaire_result.show_rejected": Call({"shown": True}, RESULT_AT),
    "pupil/questionnaire_result.read_comments": Call(at=RESULT_AT),
    "pupil/questionnaire_result.hide_comment": Call({"comment": "{comment}"}, RESULT_AT, unread=["round"]),
    "pupil/questionnaire_result.undo": Call({"what": "comment:{comment}"}, RESULT_AT, unread=["round"]),
    "pupil/questionnaire_result.delete": Call(at=RESULT_AT),
    "pupil/questionnaires.undo": Call({"what": "{deleted_round}"}, "/en/questionnaires"),
    "pupil/tagging.choose_tag": Call(CHOSEN, "/en/tagging?evidence={evidence}", foreign=TAGGED),
    "pupil/tagging.put_on": Call(PUT_ON, "/en/tagging?entry={entry}&search=bake", foreign=TAGGED),
    "pupil/tagging.take_off": Call({"tag": "{tag}"}, "/en/tagging?evidence={evidence}", unread=["evidence"]),
    "pupil/tagging.undo": Call({"what": "tag:{tag}"}, "/en/tagging?evidence={evidence}", unread=["evidence"]),
    "pupil/after_school.ask": Call(form(wish="Hello", reach="050", request="{request}"), AFTER, by=LEFT),
    "pupil/after_school.take_back": Call({"wish": "{wish}"}, AFTER, by=LEFT),
    "pupil/after_school.agree": Call({"agreed": True}, AFTER),
    "pupil/after_school.answer": Call(
        form(check_in="{check_in}", goes="well", request="{request}"), AFTER, foreign={"request": ""}, by=LEFT
    ),
    "pupil/after_school.erase": Call({"check_in": "{check_in}"}, AFTER, by=LEFT),
    "pupil/after_school.tell": Call(form(kind="work", told="yes"), AFTER),
    "pupil/after_school.withdraw": Call(at=AFTER),
    "teacher/leavers.remind": Call(at="/en/leavers?class={class}"),
    "teacher/leavers.reached": Call({"wish": "{wish}"}, "/en/leavers", by=AUTHOR),
    "teacher/leavers.read": Call({"check_in": "{check_in}"}, "/en/leavers", by=AUTHOR),
    "teacher/leavers.name_contact": Call(
        form(**{"school": "{school}", "class": "{class}", "adult": "{teacher}", "how": "Room 1"}), "/en/leavers"
    ),
    "teacher/leavers.undo": Call({"what": "{school} {class} {teacher} Room 1"}, "/en/leavers"),
    "teacher/leavers.pass_on": Call(form(school="{school}", service="The town", basis="A law"), "/en/leavers"),
    "pupil/support.tell": Call(form(point="no-idea", adult="{teacher}", words="", request="{request}"), "/en/support"),
    "pupil/support.take_back": Call({"note": "{note}"}, "/en/support"),
    "teacher/class_lesson.begin": Call(at="/en/class-lesson?id={class}", by=AUTHOR),
    "teacher/class_lesson.count": Call(at="/en/class-lesson?id={class}", by=AUTHOR),
    "teacher/class_screen.count": Call(at="/en/class-screen?id={class}&part=2", by=AUTHOR),
    "teacher/class_lesson.end": Call(at="/en/class-lesson?id={class}", by=AUTHOR),
    "teacher/assign.assign": Call(
        {
            "form": {
                "class": "{class}",
                "module": "deciding",
                "request": "{request}",
                "first_day": SOON,
                "due_on": LATER,
                "pupil:{pupil}": "yes",
            }
        },
        "/en/assign?class={class}&module=deciding",
        by=AUTHOR,
    ),
    "teacher/class_lessons.change_days": Call(
        form(assignment="{assignment}", version="1", first_day=SOON, due_on=LATER),
        LESSONS_AT,
        unread=["class"],
        by=AUTHOR,
    ),
    "teacher/class_lessons.move": Call({"assignment": "{assignment}"}, LESSONS_AT, unread=["class"], by=AUTHOR),
    "teacher/class_lessons.offer": Call(
        form(assignment="{assignment}", request="{request}"),
        LESSONS_AT,
        foreign={"request": ""},  # it only tells one form from another
        unread=["class"],
        by=AUTHOR,
    ),
    "teacher/class_lessons.take_back": Call({"assignment": "{assignment}"}, LESSONS_AT, unread=["class"], by=AUTHOR),
    "teacher/class_lessons.undo": Call({"what": "{ended_assignment}"}, LESSONS_AT, unread=["class"], by=AUTHOR),
    "teacher/class_hours.confirm": Call(
        form(what="day:{plan_item}", held_on=SOON, minutes="45", request="{request}"), HOURS_AT, by=AUTHOR
    ),
    "teacher/class_hours.take_back": Call({"lesson": "{held_lesson}"}, HOURS_AT, unread=["class"], by=AUTHOR),
    "teacher/class_hours.undo": Call({"what": "{taken_back_lesson}"}, HOURS_AT, unread=["class"], by=AUTHOR),
    "teacher/class_lessons.begin_together": Call({"module": "deciding"}, LESSONS_AT, by=AUTHOR),
    "teacher/live_lesson.begin": Call(form(module="deciding"), TOGETHER_AT, by=AUTHOR),
    "teacher/live_lesson.look": Call(at=TOGETHER_AT, by=AUTHOR),
    "teacher/live_lesson.open_for_all": Call(
        {"lesson": "{live}", "activity": "{live_activity}"},
        TOGETHER_AT,
        {"live_activity": ""},
        unread=["class"],
        by=AUTHOR,
    ),
    "teacher/live_lesson.open_wall": Call(
        form(lesson="{live}", about="{live_question}"), TOGETHER_AT, {"live_question": ""}, unread=["class"], by=AUTHOR
    ),
    "teacher/live_lesson.show_note": Call(
        {"wall": "{wall}", "note": "{wall_note}"}, TOGETHER_AT, unread=["class", "wall_note"], by=AUTHOR
    ),
    "teacher/live_lesson.show_all": Call({"wall": "{wall}"}, TOGETHER_AT, unread=["class"], by=AUTHOR),
    "teacher/live_lesson.take_off": Call({"note": "{wall_note}"}, TOGETHER_AT, unread=["class"], by=AUTHOR),
    "teacher/wall.look": Call(at=WALL_AT, by=AUTHOR),
    "teacher/wall.take_off": Call({"note": "{wall_note}"}, WALL_AT, unread=["wall"], by=AUTHOR),
    "teacher/wall.undo": Call({"what": "{wall_note}"}, WALL_AT, unread=["wall"], by=AUTHOR),
    "teacher/live_lesson.close_wall": Call({"wall": "{wall}"}, TOGETHER_AT, unread=["class"], by=AUTHOR),
    "teacher/live_lesson.end": Call({"lesson": "{live}"}, TOGETHER_AT, unread=["class"], by=AUTHOR),
    "teacher/live_lesson.undo": Call({"what": "{live}"}, TOGETHER_AT, unread=["class"], by=AUTHOR),
    "teacher/year_plan.lay_out": Call(form(view="", first_year=THIS_YEAR), PLAN_AT, by=AUTHOR),
    "teacher/year_plan.add_module": Call(
        form(module="deciding", module_day=SOON, request="{request}"), PLAN_AT, by=AUTHOR, alone=False
    ),  # it was laid out before
    "teacher/year_plan.replace": Call(
        {"module": "deciding", "day": SOON, "request": "{request}"}, PLAN_AT, by=AUTHOR, alone=False
    ),
    "teacher/year_plan.add_day": Call({"form": EXTERNAL | {"request": "{request}"}}, PLAN_AT, by=AUTHOR),
    "teacher/year_plan.change": Call(
        {"form": EXTERNAL | {"item": "{plan_item}", "version": "1"}}, PLAN_AT, unread=["class"], by=AUTHOR
    ),
    "teacher/year_plan.move_to": Call(
        form(item="{plan_item}", day=LATER, version="2"), PLAN_AT, unread=["class"], by=AUTHOR
    ),
    "teacher/year_plan.move": Call(
        {"item": "{plan_item}", "day": SOON, "version": 3}, PLAN_AT, unread=["class"], by=AUTHOR
    ),
    "teacher/year_plan.cancel": Call({"item": "{plan_item}", "cancelled": True}, PLAN_AT, unread=["class"], by=AUTHOR),
    "teacher/year_plan.copy": Call(
        form(from_class="{class}", from_year=THIS_YEAR, to_year=str(int(THIS_YEAR) + 1)), PLAN_AT, by=AUTHOR
    ),
    "teacher/year_plan.take_out": Call({"item": "{plan_item}"}, PLAN_AT, unread=["class"], by=AUTHOR),
    "teacher/year_plan.undo": Call({"what": "{plan_item_out}"}, PLAN_AT, unread=["class"], by=AUTHOR),
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
    "teacher/offer_credential.look": Call({"form": OFFERED}, OFFERING_AT, by=AUTHOR),
    "teacher/offer_credential.offer": Call({"form": OFFERED | {"request": "{request}"}}, OFFERING_AT, by=AUTHOR),
    "teacher/offer_credential.take_back": Call(
        {"credential": "{third_offer}"}, OFFERING_AT, unread=["class"], by=AUTHOR
    ),
    "pupil/talks.answer": Call(form(talk="{talk}", answer="Yes"), "/en/talks"),
    "teacher/pupil.comment": Call(
        form(words="Well done", request="{request}"), "/en/pupil?id={pupil}&evidence={evidence}", by=AUTHOR
    ),
    "teacher/pupil.change_comment": Call(
        form(comment="{comment}", words="Very well done", version="1"),
        "/en/pupil?id={pupil}",
        unread=["pupil"],
        by=AUTHOR,
    ),
    "teacher/pupil.use_phrase": Call({"phrase": "{phrase}"}, "/en/pupil?id={pupil}", unread=["pupil"], by=AUTHOR),
    "teacher/talk_note.use_phrase": Call(
        {"phrase": "{phrase}"}, "/en/talk-note?class={class}", unread=["class"], by=AUTHOR
    ),
    "teacher/phrases.add": Call(form(words="Well told", request="{request}"), PHRASES_AT, by=AUTHOR),
    "teacher/phrases.change": Call(form(phrase="{phrase}", words="Told well", version="1"), PHRASES_AT, by=AUTHOR),
    "teacher/phrases.delete": Call({"phrase": "{phrase}"}, PHRASES_AT, by=AUTHOR),
    "teacher/phrases.undo": Call({"phrase": "{deleted_phrase}"}, PHRASES_AT, by=AUTHOR),
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
    "coordinator/school.change_town": Call(form(school="{school}", town="Aura")),
    "coordinator/school.change_contact": Call(form(school="{school}", contact_name="Liisa", contact_how="Room 1")),
    "coordinator/school.choose_framework": Call(form(school="{school}", framework="scotland-cms")),
    "coordinator/school.choose_leaving_day": Call(
        form(school="{school}", leaving_stage="13-15", leaving_on=SOME_DAY), "/en/school"
    ),
    "coordinator/school.choose_links": Call(form(school="{school}", links_from="13-15")),
    "coordinator/school_class.change": Call(
        {"form": {"class": "{other_class}", "name": "9X", "stage": "13-15"}}, "/en/school/class?id={other_class}"
    ),
    "coordinator/school_class.add_teacher": Call(
        {"form": {"class": "{other_class}", "teacher": "{teacher}"}}, "/en/school/class?id={other_class}"
    ),
    "coordinator/school_class.choose_staying": Call({"person": "{pupil}", "stays": True}, CLASS),
    "coordinator/school_class.move": Call(
        {"form": {"person": "{pupil}", "class": "{class}", "to_class": "{other_class}"}}, CLASS
    ),
    "coordinator/school_class.take_out": Call({"person": "{pupil}", "role": "pupil"}, CLASS, idle=True),
    "coordinator/school_class.undo": Call({"what": "{pupil} pupil"}, "/en/school/class?id={other_class}"),
    "coordinator/school_class.choose_leaving_day": Call({"form": {"class": "{class}", "leaving_on": SOME_DAY}}, CLASS),
    "coordinator/school_class.make_joining_code": Call(at=CLASS),
    "coordinator/school_class.end_joining_code": Call({"code": "{joining_code}"}, CLASS, unread=["class"]),
    "coordinator/school_class.end": Call(at=CLASS),
    "admin/local_help.save": Call(
        {"form": HELP | {"place": "{region}"}}, "/en/schools/local-help?region={region}", ANY_SCHOOL
    ),
    "admin/region.change": Call(
        form(region="{region}", region_name="Uusimaa", country="FI"), "/en/schools/region?id={region}", ANY_SCHOOL
    ),
    "admin/region.add_coordinator": Call(
        form(coordinator_name="Sirpa", username="sirpa.{number}", request="{request}"), REGION, ANY_SCHOOL
    ),
    "admin/region.give_link": Call({"person": "{regional}"}, REGION, {"regional": "pupil"}, unread=["region"]),
    "admin/region.end_role": Call({"person": "{regional}"}, REGION, idle=True),
    "admin/region.undo": Call({"person": "{former_regional}"}, REGION),
    "regional/region.change": Call(
        form(region="{region}", words="We meet", goals="Everybody goes out", version="0"), REGION_PAGE
    ),
    "regional/region.add_partner": Call(form(region="{region}", request="{request}", **PARTNER), REGION_PAGE),
    "regional/region.change_partner": Call(form(partner="{partner}", **PARTNER), REGION_PAGE),
    "regional/region.end_partner": Call({"partner": "{partner}"}, REGION_PAGE),
    "regional/region.make_key": Call(form(region="{region}", key_name="The town", request="{request}"), REGION_PAGE),
    "regional/region.end_key": Call({"reading_key": "{reading_key}"}, REGION_PAGE),
    "regional/region.undo": Call({"what": "partner {ended_partner}"}, REGION_PAGE),
    "regional/hosts.add": Call(form(region="{region}", request="{request}", **HOST), "/en/hosts"),
    "regional/host.change": Call(form(version="1", **HOST), "/en/host?id={host_to_change}"),
    "regional/host.place": Call(form(place="Aura"), HOST_AT),
    "regional/host.approve": Call(form(until=SOME_DAY), HOST_AT),
    "regional/host.withdraw": Call(at=HOST_AT),
    "regional/host.pause": Call(form(reason="To be cleared up"), HOST_AT),
    "regional/host.resume": Call(at=HOST_AT),
    "regional/host.merge": Call({"double": "{double_host}"}, HOST_AT),
    "regional/host.end": Call(at="/en/host?id={host_to_end}"),
    "regional/host.undo": Call({"what": "end"}, "/en/host?id={ended_host}"),
    "regional/host.add_contact": Call(form(request="{request}", **CONTACT), HOST_AT),
    "regional/host.correct_contact": Call(
        form(contact="{host_contact}", **CONTACT | {"mail": "other.{number}@example.org"}), HOST_AT, unread=["host"]
    ),
    "marketplace/marketplace.pause": Call(form(host="{approved_host}", reason="Nobody was there"), "/en/marketplace"),
    "marketplace/marketplace.ask": Call({"host": "{approved_host}"}, "/en/marketplace"),
    "marketplace/marketplace.undo": Call({"host": "{approved_host}"}, "/en/marketplace"),
    "placements/periods.make": Call(form(school="{school}", request="{request}", **PERIOD), "/en/work-experience"),
    "placements/periods.bring_back": Call({"period": "{ended_period}"}, "/en/work-experience"),
    "placements/period.change": Call(form(version="1", **PERIOD), PERIOD_AT),
    "placements/period.announce": Call(at=PERIOD_AT),
    "placements/period.undo": Call({"what": "announced"}, PERIOD_AT),
    "placements/period.hide": Call(at=PERIOD_AT),
    "placements/period.end": Call(at="/en/period?id={period_to_end}"),
    "placements/offer.book": Call(
        form(date="{offer_date}", school="{school}", period="", request="{request}", **{"pupil:{pupil}": "yes"}),
        SEATS_AT,
        by=AUTHOR,
    ),
    "placements/offer.confirm": Call({"booking": "{held_seat}"}, SEATS_AT, unread=["host_offer"]),
    "placements/offer.give_back": Call({"booking": "{seat}"}, SEATS_AT, unread=["host_offer"]),
    "placements/offer.undo": Call({"booking": "{given_seat}"}, SEATS_AT, unread=["host_offer"]),
    "placements/placement.read": Call({"placement": "{placement}"}, PLACED_AT, by=[Role.PUPIL]),
    "placements/placement.say_absent": Call(
        form(placement="{placement}", day="{day_at_work}", request="{request}"),
        PLACED_AT,
        unread=["day_at_work", "request"],
        by=[Role.PUPIL],
    ),
    "placements/placement.come": Call({"note": "{absence}"}, PLACED_AT, unread=["placement"], by=[Role.PUPIL]),
    "placements/placement.say_worry": Call(
        form(placement="{placement}", words="It is loud", request="{request}"), PLACED_AT, by=[Role.PUPIL]
    ),
    "placements/diary.write": Call(
        form(placement="{over}", day="{other_day}", words="I sold bread"),
        DIARY_AT,
        unread=["other_day"],
        by=[Role.PUPIL],
    ),
    "placements/diary.delete": Call({"day": "{diary_day}"}, DIARY_AT, unread=["over"], by=[Role.PUPIL]),
    "placements/diary.undo": Call({"what": "{diary_day}"}, DIARY_AT, unread=["over"], by=[Role.PUPIL]),
    "placements/diary.photo_kept": Call({"_sent": "{request}"}, unread=["request"], at=DIARY_AT, by=[Role.PUPIL]),
    "placements/afterwards.evaluate": Call(
        form(placement="{over}", proud="The buns", would="yes"), AFTERWARDS_AT, by=[Role.PUPIL]
    ),
    "placements/afterwards.hand_in": Call(
        form(placement="{over}", thanks="Thank you all", version="1"), AFTERWARDS_AT, by=[Role.PUPIL]
    ),
    "placements/afterwards.take_back": Call({"placement": "{over}"}, AFTERWARDS_AT, by=[Role.PUPIL]),
    "placements/afterwards.keep_entry": Call({"placement": "{over}"}, AFTERWARDS_AT, by=[Role.PUPIL]),
    "placements/afterwards.keep_day": Call(
        form(day="{diary_day}", capability=CODE), AFTERWARDS_AT, unread=["over"], by=[Role.PUPIL]
    ),
    "placements/afterwards.undo": Call({"what": "day:{diary_day}"}, AFTERWARDS_AT, unread=["over"], by=[Role.PUPIL]),
    "placements/thanks.send": Call({"note": "{thanks}", "version": 1}, "/en/thanks", alone=False),  # without mail
    "placements/thanks.give_back": Call(form(note="{thanks}", version="1", why="What was good?"), "/en/thanks"),
    "placements/placement.keep_piece": Call(
        {"placement": "{handed_placement}", "aspect": "punctual", "keep": True}, HANDED_AT, by=[Role.PUPIL]
    ),
    "placements/placement.take_credential": Call(
        form(placement="{handed_placement}", name="whole"), HANDED_AT, by=[Role.PUPIL]
    ),
    "placements/placement.want_credential": Call(
        {"placement": "{handed_placement}", "wanted": False}, HANDED_AT, by=[Role.PUPIL]
    ),
    "ambassador/training.answer": Call(
        {"form": {"module": "tour", "version": "1", "request": "{request}", **right_answers("tour")}},
        "/en/ambassador-training?module=tour",
        foreign={"request": ""},
        by=[Role.PUPIL],
    ),
    "placements/evaluations.hand_on": Call({"evaluation": "{evaluation}", "version": 1}, "/en/evaluations"),
    "placements/evaluations.hold_back": Call(
        form(evaluation="{evaluation_to_hold}", version="1", reason="Look once more"), "/en/evaluations"
    ),
    "placements/worries.seen": Call({"worry": "{worry}"}, "/en/worries"),
    "ambassador/ambassadors.apply": Call(
        form(term="{ambassador_call}", version="0", why="To help", reaches="class", reach_words=""), "/en/ambassadors"
    ),
    "ambassador/ambassadors.withdraw": Call({"term": "{ambassador_call_waited_for}"}, "/en/ambassadors"),
    "ambassador/ambassadors.undo": Call({"term": "{ambassador_call_withdrawn}"}, "/en/ambassadors"),
    "ambassador/ambassadors.open_call": Call(
        form(school="{school}", request="{request}", **AMBASSADOR_TERM), "/en/ambassadors"
    ),
    "ambassador/ambassadors.bring_back": Call({"term": "{ambassador_call_ended}"}, "/en/ambassadors"),
    "ambassador/term.choose": Call({"application": "{application}"}, AMBASSADOR_TERM_AT, unread=["ambassador_term"]),
    "ambassador/term.open_again": Call(
        {"application": "{application}"}, AMBASSADOR_TERM_AT, unread=["ambassador_term"]
    ),
    "ambassador/term.decline": Call(
        {"form": {"application": "{application_declined}", "words-{application_declined}": "Next time"}},
        AMBASSADOR_TERM_AT,
        unread=["ambassador_term"],
    ),
    "ambassador/term.undo": Call({"what": "{application_declined}"}, AMBASSADOR_TERM_AT, unread=["ambassador_term"]),
    "ambassador/term.change": Call(form(term="{ambassador_term}", version="1", **AMBASSADOR_TERM), AMBASSADOR_TERM_AT),
    "ambassador/term.end": Call({"term": "{ambassador_call}"}, AMBASSADOR_TERM_AT, unread=["ambassador_term"]),
    "ambassador/ambassador.plan": Call(
        form(ambassador="{ambassador}", request="{request}", kind="poster", day=today().isoformat()), AMBASSADOR_AT
    ),
    "ambassador/ambassador.change_plan": Call(
        form(action="{ambassador_action}", version="2", kind="poster", day=today().isoformat()),
        AMBASSADOR_AT,
        unread=["ambassador"],
    ),
    "ambassador/ambassador.log": Call(
        {
            "form": {
                "action": "{ambassador_action}",
                "version": "3",
                "minutes-{ambassador_action}": "30",
                "heads-{ambassador_action}": "10",
                "learned-{ambassador_action}": "To listen",
            }
        },
        AMBASSADOR_AT,
        unread=["ambassador"],
    ),
    "ambassador/ambassador.prepare_talk": Call(
        form(ambassador="{ambassador}", version="0", happened="A demo"), AMBASSADOR_AT
    ),
    "ambassador/ambassador.reflect": Call(
        {"form": {"ambassador": "{ambassador}", "version": "1", "looked_back": "Good", f"skill:{CODE}": "on"}},
        AMBASSADOR_AT,
    ),
    "ambassador/ambassador.hand_over": Call(
        form(ambassador="{ambassador}", version="2", hand_over="Ask the janitor", buddy_from="", buddy_until=""),
        AMBASSADOR_AT,
    ),
    "ambassador/ambassador.keep_as_evidence": Call({"ambassador": "{ambassador}"}, AMBASSADOR_AT),
    "ambassador/ambassador.show_name": Call(form(ambassador="{ambassador}", name_shown="yes"), AMBASSADOR_AT),
    "ambassador/ambassador.delete": Call({"action": "{ambassador_action}"}, AMBASSADOR_AT, unread=["ambassador"]),
    "ambassador/ambassador.undo": Call(
        {"what": "action:{ambassador_action}"}, AMBASSADOR_AT, unread=["ambassador"], by=[Role.PUPIL]
    ),
    "ambassador/ambassador.tell_family": Call(form(ambassador="{ambassador}", way="letter"), AMBASSADOR_AT),
    "ambassador/ambassador.note_talk": Call(
        form(ambassador="{ambassador}", talked_on=today().isoformat(), agreed="One more"), AMBASSADOR_AT
    ),
    "ambassador/ambassador.remove": Call(form(ambassador="{ambassador}", removed_words="Why"), AMBASSADOR_AT),
    "ambassador/ambassador.bring_back": Call({"ambassador": "{ambassador}"}, AMBASSADOR_AT),
    "ambassador/ambassador.sign": Call({"ambassador": "{ambassador}"}, AMBASSADOR_AT),
    "ambassador/ambassador.take_back_signature": Call({"ambassador": "{ambassador}"}, AMBASSADOR_AT),
    "ambassador/ambassador.post": Call(
        {
            "form": {
                "action": "{ambassador_action_again}",
                "version": "1",
                "wall-{ambassador_action_again}": "We did it",
                "picture-{ambassador_action_again}": "",
            }
        },
        AMBASSADOR_AT,
        unread=["ambassador"],
    ),
    "ambassador/ambassador.take_down": Call({"post": "{wall_post}"}, AMBASSADOR_AT, unread=["ambassador"]),
    "ambassador/ambassador.leave": Call({"ambassador": "{ambassador}"}, AMBASSADOR_AT),
    "ambassador/wall.let_through": Call({"post": "{wall_post}"}, "/en/ambassador-wall"),
    "ambassador/wall.give_back": Call(
        {"form": {"post": "{wall_post}", "why-{wall_post}": "Shorter"}}, "/en/ambassador-wall"
    ),
    "ambassador/wall.take_down": Call({"post": "{wall_post}"}, "/en/ambassador-wall"),
    "ambassador/wall.undo": Call({"post": "{wall_post}"}, "/en/ambassador-wall"),
    "ambassador/wall.object_to": Call({"post": "{wall_post_shown}"}, "/en/ambassador-wall"),
    "ambassador/campaigns.make": Call(
        form(school="{school}", request="{request}", name="Poster", goal="20", class_id=""), "/en/campaigns"
    ),
    "ambassador/campaigns.end": Call({"link": "{campaign}"}, "/en/campaigns"),
    "ambassador/campaigns.undo": Call({"link": "{campaign}"}, "/en/campaigns"),
    "placements/found_place.keep": Call(
        form(place="Bakery", town="Aura", contact="", mail="", phone="", words="", request="{request}"),
        "/en/found-place",
    ),
    "placements/found_place.take_back": Call({"place": "{found_place}"}, "/en/found-place"),
    "placements/found_place.undo": Call({"place": "{found_taken_back}"}, "/en/found-place"),
    "placements/found_places.decline": Call(
        {"form": {"found": "{found_place}", "why-{found_place}": "Full"}}, "/en/found-places", by=AUTHOR
    ),
    "placements/found_places.undo": Call({"place": "{found_declined}"}, "/en/found-places"),
    "placements/found_places.invite": Call({"form": INVITATION}, "/en/found-places"),
    "placements/notes.keep": Call(
        form(placement="{placement}", kind="visit", day=today().isoformat(), words="I was there", request="{request}"),
        NOTES_AT,
        unread=["request"],
    ),
    "placements/notes.end": Call({"note": "{placement_note}"}, NOTES_AT, unread=["placement"], by=AUTHOR),
    "placements/notes.undo": Call({"note": "{note_taken_away}"}, NOTES_AT, unread=["placement"], by=AUTHOR),
    "placements/wishes.keep": Call(
        {"form": {"period": "{wishing}", "field-1": "food", "why-1": "Bread"}}, "/en/wishes?period={wishing}"
    ),
    "placements/wishes.move": Call(
        {"period": "{tasting}", "what": "{programme}", "to": 1}, "/en/wishes?period={tasting}"
    ),
    "placements/period_wishes.place": Call({"pupil": "{pupil}", "date": "{programme_date}"}, PLACING_AT),
    "placements/period_wishes.place_elsewhere": Call(
        {"form": {"pupil": "{pupil}", "date-{pupil}": "{programme_date}"}}, PLACING_AT
    ),
    "placements/period_wishes.keep_month": Call({"form": {"pupil": "{pupil}", "born-{pupil}": "2011-04"}}, PLACING_AT),
    "placements/period_wishes.take_back": Call({"booking": "{seat}"}, PLACING_AT, unread=["tasting"]),
    "placements/period_wishes.undo": Call({"what": "freed:{given_seat}"}, PLACING_AT, unread=["tasting"]),
    "placements/period_offers.choose": Call({"offer": "{programme}"}, CHOOSING_AT),
    "placements/period_offers.leave_out": Call({"offer": "{programme_out}"}, CHOOSING_AT),
    "placements/period_offers.undo": Call({"offer": "{programme_out}"}, CHOOSING_AT),
    "placements/period_offers.say_way": Call(
        {"form": {"offer": "{programme}", "way-{programme}": "Bus 5"}}, CHOOSING_AT
    ),
    "placements/agreement.propose": Call(form(version="2", **AGREED), AGREED_AT),
    "placements/agreement.sign": Call({"agreement": "{agreement}"}, AGREED_AT),
    "placements/agreement.ask": Call({"party": "family"}, AGREED_AT, alone=False),  # without mail
    "placements/agreement.record_paper": Call(
        form(agreement="{agreement}", party="family", signed_name="Minna", signed_on=today().isoformat()), AGREED_AT
    ),
    "placements/agreement.keep_family": Call(
        form(family_name="Minna", family_language="en", family_way="paper"), AGREED_AT
    ),
    "placements/agreement.forget_family": Call(at=AGREED_AT),
    "placements/placement.keep_family": Call(
        form(placement="{placement}", family_name="Minna", family_language="en", family_way="paper"),
        PLACED_AT,
        by=[Role.PUPIL],
    ),
    "placements/placement.forget_family": Call({"placement": "{placement}"}, PLACED_AT, by=[Role.PUPIL]),
    "placements/agreement.undo": Call({"what": "family"}, AGREED_AT),
    "regional/host.ask_again": Call({"contact": "{host_contact}"}, HOST_AT, unread=["host"]),
    "regional/host.send_link": Call(
        {"contact": "{host_contact}"}, HOST_AT, unread=["host"], alone=False
    ),  # without mail
    "regional/host.close_link": Call({"contact": "{host_contact}"}, HOST_AT, unread=["host"]),
    "regional/host.end_contact": Call({"contact": "{contact_to_end}"}, HOST_AT, unread=["host"]),
    "ambassador/question_box.ask": Call(
        form(**{"class": "{class}", "page": "{request}", "words": "What does a baker earn?"}), BOX_AT
    ),
    "ambassador/question_box.contact_me": Call(at=BOX_AT),
    "ambassador/question_box.no_contact": Call(at=BOX_AT),
    "ambassador/question_box.hide_help": Call(),
    "ambassador/ambassador_questions.send": Call(form(question="{question_to_draft}", answer="Ask the union")),
    "ambassador/class_questions.open_box": Call(at=QUESTIONS_AT),
    "ambassador/class_questions.let_through": Call(
        form(question="{question_fresh}", shown="A question"), QUESTIONS_AT, unread=["class"]
    ),
    "ambassador/class_questions.keep_for_adults": Call(
        {"question": "{question_to_keep}", "yes": True}, QUESTIONS_AT, unread=["class"]
    ),
    "ambassador/class_questions.seen": Call({"question": "{question_worry}"}, QUESTIONS_AT, unread=["class"]),
    "ambassador/class_questions.no_worry": Call({"question": "{question_worry}"}, QUESTIONS_AT, unread=["class"]),
    "ambassador/class_questions.put_aside": Call({"question": "{question_to_keep}"}, QUESTIONS_AT, unread=["class"]),
    "ambassador/class_questions.bring_back": Call({"question": "{question_aside}"}, QUESTIONS_AT, unread=["class"]),
    "ambassador/class_questions.approve": Call(
        form(question="{question_sent}", answer="An answer", version="1"), QUESTIONS_AT, unread=["class"]
    ),
    "ambassador/class_questions.give_back": Call(
        form(question="{question_to_return}", why="Where from?", version="1"), QUESTIONS_AT, unread=["class"]
    ),
    "ambassador/class_questions.answer": Call(
        form(question="{question_to_answer}", shown="A question", answer="An answer"), QUESTIONS_AT, unread=["class"]
    ),
    "ambassador/class_questions.talked": Call({"contact": "{box_contact}"}, QUESTIONS_AT, unread=["class"], idle=True),
    "ambassador/class_questions.add_duty": Call(
        {"form": DUTY | {"person": "{teacher}", "request": "{request}"}}, QUESTIONS_AT
    ),
    "ambassador/class_questions.end_duty": Call({"duty": "{duty}"}, QUESTIONS_AT, unread=["class"]),
    "ambassador/class_questions.add_days_off": Call(form(first=SOME_DAY, last=SOME_DAY), QUESTIONS_AT),
    "ambassador/class_questions.end_days_off": Call({"first": SOME_DAY, "last": SOME_DAY}, QUESTIONS_AT),
    "ambassador/class_questions.undo": Call({"what": "duty:{ended_duty}"}, QUESTIONS_AT, unread=["class"]),
    "ambassador/class_questions.close_box": Call(at=QUESTIONS_AT),
    "ambassador/worry_words.add": Call(form(word="swearing"), WORDS_AT),
    "ambassador/worry_words.switch": Call({"words": "bomb*", "off": True}, WORDS_AT),
    "ambassador/worry_words.undo": Call({"what": "bomb*"}, WORDS_AT),
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
    "pupil/cv.load": Call(at="/en/cv"),
    "pupil/entry.load": Call(at="/en/entry?id={entry}"),
    "pupil/entry_form.load": Call(at="/en/entry-form?id={entry}"),
    "pupil/evidence.load": Call(at="/en/evidence?id={evidence}"),
    "pupil/goal.load": Call(at=GOAL_AT),
    "pupil/collection.load": Call(at=COLLECTION_AT),
    "pupil/credentials.load": Call(at=CREDENTIAL_AT),
    "pupil/tagging.load": Call(at="/en/tagging?entry={entry}"),
    "pupil/goal_form.load": Call(at="/en/goal-form?id={goal}"),
    "pupil/questionnaire_result.load": Call(at=RESULT_AT),
    "pathways/pathway.load": Call(at=PATHWAY_AT, foreign=ANY_PATHWAY),
    "ambassador/question_box.load": Call(at=BOX_AT),
    "ambassador/class_questions.load": Call(at=QUESTIONS_AT),
    "ambassador/worry_words.load": Call(at=WORDS_AT),
    "learning/for_colleagues.load": Call(at="/en/for-colleagues"),
    "ambassador/event_kit.load": Call(at="/en/event-kit"),
    "ambassador/training.load": Call(at="/en/ambassador-training?module=tour"),
    "learning/entitlements.load": Call(at="/en/entitlements?of=gb-sct&stage=senior"),
    "marketplace/working_hours.load": Call(at="/en/working-hours?age=15&kind=paid-work&check=yes&begins=12:00"),
    "learning/own_module.load": Call(at=OWN_AT, by=AUTHOR),
    "learning/own_module_changes.load": Call(at=COPY_AT, by=AUTHOR),
    "learning/module.load": Call(at=LESSON_AT, foreign=ANY_LESSON),
    "teacher/cards.load": Call(at="/en/cards?class={class}"),
    "teacher/offer_credential.load": Call(at=OFFERING_AT, by=AUTHOR),
    "teacher/assign.load": Call(at="/en/assign?class={class}&module=deciding"),
    "teacher/class_hours.load": Call(at=HOURS_AT),
    "teacher/class_lesson.load": Call(at="/en/class-lesson?id={class}"),
    "teacher/class_lessons.load": Call(at=LESSONS_AT),
    "teacher/year_plan.load": Call(at=PLAN_AT),
    "teacher/live_lesson.load": Call(at=TOGETHER_AT),
    "teacher/wall.load": Call(at=WALL_AT),
    "teacher/class_screen.load": Call(at="/en/class-screen?id={class}"),
    "teacher/leavers.load": Call(at="/en/leavers?class={class}"),
    "teacher/class_picture.load": Call(at="/en/class-picture?id={class}"),
    "teacher/shown_to_me.load": Call(at="/en/shown-to-me?class={class}"),
    "teacher/unspoken.load": Call(at="/en/unspoken?class={class}"),
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
    "regional/host.load": Call(at=HOST_AT),
    "regional/region.load": Call(at="/en/region?id={region}"),
    "placements/period.load": Call(at=PERIOD_AT),
    "placements/placement.load": Call(at=PLACED_AT, by=[Role.PUPIL]),
    "placements/diary.load": Call(at=DIARY_AT, by=[Role.PUPIL]),
    "placements/afterwards.load": Call(at=AFTERWARDS_AT, by=[Role.PUPIL]),
    "placements/wishes.load": Call(at="/en/wishes?period={wishing}"),
    "placements/period_wishes.load": Call(at=PERIOD_AT.replace("period?", "period-wishes?")),
    "placements/agreement.load": Call(at=AGREED_AT),
    "placements/period_offers.load": Call(at=CHOOSING_AT),
    "placements/notes.load": Call(at=NOTES_AT),
    "placements/offer.load": Call(at=SEATS_AT),
    "admin/region.load": Call(at="/en/schools/region?id={region}", foreign=ANY_SCHOOL),
    "admin/school_settings.load": Call(at=SETTINGS, foreign=ANY_SCHOOL),
}
"""How the address of a page names what it shows, where it must be one's own."""
