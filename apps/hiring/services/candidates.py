"""Deeds on candidates: one record for each person, whoever brings it in."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.modules import all_modules
from apps.hiring.contact import plain_email, plain_phone
from apps.hiring.models import Candidate
from apps.hiring.queries.doubles import root_of
from apps.hiring.services.doubles import is_same_name, suspect_doubles
from apps.hiring.services.problems import AddressTakenError, ContactNeededError, ContactRefusedError

# What can be said when a candidate is made or changed; phone and address are made plain.
FIELDS = frozenset({"name", "email", "phone", "location", "headline", "links", "source", "tags", "member_id"})
LONGEST = {"name": 200, "location": 200, "headline": 200, "source": 80}
LONGEST_TAG, MOST_TAGS, MOST_LINKS = 40, 30, 20


def plain_tags(tags: Iterable[str]) -> list[str]:
    """Each once whatever its case, in the order of the alphabet."""
    once = {tag.casefold(): tag for tag in (" ".join(one.split())[:LONGEST_TAG] for one in tags) if tag}
    return [once[key] for key in sorted(once)][:MOST_TAGS]


def _plain(fields: dict[str, Any], *, strict: bool) -> dict[str, Any]:
    """The values as they are stored. What is no address and no phone is refused, or left out where nobody typed it."""
    if unknown := sorted(set(fields) - FIELDS):
        raise TypeError(f"a candidate has no {', '.join(unknown)} to be set")
    plain = dict(fields)
    for name, shape in (("email", plain_email), ("phone", plain_phone)):
        if name in fields:
            plain[name] = shape(fields[name] or "")
            if strict and fields[name] and not plain[name]:
                raise ContactRefusedError(
                    _("Write phone numbers with their country, such as +49 30 123456."), field=name
                )
    for name, length in LONGEST.items():
        if name in plain:
            plain[name] = " ".join(str(plain[name] or "").split())[:length]
    if "tags" in plain:
        plain["tags"] = plain_tags(plain["tags"] or ())
    if "links" in plain:
        plain["links"] = [str(link)[:300] for link in plain["links"] or () if link][:MOST_LINKS]
    return plain


def _require_contact(candidate: Candidate) -> None:
    if not (candidate.name or candidate.email or candidate.phone):
        raise ContactNeededError(_("Give at least one of the three."))


def _save(candidate: Candidate) -> None:
    """The database says when the address is somebody else's."""
    try:
        with transaction.atomic():
            candidate.save()
    except IntegrityError as error:
        if "one_candidate_per_email" not in str(error):
            raise
        other = Candidate.objects.present().get(email=candidate.email)
        raise AddressTakenError(_("Merge the two if they are one person."), candidate=str(other.pk)) from error


@transaction.atomic
def create_candidate(*, by: Membership | None, **fields: Any) -> Candidate:
    """A new record from what somebody typed; those who may be the same person are suggested."""
    candidate = Candidate(created_by_id=by.pk if by else None, **_plain(fields, strict=True))
    _require_contact(candidate)
    _save(candidate)
    suspect_doubles(candidate)
    return candidate


@transaction.atomic(savepoint=False)
def find_or_create_candidate(*, by: Membership | None = None, **fields: Any) -> tuple[Candidate, bool]:
    """The record of the person whom address, phone and name say, and whether it is new.

    Who signed in decides, and else an address that is known. A phone does where the record has no other address and no
    other name; where it has, two records are kept and suggested as one. What a known record lacks is filled in, nothing
    is overwritten.
    """
    plain = _plain(fields, strict=False)
    _hold_phone(plain.get("phone", ""))
    known = _by_member(plain.get("member_id")) or _by_address(plain.get("email", "")) or _by_phone(plain)
    if known is None:
        candidate = Candidate(created_by_id=by.pk if by else None, **plain)
        try:
            _save(candidate)
        except AddressTakenError:
            known = _by_address(candidate.email)
        else:
            suspect_doubles(candidate)
            return candidate, True
    if known is None:
        raise AddressTakenError
    return _completed(known, plain), False


