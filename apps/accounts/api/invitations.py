"""Inviting people and accepting, over HTTP."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from apps.accounts import services
from apps.accounts.api.agreeing import AgreedSerializer, agreed_at_sign_up
from apps.accounts.api.auth import LoginView, PasswordField, SessionSerializer, session_answer
from apps.accounts.api_keys import NotForKeysError, sent_key
from apps.accounts.filters import InvitationFilters
from apps.accounts.invitation_csv import MOST_BYTES, MOST_LINES, Line, read_lines
from apps.accounts.models import Agreement, Invitation, InvitationQuerySet, Membership, User
from apps.accounts.permissions import HasRights
from apps.accounts.queries import invitation_of_key, invitations_of, user_of_address
from apps.accounts.roles import Role
from apps.accounts.services import Outcome, ReportLine
from apps.tenants.middleware import refuse_unless_active


class InvitationSerializer(serializers.Serializer[Invitation]):
    """An invitation; its key stands in the mail only."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    state = serializers.ChoiceField(choices=Invitation.State.choices, source="state_now")
    sent_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class InviteSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Role.choices)
    name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class PersonLineSerializer(serializers.Serializer[Any]):
    """Taken as it is: what is wrong with it stands in the report."""

    email = serializers.CharField(allow_blank=True, max_length=320)
    role = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
    name = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")


class BulkSerializer(serializers.Serializer[Any]):
    """People as a list, or as a CSV file."""

    people = serializers.ListField(
        child=PersonLineSerializer(), required=False, allow_empty=False, max_length=MOST_LINES
    )
    file = serializers.FileField(required=False, help_text="CSV: e-mail address, role, name; up to 500 lines.")
    role = serializers.ChoiceField(choices=Role.choices, default=Role.MEMBER, help_text="Where a line names none.")
    dry_run = serializers.BooleanField(default=False, help_text="Only say what would become of each line.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("people" in attrs) == ("file" in attrs):
            raise serializers.ValidationError(_("Send either people or file."))
        return attrs

    def lines(self) -> list[Line]:
        data = self.validated_data
        if "file" in data:
            return read_lines(data["file"].read(MOST_BYTES + 1))
        return [
            Line(number, one["email"].strip(), one["role"].strip(), one["name"].strip())
            for number, one in enumerate(data["people"], start=1)
        ]


class ReportLineSerializer(serializers.Serializer[ReportLine]):
    line = serializers.IntegerField(source="line.number")
    email = serializers.CharField(source="line.email")
    role = serializers.CharField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    detail = serializers.CharField()


class ReportSerializer(serializers.Serializer[Any]):
    invited = serializers.IntegerField()
    lines = ReportLineSerializer(many=True)


class AcceptSerializer(serializers.Serializer[Any]):
    """`name` and `password` make the account; who has one sends its password, or comes with a token or session."""

    token = serializers.CharField(max_length=200, help_text="The last part of the link in the mail.")
    name = serializers.CharField(max_length=120, required=False)
    password = PasswordField(required=False)
    code = serializers.CharField(
        required=False, max_length=32, help_text="Of the second step, where the account has one."
    )
    agreement = AgreedSerializer(required=False, help_text="Of a new person, where `GET auth/legal/` names something.")


class InvitationViewSet(viewsets.GenericViewSet[Invitation]):
    """Invitations of the workspace."""

    permission_classes = (HasRights,)
    rights = dict.fromkeys(("list", "create", "destroy", "resend", "bulk"), "accounts.manage_members")
    serializer_class = InvitationSerializer
    queryset = Invitation.objects.none()
    lookup_value_converter = "uuid"
    filterset_class = InvitationFilters
    search_fields = ("email", "name")
    ordering_fields = ("sent_at", "expires_at", "email", "role")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def get_queryset(self) -> InvitationQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Invitation.objects.all()
        return invitations_of(self.membership.tenant).order_by("-sent_at", "pk")

    def list(self, request: Request) -> Response:
        """Every invitation, the newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=InviteSerializer, responses={201: InvitationSerializer})
    def create(self, request: Request) -> Response:
        """Send an invitation; the answer does not depend on whether there is an account for the address."""
        form = InviteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        invitation = services.invite(self.membership, email=said["email"], role=Role(said["role"]), name=said["name"])
        return self._answer(invitation, 201)

    @extend_schema(responses={204: OpenApiResponse(description="Taken back; its link no longer works.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take an invitation back that waits for an answer."""
        services.revoke_invitation(self._invitation(pk), by=self.membership)
        return Response(status=204)

    @extend_schema(request=None, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """Send it again with a new link and for another week; the link before dies."""
        return self._answer(services.resend_invitation(self._invitation(pk), by=self.membership), 200)

    @extend_schema(request=BulkSerializer, responses=ReportSerializer)
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Invite up to 500 people; the report says what became of each."""
        form = BulkSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        deed = services.preview_invitations if form.validated_data["dry_run"] else services.invite_many
        report = deed(self.membership, form.lines(), default_role=Role(form.validated_data["role"]))
        invited = sum(one.outcome == Outcome.INVITED for one in report)
        return Response(ReportSerializer({"invited": invited, "lines": report}).data)

    def _invitation(self, pk: str) -> Invitation:
        return get_object_or_404(self.get_queryset(), pk=pk)

    def _answer(self, invitation: Invitation, status: int) -> Response:
        return Response(self.get_serializer(invitation).data, status=status)


class AcceptView(APIView):
    """For whoever holds the key."""

    permission_classes = (AllowAny,)

    @extend_schema(request=AcceptSerializer, responses={201: SessionSerializer})
    def post(self, request: Request) -> Response:
        """Accept an invitation: as a new person, or with the account of the invited address."""
        form = AcceptSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        key = form.validated_data["token"]
        invitation = invitation_of_key(key)
        if invitation is None:
            raise services.InvitationGoneError
        refuse_unless_active(invitation.tenant)
        if sent_key(request._request):
            # Whoever has a key must not get the tokens of its maker by it.
            raise NotForKeysError(_("Sign in as a person."))
        if request.user.is_authenticated:
            return session_answer(services.accept_as(request.user, key), 201)
        if user_of_address(invitation.email) is not None:
            needed = {"email": invitation.email, "password": self._needed(form, "password")}
            user = LoginView.person(request, form.validated_data | needed)
            return session_answer(services.accept_as(user, key), 201)
        return session_answer(self._accept_anew(form, invitation, key), 201)

    def _accept_anew(self, form: AcceptSerializer, invitation: Invitation, key: str) -> Membership:
        name, password = self._needed(form, "name"), self._needed(form, "password")
        try:
            validate_password(password, User(email=invitation.email, name=name))
        except ValidationError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        data = dict(form.validated_data)
        consent = agreed_at_sign_up(data, self.request._request, how=Agreement.How.API)
        return services.accept_as_new_person(key, name=name, password=password, consent=consent)

    @staticmethod
    def _needed(form: AcceptSerializer, field: str) -> str:
        value = form.validated_data.get(field)
        if not value:
            raise serializers.ValidationError({field: [_("This field is required.")]}, code="required")
        return str(value)


router = SimpleRouter(use_regex_path=False)
router.register("invitations", InvitationViewSet, basename="invitation")
urlpatterns = [path("invitations/accept/", AcceptView.as_view(), name="accept-invitation"), *router.urls]
