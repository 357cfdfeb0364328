"""Where evidence comes from: said or not, kept with it, and what a list is narrowed to."""

from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.skills.actions import EvidenceForm, add_evidence, change_evidence, delete_evidence
from portfolio_app.skills.evidence_list import load_evidence_list
from portfolio_app.skills.framework import Framework, frameworks
from portfolio_app.skills.models import EvidenceKind, Origin
from portfolio_app.skills.origins import ORIGINS
from portfolio_app.skills.queries import load_capability, load_evidence
from tests.people import make_class, make_pupil, make_school, make_teacher


def form(title: str, origin: str = "") -> EvidenceForm:
    return EvidenceForm(title, words="What I did", origin=origin, capabilities=("S1",))


async def add(owner: Actor, title: str, origin: str = "") -> UUID:
    return await add_evidence(owner, EvidenceKind.WORDS, form(title, origin), uuid4())


async def a_pupil() -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school))


@pytest.mark.usefixtures("database")
async def test_where_it_comes_from_is_kept_changed_and_taken_back() -> None:
    siiri = await a_pupil()
    evidence = await add(siiri, "Referee", "club")
    (item,) = (await load_capability(siiri, "S1")).evidence
    assert item.what == "Words · A club or team"
    await change_evidence(siiri, evidence, form("Referee", "job"), 1)
    view = await load_evidence(siiri, str(evidence))
    assert (view.origin, view.item.what) == ("job", "Words · A Saturday or holiday job")
    await change_evidence(siiri, evidence, form("Referee"), 2)
    assert (await load_evidence(siiri, str(evidence))).item.what == "Words"
    for unknown in ("Club", "nonsense", "none"):
        with pytest.raises(NotFound):
            await change_evidence(siiri, evidence, form("Referee", unknown), 3)


@pytest.mark.usefixtures("database")
async def test_the_list_is_narrowed_to_where_it_comes_from_and_to_words() -> None:
    siiri = await a_pupil()
    for n in range(25):
        await add(siiri, f"Training {n}", "club")
    for title, origin in (("Rabbits", "care"), ("Rabbit hutch", "hobby"), ("Old thing", "")):
        await add(siiri, title, origin)
    await delete_evidence(siiri, await add(siiri, "Gone", "care"))

    async def found(page: int = 1, **asked: str) -> list[str]:
        return [one.title for one in (await load_evidence_list(siiri, page, **asked)).rows]

    assert await found(origin="care") == ["Rabbits"]
    assert await found(search="rabbit") == ["Rabbit hutch", "Rabbits"]
    assert await found(search="rabbit", origin="hobby") == ["Rabbit hutch"]
    assert await found(origin="none") == ["Old thing"]
    assert await found(origin="game") == []
    view = await load_evidence_list(siiri, 2, origin="club")
    assert (view.count, view.counted, len(view.rows)) == (28, "25 pieces of evidence", 5)
    assert view.paging.previous_href == "/en/evidence-list?origin=club&page=1"
    assert (await load_evidence_list(siiri, origin="nonsense")).origin == ""


@pytest.mark.usefixtures("database")
async def test_a_list_of_evidence_is_its_owners() -> None:
    school = await make_school()
    one = await make_class(school)
    siiri = await make_pupil(school, one)
    await add(siiri, "Referee", "club")
    with pytest.raises(Refused):
        await load_evidence_list(await make_teacher(school, one))
    assert (await load_evidence_list(await make_pupil(school, one))).count == 0


def test_every_origin_has_a_name() -> None:
    assert list(ORIGINS) == list(Origin)


@pytest.mark.parametrize("used", frameworks().values(), ids=frameworks())
def test_what_would_show_it_is_told_for_every_skill_stage_and_language(used: Framework) -> None:
    assert set(used.languages) == {"en", "fi", "nb", "nl"}
    for capability in used.capabilities:
        assert list(capability.shows) == [stage.code for stage in used.stages], capability.code
        for stage, ideas in capability.shows.items():
            for language in used.languages:
                texts = {used.text(idea, language).strip() for idea in ideas} - {""}
                assert len(texts) == 3, (capability.code, stage, language)
