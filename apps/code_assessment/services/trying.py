"""Deeds of whoever writes a problem: have it tried as it is typed, before anything is saved."""

import logging
import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.code_assessment import judging, try_outs
from apps.code_assessment.content import Content
from apps.code_assessment.generating import GeneratorError
from apps.code_assessment.sandbox.contract import InvalidSubmissionError, SandboxRefusedError
from apps.code_assessment.services.refusals import TooManyOpenError
from apps.code_assessment.services.submitting import require_sandbox
from apps.code_assessment.try_outs import TryOut
from apps.core.models import QueuedTask
from apps.core.queue import later
from apps.core.scope import current_schema

log = logging.getLogger(__name__)
TASK = "code_assessment.try_problem"
MOST_WAITING = 2
SECONDS_BETWEEN_WORDS = 0.1


@transaction.atomic
def try_out_problem(membership: Membership, content: Content) -> TryOut:
    """Let the reference solution run on all tests of a problem that nobody has saved."""
    require_sandbox()
    waiting = QueuedTask.objects.filter(
        name=TASK,
        schema_name=current_schema(),
        state__in=(QueuedTask.State.QUEUED, QueuedTask.State.RUNNING),
        kwargs__member_id=str(membership.pk),
    )
    if waiting.count() >= MOST_WAITING:
        raise TooManyOpenError(_("Up to %(n)s can wait at a time.") % {"n": MOST_WAITING}, retry_after=2)
    made = TryOut(uuid4(), [one.name for one in content.everything], content.checker)
    try_outs.begin(membership.pk, made, content)
    later(TASK, member_id=membership.pk, try_out_id=made.id)
    return made


def run_try_out(member_id: str, try_out_id: str) -> None:
    """Run it; what comes of each test is there for its writer as soon as it is known."""
    content, found = try_outs.content_of(member_id, try_out_id), try_outs.kept(member_id, try_out_id)
    if content is None or found is None:
        return
    try_outs.keep(member_id, _tried(content, found, member_id))


def _tried(content: Content, found: TryOut, member_id: str) -> TryOut:
    told_at = 0.0

    def tell(_of: int, done: list[dict[str, Any]]) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at >= SECONDS_BETWEEN_WORDS:
            told_at = now
            try_outs.keep(member_id, replace(found, tests=done))

    # Nothing that was typed is hidden from whoever typed it.
    shown = replace(content, tests=tuple(replace(one, is_sample=True) for one in content.tests))
    program = judging.program_of(shown, shown.reference_language, shown.reference)
    try:
        outcome = judging.judge(shown, program, told=tell, scope_name=current_schema())
    except (GeneratorError, InvalidSubmissionError, SandboxRefusedError) as error:
        log.warning("try-out %s could not be judged: %s", found.id, error)
        return replace(found, is_over=True, why=str(error))
    return replace(
        found,
        is_over=True,
        verdict=outcome.verdict,
        tests=outcome.tests,
        compile_output=outcome.compile_output,
        cpu_ms=outcome.cpu_ms,
    )
