"""What the API of code assessment takes and gives."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from apps.code_assessment.content import Content
from apps.code_assessment.listing import Line
from apps.code_assessment.models import Attempt, Problem, Submission
from apps.code_assessment.models.assessments import (
    LONGEST_MINUTES,
    MOST_ATTEMPTS,
    MOST_PROBLEMS,
    SHORTEST_MINUTES,
)
from apps.code_assessment.queries import Judging
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.services import PROBLEM_DEEDS
from apps.code_assessment.services.assessments import MOST_POINTS
from apps.code_assessment.services.drafting import LONGEST_PROGRAM
from apps.code_assessment.services.submitting import LONGEST_INPUT
from apps.code_assessment.setups import TIME_FACTORS, Setup

NAMES_OF_LANGUAGES = f"One of: {', '.join(LANGUAGES)}."


def _language() -> serializers.RegexField:
    """The name of a language; described by a pattern, as other modules have a field of this name with other words."""
    pattern = f"^({'|'.join(LANGUAGES)})$"
    return serializers.RegexField(pattern, help_text=NAMES_OF_LANGUAGES, error_messages={"invalid": NAMES_OF_LANGUAGES})


@extend_schema_serializer(component_name="CodeProblem")
class ProblemSerializer(serializers.Serializer[Any]):
    """A problem in the list; describes what `line_json` writes."""

    id = serializers.CharField(help_text="A slug of the library, or the id of an own problem.")
    title = serializers.CharField()
    category = serializers.CharField()
    difficulty = serializers.CharField()
    skills = serializers.ListField(child=serializers.CharField())
    minutes = serializers.IntegerField(help_text="The usual time.")
    is_own = serializers.BooleanField()
    is_solved = serializers.BooleanField()
    acceptance = serializers.IntegerField(
        allow_null=True, help_text="Percent of the programs; none while there are few."
    )


class CodeExampleSerializer(serializers.Serializer[Any]):
    input = serializers.CharField()
    output = serializers.CharField()
    explanation = serializers.CharField()


class CodeLimitsSerializer(serializers.Serializer[Any]):
    cpu_ms = serializers.IntegerField()
    wall_ms = serializers.IntegerField()
    memory_mib = serializers.IntegerField()


class CodeGroupSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    points = serializers.IntegerField()
    is_partial = serializers.BooleanField(help_text="Each test gives its own; otherwise all together, or none.")


@extend_schema_serializer(component_name="CodeProblemDetail")
class ProblemDetailSerializer(ProblemSerializer):
    """A problem as it is asked; what hidden tests read and expect is told nobody."""

    version = serializers.CharField()
    kind = serializers.ChoiceField(choices=[("program", "program"), ("function", "function")])
    statement = serializers.CharField(help_text="Markdown.")
    constraints = serializers.ListField(child=serializers.CharField())
    examples = CodeExampleSerializer(many=True)
    limits = CodeLimitsSerializer(help_text="For Python, where the problem says nothing of a language.")
    limits_by_language = serializers.DictField(child=CodeLimitsSerializer())
    is_interactive = serializers.BooleanField(help_text="The program talks with one of the problem's own.")
    groups = CodeGroupSerializer(many=True)
    languages = serializers.DictField(
        child=serializers.CharField(), help_text="Those it can be solved in here: name -> starter code."
    )
    hints = serializers.ListField(child=serializers.CharField(), help_text="Those that were taken.")
    editorial = serializers.CharField(allow_null=True, help_text="After solving it or giving up.")


@extend_schema_serializer(component_name="CodeOwnProblem")
class OwnProblemSerializer(serializers.Serializer[Any]):
    """A problem of the workspace's own, as an export gives it."""

    content = serializers.DictField(help_text="What `{id}/export/` gives.")
    is_for_assessments = serializers.BooleanField(default=False, help_text="Nobody can practise it.")


class CodeCheckSerializer(serializers.Serializer[Any]):
    state = serializers.CharField(allow_blank=True, help_text="waiting, passed or failed")
    report = serializers.DictField(help_text="Verdict of the reference solution, and of each test by its number.")


