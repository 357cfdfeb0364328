"""The app object: wiring and nothing else."""

import reflex as rx
from starlette.types import ASGIApp

from portfolio_app.accounts.added import when_a_way_is_added
from portfolio_app.accounts.arrivals import when_somebody_arrives
from portfolio_app.accounts.dormant import when_an_account_sleeps
from portfolio_app.accounts.ending import when_an_account_ends, when_an_account_ends_by_itself
from portfolio_app.ambassadors.campaigns.counting import count_start
from portfolio_app.ambassadors.questions import noticing as box_noticing
from portfolio_app.ambassadors.questions.queries import box_at_home, boxes_at_home
from portfolio_app.ambassadors.terms import noticing as ambassador_noticing
from portfolio_app.ambassadors.terms.queries import ambassadors_at_home, applications_at_home
from portfolio_app.ambassadors.terms.serving import TELLING, mail_family
from portfolio_app.build import built_pages
from portfolio_app.core import outbox
from portfolio_app.guidance import noticing as guidance_noticing
from portfolio_app.learning.doing import ask_for_given
from portfolio_app.learning.live.for_pupils import lessons_of
from portfolio_app.learning.shown import shown_work
from portfolio_app.learning.teaching import noticing as lesson_noticing
from portfolio_app.learning.teaching.at_home import lessons_at_home
from portfolio_app.learning.teaching.due import assigned_version
from portfolio_app.marketplace import noticing as host_noticing
from portfolio_app.marketplace.booking import noticing as seat_noticing
from portfolio_app.marketplace.booking.expiring import EXPIRY, end_holds
from portfolio_app.marketplace.contacts import ASKING, mail_asking
from portfolio_app.marketplace.diary import noticing as thanks_noticing
from portfolio_app.marketplace.diary.days import load_deleted_days, restore_day
from portfolio_app.marketplace.diary.evaluation import afterwards_at_home
from portfolio_app.marketplace.diary.thanks import MAILING as THANKING
from portfolio_app.marketplace.diary.thanks import mail_note
from portfolio_app.marketplace.diary.thanks_view import thanks_at_home
from portfolio_app.marketplace.evaluations import noticing as evaluation_noticing
from portfolio_app.marketplace.evaluations.asking import ASKING as EVALUATING
from portfolio_app.marketplace.evaluations.asking import HELD, mail_held
from portfolio_app.marketplace.evaluations.asking import mail_asking as mail_evaluating
from portfolio_app.marketplace.evaluations.handing import evaluations_at_home
from portfolio_app.marketplace.host_views import hosts_at_home
from portfolio_app.marketplace.hosting.codes import MAILING as HOST_CODE
from portfolio_app.marketplace.hosting.codes import mail_code
from portfolio_app.marketplace.offering import OPENING, mail_opening
from portfolio_app.marketplace.placements import pupil_noticing as placement_noticing
from portfolio_app.marketplace.placements.asking import ASKING as SIGNING
from portfolio_app.marketplace.placements.asking import mail_ask
from portfolio_app.marketplace.placements.own import placements_at_home
from portfolio_app.marketplace.placements.worries import worries_at_home
from portfolio_app.marketplace.still_true import STILL_TRUE, mail_still_true
from portfolio_app.marketplace.suggesting.queries import found_at_home
from portfolio_app.notices import arrivals
from portfolio_app.notices.about import register as find_about
from portfolio_app.notices.addresses import CONFIRMING, send_link
from portfolio_app.notices.ending import ACCOUNT_ENDS, letter_about_ending, letter_about_the_end, mail_ending
from portfolio_app.notices.mailing import KINDS_OF_WORK
from portfolio_app.notices.places import ask_for_zone
from portfolio_app.notices.sign_in_links import SIGN_IN_LINK, mail_link
from portfolio_app.pages import (
    account,
    admin,
    ambassador,
    coordinator,
    learning,
    marketplace,
    pathways,
    placements,
    public,
    pupil,
    regional,
    teacher,
)
from portfolio_app.pages.registry import add_pages, pages
from portfolio_app.plan import shareable as shareable_goals
from portfolio_app.plan.reminding import REVIEW, tell_of_review
from portfolio_app.portfolio import shareable
from portfolio_app.portfolio.collections import shareable as shareable_collections
from portfolio_app.portfolio.credentials import shareable as shareable_credentials
from portfolio_app.portfolio.credentials import taken_along as credentials_taken_along
from portfolio_app.portfolio.home import ask_for_hosts, ask_for_lessons, ask_for_placements
from portfolio_app.portfolio.resting import Shelf, rest_on
from portfolio_app.portfolio.shown_work import ask_for_work
from portfolio_app.portfolio.takeout import actions as takeout
from portfolio_app.portfolio.takeout import returning
from portfolio_app.schools import leaving_day
from portfolio_app.schools.leaving import nobody_else_leads
from portfolio_app.schools.offered import offer_framework
from portfolio_app.schools.places import zone_of_person
from portfolio_app.schools.queries import ask_for_lessons_now
from portfolio_app.skills import class_lesson, support_noticing, voice_noticing
from portfolio_app.skills.framework import frameworks
from portfolio_app.ui.theme import STYLESHEETS
from portfolio_app.web import (
    agreement_pdf,
    ambassador_pdf,
    calendar,
    campaigns,
    collection_pdf,
    credentials,
    cv,
    documents,
    drafts,
    ended,
    event_kits,
    exceptions,
    files,
    forms,
    health,
    host_calendar,
    host_contact,
    host_evaluation,
    host_offers,
    host_placements,
    host_safety,
    language,
    leavers,
    lesson_box,
    lesson_files,
    lesson_hours,
    lesson_steps,
    live_tabs,
    modules,
    offers_api,
    passkeys,
    placement_calendar,
    portfolio_pdf,
    region_files,
    shared,
    sign_agreement,
    skill_search,
    sockets,
    states,
    takeouts,
    tonight,
    uploads,
    verify,
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
    "ambassador",
    "ambassador_noticing",
    "app",
    "box_noticing",
    "class_lesson",
    "coordinator",
    "credentials_taken_along",
    "evaluation_noticing",
    "guidance_noticing",
    "host_noticing",
    "learning",
    "lesson_noticing",
    "marketplace",
    "pathways",
    "placement_noticing",
    "placements",
    "public",
    "pupil",
    "regional",
    "seat_noticing",
    "shareable",
    "shareable_collections",
    "shareable_credentials",
    "shareable_goals",
    "support_noticing",
    "teacher",
    "thanks_noticing",
    "voice_noticing",
]

