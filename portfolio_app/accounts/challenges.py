"""Challenges that a passkey signs (WebAuthn, 13.4.3): made here, bound to what they are for, good for minutes and once.

A challenge carries its own end and a keyed hash, so that nothing is kept of those nobody answers.
"""

import hmac
import secrets
import struct
from collections import OrderedDict

from portfolio_app.core.clock import now
from portfolio_app.core.secrets import keyed_hash

SECONDS = 300
"""How long somebody may look for their key and its PIN."""
MOST_KEPT = 50_000
_NONCE, _END, _MAC = 16, 8, 32

_answered: OrderedDict[bytes, float] = OrderedDict()


def challenge(purpose: str) -> bytes:
    """A new one. `purpose` says for what and whom ("sign-in", "add <session>")."""
    begun = secrets.token_bytes(_NONCE) + struct.pack(">d", now().timestamp() + SECONDS)
    return begun + _mac(purpose, begun)


def redeem(answered: bytes, purpose: str) -> bool:
    """Whether a challenge is one of ours for `purpose`, still good, and answered for the first time; from now on it is
    not."""
    begun, mac = answered[: _NONCE + _END], answered[_NONCE + _END :]
    if len(answered) != _NONCE + _END + _MAC or not hmac.compare_digest(mac, _mac(purpose, begun)):
        return False
    moment = now().timestamp()
    until: float = struct.unpack(">d", begun[_NONCE:])[0]
    while _answered and (next(iter(_answered.values())) < moment or len(_answered) > MOST_KEPT):
        _answered.popitem(last=False)
    if until < moment or answered in _answered:
        return False
    _answered[answered] = until
    return True


def _mac(purpose: str, begun: bytes) -> bytes:
    return bytes.fromhex(keyed_hash(f"passkey-challenge {purpose}", begun.hex()))
