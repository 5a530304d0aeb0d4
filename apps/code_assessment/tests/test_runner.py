"""A real runner on a broker of its own: what it judges, what it knows, and what happens without it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone

from apps.accounts.models import Membership
from apps.code_assessment import judging, services
from apps.code_assessment.models import Submission as Kept
from apps.code_assessment.readiness import readiness
from apps.code_assessment.sandbox import contract, engines
from apps.code_assessment.sandbox.contract import (
    Checking,
    InvalidSubmissionError,
    Limits,
    SandboxRefusedError,
    SourceFile,
    Submission,
    TestResult,
    Verdict,
)
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.keeper import Keeper
from apps.code_assessment.sandbox.pool import Boxes
from apps.code_assessment.sandbox.rights import OwnRights, keeper_process
from apps.code_assessment.sandbox.runner import asking, wire
from apps.code_assessment.sandbox.runner.asking import NO_RUNNER, RunnerEngine
from apps.code_assessment.sandbox.runner.rights import pack_toolchains, unpack_toolchains
from apps.code_assessment.sandbox.runner.warden import bounds_of
from apps.code_assessment.sandbox.toolchains import find_toolchains
from apps.code_assessment.tests.conftest import WRONG, HandIn, Run, content
from apps.code_assessment.tests.judging import program
from apps.core.models import QueuedTask
from apps.core.scope import tenant_connection
from apps.tenants.models import Tenant
from config.supervisor.declared import declared
from tests.queue_processes import Broker, wait_until
from tests.real_processes import Pid, command_of, descendants, still_there, wait_for, youngest

PROJECT = Path(__file__).resolve().parents[3]
PLATFORM_RUNNER = "apps.code_assessment.engine.PlatformRunner"
WORKER = b"apps.code_assessment.sandbox.runner.worker"
SQUARES = "print(int(input()) ** 2)"
SLOW_SQUARES = f"import time\ntime.sleep(0.4)\n{SQUARES}"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
Runner = subprocess.Popen[bytes]


@contextmanager
def runner_at(url: str, folder: Path) -> Iterator[Runner]:
    """A runner as the supervisor starts it: it is told its broker and nothing else."""
    [process] = declared()
    with (folder / "runner.log").open("ab") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", process.module],
            cwd=PROJECT,
            env=process.environment(url) | {"RUNNER_PROCESSES": "1"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(timeout=60)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    made = Broker(tmp_path_factory.mktemp("broker"))
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def runner(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    with runner_at(broker.url, tmp_path_factory.mktemp("runner")) as started:
        asked = RunnerEngine(broker.url)
        wait_until(lambda: not asked.refusal(), 60, "the runner announces itself")
        asked.close()
        yield started


@pytest.fixture
def asked(broker: Broker, runner: Runner) -> Iterator[RunnerEngine]:
    made = RunnerEngine(broker.url)
    wait_until(lambda: not made.refusal(), 60, "who judges, or the successor, announces itself")
    yield made
    made.close()


def squares(source: str = SQUARES, **more: object) -> Submission:
    tests = tuple(contract.Test(b"%d" % number, b"%d" % (number * number)) for number in range(2, 7))
    return Submission(program("python", source), tests, Limits(cpu_ms=500, wall_ms=2500), **more)  # type: ignore[arg-type]  # fields of a submission


def pool_process(runner: Runner) -> Pid:
    """The one that judges: of the worker's processes the youngest."""

    def judging() -> list[Pid]:
        those = {pid for pid in descendants(runner.pid) if WORKER in command_of(pid).encode().split(b"\0")}
        return [pid for pid in those if pid.parent in those]

    return youngest(wait_for(judging))