@extend_schema_serializer(component_name="CodeOwnProblemState")
class OwnProblemStateSerializer(serializers.Serializer[Any]):
    """Where an own problem is; describes what `own_problem_json` writes."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    state = serializers.CharField(help_text="draft, in-review, approved or archived")
    version = serializers.IntegerField()
    versions = serializers.ListField(child=serializers.IntegerField(), help_text="Those that are kept.")
    is_for_assessments = serializers.BooleanField()
    check = CodeCheckSerializer()
    reviewed_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(component_name="CodeProblemDeed")
class ProblemDeedSerializer(serializers.Serializer[Any]):
    deed = serializers.ChoiceField(choices=tuple(PROBLEM_DEEDS))


@extend_schema_serializer(component_name="CodeJudging")
class JudgingSerializer(serializers.Serializer[Any]):
    programs = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Those without a verdict yet.")


class ProblemQuery(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, allow_blank=True, max_length=100)
    category = serializers.CharField(required=False, max_length=40)
    difficulty = serializers.CharField(required=False, max_length=10)
    skill = serializers.CharField(required=False, max_length=80)
    language = serializers.CharField(required=False, max_length=20)
    state = serializers.ChoiceField(choices=("new", "tried", "solved"), required=False)


@extend_schema_serializer(component_name="CodeProgram")
class ProgramSerializer(serializers.Serializer[Any]):
    """A program, to practise or in an attempt."""

    language = _language()
    source = serializers.CharField(  # type: ignore[assignment]  # what is declared is no attribute of the class
        max_length=LONGEST_PROGRAM, trim_whitespace=False
    )
    files = serializers.DictField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False),
        required=False,
        help_text="Files beside it: name -> text.",
    )
    attempt = serializers.UUIDField(required=False, allow_null=True)
    key = serializers.CharField(
        max_length=60, required=False, help_text="Sent again with the same key, it is the same submission."
    )


@extend_schema_serializer(component_name="CodeRun")
class RunSerializer(ProgramSerializer):
    """To be tried on the samples, or on an own input."""

    input = serializers.CharField(max_length=LONGEST_INPUT, required=False, allow_blank=True, trim_whitespace=False)


@extend_schema_serializer(component_name="CodeSubmit")
class SubmitSerializer(ProgramSerializer):
    """To be handed in."""

    problem = serializers.CharField(max_length=80)


class CodeTestSerializer(serializers.Serializer[Any]):
    """A test with its verdict; a sample also with what was read, expected and written."""

    number = serializers.IntegerField()
    group = serializers.CharField()
    is_sample = serializers.BooleanField()
    verdict = serializers.CharField(allow_blank=True)
    cpu_ms = serializers.IntegerField(required=False)
    memory_kib = serializers.IntegerField(required=False)
    stdin = serializers.CharField(required=False)
    expected = serializers.CharField(required=False)
    got = serializers.CharField(required=False)
    stderr = serializers.CharField(required=False)
    reason = serializers.CharField(required=False)


class CodeTaskSerializer(serializers.Serializer[Any]):
    progress = serializers.IntegerField()
    step = serializers.CharField()
    position = serializers.IntegerField(help_text="Place in the queue; 0 once it is being judged.")


@extend_schema_serializer(component_name="CodeSubmission")
class SubmissionSerializer(serializers.Serializer[Any]):
    """A program and how far the judge is; describes what `submission_json` writes."""

    id = serializers.UUIDField()
    problem = serializers.CharField()
    title = serializers.CharField()
    attempt = serializers.UUIDField(allow_null=True)
    kind = serializers.CharField(help_text="run or submit")
    language = serializers.CharField()
    state = serializers.CharField(help_text="queued, running, done or failed")
    verdict = serializers.CharField(allow_blank=True, help_text="AC, WA, TLE, MLE, OLE, RE, CE or IE; empty before.")
    points = serializers.IntegerField(allow_null=True, help_text="0 to 100.")
    cpu_ms = serializers.IntegerField(allow_null=True)
    memory_kib = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    judged_at = serializers.DateTimeField(allow_null=True)
    task = CodeTaskSerializer()


@extend_schema_serializer(component_name="CodeSubmissionDetail")
class SubmissionDetailSerializer(SubmissionSerializer):
    source = serializers.CharField()  # type: ignore[assignment]  # what is declared is no attribute of the class
    files = serializers.DictField(child=serializers.CharField(), help_text="Beside it: name -> text.")
    compile_output = serializers.CharField()
    tests = CodeTestSerializer(many=True)
    version = serializers.CharField(help_text="Of the problem.")
    engine = serializers.CharField()


class CodeShareSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    solved = serializers.IntegerField()
    of = serializers.IntegerField()


@extend_schema_serializer(component_name="CodeProgress")
class ProgressSerializer(serializers.Serializer[Any]):
    """How the member does when practising."""

    solved = serializers.IntegerField()
    of = serializers.IntegerField()
    streak_days = serializers.IntegerField()
    practised_days = serializers.IntegerField()
    categories = CodeShareSerializer(many=True)
    difficulties = CodeShareSerializer(many=True)


class CodeAskedSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=80, help_text="The id of a problem.")
    points = serializers.IntegerField(min_value=1, max_value=MOST_POINTS)


@extend_schema_serializer(component_name="CodeAssessment")
class AssessmentSerializer(serializers.Serializer[Any]):
    """Problems with points, and a time for all."""

    id = serializers.UUIDField(read_only=True)
    title = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    problems = CodeAskedSerializer(many=True, min_length=1, max_length=MOST_PROBLEMS)  # type: ignore[call-arg]  # of the list
    total_minutes = serializers.IntegerField(min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES)
    languages = serializers.ListField(child=_language(), required=False, help_text="Empty: all that work here.")
    attempts = serializers.IntegerField(min_value=1, max_value=MOST_ATTEMPTS, default=1)
    has_practice_round = serializers.BooleanField(default=True)


class CodeAttemptProblemSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    points = serializers.IntegerField()


@extend_schema_serializer(component_name="CodeAssign")
class AssignSerializer(serializers.Serializer[Any]):
    """Whom to ask for an assessment, and on which terms."""

    candidate = serializers.UUIDField()
    application = serializers.UUIDField(required=False, allow_null=True, help_text="For which of their jobs.")
    due_at = serializers.DateTimeField(required=False, allow_null=True)
    time_factor = serializers.FloatField(min_value=1.0, max_value=TIME_FACTORS[-1], default=1.0)


@extend_schema_serializer(component_name="CodeAssigned")
class AssignedSerializer(serializers.Serializer[Any]):
    assignment = serializers.UUIDField()
    link = serializers.CharField(help_text="Where the candidate takes it, in the workspace.")


@extend_schema_serializer(component_name="CodeAttempt")
class AttemptSerializer(serializers.Serializer[Any]):
    """A sitting, by the server's clock; describes what `attempt_json` writes."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    mode = serializers.CharField(help_text="trial or assessment")
    state = serializers.CharField(help_text="ready, running, judging or completed")
    started_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    total_minutes = serializers.IntegerField()
    languages = serializers.ListField(child=serializers.CharField())
    problems = CodeAttemptProblemSerializer(many=True)
    score = serializers.IntegerField(allow_null=True)
    report = serializers.DictField(help_text="Score, points, and a row for each problem; empty before it is judged.")


