"""The `portfolio` command: what an operator does. Wrong input gets a line that says what to do, and exit code 2."""

import sys
import tomllib
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn

from portfolio_app.core.errors import DomainError, OperatorError

Found = TypeVar("Found")

app = typer.Typer(
    help="Polku: a profile of career management skills and a portfolio that stays its owner's.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
importing = typer.Typer(help="Load data into this instance.", no_args_is_help=True)
app.add_typer(importing, name="import")
checking = typer.Typer(invoke_without_command=True, no_args_is_help=False)
app.add_typer(checking, name="check")
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True, style="red")


@app.command()
def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Serve the demo school, on this machine.")] = False,
    demo_public: Annotated[
        bool, typer.Option("--demo-public", help="Serve the demo school to everybody who can reach HOST.")
    ] = False,
) -> None:
    """Serve the app on HOST and PORT until told to stop."""
    from portfolio_app.build import stale
    from portfolio_app.serving import serve as start

    if stale():
        err.print("The pages are older than the sources: `make setup` makes them anew.", style="yellow")
    start(demo=demo, demo_public=demo_public)


@app.command()
def migrate() -> None:
    """Bring the database to what this version expects; make it when there is none."""
    from sqlalchemy import make_url

    from portfolio_app import migrations
    from portfolio_app.checks import Unreachable, standing
    from portfolio_app.settings import settings

    chosen = settings()
    found = standing(chosen)
    if found.revision and not migrations.known(found.revision):
        raise Unreachable(f"The database is at {found.revision}, made by a newer version of the app: install that one.")
    url = make_url(chosen.database)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    before, after = migrations.upgrade(chosen.database)
    if before == after:
        out.print(f"The database is at {after}: nothing to do.")
    else:
        out.print(f"The database went from {before or 'empty'} to {after}.")


@checking.callback()
def check(context: typer.Context) -> None:
    """Ask whether this instance is fit to be used; exit code 2 when something is not."""
    if context.invoked_subcommand is not None:
        return
    from portfolio_app.checks import check as ask

    findings = ask()
    for finding in findings:
        word = "[green]good[/green]" if finding.good else "[red]mend[/red]"
        out.print(f"{word}  {finding.about:<10}", end="")
        out.print(f"  {finding.sentence}", markup=False)
    if not all(finding.good for finding in findings):
        raise typer.Exit(2)


@checking.command("curriculum")
def check_curriculum(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Programmes, one of them, or a module; this installation's unless said."),
    ] = None,
) -> None:
    """Read lessons and name the file, the line and the cure of every mistake; exit code 2 when there is one to mend."""
    from portfolio_app.learning.checking import check_curriculum_command

    if not check_curriculum_command(folder, out, err):
        raise typer.Exit(2)


@checking.command("hours")
def check_hours(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Rules for working hours, a file a country; this installation's unless said."),
    ] = None,
) -> None:
    """Read rules for working hours and name the file, the line and the cure of every mistake; exit code 2 when there is
    one to mend."""
    from portfolio_app.marketplace.working_hours_checking import check_hours_command

    if not check_hours_command(folder, out, err):
        raise typer.Exit(2)


@app.command()
def demo(
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Do nothing where the demo school is loaded already.")
    ] = False,
) -> None:
    """Load the demo school into an empty database: invented people, up to today, passphrase polku-demo."""
    from portfolio_app import migrations
    from portfolio_app.checks import standing
    from portfolio_app.demo.command import demo_command
    from portfolio_app.settings import settings

    if standing(settings()).revision != migrations.head():
        migrate()
    demo_command(if_empty, out, err)


@app.command()
def create_admin(
    name: Annotated[str, typer.Argument(help="How people call them, such as “Aino Salo”.")],
    username: Annotated[str, typer.Argument(help="What they sign in with, such as aino.s.")],
) -> None:
    """Make an admin and print the one-time link with which they choose a passphrase."""
    from portfolio_app.accounts.commands import create_admin_command
    from portfolio_app.migrations import import_models

    import_models()  # a person's row refers to tables of other rooms
    create_admin_command(name, username)


