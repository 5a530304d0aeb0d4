"""Own questions as files over HTTP: the same rules as the pages have, all of a file or nothing."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.core.problems import ProblemError
from apps.interviews.models import OwnQuestion
from apps.interviews.question_downloads import own_questions_file
from apps.interviews.question_files import LARGEST_FILE, QuestionFileError, lines_of_file
from apps.interviews.services.question_files import import_questions

MOST_ERRORS = 200
KIND = OpenApiParameter("format", OpenApiTypes.STR, enum=["csv", "json"], description="JSON where nothing is said.")


class FaultyFileError(ProblemError):
    code = "faulty-file"
    title = gettext_lazy("Nothing of the file was taken.")
    status = 422


class QuestionFileSerializer(serializers.Serializer[Any]):
    """A CSV or JSON file of up to 1,000 questions and 2 MB."""

    file = serializers.FileField()
    is_shared = serializers.BooleanField(
        required=False, default=False, help_text="Share the new ones as drafts; asks for interviews.edit."
    )

    def validate_file(self, file: Any) -> Any:
        if (file.size or 0) > LARGEST_FILE:
            raise serializers.ValidationError(_("Take a file of at most 2 MB."))
        return file


class TakenSerializer(serializers.Serializer[Any]):
    """What became of the lines of a file."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()


class QuestionsInFileSerializer(serializers.Serializer[Any]):
    """What a JSON file holds: each question with every column of the CSV file."""

    questions = serializers.ListField(child=serializers.DictField())


class QuestionFiles(viewsets.GenericViewSet[OwnQuestion]):
    """Import and export, for the viewset of questions."""

    membership: Membership

    @extend_schema(
        request={"multipart/form-data": QuestionFileSerializer},
        responses={200: TakenSerializer, 422: OpenApiResponse(description="What is wrong in which line.")},
    )
    @action(detail=False, methods=["post"], url_path="import", parser_classes=(MultiPartParser,))
    def import_file(self, request: Request) -> Response:
        """Take all questions of a file, or none with every line's mistakes named.

        A line with the `id` of a question that the member may change changes it; the others become drafts.
        """
        form = QuestionFileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        upload = form.validated_data["file"]
        try:
            lines = lines_of_file(upload.name, upload.read())
        except QuestionFileError as error:
            raise _problem(error.errors) from error
        taken = import_questions(self.membership, lines, is_shared=form.validated_data["is_shared"])
        return Response(TakenSerializer(taken).data)

    @extend_schema(
        parameters=[KIND],
        responses={(200, "application/json"): QuestionsInFileSerializer, (200, "text/csv"): OpenApiTypes.STR},
    )
    @action(detail=False, url_path="export")
    def export_file(self, request: Request) -> HttpResponseBase:
        """The workspace's own questions and the member's, in the form that can be imported again."""
        is_csv = getattr(request.accepted_renderer, "format", "") == "csv"
        return own_questions_file(self.membership, is_json=not is_csv)


def _problem(errors: list[str]) -> FaultyFileError:
    shown = [{"field": "file", "code": "invalid", "message": error} for error in errors[:MOST_ERRORS]]
    return FaultyFileError(_("Mend what is named and send it again."), errors=shown)
