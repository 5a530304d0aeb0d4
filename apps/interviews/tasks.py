"""The same deeds, later."""

from apps.core.queue import task
from apps.interviews import services


@task("interviews.evaluate_answer", slow=True, timeout_seconds=60)
def evaluate_answer(question_id: str) -> None:
    services.evaluate_answer(question_id)


@task("interviews.finish_session")
def finish_session(session_id: str) -> None:
    services.finish_session(session_id)


@task("interviews.time_out_session")
def time_out_session(session_id: str) -> None:
    services.time_out_session(session_id)


@task("interviews.write_questions", slow=True, timeout_seconds=120)
def write_questions(order_id: str) -> None:
    services.write_questions(order_id)


@task("interviews.answer_coach", slow=True, timeout_seconds=60)
def answer_coach(turn_id: str, number: int, language: str) -> None:
    services.answer_coach(turn_id, number, language)
