"""Passphrases: argon2id off the event loop, two at a time, and what makes one too easy to guess."""

import asyncio
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_

# OWASP Password Storage Cheat Sheet (2024): argon2id with 19 MiB, t=2, p=1.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
# What an unknown name is compared with, so that it takes as long as a known one.
_nobody = _hasher.hash("nobody has this passphrase")
_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}

SHORTEST = 8
LONGEST = 200
# The most used passwords of published lists that are long enough, and what is on the wall of every school.
_LISTED = """
    12345678 123456789 1234567890 87654321 11111111 00000000 password password1 passw0rd qwertyui qwertyuiop
    asdfghjk asdfghjkl iloveyou sunshine princess football baseball superman trustno1 welcome1 abc12345 abcd1234
    letmein1 whatever starwars computer internet salasana salasana1 perkele1 passord1 passord123 wachtwoord
    welkom01 welkom123 minecraft fortnite koulukoulu skoleskole schoolschool
"""
TOO_COMMON = frozenset(_LISTED.split())


def _turn() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    if loop not in _turns:
        for old in [known for known in _turns if known.is_closed()]:
            del _turns[old]
        _turns[loop] = asyncio.Semaphore(2)
    return _turns[loop]


def _folded(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase)


async def hash_passphrase(passphrase: str) -> str:
    """The argon2id hash to store."""
    async with _turn():
        return await asyncio.to_thread(_hasher.hash, _folded(passphrase))


async def passphrase_matches(secret_hash: str, passphrase: str) -> bool:
    """Whether `passphrase` is the one that was hashed; takes as long when there is no hash ("")."""

    def verify() -> bool:
        try:
            return _hasher.verify(secret_hash or _nobody, _folded(passphrase[: LONGEST * 4])) and bool(secret_hash)
        except (VerificationError, InvalidHashError):
            return False

    async with _turn():
        return await asyncio.to_thread(verify)


def check_new_passphrase(passphrase: str, *, names: tuple[str, ...] = ()) -> None:
    """Raise `Invalid` when a new passphrase is too short, too long, too common, or one of `names`.

    Length and a list of common ones instead of rules about characters: NIST SP 800-63B, 5.1.1.2.
    """
    folded = _folded(passphrase).casefold().strip()
    if len(folded) < SHORTEST:
        raise Invalid(
            N_("Use at least {n} characters. Three words you can picture work well."), field="new", n=SHORTEST
        )
    if len(passphrase) > LONGEST:
        raise Invalid(N_("Use at most {n} characters."), field="new", n=LONGEST)
    if folded in TOO_COMMON or len(set(folded)) < 4 or folded in {name.casefold() for name in names if name}:
        raise Invalid(N_("This one is easy to guess. Try three words that do not belong together."), field="new")
