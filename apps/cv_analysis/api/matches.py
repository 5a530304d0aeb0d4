"""What a match is over HTTP."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from apps.cv_analysis.scoring.match_wording import say_match_part
from apps.hiring.blind import called
from apps.hiring.models import Match


class MatchPartSerializer(serializers.Serializer[Any]):
    """Points for one question and the sentence that says why; `facts` are what was asked for and what was found."""

    kind = serializers.ChoiceField(choices=["skill", "years", "relevant_years", "education"])
    points = serializers.FloatField()
    out_of = serializers.FloatField()
    reason = serializers.CharField()
    facts = serializers.DictField()


class ExplanationSerializer(serializers.Serializer[Any]):
    """The parts add up to the score."""

    score = serializers.FloatField()
    skills = serializers.FloatField()
    experience = serializers.FloatField()
    education = serializers.FloatField()
    algorithm = serializers.CharField()
    parts = MatchPartSerializer(many=True)


class NamedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class MatchSerializer(ExplanationSerializer):
    """A stored match; `is_stale` says that job or candidate have changed since, and it is being computed anew."""

    candidate = NamedSerializer(help_text="In a blind review without the name.")
    job = NamedSerializer()
    is_stale = serializers.BooleanField()
    computed_at = serializers.DateTimeField()


def parts_json(explanation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts of a stored or fresh explanation, in points and in words."""
    plain = ("kind", "points", "out_of")
    return [
        {
            "kind": part["kind"],
            "points": part["points"] / 100,
            "out_of": part["out_of"] / 100,
            "reason": say_match_part(part),
            "facts": {name: value for name, value in part.items() if name not in plain},
        }
        for part in explanation.get("parts", ())
    ]


def match_json(row: Match) -> dict[str, Any]:
    name = called(row.candidate, row.job)
    return {
        "candidate": {"id": row.candidate_id, "name": name},
        "job": {"id": row.job_id, "name": row.job.title},
        "score": float(row.score),
        "skills": float(row.skills_points),
        "experience": float(row.experience_points),
        "education": float(row.education_points),
        "algorithm": row.algorithm,
        "parts": parts_json(row.explanation),
        "is_stale": row.is_stale,
        "computed_at": row.computed_at,
    }
