"""The app object: wiring and nothing else."""

import reflex as rx
from starlette.types import ASGIApp

from portfolio_app.accounts.arrivals import when_somebody_arrives
from portfolio_app.build import built_pages
from portfolio_app.core import outbox
from portfolio_app.notices.about import register as find_about
from portfolio_app.notices.addresses import CONFIRMING, send_link
from portfolio_app.notices.arrivals import DEVICE, find_devices, notice_of_arrival
from portfolio_app.notices.mailing import KINDS_OF_WORK
from portfolio_app.notices.places import ask_for_zone
from portfolio_app.pages import account, admin, coordinator, public, pupil, teacher
from portfolio_app.pages.registry import add_pages, pages
from portfolio_app.plan import shareable as shareable_goals
from portfolio_app.plan.reminding import REVIEW, tell_of_review
from portfolio_app.portfolio import shareable
from portfolio_app.schools.offered import offer_framework
from portfolio_app.schools.places import zone_of_person
from portfolio_app.skills import support_noticing, voice_noticing
from portfolio_app.skills.framework import frameworks
from portfolio_app.ui.theme import STYLESHEETS
from portfolio_app.web import (
    calendar,
    documents,
    drafts,
    ended,
    exceptions,
    files,
    forms,
    health,
    language,
    portfolio_pdf,
    sockets,
    uploads,
    voice,
)
from portfolio_app.web.edge import edge
from portfolio_app.web.first_view import FirstView
from portfolio_app.web.first_view.browser import first_view_wrap
from portfolio_app.web.front import OwnAddresses
from portfolio_app.web.guard import Guard
from portfolio_app.web.head import head_parts
from portfolio_app.web.lifespan import running

__all__ = [
    "account",
    "admin",
    "app",
    "coordinator",
    "public",
    "pupil",
    "shareable",
    "shareable_goals",
    "support_noticing",
    "teacher",
    "voice_noticing",
]

when_somebody_arrives(notice_of_arrival)
find_about(DEVICE, find_devices)
outbox.register(REVIEW, tell_of_review)
ask_for_zone(zone_of_person)
outbox.register(CONFIRMING, send_link)
for kind_of_work, work in KINDS_OF_WORK.items():
    outbox.register(kind_of_work, work)

for framework in frameworks().values():
    offer_framework(framework.code, framework.name)


def _beside_our_own(inner: ASGIApp) -> ASGIApp:
    parts = (health, forms, language, drafts, uploads, files, calendar, portfolio_pdf, documents, voice)
    return OwnAddresses(inner, [route for part in parts for route in part.routes])


def _behind_the_edge(inner: ASGIApp) -> ASGIApp:
    built = built_pages()
    audiences = {route: page.need for route, page in pages().items()}
    if built is None:
        return edge(inner, audiences, None)
    client = built.web / "build" / "client"
    return edge(first_view.around(inner, client, built.drawing), audiences, client)


app = rx.App(
    sio=sockets.Sockets(),
    stylesheets=STYLESHEETS,
    reset_style=False,  # Tailwind's is the same
    head_components=head_parts(),
    toaster=None,
    app_wraps={},
    extra_app_wraps=first_view_wrap(),
    frontend_exception_handler=exceptions.in_a_browser,
    backend_exception_handler=exceptions.on_the_server,
    api_transformer=[
        _beside_our_own,
        _behind_the_edge,
    ],
)
sockets.install(app)
ended.install(app)
app.register_lifespan_task(running)
app.add_middleware(Guard())
first_view = FirstView(app)
app.add_middleware(first_view.taking_over)
add_pages(app)
