"""The portfolio as a document to keep, print and send: what is in it, and how it becomes a tagged PDF.

The classes are plain values, so that a document can be made from the database, from a takeout or from a test alike.
"""

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from PIL import Image, ImageOps

from portfolio_app.core.languages import _, format_date, speaking
from portfolio_app.core.typesetting import SetDocument, breakable, one_line, right_to_left, typeset
from portfolio_app.esco.searching import IN_DOCUMENTS
from portfolio_app.skills.framework_format import LOOKS, Shape

TEMPLATE = Path(__file__).parent / "templates" / "portfolio.typ"
PHOTO_PIXELS = 1024
"""The longer side of a photo in the document: 155 dots per inch over the width of the text, and half of what is stored
(2048), which a JPEG decoder gives for a quarter of the work."""
PHOTOS_AT_ONCE = 2

COLOURS = {"self": "#7A3B8F", "strengths": "#2F6B3A", "horizons": "#1F5FA8", "networks": "#A8501A"}
"""The house's four looks on paper, each named after the theme of the first framework that has it."""


@dataclass(frozen=True)
class DocumentCapability:
    """A capability as its owner sees it: `step` from 0 (nothing said yet) to the number of steps.

    With `poles`, the two words of a dial, it is a place between these, from 1 to 5.
    """

    name: str
    step: int
    step_name: str
    evidence_count: int
    why: str = ""
    evidence: tuple[str, ...] = ()
    poles: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentTheme:
    """A theme of the framework with its colour (`#rrggbb`), its shape and its capabilities in order."""

    code: str
    name: str
    colour: str
    shape: Shape
    capabilities: tuple[DocumentCapability, ...]


@dataclass(frozen=True)
class DocumentPhoto:
    """A stored photo (JPEG, PNG or WebP) and what its owner wrote about what is to be seen in it."""

    content: bytes
    alt: str


@dataclass(frozen=True)
class DocumentSkill:
    """A skill an entry shows; `theme` is the code of one of the document's themes, or one of the four looks: the skill
    may be of another framework."""

    name: str
    theme: str


@dataclass(frozen=True)
class DocumentDial:
    """A dial, where its owner stood on it ("" where they chose no place), and their words on it."""

    name: str
    said: str
    words: str


@dataclass(frozen=True)
class DocumentEntry:
    """An entry of the portfolio. Reflections that are empty are left out."""

    title: str
    day: date | None
    about: str = ""
    """Its kind, when and where it was, where the day alone is not all there is to say."""
    heading: str = ""
    """What stands above `happened`, where it is not what usually does."""
    happened: str = ""
    noticed: str = ""
    learned: str = ""
    next_step: str = ""
    dials: tuple[DocumentDial, ...] = ()
    photos: tuple[DocumentPhoto, ...] = ()
    skills: tuple[DocumentSkill, ...] = ()
    tags: tuple[str, ...] = ()
    """Skills of ESCO, by name."""
    parts: tuple[str, ...] = ()
    """Its other files, links and notes, each in a few lines."""


@dataclass(frozen=True)
class DocumentStep:
    """A step towards a goal; `said` is when it was done or by when it is to be, "" for neither."""

    words: str
    said: str = ""
    done: bool = False


@dataclass(frozen=True)
class DocumentGoal:
    """A goal of the owner's plan. What may get in its way and who helps are for the plan alone."""

    title: str
    standing: str = ""
    why: str = ""
    outcome: str = ""
    steps: tuple[DocumentStep, ...] = ()


@dataclass(frozen=True)
class DocumentCredential:
    """A credential that goes along with the document; `about` says by whom and when."""

    title: str
    about: str = ""
    criteria: str = ""


@dataclass(frozen=True)
class PortfolioDocument:
    """Everything the document shows, in the order in which it shows it.

    `steps` are the names of the steps from the first ring outwards; `language` is the code of a served language.
    """

    owner_name: str
    school_name: str
    stage_name: str
    made_on: date
    language: str
    steps: tuple[str, ...]
    themes: tuple[DocumentTheme, ...] = ()
    entries: tuple[DocumentEntry, ...] = ()
    goals: tuple[DocumentGoal, ...] = ()
    credentials: tuple[DocumentCredential, ...] = ()
    check_at: str = ""
    """The address at which anybody can check the credentials."""


