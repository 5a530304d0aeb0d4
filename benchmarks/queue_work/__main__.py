"""`python -m benchmarks.queue_work` measures in a process whose settings know the benchmark's tasks."""

import django

django.setup()

from benchmarks.queue_work.measure import main  # noqa: E402 -- models can be imported after the set-up only

main()
