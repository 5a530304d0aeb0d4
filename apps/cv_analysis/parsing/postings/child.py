"""The child's side: read one posting from standard input, answer in JSON on standard output."""

import json
import resource
from functools import cache, partial

from apps.cv_analysis.parsing.extract.nursery import Work, serve

from . import parse_job, warm_up


def main(memory_bytes: int, cpu_seconds: int, idle_seconds: float) -> None:
    """Wait for orders."""
    serve(lambda _words: prepared(memory_bytes, cpu_seconds), idle_seconds)


@cache
def prepared(memory_bytes: int, cpu_seconds: int) -> Work:
    """The models are loaded once, before the first child is forked."""
    warm_up()
    return partial(answer, memory_bytes, cpu_seconds)


def answer(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with open(0, "rb", closefd=False) as file:
        job = parse_job(file.read().decode())
    with open(1, "wb", closefd=False) as output:
        output.write(json.dumps(job.to_dict()).encode("ascii"))
