"""Addresses of hiring, inside a tenant."""

from django.urls import path
from django.views.generic import RedirectView

from apps.accounts.rights import needs_right
from apps.hiring.views import board, candidates, doubles, jobs, ranking, records, stages, states

app_name = "hiring"
urlpatterns = [
    path("", needs_right("hiring.view")(RedirectView.as_view(pattern_name="hiring:jobs")), name="index"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/export/", jobs.export, name="jobs_export"),
    path("jobs/new/", jobs.new, name="job_new"),
    path("jobs/read/", jobs.read, name="job_read"),
    path("jobs/<uuid:pk>/", jobs.detail, name="job"),
    path("jobs/<uuid:pk>/edit/", jobs.edit, name="job_edit"),
    path("jobs/<uuid:pk>/open/", states.open_job, name="job_open"),
    path("jobs/<uuid:pk>/close/", states.close_job, name="job_close"),
    path("jobs/<uuid:pk>/reopen/", states.reopen_job, name="job_reopen"),
    path("jobs/<uuid:pk>/copy/", states.copy_job, name="job_copy"),
    path("jobs/<uuid:pk>/delete/", states.delete_job, name="job_delete"),
    path("jobs/<uuid:pk>/ranking/", ranking.ranking, name="ranking"),
    path("jobs/<uuid:pk>/ranking/export/", ranking.export, name="ranking_export"),
    path("jobs/<uuid:pk>/ranking/bulk/", ranking.bulk, name="ranking_bulk"),
    path("jobs/<uuid:pk>/board/", board.board, name="board"),
    path("jobs/<uuid:pk>/board/bulk/", board.bulk, name="board_bulk"),
    path("applications/<uuid:pk>/", board.application, name="application"),
    path("applications/<uuid:pk>/move/", board.move, name="application_move"),
    path("applications/<uuid:pk>/reveal/", board.reveal, name="application_reveal"),
    path("applications/<uuid:pk>/remove/", board.remove, name="application_remove"),
    path("compare/", ranking.comparison, name="compare"),
    path("stages/", stages.index, name="stages"),
    path("stages/<uuid:pk>/change/", stages.change, name="stage_change"),
    path("stages/<uuid:pk>/shift/", stages.shift, name="stage_shift"),
    path("stages/<uuid:pk>/delete/", stages.delete, name="stage_delete"),
    path("doubles/", doubles.index, name="doubles"),
    path("doubles/<uuid:pk>/apart/", doubles.apart, name="double_apart"),
    path("candidates/", candidates.index, name="candidates"),
    path("candidates/export/", candidates.export, name="candidates_export"),
    path("candidates/new/", candidates.new, name="candidate_new"),
    path("candidates/bulk/", candidates.bulk, name="candidates_bulk"),
    path("candidates/<uuid:pk>/", records.detail, name="candidate"),
    path("candidates/<uuid:pk>/edit/", candidates.edit, name="candidate_edit"),
    path("candidates/<uuid:pk>/delete/", candidates.delete, name="candidate_delete"),
    path("candidates/<uuid:pk>/merge/<uuid:other>/", doubles.merge, name="merge"),
    path("candidates/<uuid:pk>/tags/", records.tags, name="candidate_tags"),
    path("candidates/<uuid:pk>/consider/", records.consider, name="candidate_consider"),
    path("candidates/<uuid:pk>/notes/", records.add_note, name="note_add"),
    path("candidates/<uuid:pk>/assign/", records.assign, name="candidate_assign"),
    path("notes/<uuid:pk>/edit/", records.edit_note, name="note_edit"),
    path("notes/<uuid:pk>/delete/", records.delete_note, name="note_delete"),
    path("assignments/<uuid:pk>/cancel/", records.cancel_assignment, name="assignment_cancel"),
]
