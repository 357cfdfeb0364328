"""What accounts hold about a person: the person themself, how they sign in, where they are signed in, their roles."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts import sessions
from portfolio_app.accounts.models import (
    Membership,
    OneTimeCode,
    Passkey,
    Person,
    Receipt,
    Role,
    Session,
    SignIn,
    TermsAccepted,
)
from portfolio_app.core.database import after_commit
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, OPENS_DOORS, Mentioned, Named, Owned, Then, register

ACCOUNT = N_("Your account, your sign-ins and your roles")


async def _kept_answers(session: AsyncSession, person_id: UUID) -> Mapping[str, int]:
    after_commit(session, partial(sessions.forget, person_id))
    return {}


register(
    Owned(
        Person, "person", label=ACCOUNT, through="id", left_out={"sort_name": "follows from the name"}, imported=False
    ),
    Owned(SignIn, "sign_ins", left_out={"secret_hash": OPENS_DOORS}, imported=False),
    Owned(
        Passkey,
        "passkeys",
        left_out={"credential": OPENS_DOORS, "credential_hash": OPENS_DOORS, "public_key": OPENS_DOORS},
        imported=False,
    ),
    Owned(
        OneTimeCode,
        "one_time_codes",
        left_out={"secret_hash": OPENS_DOORS, "school_id": OF_THIS_INSTANCE},
        named=(Named("issued_by", "given_by", Person),),
        imported=False,
    ),
    Mentioned(OneTimeCode, "issued_by", Then.NAMELESS),
    Owned(Session, "sessions", left_out={"key_hash": OPENS_DOORS, "code_id": OPENS_DOORS}, imported=False),
    Owned(
        Membership,
        "roles",
        named=(Named("school_id", "school", "school"), Named("region_id", "region", "region")),
        choices={"role": Role},
        imported=False,
    ),
    Owned(TermsAccepted, "terms_accepted", imported=False),
    Mentioned(Receipt, "person_id", Then.NAMELESS),
    before_erasure=_kept_answers,
)
