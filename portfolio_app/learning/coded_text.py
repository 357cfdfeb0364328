"""Text beside the modules, in Markdown with codes at its headings: the same parts in every language, no others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portfolio_app.learning.markdown import MOST_BYTES, Heading, as_html, plain, read_markdown
from portfolio_app.learning.mistakes import Mistake


@dataclass(frozen=True)
class CodedText:
    """A file: its title, what stands right beneath it, and its headings by their codes."""

    title: str = ""
    summary: str = ""
    parts: Mapping[str, Heading] = field(default_factory=dict[str, Heading])

    def title_of(self, code: str) -> str:
        """The heading of a part; "" where it is missing."""
        return self.parts[code].title if code in self.parts else ""

    def words_of(self, code: str) -> str:
        """The words beneath the heading, without marks."""
        return plain(self.parts[code].body[3:]) if code in self.parts else ""

    def html_of(self, code: str) -> str:
        """The same as HTML."""
        return as_html(self.parts[code].body[3:]) if code in self.parts else ""

    def lines_of(self, code: str) -> tuple[str, ...]:
        """The lines of the lists beneath the heading."""
        tokens = self.parts[code].body if code in self.parts else ()
        starts = [at for at, token in enumerate(tokens) if token.type == "list_item_open" and token.level == 1]
        return tuple(plain([next(one for one in tokens[at:] if one.type == "inline")]) for at in starts)


def content_of(path: Path, shown: str) -> tuple[bytes | None, tuple[Mistake, ...]]:
    """The bytes of a small file that is no link; None, and why, for any other."""
    try:
        if path.is_symlink() or path.stat().st_size > MOST_BYTES:
            return None, (Mistake(shown, 1, "is a link or larger than 1 MB: put a small file here"),)
        return path.read_bytes(), ()
    except OSError as error:
        return None, (Mistake(shown, 1, f"cannot be read: {error.strerror}"),)


def read_coded(path: Path, file: str, wanted: Collection[str]) -> tuple[CodedText, tuple[Mistake, ...]]:
    """The text in a file, which mistakes call `file`: `wanted` are the codes it has to have. Never raises."""
    content, amiss = content_of(path, file)
    if content is None:
        return CodedText(), amiss
    written = read_markdown(file, content.decode("utf-8", "replace"), lambda _path: None)
    mistakes = list(written.mistakes)
    heads = written.headings
    if not heads or heads[0].level != 1:
        mistakes.append(Mistake(file, 1, "a file begins with its title: # …"))
        return CodedText(), tuple(mistakes)
    parts: dict[str, Heading] = {}
    for head in heads[1:]:
        if head.code not in wanted or head.code in parts:
            told = f"the code {{#{head.code}}} of “{head.title}” is not among those wanted, or here twice: correct it"
            mistakes.append(Mistake(file, head.line, told))
        parts.setdefault(head.code, head)
    for code in sorted(set(wanted) - parts.keys()):
        mistakes.append(Mistake(file, 1, f"the part {{#{code}}} is missing: write it, as the other languages have it"))
    return CodedText(heads[0].title, plain(heads[0].body[3:]), parts), tuple(mistakes)
