"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with OWASP's memory and three times its passes: about 70 ms of one core (`manage.py bench sign_in`).

    Django's own choice takes 100 MiB and eight lanes, so that a burst of sign-ins on two cores waits for seconds.
    A hash made with other numbers is renewed at the next sign-in.
    """

    time_cost = 6
    memory_cost = 19456
    parallelism = 1