async def portfolio_pdf(document: PortfolioDocument) -> SetDocument:
    """The document as PDF/UA-1, with the characters that no font could set.

    A photo that cannot be read is left out and the document says so in its place.
    """
    with speaking(document.language):
        entries, files = await told_entries(document.entries)
        title = _("Portfolio of {name}").format(name=document.owner_name.strip() or _("No name"))
        content = _content(document) | {"entries": entries}
    return await typeset(
        TEMPLATE, content, language=document.language, title=title, made_on=document.made_on, files=files
    )


async def told_entries(entries: Sequence[DocumentEntry]) -> tuple[list[dict[str, object]], dict[str, bytes]]:
    """Entries as the template reads them, in the language being spoken, and their photos by the names it knows."""
    bounded = iter(await _all_bounded([photo for entry in entries for photo in entry.photos]))
    files: dict[str, bytes] = {}
    told: list[dict[str, object]] = []
    for entry in entries:
        photos: list[dict[str, object]] = []
        for photo, small in zip(entry.photos, islice(bounded, len(entry.photos)), strict=True):
            if small is None:
                continue
            content, width, height = small
            name = f"photo-{len(files)}.jpg"
            files[name] = content
            alt = photo.alt.strip() or _("Photo: {title}").format(title=entry.title.strip() or _("Untitled"))
            photos.append({"file": name, "alt": alt, "width": width, "height": height})
        told.append(_entry(entry, photos))
    return told, files


async def _all_bounded(photos: Sequence[DocumentPhoto]) -> list[tuple[bytes, int, int] | None]:
    turns = asyncio.Semaphore(PHOTOS_AT_ONCE)

    async def bounded(photo: DocumentPhoto) -> tuple[bytes, int, int] | None:
        async with turns:
            return await asyncio.to_thread(_bounded, photo.content)

    return await asyncio.gather(*map(bounded, photos))


def _bounded(content: bytes) -> tuple[bytes, int, int] | None:
    """The photo as an upright JPEG of at most PHOTO_PIXELS with its width and height; None when it cannot be read.

    Many small JPEGs are as they should be already and are passed on untouched.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            fits = max(image.size) <= PHOTO_PIXELS and image.mode in ("RGB", "L")
            if fits and image.format == "JPEG" and not image.getexif():
                image.load()
                return content, *image.size
            shrink = min(1, PHOTO_PIXELS / max(image.size))
            wanted = (max(1, round(image.width * shrink)), max(1, round(image.height * shrink)))
            image.draft("RGB", wanted)
            image.thumbnail(wanted)
            return _as_jpeg(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _as_jpeg(image: Image.Image) -> tuple[bytes, int, int]:
    opaque = image
    if image.has_transparency_data:
        opaque = Image.new("RGB", image.size, "white")
        opaque.paste(image, mask=image.convert("RGBA").getchannel("A"))
    out = io.BytesIO()
    opaque.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue(), *opaque.size


def paragraphs(text: str) -> list[dict[str, object]]:
    """Somebody's text as paragraphs; a single line end stays a line end within its paragraph."""
    lines = text.replace("\r\n", "\n").strip().split("\n\n")
    return [{"text": breakable(part.strip("\n")), "rtl": right_to_left(part)} for part in lines if part.strip()]


def _entry(entry: DocumentEntry, photos: Sequence[Mapping[str, object]]) -> dict[str, object]:
    reflections = (
        (entry.heading or _("What happened"), entry.happened),
        (_("What I noticed"), entry.noticed),
        (_("What I learned"), entry.learned),
        (_("What I try next"), entry.next_step),
        *((dial.name, "\n".join(part for part in (dial.said, dial.words) if part)) for dial in entry.dials),
        (_("Files, links and notes"), "\n\n".join(entry.parts)),
    )
    return {
        "title": one_line(entry.title.strip() or _("Untitled")),
        "about": one_line(entry.about or (format_date(entry.day) if entry.day else "")),
        "skills": [{"name": one_line(skill.name), "theme": skill.theme} for skill in entry.skills],
        "tags": one_line(_("Tags: {names}").format(names=", ".join(entry.tags)) if entry.tags else ""),
        "photos": list(photos),
        "lost-photos": len(entry.photos) - len(photos),
        "reflections": [{"label": label, "text": paragraphs(text)} for label, text in reflections if text.strip()],
    }


