"""What an analysis is over HTTP."""

from typing import Any

from rest_framework import serializers

from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.queries import insights_for, laid_over, scores_of
from apps.cv_analysis.scoring.corrections import Corrected
from apps.cv_analysis.scoring.parts import Score
from apps.cv_analysis.scoring.quality import Scores
from apps.cv_analysis.scoring.wording import part_title, say


class BoxSerializer(serializers.Serializer[Any]):
    """A line's part on a page, in parts (0 to 1) of the page's width and height from its upper left corner."""

    page = serializers.IntegerField()
    left = serializers.FloatField()
    top = serializers.FloatField()
    right = serializers.FloatField()
    bottom = serializers.FloatField()


class SpanSerializer(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    page = serializers.IntegerField(allow_null=True)
    boxes = BoxSerializer(many=True)


class FindingSerializer(serializers.Serializer[Any]):
    """What was not read here says in `source` who knows it: person, staff, or provider with its `engine`."""

    value = serializers.JSONField()
    confidence = serializers.FloatField(help_text="0 to 1.")
    evidence = SpanSerializer(many=True, help_text="Character offsets into text.")


class HiddenSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    text = serializers.CharField()
    page = serializers.IntegerField(allow_null=True)


class PartSerializer(serializers.Serializer[Any]):
    """Points out of what can be had, why, and what would bring the rest."""

    key = serializers.CharField()
    title = serializers.CharField()
    points = serializers.IntegerField()
    out_of = serializers.IntegerField()
    reason = serializers.CharField()
    cure = serializers.CharField(allow_null=True)
    places = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()), help_text="Offsets into text: [start, end]."
    )


class ScoreSerializer(serializers.Serializer[Any]):
    """0 to 100, the sum of its parts."""

    points = serializers.IntegerField()
    parts = PartSerializer(many=True)


class ScoresSerializer(serializers.Serializer[Any]):
    version = serializers.CharField()
    overall = ScoreSerializer()
    experience = ScoreSerializer()
    education = ScoreSerializer()
    skills = ScoreSerializer()
    formatting = ScoreSerializer()


class CorrectionFields(serializers.Serializer[Any]):
    """Set a field ("phone") or a part of a record ("experience.title"); add or remove a record ("skills")."""

    path = serializers.CharField(max_length=60)
    action = serializers.ChoiceField(choices=["set", "add", "remove"])
    value = serializers.JSONField(required=False, default=None)
    target = serializers.JSONField(required=False, default=None, help_text="The record that is meant, as it was shown.")


class LaidSerializer(CorrectionFields):
    id = serializers.UUIDField()
    by = serializers.ChoiceField(choices=["person", "staff"])
    at = serializers.DateTimeField()
    is_gone = serializers.BooleanField(help_text="This reading has nothing that it could correct.")


class InsightsSerializer(serializers.Serializer[Any]):
    """What a person reads first, made of the scores; `engine` says who wrote it."""

    strengths = serializers.ListField(child=serializers.CharField())
    weaknesses = serializers.ListField(child=serializers.CharField())
    gaps = serializers.ListField(child=serializers.CharField())
    suggestions = serializers.ListField(child=serializers.CharField())
    engine = serializers.CharField()


class AssistanceSerializer(serializers.Serializer[Any]):
    """A question to a language model: who answered, and whether the local engine did the work instead."""

    prompt = serializers.CharField()
    engine = serializers.CharField()
    cost = serializers.DecimalField(max_digits=12, decimal_places=6, help_text="USD.")
    is_fallback = serializers.BooleanField()
    failure = serializers.CharField(allow_blank=True)


