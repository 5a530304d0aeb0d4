"""Deeds for people without an account: one CV each, kept for an hour in memory, under a token that only they have."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.asking_often import over_its_share
from apps.core.formats import moment
from apps.core.models import QueuedTask
from apps.core.problems import ProblemError
from apps.core.queue import finish, later, report_progress
from apps.core.scope import scope
from apps.core.sealing import NEWEST
from apps.cv_analysis.correcting import MOST, TooManyCorrectionsError, refuse_misfit
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.parsing import ParseOutcome, parse_file
from apps.cv_analysis.presenting import AnalysisPage, problem_of
from apps.cv_analysis.scoring.corrections import Corrected, Correction, corrected
from apps.cv_analysis.sealing import address_of, new_token, seal, unseal
from apps.cv_analysis.services import FileTooLargeError, StillWorkingError
from apps.marketplace.access import DemoClosedError
from apps.tenants.queries import tenant_by_slug

KEEP_SECONDS = 3600
MAX_GUEST_BYTES = 2 * 1024 * 1024
MOST_PER_HOUR = 10
SAMPLE = Path(__file__).parent / "data" / "sample-cv.txt"
# The things that lie under a token.
ENTRY, FILE, OUTCOME, CORRECTIONS = "entry", "file", "outcome", "corrections"


class ResultGoneError(ProblemError):
    code = "result-gone"
    title = gettext_lazy("This result is gone.")
    status = 404
    action_title = gettext_lazy("Try another CV")

    def __init__(self) -> None:
        super().__init__(_("Results without an account are deleted after an hour, or when you say so."))
        self.action_url = reverse("try_cv_analysis:index")


class TooManyCvsError(ProblemError):
    code = "too-many-requests"
    title = gettext_lazy("That was the last CV for now.")
    status = 429
    action_title = gettext_lazy("Start free trial")

    def __init__(self, again_at: datetime) -> None:
        said = _("Without an account up to %(n)d CVs an hour can be read. It is possible again at %(when)s.")
        super().__init__(said % {"n": MOST_PER_HOUR, "when": moment(again_at)})
        self.action_url = reverse("accounts:signup_company")
        self.seconds = max(1, round((again_at - timezone.now()).total_seconds()))


class NothingSentError(ProblemError):
    code = "invalid"
    title = gettext_lazy("Choose a file first.")
    status = 400


@dataclass(frozen=True)
class GuestResult:
    """A guest's CV as far as it is read."""

    token: str
    cv: Cv
    expires_at: datetime
    outcome: dict[str, Any] | None
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def laid(self) -> Corrected | None:
        """What was found with what the guest corrected, None when nothing could be found."""
        if self.outcome is None or self.outcome["findings"] is None:
            return None
        findings = {"as_of": self.outcome["as_of"], **self.outcome["findings"]}
        return corrected(findings, self.outcome["text"], self.corrections)

    @cached_property
    def analysis(self) -> AnalysisPage | None:
        """The same for the page."""
        if self.outcome is None or self.laid is None:
            return None
        found = self.outcome
        return AnalysisPage(
            Analysis(
                algorithm=found["algorithm"],
                as_of=date.fromisoformat(found["as_of"]),
                created_at=datetime.fromisoformat(found["read_at"]),
                text=found["text"],
                findings=found["findings"],
                duration_ms=found["ms"],
            ),
            self.laid.findings,
        )

    @property
    def problem(self) -> dict[str, str] | None:
        """Why there is nothing to show, in words that fit somebody without an account."""
        problem = problem_of(self.cv)
        if problem and self.cv.status_now == Cv.Status.FAILED:
            problem["advice"] = _("Upload the file once more. If it fails again, it would with an account too.")
        return problem


def _key(token: str, part: str) -> str:
    return f"guest-cv:{address_of(token)}:{part}"


def _put(token: str, part: str, plain: bytes, *, until: datetime) -> None:
    """Keep it until then, which is when everything else under the token goes too."""
    left = (until - timezone.now()).total_seconds()
    if left > 0:
        cache.set(_key(token, part), seal(token, plain), timeout=left)


def _get(token: str, part: str) -> bytes | None:
    sealed = cache.get(_key(token, part))
    # What an earlier version sealed is gone within the hour anyway.
    return unseal(token, sealed) if sealed is not None and sealed.startswith(NEWEST) else None


def _entry(token: str) -> dict[str, Any] | None:
    """What is known of a token; one that is unknown, deleted or too old has nothing."""
    packed = _get(token, ENTRY)
    if packed is None:
        return None
    entry: dict[str, Any] = json.loads(packed)
    entry["expires_at"] = datetime.fromisoformat(entry["expires_at"])
    return entry if entry["expires_at"] > timezone.now() else None


def take_guest_cv(upload: "UploadedFile[bytes] | None", *, address: str) -> str:
    """Keep the file for an hour at most and leave its reading for later; the answer is the only way to it."""
    if upload is None:
        raise NothingSentError
    if (upload.size or 0) > MAX_GUEST_BYTES:
        limit = MAX_GUEST_BYTES // 1024**2
        said = _("Without an account a CV may have up to %(limit)s MB. Leave out pictures and attachments.")
        raise FileTooLargeError(said % {"limit": limit})
    return _take(upload.read(), (upload.name or "cv")[-255:], address)


def take_sample_cv(*, address: str) -> str:
    """The same with a CV of nobody."""
    return _take(SAMPLE.read_bytes(), SAMPLE.name, address)


