"""How the API tells what tools found in a program."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from apps.code_assessment.inspection.notes import Note
from apps.code_assessment.models import Inspection


class CodeNoteSerializer(serializers.Serializer[Any]):
    tool = serializers.CharField()
    file = serializers.CharField(help_text="Empty for the program itself, else one of the files beside it.")
    code = serializers.CharField()
    line = serializers.IntegerField()
    end_line = serializers.IntegerField()
    text = serializers.CharField()


@extend_schema_serializer(component_name="CodeInspection")
class InspectionSerializer(serializers.Serializer[Any]):
    """Describes what `inspection_json` writes."""

    comparison = serializers.CharField(help_text="Whether it was compared with other programs, or why not.")
    notes = CodeNoteSerializer(many=True, help_text="They give no points.")
    why_no_notes = serializers.CharField()
    tools = serializers.ListField(child=serializers.CharField())


def inspection_json(inspection: Inspection) -> dict[str, Any]:
    notes = [Note.from_json(one) for one in inspection.notes]
    return {
        "comparison": inspection.comparison,
        "notes": [
            {
                **{name: getattr(one, name) for name in ("tool", "file", "code", "line", "end_line")},
                "text": one.words,
            }
            for one in notes
        ],
        "why_no_notes": inspection.why_no_notes,
        "tools": inspection.tools,
    }
