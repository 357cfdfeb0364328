"""What is next for a pupil, in one sentence: found by rules that anybody can follow, never by comparing people."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.database import table_of
from portfolio_app.core.languages import _, format_date, spoken
from portfolio_app.sharing import things
from portfolio_app.sharing.comments import shown_to_owner
from portfolio_app.sharing.models import Comment, Kind
from portfolio_app.skills import policy
from portfolio_app.skills.framework import Framework
from portfolio_app.skills.lesson_waiting import Waiting, lesson_waiting
from portfolio_app.skills.picture import Said, Standing, capability_href
from portfolio_app.skills.things import capability_thing

COMMENT, LESSON, BEGIN, EVIDENCE, ANOTHER, AGAIN = "comment", "lesson", "begin", "evidence", "another", "again"


@dataclass(frozen=True)
class NextStep:
    """The sentence, and the link that does it. `code` is the rule that spoke: a comment waits to be read (`comment`),
    the first lesson waits (`lesson`), nothing is begun (`begin`), something said has nothing that shows it
    (`evidence`), there are more skills (`another`), or all are begun and one was looked at longest ago (`again`). Other
    domains' rules may come between."""

    code: str = ""
    sentence: str = ""
    action: str = ""
    href: str = ""


def thing_href(kind: str, thing: str) -> str:
    """Where the owner finds a thing of theirs, in the language being spoken."""
    if kind == Kind.CAPABILITY:
        return capability_href(thing.partition(":")[2])
    if kind == Kind.LESSON:
        return f"/{spoken()}/module?work={thing}"
    page = {"result": "questionnaire-result", "credential": "credentials"}.get(kind, kind)
    return f"/{spoken()}/{page}?id={thing}"


# Written once, and on the tables themselves: it is asked each time a pupil comes to Home.
_COMMENT, _AUTHOR = table_of(Comment), table_of(Person)
_UNREAD = (
    select(_COMMENT.c.kind, _COMMENT.c.thing, _AUTHOR.c.name)
    .join_from(_COMMENT, _AUTHOR, _AUTHOR.c.id == _COMMENT.c.author_id)
    .where(shown_to_owner(bindparam("owner", type_=Uuid())), _COMMENT.c.read_at.is_(None))
    .order_by(_COMMENT.c.made_at)
    .limit(20)
)


async def next_step(session: AsyncSession, actor: Actor, standing: Standing) -> NextStep:
    """What is next for the actor, a pupil whose skills stand so."""
    policy.may_keep_skills(actor)
    unread = (await session.execute(_UNREAD, {"owner": actor.person_id})).all()
    here = {capability_thing(standing.framework.code, code) for code in standing.framework.codes}
    for kind, thing, author in unread:
        if kind == Kind.CAPABILITY and thing not in here:
            continue  # of a framework the school has left: it has no page of its own now
        there = await things.find(session, actor.person_id, Kind(kind), [thing])
        if thing in there:
            return NextStep(
                COMMENT,
                _("{name} wrote something about “{title}”.").format(name=author, title=there[thing].title),
                _("Read it"),
                thing_href(kind, thing),
            )
    waiting = await lesson_waiting(session, actor, empty=not (standing.answers or standing.counts))
    return _lesson(waiting) if waiting else _by_rule(standing.framework, standing.answers, standing.counts)


def _lesson(waiting: Waiting) -> NextStep:
    sentences = {
        Waiting.CLASS: _("Your class does the first lesson. It takes ten minutes."),
        Waiting.BEGIN: _(
            "No idea where to begin? Five easy questions lead you to three lines about yourself and a first piece of "
            "evidence."
        ),
        Waiting.GO_ON: _("You have begun the first lesson. Go on where you were."),
    }
    action = _("Go on") if waiting is Waiting.GO_ON else _("Begin")
    return NextStep(LESSON, sentences[waiting], action, f"/{spoken()}/first-lesson")


def _by_rule(used: Framework, answers: tuple[Said, ...], counts: Mapping[str, int]) -> NextStep:
    names = {one.code: used.text(one.name, spoken()) for one in used.capabilities}
    last = {said.capability: said.made_at for said in answers if said.capability in names}
    newest_first = sorted(last, key=lambda code: last[code], reverse=True)
    if not last:
        code = next(iter(names))
        sentence = _("Begin with one skill: “{skill}”. Two minutes are enough.")
        return NextStep(BEGIN, sentence.format(skill=names[code]), _("Begin"), capability_href(code))
    for code in newest_first:
        if not counts.get(code):
            sentence = _("You said how it is for you with “{skill}”. Add some evidence for it.")
            href = capability_href(code) + "#evidence"
            return NextStep(EVIDENCE, sentence.format(skill=names[code]), _("Add evidence"), href)
    for code in names:
        if code not in last:
            sentence = _("Look at one more skill: “{skill}”.")
            return NextStep(ANOTHER, sentence.format(skill=names[code]), _("Look at it"), capability_href(code))
    code = newest_first[-1]
    sentence = _("You last looked at “{skill}” on {day}. Is it still the same for you?")
    words = sentence.format(skill=names[code], day=format_date(last[code]))
    return NextStep(AGAIN, words, _("Look at it"), capability_href(code))
