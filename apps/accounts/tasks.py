"""What is done for people later."""

from apps.accounts import mail_delivery, services
from apps.core.queue import task

DAY_SECONDS = 86_400


@task("accounts.send_mail", slow=True, public=True)
def send_mail(mail_id: str) -> None:
    mail_delivery.deliver(mail_id)


@task("accounts.purge_mails", public=True, every_seconds=DAY_SECONDS)
def purge_mails() -> None:
    mail_delivery.purge_mails()


@task("accounts.forget_sign_ins", public=True, every_seconds=DAY_SECONDS)
def forget_sign_ins() -> None:
    services.forget_old_sign_ins()