when_somebody_arrives(arrivals.notice_of_arrival)
when_somebody_arrives(count_start)
when_a_way_is_added(arrivals.notice_of_way)
when_an_account_sleeps(arrivals.notice_of_sleep)
when_an_account_ends(nobody_else_leads)
when_an_account_ends(letter_about_ending)
when_an_account_ends_by_itself(letter_about_the_end)
find_about(arrivals.DEVICE, arrivals.find_devices)
find_about(arrivals.WAY, arrivals.find_ways)
find_about(arrivals.SLEEP, arrivals.find_sleep)
find_about(arrivals.GOES, arrivals.find_going)
outbox.register(ACCOUNT_ENDS, mail_ending)
outbox.register(REVIEW, tell_of_review)
outbox.register(leaving_day.LEAVE, leaving_day.leave)
outbox.register(leaving_day.TELL, leaving_day.tell)
find_about(leaving_day.DAY, leaving_day.find_days)
ask_for_zone(zone_of_person)
ask_for_lessons(lessons_at_home)
ask_for_hosts(hosts_at_home)
ask_for_placements(applications_at_home, of_pupil=ambassadors_at_home)
ask_for_placements(thanks_at_home, of_pupil=afterwards_at_home)
rest_on("diary", Shelf(load_deleted_days, restore_day))
ask_for_placements(worries_at_home, evaluations_at_home, found_at_home, of_pupil=placements_at_home)
ask_for_placements(boxes_at_home, of_pupil=box_at_home)
ask_for_given(assigned_version)
ask_for_work(shown_work)
ask_for_lessons_now(lessons_of)
outbox.register(takeout.MAKING, takeout.make_some)
outbox.register(returning.BRINGING, returning.bring_back_some)
find_about(takeout.TAKEOUT, takeout.find_takeouts)
outbox.register(CONFIRMING, send_link)
outbox.register(SIGN_IN_LINK, mail_link)
outbox.register(ASKING, mail_asking)
outbox.register(OPENING, mail_opening)
outbox.register(STILL_TRUE, mail_still_true)
outbox.register(HOST_CODE, mail_code)
outbox.register(EVALUATING, mail_evaluating)
outbox.register(HELD, mail_held)
outbox.register(EXPIRY, end_holds)
outbox.register(SIGNING, mail_ask)
outbox.register(THANKING, mail_note)
outbox.register(TELLING, mail_family)
for kind_of_work, work in KINDS_OF_WORK.items():
    outbox.register(kind_of_work, work)

for framework in frameworks().values():
    offer_framework(framework.code, framework.name)


def _beside_our_own(inner: ASGIApp) -> ASGIApp:
    parts = (
        health,
        forms,
        passkeys,
        language,
        drafts,
        uploads,
        files,
        lesson_files,
        credentials,
        calendar,
        portfolio_pdf,
        collection_pdf,
        cv,
        documents,
        event_kits,
        leavers,
        lesson_hours,
        lesson_box,
        modules,
        lesson_steps,
        voice,
        shared,
        verify,
        skill_search,
        takeouts,
        tonight,
        host_contact,
        host_evaluation,
        host_offers,
        host_placements,
        host_calendar,
        host_safety,
        region_files,
        offers_api,
        placement_calendar,
        agreement_pdf,
        ambassador_pdf,
        campaigns,
        sign_agreement,
    )
    return campaigns.CameBy(OwnAddresses(inner, [route for part in parts for route in part.routes]))


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
states.install(app)
sockets.install(app)
ended.install(app)
live_tabs.install(app)
app.register_lifespan_task(running)
app.add_middleware(Guard())
first_view = FirstView(app)
app.add_middleware(first_view.taking_over)
add_pages(app)
