"""A person's own profile over HTTP: see it, change it, end it."""

from collections.abc import Container
from typing import Any

from django.conf import settings
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.agreement_middleware import works_without_agreement
from apps.accounts.api.auth import MembershipSerializer, MemberView, PasswordField, PersonSerializer, TenantSerializer
from apps.accounts.api.proof import require_password
from apps.accounts.models import User
from apps.accounts.queries import memberships_of
from apps.accounts.services import change_picture, change_preferences, choose_mails, erase_account, rename_user
from apps.core.formats import CHOICES
from apps.core.modules import notification_kinds
from apps.core.timezones import time_zone_names


class PersonProfileSerializer(PersonSerializer):
    """A person with what they chose; empty is the default of everything."""

    language = serializers.CharField(max_length=12, allow_blank=True, help_text="Such as `de`; empty: as asked for.")
    formats = serializers.CharField(
        max_length=16, allow_blank=True, help_text="Such as `de-CH`; empty: the language's."
    )
    timezone = serializers.CharField(max_length=64, allow_blank=True, help_text="Such as `Europe/Berlin`; empty: UTC.")

    picture = serializers.SerializerMethodField(help_text="Address of the picture; null without one.")
    notifications = serializers.DictField(
        child=serializers.BooleanField(), source="wanted_kinds", help_text="Kinds of mail that can be switched off."
    )

    def get_picture(self, user: User) -> str | None:
        return f"{reverse('own_picture')}?v={user.picture_version}" if user.picture_version else None

    def validate_notifications(self, value: dict[str, bool]) -> dict[str, bool]:
        if unknown := set(value) - {kind.name for kind in notification_kinds()}:
            raise serializers.ValidationError(
                _("There is no such kind: %(names)s.") % {"names": ", ".join(sorted(unknown))}, code="invalid_choice"
            )
        return value

    def validate_language(self, value: str) -> str:
        return self._one_of(value, dict(settings.LANGUAGES))

    def validate_formats(self, value: str) -> str:
        return self._one_of(value, CHOICES)

    def validate_timezone(self, value: str) -> str:
        return self._one_of(value, time_zone_names())

    @staticmethod
    def _one_of(value: str, known: Container[str]) -> str:
        if value and value not in known:
            raise serializers.ValidationError(_("This is none of those that there are."), code="invalid_choice")
        return value


class ProfileSerializer(serializers.Serializer[Any]):
    user = PersonProfileSerializer()
    tenant = TenantSerializer()
    role = serializers.CharField()
    memberships = MembershipSerializer(many=True)


class PasswordSerializer(serializers.Serializer[Any]):
    password = PasswordField()


class PictureSerializer(serializers.Serializer[Any]):
    file = serializers.FileField()


@works_without_agreement
class ProfileView(MemberView):
    def _answer(self) -> Response:
        membership = self.membership
        return Response(
            ProfileSerializer(
                {
                    "user": membership.user,
                    "tenant": membership.tenant,
                    "role": membership.role,
                    "memberships": memberships_of(membership.user),
                }
            ).data
        )

    @extend_schema(responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        """Who you are, here and elsewhere."""
        return self._answer()

    @extend_schema(request=PersonProfileSerializer(partial=True), responses=ProfileSerializer)
    def patch(self, request: Request) -> Response:
        """Change your name, language, formats, time zone or mails; what is not sent stays."""
        form = PersonProfileSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        chosen = dict(form.validated_data)
        if name := chosen.pop("name", ""):
            rename_user(self.membership.user, name=name)
        choose_mails(self.membership.user, chosen.pop("wanted_kinds", {}))
        if chosen:
            change_preferences(self.membership.user, **chosen)
        return self._answer()

    @extend_schema(
        request=PasswordSerializer,
        responses={204: OpenApiResponse(description="The account is deleted.")},
    )
    def delete(self, request: Request) -> Response:
        """Delete your account everywhere, for good; the body holds your `password`."""
        form = PasswordSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = self.membership.user
        require_password(request, user, form.validated_data["password"])
        erase_account(user)
        return Response(status=204)


class PictureView(MemberView):
    parser_classes = (MultiPartParser,)

    @extend_schema(request={"multipart/form-data": PictureSerializer}, responses=PersonProfileSerializer)
    def post(self, request: Request) -> Response:
        """Set your picture: PNG, JPEG or WebP up to 2 MB, of which the middle square is kept."""
        form = PictureSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        change_picture(self.membership.user, form.validated_data["file"])
        return Response(PersonProfileSerializer(self.membership.user).data)

    @extend_schema(responses={204: OpenApiResponse(description="There is no picture any more.")})
    def delete(self, request: Request) -> Response:
        """Take your picture away."""
        change_picture(self.membership.user, None)
        return Response(status=204)


urlpatterns = [
    path("profile/", ProfileView.as_view(), name="profile"),
    path("profile/avatar/", PictureView.as_view(), name="profile-picture"),
]
