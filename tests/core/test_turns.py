"""Turns: a few at the same time, one of them a person's, and none is lost to somebody's haste."""

import asyncio
from uuid import UUID, uuid4

import pytest

from portfolio_app.core.turns import Turns


async def test_a_few_work_at_the_same_time_and_one_person_never_twice() -> None:
    turns, hasty, others = Turns(2), uuid4(), [uuid4() for _ in range(4)]
    at_work: list[UUID] = []
    order: list[UUID] = []

    async def work(person: UUID) -> None:
        async with turns.taken_by(person):
            assert person not in at_work
            at_work.append(person)
            assert len(at_work) <= 2
            await asyncio.sleep(0.01)
            at_work.remove(person)
            order.append(person)

    await asyncio.gather(*(work(person) for person in [*[hasty] * 5, *others]))
    assert sorted(order) == sorted([*[hasty] * 5, *others])
    assert set(others) <= set(order[:7])  # five clicks of one person put nobody at the end


async def test_work_that_fails_or_is_given_up_ends_its_turn() -> None:
    turns, person = Turns(1), uuid4()
    with pytest.raises(ValueError, match="no"):
        async with turns.taken_by(person):
            raise ValueError("no")
    async with turns.taken_by(person):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01), turns.taken_by(uuid4()):
                pass
    async with asyncio.timeout(1), turns.taken_by(uuid4()):
        pass
