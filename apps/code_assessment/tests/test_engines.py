"""Engines are chosen by their path."""

from apps.code_assessment.sandbox.contract import Limits, Program, SourceFile, Submission, Test, TestResult, Verdict
from apps.code_assessment.sandbox.engines import engine


def test_the_usual_engine_judges_and_tells_each_test_as_it_is_done() -> None:
    heard: list[tuple[int, Verdict]] = []

    def listen(number: int, result: TestResult) -> None:
        heard.append((number, result.verdict))

    program = Program("python", (SourceFile("main.py", b"print(int(input()) ** 2)"),))
    tests = (Test(b"2", b"4"), Test(b"3", b"8"), Test(b"4", b"16"))
    chosen = engine()
    try:
        judged = chosen.judge(Submission(program, tests, Limits()), listen)
        stopped = chosen.judge(Submission(program, tests, Limits(), stop_at_first_failure=True))
        languages = chosen.languages()
    finally:
        chosen.close()

    assert chosen.refusal() == ""
    assert heard == [(0, Verdict.AC), (1, Verdict.WA), (2, Verdict.AC)]
    assert (judged.verdict, judged.first_failing, len(stopped.tests)) == (Verdict.WA, 1, 2)
    assert languages["python"].startswith("Python 3.")
    assert engine() is chosen
