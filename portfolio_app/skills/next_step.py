"""What is next for a pupil, in one sentence: found by rules that anybody can follow, never by comparing people."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, format_date, spoken
from portfolio_app.schools.membership import belonging
from portfolio_app.sharing import things
from portfolio_app.sharing.comments import shown_to_owner
from portfolio_app.sharing.models import Comment, Kind
from portfolio_app.skills import policy
from portfolio_app.skills.framework import Framework
from portfolio_app.skills.picture import Said, answers_of, capability_href, evidence_counts, pupils_framework

COMMENT, BEGIN, EVIDENCE, ANOTHER, AGAIN = "comment", "begin", "evidence", "another", "again"


@dataclass(frozen=True)
class NextStep:
    """The sentence, and the link that does it. `code` is the rule that spoke: a comment waits to be read (`comment`),
    nothing is begun (`begin`), something said has nothing that shows it (`evidence`), there are more skills
    (`another`), or all are begun and one was looked at longest ago (`again`). Other domains' rules may come between."""

    code: str = ""
    sentence: str = ""
    action: str = ""
    href: str = ""


def thing_href(kind: str, thing: str) -> str:
    """Where the owner finds a thing of theirs, in the language being spoken."""
    if kind == Kind.CAPABILITY:
        return capability_href(thing.partition(":")[2])
    return f"/{spoken()}/{'entry' if kind == Kind.ENTRY else 'evidence'}?id={thing}"


async def next_step(actor: Actor) -> NextStep:
    """What is next for the actor, a pupil."""
    policy.may_keep_skills(actor)
    async with reading() as session:
        unread = (
            await session.execute(
                select(Comment, col(Person.name))
                .join(Person, col(Person.id) == col(Comment.author_id))
                .where(shown_to_owner(actor.person_id), col(Comment.read_at).is_(None))
                .order_by(col(Comment.made_at))
                .limit(20)
            )
        ).all()
        for comment, author in unread:
            there = await things.find(session, actor.person_id, Kind(comment.kind), [comment.thing])
            if comment.thing in there:
                return NextStep(
                    COMMENT,
                    _("{name} wrote something about “{title}”.").format(name=author, title=there[comment.thing].title),
                    _("Read it"),
                    thing_href(comment.kind, comment.thing),
                )
        here = await belonging(session, actor.person_id)
        used = pupils_framework(here.framework)
        answers = await answers_of(session, actor.person_id, used.code)
        counts = await evidence_counts(session, actor.person_id, used.code)
    return _by_rule(used, answers, counts)


def _by_rule(used: Framework, answers: tuple[Said, ...], counts: dict[str, int]) -> NextStep:
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
