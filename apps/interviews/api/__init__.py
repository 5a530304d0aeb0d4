"""Interviews over HTTP, below /api/v1/interviews/, by subject."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from apps.interviews.api.coaching import CoachAgainView, CoachView
from apps.interviews.api.fairness import FairnessView
from apps.interviews.api.practice import PracticeAreaViewSet
from apps.interviews.api.question_sets import QuestionSetViewSet
from apps.interviews.api.questions import QuestionViewSet
from apps.interviews.api.sessions import SessionViewSet
from apps.interviews.api.templates import TemplateViewSet

router = SimpleRouter()
for name, viewset in (
    ("templates", TemplateViewSet),
    ("sessions", SessionViewSet),
    ("practice-areas", PracticeAreaViewSet),
    ("questions", QuestionViewSet),
    ("question-sets", QuestionSetViewSet),
):
    router.register(name, viewset, basename=f"interview-{name}")
urlpatterns = [
    path("fairness/", FairnessView.as_view(), name="interview-fairness"),
    path("sessions/<uuid:pk>/coach/", CoachView.as_view(), name="interview-coach"),
    path("sessions/<uuid:pk>/coach/again/", CoachAgainView.as_view(), name="interview-coach-again"),
    *router.urls,
]
