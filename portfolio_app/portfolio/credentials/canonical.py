"""One spelling of what a credential says, which is what gets signed: RDF Dataset Canonicalization by PyLD.

JSON-LD leaves out without a word whatever its contexts do not define, so a claim could be added after signing. Here
every part of the document must be found again in what is signed, or there is no signature for it at all.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from pyld import jsonld  # pyright: ignore[reportMissingTypeStubs]

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_FOLDER = Path(__file__).parent / "contexts"
FILES: Mapping[str, str] = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-v3p0-context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "ob-v3p0-context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
}
# An address without what would let two addresses read as one in N-Quads.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_JSON = "@json"


class UnknownVocabulary(Exception):
    """A context that does not lie in the package; its address."""


class Uncovered(Exception):
    """A part of the document that would not be signed; its name, where it is known."""


def listed(value: Any) -> list[Any]:
    """One or several, as JSON-LD has them."""
    return cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]


def known_context(address: object) -> bool:
    """Whether that context lies in the package."""
    return isinstance(address, str) and address in FILES


def canonical(document: Mapping[str, Any]) -> bytes:
    """The document's statements as sorted N-Quads, UTF-8.

    Raises `UnknownVocabulary`, and `Uncovered` for whatever else JSON-LD would leave out or cannot read.
    """
    for one in listed(document.get("@context")) or [""]:
        # Contexts written into the document could give any word another meaning, or none.
        if not known_context(one):
            raise UnknownVocabulary(one if isinstance(one, str) else "")
    processor: Any = jsonld.JsonLdProcessor(on_property_dropped=_dropped)
    try:
        expanded = processor.expand(dict(document), {"documentLoader": _load, "processingMode": "json-ld-1.1"})
        said = sum(map(_leaves_of_document, (value for key, value in document.items() if key != "@context")))
        if said != sum(map(_leaves_of_expanded, expanded)):
            raise Uncovered("")
        options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
        return cast(str, processor.normalize(expanded, options)).encode()
    except jsonld.JsonLdError as problem:
        raise Uncovered("") from problem


def _dropped(name: object) -> None:
    raise Uncovered(str(name or ""))


def _leaves_of_document(value: Any) -> int:
    """How many single values somebody wrote. Raises `Uncovered` for JSON-LD's own words, but those of a text in a
    language: they can make others vanish."""
    if isinstance(value, dict):
        of = cast("dict[str, Any]", value)
        if "@value" in of:
            if not of.keys() <= {"@value", "@language", "@direction"} or not isinstance(of["@value"], str):
                raise Uncovered("@value")
            return len(of)
        return sum(_leaves_of_document(below) for key, below in of.items() if not _names_contexts(key, below))
    if isinstance(value, list):
        return sum(map(_leaves_of_document, cast("list[Any]", value)))
    return 0 if value is None else 1


def _names_contexts(key: str, value: Any) -> bool:
    """Whether this names contexts of the package, as a credential within a credential does."""
    if key.startswith("@") and (key != "@context" or not all(map(known_context, listed(value)))):
        raise Uncovered(key)
    return key == "@context"


def _leaves_of_expanded(value: Any) -> int:
    """How many single values are left of it, each in a form that ends up in a statement. Raises `Uncovered`."""
    if isinstance(value, list):
        return sum(map(_leaves_of_expanded, cast("list[Any]", value)))
    of = cast("dict[str, Any]", value)
    if "@value" in of:
        return _leaves_of_literal(of)
    return sum(_leaves_below(key, below) for key, below in of.items())


def _leaves_of_literal(of: Mapping[str, Any]) -> int:
    kind, language = of.get("@type"), of.get("@language")
    if not of.keys() <= {"@value", "@type", "@language", "@direction"}:
        raise Uncovered("@value")
    if kind == _JSON:
        return sum(1 for _one in _scalars(of["@value"]))
    if kind is not None and not _ADDRESS.fullmatch(kind):
        raise Uncovered(str(kind))
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise Uncovered(str(language))
    return 1 + (language is not None) + ("@direction" in of)


def _leaves_below(key: str, below: Any) -> int:
    if key == "@id":
        return _counted([below])
    if key == "@type":
        return _counted(listed(below))
    if key not in ("@list", "@graph") and not _ADDRESS.fullmatch(key):
        raise Uncovered(key)
    return _leaves_of_expanded(below)


def _counted(addresses: list[Any]) -> int:
    for one in addresses:
        if not isinstance(one, str) or not _ADDRESS.fullmatch(one):
            raise Uncovered(str(one))
    return len(addresses)


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in cast("dict[str, Any]", value).values():
            yield from _scalars(one)
    elif isinstance(value, list):
        for one in cast("list[Any]", value):
            yield from _scalars(one)
    elif value is not None:
        yield value


def _load(address: str, _options: object) -> dict[str, Any]:
    """PyLD's document loader: from the package, and from nowhere else."""
    if not known_context(address):
        raise UnknownVocabulary(address)
    # PyLD resolves addresses within what it is given, so each gets a copy; "static" lets it keep what it made of it.
    document = json.loads(_text_of(address))
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": document,
        "tag": "static",
    }


@lru_cache(maxsize=len(FILES))
def _text_of(address: str) -> str:
    return (_FOLDER / FILES[address]).read_text("utf-8")
