"""Who helps with what gets in the way, at the demo's schools: the people are invented, the offices and their addresses
real and public. Whoever sets up a real school asks there first."""

from collections.abc import Iterator, Mapping
from typing import Any

from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.demo.places import SCHOOLS
from portfolio_app.demo.words import TEXTS
from portfolio_app.schools.models import Barrier

Line = tuple[str, str, Barrier, Mapping[str, str], str]
"""A school's key or a region's name (the other is ""), the barrier, words by language, and a web address."""


def local_help() -> Iterator[Line]:
    """Every line there is, in the file's order."""
    data: Any = read_yaml((TEXTS / "local-help.yaml").read_text("utf-8")).data
    regions = {one.region.name for one in SCHOOLS.values()}
    for place, lines in data.items():
        for kind, line in lines.items():
            words = {language: said for language, said in line.items() if language != "url"}
            region = place if place in regions else ""
            yield "" if region else place, region, Barrier(kind), words, line.get("url", "")
