"""Seats over HTTP: who has one, give it, pass it on, take it back, and which roles get one by themselves."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.core.problems import MissingError
from apps.marketplace.models import License, Seat
from apps.marketplace.queries import SEATED_ROLES, license_of, who_could_have_a_seat
from apps.marketplace.services import assign_seat, reassign_seat, set_auto_assign, take_seat_back


class SeatMemberSerializer(serializers.Serializer[Membership]):
    id = serializers.UUIDField()
    email = serializers.EmailField(source="user.email")
    name = serializers.CharField(source="user.name")


class SeatSerializer(serializers.Serializer[Seat]):
    """A seat and who sits in it."""

    id = serializers.UUIDField()
    member = SeatMemberSerializer(source="membership")
    since = serializers.DateTimeField(source="created_at")


class SeatRequestSerializer(serializers.Serializer[Any]):
    member = serializers.UUIDField(help_text="Id of a member of the workspace.")


class SeatSettingsSerializer(serializers.Serializer[License]):
    """How many seats there are, and who gets one without being given it."""

    bought = serializers.IntegerField(source="seat_limit", read_only=True, allow_null=True, help_text="None: no limit.")
    used = serializers.IntegerField(source="seats_used", read_only=True)
    auto_assign_roles = serializers.ListField(child=serializers.ChoiceField(choices=SEATED_ROLES))


class SeatsOfModule(generics.GenericAPIView[Seat]):
    """What all seats' endpoints share: the workspace's license of the module, or 404."""

    permission_classes = (HasRights,)
    serializer_class = SeatSerializer
    queryset = Seat.objects.none()
    rights = dict.fromkeys(("GET", "POST", "PUT", "DELETE"), "marketplace.assign_seats")

    @property
    def license(self) -> License:
        django_request: Any = self.request._request
        found = license_of(django_request.tenant, self.kwargs["module"])
        if found is None:
            raise MissingError
        return found

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Seat.objects.none()
        return self.license.seats.select_related("membership__user", "license").order_by("created_at", "pk")

    def seat(self, pk: UUID) -> Seat:
        found: Seat | None = self.get_queryset().filter(pk=pk).first()
        if found is None:
            raise MissingError
        return found

    def member_asked_for(self, license_: License) -> Membership:
        form = SeatRequestSerializer(data=self.request.data)
        form.is_valid(raise_exception=True)
        found = who_could_have_a_seat(license_).filter(pk=form.validated_data["member"]).select_related("user").first()
        if found is None:
            raise MissingError
        return found


class SeatsView(SeatsOfModule):
    search_fields = ("membership__user__name", "membership__user__email")
    ordering_fields = ("created_at",)

    @extend_schema(operation_id="modules_seats_list", responses=SeatSerializer(many=True))
    def get(self, request: Request, module: str) -> Response:
        """Who has a seat, in the order in which they got it."""
        rows: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(SeatSerializer(rows, many=True).data)

    @extend_schema(request=SeatRequestSerializer, responses={201: SeatSerializer})
    def post(self, request: Request, module: str) -> Response:
        """Give a member a seat; 409 `no-seat-left` when all are taken."""
        license_ = self.license
        seat = assign_seat(license_, membership=self.member_asked_for(license_))
        return Response(SeatSerializer(seat).data, status=201)


class SeatView(SeatsOfModule):
    @extend_schema(responses={204: OpenApiResponse(description="The seat is free.")})
    def delete(self, request: Request, module: str, seat: UUID) -> Response:
        """Take a seat back; what its member made in the module stays."""
        take_seat_back(self.seat(seat))
        return Response(status=204)


class ReassignView(SeatsOfModule):
    @extend_schema(request=SeatRequestSerializer, responses=SeatSerializer)
    def post(self, request: Request, module: str, seat: UUID) -> Response:
        """Pass a seat on to another member; it is nobody else's in between."""
        found = self.seat(seat)
        return Response(SeatSerializer(reassign_seat(found, membership=self.member_asked_for(found.license))).data)


class SeatSettingsView(SeatsOfModule):
    serializer_class = SeatSettingsSerializer  # type: ignore[assignment]  # of the license, not of a seat

    @extend_schema(responses=SeatSettingsSerializer)
    def get(self, request: Request, module: str) -> Response:
        """How many seats there are, and which roles get one by themselves."""
        return Response(SeatSettingsSerializer(self.license).data)

    @extend_schema(request=SeatSettingsSerializer, responses=SeatSettingsSerializer)
    def put(self, request: Request, module: str) -> Response:
        """Choose the roles that get a seat by themselves; members who are here already get theirs at once."""
        license_ = self.license
        form = SeatSettingsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        set_auto_assign(license_, roles=form.validated_data["auto_assign_roles"])
        return Response(SeatSettingsSerializer(self.license).data)


urlpatterns = [
    path("<slug:module>/seats/", SeatsView.as_view(), name="seats"),
    path("<slug:module>/seats/<uuid:seat>/", SeatView.as_view(), name="seat"),
    path("<slug:module>/seats/<uuid:seat>/reassign/", ReassignView.as_view(), name="seat-reassign"),
    path("<slug:module>/seat-settings/", SeatSettingsView.as_view(), name="seat-settings"),
]
