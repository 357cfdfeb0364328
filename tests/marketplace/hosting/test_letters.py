"""What really arrives in a host's mailbox: a code in their language, a question on the last day, a note that the school
asks for another look; never a pupil's name."""

from collections.abc import AsyncIterator

import pytest

from portfolio_app.core import outbox
from portfolio_app.marketplace.evaluations import asking
from portfolio_app.marketplace.evaluations.asking import ask_hosts
from portfolio_app.marketplace.evaluations.handing import hold_back
from portfolio_app.marketplace.hosting.codes import MAILING, enter, mail_code, send_code
from tests.conftest import Configure
from tests.marketplace.evaluations.said import a_past_visit, given
from tests.notices.smtp import Mailbox, mail_server

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
async def box(configure: Configure) -> AsyncIterator[Mailbox]:
    """A mail server that takes everything."""
    outbox.register(MAILING, mail_code)
    outbox.register(asking.ASKING, asking.mail_asking)
    outbox.register(asking.HELD, asking.mail_held)
    with mail_server() as taken:
        configure(mail_url=taken.url, mail_from="Polku <polku@example.org>")
        yield taken


async def delivered() -> None:
    while await outbox.run_next():
        pass


def last_of(box: Mailbox) -> str:
    body = box.letters[-1].get_body(("plain",))
    assert body is not None
    return body.get_content()


async def test_a_code_that_can_be_typed(box: Mailbox) -> None:
    visit = await a_past_visit()
    await send_code(visit.key)
    await delivered()
    said = last_of(box)
    assert "Koodisi on " in said  # the contact reads Finnish
    assert "Siiri" not in said
    code = said.partition("Koodisi on ")[2][:7]
    assert await enter(visit.key, code, "")


async def test_asked_on_the_last_day_and_to_look_once_more(box: Mailbox) -> None:
    visit = await a_past_visit()
    assert await ask_hosts() == 1
    await delivered()
    said = last_of(box)
    assert f"/host-placements?key={visit.key}" in said.replace("\r\n", "")
    assert "Siiri" not in said
    row = await given(visit)
    await hold_back(visit.week.tuula, row.id, row.version, "Siiri was never late")
    await delivered()
    last = last_of(box)
    assert "vielä kerran" in last
    assert "Siiri" not in last
