"""Addresses of the CV builder."""

from django.urls import path

from apps.cv_analysis import resume_views as views
from apps.cv_analysis import share_views, tailor_views

urlpatterns = [
    path("", views.index, name="resumes"),
    path("new/", views.new, name="new_resume"),
    path("from/<uuid:pk>/", views.from_cv, name="resume_from_cv"),
    path("<uuid:pk>/", views.edit, name="resume"),
    path("<uuid:pk>/advice/", views.advice, name="resume_advice"),
    path("<uuid:pk>/preview/", views.preview, name="resume_preview"),
    path("<uuid:pk>/export/<slug:kind>/", views.export, name="resume_export"),
    path("<uuid:pk>/copy/", views.copy, name="copy_resume"),
    path("<uuid:pk>/delete/", views.delete, name="delete_resume"),
    path("<uuid:pk>/tailor/", tailor_views.tailor, name="tailor_resume"),
    path("<uuid:pk>/share/", share_views.share, name="share_resume"),
    path("<uuid:pk>/share/<uuid:link>/end/", share_views.end, name="end_link"),
]