@importing.command("framework")
def import_framework(
    file: Annotated[Path, typer.Argument(help="A YAML or CSV file, as docs/frameworks.md tells.")],
) -> None:
    """Check a framework of skills and load it, or a newer version of one; each mistake with its line and column."""
    from portfolio_app.skills.loading import import_framework as load

    loaded = load(file)
    out.print(
        f"{loaded.text(loaded.name, 'en')} ({loaded.code}, version {loaded.version}): {len(loaded.codes)} skills "
        f"in {', '.join(loaded.languages)}. Schools can choose it once the server has started again.",
        markup=False,
    )


@importing.command("esco")
def import_esco(
    file: Annotated[Path, typer.Argument(help="ESCO's zip of one language, such as esco-v1.1.1-en-csv.zip.")],
    version: Annotated[str, typer.Option("--version", help="Which version it is, where its name does not say.")] = "",
) -> None:
    """Load ESCO's skills in one language, or a newer version of them; other languages are put beside them."""
    from portfolio_app.esco.importing import import_esco as load

    with _bar("Loading ESCO", TaskProgressColumn()) as progress:
        done = _in_database(lambda: load(file, version, progress))
    said = f"ESCO {done.version}, {done.language}: {done.skills} skills" + ("" if done.changed else ", as before")
    out.print(said + (f"; {done.retired} are retired." if done.retired else "."), markup=False)


@importing.command("pathways")
def import_pathways(
    files: Annotated[list[Path], typer.Argument(help="CSV or JSON files of occupations and study routes.")],
) -> None:
    """Check occupations and study routes and load them; what the files no longer name is retired."""
    from portfolio_app.pathways.actions import import_pathways as load

    done = _in_database(lambda: load(*files))
    out.print(f"{done.new} new, {done.changed} changed, {done.same} as before, {done.retired} retired.")


@importing.command("takeout")
def import_takeout(
    file: Annotated[Path, typer.Argument(help="A ZIP that `portfolio export` or the app made.")],
    pupil: Annotated[str, typer.Option("--for", help="The user name of whose it becomes.")],
    whoever: Annotated[bool, typer.Option("--whoever", help="Also when another name stands in it.")] = False,
) -> None:
    """Bring back what a takeout holds; what is here already stays as it is."""
    from portfolio_app.portfolio.takeout.commands import bring_back

    for line in _in_database(lambda: bring_back(file, pupil, whoever=whoever)):
        out.print(line, markup=False)


@app.command()
def export(
    pupil: Annotated[str, typer.Argument(help="The user name of whoever wants it.")],
    file: Annotated[Path, typer.Argument(help="The file to write, such as siiri.zip.")],
    language: Annotated[str, typer.Option("--language", help="Of the page in it; their own unless said.")] = "",
    private: Annotated[
        bool, typer.Option("--private", help="Their private corner too: only if they want that.")
    ] = False,
) -> None:
    """Write all that is somebody's into one file, as the app gives it to them: docs/takeout.md tells what is in it."""
    from portfolio_app.portfolio.takeout.commands import export as write

    with _bar("Writing", DownloadColumn()) as progress:
        size = _in_database(lambda: write(pupil, file, language, progress, corner=private))
    out.print(f"{file}: {size / 1_000_000:.1f} MB.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write, such as polku-2026-05-04.tar.gz.")]) -> None:
    """Write database and media into one file, while the app is served or not. The secret file is left out."""
    from portfolio_app.core.backup import backup as write
    from portfolio_app.settings import settings

    with _bar("Writing", DownloadColumn()) as progress:
        summary = write(file, progress)
    out.print(f"{file}: {summary.files} files, {summary.bytes / 1_000_000:.1f} MB.")
    for note in summary.notes:
        out.print(note)
    out.print(f"The secret key is not in it. Keep a copy of {settings().secrets_path} somewhere else.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `portfolio backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace what is in this instance now.")] = False,
) -> None:
    """Bring back database and media from a backup, all or nothing. Stop the server first."""
    from portfolio_app import migrations
    from portfolio_app.core.backup import restore as bring_back
    from portfolio_app.serving import in_use
    from portfolio_app.settings import settings

    with in_use(settings().data_dir, alone=True), _bar("Restoring", DownloadColumn()) as progress:
        summary = bring_back(
            file, replace=replace, upgrade=migrations.upgrade, known=migrations.known, progress=progress
        )
    out.print(f"{summary.files} files, {summary.bytes / 1_000_000:.1f} MB are back.")
    for note in summary.notes:
        out.print(note)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A credential: its JSON, or a PNG or PDF with one inside.")],
) -> None:
    """Check an Open Badges 3.0 credential, anybody's. Exit code 0: valid; 1: not valid; 3: cannot be checked here; 2:
    there is no such file, or no credential in it."""
    from portfolio_app.portfolio.credentials.command import verify_command

    code = verify_command(file, out)
    if code:
        raise typer.Exit(code)


