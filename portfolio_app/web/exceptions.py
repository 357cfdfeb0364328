"""What happens with exceptions that no handler of ours has met. Reflex's own answer would be a script to evaluate."""

import logging

from portfolio_app.web.limits import Bucket
from portfolio_app.web.logs import redacted

logger = logging.getLogger(__name__)

LONGEST = 400
_reports = Bucket(2, per_second=2)  # from all browsers together


def on_the_server(exception: Exception) -> None:
    """Log it; the page keeps what it shows."""
    logger.error("event failed outside its handler", exc_info=exception)


def in_a_browser(exception: Exception) -> None:
    """Log what a browser reports: one short line, because anybody can write it."""
    if _reports.take():
        logger.warning("reported by a browser: %s", redacted(str(exception))[:LONGEST])
