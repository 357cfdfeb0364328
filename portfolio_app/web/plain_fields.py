"""Fields of forms on plain pages: HTML that needs no script. Names are our own."""

from collections.abc import Mapping, Sequence
from html import escape


def line(name: str, label: str, fields: Mapping[str, str], wrong: str, *, kind: str = "text", hint: str = "") -> str:
    """A field of one line; `fields` has what was typed, `wrong` names the field that is."""
    help_id, said = "", ""
    if hint:
        help_id, said = f' aria-describedby="{name}-hint"', f'<small id="{name}-hint">{escape(hint)}</small>'
    return (
        f'<p><label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" type="{kind}" '
        f'value="{escape(fields.get(name, ""))}"{invalid(name, wrong)}{help_id}>{said}</p>'
    )


def area(name: str, label: str, fields: Mapping[str, str], wrong: str, *, rows: int = 4, most: int = 1500) -> str:
    """A field of several lines: so many are shown, and at most so many characters go in."""
    return (
        f'<p><label for="{name}">{escape(label)}</label><textarea id="{name}" name="{name}" rows="{rows}" '
        f'maxlength="{most}"{invalid(name, wrong)}>{escape(fields.get(name, ""))}</textarea></p>'
    )


def invalid(name: str, wrong: str) -> str:
    """The attribute that says so of the field that is wrong."""
    return ' aria-invalid="true"' if name == wrong else ""


def choice(
    name: str,
    label: str,
    options: Sequence[tuple[str, str]],
    fields: Mapping[str, str],
    wrong: str,
    *,
    required: bool = False,
) -> str:
    """A field in which one of some is chosen: each a value and what it is called."""
    listed = "".join(
        f'<option value="{escape(value)}"{" selected" if value == fields.get(name, "") else ""}>{escape(said)}</option>'
        for value, said in options
    )
    return (
        f'<p><label for="{name}">{escape(label)}</label><select id="{name}" name="{name}"'
        f"{' required' if required else ''}{invalid(name, wrong)}>{listed}</select></p>"
    )
