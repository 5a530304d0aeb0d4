"""Addresses of CV analysis."""

from django.urls import include, path

from apps.cv_analysis import (
    ats_views,
    bulk_views,
    correct_views,
    figure_views,
    own_views,
    page_views,
    share_views,
    skill_views,
    views,
)

app_name = "cv_analysis"
urlpatterns = [
    path("", views.index, name="index"),
    path("export/", views.export, name="export"),
    path("bulk/", views.bulk, name="bulk"),
    path("upload/", views.upload, name="upload"),
    path("mine/", own_views.own, name="own"),
    path("skills/", skill_views.index, name="skills"),
    path("skills/export/", skill_views.export, name="skills_export"),
    path("skills/<str:key>/", skill_views.people, name="skill"),
    path("skills/<str:key>/export/", skill_views.people_export, name="skill_export"),
    path("figures/", figure_views.figures, name="figures"),
    path("jobs/<uuid:job_id>/upload/", bulk_views.job_upload, name="job_upload"),
    path("jobs/<uuid:job_id>/upload/zip/", bulk_views.job_zip, name="job_zip"),
    path("jobs/<uuid:job_id>/upload/progress/", bulk_views.job_progress, name="job_progress"),
    path("jobs/<uuid:job_id>/upload/retry/", bulk_views.job_retry, name="job_retry"),
    path("jobs/<uuid:job_id>/candidates/<uuid:candidate_id>/check/", ats_views.match_check, name="match_check"),
    path("builder/", include("apps.cv_analysis.builder_urls")),
    path("shared/<str:token>/", share_views.shared, name="shared"),
    path("shared/<str:token>/sheet/", share_views.sheet, name="shared_sheet"),
    path("shared/<str:token>/pdf/", share_views.shared_pdf, name="shared_pdf"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/status/", views.status, name="status"),
    path("<uuid:pk>/pages/", page_views.pages, name="pages"),
    path("<uuid:pk>/pages/<int:number>/", page_views.page, name="page"),
    path("<uuid:pk>/reprocess/", views.reprocess, name="reprocess"),
    path("<uuid:pk>/match/", views.match, name="match"),
    path("<uuid:pk>/delete/", views.delete, name="delete"),
    path("<uuid:pk>/correct/", correct_views.correct, name="correct"),
    path("<uuid:pk>/corrections/<uuid:correction>/undo/", correct_views.undo, name="correction_undo"),
    path("<uuid:pk>/check/", ats_views.ats_check, name="ats_check"),
    path("<uuid:pk>/report/", views.report, name="report"),
    path("<uuid:pk>/original/", views.original, name="original"),
    path("<uuid:pk>/download/", views.download, name="download"),
]
