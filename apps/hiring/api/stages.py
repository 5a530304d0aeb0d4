"""The stages of hiring over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.ids import is_uuid
from apps.core.problems import MissingError
from apps.hiring import services
from apps.hiring.api.base import GONE, SETTINGS, VIEW, HiringViewSet
from apps.hiring.exports import STAGE_EXPORT
from apps.hiring.models import Stage

MOVE_TO = OpenApiParameter("move_to", OpenApiTypes.UUID, description="The stage that its applications go to.")


class StageSerializer(serializers.Serializer[Stage]):
    """A step of the pipeline; `position` counts from 0, without one a new stage comes before the final ones."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=Stage.Kind.choices, required=False)
    position = serializers.IntegerField(min_value=0, max_value=1000, required=False)


class StageViewSet(HiringViewSet[Stage]):
    """The pipeline, which is the same for every job."""

    rights = {
        **dict.fromkeys(("list", "retrieve"), VIEW),
        **dict.fromkeys(("create", "partial_update", "destroy"), SETTINGS),
    }
    serializer_class = StageSerializer
    queryset = Stage.objects.none()
    filterset_fields = ("kind",)
    search_fields = ("name",)
    ordering_fields = ("position", "name")
    by_default = ("position",)
    export = STAGE_EXPORT

    def rows(self) -> Any:
        if not getattr(self, "swagger_fake_view", False):
            services.pipeline()
        return Stage.objects.all()

    @extend_schema(responses={201: StageSerializer})
    def create(self, request: Request) -> Response:
        """A new stage."""
        return self._answer(services.add_stage(**self._checked(StageSerializer)).pk, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Another name, kind or place."""
        stage = self.get_object()
        services.revise_stage(stage, **self._checked(StageSerializer, partial=True))
        return self._answer(pk)

    @extend_schema(parameters=[MOVE_TO], responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it away; 409 `stage-in-use` unless it is empty or `move_to` says where its applications go."""
        stage, asked = self.get_object(), request.query_params.get("move_to", "")
        if asked and not is_uuid(asked):
            raise MissingError
        target = get_object_or_404(Stage, pk=asked) if asked else None
        services.delete_stage(stage, move_to=target, by_id=self.membership.pk)
        return Response(status=204)
