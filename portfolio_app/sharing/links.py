"""Links: whoever has one sees one thing of a pupil's, without an account, until a day.

A link is a grant to nobody in particular (`Audience.LINK`), one a thing at most, so that it is seen and ended where all
others are. Its secret of 256 bits is worked out from the link's id and the instance's secret file whenever its owner
wants to copy it again, and stands nowhere: the database has its hash. Shown once, it would be made anew each time
somebody else is to get it, and stop working for those who have it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import throttle
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.passphrases import hash_passphrase, passphrase_matches
from portfolio_app.accounts.policy import keeps_a_portfolio
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import insert_new, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import N_, end_of_day, languages, local_date, spoken
from portfolio_app.core.secrets import derived_key, digest, keyed_hash
from portfolio_app.core.wording import one_line
from portfolio_app.schools.links import may_use_links
from portfolio_app.sharing import policy, things
from portfolio_app.sharing.actions import end_expired, end_grants, must_be_shareable, one_at_a_time
from portfolio_app.sharing.models import Audience, Grant, Kind, LinkLook, ShareLink, ShownName

WITH_FILES = frozenset({Kind.ENTRY, Kind.EVIDENCE, Kind.COLLECTION})
"""What has photos and files, which a link shows or does not."""
LINKABLE = WITH_FILES | {Kind.CV, Kind.CREDENTIAL}
"""What can be shown by a link."""
LASTS = timedelta(days=30)
LONGEST = timedelta(days=365)
MOST_LINKS = 100
LONGEST_KEY = 100
SHORTEST_CODE = 4
LONGEST_CODE = 60
NOT_HERE = N_("Your school has switched links off for your class.")


@dataclass(frozen=True)
class LinkForm:
    """How a link is to be: its last day (30 days from now, unless said), a code word or none, what it shows."""

    until: date | None = None
    code: str = ""
    """A code word; "" for none, or for the one there is."""
    no_code: bool = False
    """Take the code word away that there is."""
    name: ShownName = ShownName.NONE
    files: bool = False
    contact: bool = False
    """Of a CV: show its contact lines, too."""
    language: str = ""


@dataclass(frozen=True)
class OpenLink:
    """A link that works now, and what it shows to whoever has it."""

    id: UUID
    owner_id: UUID
    kind: Kind
    thing: str
    language: str
    name: ShownName
    files: bool
    contact: bool
    code_hash: str
    until: datetime


def link_key(link_id: UUID) -> str:
    """The secret of a link: 256 bits."""
    return derived_key("share link", str(link_id))


def path_of(key: str) -> str:
    """Where a link leads, by its secret."""
    return f"/shared/{key}"


async def make_link(actor: Actor, kind: Kind, thing: str, form: LinkForm, request: UUID) -> None:
    """Let whoever gets the link see a thing of the actor's. `request` is the form's own id: sent twice, made once.

    Raises `Invalid` with the field, `NotFound` for a thing that has no links or is not the actor's.
    """
    if not actor.keeps_a_portfolio:
        raise Refused()
    if kind not in LINKABLE:
        raise NotFound()
    until, code_hash = _last_day(form.until), await _hashed(form.code)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await must_be_shareable(session, actor, kind, thing)
        if await _sent_before(session, actor, request):
            return
        if not await may_use_links(session, actor.person_id):
            raise Invalid(NOT_HERE)
        await end_expired(session, actor, kind, thing)
        await _must_have_room(session, actor)
        grant = Grant(
            owner_id=actor.person_id,
            kind=kind,
            thing=thing,
            audience=Audience.LINK,
            from_at=now(),
            until_at=end_of_day(until),
            granted_by=actor.person_id,
        )
        if not await insert_new(session, grant):
            raise Invalid(N_("There is a link already. Load the page anew to see it."))
        link_id = uuid4()
        session.add(
            ShareLink(
                id=link_id,
                grant_id=grant.id,
                key_hash=digest(link_key(link_id)),
                code_hash=code_hash,
                request=request,
                **_shown(form, kind),
            )
        )
        _audit(session, "sharing.make_link", actor, link_id, of=f"{kind.value}:{thing}", code=bool(code_hash))


async def change_link(actor: Actor, link_id: UUID, form: LinkForm) -> None:
    """Change until when a link of the actor's works and what it shows; its address stays. Raises as `make_link` does,
    `NotFound` for one that has ended, too."""
    until, code_hash = _last_day(form.until), await _hashed(form.code)
    async with writing() as session:
        link, grant = await _own_link(session, actor, link_id)
        if grant.ended_at is not None or (grant.until_at is not None and grant.until_at <= now()):
            raise NotFound()
        if not await may_use_links(session, actor.person_id):
            raise Invalid(NOT_HERE)
        grant.until_at = end_of_day(until)
        for name, value in _shown(form, Kind(grant.kind)).items():
            setattr(link, name, value)
        if form.no_code or code_hash:
            link.code_hash = "" if form.no_code else code_hash
        _audit(session, "sharing.change_link", actor, link.id, code=bool(link.code_hash))


async def end_link(actor: Actor, link_id: UUID) -> None:
    """A link of the actor's shows nothing any more. Ended already: fine."""
    async with writing() as session:
        link, grant = await _own_link(session, actor, link_id)
        if grant.ended_at is None:
            await end_grants(session, actor, Kind(grant.kind), grant.thing, Audience.LINK)
            _audit(session, "sharing.end_link", actor, link.id)


