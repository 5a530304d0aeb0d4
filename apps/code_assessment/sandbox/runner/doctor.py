"""Says whether programs can be judged: what runners announced, or what this process finds where none can be asked."""

import json
import os

from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.runner.asking import RunnerEngine

CURE = 'See "Judging programs" in docs/operations.md'
START = "Start it: RUNNER_BROKER_URL=... python -m apps.code_assessment.sandbox.runner"


def said_by_runners(url: str) -> dict[str, object]:
    asked = RunnerEngine(url)
    if reason := asked.refusal():
        return {"ok": False, "detail": reason, "cure": CURE if asked.runners() else START}
    there = asked.runners()
    who = "; ".join(
        f"{one['name']} as user {one['user']}, memory by {one['memory_by']}, {one['kernel']}" for one in there
    )
    return {"ok": True, "detail": f"judges in {', '.join(asked.languages())} ({who})"}


def tried_here() -> dict[str, object]:
    engine = BubblewrapEngine()
    try:
        if reason := engine.refusal():
            return {"ok": False, "detail": reason, "cure": CURE}
        report = engine.report()
        names = ", ".join(engine.languages())
        return {"ok": True, "detail": f"boxes hold ({report.kernel}, memory by {report.memory_by}); {names} work"}
    finally:
        engine.close()


if __name__ == "__main__":
    address = os.environ.get("RUNNER_BROKER_URL", "")
    print(json.dumps(said_by_runners(address) if address else tried_here()))  # noqa: T201 -- read by the doctor
