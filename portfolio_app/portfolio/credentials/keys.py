"""Ed25519 keys as `did:key`: an issuer's name is their public key, so that no register has to be asked for it."""

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SCHEME = "did:key:"
_ED25519 = b"\xed\x01"  # multicodec's name for the kind of key
_LONGEST = 100  # decoding base 58 takes the square of its length


class OtherKey(ValueError):
    """A `did:key` with a key of another kind, or none at all."""


def did_of(key: Ed25519PublicKey) -> str:
    """The key as a DID: `did:key:z6Mk…`."""
    return f"{_SCHEME}z{base58.b58encode(_ED25519 + key.public_bytes_raw()).decode()}"


def method_of(did: str) -> str:
    """How a proof names the one key of a `did:key`."""
    return f"{did}#{did.removeprefix(_SCHEME)}"


def is_did_key(name: str) -> bool:
    """Whether this says that it is a key."""
    return name.startswith(_SCHEME)


def key_of(did: str) -> Ed25519PublicKey:
    """The key that a DID is. Raises `OtherKey`."""
    encoded = did.removeprefix(_SCHEME)
    if not is_did_key(did) or not encoded.startswith("z") or len(encoded) > _LONGEST:
        raise OtherKey(did[:_LONGEST])
    return Ed25519PublicKey.from_public_bytes(_bytes_of(encoded, _ED25519))


def signature_of(value: str) -> bytes:
    """The bytes of a multibase signature (base 58, as eddsa-rdfc-2022 has it). Raises `ValueError`."""
    if not value.startswith("z") or len(value) > _LONGEST:
        raise ValueError("no signature in base 58")
    return base58.b58decode(value[1:])


def written(signature: bytes) -> str:
    """The other way round."""
    return f"z{base58.b58encode(signature).decode()}"


def new_private_key() -> bytes:
    """32 random bytes: a private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def private_key(raw: bytes) -> Ed25519PrivateKey:
    """Those 32 bytes as a key to sign with."""
    return Ed25519PrivateKey.from_private_bytes(raw)


def _bytes_of(encoded: str, kind: bytes) -> bytes:
    try:
        raw = base58.b58decode(encoded[1:])
    except ValueError as problem:
        raise OtherKey(encoded) from problem
    if not raw.startswith(kind) or len(raw) != len(kind) + 32:
        raise OtherKey(encoded)
    return raw.removeprefix(kind)
