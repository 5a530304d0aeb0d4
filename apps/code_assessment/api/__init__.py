"""Code assessment over HTTP, below /api/v1/code-assessment/, by subject."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from apps.code_assessment.api.assessments import AssessmentViewSet
from apps.code_assessment.api.attempts import AttemptViewSet
from apps.code_assessment.api.likenesses import LikenessViewSet
from apps.code_assessment.api.problems import ProblemViewSet
from apps.code_assessment.api.progress import ProgressView
from apps.code_assessment.api.submissions import SubmissionViewSet

router = SimpleRouter()
for name, viewset in (
    ("problems", ProblemViewSet),
    ("submissions", SubmissionViewSet),
    ("assessments", AssessmentViewSet),
    ("attempts", AttemptViewSet),
    ("likenesses", LikenessViewSet),
):
    router.register(name, viewset, basename=f"code-{name}")
urlpatterns = [path("progress/", ProgressView.as_view(), name="code-progress"), *router.urls]
