"""The browsers that are signed in, over HTTP."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.auth import MemberView, here
from apps.accounts.fresh import require_fresh
from apps.accounts.models import BrowserSession
from apps.accounts.queries import browsers_of
from apps.accounts.services import end_session, sign_out_everywhere


class BrowserSessionSerializer(serializers.Serializer[BrowserSession]):
    id = serializers.UUIDField()
    browser = serializers.CharField(source="browser_in_words")
    address = serializers.IPAddressField(allow_null=True)
    way = serializers.CharField()
    started_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    is_this = serializers.SerializerMethodField(help_text="Whether the request came from this very browser.")

    def get_is_this(self, session: BrowserSession) -> bool:
        return bool(str(session.pk) == self.context["here"])


class SessionListView(MemberView):
    @extend_schema(responses=BrowserSessionSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Where you are signed in with a browser, the last used first."""
        found: Any = browsers_of(self.membership.user)
        return Response(BrowserSessionSerializer(found, many=True, context={"here": here(request)}).data)


class SessionView(MemberView):
    @extend_schema(responses={204: OpenApiResponse(description="Signed out.")})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Sign that browser out."""
        require_fresh(request)
        end_session(get_object_or_404(browsers_of(self.membership.user), pk=pk))
        return Response(status=204)


class LogoutEverywhereView(MemberView):
    @extend_schema(request=None, responses={204: OpenApiResponse(description="Signed out everywhere.")})
    def post(self, request: Request) -> Response:
        """End all your tokens in every workspace and all your browsers' sessions, but the one that asks."""
        require_fresh(request)
        sign_out_everywhere(self.membership.user, but=here(request))
        return Response(status=204)


urlpatterns = [
    path("sessions/", SessionListView.as_view(), name="session-list"),
    path("sessions/<uuid:pk>/", SessionView.as_view(), name="session"),
    path("logout-everywhere/", LogoutEverywhereView.as_view(), name="logout-everywhere"),
]
