"""The sandbox: runners, their boxes, what waits for them, and how programs ended."""

from collections.abc import Iterator

from apps.code_assessment.engine import engine
from apps.code_assessment.readiness import runners
from apps.code_assessment.sandbox.runner.asking import RunnerEngine
from apps.code_assessment.verdict_counts import verdict_counts
from apps.core.metrics import Metric, Sample, measures

RUNNERS = Metric("rostrum_runners", "Runners that are alive, by whether their boxes hold.", ("state",))
BOXES = Metric("rostrum_boxes", "Programs that ready runners can judge at the same time.")
WAITING = Metric("rostrum_programs_waiting", "Bells for programs that no runner has heard yet.")
JUDGED = Metric(
    "rostrum_programs_judged_total", "Programs by verdict, since the broker's memory began.", ("verdict",), "counter"
)


@measures("sandbox", RUNNERS, BOXES, WAITING, JUDGED)
def measure_sandbox() -> Iterator[Sample]:
    there, chosen = runners(), engine()
    ready = [one for one in there if not one["refusal"]]
    yield Sample(RUNNERS, len(ready), ("ready",))
    yield Sample(RUNNERS, len(there) - len(ready), ("refusing",))
    yield Sample(BOXES, sum(one["processes"] for one in ready))
    yield Sample(WAITING, chosen.line.bells() if isinstance(chosen, RunnerEngine) else 0)
    for verdict, count in verdict_counts().items():
        yield Sample(JUDGED, count, (verdict,))
