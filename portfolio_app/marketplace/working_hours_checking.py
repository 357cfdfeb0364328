"""What `portfolio check hours` says: every mistake in rules for working hours, with its file, its line and its cure."""

from pathlib import Path

from rich.console import Console

from portfolio_app.core.errors import OperatorError
from portfolio_app.marketplace.working_hours_rules import SHIPPED, folder_of_rules, read_rules


def check_hours_command(folder: Path | None, out: Console, err: Console) -> bool:
    """Print what is wrong with the rules in a folder; whether nothing has to be mended. Raises `OperatorError`."""
    place = folder or folder_of_rules() or SHIPPED
    if not place.is_dir():
        raise OperatorError(f"{place} is no folder: name one that has rules such as fi.yaml in it.")
    found = read_rules(place)
    for one in sorted(found.mistakes, key=lambda one: (one.file, one.line)):
        err.print(one.said(), markup=False)
    rules = [rule for country in found.countries.values() for rule in country.rules]
    unverified = sum(rule.to_be_verified for rule in rules)
    said = f"{len(found.countries)} countries, {len(rules)} rules, {unverified} to be verified by their authority"
    out.print(f"{said}; {len(found.mistakes)} mistakes to mend.", markup=False)
    return not found.mistakes
