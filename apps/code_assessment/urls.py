"""Addresses below /code-assessment/."""

from django.urls import path

from apps.code_assessment.views import assessments, likenesses, own, problems, sitting, submissions

app_name = "code_assessment"
urlpatterns = [
    path("", problems.index, name="index"),
    path("progress/", problems.progress, name="progress"),
    path("problems/new/", own.new, name="own_new"),
    path("problems/try-out/", own.try_out, name="own_try_out"),
    path("problems/import/", own.import_problem, name="own_import"),
    path("problems/<uuid:pk>/edit/", own.edit, name="own_edit"),
    path("problems/<uuid:pk>/export/", own.export, name="own_export"),
    path("problems/<uuid:pk>/check/", own.check, name="own_check"),
    path("problems/<uuid:pk>/versions/", own.versions, name="own_versions"),
    path("problems/<uuid:pk>/deed/", own.deed, name="own_deed"),
    path("problems/<slug:key>/", problems.problem, name="problem"),
    path("problems/<slug:key>/submit/", problems.submit, name="submit"),
    path("problems/<slug:key>/draft/", problems.draft, name="draft"),
    path("problems/<slug:key>/hint/", problems.hint, name="hint"),
    path("problems/<slug:key>/give-up/", problems.give_up, name="give_up"),
    path("problems/<slug:key>/programs/", problems.programs, name="programs"),
    path("problems/<slug:key>/rejudge/", problems.rejudge, name="rejudge_problem"),
    path("submissions/<uuid:pk>/", submissions.submission, name="submission"),
    path("submissions/<uuid:pk>/status/", submissions.status, name="submission_status"),
    path("submissions/<uuid:pk>/rejudge/", submissions.rejudge, name="rejudge"),
    path("assessments/", assessments.index, name="assessments"),
    path("assessments/new/", assessments.new, name="assessment_new"),
    path("assessments/<uuid:pk>/", assessments.detail, name="assessment"),
    path("assessments/<uuid:pk>/edit/", assessments.edit, name="assessment_edit"),
    path("assessments/<uuid:pk>/archive/", assessments.archive, name="assessment_archive"),
    path("assessments/<uuid:pk>/try/", assessments.trial, name="assessment_try"),
    path("likenesses/", likenesses.index, name="likenesses"),
    path("likenesses/<uuid:pk>/", likenesses.likeness, name="likeness"),
    path("likenesses/<uuid:pk>/decide/", likenesses.decide, name="likeness_decide"),
    path("assign/<uuid:candidate_id>/", assessments.assign, name="assign"),
    path("assigned/<uuid:pk>/", sitting.assigned, name="assigned"),
    path("attempts/", sitting.index, name="attempts"),
    path("attempts/<uuid:pk>/", sitting.attempt, name="attempt"),
    path("attempts/<uuid:pk>/status/", sitting.status, name="attempt_status"),
    path("attempts/<uuid:pk>/start/", sitting.start, name="attempt_start"),
    path("attempts/<uuid:pk>/finish/", sitting.finish, name="attempt_finish"),
    path("attempts/<uuid:pk>/problems/<slug:key>/", sitting.problem, name="attempt_problem"),
    path("attempts/<uuid:pk>/problems/<slug:key>/submit/", sitting.submit, name="attempt_submit"),
    path("attempts/<uuid:pk>/problems/<slug:key>/draft/", sitting.draft, name="attempt_draft"),
]
