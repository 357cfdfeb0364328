"""What stands on a page in a language, taken from the catalogues, so that a better translation breaks no test."""

from dataclasses import dataclass

from portfolio_app.core.languages import _, ngettext, speaking
from portfolio_app.skills.framework import framework


@dataclass(frozen=True)
class Words:
    """`fi = Words("fi")`, then `fi("My skills")` is what a Finnish page says for it."""

    language: str

    def __call__(self, message: str, **values: object) -> str:
        """The message in the language, with its placeholders filled."""
        with speaking(self.language):
            return _(message).format(**values) if values else _(message)

    def plural(self, singular: str, plural: str, n: int) -> str:
        """The message for that many."""
        with speaking(self.language):
            return ngettext(singular, plural, n)

    def skill(self, code: str) -> str:
        """The name of a capability of the default framework."""
        used = framework()
        return used.text(next(one.name for one in used.capabilities if one.code == code), self.language)

    def step(self, number: int) -> str:
        """The name of a step."""
        used = framework()
        return used.text(used.step(number).name, self.language)

    def at(self, path: str) -> str:
        """The address of a page in the language."""
        return f"/{self.language}{path}"
