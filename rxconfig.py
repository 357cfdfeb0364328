"""Reflex's configuration, read from the root of a checkout or, in a wheel, from `portfolio_app/_runtime`.

What differs from one instance to the next is in `portfolio_app.settings`, never here: the pages are built once for all.
"""

import reflex as rx

from portfolio_app.ui.theme import TAILWIND
from portfolio_app.web.first_view.plugin import FirstViewBuild
from portfolio_app.web.page_origin import PageOrigin

config = rx.Config(
    app_name="portfolio_app",
    app_module_import="portfolio_app.portfolio_app",
    plugins=[rx.plugins.TailwindV4Plugin(config=TAILWIND), PageOrigin(), FirstViewBuild()],
    disable_plugins=[rx.plugins.SitemapPlugin],  # it writes a host name into the pages
    frontend_compression_formats=["brotli", "gzip"],
    cors_allowed_origins=[],  # nobody else's; whose sockets and forms are taken is decided in portfolio_app/web
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    show_built_with_reflex=False,
    telemetry_enabled=False,
)
