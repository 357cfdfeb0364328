"""The command an operator types: it says what is wrong and what to do, and never serves what it must not."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from portfolio_app import build, checks, migrations
from portfolio_app.settings import Settings
from tests.conftest import Configure
from tests.serving import run, served

MARK_DEMO = """
import asyncio
from portfolio_app.core.database import close_database, writing
from portfolio_app.core.models import Mark
async def mark():
    async with writing() as session:
        session.add(Mark(name="demo"))
    await close_database()
asyncio.run(mark())
"""


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    """A working directory with a migrated, empty database in its `data`."""
    assert run("migrate", cwd=tmp_path).returncode == 0
    return tmp_path


def hold_a_demo(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", MARK_DEMO], cwd=folder, check=True)


def test_migrate_makes_the_database_once(tmp_path: Path) -> None:
    first = run("migrate", cwd=tmp_path)
    assert (first.returncode, first.stdout) == (0, f"The database went from empty to {migrations.head()}.\n")
    again = run("migrate", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, f"The database is at {migrations.head()}: nothing to do.\n")


def test_a_database_of_a_newer_version_is_left_alone(migrated: Path) -> None:
    with sqlite3.connect(migrated / "data" / "polku.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_later'")
    for command in ("migrate", "serve"):
        refused = run(command, cwd=migrated)
        assert refused.returncode == 2
        assert "newer version" in refused.stderr


def test_a_catalogue_of_pathways_is_loaded_whole_or_not_at_all(migrated: Path) -> None:
    docs = Path(__file__).parents[1] / "docs" / "example-pathways.csv"
    loaded = run("import", "pathways", str(docs), cwd=migrated)
    assert (loaded.returncode, loaded.stdout) == (0, "4 new, 0 changed, 0 as before, 0 retired.\n")
    broken = migrated / "broken.csv"
    broken.write_text(docs.read_text(encoding="utf-8").replace("occupation", "job", 1), encoding="utf-8")
    refused = run("import", "pathways", str(broken), cwd=migrated)
    assert refused.returncode == 2
    assert f"{broken}:2:2: " in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PORTFOLIO_PORT", "many", "PORTFOLIO_PORT: "),
        ("PORTFOLIO_PUBLIC_URL", "polku.example.org", "PORTFOLIO_PUBLIC_URL: "),
        ("PORTFOLIO_DATABASE_URL", "postgres", "DATABASE_URL"),
        ("PORTFOLIO_DATABASE_URL", "postgresql://polku:hush@127.0.0.1:1/polku", "does not answer"),
    ],
)
def test_wrong_settings_get_a_line_and_exit_code_2(tmp_path: Path, variable: str, value: str, said: str) -> None:
    refused = run("migrate", cwd=tmp_path, environment=os.environ | {variable: value})
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "hush" not in refused.stderr


def test_settings_come_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").write_text('port = "many"\n')
    assert "PORTFOLIO_PORT" in run("migrate", cwd=tmp_path).stderr
    (tmp_path / "portfolio.toml").write_text("port = \n")
    broken = run("migrate", cwd=tmp_path)
    assert (broken.returncode, "portfolio.toml" in broken.stderr) == (2, True)


def test_a_database_without_tables_is_not_served(tmp_path: Path, pages: build.Pages) -> None:
    refused = run("serve", cwd=tmp_path)
    assert refused.returncode == 2
    assert "portfolio migrate" in refused.stderr


def test_a_demo_is_served_only_when_asked_for_and_only_here(migrated: Path, pages: build.Pages) -> None:
    not_a_demo = run("serve", "--demo", cwd=migrated)
    assert (not_a_demo.returncode, "without --demo" in not_a_demo.stderr) == (2, True)
    hold_a_demo(migrated)
    unasked = run("serve", cwd=migrated)
    assert (unasked.returncode, "--demo" in unasked.stderr) == (2, True)
    public = run("serve", "--demo", cwd=migrated, environment=os.environ | {"PORTFOLIO_HOST": "0.0.0.0"})
    assert (public.returncode, "--demo-public" in public.stderr) == (2, True)
    with served("--demo", cwd=migrated) as server:
        assert httpx.get(f"{server.url}/en/sign-in", follow_redirects=True).status_code == 200


def test_what_tabs_hold_stays_in_memory(migrated: Path, pages: build.Pages) -> None:
    """Reflex would write states, and with them the cookies of sessions, into the folder it is started from."""
    with served(cwd=migrated) as server:
        assert httpx.get(f"{server.url}/en/sign-in", follow_redirects=True).status_code == 200
        assert [path.name for path in migrated.iterdir()] == ["data"]


@pytest.mark.parametrize(
    ("values", "may"),
    [
        ({"host": "127.0.0.1"}, True),
        ({"host": "::1"}, True),
        ({"host": "localhost"}, True),
        ({"host": "127.0.0.1", "public_url": "https://polku.example.org"}, False),
        ({"host": "127.0.0.1", "public_url": "https://polku.example.org", "trusted_proxy_hops": 1}, True),
        ({"host": "127.0.0.1", "public_url": "http://polku.school"}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "10.0.0.5"}, False),
        ({"host": "polku.example.org"}, False),
        ({"host": "0.0.0.0", "public_url": "http://polku.example.org"}, False),
        ({"host": "0.0.0.0", "public_url": "https://polku.example.org"}, True),
        ({"host": "0.0.0.0", "allow_http": True}, True),
        ({"host": "0.0.0.0", "allow_http": True, "demo": True}, False),
        ({"host": "0.0.0.0", "allow_http": True, "demo": True, "demo_public": True}, True),
        ({"host": "0.0.0.0", "demo": True, "demo_public": True}, False),
    ],
)
def test_passphrases_do_not_travel_unprotected_by_accident(values: dict[str, object], may: bool) -> None:
    assert (checks.exposure(Settings(**values)) == "") is may  # type: ignore[arg-type]


def test_what_check_calls_wrong_about_a_proxy_is_not_served(configure: Configure) -> None:
    configure(public_url="https://polku.example.org")
    found = next(finding for finding in checks.check() if finding.about == "settings")
    assert not found.good
    assert "TRUSTED_PROXY_HOPS" in found.sentence
    assert found.sentence in list(checks.refusals())


def test_a_port_in_use_is_said(migrated: Path, pages: build.Pages) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = os.environ | {"PORTFOLIO_PORT": str(other.getsockname()[1])}
        refused = run("serve", cwd=migrated, environment=taken)
    assert refused.returncode == 2
    assert "cannot be listened on" in refused.stderr


def test_a_server_ends_well_when_told_to_and_ill_when_its_worker_dies(migrated: Path, pages: build.Pages) -> None:
    with served(cwd=migrated) as server:
        server.process.terminate()
        assert server.process.wait(20) == 0
    with served(cwd=migrated) as server:
        (worker,) = psutil.Process(server.process.pid).children()
        worker.kill()
        assert server.process.wait(20) == 1


def test_no_worker_outlives_a_killed_server(migrated: Path, pages: build.Pages) -> None:
    with served(cwd=migrated) as server:
        (worker,) = psutil.Process(server.process.pid).children()
        server.process.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 5
        while worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_nothing_is_restored_under_a_running_server(migrated: Path, pages: build.Pages) -> None:
    written = run("backup", "school.tar.gz", cwd=migrated)
    assert written.returncode == 0
    assert "secret.key" in written.stdout
    with served(cwd=migrated):
        refused = run("restore", "school.tar.gz", "--replace", cwd=migrated)
        assert (refused.returncode, "stop the server" in refused.stderr) == (2, True)
    assert run("restore", "school.tar.gz", "--replace", cwd=migrated).returncode == 0


def test_a_backup_is_never_overwritten(migrated: Path) -> None:
    (migrated / "school.tar.gz").write_text("yesterday's")
    refused = run("backup", "school.tar.gz", cwd=migrated)
    assert (refused.returncode, "already there" in refused.stderr) == (2, True)
    assert (migrated / "school.tar.gz").read_text() == "yesterday's"


def test_check_finds_nothing_in_a_sound_instance(migrated: Path, pages: build.Pages) -> None:
    found = run("check", cwd=migrated)
    assert found.returncode == 0, found.stdout
    said = found.stdout.splitlines()
    assert len(said) > 10
    assert all(line.startswith("good ") for line in said), found.stdout


def test_check_says_what_is_wrong_with_mail(configure: Configure) -> None:
    def said(**values: object) -> tuple[bool, str]:
        configure(**values)
        return next((one.good, one.sentence) for one in checks.check() if one.about == "mail")

    assert said() == (True, "none is sent: MAIL_URL is not set")
    good, sentence = said(mail_url="smtp://polku:secret@mail.invalid", mail_from="polku@school.example")
    assert (good, "PUBLIC_URL" in sentence) == (False, True)
    good, sentence = said(public_url="https://polku.example", trusted_proxy_hops=1)
    assert (good, "starttls://" in sentence, "secret" in sentence) == (False, True, False)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{server.getsockname()[1]}"
        good, sentence = said(mail_url=f"starttls://polku:secret@{where}")
        assert (good, f"{where} does not answer" in sentence) == (False, True)
        server.listen()
        assert said() == (True, f"from polku@school.example through {where}")


def test_check_names_what_is_to_be_mended(configure: Configure, tmp_path: Path, pages: build.Pages) -> None:
    wrong: dict[str, str] = {}

    def look(**values: object) -> None:
        configure(**values)
        wrong.clear()
        wrong.update({finding.about: finding.sentence for finding in checks.check() if not finding.good})

    look()
    assert "portfolio migrate" in wrong["schema"]

    secret = tmp_path / "secret.key"
    secret.write_text("00" * 32)
    secret.chmod(0o644)
    look(secret_file=secret)
    assert "chmod 600" in wrong["secret"]
    secret.chmod(stat.S_IRUSR | stat.S_IWUSR)
    look()
    assert "secret" not in wrong

    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    look(media_url=f"file://{blocked}/media")
    assert "cannot be written" in wrong["media"]

    look(public_url="https://polku.example.org")
    assert "TRUSTED_PROXY_HOPS" in wrong["settings"]
    look(trusted_proxy_hops=1, languages=("en", "xx"))
    assert "LANGUAGES" in wrong["settings"]
