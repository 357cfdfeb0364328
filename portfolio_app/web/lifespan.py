"""What runs beside the requests, from the start of the process to its end."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from portfolio_app.accounts.dormant import look_after_dormant
from portfolio_app.accounts.ending import erase_due, remove_old_receipts
from portfolio_app.accounts.own import follow_the_setting
from portfolio_app.accounts.retention import remove_rested_passkeys
from portfolio_app.accounts.sessions import write_touched
from portfolio_app.ambassadors.campaigns.retention import remove_ended_links
from portfolio_app.ambassadors.questions.noticing import tell_of_new
from portfolio_app.ambassadors.questions.retention import remove_old_questions
from portfolio_app.ambassadors.retention import remove_rested_terms
from portfolio_app.core import outbox
from portfolio_app.core.database import close_database
from portfolio_app.core.erasure import remove_kept
from portfolio_app.core.errors import DomainError
from portfolio_app.core.uploads import remove_stale_uploads
from portfolio_app.esco.retention import remove_rested_tags
from portfolio_app.guidance.check_ins import ask_how_it_goes
from portfolio_app.guidance.retention import remove_past_guidance
from portfolio_app.learning.live.retention import remove_old_live_lessons
from portfolio_app.learning.own.retention import remove_rested_modules
from portfolio_app.learning.teaching.retention import remove_old_lessons_of_classes
from portfolio_app.marketplace.diary.retention import remove_rested_days
from portfolio_app.marketplace.evaluations.asking import ask_hosts
from portfolio_app.marketplace.evaluations.retention import remove_old_evaluations
from portfolio_app.marketplace.hosting.retention import remove_old_host_sessions
from portfolio_app.marketplace.placements.retention import remove_old_agreements
from portfolio_app.marketplace.retention import remove_rested_hosts
from portfolio_app.marketplace.still_true import ask_whether_still_true
from portfolio_app.marketplace.suggesting.retention import remove_old_found_places
from portfolio_app.notices.retention import remove_old_notices
from portfolio_app.pathways.retention import remove_rested_pathways
from portfolio_app.plan.retention import remove_rested_goals
from portfolio_app.portfolio.collections.retention import remove_rested_collections
from portfolio_app.portfolio.credentials.accepting import remove_rested_credentials
from portfolio_app.portfolio.credentials.checker import close_checker
from portfolio_app.portfolio.retention import remove_rested_entries
from portfolio_app.portfolio.takeout.retention import remove_old_files_brought, remove_old_takeouts
from portfolio_app.settings import settings
from portfolio_app.sharing.retention import remove_rested_comments, remove_rested_phrases, remove_rested_talks
from portfolio_app.skills.about_me import remove_rested_lines
from portfolio_app.skills.class_lesson import remove_old_class_lessons
from portfolio_app.skills.retention import remove_rested, remove_rested_voices
from portfolio_app.skills.rounds import remove_rested_rounds
from portfolio_app.skills.support import remove_rested_notes
from portfolio_app.web import logs
from portfolio_app.web.uploads import close_cleaning

logger = logging.getLogger(__name__)

TOUCH_SECONDS = 30.0
FIRST_TIDY_SECONDS = 60.0  # an instance that is started anew each day tidies too
TIDY_SECONDS = 3600.0


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Logs from the first line on; sessions' last use written twice a minute and once more at the end; what was deleted
    and has rested long enough removed soon after the start and once an hour; the outbox run."""
    logs.configure()
    await asyncio.to_thread(remove_stale_uploads, settings().data_dir / "uploads")
    logger.info("started")
    stop = asyncio.Event()
    running_outbox = asyncio.create_task(outbox.run_for_ever(stop), name="outbox")
    beside = [
        asyncio.create_task(_touch_for_ever(), name="write_touched"),
        asyncio.create_task(_tidy_for_ever(), name="remove_rested"),
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait([running_outbox], timeout=outbox.STOP_SECONDS)
        for task in (running_outbox, *beside):
            task.cancel()
        await asyncio.gather(running_outbox, *beside, return_exceptions=True)
        await _touch()
        await close_cleaning()
        await close_checker()
        await close_database()
        logger.info("stopped")


async def _touch_for_ever() -> None:
    while True:
        await asyncio.sleep(TOUCH_SECONDS)
        await _touch()


TIDYING = (
    remove_rested_entries,
    remove_rested_collections,
    remove_rested_credentials,
    remove_rested_goals,
    remove_rested_pathways,
    remove_rested,
    remove_rested_comments,
    remove_rested_talks,
    remove_rested_phrases,
    remove_rested_notes,
    remove_rested_voices,
    remove_rested_tags,
    remove_rested_lines,
    remove_old_class_lessons,
    remove_old_lessons_of_classes,
    remove_rested_modules,
    remove_rested_hosts,
    remove_old_agreements,
    remove_old_host_sessions,
    remove_rested_days,
    remove_old_found_places,
    remove_rested_terms,
    remove_ended_links,
    ask_hosts,
    remove_old_evaluations,
    remove_old_questions,
    tell_of_new,
    remove_old_live_lessons,
    remove_rested_rounds,
    remove_rested_passkeys,
    remove_old_notices,
    ask_how_it_goes,
    ask_whether_still_true,
    remove_past_guidance,
    remove_kept,
    erase_due,
    follow_the_setting,
    look_after_dormant,
    remove_old_receipts,
    remove_old_takeouts,
    remove_old_files_brought,
    outbox.remove_old_work,
)
"""What removes things that have rested long enough, and asks those whose day has come, some at a time."""


async def _tidy_for_ever() -> None:
    await asyncio.sleep(FIRST_TIDY_SECONDS)
    while True:
        try:
            for remove in TIDYING:
                removed = await remove()
                while removed:
                    await asyncio.sleep(1)  # others write meanwhile
                    removed = await remove()
        except Exception:
            logger.exception("what was deleted could not be removed; tried again in an hour")
        await asyncio.sleep(TIDY_SECONDS)


async def _touch() -> None:
    try:
        await write_touched()
    except DomainError:
        logger.warning("when sessions were last used could not be written")
