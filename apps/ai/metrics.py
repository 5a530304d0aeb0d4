"""What language models were asked, and what that costs."""

from collections.abc import Iterator

from django.db import connection

from apps.ai.queries import this_month
from apps.core.metrics import Metric, Sample, measures

CALLS = Metric("rostrum_ai_calls_recently", "Calls of the last 5 minutes.", ("provider", "outcome"))
TOKENS = Metric("rostrum_ai_tokens_recently", "Tokens of the last 5 minutes.", ("provider", "direction"))
COST = Metric("rostrum_ai_cost_usd_recently", "What the calls of the last 5 minutes cost.", ("provider",))
MONTH = Metric("rostrum_ai_cost_usd_month", "Spent since the first of the month (UTC), by whose account.", ("account",))

# Servers that workspaces bring are one provider here: their names are nobody else's business.
_CALLS = """
SELECT CASE WHEN is_own THEN 'own' WHEN provider = '' THEN 'none' ELSE provider END AS provider,
       CASE WHEN is_cached THEN 'cached' WHEN failure = '' THEN 'answered' ELSE failure END AS outcome,
       count(*), sum(tokens_in), sum(tokens_out), sum(cost)
  FROM ai_aicall WHERE created_at > now() - interval '5 minutes' GROUP BY 1, 2
"""
_MONTH = """
SELECT coalesce(sum(platform_spent), 0), coalesce(sum(spent - platform_spent), 0) FROM ai_aispending WHERE month = %s
"""


@measures("ai", CALLS, TOKENS, COST, MONTH)
def measure_ai() -> Iterator[Sample]:
    with connection.cursor() as cursor:
        cursor.execute(_CALLS)
        calls = cursor.fetchall()
        cursor.execute(_MONTH, [this_month()])
        platform, own = cursor.fetchone()
    sums: dict[str, list[float]] = {}
    for provider, outcome, count, *figures in calls:
        yield Sample(CALLS, count, (provider, outcome))
        before = sums.setdefault(provider, [0.0, 0.0, 0.0])
        sums[provider] = [old + float(new) for old, new in zip(before, figures, strict=True)]
    for provider, (read, written, cost) in sums.items():
        yield Sample(TOKENS, read, (provider, "read"))
        yield Sample(TOKENS, written, (provider, "written"))
        yield Sample(COST, cost, (provider,))
    yield Sample(MONTH, float(platform), ("platform",))
    yield Sample(MONTH, float(own), ("own",))
