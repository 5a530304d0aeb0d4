"""The workspace's plan over HTTP."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.home.api.base import WorkspaceView
from apps.home.plans import PlanState, plan_state
from apps.tenants.plan_use import LimitUse
from apps.tenants.plans import Plan
from apps.tenants.subscription import start_plan_trial


class LimitUseSerializer(serializers.Serializer[LimitUse]):
    name = serializers.CharField(source="limit.name")
    title = serializers.CharField(source="limit.title")
    monthly = serializers.BooleanField(source="limit.monthly")
    used = serializers.IntegerField()
    included = serializers.IntegerField(source="most", allow_null=True, help_text="Null: as much as you like.")
    percent = serializers.IntegerField()
    is_near = serializers.BooleanField(help_text="80 percent or more are used.")


class PlanSerializer(serializers.Serializer[Plan]):
    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    monthly_price = serializers.DecimalField(max_digits=8, decimal_places=2)
    currency = serializers.CharField()
    members = serializers.IntegerField(allow_null=True)
    storage = serializers.IntegerField(allow_null=True, help_text="Bytes.")
    interviews = serializers.IntegerField(allow_null=True)
    analyses = serializers.IntegerField(allow_null=True)
    api_calls = serializers.IntegerField(allow_null=True)


class PlanStateSerializer(serializers.Serializer[Any]):
    plan = serializers.CharField(source="now.name")
    is_trial = serializers.BooleanField()
    ends_at = serializers.DateTimeField(allow_null=True)
    can_start_trial = serializers.BooleanField()
    limits = LimitUseSerializer(many=True)
    months_begin = serializers.DateField(help_text="When monthly limits begin anew.")
    plans = PlanSerializer(many=True)


class PlanView(WorkspaceView):
    rights = {"GET": "tenants.manage_workspace"}

    @extend_schema(responses=PlanStateSerializer)
    def get(self, request: Request) -> Response:
        """The plan, how much of it is used, and the plans there are."""
        return answer(plan_state(self.tenant))


class PlanTrialView(WorkspaceView):
    rights = {"POST": "tenants.manage_workspace"}

    @extend_schema(request=None, responses={201: PlanStateSerializer})
    def post(self, request: Request) -> Response:
        """Start fourteen days on the professional plan; once for each workspace."""
        start_plan_trial(self.tenant)
        return answer(plan_state(self.tenant), 201)


def answer(state: PlanState, status: int = 200) -> Response:
    return Response(PlanStateSerializer(state).data, status=status)


urlpatterns = [
    path("plan/", PlanView.as_view(), name="tenant-plan"),
    path("plan/trial/", PlanTrialView.as_view(), name="tenant-plan-trial"),
]
