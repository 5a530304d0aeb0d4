"""What the API of interviews takes and gives."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from apps.interviews import configuration
from apps.interviews.api.words import word
from apps.interviews.library import GENERAL, LEVELS, ROLES
from apps.interviews.models import Question, Session, WritingOrder

ROLE_NAMES = [role for role in ROLES if role != GENERAL]


class WorkSerializer(serializers.Serializer[Any]):
    """A piece of the person's own work that questions may be about."""

    employer = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    project = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    technologies = serializers.ListField(child=serializers.CharField(max_length=60), max_length=8, required=False)


class StartSerializer(serializers.Serializer[Any]):
    """How the interview is to be; a template says what is left out, and without one the usual holds."""

    role = word(ROLE_NAMES)
    level = serializers.ChoiceField(choices=LEVELS, required=False)
    kind = serializers.ChoiceField(choices=configuration.KINDS, required=False)
    number = serializers.IntegerField(min_value=1, max_value=configuration.MOST_QUESTIONS, required=False)
    seconds = serializers.IntegerField(
        min_value=0, max_value=configuration.LONGEST_QUESTION_SECONDS, required=False, help_text="For each; 0: its own."
    )
    total_seconds = serializers.IntegerField(
        min_value=0,
        max_value=configuration.LONGEST_INTERVIEW_SECONDS,
        required=False,
        help_text="For all; 0: no limit.",
    )
    difficulty = serializers.ChoiceField(choices=configuration.DIFFICULTIES, required=False)
    tone = serializers.ChoiceField(choices=configuration.TONES, required=False)
    feedback = serializers.ChoiceField(choices=configuration.FEEDBACK, required=False)
    has_hints = serializers.BooleanField(required=False)
    follow_ups = serializers.IntegerField(min_value=0, max_value=configuration.MOST_FOLLOW_UPS, required=False)
    focus = serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=configuration.MOST_FOCUS, required=False
    )
    works = serializers.ListField(child=WorkSerializer(), max_length=5, required=False)
    job = serializers.UUIDField(required=False, help_text="Questions about its required skills come first.")
    question_set = serializers.UUIDField(required=False, help_text="A set whose questions come first, in their order.")
    questions_from = word(
        configuration.SOURCES,
        required=False,
    )
    template = serializers.CharField(max_length=60, required=False)
    round = serializers.IntegerField(min_value=0, max_value=20, required=False, default=0)


class AnswerSerializer(serializers.Serializer[Any]):
    question = serializers.UUIDField()
    answer = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=20_000)
    confidence = serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True)


class DraftSerializer(serializers.Serializer[Any]):
    question = serializers.UUIDField()
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=20_000)
    version = serializers.IntegerField(min_value=0, help_text="Of the draft that this one is based on.")


class DraftVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()


class OneQuestionSerializer(serializers.Serializer[Any]):
    question = serializers.UUIDField()


@extend_schema_serializer(component_name="AnswerReview")
class ReviewSerializer(serializers.Serializer[Any]):
    question = serializers.UUIDField()
    score = serializers.IntegerField(min_value=0, max_value=100)
    reason = serializers.CharField(max_length=1000)


class HintSerializer(serializers.Serializer[Any]):
    hint = serializers.CharField()


class WritingSerializer(serializers.Serializer[Any]):
    """How far a language model is with the questions of an interview; describes what `writing_json` writes."""

    state = word(("waiting", "done", "failed"))
    number = serializers.IntegerField(help_text="Questions that were wanted of it.")
    written = serializers.IntegerField(help_text="Those that it gave; the library serves the others.")
    engine = serializers.CharField(help_text="Provider and model.")
    prompt = serializers.CharField(help_text="The prompt with its version.")
    failure = serializers.CharField(help_text="Why there are none or too few, such as no-provider or over-time.")
    due_at = serializers.DateTimeField(help_text="Then the library serves what is missing.")


