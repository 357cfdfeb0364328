"""A coordinator's pages take back what was done by mistake."""

from portfolio_app.accounts.models import Role
from portfolio_app.pages.coordinator.person import PersonState
from portfolio_app.schools.school_views import load_school_class
from portfolio_app.settings import Settings
from tests.events import tab
from tests.people import make_class, make_coordinator, make_person, make_school, signed_in


async def test_who_was_taken_out_of_a_class_by_mistake_is_put_back(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    kaisa, key = await signed_in(await make_coordinator(school))
    tuula = await make_person((Role.TEACHER, school), (Role.COUNSELLOR, school))
    async with tab(key, address=f"/en/school/person?id={tuula.person_id}&school={school}") as opened:
        await opened.send(PersonState.load)
        await opened.send(PersonState.join_class, form={"class": str(made)})
        assert (await load_school_class(kaisa, str(made))).teachers
        await opened.send(PersonState.leave_class, class_id=str(made), role=Role.TEACHER.value)
        assert not (await load_school_class(kaisa, str(made))).teachers
        await opened.send(PersonState.undo, what=opened.notice.undo)
        assert (await load_school_class(kaisa, str(made))).teachers
        assert [one.value for one in (await opened.state(PersonState)).view.teacher_classes] == [str(made)]

        await opened.send(PersonState.end_role, role=Role.COUNSELLOR.value)
        assert len((await opened.state(PersonState)).view.roles) == 1
        await opened.send(PersonState.undo, what=opened.notice.undo)
        assert len((await opened.state(PersonState)).view.roles) == 2
        for nonsense in ("", "admin", "emperor", f"{made} admin", "nowhere teacher"):
            await opened.send(PersonState.undo, what=nonsense)
            assert opened.notice.kind == "problem", nonsense
