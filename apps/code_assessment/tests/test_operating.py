"""What who operates the platform sees of runners."""

import pytest
from django.test import override_settings

from apps.accounts.models import User
from apps.code_assessment.health import check_sandbox
from apps.code_assessment.operating import sandbox_reports
from apps.code_assessment.sandbox.runner.asking import NO_RUNNER, RunnerEngine
from tests.people import SignedIn

SAID = {
    "name": "judge:7",
    "refusal": "network: there are ['eth0']",
    "checks": [["network", False, "there are ['eth0']"], ["output", True, "it is not cut"]],
    "kernel": "Linux 6",
    "memory_by": "measuring",
    "languages": {},
    "user": 62999,
    "processes": 2,
    "seen": 1.0,
    "seconds_ago": 2,
}


@pytest.mark.django_db
@override_settings(CODE_ENGINE="apps.code_assessment.engine.PlatformRunner")
def test_staff_read_the_report_of_each_runner(sam: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunnerEngine, "runners", lambda _self: [SAID])

    [report] = sandbox_reports()
    page = signed_in(sam).get("/admin/").content.decode()
    found = check_sandbox()

    assert report.findings == (("network", False, "there are ['eth0']"), ("output", True, ""))
    assert ("runner judge:7" in page, "User 62999 on Linux 6, heard 2 s ago" in page) == (True, True)
    assert (found.ok, found.extra["judges"], found.extra["runners"][0]["user"]) == (True, False, 62999)
    assert found.detail == "network: there are ['eth0']"


@override_settings(CODE_ENGINE="apps.code_assessment.engine.PlatformRunner")
def test_without_a_runner_they_read_how_to_start_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunnerEngine, "runners", lambda _self: [])

    assert [one.summary for one in sandbox_reports()] == [NO_RUNNER]
    assert check_sandbox().extra == {"judges": False, "languages": {}, "runners": []}
