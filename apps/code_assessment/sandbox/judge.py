"""Judges submissions in boxes made by bubblewrap; without a box that holds, nothing is judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from apps.code_assessment.sandbox.box import Ended
from apps.code_assessment.sandbox.checking import KINDS, is_right
from apps.code_assessment.sandbox.contract import (
    BOUNDS,
    Compiled,
    InvalidSubmissionError,
    Judged,
    Limits,
    Listener,
    SandboxRefusedError,
    Submission,
    Test,
    TestResult,
    Verdict,
)
from apps.code_assessment.sandbox.instruments import INSTRUMENTS
from apps.code_assessment.sandbox.languages import LANGUAGES, language_called
from apps.code_assessment.sandbox.pool import Boxes
from apps.code_assessment.sandbox.problem_programs import HUNG_UP, check, opinion, talk
from apps.code_assessment.sandbox.proofs import proven
from apps.code_assessment.sandbox.rights import OwnRights, Rights
from apps.code_assessment.sandbox.selftest import Report, examine
from apps.code_assessment.sandbox.session import Session
from apps.code_assessment.sandbox.toolchains import Toolchain
from apps.code_assessment.sandbox.verdicts import verdict_of


def check_submission(submission: Submission) -> None:
    """Refuse what cannot be judged, and say why."""
    if not submission.tests:
        raise InvalidSubmissionError("a submission has at least one test")
    for name, (least, most) in BOUNDS.items():
        value = getattr(submission.limits, name)
        if not least <= value <= most:
            raise InvalidSubmissionError(f"limit {name} is {value}; it can be {least} to {most}")
    if submission.checking.kind not in KINDS:
        raise InvalidSubmissionError(
            f'"{submission.checking.kind}" is no way of comparing; there are {", ".join(KINDS)}'
        )


class BubblewrapEngine:
    """The engine. It tests itself before it judges anything; one for each worker process."""

    def __init__(self, *, uses_groups: bool = True, rights: Rights | None = None) -> None:
        self.rights = rights or OwnRights(uses_groups=uses_groups)
        self._boxes: Boxes | None = None
        self._report: Report | None = None
        self._versions: dict[str, str] = {}

    @property
    def boxes(self) -> Boxes:
        """Made when first needed, and again in a fork or after the process that starts boxes has ended."""
        if self._boxes is not None and not self._boxes.is_ours():
            self._boxes.forget()
            self._boxes = None
        if self._boxes is None:
            self._boxes = Boxes(self.rights)
        return self._boxes

    def report(self) -> Report:
        """What the self-test found; asked once for each process."""
        if self._report is None:
            try:
                self._report = examine(self.boxes)
            except SandboxRefusedError as error:
                self._report = Report.refusal(str(error))
        return self._report

    def forget_report(self) -> None:
        """Have everything tried again: what was wrong may have been mended."""
        self.close()
        self._report = None

    def warm_up(self) -> None:
        """Have a box ready before the first program comes."""
        self.boxes.give_back(self.boxes.take())

    def refusal(self) -> str:
        return self.report().refusal_reason

    def require(self) -> None:
        """Raise SandboxRefusedError unless boxes hold on this machine."""
        if reason := self.refusal():
            raise SandboxRefusedError(reason)

    def version_of(self, name: str) -> str:
        """What the language's tools say they are, once a program has run in a box; empty when it does not work."""
        self.require()
        if name not in self._versions:
            toolchain = self.boxes.toolchains.get(name)
            self._versions[name] = proven(self.boxes, toolchain) if toolchain else ""
        return self._versions[name]

    def languages(self) -> dict[str, str]:
        found = {name: self.version_of(name) for name in LANGUAGES}
        return {name: version for name, version in found.items() if version}

    def toolchain(self, name: str) -> Toolchain:
        """The language's tools; one that does not work here is refused."""
        language = INSTRUMENTS.get(name) or language_called(name)
        if not self.version_of(name):
            raise InvalidSubmissionError(f"{language.display_name} does not work on this machine")
        return self.boxes.toolchains[name]

    def judge(self, submission: Submission, listener: Listener | None = None) -> Judged:
        check_submission(submission)
        self.require()
        with Session(self.boxes, self.toolchain(submission.program.language), submission.program) as session:
            compiled = session.prepare()
            if not compiled.ok:
                return Judged(Verdict.CE, compiled, ())
            return self.run_tests(session, submission, compiled, listener)

    def run_tests(
        self, session: Session, submission: Submission, compiled: Compiled, listener: Listener | None
    ) -> Judged:
        results: list[TestResult] = []
        with self.author(submission) as author:
            for number, test in enumerate(submission.tests):
                ended, result = run_test(session, author, submission, test)
                if not session.has_compiled(ended):
                    output = ended.stderr.decode("utf-8", "replace")
                    return Judged(Verdict.CE, Compiled(ok=False, output=output), ())
                result = as_shown(result, test)
                results.append(result)
                if listener:
                    listener(number, result)
                if submission.stop_at_first_failure and result.verdict != Verdict.AC:
                    break
        verdict = next((result.verdict for result in results if result.verdict != Verdict.AC), Verdict.AC)
        return Judged(verdict, compiled, tuple(results))

    @contextmanager
    def author(self, submission: Submission) -> Iterator[Session | None]:
        """A box for the problem's own program, if it has one."""
        program = submission.interactor or submission.checking.program
        if program is None:
            yield None
            return
        with Session(self.boxes, self.toolchain(program.language), program) as session:
            compiled = session.prepare()
            if not compiled.ok:
                raise InvalidSubmissionError(f"the problem's own program does not compile: {compiled.output[:500]}")
            yield session

    def close(self) -> None:
        if self._boxes:
            self._boxes.close()
            self._boxes = None