def test_everything_of_a_submission_comes_through() -> None:
    whole = Submission(
        program=contract.Program("java", (SourceFile("Main.java", b"\xff\0"), SourceFile("b/Other.java", b""))),
        tests=(contract.Test(b"\x80", b"\r\n", batch="all", points=12.5), contract.Test(b"", b"", shown_bytes=0)),
        limits=Limits(cpu_ms=11, wall_ms=12, memory_mib=17, output_kib=2, processes=3, tmp_mib=4),
        checking=Checking("program", tolerance=1e-9, program=program("python", "exit(42)")),
        interactor=program("python", "pass"),
        stop_at_first_failure=True,
    )
    result = TestResult(Verdict.OLE, 1.5, 2.5, 3, b"\xfe", b"\0", "why", 0.5)

    assert wire.decode_submission(wire.encode_submission(whole)) == whole
    assert wire.decode_submission(wire.encode_submission(squares())) == squares()
    assert wire.read_result(json.loads(json.dumps(wire.result_row(result)))) == result


def test_tools_that_root_found_come_through() -> None:
    """Also those that are no language, and what only some boxes see."""
    found = find_toolchains()

    assert unpack_toolchains(json.loads(json.dumps(pack_toolchains(found)))) == found


def test_a_runner_judges_as_an_engine_of_ones_own(asked: RunnerEngine, engine: BubblewrapEngine) -> None:
    heard: list[tuple[int, Verdict]] = []
    wrong = squares("n = int(input())\nprint(n * n if n != 4 else 'four')")

    theirs = asked.judge(wrong, lambda number, result: heard.append((number, result.verdict)))
    ours = engine.judge(wrong)

    assert [(one.verdict, one.stdout, one.reason, one.share) for one in theirs.tests] == [
        (one.verdict, one.stdout, one.reason, one.share) for one in ours.tests
    ]
    assert (theirs.verdict, theirs.compiled, theirs.first_failing) == (Verdict.WA, ours.compiled, 2)
    assert heard == list(enumerate([Verdict.AC, Verdict.AC, Verdict.WA, Verdict.AC, Verdict.AC]))
    assert asked.judge(squares("print(")).verdict == Verdict.CE
    assert len(asked.judge(squares("print()", stop_at_first_failure=True)).tests) == 1


def test_what_nobody_is_shown_does_not_leave_the_runner(asked: RunnerEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    read = wire.read_result

    def counted(row: dict[str, object]) -> TestResult:
        sent.append(len(json.dumps(row)))
        return read(row)

    monkeypatch.setattr(wire, "read_result", counted)
    answer = b"x" * 300_000
    loud = program("python", "import sys\nsys.stderr.write('e' * 300_000)\nprint('x' * 300_000)")
    tests = tuple(contract.Test(b"", answer, shown_bytes=most) for most in (0, 10, None))
    found = asked.judge(Submission(loud, tests, Limits(cpu_ms=500, wall_ms=2500)))

    # All of it was compared.
    assert [one.verdict for one in found.tests] == [Verdict.AC] * 3
    assert [(len(one.stdout), len(one.stderr)) for one in found.tests] == [(0, 0), (10, 10), (300_001, 300_000)]
    assert [size < 500 for size in sent] == [True, True, False]


def test_what_cannot_be_judged_comes_back_with_words(asked: RunnerEngine) -> None:
    with pytest.raises(InvalidSubmissionError, match="at least one test"):
        asked.judge(Submission(program("python", ""), ()))


def test_a_runner_says_what_it_found(asked: RunnerEngine, broker: Broker) -> None:
    [said] = asked.runners()

    assert {name for name, ok, _detail in said["checks"] if not ok} == set()
    assert asked.languages()["python"].startswith("Python 3.")
    told = subprocess.run(
        [sys.executable, "-m", "apps.code_assessment.sandbox.runner.doctor"],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "RUNNER_BROKER_URL": broker.url},
        capture_output=True,
        check=True,
    )
    found = json.loads(told.stdout)
    assert (found["ok"], "python" in found["detail"], said["name"] in found["detail"]) == (True, True, True)


def test_nothing_of_an_order_is_left_at_the_broker(asked: RunnerEngine) -> None:
    asked.judge(squares())

    kept = {key.decode() for key in asked.line.client.scan_iter("runner:*")}
    assert {key for key in kept if key.startswith(("runner:order", "runner:asked", "runner:answers"))} == set()