def _last_day(until: date | None) -> date:
    here = local_date(now())
    if until is None:
        return here + LASTS
    if until < here:
        raise Invalid(N_("Choose a day that is still to come."), field="link_until")
    if until > here + LONGEST:
        raise Invalid(N_("A link lasts a year at most."), field="link_until")
    return until


async def _hashed(code: str) -> str:
    word = one_line(code, field="code", most=LONGEST_CODE)
    if not word:
        return ""
    if len(word) < SHORTEST_CODE:
        raise Invalid(N_("Use at least {n} characters for the code word."), field="code", n=SHORTEST_CODE)
    return await hash_passphrase(word.casefold())


def _shown(form: LinkForm, kind: Kind) -> dict[str, Any]:
    """What the link shows of a thing of that kind. On a credential stands the name that was signed, and no other."""
    return {
        "language": form.language if form.language in languages() else spoken(),
        "shown_name": ShownName.NONE if kind is Kind.CREDENTIAL else form.name,
        "shows_files": form.files and kind in WITH_FILES,
        "shows_contact": form.contact and kind is Kind.CV,
    }


async def _sent_before(session: AsyncSession, actor: Actor, request: UUID) -> bool:
    sent = select(col(Grant.owner_id)).join(ShareLink, col(ShareLink.grant_id) == col(Grant.id))
    owner_id = (await session.execute(sent.where(col(ShareLink.request) == request))).scalar_one_or_none()
    if owner_id not in (None, actor.person_id):
        raise NotFound()
    return owner_id is not None


async def _must_have_room(session: AsyncSession, actor: Actor) -> None:
    mine = select(func.count()).where(
        col(Grant.owner_id) == actor.person_id, col(Grant.audience) == Audience.LINK, policy.open_at(now())
    )
    if (await session.execute(mine)).scalar_one() >= MOST_LINKS:
        raise Invalid(N_("You have many links open already. End one of them first."))


async def _own_link(session: AsyncSession, actor: Actor, link_id: UUID) -> tuple[ShareLink, Grant]:
    """A link of the actor's with its grant, both locked. Raises `Refused` for who is no pupil, `NotFound`."""
    if not actor.keeps_a_portfolio:
        raise Refused()
    found = await session.execute(
        select(ShareLink, Grant)
        .join(Grant, col(Grant.id) == col(ShareLink.grant_id))
        .where(col(ShareLink.id) == link_id, col(Grant.owner_id) == actor.person_id)
        .with_for_update()
    )
    row = found.first()
    if row is None:
        raise NotFound()
    return row[0], row[1]


async def open_link(session: AsyncSession, key: str) -> OpenLink | None:
    """The link with that secret, while it works: not ended or run out, its owner a pupil whose school has links on, its
    thing there and fit to be shown. Looking changes nothing."""
    if len(key) > LONGEST_KEY:
        return None
    return await _working(session, col(ShareLink.key_hash) == digest(key))


async def own_open_link(session: AsyncSession, actor: Actor, link_id: UUID) -> OpenLink | None:
    """A link of the actor's own, while it works."""
    return await _working(session, (col(ShareLink.id) == link_id) & (col(Grant.owner_id) == actor.person_id))


async def _working(session: AsyncSession, which: Any) -> OpenLink | None:
    found = await session.execute(
        select(ShareLink, Grant)
        .join(Grant, col(Grant.id) == col(ShareLink.grant_id))
        .where(which, policy.open_at(now()), keeps_a_portfolio(col(Grant.owner_id)))
    )
    row = found.first()
    if row is None:
        return None
    link, grant = row
    kind = Kind(grant.kind)
    thing = (await things.find(session, grant.owner_id, kind, [grant.thing])).get(grant.thing)
    if thing is None or thing.obstacle or not await may_use_links(session, grant.owner_id):
        return None
    return OpenLink(
        id=link.id,
        owner_id=grant.owner_id,
        kind=kind,
        thing=grant.thing,
        language=link.language,
        name=ShownName(link.shown_name),
        files=link.shows_files,
        contact=link.shows_contact,
        code_hash=link.code_hash,
        until=grant.until_at or now() + LASTS,
    )


async def code_fits(link: OpenLink, code: str) -> bool:
    """Whether that is the link's code word. Raises `TooMany` when too many were wrong of late, whoever sent them."""
    name = f"share link {link.id}"
    async with throttle.trying(name):
        if await passphrase_matches(link.code_hash, " ".join(code.split()).casefold()):
            throttle.forgive(name)
            return True
        throttle.failed(name)
        return False


def pass_for(link: OpenLink) -> str:
    """What shows that somebody has said the link's code word; worth nothing once it has another one."""
    return keyed_hash("share link code", f"{link.id}:{link.code_hash}")


async def count_look(link: OpenLink) -> None:
    """Count that the link was opened today."""
    async with writing() as session:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        table = table_of(LinkLook)
        statement = insert(table).values(id=uuid4(), link_id=link.id, day=today(), count=1)
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=[table.c.link_id, table.c.day], set_={"count": table.c.count + 1}
            )
        )


def _audit(session: AsyncSession, action: str, actor: Actor, link_id: UUID, **detail: Any) -> None:
    thing = f"link:{link_id}"
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=thing, **detail)