def _hold_phone(phone: str) -> None:
    """Whoever brings the same number at the same moment waits: no constraint can say that two phones are one person."""
    if phone:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || %s))", [phone])


def _by_member(member_id: UUID | None) -> Candidate | None:
    """By who signed in."""
    return Candidate.objects.present().filter(member_id=member_id).first() if member_id else None


def _by_address(email: str) -> Candidate | None:
    """By an address of the record or of one that was merged into it."""
    if not email:
        return None
    found = Candidate.objects.filter(email=email).order_by(F("merged_into").asc(nulls_first=True), "-pk").first()
    return root_of(found) if found else None


def _by_phone(plain: dict[str, Any]) -> Candidate | None:
    phone, email, name = (plain.get(key, "") for key in ("phone", "email", "name"))
    if not phone:
        return None
    for one in Candidate.objects.present().filter(phone=phone).order_by("pk"):
        if not (email and one.email) and is_same_name(name, one.name):
            return one
    return None


def _completed(candidate: Candidate, plain: dict[str, Any]) -> Candidate:
    """Fill in what the record lacks."""
    locked = Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    lacking = {name: value for name, value in plain.items() if value and not getattr(locked, name)}
    if tags := [tag for tag in plain.get("tags", []) if tag not in locked.tags]:
        lacking["tags"] = plain_tags([*locked.tags, *tags])
    if lacking:
        for name, value in lacking.items():
            setattr(locked, name, value)
        _save(locked)
    return locked


@transaction.atomic
def complete_candidate(candidate: Candidate, **fields: Any) -> Candidate:
    """Fill in what the record lacks, overwriting nothing; an address that is somebody else's is left out."""
    plain = _plain(fields, strict=False)
    try:
        return _completed(candidate, plain)
    except AddressTakenError:
        return _completed(candidate, plain | {"email": ""})


@transaction.atomic
def candidate_of_member(member_id: UUID, *, name: str, email: str) -> Candidate:
    """The record of a person who signs in here as a candidate, made when there is none.

    Only the address that they sign in with says who they are: what a CV of theirs claims cannot open another's record.
    """
    known = Candidate.objects.present().filter(member_id=member_id).first() or _by_address(plain_email(email))
    if known is not None:
        return known if known.member_id else _completed(known, {"member_id": member_id})
    return find_or_create_candidate(name=name, email=email, member_id=member_id)[0]


@transaction.atomic
def update_candidate(candidate: Candidate, **fields: Any) -> Candidate:
    """Change what is given."""
    locked = Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    plain = _plain(fields, strict=True)
    changed = [name for name, value in plain.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, plain[name])
    _require_contact(locked)
    if changed:
        _save(locked)
        # Which fields, never what stood in them: the log cannot forget a person.
        record("candidate.changed", target=locked, label=locked.alias, note=", ".join(changed))
        suspect_doubles(locked)
    return locked


@transaction.atomic
def tag_candidates(candidates: Iterable[Candidate], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
    """Add tags and take others away; says how many records that changed."""
    added, gone = list(add), {tag.casefold() for tag in remove}
    ids = [one.pk for one in candidates]
    changed = []
    for one in Candidate.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"):
        tags = plain_tags(tag for tag in [*one.tags, *added] if tag.casefold() not in gone)
        if tags != one.tags:
            one.tags, one.updated_at = tags, timezone.now()
            changed.append(one)
    Candidate.objects.bulk_update(changed, ["tags", "updated_at"], batch_size=500)
    return len(changed)


@transaction.atomic
def delete_candidate(candidate: Candidate) -> None:
    """Erase the person: the record, those merged into it, and everything that anybody wrote or found out about them.

    Every installed module is told first, also one whose license has run out.
    """
    for one in [candidate, *Candidate.objects.filter(merged_into=candidate)]:
        for config in all_modules():
            if config.candidate_eraser:
                import_string(config.candidate_eraser)(one)
    record("candidate.deleted", target=candidate, label=candidate.alias)
    candidate.delete()


@transaction.atomic
def delete_candidates(candidates: Iterable[Candidate]) -> None:
    """Erase several, all or none."""
    for candidate in candidates:
        delete_candidate(candidate)