def test_who_judges_is_killed_and_the_program_is_judged_all_the_same(asked: RunnerEngine, runner: Runner) -> None:
    heard: list[int] = []
    killed: list[Pid] = []

    def kill_once(number: int, _result: TestResult) -> None:
        heard.append(number)
        if number == 1 and not killed:
            killed.append(pool_process(runner))
            os.kill(killed[0], signal.SIGKILL)

    judged = asked.judge(squares(SLOW_SQUARES), kill_once)

    assert (judged.verdict, len(judged.tests)) == (Verdict.AC, 5)
    assert heard == [0, 1, 2, 3, 4]
    assert still_there(killed) == set()


def test_a_program_that_takes_its_runner_along_each_time_is_given_up(
    asked: RunnerEngine, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_LOSSES", 2)
    # Every test that is told, also one that was told before, costs a life.
    monkeypatch.setattr(wire, "read_result", lambda _row: os.kill(pool_process(runner), signal.SIGKILL))

    with pytest.raises(InvalidSubmissionError, match="2 runners were lost"):
        asked.judge(squares(SLOW_SQUARES))


def test_a_runner_stops_when_nobody_waits(asked: RunnerEngine) -> None:
    class GoneError(RuntimeError):
        pass

    def go(_number: int, _result: TestResult) -> None:
        raise GoneError

    with pytest.raises(GoneError):
        asked.judge(Submission(program("python", SLOW_SQUARES), squares().tests * 20), go)

    # It would have gone on for forty seconds.
    assert asked.judge(squares()).verdict == Verdict.AC


@as_root
def test_a_runner_is_nobody_and_sees_its_code_alone(asked: RunnerEngine, runner: Runner, broker: Broker) -> None:
    pid = pool_process(runner)
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
    )
    variables = dict(word.split("=", 1) for word in Path(f"/proc/{pid}/environ").read_text().split("\0") if "=" in word)

    assert {*status["Uid"].split(), *status["Gid"].split()} == {"62999"}
    assert int(status["CapEff"], 16) == int(status["CapPrm"], 16) == 0
    assert status["Groups"].strip() == ""
    allowed = {"PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONUNBUFFERED", "PYTHONWARNINGS"}
    assert {name for name in variables if not name.startswith("RUNNER_")} <= allowed
    assert variables["RUNNER_BROKER_URL"] == broker.url
    assert asked.runners()[0]["user"] == 62999


@as_root
def test_a_closed_folder_holds_the_code_alone(tmp_path: Path) -> None:
    """What a runner is shown of a folder that only root may enter."""
    closed, code = tmp_path / "closed", tmp_path / "closed" / "deep" / "code"
    code.mkdir(parents=True)
    (code / "program.py").touch()
    (closed / "secret").touch()
    closed.chmod(0o700)
    look = (
        "import os, sys\nfrom pathlib import Path\n"
        "from apps.code_assessment.sandbox.runner.view import become, leave_networks, open_ways\n"
        "open_ways([Path(sys.argv[1])])\nleave_networks()\nbecome(62999)\n"
        "print(sorted(os.listdir(sys.argv[2])), sorted(os.listdir(sys.argv[1])), os.geteuid(),"
        " sorted(line.split(':')[0].strip() for line in open('/proc/net/dev').readlines()[2:]))"
    )
    # pytest's own folders are closed, too.
    seen = subprocess.run(
        [sys.executable, "-c", look, code, closed], cwd=PROJECT, capture_output=True, text=True, check=True
    )

    assert seen.stdout == "['deep'] ['program.py'] 62999 ['lo']\n"
    assert sorted(one.name for one in closed.iterdir()) == ["deep", "secret"]


class BoundRights(OwnRights):
    """As the warden gives them to a runner that is nobody."""

    def start_keeper(self, control: socket.socket) -> subprocess.Popen[bytes] | None:
        return keeper_process(control, json.dumps(bounds_of(self.toolchains(), self.hierarchies)))


