"""The gettext catalogues of the app: collected from the sources, checked to be complete, compiled for gettext.

English is the language of the sources and has no catalogue. File names stand beside messages, line numbers do not:
they change with every edit and say nothing to a translator.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portfolio_app.core.languages import LOCALE_DIR, NAMES, SOURCE
from portfolio_app.settings import SHIPPED_LANGUAGES

PACKAGE = Path(__file__).parent
TRANSLATED = tuple(language for language in SHIPPED_LANGUAGES if language != SOURCE)


def path_of(language: str) -> Path:
    """Where the catalogue of `language` lies."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "messages.po"


def collect() -> Catalog:
    """Every message of the sources: `_()`, `N_()`, `ngettext()`; comments that begin with `Translators:` go along."""
    template = Catalog(project="polku", charset="utf-8")
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=DEFAULT_KEYWORDS, comment_tags=("Translators:",))
    for name, _line, message, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        template.add(message, None, [(f"portfolio_app/{name}", 1)], auto_comments=comments, context=context)
    return template


def read(language: str) -> Catalog:
    """The catalogue of `language` as it lies there; an empty one when there is none yet."""
    path = path_of(language)
    if not path.is_file():
        header = f"# What people read, in {NAMES[language]}."
        return Catalog(locale=language, project="polku", charset="utf-8", fuzzy=False, header_comment=header)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_all() -> None:
    """Bring new messages into every catalogue and drop those no longer used; what is translated stays."""
    template = collect()
    for language in TRANSLATED:
        catalogue = read(language)
        known = {_key(message) for message in catalogue if message.id}
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        if {_key(message) for message in catalogue if message.id} == known and path_of(language).is_file():
            continue  # nothing new: leave the file and its date alone
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalogue, width=100, include_lineno=False, sort_by_file=True)


def compile_all() -> None:
    """Make the `.mo` file of every catalogue that is newer than its own."""
    for po in sorted(LOCALE_DIR.glob("*/LC_MESSAGES/messages.po")):
        mo = po.with_suffix(".mo")
        if mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        with po.open("rb") as file:
            catalogue = read_po(file)
        unfinished = mo.with_suffix(".tmp")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(mo)


def problems() -> Iterator[str]:
    """One sentence for each message that is missing, untranslated, fuzzy, no longer used, has other placeholders, or
    stands where extraction does not see it."""
    template = collect()
    wanted = {_key(message) for message in template if message.id}
    yield from (
        f"inside an f-string, name it first: {message}" for message in sorted(_called() - {key[0] for key in wanted})
    )
    for language in TRANSLATED:
        catalogue = read(language)
        known = {_key(message): message for message in catalogue if message.id}
        for key in sorted(wanted - known.keys()):
            yield f"{language}: missing: {key[0]}"
        for key in sorted(known.keys() - wanted):
            yield f"{language}: no longer used: {key[0]}"
        for key in sorted(wanted & known.keys()):
            message = known[key]
            strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
            if message.fuzzy or not all(strings) or (message.pluralizable and len(strings) != catalogue.num_plurals):
                yield f"{language}: not translated: {key[0]}"
            elif not all(_fits(message, form, string or "") for form, string in enumerate(strings)):
                yield f"{language}: other placeholders: {key[0]}"


def _called() -> set[str]:
    """Every message the sources name, found by parsing: Babel passes over calls in the braces of an f-string."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Call(func=ast.Name("_" | "N_" | "ngettext"), args=[ast.Constant(str(message)), *_]) if message:
                    found.add(message)
    return found


def _key(message: Message) -> tuple[str, str]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context or "")


def _longest(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def _fits(message: Message, form: int, string: str) -> bool:
    """Whether a translation has the placeholders it should; one thing may be said without its number."""
    of = (message.id[0], _longest(message)) if message.pluralizable and form == 0 else (_longest(message),)
    return any(_placeholders(string) == _placeholders(text) for text in of)


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(part.partition("}")[0] for part in text.split("{")[1:])


def main(arguments: list[str]) -> int:
    """`python -m portfolio_app.catalogues update|check`; exit code 1 when the check found something."""
    if arguments == ["update"]:
        update_all()
        return 0
    if arguments == ["check"]:
        found = list(problems())
        print(*found[:40], *([f"… and {len(found) - 40} more"] if len(found) > 40 else []), sep="\n", file=sys.stderr)
        return 1 if found else 0
    print("python -m portfolio_app.catalogues update|check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
