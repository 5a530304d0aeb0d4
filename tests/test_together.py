"""Several querysets in one statement give what each would have given by itself."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, F, QuerySet, Value
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import ApiKey, Membership, User
from apps.accounts.services import make_api_key
from apps.ai.models import AiCall
from apps.core.models import QueuedTask
from apps.core.together import read_together
from apps.cv_analysis.models import Cv
from apps.hiring.models import Candidate, Job
from apps.hiring.services import apply_to_job, create_candidate, create_job, open_job
from apps.marketplace.models import License
from apps.tenants.models import Tenant

pytestmark = pytest.mark.django_db


def fields_of(row: Any) -> dict[str, Any]:
    """Everything that an instance carries, with the rows that came along, but not its state."""
    found = {name: value for name, value in vars(row).items() if name != "_state"}
    return found | {name: fields_of(one) for name, one in row._state.fields_cache.items() if one is not None}


@pytest.fixture
def records(ada: Membership, in_acme: Tenant) -> Job:
    """Two people who applied for a job, a CV each, and a call of a model with its price."""
    job = open_job(create_job(by=ada, title="Nurse"))
    for name in ("Noor Iyer", "Eve Moss"):
        candidate = create_candidate(by=ada, name=name, tags=["ward", "night"])
        apply_to_job(job, candidate, by=ada)
        Cv.objects.create(uploaded_by_id=ada.pk, file="x.pdf", file_name=f"{name}.pdf", size=1, candidate=candidate)
    AiCall.objects.create(tenant=ada.tenant, feature="x", prompt="y", cost=Decimal("0.001250"))
    return job


def test_rows_come_back_as_each_queryset_gives_them(
    records: Job, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    day = timezone.now() - timedelta(days=1)
    querysets: list[QuerySet[Any]] = [
        Cv.objects.order_by("file_name"),
        Cv.objects.select_related("candidate", "job").order_by("-file_name")[:1],
        Cv.objects.defer("pages").only("file_name", "created_at").order_by("pk"),
        Candidate.objects.annotate(many=Count("applications"), one=Value(1.5)).order_by("name"),
        Job.objects.filter(created_at__gte=day),
        AiCall.objects.all(),
        QueuedTask.objects.order_by("pk"),
    ]
    alone = [[fields_of(row) for row in queryset.all()] for queryset in querysets]

    with django_assert_num_queries(1):
        found = read_together(*querysets)

    assert [[fields_of(row) for row in rows] for rows in found] == alone
    assert [len(rows) for rows in alone[:6]] == [2, 1, 2, 2, 1, 1]
    assert not found[0][0]._state.adding


def test_values_come_back_as_they_are(records: Job) -> None:
    querysets: list[QuerySet[Any]] = [
        Cv.objects.order_by("file_name").values_list("pk", "created_at", "candidate__tags"),
        Cv.objects.order_by("file_name").values_list("created_at__date", flat=True),
        AiCall.objects.values_list("cost", "tenant", "feature"),
        Candidate.objects.order_by().values_list("name").annotate(Count("applications")).order_by("name"),
        License.objects.values_list("state").annotate(n=F("seat_limit")),
    ]

    assert read_together(*querysets) == [list(queryset) for queryset in querysets]


def test_what_is_known_to_be_empty_is_not_asked(
    records: Job, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert read_together(Cv.objects.none(), Job.objects.filter(pk__in=[])) == [[], []]
    with django_assert_num_queries(1):
        nobody, jobs, people = read_together(Cv.objects.none(), Job.objects.all(), User.objects.filter(email="nobody"))

    assert (nobody, jobs, people) == ([], [records], [])


def test_what_has_been_prefetched_comes_along(records: Job, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        (found,) = read_together(Candidate.objects.prefetch_related("applications").order_by("name"))
        jobs = [[one.job_id for one in candidate.applications.all()] for candidate in found]

    assert jobs == [[records.pk], [records.pk]]


def test_rows_of_another_form_are_refused(records: Job) -> None:
    with pytest.raises(TypeError, match="ValuesIterable cannot be read together"):
        read_together(Job.objects.values("title"))


def test_nothing_asked_is_nothing_found(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert read_together() == []


def test_json_within_json_comes_back(ada: Membership) -> None:
    make_api_key(ada, name="Career page", scopes=["cv_analysis.view"], days=30)

    (found,) = read_together(ApiKey.objects.all())

    assert [fields_of(row) for row in found] == [fields_of(row) for row in ApiKey.objects.all()]
