"""The same deeds, later."""

from apps.code_assessment import demo, services
from apps.core.queue import task


@task("code_assessment.judge_submission", slow=True, timeout_seconds=300)
def judge_submission(submission_id: str) -> None:
    services.judge_submission(submission_id)


@task("code_assessment.check_problem", slow=True, timeout_seconds=300)
def check_problem(problem_id: str, version: int) -> None:
    services.check_problem(problem_id, version)


@task("code_assessment.try_problem", slow=True, timeout_seconds=300)
def try_problem(member_id: str, try_out_id: str) -> None:
    services.run_try_out(member_id, try_out_id)


@task("code_assessment.end_late_attempt")
def end_late_attempt(attempt_id: str) -> None:
    services.end_late_attempt(attempt_id)


@task("code_assessment.sum_up_attempt")
def sum_up_attempt(attempt_id: str) -> None:
    services.sum_up_attempt(attempt_id)


@task("code_assessment.inspect_submission", slow=True, timeout_seconds=120)
def inspect_submission(submission_id: str, tried: int = 0) -> None:
    services.inspect_submission(submission_id, tried=tried)


@task("code_assessment.hand_in_for_demo")
def hand_in_for_demo(member_id: str) -> None:
    demo.hand_in_for_demo(member_id)