def _goal(goal: DocumentGoal) -> dict[str, object]:
    parts = ((_("Why"), goal.why), (_("How to know that it is done"), goal.outcome))
    return {
        "title": one_line(goal.title.strip() or _("Untitled")),
        "standing": goal.standing,
        "parts": [{"label": label, "text": paragraphs(text)} for label, text in parts if text.strip()],
        "steps": [
            {"words": one_line(step.words), "said": step.said, "done": step.done}
            for step in goal.steps
            if step.words.strip()
        ],
    }


def _capability(capability: DocumentCapability) -> dict[str, object]:
    return {
        "name": one_line(capability.name),
        "step": capability.step,
        "step-name": one_line(capability.step_name),
        "poles": [one_line(word) for word in capability.poles],
        "evidence-count": capability.evidence_count,
    }


def _content(document: PortfolioDocument) -> dict[str, object]:
    """All but the entries, as the template reads it."""
    about = (document.school_name, document.stage_name, format_date(document.made_on))
    owner = one_line(document.owner_name.strip() or _("No name"), longest=20)
    return {
        "whole": True,
        "cover": owner,
        "author": [owner["text"]],
        "about": [one_line(text) for text in about if text.strip()],
        "lines": [],
        "steps": document.steps,
        "looks": told_looks()
        | {theme.code: {"colour": theme.colour, "shape": theme.shape} for theme in document.themes},
        "themes": [
            {
                "code": theme.code,
                "name": one_line(theme.name),
                "colour": theme.colour,
                "shape": theme.shape,
                "capabilities": [_capability(capability) for capability in theme.capabilities],
            }
            for theme in document.themes
        ],
        "shown": [
            {
                "theme": theme.code,
                "name": one_line(capability.name),
                "why": paragraphs(capability.why),
                "evidence": [one_line(text) for text in capability.evidence if text.strip()],
            }
            for theme in document.themes
            for capability in theme.capabilities
            if capability.why.strip() or any(text.strip() for text in capability.evidence)
        ],
        "goals": [_goal(goal) for goal in document.goals],
        "credentials": [
            {"title": one_line(one.title), "about": one_line(one.about), "criteria": one_line(one.criteria)}
            for one in document.credentials
        ],
        "check-at": _("They are attached to this file. Anybody can check them, at {address} or elsewhere.").format(
            address=document.check_at
        ),
        "source": source_of(document.entries),
        "words": _words(),
    }


def told_looks() -> dict[str, dict[str, str]]:
    """The colour and the shape of each of the house's looks, as the template reads them."""
    return {look: {"colour": COLOURS[look], "shape": shape} for shape, look in LOOKS.items()}


def source_of(entries: Sequence[DocumentEntry]) -> str:
    """Where the skills of entries come from, in words; "" where none is named."""
    return _(IN_DOCUMENTS) if any(entry.tags for entry in entries) else ""


def _words() -> dict[str, str]:
    return {
        "document": _("Portfolio"),
        "contents": _("Contents"),
        "skills": _("My skills"),
        "dials-intro": _("Each line lies between two words. Neither end is better: the filled mark is where I am now."),
        "skills-intro": _("Each skill is a piece of the circle. The more of its rings are filled, the further I am."),
        "no-skills": _("My skills will be here."),
        "picture-alt": _(
            "A circle with a sector for each theme and a numbered piece for each skill. "
            "The filled rings show how far each skill has come. The tables below say the same in words."
        ),
        "rings": _("Rings"),
        "sectors": _("Themes"),
        "number": _("No."),
        "skill": _("Skill"),
        "step": _("Where I am"),
        "evidence": _("Evidence"),
        "evidence-heading": _("Evidence"),
        "goals": _("My goals"),
        "credentials": _("My credentials"),
        "goal-steps": _("Steps"),
        "entries": _("My entries"),
        "no-entries": _("There are no entries yet. What I do, notice and learn will be here."),
        "lost-photo": _("A photo of this entry could not be read, so it is not here."),
    }
