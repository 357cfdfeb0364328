"""The wheel alone is enough: it serves from an empty folder, with no node, no checkout and nothing to write to."""

import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import httpx
import pytest

from portfolio_app import build
from tests.serving import run, served

CARRIED = (
    "portfolio_app/_web/build/client/404.html",
    "portfolio_app/_web/backend/stateful_pages.json",
    "portfolio_app/_runtime/rxconfig.py",
    "portfolio_app/migrations/env.py",
    "portfolio_app/migrations/versions/0001_initial.py",
    "portfolio_app/core/fonts/AtkinsonHyperlegibleNext-Regular.ttf",
    "portfolio_app/portfolio/templates/portfolio.typ",
    "portfolio_app/skills/frameworks/scotland-cms.yaml",
    "portfolio_app/locale/fi/LC_MESSAGES/messages.mo",
    "portfolio_app/locale/nb/LC_MESSAGES/messages.mo",
    "portfolio_app/locale/nl/LC_MESSAGES/messages.mo",
)


@pytest.fixture(scope="module")
def wheel(pages: build.Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, build.ROOT],
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("polku-*.whl")
    return made


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel installed, which borrows its libraries from this one but not the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    asked = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    # `.pth` files in a borrowed folder are not read, so the editable checkout stays out of sight
    (Path(asked.stdout.strip()) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True, capture_output=True)
    return folder


def test_the_wheel_carries_everything(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert set(CARRIED) <= names
    assert not [name for name in names if name.endswith((".pyc", ".db", ".po.tmp", ".key"))]


def test_the_same_sources_give_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, build.ROOT],
        check=True,
        capture_output=True,
    )
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_a_school_is_served_from_the_wheel(elsewhere: Path, tmp_path: Path) -> None:
    tools = elsewhere / "venv" / "bin"
    (package,) = elsewhere.glob("venv/lib/python*/site-packages/portfolio_app")
    work = tmp_path / "work"
    work.mkdir()
    environment = {
        "PATH": str(tools),  # no node, no git, nothing
        "HOME": str(tmp_path / "nobody"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PORTFOLIO_DATA_DIR": str(tmp_path / "data"),
    }
    carried = {path: path.stat().st_mtime_ns for path in package.rglob("*")}
    command = tools / "portfolio"

    assert run("migrate", command=command, cwd=work, environment=environment).returncode == 0
    made = run("create-admin", "Aino Salo", "aino.s", command=command, cwd=work, environment=environment)
    assert made.returncode == 0, made.stderr
    assert "/welcome?key=" in made.stdout
    checked = run("check", command=command, cwd=work, environment=environment)
    assert checked.returncode == 0, checked.stdout

    with served(command=command, cwd=work, environment=environment) as server:
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        page = httpx.get(f"{server.url}/fi/sign-in", follow_redirects=True)
        assert page.status_code == 200
        assert '<html lang="fi"' in page.text
        assert "username" in page.text
        script = re.search(r"/assets/entry\.client-[\w-]+\.js", page.text)
        assert script
        asset = httpx.get(f"{server.url}{script[0]}", headers={"Accept-Encoding": "br"})
        assert (asset.status_code, asset.headers.get("content-encoding")) == (200, "br")
        server.process.terminate()
        assert server.process.wait(20) == 0

    assert {path: path.stat().st_mtime_ns for path in package.rglob("*")} == carried
    assert list(work.iterdir()) == []
    assert not (tmp_path / "nobody").exists()
