"""What the codes in a takeout are called, so that it can be read where nobody knows them, or in ten years."""

from collections.abc import Mapping, Sequence
from typing import Any

from portfolio_app.core.languages import speaking
from portfolio_app.skills.framework import Framework, UnknownCode, frameworks
from portfolio_app.skills.questionnaire import questionnaires, said

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def named_frameworks(kinds: Rows, language: str) -> list[dict[str, Any]]:
    """The skills of which something is said, by framework, and what one can answer about them."""
    rows = [row for some in kinds.values() for row in some if "framework" in row]
    used = {(str(row["framework"]), str(one)) for row in rows for one in _capabilities(row)}
    named: list[dict[str, Any]] = []
    for code, known in sorted(frameworks().items()):
        capabilities = {one: _capability(known, one, language) for framework, one in sorted(used) if framework == code}
        if capabilities := {one: words for one, words in capabilities.items() if words}:
            steps = {str(step.value): known.text(step.name, language) for step in known.scale}
            name = known.text(known.name, language)
            named.append({"code": code, "name": name, "steps": steps, "capabilities": capabilities})
    return named


def _capabilities(row: Mapping[str, Any]) -> Sequence[Any]:
    """The codes that a row of a takeout names: one, or several."""
    return [row["capability"]] if "capability" in row else row.get("capabilities", ())


def _capability(known: Framework, code: str, language: str) -> dict[str, str]:
    try:
        words = {"name": known.text(known.name_of(code), language)}
        poles = known.capability(code).poles if code in known.codes else None
    except UnknownCode:
        return {}
    if poles:
        words |= {"first": known.text(poles.first, language), "second": known.text(poles.second, language)}
    return words


def named_questionnaires(kinds: Rows, language: str) -> list[dict[str, Any]]:
    """The questionnaires that were answered: their statements and what one could answer."""
    answered = {str(row["questionnaire"]) for row in kinds.get("questionnaires", ())}
    with speaking(language):
        return [
            {
                "code": code,
                "name": said(one.name),
                "answers": {str(answer.value): said(answer.name) for answer in one.answers},
                "statements": {name: said(statement.text) for name, (_theme, statement) in one.statements.items()},
            }
            for code, one in sorted(questionnaires().items())
            if code in answered
        ]
