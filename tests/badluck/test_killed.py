"""The server is killed while pupils save: what it said was saved is there when it comes back."""

import asyncio
import os
import signal

import aiohttp
import psutil

from portfolio_app.core.drafts import kept_draft
from portfolio_app.portfolio.actions import NEW
from portfolio_app.settings import Settings
from tests.badluck.pupils import answered, open_tabs, pupils, titles
from tests.serving import served

PUPILS = 50
SAVES = 200  # confirmed before the server is killed


async def test_what_was_confirmed_before_a_kill_is_there_afterwards(
    instance: Settings, http: aiohttp.ClientSession
) -> None:
    everybody = await pupils(PUPILS)
    with served(cwd=instance.data_dir) as server:
        tabs = await open_tabs(http, server.url, everybody)
        never = asyncio.Event()
        work = [asyncio.create_task(one.work(tab, never)) for one, tab in zip(everybody, tabs, strict=True)]
        await answered(everybody, SAVES, "200", "kept")
        for process in (*psutil.Process(server.process.pid).children(recursive=True), server.process):
            os.kill(process.pid, signal.SIGKILL)
        await asyncio.gather(*work)
        for tab in tabs:
            await tab.close()
    assert {answer for one in everybody for answer in one.answers} == {"200", "kept"}

    with served(cwd=instance.data_dir):  # it starts again, without a word from an operator
        for one in everybody:
            found = await titles(one.person_id)
            assert all(found[title] == 1 for title in one.kept)
            unconfirmed = found.keys() - set(one.kept)
            assert len(unconfirmed) <= 1  # the one under way when the power went
            draft = await kept_draft(one.person_id, NEW)
            if one.drafted and not unconfirmed:
                assert draft is not None
                who, _space, number = draft.fields["title"].rpartition(" ")
                assert who == str(one.person_id)
                assert int(number) in (one.drafted, one.drafted + 1)