class CodeStartSerializer(serializers.Serializer[Any]):
    consent = serializers.BooleanField(default=False, help_text="Needed for an assessment, not for a trial.")


def line_json(line: Line) -> dict[str, Any]:
    return {
        "id": line.key,
        "title": line.title,
        "category": line.category,
        "difficulty": line.difficulty,
        "skills": list(line.skills),
        "minutes": line.minutes,
        "is_own": line.own is not None,
        "is_solved": line.progress is not None and line.progress.is_solved,
        "acceptance": line.rate.percent,
    }


def content_json(content: Content) -> dict[str, Any]:
    """What may be told of a problem; of the hidden tests only how many points a group gives."""
    limits = content.limits
    return {
        "version": content.version,
        "kind": "function" if content.is_function else "program",
        "statement": content.statement,
        "constraints": list(content.constraints),
        "examples": [
            {"input": one.input, "output": one.output, "explanation": one.explanation} for one in content.examples
        ],
        "limits": {"cpu_ms": limits.cpu_ms, "wall_ms": limits.wall_ms, "memory_mib": limits.memory_mib},
        "is_interactive": content.is_interactive,
    }


def own_problem_json(problem: Problem) -> dict[str, Any]:
    """Of the tests themselves it says nothing; the export does."""
    return {
        "id": problem.pk,
        "title": problem.title,
        "state": problem.state,
        "version": problem.version,
        "versions": [*(row["version"] for row in problem.earlier), problem.version],
        "is_for_assessments": problem.is_for_assessments,
        "check": {"state": problem.check_state, "report": problem.check_report},
        "reviewed_at": problem.reviewed_at,
    }


def judging_json(judging: Judging) -> dict[str, int]:
    return {"programs": judging.programs, "waiting": judging.waiting}


def submission_json(submission: Submission) -> dict[str, Any]:
    percent, step = submission.progress
    return {
        "id": submission.pk,
        "problem": submission.problem,
        "title": submission.title,
        "attempt": submission.attempt_id,
        "kind": submission.kind,
        "language": submission.language,
        "state": submission.state_now,
        "verdict": submission.verdict,
        "points": submission.points,
        "cpu_ms": submission.cpu_ms,
        "memory_kib": submission.memory_kib,
        "created_at": submission.created_at,
        "judged_at": submission.judged_at,
        "task": {"progress": percent, "step": step, "position": submission.position},
    }


def submission_detail_json(submission: Submission) -> dict[str, Any]:
    return {
        **submission_json(submission),
        "source": submission.source,
        "files": submission.files,
        "compile_output": submission.compile_output,
        "tests": submission.tests,
        "version": submission.problem_version,
        "engine": submission.engine,
    }


def attempt_json(attempt: Attempt, *, shows_problems: bool) -> dict[str, Any]:
    """What is asked is told once the clock goes."""
    setup = Setup.from_json(attempt.setup)
    asked = [{"key": one.key, "title": one.title, "points": one.points} for one in setup.problems]
    return {
        "id": attempt.pk,
        "title": attempt.title,
        "mode": attempt.mode,
        "state": attempt.state,
        "started_at": attempt.started_at,
        "due_at": attempt.due_at,
        "ended_at": attempt.ended_at,
        "total_minutes": setup.minutes,
        "languages": list(setup.languages),
        "problems": asked if shows_problems else [],
        "score": attempt.score,
        "report": attempt.report,
    }
