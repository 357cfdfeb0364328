"""The instance's secret key and what is made with it. It lies in a file of its own, beside nothing (see design)."""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portfolio_app.settings import settings

# Without the characters that are mistaken for each other on paper or aloud: 0 o 1 l i.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class SecretFileUnsafe(RuntimeError):
    """The secret file can be read by others on this machine."""


class Unsealable(Exception):
    """Something was sealed with another key than this instance's, or for something else."""


_NONCE = 12
_SEALED = "1."  # AES-256-GCM, its key made by HKDF-SHA256 for each purpose


@lru_cache(maxsize=4)
def _key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            raise SecretFileUnsafe(f"{path} must be readable by its owner alone: chmod 600 {path}") from None
        return bytes.fromhex(path.read_text().strip())
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())


def keyed_hash(purpose: str, text: str) -> str:
    """HMAC-SHA256 of `text` under the instance's key, hex, separate for each `purpose`."""
    return hmac.new(_key(settings().secrets_path), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def derived_key(purpose: str, text: str) -> str:
    """A link secret that can be worked out again: 256 bits under the instance's key, URL-safe, and nothing to anybody
    who has the database alone."""
    mac = hmac.new(_key(settings().secrets_path), f"{purpose}\0{text}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def signed_id(purpose: str, row_id: UUID, drawn: UUID | None = None) -> str:
    """The key of a link to a row, which the database does not hold: its id, and a keyed hash over it. Where the row
    keeps a number, `drawn` is that: once another is drawn, the former key opens nothing."""
    return f"{row_id}.{keyed_hash(purpose, f'{row_id} {drawn}' if drawn else str(row_id))}"


def id_in(key: str) -> UUID | None:
    """The row that a key of `signed_id` names, genuine or not; None for what names none."""
    try:
        return UUID(key.partition(".")[0])
    except ValueError:
        return None


def is_signed(key: str, purpose: str, row_id: UUID, drawn: UUID | None = None) -> bool:
    """Whether a key is what `signed_id` gives for the same, told in constant time."""
    return hmac.compare_digest(key.encode(errors="surrogatepass"), signed_id(purpose, row_id, drawn).encode())


def seal(purpose: str, content: bytes) -> str:
    """`content` as only this instance can read it again, for the same `purpose`."""
    return _sealed(_key(settings().secrets_path), purpose, content)


def unseal(purpose: str, sealed: str) -> bytes:
    """What `seal` was given. Raises `Unsealable`."""
    path = settings().secrets_path
    try:
        return _unsealed(_key(path), purpose, sealed)
    except Unsealable:
        if not _next_to(path).exists():
            raise
        return _unsealed(_key(_next_to(path)), purpose, sealed)  # a change of keys was cut off in the middle


def _sealed(key: bytes, purpose: str, content: bytes) -> str:
    nonce = secrets.token_bytes(_NONCE)
    locked = _lock(key, purpose).encrypt(nonce, content, purpose.encode())
    return _SEALED + base64.urlsafe_b64encode(nonce + locked).decode()


def _unsealed(key: bytes, purpose: str, sealed: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(_SEALED).encode())
        return _lock(key, purpose).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode())
    except (InvalidTag, ValueError, binascii.Error) as problem:
        raise Unsealable(purpose) from problem


def _next_to(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")


def _lock(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, None, f"seal\0{purpose}".encode()).derive(key))


class Turning:
    """The change from this instance's key to a new one, which lies beside it until `finish`: after a crash in the
    middle, another `Turning` goes on with the same two."""

    def __init__(self) -> None:
        self._path = settings().secrets_path
        self._next = _next_to(self._path)
        self._old, self._new = _key(self._path), _key(self._next)

    def sealed_anew(self, purpose: str, sealed: str) -> str:
        """What was sealed with either key, sealed with the new one. Raises `Unsealable`."""
        try:
            content = _unsealed(self._old, purpose, sealed)
        except Unsealable:
            _unsealed(self._new, purpose, sealed)
            return sealed
        return _sealed(self._new, purpose, content)

    def finish(self) -> None:
        """The new key takes the old one's place."""
        self._next.replace(self._path)
        _key.cache_clear()


def new_key() -> str:
    """A session key or link secret: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def readable_secret(groups: int, size: int = 4) -> str:
    """A secret to read aloud or copy from paper, such as "k7dm-q2vx-p9nr": about 5 bits a character."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(size)) for _group in range(groups))


def digest(key: str) -> str:
    """SHA-256 of a random key, hex: what the database keeps of it."""
    return hashlib.sha256(key.encode()).hexdigest()
