"""Modules as nobody would write them, and sound all the same: for what must hold for every module there can be."""

from hypothesis import strategies as st

from tests.lessons import PNG

_WORDS = st.text(
    st.characters(codec="utf-8", categories=("Lu", "Ll", "Lo", "Nd"), include_characters="’–éßøŋ"),
    min_size=1,
    max_size=12,
)
_SAID = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)
_CODE = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6})?", fullmatch=True).filter(
    lambda code: code not in ("teacher", "board", "exit", "tonight", "material", "summary")
)
LANGUAGES = ("en", "nb", "fi", "ar")


@st.composite
def modules(draw: st.DrawFn) -> dict[str, bytes]:
    """The files of a module: three to six activities that ask in words, in one to three languages, maybe pictures."""
    codes = draw(st.lists(_CODE, min_size=3, max_size=6, unique=True))
    minutes = [60] * len(codes)
    languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True))
    pictures = draw(st.lists(st.from_regex(r"[a-z]{1,8}\.png", fullmatch=True), max_size=3, unique=True))
    lines = [f"  - {{code: {code}, kind: short, minutes: {long}}}" for code, long in zip(codes, minutes, strict=True)]
    about = [
        "version: 1",
        "years: [9]",
        "ages: [14, 16]",
        f"aims: [{draw(st.integers(1, 8))}]",
        f"languages: [{', '.join(languages)}]",
        "activities:",
        *lines,
    ]
    files = {"module.yaml": "\n".join(about).encode() + b"\n"}
    files |= {f"media/{name}": PNG + draw(st.binary(max_size=200)) for name in pictures}
    for language in languages:
        text = _text(draw, codes, pictures)
        if draw(st.booleans()):
            text = text.replace("\n", "\r\n")
        files[f"{language}.md"] = text.encode("utf-8-sig" if draw(st.booleans()) else "utf-8")
    return files


def _text(draw: st.DrawFn, codes: list[str], pictures: list[str]) -> str:
    def said() -> str:
        return draw(_SAID)

    parts = [f"# T {said()}\n\n{said()}\n"]
    parts += [f"## A {said()} {{#{code}}}\n\n{said()}\n\n### Q {said()} {{#q-{code}}}\n\n{said()}\n" for code in codes]
    parts.append(f"## For the teacher {{#teacher}}\n\n{said()}\n")
    parts += [f"### N {said()} {{#teacher.{code}}}\n\n{said()}\n" for code in codes]
    parts.append(f"## On the board {{#board}}\n\n- {said()}\n")
    parts.append(f"## Before you go {{#exit}}\n\n### E {said()} {{#exit.one}}\n")
    parts.append(f"## Tonight {{#tonight}}\n\n- {said()}\n- {said()}\n- {said()}\n")
    shown = "\n\n".join(f"![P {said()}](media/{name})" for name in pictures)
    return "\n".join([*parts, f"## Material {{#material}}\n\n### S {said()} {{#sheet.one}}\n\n{shown or said()}\n"])