def _take(content: bytes, name: str, address: str) -> str:
    community = tenant_by_slug(settings.COMMUNITY_SLUG)
    if community is None:
        raise DemoClosedError
    _count(address)
    token, until = new_token(), timezone.now() + timedelta(seconds=KEEP_SECONDS)
    with scope(community), transaction.atomic():
        task = later("cv_analysis.read_guest_cv", token=token)
        entry = {"name": name, "size": len(content), "task": str(task.pk), "expires_at": until.isoformat()}
        # Before the commit: no worker finds the task without its file.
        _put(token, FILE, content, until=until)
        _put(token, ENTRY, json.dumps(entry).encode(), until=until)
    return token


def _count(address: str) -> None:
    """One more CV from this address; raises TooManyCvsError when it had its share of the hour."""
    if (again_at := over_its_share("guest-cv", address, most=MOST_PER_HOUR)) is not None:
        raise TooManyCvsError(again_at)


def read_guest_cv(token: str) -> None:
    """Read the file in a child process, keep what was found for the rest of the hour, and drop the file."""
    entry, content = _entry(token), _get(token, FILE)
    outcome = None
    if entry and content is not None:
        report_progress(20, str(_("Reading the file")))
        outcome = _read(content)
        report_progress(90, str(_("Storing the result")))
        _put(token, OUTCOME, json.dumps(_packed(outcome)).encode(), until=entry["expires_at"])
    cache.delete(_key(token, FILE))
    if _entry(token) is None:
        # Deleted while it was read.
        cache.delete(_key(token, OUTCOME))
    with finish():
        if entry:
            _forget_token(entry["task"])


def _read(content: bytes) -> ParseOutcome:
    with NamedTemporaryFile(prefix="guest-cv-") as file:
        file.write(content)
        file.flush()
        return parse_file(Path(file.name), as_of=timezone.localdate())


def _packed(outcome: ParseOutcome) -> dict[str, Any]:
    parsed = outcome.parsed
    findings = parsed.to_dict() if parsed else None
    return {
        "status": outcome.status,
        "error_code": outcome.error_code or "",
        "ms": round(outcome.ms),
        "read_at": timezone.now().isoformat(),
        "findings": findings,
        "text": findings.pop("text") if findings else "",
        "algorithm": parsed.algorithm if parsed else "",
        "as_of": parsed.as_of.isoformat() if parsed else "",
        "candidate": parsed.name.value if parsed and parsed.name else "",
    }


def _forget_token(task: UUID | str) -> None:
    """The queue keeps its rows for weeks; what opens a result must not stay there."""
    QueuedTask.objects.filter(pk=task).update(kwargs={"token": ""})


def guest_result(token: str) -> GuestResult:
    """What there is under the token; raises ResultGoneError when nothing is."""
    entry = _entry(token)
    if entry is None:
        raise ResultGoneError
    packed = _get(token, OUTCOME)
    outcome: dict[str, Any] | None = json.loads(packed) if packed else None
    cv = Cv(file_name=entry["name"], size=entry["size"])
    if outcome:
        cv.status, cv.error_code = outcome["status"], outcome["error_code"]
        cv.candidate_name = outcome["candidate"]
    else:
        cv.task = QueuedTask.objects.filter(pk=entry["task"]).defer("kwargs", "problem_trace").first()
    result = GuestResult(token, cv, entry["expires_at"], outcome, tuple(_corrections(token)))
    if result.corrections and result.laid:
        cv.candidate_name = (result.laid.findings.get("name") or {}).get("value") or ""
    return result


def _corrections(token: str) -> list[Correction]:
    """What the guest corrected, the oldest first."""
    packed = _get(token, CORRECTIONS)
    return [Correction(**one) for one in json.loads(packed)] if packed else []


def correct_guest_cv(token: str, changes: Sequence[Correction]) -> None:
    """Lay corrections over what was read, until it is deleted; all of them are taken or none."""
    result = guest_result(token)
    if result.laid is None:
        raise StillWorkingError(_("Wait for the result, then try again."))
    for one in changes:
        refuse_misfit(one)
    if len(result.corrections) + len(changes) > MOST:
        raise TooManyCorrectionsError(_("Take back some that are not needed any more."))
    now = timezone.now()
    # Each a moment of its own, which is how it is told from the others when it is taken back.
    moments = [
        (now + timedelta(microseconds=place)).isoformat(timespec="microseconds") for place in range(len(changes))
    ]
    new = [replace(one, at=at) for one, at in zip(changes, moments, strict=True)]
    _keep_corrections(result, [*result.corrections, *new])


def number_of(correction: Correction) -> int:
    """Which of a guest's corrections it is, whatever was taken back meanwhile."""
    return int("".join(filter(str.isdecimal, correction.at)))


def undo_guest_correction(token: str, number: int) -> None:
    """Let what was read count again in place of the correction of that number; one that is gone is no error."""
    result = guest_result(token)
    _keep_corrections(result, [one for one in result.corrections if number_of(one) != number])


def _keep_corrections(result: GuestResult, corrections: Sequence[Correction]) -> None:
    packed = json.dumps([one.to_dict() for one in corrections]).encode()
    _put(result.token, CORRECTIONS, packed, until=result.expires_at)
    if _entry(result.token) is None:
        # Deleted while it was corrected.
        cache.delete(_key(result.token, CORRECTIONS))


def delete_guest_cv(token: str) -> None:
    """Drop everything under the token; one that is gone already is no error."""
    entry = _entry(token)
    # The entry first: whoever is reading the file looks for it last.
    cache.delete(_key(token, ENTRY))
    cache.delete_many([_key(token, part) for part in (FILE, OUTCOME, CORRECTIONS)])
    if entry:
        _forget_token(entry["task"])
