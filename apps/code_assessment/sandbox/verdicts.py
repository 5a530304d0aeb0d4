"""From how a run ended to its verdict: IE before OLE, TLE, MLE and RE, and only then the answer counts."""

import re
import signal

from apps.code_assessment.sandbox.box import Ended
from apps.code_assessment.sandbox.contract import Limits, Verdict
from apps.code_assessment.sandbox.languages import OUT_OF_MEMORY, Language

KIB = 1024
# Runtimes say at the end why they gave up.
LAST_WORDS = 8 * KIB


def verdict_of(ended: Ended, limits: Limits, language: Language) -> tuple[Verdict | None, str]:
    """The verdict and why, or None when the program came to a good end and its answer decides."""
    if ended.is_broken and not ended.out_of_memory:
        return Verdict.IE, f"The sandbox ended before the program. {ended.reason}".strip()
    if ended.is_over:
        return Verdict.OLE, f"It wrote more than {limits.output_kib} KiB."
    if why := too_slow(ended, limits):
        return Verdict.TLE, why
    if ended.is_broken or is_out_of_memory(ended, limits, language):
        return Verdict.MLE, f"It needed more than {limits.memory_mib} MiB."
    if ended.reason:
        return Verdict.IE, f"The run was ended: {ended.reason}."
    return (Verdict.RE, how_it_ended(ended.status)) if ended.status else (None, "")


def too_slow(ended: Ended, limits: Limits) -> str:
    if ended.cpu_us > limits.cpu_ms * 1000 or ended.reason == "cpu":
        return f"It used {ended.cpu_us // 1000} ms of processor time; {limits.cpu_ms} ms are allowed."
    return f"It was not done after {limits.wall_ms} ms, most of which it waited." if ended.reason == "wall" else ""


def is_out_of_memory(ended: Ended, limits: Limits, language: Language) -> bool:
    allowed_kib = (limits.memory_mib + language.extra_memory_mib) * KIB
    if ended.reason == "memory" or ended.memory_kib > allowed_kib:
        return True
    if not ended.status:
        return False
    return ended.out_of_memory or bool(re.search(OUT_OF_MEMORY, ended.stderr[-LAST_WORDS:]))


def how_it_ended(status: int) -> str:
    """A wait status in words."""
    number = status & 0x7F
    if not number:
        return f"It ended with exit code {status >> 8}."
    try:
        return f"It was ended by {signal.Signals(number).name}."
    except ValueError:
        return f"It was ended by signal {number}."
