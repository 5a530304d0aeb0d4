"""Addresses below /interviews/."""

from django.urls import include, path

from apps.interviews.views import assigned, coaching, fairness, live, practice, sessions, setup, sharing

app_name = "interviews"
urlpatterns = [
    path("", sessions.index, name="index"),
    path("", include("apps.interviews.bank_urls")),
    path("export/", sessions.export, name="export"),
    path("new/", setup.new, name="new"),
    path("fairness/", fairness.report, name="fairness"),
    path("fairness/export/", fairness.export, name="fairness_export"),
    path("<uuid:pk>/about-you/", fairness.about_you, name="about_you"),
    path("practice/", practice.index, name="practice"),
    path("assign/<uuid:candidate_id>/", assigned.assign, name="assign"),
    path("assigned/<uuid:pk>/", assigned.assigned, name="assigned"),
    path("<uuid:pk>/review/", assigned.review, name="review"),
    path("<uuid:pk>/", sessions.session, name="session"),
    path("<uuid:pk>/delete/", sessions.delete, name="delete"),
    path("<uuid:pk>/replay/", sessions.replay, name="replay"),
    path("<uuid:pk>/coach/", coaching.coach, name="coach"),
    path("<uuid:pk>/coach/status/", coaching.status, name="coach_status"),
    path("<uuid:pk>/coach/again/", coaching.again, name="coach_again"),
    path("<uuid:pk>/pdf/", sharing.pdf, name="pdf"),
    path("<uuid:pk>/share/", sharing.share, name="share"),
    path("<uuid:pk>/share/<uuid:link>/end/", sharing.end_link, name="end_link"),
    path("shared/<str:token>/", sharing.shared, name="shared"),
    path("shared/<str:token>/pdf/", sharing.shared_pdf, name="shared_pdf"),
    path("<uuid:pk>/questions/", setup.questions, name="questions"),
    path("<uuid:pk>/start/", setup.start, name="start"),
    path("<uuid:pk>/draft/", live.draft, name="draft"),
    path("<uuid:pk>/answer/", live.answer, name="answer"),
    path("<uuid:pk>/status/", live.status, name="status"),
    path("<uuid:pk>/next/", live.go_on, name="next"),
    path("<uuid:pk>/steps/", live.step, name="step"),
]
