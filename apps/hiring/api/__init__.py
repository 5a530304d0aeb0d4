"""Hiring over HTTP, below /api/v1/hiring/, by subject."""

from rest_framework.routers import SimpleRouter

from apps.hiring.api.applications import ApplicationViewSet
from apps.hiring.api.candidates import CandidateViewSet
from apps.hiring.api.jobs import JobViewSet
from apps.hiring.api.notes import NoteViewSet
from apps.hiring.api.results import AssignmentViewSet, ResultViewSet
from apps.hiring.api.stages import StageViewSet

router = SimpleRouter()
for name, viewset in (
    ("jobs", JobViewSet),
    ("candidates", CandidateViewSet),
    ("applications", ApplicationViewSet),
    ("stages", StageViewSet),
    ("notes", NoteViewSet),
    ("results", ResultViewSet),
    ("assignments", AssignmentViewSet),
):
    router.register(name, viewset, basename=f"hiring-{name}")
urlpatterns = router.urls
