"""Interviews over HTTP, below /api/v1/interviews/, by subject."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from apps.interviews.api.fairness import FairnessView
from apps.interviews.api.practice import PracticeAreaViewSet
from apps.interviews.api.sessions import SessionViewSet

router = SimpleRouter()
for name, viewset in (
    ("sessions", SessionViewSet),
    ("practice-areas", PracticeAreaViewSet),
):
    router.register(name, viewset, basename=f"interview-{name}")
urlpatterns = [path("fairness/", FairnessView.as_view(), name="interview-fairness"), *router.urls]
