"""What the platform knows of a person, as files of an archive."""

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.core import signing
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.accounts.models import Agreement, Membership, SavedView, User
from apps.accounts.queries import agreements_of
from apps.core.modules import declaring
from apps.core.scope import scope
from apps.tenants.models import Tenant

# The name of a file in the archive, and its content: bytes, or something that is read piece by piece.
Entry = tuple[str, bytes | IO[bytes]]
# Whoever guesses at a password here is as slow as at allauth's own question for it.
TRIES = "reauthenticate"
LINK_SALT, LINK_SECONDS = "rostrum.export", 86_400
WITHOUT_SCHEMA = (Tenant.Status.SPARE, Tenant.Status.ERASED)


def export_token(export_id: object) -> str:
    """What the link of an archive ends in; it says nothing to whoever is not signed in as its owner."""
    return signing.dumps(str(export_id), salt=LINK_SALT, compress=False)


def is_token_of(token: str, export_id: object) -> bool:
    """Whether the link was made for this archive in the last day."""
    try:
        return bool(signing.loads(token, salt=LINK_SALT, max_age=LINK_SECONDS) == str(export_id))
    except signing.BadSignature:
        return False


def as_json(value: object) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def _rows(rows: Iterable[Model], *fields: str) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in fields} for row in rows]


def _agreement(agreement: Agreement) -> dict[str, Any]:
    """With the words, as a version may have been withdrawn since."""
    text = agreement.text
    said = {"text": text.kind, "version": text.number, "at": agreement.at, "how": agreement.how}
    from_where = {"address": agreement.address, "browser_in_words": agreement.browser_in_words}
    language = text.language_for(agreement.language)
    return said | from_where | {"language": language, "words": text.text_in(language)}


def places_of(user: User) -> list[Membership]:
    """Everywhere the person is or was, as far as anything is left there."""
    found = user.memberships.select_related("tenant").exclude(tenant__status__in=WITHOUT_SCHEMA)
    return list(found.order_by("created_at"))


def entries_about(user: User) -> Iterator[Entry]:
    """What belongs to no workspace."""
    yield "README.txt", _readme(user).encode()
    fields = ("id", "email", "name", "language", "formats", "timezone", "muted_kinds", "date_joined", "last_login")
    yield "profile.json", as_json(_rows([user], *fields)[0])
    yield (
        "workspaces.json",
        as_json(
            [
                {"workspace": place.tenant.name, "address": place.tenant.path, "member": place.pk, "role": place.role}
                | {"state": place.state, "since": place.created_at}
                for place in places_of(user)
            ]
        ),
    )
    yield (
        "browsers.json",
        as_json(_rows(user.browser_sessions.all(), "browser_in_words", "way", "address", "started_at", "last_seen_at")),
    )
    yield (
        "sign-ins.json",
        as_json(
            _rows(
                user.sign_ins.all(), "at", "outcome", "way", "through", "address", "browser_in_words", "is_new_device"
            )
        ),
    )
    yield "agreements.json", as_json([_agreement(one) for one in agreements_of(user)])
    yield "mails.json", as_json(_rows(user.mails.all(), "created_at", "address", "subject", "sent_at"))
    if user.avatar_name and default_storage.exists(user.avatar_name):
        with default_storage.open(user.avatar_name, "rb") as picture:
            yield "picture.png", picture


def entries_in(place: Membership) -> Iterator[Entry]:
    """What lies in one workspace, of the platform's and of every module's that declares an exporter."""
    folder = f"workspaces/{slugify(place.tenant.slug or str(place.tenant_id))}"
    with scope(place.tenant):
        views = _rows(SavedView.objects.filter(member_id=place.pk), "listing", "title", "query", "created_at")
        keys = _rows(
            place.api_keys.all(), "name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"
        )
        yield f"{folder}/saved-views.json", as_json(views)
        yield f"{folder}/api-keys.json", as_json(keys)
        for app in declaring("exporter"):
            for name, content in import_string(app.exporter)(place.pk):
                yield f"{folder}/{app.slug}/{name}", content


def _readme(user: User) -> str:
    lines = (
        _("This archive holds what Rostrum knows of %(who)s.") % {"who": f"{user.name} <{user.email}>"},
        _("Files that end in .json are text; programs read them, and so do people with a text editor."),
        _("Each workspace has a folder below “workspaces”, and in it each module that keeps something of yours."),
        _("Passwords and keys are not in it: we keep only what is needed to recognise them."),
    )
    return "\n\n".join(lines) + "\n"
