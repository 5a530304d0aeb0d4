"""An interview as the coach is told of it: from the page of its results, so that it knows what its person sees."""

from collections.abc import Iterator
from typing import Any

from apps.interviews.coaching.material import Material, Told
from apps.interviews.models import Question
from apps.interviews.presenting import AnswerPage, ResultPage


def material_of(result: ResultPage) -> Material:
    """In the language that is active; the plan and how near the level is are of practice only, as on the page."""
    questions = tuple(_told(answer) for answer in result.answers)
    scores = {*_figures(result.report), *(score for one in result.answers for score in _scores(one))}
    return Material("\n".join(_overview(result)), questions, frozenset(scores))


def _overview(result: ResultPage) -> Iterator[str]:
    session = result.session
    yield f"{session.title} ({session.get_mode_display()})"
    yield "; ".join(f"{title}: {value}" for title, value in result.facts)
    yield f"Overall, an automatic estimate: {session.score} of 100"
    yield from (f"{title}: {points} of 100 ({formula})" for title, points, formula in result.parts)
    if result.skills:
        yield "By skill: " + ", ".join(f"{skill} {points} of 100" for skill, points in result.skills)
    for title, name in (("Strong", "strengths"), ("Weak", "weak")):
        if skills := result.report.get(name):
            yield f"{title}: " + ", ".join(skills)
    if session.is_practice:
        yield f"How near to the level: {result.readiness}"
        for skill, items in result.plan:
            yield f"To practise, {skill}: " + " / ".join(item.text for item in items)


def _told(page: AnswerPage) -> Told:
    question = page.question
    return Told(
        number=question.position,
        question=question.text,
        score=question.final_score,
        facts=tuple(_facts(page)),
        answer=question.answer,
        made=tuple(one.point for one in page.matched),
        missing=tuple(one.point for one in page.missing),
        feedback=tuple(dict.fromkeys(_feedback(page))),
        model_answer=page.ideal,
    )


def _facts(page: AnswerPage) -> Iterator[str]:
    question = page.question
    yield str(page.kind_title)
    if question.follows_id:
        yield "a follow-up to an earlier question"
    if question.state == Question.State.SKIPPED:
        yield "skipped: 0 points"
    elif question.final_score is not None:
        yield f"{question.final_score} of 100"
    yield from (f"{line.title} {line.points} of 100" for line in page.lines if line.points is not None)
    if question.hints:
        yield "with a hint"
    if question.confidence is not None:
        yield f"own confidence {question.confidence} of 5"


def _feedback(page: AnswerPage) -> Iterator[str]:
    """Everything that the page says of the answer in sentences."""
    yield from (reason for line in page.lines for reason in line.reasons)
    yield from page.strengths
    yield from page.improvements
    if page.evaluation:
        yield from (better for _before, better in page.evaluation.rewording)
        if page.evaluation.prose:
            yield page.evaluation.prose
    if page.question.review_reason:
        yield page.question.review_reason
    if calibration := page.calibration:
        yield str(calibration)


def _scores(page: AnswerPage) -> Iterator[int]:
    question = page.question
    yield from (score for score in (question.score, question.final_score) if score is not None)
    yield from (line.points for line in page.lines if line.points is not None)


def _figures(report: dict[str, Any]) -> Iterator[int]:
    """Every score that the report names."""
    if report:
        yield from (report["overall"], *report.get("parts", {}).values(), *report.get("skills", {}).values())
