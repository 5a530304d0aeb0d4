"""The signed-in home over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import IsMember
from apps.home.queries import checklist_for
from apps.marketplace.access import accesses


class StepSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    done = serializers.BooleanField()
    url = serializers.CharField()


class DashboardSerializer(serializers.Serializer[Any]):
    tenant = serializers.CharField(help_text="Slug.")
    role = serializers.CharField()
    modules = serializers.ListField(child=serializers.CharField(), help_text="Labels of the modules open to you.")
    checklist = StepSerializer(many=True)


class DashboardView(APIView):
    permission_classes: tuple[type[BasePermission], ...] = (IsMember,)

    @extend_schema(responses=DashboardSerializer)
    def get(self, request: Request) -> Response:
        """What is open to you and what to do next."""
        django_request: Any = request._request
        membership = django_request.membership
        return Response(
            DashboardSerializer(
                {
                    "tenant": membership.tenant.slug,
                    "role": membership.role,
                    "modules": [label for label, access in accesses(membership).items() if access.is_open],
                    "checklist": checklist_for(membership),
                }
            ).data
        )
