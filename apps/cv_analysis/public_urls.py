"""Addresses of CV analysis for people without an account."""

from django.urls import path

from apps.cv_analysis import guest_views

app_name = "try_cv_analysis"
urlpatterns = [
    path("", guest_views.index, name="index"),
    path("upload/", guest_views.upload, name="upload"),
    path("sample/", guest_views.sample, name="sample"),
    path("<slug:token>/", guest_views.result, name="result"),
    path("<slug:token>/status/", guest_views.status, name="status"),
    path("<slug:token>/delete/", guest_views.delete, name="delete"),
    path("<slug:token>/correct/", guest_views.correct, name="correct"),
    path("<slug:token>/correct/<int:number>/undo/", guest_views.undo, name="correction_undo"),
]
