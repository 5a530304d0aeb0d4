"""What a process of the worker holds: models and word lists are loaded once, before the worker divides."""

import json
import subprocess
import sys
from typing import TypedDict

import pytest
from django.conf import settings

from tests.real_processes import PROJECT

# As the worker begins; what comes after the fork is told through its output.
DIVIDED = """
import json, os, resource, time
import config.celery
import django
django.setup()
config.celery.share_memory()
if os.fork() == 0:
    from apps.interviews.evaluation.local import evaluate_locally
    from apps.interviews.evaluation.model import Asked
    answer = "I led four people. We built a bridge over the river, and I chose stone because it lasts. "
    points = ("leads four people", "chooses stone for the bridge")
    asked = Asked("Tell me of a bridge that you built.", "open", points)
    took, scores = [], []
    for times in (1, 1, 40):
        before = time.process_time()
        scores.append(evaluate_locally(asked, answer * times).score)
        took.append(time.process_time() - before)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"took": took, "held": held, "scores": scores}))
    os._exit(0)
os.wait()
"""


class Told(TypedDict):
    """Seconds of processor for each answer, and what it was worth; the most memory that was held, in KiB."""

    took: list[float]
    scores: list[int]
    held: int


@pytest.fixture(scope="module")
def divided() -> Told:
    """What a process that the worker divided into says of two short answers and a very long one."""
    run = subprocess.run([sys.executable, "-c", DIVIDED], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told: Told = json.loads(run.stdout)
    assert told["scores"][0] > 0
    return told


def test_first_answer_of_an_interview_finds_the_model_loaded(divided: Told) -> None:
    first, second, _long = divided["took"]
    assert first < 3 * second


def test_answers_of_interviews_do_not_use_up_a_process_of_the_worker(divided: Told) -> None:
    assert divided["held"] < settings.CELERY_WORKER_MAX_MEMORY_PER_CHILD
