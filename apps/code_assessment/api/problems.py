"""Problems over HTTP: find one, read it, try a program on its samples."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.permissions import HasRights
from apps.code_assessment import services
from apps.code_assessment.api import shapes
from apps.code_assessment.api.asking import editor_of
from apps.code_assessment.api.own_problems import ID, OWN_RIGHTS, VIEW, OwnProblemsMixin
from apps.code_assessment.catalogue import problem_for
from apps.code_assessment.content import Content
from apps.code_assessment.listing import ProblemListing, lines_for
from apps.code_assessment.models import Problem, Submission
from apps.code_assessment.presenting import ProblemPage
from apps.code_assessment.queries import with_place

PRACTISE = "code_assessment.practise"
KEY_PATTERN = "[0-9a-z-]+"


class ProblemViewSet(OwnProblemsMixin, viewsets.GenericViewSet[Problem]):
    """The workspace's own problems, then those of the library from easy to hard."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve"), VIEW),
        **dict.fromkeys(("run", "hint", "give_up"), PRACTISE),
        **OWN_RIGHTS,
    }
    serializer_class = shapes.ProblemSerializer
    queryset = Problem.objects.none()
    filter_backends = ()
    lookup_value_regex = KEY_PATTERN

    @extend_schema(parameters=[shapes.ProblemQuery], responses=shapes.ProblemSerializer(many=True))
    def list(self, request: Request) -> Response:
        """All of them, or those that fit."""
        asked = shapes.ProblemQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        params = {("q" if name == "search" else name): value for name, value in asked.validated_data.items()}
        page: Any = self.paginate_queryset(ProblemListing(self.membership, params).rows)
        return self.get_paginated_response([shapes.line_json(one) for one in page])

    @extend_schema(parameters=[ID], responses=shapes.ProblemDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """What is asked, with the languages that it can be solved in here."""
        content, own = problem_for(self.membership, pk)
        return Response(self._detail(pk, content, own))

    def _detail(self, pk: str, content: Content, own: Problem | None) -> dict[str, Any]:
        page = ProblemPage(pk, content, self.membership, own=own)
        line = next(one for one in lines_for(self.membership) if one.key == pk)
        return {
            **shapes.line_json(line),
            **shapes.content_json(content),
            "groups": [asdict(group) for group in page.groups],
            "limits_by_language": {name: asdict(content.limits_for(name)) for name in page.languages},
            "languages": {name: content.starter(name) for name in page.languages},
            "hints": list(page.hints),
            "editorial": content.editorial if page.shows_editorial else None,
        }

    @extend_schema(parameters=[ID], request=shapes.RunSerializer, responses={202: shapes.SubmissionDetailSerializer})
    @action(detail=True, methods=["post"])
    def run(self, request: Request, pk: str) -> Response:
        """Try a program on the samples or on an own input; it is not counted. Look at the submission for the result."""
        form = shapes.RunSerializer(data=request.data)
        # What is not there for the caller is not there, whatever is sent.
        asked_in = form.validated_data.get("attempt") if form.is_valid() else None
        content, attempt = editor_of(self.membership, pk, asked_in)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        program = services.Program(
            sent["language"],
            sent["source"],
            key=sent.get("key", ""),
            kind=Submission.Kind.RUN,
            own_input=sent.get("input", ""),
            files=tuple(sent.get("files", {}).items()),
        )
        made = services.submit(self.membership, pk, program, content=content, attempt=attempt)
        return Response(shapes.submission_detail_json(with_place(made)), status=202)

    @extend_schema(parameters=[ID], request=None, responses=shapes.ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def hint(self, request: Request, pk: str) -> Response:
        """Take the next hint."""
        content, own = problem_for(self.membership, pk)
        services.take_hint(self.membership, pk, content)
        return Response(self._detail(pk, content, own))

    @extend_schema(parameters=[ID], request=None, responses=shapes.ProblemDetailSerializer)
    @action(detail=True, methods=["post"], url_path="give-up")
    def give_up(self, request: Request, pk: str) -> Response:
        """Open the editorial."""
        content, own = problem_for(self.membership, pk)
        services.give_up(self.membership, pk)
        return Response(self._detail(pk, content, own))