class AnalysisSerializer(serializers.Serializer[Any]):
    """What was found; every finding with how sure the engine is and where it stands."""

    id = serializers.UUIDField()
    status = serializers.CharField()
    algorithm = serializers.CharField()
    as_of = serializers.DateField()
    text = serializers.CharField()
    name = FindingSerializer(allow_null=True)
    email = FindingSerializer(allow_null=True)
    phone = FindingSerializer(allow_null=True)
    years_of_experience = FindingSerializer(allow_null=True)
    location = FindingSerializer(allow_null=True, required=False)
    headline = FindingSerializer(allow_null=True, required=False)
    summary = FindingSerializer(allow_null=True, required=False)
    links = FindingSerializer(many=True)
    skills = FindingSerializer(many=True)
    sections = FindingSerializer(many=True)
    experience = FindingSerializer(many=True)
    education = FindingSerializer(many=True)
    titles = FindingSerializer(many=True)
    companies = FindingSerializer(many=True)
    degrees = FindingSerializer(many=True)
    institutions = FindingSerializer(many=True)
    grad_years = FindingSerializer(many=True)
    certifications = FindingSerializer(many=True)
    languages = FindingSerializer(many=True)
    projects = FindingSerializer(many=True, required=False)
    publications = FindingSerializer(many=True, required=False)
    internship_months = serializers.IntegerField(required=False)
    hidden = HiddenSerializer(many=True, required=False, help_text="Words that a reader of the page does not see.")
    language = serializers.CharField(allow_null=True, required=False, help_text="The document's, ISO 639-1.")
    unread = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="What was not looked for in this language."
    )
    probability = serializers.FloatField(required=False, help_text="How likely the document is a CV, 0 to 1.")
    version = serializers.IntegerField()
    scores = ScoresSerializer()
    insights = InsightsSerializer()
    assistance = AssistanceSerializer(many=True, help_text="Empty where no language model was asked.")
    corrections = LaidSerializer(many=True, help_text="What people said better, laid over what was read.")


class VersionSerializer(serializers.Serializer[Any]):
    """A reading of a CV."""

    version = serializers.IntegerField()
    is_current = serializers.BooleanField()
    algorithm = serializers.CharField()
    scores_version = serializers.CharField(allow_blank=True)
    overall = serializers.IntegerField(allow_null=True)
    as_of = serializers.DateField()
    created_at = serializers.DateTimeField()


def analysis_json(cv: Cv, analysis: Analysis) -> dict[str, Any]:
    """Findings, scores in words, and what they add up to for a reader."""
    corrected = laid_over(analysis)
    findings, scores = corrected.findings, scores_of(analysis)
    head = {"id": cv.pk, "status": cv.status_now, "algorithm": analysis.algorithm, "as_of": analysis.as_of}
    return {
        **findings,
        **head,
        "text": analysis.text,
        "version": analysis.version,
        "scores": scores_json(scores),
        "insights": insights_for(analysis, scores).to_dict(),
        "assistance": analysis.assistance.get("calls", []),
        "corrections": [{"id": pk, **laid} for pk, laid in zip(_ids(cv), laid_json(corrected), strict=True)],
    }


def _ids(cv: Cv) -> list[Any]:
    return [row.pk for row in cv.corrections.all()]


def laid_json(corrected: Corrected) -> list[dict[str, Any]]:
    return [{**one.correction.to_dict(), "is_gone": one.is_gone} for one in corrected.laid]


class VersionQuery(serializers.Serializer[Any]):
    before = serializers.IntegerField(min_value=1, max_value=32_767)
    after = serializers.IntegerField(min_value=1, max_value=32_767, required=False)


class ChangeSerializer(serializers.Serializer[Any]):
    path = serializers.CharField()
    kind = serializers.ChoiceField(choices=["added", "removed", "changed"])
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    record = serializers.CharField(allow_blank=True)


class PartChangeSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    out_of = serializers.IntegerField()


class ScoreChangeSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    parts = PartChangeSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """Everything that differs; `same_arithmetic` is false when other versions of the scores are compared."""

    changes = ChangeSerializer(many=True)
    scores = ScoreChangeSerializer(many=True)
    same_arithmetic = serializers.BooleanField()


def scores_json(scores: Scores) -> dict[str, Any]:
    return {"version": scores.version} | {score.key: score_json(score) for score in scores.all}


def score_json(score: Score) -> dict[str, Any]:
    parts = [
        {
            "key": part.key,
            "title": part_title(part.key),
            "points": part.points,
            "out_of": part.out_of,
            "reason": say(part.reason),
            "cure": say(part.cure) if part.cure else None,
            "places": [list(place) for place in part.places],
        }
        for part in score.parts
    ]
    return {"points": score.points, "parts": parts}
