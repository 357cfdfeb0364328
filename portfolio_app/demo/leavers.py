"""Leaving school in the demo: a class that leaves next June, with pupils more or less far, and somebody who left."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from portfolio_app.accounts.code_book import LINES, VALID
from portfolio_app.accounts.models import Membership, OneTimeCode, Role, TermsAccepted
from portfolio_app.accounts.sessions import TERMS_VERSION
from portfolio_app.core.models import Outbox
from portfolio_app.core.secrets import digest
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.people import FINNISH, DemoPupil, Pace
from portfolio_app.demo.rows import identity
from portfolio_app.demo.school_years import SchoolYears
from portfolio_app.demo.story import Scene
from portfolio_app.notices.models import MailAddress
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.schools.leaving_day import BEFORE, LEAVE, TELL, begins
from portfolio_app.schools.models import ClassMember, Leaving
from portfolio_app.settings import DEMO_ACCOUNTS_BY
from portfolio_app.sharing.models import Audience, Grant

CLASS = "9C"
"""The class that leaves."""
FORMER = DemoPupil("iida", "Iida Salonen", FINNISH, CLASS, "fi", Pace.STOPPED, 3)
"""Who left with the class before, and keeps the account."""


def leaves_on(years: SchoolYears) -> date:
    """The first day without school: early in the next June."""
    return date(years.last_spring + 1, 6, 9)


def add_leavers(scene: Scene, everybody: Iterable[DemoPupil]) -> None:
    """The work that the leaving day calls for, and how far the pupils of the class are, by chance."""
    class_id, day = identity("class", FINNISH, CLASS), leaves_on(scene.years)
    work = {"class": str(class_id), "day": day.isoformat()}
    moments = [
        (LEAVE, work, begins(day)),
        *((TELL, work | {"before": wait.days}, begins(day - wait)) for wait in BEFORE),
    ]
    for kind, payload, moment in moments:
        if moment > scene.years.now:
            row = Outbox(id=identity(kind, moment), kind=kind, payload=payload, not_before=moment)
            scene.rows.add(row)
    for pupil in everybody:
        if pupil.school == FINNISH and pupil.class_name == CLASS and pupil.signed_in:
            _on_the_way(scene, pupil)


def _on_the_way(scene: Scene, pupil: DemoPupil) -> None:
    chance = chance_for("leaver", pupil.username)
    person, now = scene.ids[pupil.username], scene.years.now
    mail, way, taken, opened, through, help_wanted = (
        chance.random() < share for share in (0.45, 0.35, 0.3, 0.7, 0.2, 0.15)
    )
    day = now - timedelta(days=chance.randint(2, 40), hours=chance.randint(1, 5))
    if mail:
        address = f"{pupil.username}@posti.example"
        scene.rows.add(
            MailAddress(
                id=identity("mail", pupil.username),
                person_id=person,
                address=address,
                confirmed_at=day,
                language=pupil.writes,
            )
        )
    if way:
        for line in range(1, LINES + 1):
            used = day + timedelta(hours=1) if line == 1 and chance.random() < 0.4 else None
            scene.rows.add(
                OneTimeCode(
                    id=identity("book", pupil.username, line),
                    person_id=person,
                    kind="book",
                    number=line,
                    secret_hash=digest(f"nobody knows this line/{pupil.username}/{line}"),
                    issued_by=person,
                    made_at=day,
                    expires_at=day + VALID,
                    ended_at=used,
                    used_at=used,
                    told_at=used,
                )
            )
    if taken:
        scene.rows.add(
            Takeout(
                id=identity("takeout", pupil.username),
                person_id=person,
                language=pupil.writes,
                asked_at=day,
                done_bytes=4_000_000,
                all_bytes=4_000_000,
                ready_at=day + timedelta(minutes=1),
                expires_at=day + timedelta(days=7),
                downloaded_at=day + timedelta(minutes=5),
                ended_at=day + timedelta(days=7) if day + timedelta(days=7) < now else None,
            )
        )
    if help_wanted or through or (taken and opened):
        scene.rows.add(
            Leaving(
                id=identity("leaving", pupil.username),
                person_id=person,
                school_id=identity("school", pupil.school),
                help_wanted=help_wanted,
                gone_through_on=day.date() if through else None,
                opened_on=day.date() if taken and opened else None,
            )
        )


def add_former(scene: Scene) -> None:
    """Somebody who left last June, after her rows as a pupil: what she shared at school ended with that."""
    name = FORMER.username
    left = datetime.combine(date(scene.years.last_spring, 6, 5), time(21), UTC)
    person = scene.ids[name]
    for row in (*scene.rows.of("membership"), *scene.rows.of("class_member")):
        if isinstance(row, Membership | ClassMember) and row.person_id == person:
            row.ended_at = left
    for row in scene.rows.of("access_grant"):
        if isinstance(row, Grant) and row.owner_id == person and row.audience != Audience.LINK and not row.ended_at:
            row.ended_at = max(left, row.from_at)
    scene.rows.add(
        Membership(
            id=identity("own account", name), person_id=person, role=Role.PERSONAL, school_id=None, began_at=left
        ),
        TermsAccepted(
            id=identity("terms", name),
            person_id=person,
            version=TERMS_VERSION,
            responsible=DEMO_ACCOUNTS_BY,
            accepted_at=min(left + timedelta(days=9), scene.years.now),
        ),
        Leaving(
            id=identity("leaving", name),
            person_id=person,
            school_id=identity("school", FORMER.school),
            gone_through_on=(left - timedelta(days=12)).date(),
            opened_on=(left - timedelta(days=11)).date(),
            left_on=left.date() + timedelta(days=1),
        ),
        MailAddress(
            id=identity("mail", name),
            person_id=person,
            address=f"{name}@posti.example",
            confirmed_at=left - timedelta(days=30),
            language=FORMER.writes,
            signs_in=True,
        ),
    )
