"""Sessions that have ended, and the tabs still open with them: those leave for the sign-in page, so that nothing stays
on a screen because nobody touched it."""

import asyncio
import logging

from reflex.app import App

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import DomainError
from portfolio_app.web.guard import sign_in_address
from portfolio_app.web.sockets import Events

logger = logging.getLogger(__name__)

SOON_SECONDS = 2.0
"""How long a tab that is itself signing out has to be gone."""
LOOK_SECONDS = 30.0
"""How often sessions are looked at that fell asleep, or were ended by another process."""


class Watch:
    """Tells tabs soon after sessions end in this process, and looks at all of them now and then."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self._soon: asyncio.Task[None] | None = None

    def look_soon(self) -> None:
        """Somebody's sessions may have ended just now."""
        if self.events.sessions() and (self._soon is None or self._soon.done()):
            self._soon = asyncio.get_running_loop().create_task(self._look_after(SOON_SECONDS))

    async def for_ever(self) -> None:
        """Look every `LOOK_SECONDS`."""
        while True:
            await self._look_after(LOOK_SECONDS)

    async def _look_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        try:
            ended = await sessions.ended_among(self.events.sessions())
        except DomainError:
            return logger.warning("ended sessions could not be looked for")
        await self.events.leave(ended, sign_in_address)


def install(app: App) -> None:
    """Watch over the tabs of `app`, which takes its events through `Events`."""
    assert isinstance(app.event_namespace, Events)
    watch = Watch(app.event_namespace)
    sessions.when_forgotten(watch.look_soon)

    async def watch_for_ended_sessions() -> None:
        await watch.for_ever()

    app.register_lifespan_task(watch_for_ended_sessions)
