"""The extract of ESCO that the demo brings, and the tags that its pupils put on what they made.

The extract is 158 everyday skills of ESCO 1.1.1 in the form of its own files: URIs, English names and meanings are the
European Commission's, the Finnish, Norwegian and Dutch names are ours.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from pydantic import TypeAdapter

from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.rows import Rows, identity
from portfolio_app.demo.words import TEXTS
from portfolio_app.esco.file import OURS, ReadFile, read_table
from portfolio_app.esco.importing import index_of, skill_id
from portfolio_app.esco.models import EscoEdition, EscoLabel, EscoSkill, Tag
from portfolio_app.esco.searching import ENGLISH
from portfolio_app.sharing.models import Kind

VERSION = "1.1.1"
FOLDER = TEXTS / "esco"


@cache
def extract() -> Mapping[str, ReadFile]:
    """What the extract holds, by language."""
    found: dict[str, ReadFile] = {}
    for file in sorted(FOLDER.glob("skills_*.csv")):
        named = file.stem.removeprefix("skills_")
        language = OURS.get(named, named)
        with file.open("rb") as stream:
            found[language] = ReadFile(language, VERSION, read_table(file.name, stream), extract=True)
    return found


@cache
def tags_by_title() -> Mapping[str, Sequence[str]]:
    """The English names of the skills that are put on something, by its title."""
    read = read_yaml((TEXTS / "tags.yaml").read_text("utf-8")).data
    return TypeAdapter(dict[str, tuple[str, ...]]).validate_python(read, strict=False)


@cache
def names_by_skill() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """The URI and the names by language of each skill of the extract, by its English name."""
    names: dict[str, dict[str, str]] = {}
    for language, read in extract().items():
        for skill in read.skills:
            names.setdefault(skill.uri, {})[language] = skill.name
    return {said[ENGLISH]: (uri, said) for uri, said in names.items()}


def add_extract(rows: Rows, moment: datetime) -> None:
    """The rows that an import of the extract would leave."""
    for skill in extract()[ENGLISH].skills:
        one = skill_id(skill.uri)
        rows.add(EscoSkill(id=one, uri=skill.uri, knowledge=skill.knowledge, version=VERSION))
    for language, read in extract().items():
        rows.add(
            EscoEdition(
                id=identity("esco", language),
                language=language,
                version=VERSION,
                skills=len(read.skills),
                extract=True,
                digest=read.digest,
                loaded_at=moment,
                search=index_of(read),
            ),
            *(
                EscoLabel(
                    id=identity("esco", language, skill.uri),
                    skill_id=skill_id(skill.uri),
                    language=language,
                    name=skill.name,
                    others="\n".join(skill.others),
                    description=skill.description,
                )
                for skill in read.skills
            ),
        )


def tags_on(username: str, person_id: UUID, kind: Kind, thing: UUID, title: str, moment: datetime) -> Sequence[Tag]:
    """The tags that a pupil put on a thing of that title a little after it was made. Not everybody tags."""
    if username != "siiri" and chance_for("tags", username).random() < 0.4:
        return ()
    put_on = moment + timedelta(minutes=6)
    return [
        Tag(
            id=identity("tag", thing, uri),
            person_id=person_id,
            kind=kind,
            thing=str(thing),
            uri=uri,
            names=dict(names),
            made_at=put_on,
            request=identity("request", "tag", thing, uri),
        )
        for uri, names in (names_by_skill()[one] for one in tags_by_title().get(title, ()))
    ]
