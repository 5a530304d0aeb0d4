"""Asks a language model, where there is one, for what the reader left open and for better words, in no transaction.

Whatever comes of it, the scores are those of the reader alone.
"""

import time
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.ai.queries import is_answering
from apps.ai.services import Answer, ask_whole
from apps.core.queue import report_progress
from apps.core.scope import TenantLike
from apps.cv_analysis.assistance.filling import FilledFields, asked_of, filled_from, shown_text
from apps.cv_analysis.assistance.prose import Prose, checked, numbered, sentences_of
from apps.cv_analysis.models import Cv
from apps.cv_analysis.parsing import ParsedCv
from apps.cv_analysis.queries import corrections_of
from apps.cv_analysis.scoring.corrections import corrected
from apps.cv_analysis.scoring.insights import insights_of
from apps.cv_analysis.scoring.quality import score_cv

FILL, WRITE = "cv_analysis.fill_fields-v1", "cv_analysis.write_insights-v1"
FILL_FEATURE, WRITE_FEATURE = "cv_analysis.fields", "cv_analysis.insights"


def assistance_for(cv: Cv, parsed: ParsedCv | None, tenant: TenantLike) -> dict[str, Any]:
    """What was added and who added it, as it is stored with the analysis; empty where nobody is asked."""
    if parsed is None or not is_answering(tenant):
        return {}
    report_progress(70, str(_("Asking a language model")))
    ends_at = time.monotonic() + settings.AI_DEADLINE_SECONDS
    corrections = corrections_of(cv)
    plain = parsed.to_dict()
    text = plain.pop("text")
    findings = corrected(plain, text, corrections).findings
    found: dict[str, Any] = {"calls": []}
    if asked := asked_of(findings, (one.path for one in corrections)):
        fields = ask_whole(
            FILL,
            FilledFields,
            tenant=tenant,
            data={"Fields asked for": ", ".join(asked), "CV": shown_text(text, findings, asked)},
            feature=FILL_FEATURE,
            seconds=settings.AI_DEADLINE_SECONDS / 2,
        )
        found["calls"].append(_call(fields))
        if fields.value is not None:
            found["filled"] = filled_from(fields.value, asked, text, findings, _engine(fields))
    # Nothing of the CV itself is sent: only what the scores say of it, in the language of whoever uploaded it.
    language = _language_of(cv)
    scores = score_cv(findings, text, file_name=cv.file_name)
    with translation.override(language):
        ours = sentences_of(insights_of(findings, text, scores))
    prose = ask_whole(
        WRITE,
        Prose,
        tenant=tenant,
        data={"Language": language, "Findings": numbered(ours)},
        feature=WRITE_FEATURE,
        seconds=ends_at - time.monotonic(),
    )
    found["calls"].append(_call(prose))
    if prose.value is not None:
        found |= {"prose": checked(prose.value, ours), "prose_engine": _engine(prose)}
    return found


def _call(answer: Answer[Any]) -> dict[str, Any]:
    """Who answered, by which prompt and for how much; a failure means that the local engine did the work."""
    return {
        "prompt": answer.prompt,
        "engine": _engine(answer),
        "cost": str(answer.cost),
        "is_fallback": answer.value is None,
        "failure": answer.failure or "",
    }


def _engine(answer: Answer[Any]) -> str:
    return f"{answer.provider} {answer.model}".strip() or "local"


def _language_of(cv: Cv) -> str:
    chosen = Membership.objects.filter(pk=cv.uploaded_by_id).values_list("user__language", flat=True).first()
    return chosen or settings.LANGUAGE_CODE
