"""What every page about one thing of a pupil's own does with the comments on it and with who can see it."""

from uuid import uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.learning.shown import find_work  # noqa: F401 - lets answers in lessons be shared
from portfolio_app.pages.audience import OwnThing
from portfolio_app.pages.learning.module import ModuleState
from portfolio_app.pages.pupil.about_me import AboutMeState
from portfolio_app.pages.pupil.capability import CapabilityState
from portfolio_app.pages.pupil.collection import CollectionPageState
from portfolio_app.pages.pupil.credentials import CredentialsState
from portfolio_app.pages.pupil.entry import EntryState
from portfolio_app.pages.pupil.evidence import EvidenceState
from portfolio_app.pages.pupil.goal import GoalPageState
from portfolio_app.pages.pupil.questionnaire_result import QuestionnaireResultState
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection
from portfolio_app.portfolio.home import load_home
from portfolio_app.sharing import comments
from portfolio_app.sharing.actions import BY_LINK_ALONE
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.about_me import say_about_me
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.answering import answer
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.questionnaire_result import load_result
from tests.answered import answered
from tests.events import tab
from tests.people import make_class, make_pupil, make_school, make_teacher, signed_in
from tests.portfolio.credentials.samples import accepted

pytestmark = pytest.mark.usefixtures("database")

STATES: dict[Kind, type[OwnThing]] = {
    Kind.CAPABILITY: CapabilityState,
    Kind.EVIDENCE: EvidenceState,
    Kind.ENTRY: EntryState,
    Kind.GOAL: GoalPageState,
    Kind.COLLECTION: CollectionPageState,
    Kind.CREDENTIAL: CredentialsState,
    Kind.ABOUT_ME: AboutMeState,
    Kind.RESULT: QuestionnaireResultState,
    Kind.LESSON: ModuleState,
}


def test_every_kind_that_is_shared_with_people_has_such_a_page() -> None:
    assert STATES.keys() == set(Kind) - BY_LINK_ALONE


async def thing_of(owner: Actor, kind: Kind) -> tuple[str, str]:
    """A thing of that kind: its name, and the address of the page about it."""
    if kind is Kind.CAPABILITY:
        return "scotland-cms:S1", "/en/capability?code=S1"
    if kind is Kind.EVIDENCE:
        form = EvidenceForm("Café", words="I served 40 guests", capabilities=("S1",))
        made = await add_evidence(owner, EvidenceKind.WORDS, form, uuid4())
    elif kind is Kind.RESULT:
        await answer(owner, "strengths", 1, {f"D{n}": 4 for n in (1, 2, 3)} | {f"B{n}": 1 for n in (1, 2, 3)})
        made = (await load_result(owner, "strengths")).id
        return made, f"/en/questionnaire-result?id={made}"
    elif kind is Kind.LESSON:
        made = await answered(owner)
        return str(made), f"/en/module?work={made}"
    elif kind is Kind.GOAL:
        made = await make_goal(owner, GoalForm("Café"), uuid4())
    elif kind is Kind.COLLECTION:
        made = await make_collection(owner, CollectionForm("Café"), uuid4())
    elif kind is Kind.CREDENTIAL:
        made = await accepted(owner, owner)
        return str(made), f"/en/credentials?id={made}"
    elif kind is Kind.ABOUT_ME:
        await say_about_me(owner, ["Café"], uuid4())
        made = owner.person_id
    else:
        made = await make_entry(owner, EntryForm("Café"), uuid4())
    return str(made), f"/en/{kind.value}?id={made}"


@pytest.mark.parametrize("kind", STATES)
async def test_a_comment_is_read_hidden_and_brought_back_on_the_page_of_its_thing(kind: Kind) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")
    thing, address = await thing_of(siiri, kind)
    key = (await signed_in(siiri))[1]
    state = STATES[kind]
    async with tab(key, address=address) as page:
        await page.send(state.load)  # type: ignore[attr-defined]
        await page.send(state.choose_audience, form={"class_teachers": "yes"})
        assert page.notice.text == "Who can see it: You and your class’s teachers."
        await comments.comment(tuula, siiri.person_id, kind, thing, "Well done", uuid4())
        home = await load_home(siiri)
        assert (home.sentence.partition(" wrote")[0], home.href) == ("Tuula", address)
        await page.send(state.load)  # type: ignore[attr-defined]
        view = (await page.state(state)).view
        assert (view.unread, [one.words for one in view.remarks]) == (True, ["Well done"])
        await page.send(state.read_comments)
        view = (await page.state(state)).view
        assert (view.unread, len(view.remarks)) == (False, 1)
        assert "Tuula" not in (await load_home(siiri)).sentence
        await page.send(state.hide_comment, comment=view.remarks[0].id)
        assert (await page.state(state)).view.remarks == ()
        await page.send(state.undo, what=page.notice.undo)
        assert len((await page.state(state)).view.remarks) == 1


async def test_a_pupil_says_until_when_others_can_see_it() -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    _thing, address = await thing_of(siiri, Kind.ENTRY)
    async with tab((await signed_in(siiri))[1], address=address) as page:
        await page.send(EntryState.load)
        await page.send(EntryState.choose_audience, form={"class_teachers": "yes", "until": "2099-05-03"})
        assert page.notice.text == "Who can see it: You and your class’s teachers until 3 May 2099."
        for day in ("2020-05-03", "tomorrow", "2099-02-30"):
            await page.send(EntryState.choose_audience, form={"class_teachers": "yes", "until": day})
            assert (page.notice.kind, page.notice.field) == ("problem", "until")
        assert (await page.state(EntryState)).view.who.until == "2099-05-03"