Asked = Callable[[Keeper, list[str]], object]
# What a runner could ask for that somebody else has taken over.
MISUSES: dict[str, Asked] = {
    "another command": lambda keeper, _box: keeper.start(["/usr/bin/id"], user=63000, groups=[], descriptors=[0, 0, 0]),
    "root": lambda keeper, box: keeper.start(box, user=0, groups=[], descriptors=[0, 0, 0]),
    "somebody": lambda keeper, box: keeper.start(box, user=1000, groups=[], descriptors=[0, 0, 0]),
    "another group": lambda keeper, box: keeper.start(box, user=63000, groups=["/etc/motd"], descriptors=[0, 0, 0]),
    "another folder": lambda keeper, _box: keeper.stage([Path("/root")]),
    "a box that is open": lambda keeper, box: keeper.start(
        [*box[:1], "--bind", "/", "/", *box[1:]], user=63000, groups=[], descriptors=[0, 0, 0]
    ),
}


@as_root
@pytest.mark.parametrize("misuse", MISUSES.values(), ids=MISUSES)
def test_who_starts_boxes_for_nobody_does_what_is_meant_and_no_more(misuse: Asked) -> None:
    boxes = Boxes(BoundRights(uses_groups=False))
    boxes.give_back(boxes.take())
    assert not boxes.keeper.has_hung_up()

    with suppress(SandboxRefusedError, TypeError):
        misuse(boxes.keeper, boxes.layout.command())

    assert boxes.keeper.has_hung_up(5)
    boxes.forget()
    boxes.keeper.close()


@pytest.fixture
def at_broker(broker: Broker) -> Iterator[None]:
    """The platform asks runners on that broker."""
    engines.close_engines(PLATFORM_RUNNER)
    with override_settings(CODE_ENGINE=PLATFORM_RUNNER, REDIS_URL=broker.url):
        yield
    engines.close_engines(PLATFORM_RUNNER)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme", "at_broker", "runner")
def test_a_program_goes_the_whole_way(ada: Membership, judged: HandIn) -> None:
    found = judged(ada)

    assert (found.state, found.verdict, found.engine) == (Kept.State.DONE, "AC", "PlatformRunner")


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme", "module")
def test_a_problem_that_cannot_be_checked_waits_too(
    ada: Membership, run_queued: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> judging.Outcome:
        raise SandboxRefusedError("namespaces: not allowed")

    problem = services.write_problem(ada, content())
    with monkeypatch.context() as patch:
        patch.setattr(judging, "judge", refuse)
        services.check_problem(str(problem.pk), problem.version)
    waiting = QueuedTask.objects.latest("created_at")
    problem.refresh_from_db()
    assert (problem.check_state, problem.task_id, waiting.run_after > timezone.now()) == ("waiting", waiting.pk, True)

    QueuedTask.objects.update(run_after=timezone.now())
    run_queued()
    problem.refresh_from_db()
    assert problem.check_state == "passed"


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme")
def test_without_a_runner_programs_wait_and_are_judged_once_there_is_one(
    ada: Membership,
    handed_in: HandIn,
    run_queued: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    visit: Callable[..., HttpResponse],
    acme: Tenant,
) -> None:
    monkeypatch.setattr(asking, "NOBODY_SECONDS", 0.5)
    monkeypatch.setattr("apps.code_assessment.services.judging.SECONDS_UNTIL_ANOTHER_TRY", 0)
    made = handed_in(ada, WRONG)
    lonely = Broker(tmp_path)
    lonely.start()
    engines.close_engines(PLATFORM_RUNNER)
    try:
        with override_settings(CODE_ENGINE=PLATFORM_RUNNER, REDIS_URL=lonely.url):
            assert readiness().refusal == NO_RUNNER
            with pytest.raises(SandboxRefusedError, match="no runner has announced itself"):
                engines.engine(PLATFORM_RUNNER).judge(squares())
            services.judge_submission(str(made.pk))
            made.refresh_from_db()
            assert (made.state, made.verdict) == (Kept.State.QUEUED, "")
            page = visit(ada, f"/t/acme/code-assessment/submissions/{made.pk}/status/")
            assert NO_RUNNER in page.content.decode()
            tenant_connection.set_tenant(acme)
            with runner_at(lonely.url, tmp_path):
                wait_until(lambda: readiness().is_ready, 60, "a runner is there")
                run_queued()
            made.refresh_from_db()
            assert (made.state, made.verdict) == (Kept.State.DONE, "WA")
    finally:
        engines.close_engines(PLATFORM_RUNNER)
        lonely.kill()
