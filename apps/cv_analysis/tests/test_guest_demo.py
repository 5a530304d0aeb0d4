"""A CV without an account: read, shown to whoever has its address, and gone; nothing of it is stored."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.conf import settings as live_settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.cv_analysis import guests
from apps.cv_analysis.models import Cv
from apps.cv_analysis.parsing import STATUSES
from apps.cv_analysis.sealing import address_of, seal, unseal
from apps.cv_analysis.tests.guests_at_work import SAMPLE, START, kept, rows_with, send, shown, token_in
from apps.marketplace.models import License
from apps.marketplace.services import deactivate
from apps.tenants.models import Tenant

pytestmark = pytest.mark.django_db

RunQueued = Callable[[], int]


def stored_files() -> set[Path]:
    return {path for path in Path(live_settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_guest_sees_what_a_member_sees_of_a_cv(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    before = shown(token)
    assert run_queued() == 1
    after = shown(token)

    assert "This CV is being read" in before
    assert f'hx-get="{START}{token}/status/"' in before
    assert re.search(r"<h1[^>]*>Ines Okafor</h1>", after)
    assert "ines@okafor.example" in after
    assert 'class="skill"' in after
    assert '<mark id="evidence-' in after
    assert "Delete now" in after


def test_made_up_cv_is_one_press_away(opened: License, run_queued: RunQueued) -> None:
    token = token_in(Client().post(f"{START}sample/"))
    run_queued()

    assert "Ines Okafor" in shown(token)


def test_polling_ends_with_the_page_loaded_again(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    before = Client().get(f"{START}{token}/status/")
    run_queued()
    after = Client().get(f"{START}{token}/status/")
    guests.delete_guest_cv(token)
    gone = Client().get(f"{START}{token}/status/")

    assert [answer.headers.get("HX-Refresh") for answer in (before, after, gone)] == [None, "true", "true"]


def test_file_is_dropped_as_soon_as_it_is_read(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    waiting = set(kept())
    run_queued()

    assert (waiting, set(kept())) == ({"entry", "file"}, {"entry", "outcome"})
    assert unseal(token, kept()["outcome"]).startswith(b"{")


def test_what_the_cache_holds_cannot_be_read_without_the_token(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    waiting = list(kept().values())
    run_queued()
    everything = b"".join([*waiting, *kept().values()])

    assert len(everything) > len(SAMPLE)
    for word in (b"Ines", b"okafor", b"ines.txt", b"Django", token.encode()):
        assert word not in everything
    assert not [key for key in cache._cache if token in key]  # type: ignore[attr-defined]  # the cache of the tests is a dict


def test_sealing_never_repeats_itself_and_gives_everything_back() -> None:
    plain = b"\x00" * 40 + "Ünal".encode()
    one, two = seal("token", plain), seal("token", plain)

    assert one != two
    assert unseal("token", one) == unseal("token", two) == plain
    with pytest.raises(InvalidToken):
        unseal("other", one)
    assert unseal("token", seal("token", b"")) == b""
    assert "token" not in address_of("token")


def test_everything_ends_with_the_hour_it_was_promised(
    opened: License, run_queued: RunQueued, monkeypatch: pytest.MonkeyPatch
) -> None:
    lifetimes: list[tuple[str, float]] = []
    put = cache.set

    def noting(key: str, value: object, timeout: float | None = None) -> None:
        if key.startswith("guest-cv:"):
            lifetimes.append((key.rsplit(":", 1)[1], timeout or 0))
        put(key, value, timeout=timeout)

    monkeypatch.setattr(cache, "set", noting)
    begun = timezone.now()
    token = token_in(send())
    later = begun + timedelta(minutes=50)
    monkeypatch.setattr("apps.cv_analysis.guests.timezone.now", lambda: later)
    guests.read_guest_cv(token)

    found = dict(lifetimes)
    assert found["file"] == pytest.approx(3600, abs=2)
    assert found["entry"] == pytest.approx(3600, abs=2)
    assert found["outcome"] == pytest.approx(600, abs=10)
    later = begun + timedelta(minutes=61)
    shown(token, 404)


def test_nothing_is_in_the_database_but_the_token_and_after_the_reading_not_even_that(
    opened: License, run_queued: RunQueued
) -> None:
    files = stored_files()
    token = token_in(send(name="very-own-name.txt"))
    with_token = rows_with(token)
    run_queued()
    task = QueuedTask.objects.get(name="cv_analysis.read_guest_cv")

    assert with_token == ['"public"."core_queuedtask"']
    assert (task.state, task.kwargs) == ("done", {"token": ""})
    assert [rows_with(word) for word in (token, "okafor", "very-own-name", address_of(token))] == [[], [], [], []]
    with scope(opened.tenant):
        assert Cv.objects.count() == 0
    assert stored_files() == files


def test_delete_takes_everything_at_once(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    run_queued()
    answer = Client().post(f"{START}{token}/delete/")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{START}?deleted")
    assert kept() == {}
    assert "This result is gone" in shown(token, 404)
    assert "It is deleted" in Client().get(f"{START}?deleted").text


def test_delete_before_the_reading_leaves_nothing_to_read(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    guests.delete_guest_cv(token)
    run_queued()

    assert kept() == {}
    assert rows_with(token) == []


def test_delete_during_the_reading_leaves_no_result(opened: License, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_in(send())
    read = guests._read

    def read_and_be_deleted(content: bytes) -> Any:
        outcome = read(content)
        guests.delete_guest_cv(token)
        return outcome

    monkeypatch.setattr(guests, "_read", read_and_be_deleted)
    guests.read_guest_cv(token)

    assert kept() == {}


def test_foreign_and_unknown_tokens_lead_nowhere(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    run_queued()
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token.swapcase(), "x", address_of(token)):
        answer = Client().get(f"{START}{wrong}/")
        assert (answer.status_code, "This result is gone" in answer.text) == (404, True)
        Client().post(f"{START}{wrong}/delete/")

    assert "Ines Okafor" in shown(token)


@pytest.mark.parametrize("status", ["needs_ocr", "encrypted", "empty", "corrupt", "unsupported", "not_a_cv"])
def test_odd_files_say_why_they_cannot_be_read(
    status: str, bad_files: dict[str, bytes], opened: License, run_queued: RunQueued
) -> None:
    token = token_in(send(bad_files[status] or b" ", f"{status}.pdf"))
    run_queued()
    text = shown(token)

    assert STATUSES[status].title in text
    assert STATUSES[status].advice in text
    assert "Upload another file" in text
    assert "file" not in kept()


def test_reading_that_does_not_end_says_so(opened: License) -> None:
    token = token_in(send())
    QueuedTask.objects.update(state=QueuedTask.State.DEAD)

    text = shown(token)

    assert "The reading did not finish" in text
    assert "Upload the file once more" in text


def test_too_large_and_missing_files_are_answered_beside_the_form(opened: License) -> None:
    large = send(b"x" * (guests.MAX_GUEST_BYTES + 1))
    missing = Client().post(f"{START}upload/")
    fits = send(b"x" * guests.MAX_GUEST_BYTES)

    assert (large.status_code, missing.status_code, fits.status_code) == (413, 400, 302)
    assert "up to 2 MB" in large.text
    assert "Choose a file first" in missing.text
    assert [answer.text.count("Read this CV") for answer in (large, missing)] == [1, 1]


def test_upload_is_never_laid_down_as_a_file(opened: License, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a file was made")

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)

    assert send(b"x" * guests.MAX_GUEST_BYTES).status_code == 302
    assert send(b"x" * (4 * guests.MAX_GUEST_BYTES)).status_code == 413


def test_eleventh_cv_of_an_hour_has_to_wait(opened: License) -> None:
    first = [send(REMOTE_ADDR="192.0.2.7").status_code for _number in range(guests.MOST_PER_HOUR)]
    too_many = send(REMOTE_ADDR="192.0.2.7")
    sample = Client().post(f"{START}sample/", REMOTE_ADDR="192.0.2.7")
    somebody_else = send(REMOTE_ADDR="192.0.2.8")

    assert set(first) == {302}
    assert (too_many.status_code, sample.status_code, somebody_else.status_code) == (429, 429, 302)
    assert 3500 < int(too_many.headers["Retry-After"]) <= 3600
    assert "It is possible again at" in too_many.text
    assert QueuedTask.objects.count() == guests.MOST_PER_HOUR + 1


def test_limit_holds_for_a_whole_network_of_ipv6_and_forged_headers_change_nothing(opened: License) -> None:
    found = [
        send(REMOTE_ADDR=f"2001:db8::{number:x}", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}").status_code
        for number in range(1, guests.MOST_PER_HOUR + 2)
    ]

    assert found == [302] * guests.MOST_PER_HOUR + [429]
    assert send(REMOTE_ADDR="2001:db8:0:1::1").status_code == 302


def test_next_hour_begins_anew(opened: License, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(guests.MOST_PER_HOUR):
        send()
    assert send().status_code == 429
    for key in list(cache._cache):  # type: ignore[attr-defined]  # the cache of the tests is a dict
        if key.endswith(":until"):
            cache.delete(key.split(":", 2)[2])

    assert send().status_code == 302


def test_form_from_elsewhere_is_refused(opened: License) -> None:
    strict = Client(enforce_csrf_checks=True)
    token = token_in(send())
    refused = [
        send(client=strict).status_code,
        strict.post(f"{START}sample/").status_code,
        strict.post(f"{START}{token}/delete/").status_code,
    ]

    assert refused == [403, 403, 403]
    shown(token)


def test_form_with_its_token_is_taken(opened: License) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(START)
    secret = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[0]
    answer = strict.post(
        f"{START}upload/", {"csrfmiddlewaretoken": secret, "file": SimpleUploadedFile("a.txt", SAMPLE)}
    )

    assert answer.status_code == 302
    assert set(strict.cookies) == {"csrftoken"}


def test_result_is_kept_by_no_browser_proxy_or_search_engine(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    run_queued()
    client = Client()
    page = client.get(f"{START}{token}/")
    gone = client.get(f"{START}gone/")

    for answer in (page, gone, send()):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert set(client.cookies) <= {"csrftoken"}


def test_demo_closes_with_the_communitys_license(opened: License, community: Tenant, run_queued: RunQueued) -> None:
    token = token_in(send())
    deactivate(community, module="cv_analysis")
    answers: list[Any] = [
        Client().get(START),
        Client().get(f"{START}{token}/"),
        send(),
        Client().post(f"{START}sample/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert "This demo is closed at the moment" in answers[0].text
    run_queued()
    assert QueuedTask.objects.get().state == QueuedTask.State.REFUSED


def test_task_of_a_token_that_is_gone_needs_nothing(opened: License) -> None:
    guests.read_guest_cv("unknown")

    assert kept() == {}


def test_sample_is_of_nobody() -> None:
    assert re.findall(rb"[\w.]+@[\w.]+", SAMPLE) == [b"ines@okafor.example"]
    assert json.dumps(guests._packed(guests._read(SAMPLE)))
