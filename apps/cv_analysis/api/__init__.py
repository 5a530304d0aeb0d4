"""CV analysis over HTTP, below /api/v1/cv-analysis/, by subject."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from apps.cv_analysis.api.ats import AtsCheckView
from apps.cv_analysis.api.careers import CareersView
from apps.cv_analysis.api.cvs import CvViewSet
from apps.cv_analysis.api.figures import CvStatisticsView, JobStatisticsView
from apps.cv_analysis.api.jobs import JobViewSet
from apps.cv_analysis.api.matching import MatchView
from apps.cv_analysis.api.resumes import ResumeViewSet
from apps.cv_analysis.api.skills import SkillsView, TrendingView

router = SimpleRouter()
router.register("cvs", CvViewSet, basename="cv")
router.register("resumes", ResumeViewSet, basename="resume")
router.register("jobs", JobViewSet, basename="cv-job")
urlpatterns = [
    path("skills/", SkillsView.as_view(), name="cv-skills"),
    path("skills/trending/", TrendingView.as_view(), name="cv-skills-trending"),
    path("cvs/<uuid:pk>/ats-check/", AtsCheckView.as_view(), name="cv-ats-check"),
    path("careers/", CareersView.as_view(), name="cv-careers"),
    path("match/", MatchView.as_view(), name="cv-match"),
    path("statistics/cvs/", CvStatisticsView.as_view(), name="cv-statistics-cvs"),
    path("statistics/jobs/", JobStatisticsView.as_view(), name="cv-statistics-jobs"),
    *router.urls,
]
