"""The made-up CVs of the demo company."""

import pytest

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.demo import demo_cvs, fill_demo, upload_demo_cv
from apps.cv_analysis.models import Cv, Resume, ShareLink
from apps.hiring.demo import fill_demo as fill_hiring
from apps.hiring.models import Application, Candidate
from tests.people import Grant

pytestmark = pytest.mark.django_db


def test_made_up_cvs_become_files_of_the_day_on_which_their_people_applied(ada: Membership, grant: Grant) -> None:
    grant(ada.tenant)
    cvs = list(demo_cvs())
    number = next(place for place, one in enumerate(cvs) if one.email == "tomasz.wilk@mail.example")

    with scope(ada.tenant):
        fill_hiring(by=ada, colleague=ada)
        fill_demo(ada)
        upload_demo_cv(number, str(ada.pk))
        upload_demo_cv(number, str(ada.pk))
        cv = Cv.objects.get()
        with cv.file.open() as file:
            text = file.read().decode()
        applied = Application.objects.get(candidate=cv.candidate)
        people = set(Candidate.objects.exclude(email="").values_list("email", flat=True))
        built = [(one.title, one.look) for one in Resume.objects.all()]
        shared = ShareLink.objects.count()

    assert (len(cvs), {one.email for one in cvs} - people) == (29, set())
    assert (str(cv.candidate), cv.file_name, cv.created_at) == ("Tomasz Wilk", "tomasz-wilk.txt", applied.applied_at)
    assert text.splitlines()[0] == "Tomasz Wilk"
    assert "C, C++, FreeRTOS, STM32, CAN bus, embedded systems" in text
    assert (built, shared) == ([("Wanjiru Kamau", "ats")], 1)
