"""What is done for people later."""

from apps.accounts import mail_delivery, services
from apps.accounts.services import own_data, profile
from apps.core.queue import task

HOUR_SECONDS, DAY_SECONDS = 3_600, 86_400


@task("accounts.send_mail", slow=True, public=True)
def send_mail(mail_id: str) -> None:
    mail_delivery.deliver(mail_id)


@task("accounts.delete_file", slow=True, public=True)
def delete_file(name: str) -> None:
    profile.delete_personal_file(name)


@task("accounts.delete_mail_files", slow=True, public=True)
def delete_mail_files(mail_ids: list[str]) -> None:
    mail_delivery.delete_files(mail_ids)


@task("accounts.make_export", slow=True, public=True, timeout_seconds=600)
def make_export(export_id: str) -> None:
    own_data.make_export(export_id)


@task("accounts.forget_exports", public=True, every_seconds=HOUR_SECONDS)
def forget_exports() -> None:
    own_data.forget_exports()


@task("accounts.purge_mails", public=True, every_seconds=DAY_SECONDS)
def purge_mails() -> None:
    mail_delivery.purge_mails()


@task("accounts.forget_sign_ins", public=True, every_seconds=DAY_SECONDS)
def forget_sign_ins() -> None:
    services.forget_old_sign_ins()
