"""Addresses of questions, sets and templates, below /interviews/."""

from django.urls import path

from apps.interviews.views import bank, question_files, question_sets, templates, writing

urlpatterns = [
    path("questions/", bank.index, name="bank"),
    path("questions/export/", bank.export, name="bank_export"),
    path("questions/collect/", question_sets.collect, name="bank_collect"),
    path("questions/import/", question_files.take, name="bank_import"),
    path("questions/import/example/", question_files.example, name="bank_example"),
    path("questions/own/export/", question_files.own_export, name="bank_own_export"),
    path("questions/write/", writing.order, name="bank_write"),
    path("questions/write/<uuid:pk>/", writing.written, name="bank_written"),
    path("questions/new/", bank.new, name="bank_new"),
    path("questions/<uuid:pk>/edit/", bank.edit, name="bank_edit"),
    path("questions/<uuid:pk>/review/", bank.review, name="bank_review"),
    path("questions/<uuid:pk>/archive/", bank.archive, name="bank_archive"),
    path("questions/<slug:key>/", bank.detail, name="bank_question"),
    path("questions/<slug:key>/mark/", bank.mark, name="bank_mark"),
    path("sets/", question_sets.index, name="sets"),
    path("sets/<uuid:pk>/", question_sets.detail, name="set"),
    path("sets/<uuid:pk>/edit/", question_sets.edit, name="set_edit"),
    path("sets/<uuid:pk>/delete/", question_sets.delete, name="set_delete"),
    path("templates/", templates.index, name="templates"),
    path("templates/new/", templates.new, name="template_new"),
    path("templates/<uuid:pk>/edit/", templates.edit, name="template_edit"),
    path("templates/<uuid:pk>/archive/", templates.archive, name="template_archive"),
    path("templates/<slug:key>/", templates.detail, name="template"),
]
