"""When a session was last used is written now and then, however many there are."""

from datetime import timedelta

import pytest

from portfolio_app.accounts.models import Session
from portfolio_app.accounts.sessions import actor_of, write_touched
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from tests.people import make_pupil, make_school, signed_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("many", [0, 1, 3])
async def test_one_session_is_written_as_well_as_many(many: int) -> None:
    school = await make_school()
    keys = [(await signed_in(await make_pupil(school))) for _pupil in range(many)]
    await write_touched()  # of whatever was used before
    later = now() + timedelta(minutes=5)
    with at(later):
        for _actor, key in keys:
            assert await actor_of(key)
        await write_touched()
    async with reading() as session:
        for actor, _key in keys:
            assert (await session.get_one(Session, actor.session_id)).used_at == later
