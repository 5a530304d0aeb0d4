"""How long passwords take: the hash by itself, sign-ins one after another, and twenty sign-ups at once."""

import threading
import time
from collections.abc import Callable, Iterator
from statistics import median

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from apps.accounts.hashers import Argon2id
from apps.core.ids import uuid7
from benchmarks import Figure
from benchmarks.running import call, product_url

PASSWORD = "seven green kettles sing"
HASHES, SIGN_INS, AT_ONCE = 15, 40, 20
PERCENTILE = 0.95


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * PERCENTILE))]


def sign_up(base: str, name: str) -> None:
    data = {"email": f"{name}@bench.example", "password": PASSWORD, "name": "Bench", "company": f"Bench {name[-8:]}"}
    call(f"{base}/api/v1/auth/register/", data=data)


def at_once(base: str) -> list[float]:
    """Everybody starts at the same moment; each one's time from then on."""
    gate, times = threading.Barrier(AT_ONCE), []

    def one() -> None:
        name = uuid7().hex
        gate.wait()
        times.append(milliseconds(lambda: sign_up(base, name)))

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) != AT_ONCE:
        raise RuntimeError(f"only {len(times)} of {AT_ONCE} sign-ups were answered")
    return times


def run() -> Iterator[Figure]:
    ours, peer = Argon2id(), PBKDF2PasswordHasher()
    times = [milliseconds(lambda: ours.encode(PASSWORD, ours.salt())) for _ in range(HASHES)]
    peers = [milliseconds(lambda: peer.encode(PASSWORD, peer.salt())) for _ in range(HASHES)]
    yield Figure("password hash", round(median(times), 1), "ms", "Django's default (PBKDF2)", round(median(peers), 1))
    base, name = product_url(), uuid7().hex
    sign_up(base, name)
    login = {"email": f"{name}@bench.example", "password": PASSWORD}
    found = [milliseconds(lambda: call(f"{base}/api/v1/auth/login/", data=login)) for _ in range(SIGN_INS)]
    yield Figure("sign-in, p95", round(p95(found), 1), "ms", "the hash alone", round(median(times), 1))
    yield Figure("20 sign-ups at once, p95", round(p95(at_once(base)), 1), "ms")
