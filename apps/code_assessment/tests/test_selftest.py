"""The sandbox asks itself whether it holds, and does nothing when it does not."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from apps.code_assessment.sandbox import cgroups, pool, toolchains
from apps.code_assessment.sandbox.contract import SandboxRefusedError
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.selftest import Check, Report
from apps.code_assessment.tests.judging import judge

PROJECT = Path(__file__).resolve().parents[3]
ORDINARY = 65_534
SYSTEM_PYTHON = Path("/usr/bin/python3")
AS_ORDINARY_USER = """
import json
from apps.code_assessment.sandbox.contract import Limits, Program, SourceFile, Submission, Test
from apps.code_assessment.sandbox.judge import BubblewrapEngine
engine = BubblewrapEngine()
report = engine.report()
program = Program("python", (SourceFile("main.py", b"import os; print(os.getuid())"),))
judged = engine.judge(Submission(program, (Test(b"", b"1000"),), Limits()))
print(json.dumps([report.refusal_reason, report.memory_by, judged.verdict]))
engine.close()
"""


def test_this_machine_holds(engine: BubblewrapEngine) -> None:
    report = engine.report()

    assert [check for check in report.checks if not check.ok] == []
    assert len(report.checks) >= 20
    assert os.uname().release in report.kernel


def test_one_no_is_enough() -> None:
    report = Report((Check("network", ok=False, detail="there are ['lo', 'eth0']"), Check("user", ok=True)), "Linux")

    assert report.refusal_reason == "network: there are ['lo', 'eth0']"


def test_without_bubblewrap_nothing_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "bubblewrap", lambda: None)
    engine = BubblewrapEngine()

    with pytest.raises(SandboxRefusedError, match="bubblewrap is not installed"):
        judge(engine, "python", "print(1)")


def test_a_box_that_does_not_start_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "bubblewrap", lambda: Path("/usr/bin/false"))
    engine = BubblewrapEngine()

    with pytest.raises(SandboxRefusedError, match="the box did not start"):
        judge(engine, "python", "print(1)")
    engine.close()


def test_a_report_is_made_once_for_each_process(engine: BubblewrapEngine) -> None:
    assert engine.report() is engine.report()


def test_a_worker_that_is_root_never_runs_programs_as_root(engine: BubblewrapEngine) -> None:
    box = engine.boxes.take()
    try:
        outside = int(box.facts["uid_map"][1])
    finally:
        engine.boxes.give_back(box)

    assert outside == (box.slot.user or os.geteuid()) != 0


@pytest.mark.skipif(os.geteuid() != 0 or not SYSTEM_PYTHON.exists(), reason="only root can become somebody else")
def test_an_ordinary_user_needs_nothing_but_bubblewrap() -> None:
    packages = toolchains.bubblewrap()
    assert packages is not None
    path = [str(PROJECT), str(packages.parent.parent.parent)]
    done = subprocess.run(
        [SYSTEM_PYTHON, "-B", "-c", AS_ORDINARY_USER],
        cwd="/",
        env={"PYTHONPATH": os.pathsep.join(path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        user=ORDINARY,
        group=ORDINARY,
        extra_groups=[],
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["", "measuring", "AC"]


@pytest.mark.skipif(os.geteuid() != 0, reason="control groups are root's")
def test_groups_are_taken_away_when_the_engine_ends() -> None:
    engine = BubblewrapEngine()
    assert judge(engine, "python", "print(1)", ("", "1")).verdict == "AC"
    folders = [folder for _, group in engine.boxes.idle for _, folder in group.folders]
    folders += [folder for _, folder in (engine.boxes.spare.group.folders if engine.boxes.spare else [])]

    engine.close()

    assert [str(folder) for folder in folders if folder.exists()] == []
    assert len(folders) >= len(cgroups.hierarchies())