def run_test(session: Session, author: Session | None, submission: Submission, test: Test) -> tuple[Ended, TestResult]:
    """One test from input to verdict."""
    if submission.interactor and author:
        ended, other = talk(session, author, submission, test)
        result = result_of(ended, submission.limits, session.toolchain)
        return ended, after_talk(result, other)
    ended = session.run(submission.limits, test.stdin)
    result = result_of(ended, submission.limits, session.toolchain)
    if result.verdict != Verdict.AC or not session.has_compiled(ended):
        return ended, result
    if author:
        return ended, check(author, test, result)
    if is_right(submission.checking, test, ended.stdout):
        return ended, replace(result, share=1.0)
    return ended, replace(result, verdict=Verdict.WA, reason="The answer is another.")


def as_shown(result: TestResult, test: Test) -> TestResult:
    """With no more of what the program wrote than anybody reads: the rest need not leave this machine."""
    most = test.shown_bytes
    return result if most is None else replace(result, stdout=result.stdout[:most], stderr=result.stderr[:most])


def after_talk(result: TestResult, interactor: Ended) -> TestResult:
    """A program whose partner ended the talk may end badly for that alone: then the partner's opinion counts.

    Which of both ended first no clock says exactly enough, so the partner does.
    """
    if result.verdict not in {Verdict.AC, Verdict.RE}:
        return result
    if interactor.is_broken or interactor.reason:
        return replace(result, verdict=Verdict.IE, reason="The problem's interactor did not come to an end.")
    said = opinion(interactor.status, interactor.stderr, result)
    # Who talks with somebody that is gone may break as well.
    is_gone = interactor.status == HUNG_UP << 8 or said.verdict == Verdict.IE
    return result if result.verdict == Verdict.RE and is_gone else said


def result_of(ended: Ended, limits: Limits, toolchain: Toolchain) -> TestResult:
    """Everything but the comparison."""
    verdict, reason = verdict_of(ended, limits, toolchain.language)
    return TestResult(
        verdict=verdict or Verdict.AC,
        cpu_ms=ended.cpu_us / 1000,
        wall_ms=ended.wall_us / 1000,
        memory_kib=ended.memory_kib,
        stdout=ended.stdout,
        stderr=ended.stderr,
        reason=reason,
    )
