"""What a teacher chooses from to assign something: a class, a module, activities of it, pupils, and days."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import as_id, reading, table_of
from portfolio_app.core.languages import _, ngettext, spoken
from portfolio_app.learning.box import BoxChoice, box_choice
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.classes import classes_taught
from portfolio_app.learning.teaching.days import today_at
from portfolio_app.learning.teaching.models import Assignment
from portfolio_app.learning.teaching.policy import check_teaches
from portfolio_app.portfolio.teaching import href, pupils_of_classes
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.places import country_of_school

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class AssignView:
    """The form. Without a class or a module, these are chosen first. `request` is the form's own id."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    classes: tuple[Option, ...] = ()
    module: str = ""
    title: str = ""
    language: str = ""
    """Of the title and the activities, where it is not the one being spoken."""
    minutes: str = ""
    modules: tuple[Option, ...] = ()
    activities: tuple[Option, ...] = ()
    pupils: tuple[Option, ...] = ()
    first_day: str = ""
    due_on: str = ""
    already: str = ""
    """Who of this class has it already."""
    module_href: str = ""
    back: str = ""
    request: str = ""
    box: BoxChoice = field(default_factory=BoxChoice)


async def load_assign(actor: Actor, class_id: str, module: str) -> AssignView:
    """The form for a class the actor teaches (the first of theirs where none is named). Raises `NotFound` for any other
    class."""
    async with reading() as session:
        classes = await classes_taught(session, actor)
        if not class_id and not classes:
            return AssignView(loaded=True, back=href("/classes"))
        one = await check_teaches(session, actor, as_id(class_id or classes[0].value))
        inside = pupils_of_classes(table_of(SchoolClass).c.id == one.id)
        pupils = await session.execute(
            select(inside.c.person_id, inside.c.name).order_by(inside.c.sort_name, inside.c.person_id)
        )
        listed = tuple(Option(str(person_id), name) for person_id, name in pupils)
        open_ones = (
            select(func.count())
            .select_from(Assignment)
            .where(
                col(Assignment.class_id) == one.id, col(Assignment.module) == module, col(Assignment.ended_at).is_(None)
            )
        )
        already = (await session.execute(open_ones)).scalar_one()
        today = today_at(await country_of_school(session, one.school_id))
        known = await material.written_for(session, one.school_id, module)
        offered = await material.offered(session, one.school_id)
    text = known.text(spoken()) if known else None
    title = material.title_of(module) if known else material.Title()
    return AssignView(
        loaded=True,
        class_id=str(one.id),
        class_name=one.name,
        classes=classes,
        module=known.name if known else "",
        title=title.text,
        language=title.language,
        minutes=ngettext("{n} minute", "{n} minutes", known.minutes) if known else "",
        modules=tuple(Option(one.name, one.title) for one in offered),
        activities=tuple(
            Option(
                piece.code,
                # Translators: an activity of a lesson and how long it takes, such as "A payslip (25 minutes)"
                _("{name} ({hours})").format(
                    name=text.activities[piece.code].title, hours=ngettext("{n} minute", "{n} minutes", piece.minutes)
                ),
            )
            for piece in (known.about.activities if known else ())
            if text
        ),
        pupils=listed,
        first_day=today.isoformat(),
        due_on=(today + A_WEEK).isoformat(),
        already=ngettext(
            "Something of it is assigned in this class already.",
            "Parts of it are assigned in this class already, {n} times.",
            already,
        )
        if already
        else "",
        module_href=material.href_of(known.name) if known else "",
        back=href("/class-lessons", id=str(one.id)),
        request=str(uuid4()),
        box=box_choice(known, str(one.id)) if known else BoxChoice(),
    )
