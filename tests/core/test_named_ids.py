"""A text that names an id finds it, and any other text finds nothing."""

from uuid import uuid4

import pytest
from sqlalchemy import String, bindparam, select

from portfolio_app.accounts.models import Person
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.named_ids import id_named
from tests.people import make_pupil, make_school

PERSON = table_of(Person)
NAMED = select(PERSON.c.id).where(PERSON.c.id == id_named(bindparam("text", type_=String())))


@pytest.mark.usefixtures("database")
async def test_only_the_name_of_an_id_finds_it() -> None:
    siiri = await make_pupil(await make_school())
    async with reading() as session:
        assert (await session.execute(NAMED, {"text": str(siiri.person_id)})).scalar_one() == siiri.person_id
        for other in (str(uuid4()), "scotland-cms:S1", "", f"urn:uuid:{siiri.person_id}", f"{{{siiri.person_id}}}"):
            assert (await session.execute(NAMED, {"text": other})).first() is None, other
