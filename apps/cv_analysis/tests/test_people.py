"""A CV comes to the person it is about: one record, filled in and never overwritten, which follows the newest CV."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.scope import scope
from apps.cv_analysis import services
from apps.cv_analysis.models import Analysis, CandidateFacts, Cv
from apps.cv_analysis.people import refresh_candidate
from apps.cv_analysis.tests.writing import eves_cv
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Application, Candidate, Job, Match, Result
from apps.hiring.services import create_job, delete_candidate, open_job
from apps.marketplace.models import License
from tests.people import Api, Grant, NewMember

pytestmark = pytest.mark.django_db

Upload = Callable[..., Cv]
RunQueued = Callable[[], int]


def python_job(by: Membership) -> Job:
    job = create_job(by=by, title="Data Engineer", skills=[SkillDraft("Python"), SkillDraft("SQL")])
    return open_job(job)


def test_cv_makes_a_candidate_with_results_and_matches(
    ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued
) -> None:
    with scope(ada.tenant):
        job = python_job(ada)
    cv = upload(ada, eves_cv())

    run_queued()

    with scope(ada.tenant):
        one = Candidate.objects.get()
        result = Result.objects.get()
        analysis = Analysis.objects.get()
        match = Match.objects.get()
    assert (one.name, one.email, one.phone, one.source) == ("Eve Moss", "eve@moss.example", "+14155550134", "CV")
    assert (result.candidate_id, result.module, result.kind) == (one.pk, "cv_analysis", "cv")
    assert (result.score, result.link) == (analysis.overall, f"/cv-analysis/{cv.pk}/")
    assert (match.job_id, match.candidate_id) == (job.pk, one.pk)
    assert [part["relation"] for part in match.explanation["parts"]] == ["same", "same"]


def test_two_cvs_of_one_address_are_one_candidate_who_follows_the_newest(
    ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued
) -> None:
    upload(ada, eves_cv())
    newer = upload(ada, eves_cv(phone="", skills="Java, Kotlin"))

    run_queued()

    with scope(ada.tenant):
        one = Candidate.objects.get()
        skills = set(CandidateFacts.objects.get().skills.values_list("name", flat=True))
        links = list(Result.objects.current().values_list("link", flat=True))
    assert (one.phone, one.cvs.model, links) == ("+14155550134", Cv, [f"/cv-analysis/{newer.pk}/"])
    assert skills >= {"Java", "Kotlin"}
    assert "SQL" not in skills


def test_upload_for_a_candidate_and_a_job_overwrites_nothing_and_considers_them(
    ada: Membership, licensed: License, api: Api, run_queued: RunQueued
) -> None:
    with scope(ada.tenant):
        job = python_job(ada)
        known = Candidate.objects.create(name="Evelyn Moss", phone="+4930123456")
    sent = {"file": SimpleUploadedFile("cv.txt", eves_cv()), "candidate": str(known.pk), "job": str(job.pk)}

    answer = api(ada).post("/api/v1/cv-analysis/cvs/", sent)
    run_queued()

    with scope(ada.tenant):
        one = Candidate.objects.get()
        applied = list(Application.objects.values_list("job", "candidate", "source"))
    assert (answer.status_code, answer.json()["candidate"], answer.json()["job"]) == (202, str(known.pk), str(job.pk))
    assert (one.name, one.phone, one.email) == ("Evelyn Moss", "+4930123456", "eve@moss.example")
    assert applied == [(job.pk, one.pk, "CV")]


def test_nobody_sends_a_cv_to_a_record_of_another_workspace_or_without_the_right(
    ada: Membership, cleo: Membership, grant: Grant, new_member: NewMember, api: Api
) -> None:
    grant(ada.tenant)
    eli = new_member("eli", ada.tenant, Role.CANDIDATE)
    with scope(cleo.tenant):
        hers = Candidate.objects.create(name="Hers")
    with scope(ada.tenant):
        adas = Candidate.objects.create(name="Ada's")

    said = [
        api(who).post("/api/v1/cv-analysis/cvs/", {"file": SimpleUploadedFile("cv.txt", b"x"), "candidate": str(of.pk)})
        for who, of in ((ada, hers), (eli, adas))
    ]

    assert [one.json()["errors"][0]["field"] for one in said] == ["candidate", "candidate"]
    with scope(ada.tenant):
        assert Cv.objects.count() == 0


def test_a_candidates_own_upload_is_theirs_whatever_the_cv_claims(
    ada: Membership, licensed: License, new_member: NewMember, upload: Upload, run_queued: RunQueued
) -> None:
    eli = new_member("eli", ada.tenant, Role.CANDIDATE)
    with scope(ada.tenant):
        eve = Candidate.objects.create(name="Eve Moss", email="eve@moss.example")
    cv = upload(eli, eves_cv())

    run_queued()

    with scope(ada.tenant):
        one = Cv.objects.get(pk=cv.pk).candidate
        assert one is not None
        assert (one.pk == eve.pk, one.member_id, one.email) == (False, eli.pk, eli.user.email)


def test_deleting_the_newest_cv_brings_back_what_the_older_one_says(
    ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued
) -> None:
    older, newer = upload(ada, eves_cv()), upload(ada, eves_cv(skills="Java"))
    run_queued()

    with scope(ada.tenant):
        services.delete_cv(Cv.objects.get(pk=newer.pk))
        back = list(Result.objects.current().values_list("link", flat=True))
        services.delete_cv(Cv.objects.get(pk=older.pk))
        left = (Result.objects.count(), CandidateFacts.objects.count(), Candidate.objects.count())

    assert back == [f"/cv-analysis/{older.pk}/"]
    assert left == (0, 0, 1)


def test_erasing_a_candidate_takes_the_cvs_along(
    ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued
) -> None:
    upload(ada, eves_cv())
    run_queued()

    with scope(ada.tenant):
        delete_candidate(Candidate.objects.get())

        assert (Cv.objects.count(), Analysis.objects.count(), Result.objects.count()) == (0, 0, 0)


def test_a_reading_that_finds_something_else_is_the_next_version(
    ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada, eves_cv())
    run_queued()
    with scope(ada.tenant):
        # As if an earlier algorithm had seen less.
        Analysis.objects.update(algorithm="rules-0", findings={**Analysis.objects.get().findings, "skills": []})
        services.reprocess_cv(Cv.objects.get(pk=cv.pk))
    run_queued()

    with scope(ada.tenant):
        rows = list(Analysis.objects.values_list("version", "is_current", "algorithm"))
        current = Cv.objects.get(pk=cv.pk).analysis
        assert current is not None
        refresh_candidate(Candidate.objects.get())
        assert Result.objects.current().get().evidence["version"] == 2
    assert rows == [(2, True, current.algorithm), (1, False, "rules-0")]
    assert (current.scores["overall"]["points"], current.scores_version) == (current.overall, "scores-1")
