"""What roles may do, over HTTP."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.accounts.role_matrix import Row, matrix_of
from apps.accounts.roles import Role
from apps.accounts.services import change_role_rights


class CellSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)
    allowed = serializers.BooleanField(source="is_allowed")
    default = serializers.BooleanField(source="is_usual")
    adjustable = serializers.BooleanField(source="is_adjustable")


class RightSerializer(serializers.Serializer[Row]):
    name = serializers.CharField(source="permission.name")
    title = serializers.CharField(source="permission.title")
    roles = CellSerializer(many=True, source="cells")


class MatrixSerializer(serializers.Serializer[Any]):
    """Every right, who has it, and what was changed from the defaults."""

    permissions = RightSerializer(many=True)
    rights = serializers.DictField(child=serializers.DictField(child=serializers.BooleanField()))


class RoleRightsSerializer(serializers.Serializer[Any]):
    """All changes from the defaults, by role and right; `{}` goes back to the defaults."""

    rights = serializers.DictField(child=serializers.DictField(child=serializers.BooleanField()), allow_empty=True)


class RolesView(APIView):
    permission_classes = (HasRights,)
    rights = {"GET": "accounts.manage_roles", "PUT": "accounts.manage_roles"}

    @extend_schema(responses=MatrixSerializer, operation_id="auth_roles_retrieve")
    def get(self, request: Request) -> Response:
        """What each role may do in the workspace."""
        return self._answer(self._membership(request))

    @extend_schema(request=RoleRightsSerializer, responses=MatrixSerializer)
    def put(self, request: Request) -> Response:
        """Let the roles do this; what is not named is as the apps declare it."""
        form = RoleRightsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        membership = self._membership(request)
        change_role_rights(membership, rights=form.validated_data["rights"])
        return self._answer(membership)

    @staticmethod
    def _membership(request: Request) -> Membership:
        django_request: Any = request._request
        membership: Membership = django_request.membership
        return membership

    @staticmethod
    def _answer(membership: Membership) -> Response:
        adjusted = membership.tenant.role_rights
        rows = [row for group in matrix_of(adjusted) for row in group.rows]
        return Response(MatrixSerializer({"permissions": rows, "rights": adjusted}).data)


urlpatterns = [path("roles/", RolesView.as_view(), name="roles")]
