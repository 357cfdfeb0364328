"""What a school's coordinator begins with who adds people from a list."""

from dataclasses import dataclass

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import load_draft
from portfolio_app.core.languages import _
from portfolio_app.schools.roster import draft_of
from portfolio_app.schools.school_views import (
    GIVEN_ROLES,
    class_options,
    led_school,
    open_classes,
    role_options,
    stage_options,
)


@dataclass(frozen=True)
class AddingView:
    """The page where names are pasted, with what was pasted before and is not thrown away."""

    school_id: str = ""
    school: str = ""
    pasted_for: str = ""
    """The class or school of the address, whose draft this is."""
    draft: str = ""
    draft_version: int = 0
    names: str = ""
    class_id: str = ""
    role: str = Role.PUPIL.value
    classes: tuple[Option, ...] = ()
    roles: tuple[Option, ...] = ()
    stages: tuple[Option, ...] = ()
    loaded: bool = False


async def load_adding(actor: Actor, school_id: str = "", class_id: str = "") -> AddingView:
    """The page where names are pasted, with the class that was chosen before. Raises `NotFound`."""
    async with reading() as session:
        school = await led_school(session, actor, school_id)
        classes = await open_classes(session, school.id)
        known = {str(one.id) for one in classes}
        pasted_for = class_id if class_id in known else str(school.id)
        draft = await load_draft(session, actor.person_id, draft_of(pasted_for))
    pasted = draft.fields if draft else {}
    chosen = str(pasted.get("class", class_id))
    role = str(pasted.get("role", ""))
    return AddingView(
        school_id=str(school.id),
        school=school.name,
        pasted_for=pasted_for,
        draft=draft_of(pasted_for),
        draft_version=draft.version if draft else 0,
        names=str(pasted.get("names", "")),
        class_id=chosen if chosen in known else "",
        role=role if role in {one.value for one in GIVEN_ROLES} else Role.PUPIL.value,
        classes=(Option("", _("No class, or as the list says")), *class_options(classes)),
        roles=role_options(),
        stages=stage_options(),
        loaded=True,
    )
