"""Deeds of a person on what is theirs alone: name, picture, and which mails they want."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services.people import rename_user
from apps.audit.services import record
from apps.core.ids import uuid7
from apps.core.modules import notification_kinds
from apps.core.pictures import as_png
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope

# Where pictures and archives of people lie, outside every tenant's folder: a person belongs to none.
PICTURES, EXPORTS = "people/", "exports/"


@transaction.atomic
def mute_kind(user_id: UUID | str, name: str) -> None:
    """No more mails of that kind for the person; somebody who is gone needs nothing."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is not None:
        choose_mails(user, {name: False})


@transaction.atomic
def choose_mails(user: User, wanted: Mapping[str, bool]) -> None:
    """Switch kinds of mail on or off; what is not named stays, and what no app declares (any more) is left out."""
    known = {kind.name for kind in notification_kinds()}
    muted = (set(user.muted_kinds) | {name for name, on in wanted.items() if not on}) & known
    user.muted_kinds = sorted(muted - {name for name, on in wanted.items() if on})
    user.save(update_fields=["muted_kinds"])


@transaction.atomic
def change_profile(user: User, *, name: str, mails: Mapping[str, bool]) -> None:
    """What the profile's form holds, in one go."""
    if name != user.name:
        rename_user(user, name=name)
    choose_mails(user, mails)


@transaction.atomic
def change_picture(user: User, upload: "UploadedFile[bytes] | None") -> None:
    """Store the picture, made anew from its pixels, or take it away; the file of the old one is deleted."""
    picture = as_png(upload, square=True) if upload is not None else None
    before = User.objects.select_for_update().get(pk=user.pk).avatar_name
    user.avatar_name = default_storage.save(f"{PICTURES}{uuid7()}.png", ContentFile(picture)) if picture else ""
    user.save(update_fields=["avatar_name"])
    if before:
        delete_later([before])
    if before or picture:
        with scope(PUBLIC):
            record("person.picture-changed", target=user, label=str(user))


def delete_later(names: Iterable[str]) -> None:
    """Remove files of a person once this transaction has committed."""
    for name in names:
        later("accounts.delete_file", name=name)


def delete_personal_file(name: str) -> None:
    """Remove a file that belongs to a person and to no tenant; one that is gone already is no error."""
    if not name.startswith((PICTURES, EXPORTS)):
        raise ValueError(f"{name} is no file of a person")
    default_storage.delete(name)
