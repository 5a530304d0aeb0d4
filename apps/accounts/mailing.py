"""Mail to people: written in the transaction that wants it, in the receiver's language, and sent after the commit."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from apps.accounts.mail_text import parts_of
from apps.accounts.models import Mail, User
from apps.accounts.queries import user_of_address
from apps.accounts.speaking import speaking_to
from apps.core.colour import Accent, readable_accent
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope
from apps.core.sealing import seal
from apps.tenants.models import Tenant
from apps.tenants.queries import address_of

# What the words of a waiting mail are sealed for.
SEALED_FOR = "mail"
FOLDER = "emails"
OUR_ACCENT = "#2f41c4"
LONGEST_SUBJECT = 250
# Addresses of people who deleted their account end so; nobody lives there (RFC 2606).
NOWHERE = ".invalid"
UNSUBSCRIBE_SALT = "rostrum.unsubscribe"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words, ready to be sent."""

    subject: str
    text: str
    html: str
    # Where the receiver ends mails of this kind with one press; empty for those that cannot be ended.
    unsubscribe_url: str = ""


def send_mail_to(
    receiver: User | str, template: str, *, tenant: Tenant | None = None, kind: str = "", **context: Any
) -> Mail | None:
    """Queue `templates/emails/<template>` for a person or an address, in the look of the tenant.

    A template with a folder of its own, as allauth's have, stands for itself.
    Belongs inside a transaction: no commit, no mail. `<template>.txt` and `<template>_subject.txt` are needed; without
    `<template>.html` the text's paragraphs make it. A `kind` is one of the apps' `notification_kinds`: whoever switched
    it off gets nothing, and None is returned.
    """
    user = user_of_address(receiver) if isinstance(receiver, str) else receiver
    address = receiver if isinstance(receiver, str) else receiver.email
    if address.endswith(NOWHERE) or (kind and user is not None and kind in user.muted_kinds):
        return None
    with speaking_to(user, tenant):
        known = {"receiver": user, "email": address, "unsubscribe_url": unsubscribe_url(user, kind) if kind else ""}
        letter = written(template if "/" in template else f"{FOLDER}/{template}", tenant, context | known)
        mail = Mail(
            tenant=tenant if tenant else None,
            user=user,
            address=address,
            template=template[-80:],
            kind=kind,
            subject=letter.subject[:LONGEST_SUBJECT],
            language=translation.get_language() or settings.LANGUAGE_CODE,
            sealed=seal(SEALED_FOR, json.dumps(asdict(letter)).encode()),
        )
    with scope(PUBLIC):
        mail.save(force_insert=True)
        later("accounts.send_mail", mail_id=mail.pk)
    return mail


def mail_link(name: str, *args: Any, tenant: Tenant | None = None, **kwargs: Any) -> str:
    """The whole address of a page for a mail: on the tenant's own host name, below its path, or the platform's."""
    if not tenant:
        return settings.BASE_URL + reverse(name, urlconf=settings.PUBLIC_SCHEMA_URLCONF, args=args, kwargs=kwargs)
    base, path = address_of(tenant)
    with scope(tenant, path):
        return base + reverse(name, urlconf=settings.ROOT_URLCONF, args=args, kwargs=kwargs)


def written(prefix: str, tenant: Tenant | None, context: dict[str, Any]) -> Letter:
    """The mail's words in the language of now; templates are `<prefix>.txt`, `<prefix>_subject.txt` and `.html`."""
    stem = prefix.removesuffix("_message")
    base, path = address_of(tenant) if tenant else (settings.BASE_URL, "/")
    frame = {
        "tenant": tenant or None,
        "tenant_url": f"{base}{path}" if tenant else "",
        "base_url": settings.BASE_URL,
        "accent": _accent_of(tenant),
        "language": translation.get_language(),
        "is_rtl": translation.get_language_bidi(),
    } | context
    subject = " ".join(render_to_string(f"{stem}_subject.txt", frame).split())
    text = f"{render_to_string(f'{prefix}.txt', frame).strip()}\n"
    known = frame | {"subject": subject, "parts": parts_of(text)}
    try:
        html = render_to_string(f"{prefix}.html", known)
    except TemplateDoesNotExist:
        html = render_to_string(f"{FOLDER}/base.html", known)
    return Letter(subject, text, html, str(known.get("unsubscribe_url", "")))


def unsubscribe_url(user: User | None, kind: str) -> str:
    """The address that switches a kind of notification off for whoever holds it, without signing in."""
    if user is None:
        return ""
    token = signing.dumps([str(user.pk), kind], salt=UNSUBSCRIBE_SALT)
    return mail_link("accounts:unsubscribe", token)


def read_unsubscribe(token: str) -> tuple[str, str]:
    """Whose mails of which kind the token ends; BadSignature for one that is not ours."""
    user_id, kind = signing.loads(token, salt=UNSUBSCRIBE_SALT)
    return str(user_id), str(kind)


def _accent_of(tenant: Tenant | None) -> Accent:
    return readable_accent(tenant.accent if tenant and tenant.accent else OUR_ACCENT)
