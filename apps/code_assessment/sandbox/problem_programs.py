"""Programs of a problem's author: checkers, which judge an answer, and interactors, which talk with the program.

They run in boxes of their own, and find `input`, `answer` (what was expected) and `output` (what the program wrote)
in their folder. They leave with 42 when the answer is right, as in the problem packages of the ICPC, with 43 when it
is wrong, and with 44 when it is right in part: the last word that they wrote is then the share, between 0 and 1. Their
first line is kept as the reason. Whatever else happens, such as an error that ends them, is the problem's fault.
"""

import os
import select
import time
from dataclasses import replace
from typing import Any

from apps.code_assessment.sandbox.box import Box, Ended, hard_seconds, open_pipe
from apps.code_assessment.sandbox.contract import Limits, SourceFile, Submission, Test, TestResult, Verdict
from apps.code_assessment.sandbox.session import Session

RIGHT, WRONG, PART = 42, 43, 44
# Of an interactor: the program ended in the middle of the talk. How it ended says then what it gets.
HUNG_UP = 45
LIMITS = Limits(cpu_ms=10_000, wall_ms=30_000, memory_mib=256, output_kib=64)
REASON_LENGTH = 500
KEPT_BYTES = 64 * 1024


def opinion(status: int, said: bytes, result: TestResult) -> TestResult:
    """What the author's program makes of a run that came to a good end."""
    text = said.decode("utf-8", "replace").strip()
    reason = text.partition("\n")[0][:REASON_LENGTH]
    code = status >> 8 if not status & 0x7F else -1
    if code == RIGHT:
        return replace(result, verdict=Verdict.AC, share=1.0)
    if code in {WRONG, HUNG_UP}:
        return replace(result, verdict=Verdict.WA, reason=reason or "The answer is another.")
    if code == PART and (share := share_in(text)) is not None:
        return replace(result, verdict=Verdict.AC if share == 1 else Verdict.WA, share=share, reason=reason)
    return replace(result, verdict=Verdict.IE, reason=f"The problem's own program failed. {reason}".strip())


def share_in(text: str) -> float | None:
    """The last word as a share."""
    try:
        share = float(text.rsplit(maxsplit=1)[-1])
    except (IndexError, ValueError):
        return None
    return share if 0 <= share <= 1 else None


def check(checker: Session, test: Test, result: TestResult) -> TestResult:
    """Let the checker judge one answer."""
    box = checker.ready_box(LIMITS)
    box.put(
        (
            SourceFile("input", test.stdin),
            SourceFile("answer", test.expected),
            SourceFile("output", result.stdout),
        )
    )
    ended = checker.run(LIMITS, b"")
    if ended.is_broken or ended.reason or ended.is_over:
        return replace(result, verdict=Verdict.IE, reason="The problem's checker did not come to an end.")
    return opinion(ended.status, ended.stdout, result)


class Side:
    """One of two programs that talk: its box, its control socket and its errors."""

    def __init__(self, box: Box, errors: int) -> None:
        self.box, self.errors = box, errors
        self.said = bytearray()
        self.report: dict[str, Any] | None = None
        self.is_done = False
        self.kills = box.group.kills()

    def ended(self) -> Ended:
        return self.box.ended(self.report, b"", bytes(self.said), is_over=False, kills=self.kills)


def talk(session: Session, interactor: Session, submission: Submission, test: Test) -> tuple[Ended, Ended]:
    """Connect both programs, each one's output to the other's input, and wait for both."""
    limits = submission.limits
    ours, theirs = session.ready_box(limits), interactor.ready_box(LIMITS)
    theirs.put((SourceFile("input", test.stdin), SourceFile("answer", test.expected)))
    (question, question_end), (answer, answer_end) = open_pipe(), open_pipe()
    (errors, errors_end), (remarks, remarks_end) = open_pipe(), open_pipe()
    try:
        ours.begin(session.order(limits), (question, answer_end, errors_end))
        theirs.begin(
            interactor.order(replace(LIMITS, wall_ms=LIMITS.wall_ms + limits.wall_ms)),
            (answer, question_end, remarks_end),
        )
    finally:
        for descriptor in (question, question_end, answer, answer_end, errors_end, remarks_end):
            os.close(descriptor)
    sides = (Side(ours, errors), Side(theirs, remarks))
    try:
        wait_for(sides, hard_seconds(session.order(limits)))
    finally:
        os.close(errors)
        os.close(remarks)
    return sides[0].ended(), sides[1].ended()


def wait_for(sides: tuple[Side, Side], seconds: float) -> None:
    """Read what both complain about until both have ended; whoever is left at the end is stopped."""
    end = time.monotonic() + seconds
    poller = select.poll()
    by_descriptor = {}
    for side in sides:
        for descriptor in (side.errors, side.box.control.fileno()):
            by_descriptor[descriptor] = side
            poller.register(descriptor, select.POLLIN)
    while not all(side.is_done for side in sides):
        ready = poller.poll(max(0, end - time.monotonic()) * 1000)
        if not ready:
            for side in sides:
                side.box.keeper.kill(side.box.number)
            return
        for descriptor, _ in ready:
            side = by_descriptor[descriptor]
            if descriptor == side.errors:
                data = os.read(descriptor, KEPT_BYTES)
                if not data:
                    poller.unregister(descriptor)
                side.said += data[: KEPT_BYTES - len(side.said)]
            else:
                side.report, side.is_done = side.box.receive(0), True
                poller.unregister(descriptor)
