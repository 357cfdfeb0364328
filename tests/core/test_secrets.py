"""What is sealed opens for nobody without the instance's key, and a new key takes the old one's place in one go."""

import pytest

from portfolio_app.core import sealed
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, table_of, writing
from portfolio_app.core.sealed import rotate_secret
from portfolio_app.core.secrets import Turning, Unsealable, keyed_hash, seal, unseal
from portfolio_app.portfolio.credentials.issuing import PURPOSE, issuing_key
from portfolio_app.portfolio.credentials.models import Issuer
from portfolio_app.settings import settings
from tests.people import make_school


def test_what_is_sealed_opens_for_its_purpose_alone_and_looks_different_each_time() -> None:
    one = seal("keys", b"\x00secret\xff")
    assert unseal("keys", one) == b"\x00secret\xff"
    assert seal("keys", b"\x00secret\xff") != one
    assert "secret" not in one
    for purpose, content in (
        ("other", one),
        ("keys", one[:-4] + "AAAA"),
        ("keys", ""),
        ("keys", "1.ø"),
        ("keys", "1.x"),
    ):
        with pytest.raises(Unsealable):
            unseal(purpose, content)


def test_another_instance_cannot_open_it() -> None:
    one = seal("keys", b"secret")
    settings().secrets_path.unlink()
    Turning().finish()  # another key
    with pytest.raises(Unsealable):
        unseal("keys", one)


@pytest.mark.usefixtures("database")
async def test_a_new_secret_keeps_schools_keys_and_ends_what_was_hashed_with_the_old_one() -> None:
    school, other = await make_school(), await make_school()
    async with writing() as session:
        before = await issuing_key(session, school)
        session.add(Issuer(school_id=other, did="did:key:lost", sealed_key="1.lost", made_at=now()))
    hashed, secret = keyed_hash("x", "y"), settings().secrets_path.read_text()
    done = await rotate_secret()
    assert (done.anew, done.lost) == (1, 1)
    assert settings().secrets_path.read_text() != secret
    assert settings().secrets_path.stat().st_mode & 0o077 == 0
    assert keyed_hash("x", "y") != hashed
    async with writing() as session:
        assert (await issuing_key(session, school)).did == before.did


@pytest.mark.usefixtures("database")
async def test_a_change_of_secrets_that_was_cut_off_works_meanwhile_and_can_be_finished() -> None:
    school = await make_school()
    async with writing() as session:
        before = await issuing_key(session, school)
    turning = Turning()  # a crash: rows are written, the file is not in its place yet
    issuer = table_of(Issuer)
    async with writing() as session:
        (row,) = (await session.execute(issuer.select())).all()
        await session.execute(issuer.update().values(sealed_key=turning.sealed_anew(PURPOSE, row.sealed_key)))
    async with writing() as session:
        assert (await issuing_key(session, school)).did == before.did
    assert (await rotate_secret()).lost == 0
    async with reading() as session:
        (row,) = (await session.execute(issuer.select())).all()
    assert unseal(PURPOSE, row.sealed_key)
    assert not settings().secrets_path.with_name("secret.key.next").exists()
    assert sealed
