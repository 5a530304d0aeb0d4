"""setup.sh from the outside: what it says and does where something is missing, wrong or elsewhere."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
# Stands in for an installed environment: says what it was asked to run.
ECHOING_PYTHON = '#!/bin/sh\ncase "$*" in *pip\\ --version) exit 0 ;; esac\necho "python $*"\n'
TOOLS = ("cat", "cmp", "cp", "dirname", "id", "ls", "mkdir", "rm", "sed", "sh", "tail", "uname")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what set-up needs, in a folder with a space in its name, everything already installed."""
    folder = tmp_path / "a folder with spaces"
    shutil.copytree(PROJECT / "requirements", folder / "requirements")
    shutil.copytree(PROJECT / "config", folder / "config")
    shutil.copy(PROJECT / "setup.sh", folder)
    (folder / "static" / "build").mkdir(parents=True)
    (folder / "static" / "build" / ".inputs").touch()
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(ECHOING_PYTHON)
    python.chmod(0o755)
    for name in ("base", "dev"):
        shutil.copy(folder / "requirements" / f"{name}.txt", folder / ".venv" / f"installed-{name}.txt")
    return folder


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with the shell's everyday tools and nothing else."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (tools / name).symlink_to(found)
    return tools


def setup(project: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run setup.sh from another folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"CI", "ROSTRUM_CHROMIUM"}}
    return subprocess.run(
        [str(project / "setup.sh"), *arguments],
        cwd="/",
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_is_installed_is_not_installed_again(project: Path) -> None:
    run = setup(project)
    assert (run.returncode, run.stdout, run.stderr) == (0, "python -m config.supervisor\n", "")


def test_changed_requirements_are_installed_by_their_hashes(project: Path) -> None:
    with (project / "requirements" / "base.txt").open("a") as file:
        file.write("# newer\n")
    run = setup(project, "install")
    assert run.stderr.splitlines() == [
        "Installing Python packages: base ...",
        "Everything is installed. Start it with ./setup.sh",
    ]
    assert (project / ".venv" / "logs" / "pip.log").read_text() == (
        "python -m pip install --require-hashes --no-compile --progress-bar off -r requirements/base.txt\n"
    )
    assert setup(project, "install").stderr == "Everything is installed. Start it with ./setup.sh\n"


def test_a_failing_step_is_named_with_its_log(project: Path) -> None:
    (project / "requirements" / "base.txt").write_text("# other\n")
    (project / ".venv" / "bin" / "python").write_text(
        '#!/bin/sh\ncase "$*" in *--version) exit 0 ;; esac\necho "no network"\nexit 1\n'
    )
    run = setup(project, "install")
    log = project / ".venv" / "logs" / "pip.log"
    assert run.returncode == 1
    assert run.stderr.splitlines()[1:] == [
        "no network",
        f"Set-up stopped: the step 'pip' failed. The whole log is {log}",
    ]
    assert (project / ".venv" / "installed-base.txt").read_text() != "# other\n"


def test_a_missing_python_is_named_with_what_to_install(project: Path, bare_path: Path) -> None:
    shutil.rmtree(project / ".venv")
    run = setup(project, PATH=str(bare_path))
    assert run.returncode == 1
    assert run.stderr.splitlines()[0] == "Set-up stopped: Python 3.11 or newer is missing."
    assert "apt-get install python3 python3-venv" in run.stderr


def offered(folder: Path, number: int, *, slowed: str = "") -> None:
    """A Python on the PATH that makes environments; `slowed` is what it does before it works."""
    folder.mkdir()
    python = folder / f"python3.{sys.version_info.minor}"
    python.write_text(
        '#!/bin/sh\ncase "$*" in\n'
        f'    --version) echo "number {number}" ;;\n'
        f'    "-m venv .venv") echo "{number} makes it" >&2; exit 1 ;;\n'
        f'    *perf_counter*) exec "{sys.executable}" -c "{slowed}$2" ;;\n'
        f'    *) exec "{sys.executable}" "$@" ;;\nesac\n'
    )
    python.chmod(0o755)


SLOWED = "str = lambda number: ''.join(chr(48 + number % 10) for _ in range(5))\n"


@pytest.mark.parametrize(("slow", "chosen", "wanted"), [(1, "", "2"), (2, "", "1"), (1, "1", "1")])
def test_of_several_pythons_of_one_version_the_quickest_is_taken(
    project: Path, bare_path: Path, tmp_path: Path, slow: int, chosen: str, wanted: str
) -> None:
    shutil.rmtree(project / ".venv")
    for number in (1, 2):
        offered(tmp_path / str(number), number, slowed=SLOWED if number == slow else "")
    named = str(tmp_path / chosen / f"python3.{sys.version_info.minor}") if chosen else ""
    run = setup(project, PATH=f"{tmp_path / '1'}:{tmp_path / '2'}:{bare_path}", ROSTRUM_PYTHON=named)
    assert f"Making .venv with number {wanted} ..." in run.stderr.splitlines()
    assert f"{wanted} makes it" in run.stderr.splitlines()


def test_an_unknown_word_is_answered_with_the_known_ones(project: Path) -> None:
    run = setup(project, "instal")
    assert (run.returncode, run.stderr) == (
        2,
        "Unknown: instal. Say ./setup.sh [install | test [pytest arguments] | doctor [--json]]\n",
    )


def test_tests_get_engines_of_their_own_and_the_arguments(project: Path, bare_path: Path) -> None:
    browser = bare_path / "chromium"
    browser.symlink_to("/bin/sh")
    run = setup(project, "test", "-k", "last seat", PATH=str(bare_path))
    assert (run.returncode, run.stdout) == (
        0,
        "python -m config.supervisor exec -- .venv/bin/python -m pytest -k last seat\n",
    )
    whole = setup(project, "test", PATH=str(bare_path))
    assert whole.stdout == (
        "python -m config.supervisor exec -- .venv/bin/python -m pytest --numprocesses=3 --no-loadscope-reorder\n"
    )


def test_a_missing_browser_is_loud_and_with_ci_a_failure(project: Path, bare_path: Path) -> None:
    loud = setup(project, "test", PATH=str(bare_path))
    assert loud.returncode == 0
    assert "BROWSER TESTS ARE SKIPPED" in loud.stderr
    strict = setup(project, "test", PATH=str(bare_path), CI="true")
    assert strict.returncode == 1
    assert strict.stderr.splitlines()[-1] == "Set-up stopped: with CI=true a missing browser is a failure."


def test_a_missing_reader_of_scans_is_said_and_with_ci_a_failure(project: Path, bare_path: Path) -> None:
    (bare_path / "chromium").symlink_to("/bin/sh")
    loud = setup(project, "test", PATH=str(bare_path))
    assert loud.returncode == 0
    assert "TESTS THAT READ SCANS ARE SKIPPED" in loud.stderr
    strict = setup(project, "test", PATH=str(bare_path), CI="true")
    assert strict.stderr.splitlines()[-1] == "Set-up stopped: with CI=true a missing tesseract is a failure."


def test_continuous_integration_runs_what_a_person_would() -> None:
    lines = (PROJECT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == [
        "set -eu",
        'cd "$(dirname "$0")/.."',
        "make lint",
        "./setup.sh test",
    ]


def test_the_doctor_works_before_anything_is_installed_and_says_the_cure(project: Path) -> None:
    shutil.rmtree(project / ".venv")
    run = subprocess.run(
        [sys.executable, "-S", "-m", "config.supervisor.doctor", "--json"],
        cwd=project,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    findings = {finding["name"]: finding for finding in json.loads(run.stdout)}
    assert run.returncode == 1
    assert list(findings) == [
        "python", "environment", "requirements", "node", "front_end", "chromium", "pango", "tesseract",
        "user_namespaces", "postgres", "valkey", "state_folder", "disk", "port", "database", "broker",
        "mail", "payments", "embeddings", "ai",
    ]  # fmt: skip
    assert findings["python"]["ok"]
    assert findings["requirements"] == {
        "name": "requirements",
        "ok": False,
        "detail": "not installed",
        "cure": "Run ./setup.sh install",
    }
    assert all(finding["cure"] for finding in findings.values() if not finding["ok"])
    assert not (project / ".rostrum").exists()


def test_the_doctor_command_reports_a_database_that_does_not_answer(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": "postgresql://u:p@127.0.0.1:1/rostrum", "ROSTRUM_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (database,) = [finding for finding in json.loads(run.stdout) if finding["name"] == "database"]
    assert run.returncode == 1
    assert database["ok"] is False
    assert database["detail"].startswith("DATABASE_URL: ")
    assert database["cure"] == "Correct DATABASE_URL, or leave it out to use the embedded one"
