"""The instance's secret key and what is made with it. It lies in a file of its own, beside nothing (see design)."""

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from portfolio_app.settings import settings

# Without the characters that are mistaken for each other on paper or aloud: 0 o 1 l i.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class SecretFileUnsafe(RuntimeError):
    """The secret file can be read by others on this machine."""


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


def new_key() -> str:
    """A session key or link secret: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def readable_secret(groups: int, size: int = 4) -> str:
    """A secret to read aloud or copy from paper, such as "k7dm-q2vx-p9nr": about 5 bits a character."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(size)) for _group in range(groups))


def digest(key: str) -> str:
    """SHA-256 of a random key, hex: what the database keeps of it."""
    return hashlib.sha256(key.encode()).hexdigest()
