"""Deeds on terms and privacy notices: publish, withdraw, begin the next version, agree."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.legal import Consent, forget_legal_texts
from apps.accounts.models import Agreement, LegalText, User
from apps.audit.services import record
from apps.core.actor import PERSON, STAFF, current_actor
from apps.core.problems import ProblemError
from apps.core.scope import PUBLIC, scope


class NotDraftError(ProblemError):
    code = "legal-text-published"
    title = _("This text was published already.")
    status = 409


class NotInForceError(ProblemError):
    code = "legal-text-not-published"
    title = _("This text is not published.")
    status = 409


def _locked(text: LegalText) -> list[LegalText]:
    """Every text of the kind, which nobody else publishes or withdraws meanwhile."""
    return list(LegalText.objects.select_for_update(of=("self",)).filter(kind=text.kind).order_by("pk"))


def _in_force_changed() -> None:
    forget_legal_texts()
    transaction.on_commit(forget_legal_texts)


@transaction.atomic
def publish_text(text: LegalText, *, reason: str) -> None:
    """Put the draft into force as the next version: everybody is asked to agree before their next page."""
    known = _locked(text)
    now = next((one for one in known if one.pk == text.pk), None)
    if now is None or not now.is_draft:
        raise NotDraftError
    actor = current_actor()
    text.number = 1 + max((one.number for one in known if one.number), default=0)
    text.state, text.published_at = LegalText.State.PUBLISHED, timezone.now()
    text.published_by_id = actor.id if actor.kind in {PERSON, STAFF} else None
    text.save(update_fields=["number", "state", "published_at", "published_by", "updated_at"])
    _record("published", text, reason)


@transaction.atomic
def withdraw_text(text: LegalText, *, reason: str) -> None:
    """Take it out of force: the version before holds again, and an agreement to this one counts no more."""
    now = next((one for one in _locked(text) if one.pk == text.pk), None)
    if now is None or now.state != LegalText.State.PUBLISHED:
        raise NotInForceError
    text.state, text.withdrawn_at = LegalText.State.WITHDRAWN, timezone.now()
    text.save(update_fields=["state", "withdrawn_at", "updated_at"])
    _record("withdrawn", text, reason)


def _record(deed: str, text: LegalText, reason: str) -> None:
    _in_force_changed()
    with scope(PUBLIC):
        record(f"legal.{deed}", target=text, label=f"{text.kind} {text.number}", note=reason)


def begin_next_text(text: LegalText) -> LegalText:
    """A draft with the words of this version, to go on from."""
    return LegalText.objects.create(kind=text.kind, text_en=text.text_en, text_de=text.text_de)


@transaction.atomic
def agree(user: User, consent: Consent | None) -> None:
    """Note what the person agreed to; a second time it stays as it was said first. None where nothing is asked."""
    if consent is None:
        return
    said = {"how": consent.how, "address": consent.address, "browser": consent.browser, "language": consent.language}
    for text in consent.texts:
        Agreement.objects.get_or_create(user=user, text_id=text.id, defaults=said)
    # The database has counted them in the person's row.
    user.refresh_from_db(fields=["agreed_terms", "agreed_privacy"])
