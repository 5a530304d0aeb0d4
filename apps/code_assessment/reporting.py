"""What an attempt came to, problem by problem; pure, so that the same submissions always give the same report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from apps.code_assessment import scoring
from apps.code_assessment.models import Submission
from apps.code_assessment.setups import Asked, Setup


def report_of(setup: Setup, submissions: Sequence[Submission], *, started_at: datetime | None) -> dict[str, Any]:
    """Score, how many problems are solved, and a row for each; the best submission counts, of equals the first."""
    handed_in = [one for one in submissions if one.kind == Submission.Kind.SUBMIT]
    rows = [_row(asked, [one for one in handed_in if one.problem == asked.key], started_at) for asked in setup.problems]
    reached = {row["key"]: row["percent"] for row in rows}
    worth = {one.key: one.points for one in setup.problems}
    return {
        "score": scoring.score(reached, worth),
        "solved": sum(row["is_solved"] for row in rows),
        "points": round(sum(row["points"] for row in rows), 1),
        "of": setup.points,
        "problems": rows,
    }


def best_of(submissions: Sequence[Submission]) -> Submission | None:
    """The one with the most points; of equals the first."""
    return max(submissions, key=lambda one: one.points or 0, default=None)


def _row(asked: Asked, submissions: Sequence[Submission], started_at: datetime | None) -> dict[str, Any]:
    best = best_of(submissions)
    percent = (best.points or 0) if best else 0
    failing = next((one.first_failing for one in submissions if one.first_failing), None)
    return {
        "key": asked.key,
        "title": asked.title,
        "of": asked.points,
        "points": round(asked.points * percent / 100, 1),
        "percent": percent,
        "is_solved": best is not None and best.is_accepted,
        "verdict": best.verdict if best else "",
        "language": best.language if best else "",
        "submission": str(best.pk) if best else "",
        "submissions": len(submissions),
        "cpu_ms": best.cpu_ms if best else None,
        "memory_kib": best.memory_kib if best else None,
        "minutes": _minutes(best, started_at),
        "first_failing": failing["number"] if failing else None,
    }


def _minutes(best: Submission | None, started_at: datetime | None) -> int | None:
    """From the beginning of the attempt to the submission that counts."""
    if best is None or started_at is None:
        return None
    return max(0, round((best.created_at - started_at).total_seconds() / 60))
