"""Own problems over HTTP, for those who may change problems: write, change, take along, hand in, approve."""

import json

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import member_of
from apps.accounts.rights import require_right
from apps.code_assessment import services
from apps.code_assessment.api import shapes
from apps.code_assessment.catalogue import problem_for
from apps.code_assessment.content import Content, ContentError
from apps.code_assessment.models import Problem
from apps.code_assessment.queries import judging_of
from apps.core.ids import is_uuid
from apps.core.problems import MissingError

VIEW, EDIT, REVIEW = "code_assessment.view", "code_assessment.edit", "code_assessment.review"
ID = OpenApiParameter(
    "id", OpenApiTypes.STR, OpenApiParameter.PATH, description="A slug of the library, or the id of an own problem."
)
OWN_ID = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The id of an own problem.")
OWN_RIGHTS = {
    **dict.fromkeys(("create", "update", "own", "export", "deed"), EDIT),
    "rejudge": REVIEW,
    "programs": REVIEW,
}


class OwnProblemsMixin(viewsets.GenericViewSet[Problem]):
    """What only writers of problems may do, each deed with its own right."""

    @property
    def membership(self) -> Membership:
        return require_right(member_of(self.request), VIEW)

    def _own(self, pk: str) -> Problem:
        if not is_uuid(pk):
            raise MissingError
        return get_object_or_404(Problem.objects.select_related("written_by", "reviewed_by"), pk=pk)

    def _written(self, request: Request, problem: Problem | None) -> Problem:
        form = shapes.OwnProblemSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            content = Content.from_file(json.dumps(form.validated_data["content"]))
        except ContentError as error:
            raise services.BadProblemError(str(error)) from error
        hidden = form.validated_data["is_for_assessments"]
        return services.write_problem(self.membership, content, is_for_assessments=hidden, problem=problem)

    @extend_schema(request=shapes.OwnProblemSerializer, responses={201: shapes.OwnProblemStateSerializer})
    def create(self, request: Request) -> Response:
        """Write one, or bring one along that an export gave; its reference solution is run on all tests."""
        return Response(shapes.own_problem_json(self._written(request, None)), status=201)

    @extend_schema(parameters=[OWN_ID], request=shapes.OwnProblemSerializer, responses=shapes.OwnProblemStateSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """The next version of it, which is a draft again."""
        return Response(shapes.own_problem_json(self._written(request, self._own(pk))))

    @extend_schema(parameters=[OWN_ID], responses=shapes.OwnProblemStateSerializer)
    @action(detail=True, methods=["get"])
    def own(self, request: Request, pk: str) -> Response:
        """Where it is, and what the check of its reference solution said."""
        return Response(shapes.own_problem_json(self._own(pk)))

    @extend_schema(parameters=[OWN_ID], responses=OpenApiTypes.OBJECT)
    @action(detail=True, methods=["get"])
    def export(self, request: Request, pk: str) -> Response:
        """Everything that it is, hidden tests too: what `content` takes when it is written."""
        return Response(self._own(pk).content)

    @extend_schema(
        parameters=[OWN_ID], request=shapes.ProblemDeedSerializer, responses=shapes.OwnProblemStateSerializer
    )
    @action(detail=True, methods=["post"])
    def deed(self, request: Request, pk: str) -> Response:
        """Run the reference solution again (`check`), `hand-in`, `approve`, `send-back` or `archive`."""
        problem = self._own(pk)
        form = shapes.ProblemDeedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        done = services.PROBLEM_DEEDS[form.validated_data["deed"]](problem, self.membership)
        return Response(shapes.own_problem_json(done))

    @extend_schema(parameters=[ID], responses=shapes.JudgingSerializer)
    @action(detail=True, methods=["get"])
    def programs(self, request: Request, pk: str) -> Response:
        """How many programs were handed in for it, and how many of them wait for their verdict."""
        problem_for(self.membership, pk)
        return Response(shapes.judging_json(judging_of(pk)))

    @extend_schema(parameters=[ID], request=None, responses={202: shapes.JudgingSerializer})
    @action(detail=True, methods=["post"])
    def rejudge(self, request: Request, pk: str) -> Response:
        """Judge every program that was handed in for it again, by the problem as it is today."""
        problem_for(self.membership, pk)
        services.rejudge_problem(pk)
        return Response(shapes.judging_json(judging_of(pk)), status=202)