class QuestionSerializer(serializers.Serializer[Any]):
    """A question as it is asked; describes what `question_json` writes."""

    id = serializers.UUIDField()
    position = serializers.IntegerField()
    follows = serializers.UUIDField(allow_null=True, help_text="The question that this one follows up.")
    kind = serializers.CharField()
    text = serializers.CharField()
    asked_from = word(("library", "personal", "own", "generated"))
    origin = serializers.CharField(help_text="Who wrote it, where that was a language model.")
    skills = serializers.ListField(child=serializers.CharField())
    choices = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(choices=Question.State.choices)
    opened_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    draft = serializers.CharField()
    draft_version = serializers.IntegerField()
    answer = serializers.CharField()
    score = serializers.IntegerField(allow_null=True)


@extend_schema_serializer(component_name="InterviewSession")
class SessionSerializer(serializers.Serializer[Any]):
    """An interview and where it is; describes what `session_json` writes."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    mode = serializers.ChoiceField(choices=Session.Mode.choices)
    state = word(Session.State.values)
    role = serializers.CharField()
    level = serializers.CharField()
    kind = serializers.CharField()
    paid_by = serializers.CharField(help_text="included, credits or ticket; empty before it begins.")
    score = serializers.IntegerField(allow_null=True, help_text="An automatic estimate, 0 to 100.")
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


@extend_schema_serializer(component_name="InterviewSessionDetail")
class SessionDetailSerializer(SessionSerializer):
    server_time = serializers.DateTimeField()
    writing = WritingSerializer(allow_null=True, help_text="Null where the library was asked.")
    current = QuestionSerializer(allow_null=True)
    questions = QuestionSerializer(many=True)


class FeedbackSerializer(serializers.Serializer[Any]):
    """An answer with what was found in it; nothing in it says whether to hire."""

    question = QuestionSerializer()
    evaluation = serializers.DictField(
        allow_null=True,
        help_text=str(_("Criteria with points, reasons and quotes, points made and missing, and the engine.")),
    )
    reviewed_score = serializers.IntegerField(allow_null=True)
    review_reason = serializers.CharField()
    ideal_answer = serializers.CharField()


@extend_schema_serializer(component_name="InterviewReport")
class ReportSerializer(serializers.Serializer[Any]):
    session = SessionSerializer()
    is_estimate = serializers.BooleanField()
    report = serializers.DictField(help_text="Overall score, its parts, skills, strengths, weak topics and a plan.")
    percentile = serializers.IntegerField(allow_null=True, help_text="None below 30 comparable results.")
    answers = FeedbackSerializer(many=True)


def question_json(question: Question, *, shows_scores: bool) -> dict[str, Any]:
    return {
        "id": question.pk,
        "position": question.position,
        "follows": question.follows_id,
        "kind": question.kind,
        "text": question.text,
        "asked_from": question.asked.get("source", "library"),
        "origin": question.asked.get("origin", ""),
        "skills": question.skills,
        "choices": [choice[0] for choice in question.asked.get("choices", ())],
        "state": question.state,
        "opened_at": question.opened_at,
        "due_at": question.due_at,
        "draft": question.draft,
        "draft_version": question.draft_version,
        "answer": question.answer,
        "score": question.final_score if shows_scores else None,
    }


def writing_json(order: WritingOrder | None) -> dict[str, Any] | None:
    if order is None:
        return None
    is_late = order.state == WritingOrder.State.WAITING and not order.is_waiting
    plain = {name: getattr(order, name) for name in ("number", "written", "engine", "prompt", "failure", "due_at")}
    if is_late:
        return {**plain, "state": WritingOrder.State.FAILED.value, "failure": "over-time"}
    return {**plain, "state": order.state}


def session_json(session: Session) -> dict[str, Any]:
    return {
        "id": session.pk,
        "title": session.title,
        "mode": session.mode,
        "state": session.state,
        "role": session.role,
        "level": session.level,
        "kind": session.kind,
        "paid_by": session.paid_by,
        "score": session.score,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "created_at": session.created_at,
    }
