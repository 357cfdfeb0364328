"""What a framework of skills may say: its parts as models, and the rules that join them.

Schools and countries differ in which framework they follow, so no capability is named in code. The schema of a
framework file is these models, also published by `json_schema()`.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, model_validator

from portfolio_app.skills.framework_rules import STEPS, IncoherentFramework, incoherences

NAME_LIMIT = 42
"""Characters a capability's name may have in any language: one line on a 360 px screen."""

POSITIONS = 5
"""How many places a dial has, from the one word to the other."""

FILLED = r"\S"
"""The pattern of a text that says something."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=20)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Words = Annotated[str, StringConstraints(pattern=FILLED, max_length=600)]
Text = Mapping[Language, Words]
"""One text in every language of its framework: language code -> words."""

Name = Mapping[Language, Annotated[str, StringConstraints(pattern=FILLED, max_length=NAME_LIMIT)]]
Shape = Literal["circle", "triangle", "diamond", "square"]
LOOKS: Mapping[Shape, str] = {
    "circle": "self",
    "triangle": "strengths",
    "diamond": "horizons",
    "square": "networks",
}
"""The look that goes with a shape, by the name it has in the design: those of the first framework's four themes."""


class UnknownCode(LookupError):
    """A framework, theme, capability, stage or step was asked for that does not exist."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Part):
    """Where the structure of a framework comes from, and on what terms its words are used."""

    title: Words
    publisher: Words
    year: Annotated[StrictInt, Field(ge=1900, le=2100)]
    licence: Text
    note: Text


class Step(_Part):
    """One of the four answers to "how is it for you now?"; `value` runs from 1 to 4 and is never summed."""

    code: Code
    value: Annotated[StrictInt, Field(ge=1, le=4)]
    name: Name
    help: Text


class Stage(_Part):
    """A time of life with statements of its own: from `from_age` until the birthday of `to_age` (None: no end)."""

    code: Code
    name: Name
    from_age: Annotated[StrictInt, Field(ge=0, le=120)]
    to_age: Annotated[StrictInt, Field(ge=1, le=120)] | None


class Poles(_Part):
    """The two words of a dial. Neither end is better than the other; a person stands somewhere between them."""

    first: Name
    second: Name


class Capability(_Part):
    """Something a person can be more or less at home in; or, with `poles`, a dial between two words.

    `meaning` is one sentence for every age. `statements` (stage code -> text) say what it looks like at that stage, in
    the first person; `shows` (stage code -> three texts) are ideas of what could be evidence of it.
    """

    code: Code
    name: Name
    meaning: Text
    poles: Poles | None = None
    statements: Mapping[Code, Text]
    shows: Mapping[Code, Annotated[tuple[Text, ...], Field(min_length=3, max_length=3)]]

    @property
    def most(self) -> int:
        """The greatest answer there is: a step from 1 to 4, or a dial's position from 1 to 5."""
        return POSITIONS if self.poles else STEPS


class Retired(_Part):
    """A capability that former versions had. Its name stays for what was said in it; its evidence is seen under those
    it `becomes`."""

    code: Code
    name: Name
    until: Annotated[StrictInt, Field(ge=1)]
    """The last version that had it."""
    becomes: Annotated[tuple[Code, ...], Field(min_length=1)]


class Crosswalk(_Part):
    """How the capabilities of this framework and of another (`to`) meet: code of this one -> codes of the other.

    It is read both ways, so a pair of frameworks needs one, in the file of either.
    """

    to: Code
    pairs: Mapping[Code, Annotated[tuple[Code, ...], Field(min_length=1)]]


class Theme(_Part):
    """A family of capabilities; its `shape` (and the colour that belongs to the shape) marks it everywhere."""

    code: Code
    name: Name
    description: Text
    shape: Shape
    capabilities: Annotated[tuple[Capability, ...], Field(min_length=1, max_length=12)]

    @property
    def look(self) -> str:
        """Which of the four looks of the house, each a colour with its shape, marks this theme."""
        return LOOKS[self.shape]


class Framework(_Part):
    """A whole framework, coherent: complete in its languages, without double codes, every stage spoken for."""

    code: Code
    version: Annotated[StrictInt, Field(ge=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    name: Text
    source: Source
    scale: Annotated[tuple[Step, ...], Field(max_length=STEPS)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=8)]
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=4)]
    retired: tuple[Retired, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if mistakes := incoherences(self):
            raise IncoherentFramework(mistakes)
        return self

    @cached_property
    def capabilities(self) -> tuple[Capability, ...]:
        """Every capability, in the order of the themes."""
        return tuple(capability for theme in self.themes for capability in theme.capabilities)

    @cached_property
    def _homes(self) -> dict[str, tuple[Theme, Capability]]:
        return {capability.code: (theme, capability) for theme in self.themes for capability in theme.capabilities}

    def _home(self, code: str) -> tuple[Theme, Capability]:
        try:
            return self._homes[code]
        except KeyError:
            raise UnknownCode(f"{self.code} has no capability {code!r}") from None

    def capability(self, code: str) -> Capability:
        """The capability with that code; `UnknownCode` if there is none."""
        return self._home(code)[1]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of every capability, in the order of the themes."""
        return tuple(one.code for one in self.capabilities)

    @cached_property
    def _former(self) -> dict[str, Retired]:
        return {one.code: one for one in self.retired}

    def name_of(self, code: str) -> Mapping[str, str]:
        """What the capability with that code is called, or was while it was there; `UnknownCode` if it never was."""
        return self._former[code].name if code in self._former else self.capability(code).name

    def now(self, code: str) -> tuple[str, ...]:
        """The capabilities in which one lives on: itself, or those that a retired one became; `UnknownCode`."""
        found: list[str] = []
        waiting = [code]
        while waiting:
            one = waiting.pop(0)
            if one in self._former:
                waiting = [*self._former[one].becomes, *waiting]
            else:
                found.append(self.capability(one).code)
        return tuple(dict.fromkeys(found))

    @cached_property
    def all_dials(self) -> bool:
        """Whether every capability is a dial, so that there are no steps at all."""
        return all(one.poles for one in self.capabilities)

    def theme_of(self, code: str) -> Theme:
        """The theme that the capability with that code belongs to; `UnknownCode` if there is none."""
        return self._home(code)[0]

    def stage(self, code: str) -> Stage:
        """The stage with that code; `UnknownCode` if there is none."""
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise UnknownCode(f"{self.code} has no stage {code!r}")

    def step(self, value: int) -> Step:
        """The step of the scale with that value, 1 to 4; `UnknownCode` for any other."""
        for step in self.scale:
            if step.value == value:
                return step
        raise UnknownCode(f"{self.code} has no step {value!r}")

    def text(self, text: Mapping[str, str], language: str) -> str:
        """The words of `text` in `language`, else in its base language (`nl` for `nl-BE`), else in English.

        Never fails: a framework without English answers in its first language, an empty text is "".
        """
        for wish in (language, language.partition("-")[0], "en", *self.languages):
            if wish in text:
                return text[wish]
        return ""


def json_schema() -> dict[str, Any]:
    """The schema of a framework file as JSON Schema (draft 2020-12), for editors and for those who write one.

    Rules that join parts (complete languages, double codes, ages that meet) are only checked when a file is read.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Framework.model_json_schema(),
        "title": "Framework of career management skills",
    }