@app.command()
def rotate_secret() -> None:
    """Make a new secret key and seal with it what the old one sealed. Stop the server first.

    One-time codes, printed sign-in cards and links in mails that were sent are good no more.
    """
    from portfolio_app.core.sealed import rotate_secret as rotate
    from portfolio_app.portfolio.credentials import issuing
    from portfolio_app.serving import in_use
    from portfolio_app.settings import settings

    assert issuing.PURPOSE  # whoever seals something says so where it is imported
    with in_use(settings().data_dir, alone=True):
        done = _in_database(rotate)
    out.print(f"{settings().secrets_path} holds a new key; {done.anew} things are sealed with it.")
    if done.lost:
        out.print(
            f"{done.lost} things could not be opened with the old key: schools get new keys when they next issue."
        )
    out.print("Keep a copy of it somewhere else. Sign-in cards that were printed before are good no more.")


def _in_database(run: Callable[[], Coroutine[Any, Any, Found]]) -> Found:
    """Run something that needs the database, and the schema this version expects."""
    import asyncio

    from portfolio_app.checks import standing
    from portfolio_app.core.database import close_database
    from portfolio_app.migrations import head, import_models
    from portfolio_app.settings import settings

    import_models()
    if (revision := standing(settings()).revision) != head():
        raise OperatorError(
            f"The database is at {revision or 'nothing'}, not at {head()}: run `portfolio migrate` first."
        )

    async def closing() -> Found:
        try:
            return await run()
        finally:
            await close_database()

    return asyncio.run(closing())


@contextmanager
def _bar(label: str, counted: ProgressColumn) -> Iterator[Callable[[int, int], None]]:
    """A progress bar; what it gives takes how much is done and how much there is, which `counted` shows."""
    columns = (TextColumn(label), BarColumn(), counted)
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(label)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield show


def main() -> None:
    """The entry point: runs the command and turns what an operator can mend into a sentence and exit code 2."""
    try:
        app()
    except OperatorError as problem:
        sentence = str(problem)
    except DomainError as problem:
        sentence = problem.sentence()
    except ValidationError as problem:
        sentence = "\n".join(
            f"PORTFOLIO_{'_'.join(str(part) for part in mistake['loc']).upper()}: {mistake['msg']}"
            for mistake in problem.errors()
        )
    except tomllib.TOMLDecodeError as problem:
        sentence = f"portfolio.toml cannot be read: {problem}"
    except OSError as problem:
        sentence = f"{problem.filename or 'The system'}: {problem.strerror or problem}"
    else:
        return
    err.print(sentence, markup=False)
    sys.exit(2)


if __name__ == "__main__":
    main()
