"""A module that the Finnish school of the demo made its own: a copy with a title and questions of its own."""

from dataclasses import replace
from datetime import timedelta

from portfolio_app.core.errors import NotFound
from portfolio_app.demo.lessons import MONEY, keep_version
from portfolio_app.demo.people import FINNISH
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.learning.module_text import BOARD, TONIGHT
from portfolio_app.learning.modules import module
from portfolio_app.learning.own.known import outline_written
from portfolio_app.learning.own.models import OwnModule, OwnModuleSave
from portfolio_app.learning.own.parts import HEAD, part_of, source_of, with_part
from portfolio_app.learning.reading import Module, read_module

NAME = f"{MONEY}-in-aurajoki"
TITLE = "Money and contracts in Aurajoki"
QUESTIONS = """\
- What did somebody at home get for their first summer job, in euros an hour?
- Who at home has signed a contract without reading it, and what came of it?
- What would you do with the first 100 euros you earn at the market?"""


def add_own_modules(scene: Scene) -> None:
    """The copy as it was made, and as Tuula changed it. The original has been improved since she made it."""
    try:
        present = module(MONEY)
    except NotFound:  # an installation with other lessons
        return
    folder = f"{present.number:02d}-{MONEY}"
    former = read_module({**present.files, "en.md": _as_it_was(present)}, folder, present.programme).module
    original = former or present
    copy = read_module(original.files, NAME).module
    changed = read_module({**original.files, "en.md": _changed(original)}, NAME).module
    if copy is None or changed is None:
        return
    versions = [keep_version(scene, one) for one in (original, copy, changed)]
    about, by = identity("own module", NAME), scene.ids["tuula"]
    moments = [scene.years.now - timedelta(days=days) for days in (20, 6)]
    scene.rows.add(
        OwnModule(
            id=about,
            school_id=identity("school", FINNISH),
            name=NAME,
            version_id=versions[2],
            outline=outline_written(changed),
            original=MONEY,
            original_version_id=versions[0],
            seen_hash=original.hash,
            version=2,
            by_id=by,
            made_at=moments[0],
            changed_by_id=by,
            changed_at=moments[1],
            request=identity("request", about),
        )
    )
    for number, (version_id, moment) in enumerate(zip(versions[1:], moments, strict=True), 1):
        scene.rows.add(
            OwnModuleSave(
                id=identity("own module save", NAME, number),
                own_module_id=about,
                number=number,
                version_id=version_id,
                by_id=by,
                saved_at=moment,
            )
        )


def _as_it_was(present: Module) -> bytes:
    """The English text before it was improved: the board lacked its last question, the evening had another one."""
    source = source_of(present.files["en.md"])
    board, tonight = part_of(source, BOARD), part_of(source, TONIGHT)
    if board and tonight:
        source = with_part(source, replace(board, body="\n".join(board.body.strip().splitlines()[:-1])))
        lines = tonight.body.strip().splitlines()
        source = with_part(source, replace(tonight, body="\n".join([*lines[:-1], "- What would you buy first?"])))
    return source.encode()


def _changed(original: Module) -> bytes:
    """The English text with another title and other questions for the evening."""
    source = source_of(original.files["en.md"])
    head, tonight = part_of(source, HEAD), part_of(source, TONIGHT)
    if head and tonight:
        source = with_part(source, replace(head, title=TITLE))
        source = with_part(source, replace(tonight, body=QUESTIONS))
    return source.encode()
