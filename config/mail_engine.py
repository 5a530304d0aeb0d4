"""Which engine carries mail: files by default, a mail server or a service by setting."""

import hmac
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

ENGINES = ("files", "smtp", "ses", "sendgrid")
SECURITIES = ("starttls", "tls", "none")
FILES_BACKEND = "apps.core.mail.EmlFileBackend"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SENDGRID_BACKEND = "anymail.backends.sendgrid.EmailBackend"
SUBMISSION_PORT, TLS_PORT = 587, 465
LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class MailEngine:
    """What Django's settings need to know of it."""

    name: str
    backend: str
    host: str = ""
    port: int = SUBMISSION_PORT
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "none"
    anymail: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> str:
        """In words that may be shown: no secret is among them."""
        return f"{self.name} ({self.host}:{self.port})" if self.host else self.name


def mail_engine() -> MailEngine:
    """The engine that the variables choose; a value that makes no sense names its variable."""
    url = env.text("EMAIL_URL")
    name = env.text("MAIL_ENGINE") or ("smtp" if url or env.text("EMAIL_HOST") else "files")
    if name not in ENGINES:
        raise ImproperlyConfigured(f"MAIL_ENGINE: say {', '.join(ENGINES[:-1])} or {ENGINES[-1]}, not {name!r}")
    if name == "files":
        return MailEngine(name, FILES_BACKEND)
    if not env.text("DEFAULT_FROM_EMAIL"):
        raise ImproperlyConfigured(f"DEFAULT_FROM_EMAIL: MAIL_ENGINE={name} needs a sender that it lets through")
    if name == "sendgrid":
        return _sendgrid()
    if name == "ses":
        return _ses()
    return _from_url(url) if url else _smtp(host=env.text("EMAIL_HOST"), user="", password="")


def _smtp(*, host: str, user: str, password: str, name: str = "smtp") -> MailEngine:
    if not host:
        raise ImproperlyConfigured("EMAIL_HOST: MAIL_ENGINE=smtp needs the name of a mail server, or EMAIL_URL")
    security = env.text("EMAIL_SECURITY", "starttls")
    if security not in SECURITIES:
        raise ImproperlyConfigured(f"EMAIL_SECURITY: say starttls, tls or none, not {security!r}")
    port = env.integer("EMAIL_PORT", TLS_PORT if security == "tls" else SUBMISSION_PORT)
    if not 0 < port <= LAST_PORT:
        raise ImproperlyConfigured(f"EMAIL_PORT: {port} is not a port number (1 to {LAST_PORT})")
    return MailEngine(
        name,
        SMTP_BACKEND,
        host=env.text("EMAIL_HOST", host),
        port=port,
        user=env.text("EMAIL_HOST_USER", user),
        password=env.text("EMAIL_HOST_PASSWORD", password),
        security=security,
    )


def _from_url(url: str) -> MailEngine:
    """smtp://user:password@host:587 (with STARTTLS), smtps://… (TLS from the start), smtp+plain://… (neither)."""
    securities = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"EMAIL_URL: {error}") from error
    if parts.scheme not in securities or not parts.hostname or port == 0:
        raise ImproperlyConfigured("EMAIL_URL: write it as smtp://user:password@host:587 or smtps://…:465")
    security = securities[parts.scheme]
    return MailEngine(
        "smtp",
        SMTP_BACKEND,
        host=parts.hostname,
        port=port or (TLS_PORT if security == "tls" else SUBMISSION_PORT),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
    )


def _sendgrid() -> MailEngine:
    """By its web API, which needs no open port but 443."""
    known = {"SENDGRID_API_KEY": env.required("SENDGRID_API_KEY", "MAIL_ENGINE=sendgrid needs it")}
    if address := env.text("SENDGRID_API_URL"):
        if urlsplit(address).scheme not in {"http", "https"}:
            raise ImproperlyConfigured("SENDGRID_API_URL: write it as https://api.eu.sendgrid.com/v3/")
        known["SENDGRID_API_URL"] = address
    return MailEngine("sendgrid", SENDGRID_BACKEND, anymail={**known, "REQUESTS_TIMEOUT": (10, 20)})


def _ses() -> MailEngine:
    """Amazon SES by its SMTP interface: nothing has to be installed for it, and the keys are the usual ones."""
    needs = "MAIL_ENGINE=ses needs it"
    region = env.required("AWS_REGION", needs)
    user, secret = env.required("AWS_ACCESS_KEY_ID", needs), env.required("AWS_SECRET_ACCESS_KEY", needs)
    return _smtp(
        name="ses",
        host=f"email-smtp.{region}.amazonaws.com",
        user=user,
        password=ses_smtp_password(secret, region),
    )


def ses_smtp_password(secret: str, region: str) -> str:
    """The password of SES's SMTP interface, which Amazon derives from the secret key of an access key."""
    signature = f"AWS4{secret}".encode()
    for part in ("11111111", region, "ses", "aws4_request", "SendRawEmail"):
        signature = hmac.new(signature, part.encode(), sha256).digest()
    return b64encode(b"\x04" + signature).decode()
