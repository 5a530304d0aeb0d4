"""Before a property is tried, Hypothesis has read those of our modules that were loaded since the last one.

It looks in them for constants to try, which is done within some draw: on a busy machine that one takes a second, and
fails as too slow.
"""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# One draw in twenty looks for a constant.
ENOUGH = 300


class _Read:
    modules = 0


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Fixtures have loaded what they need by now."""
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False) and len(sys.modules) != _Read.modules:
        _draw_numbers()
        _Read.modules = len(sys.modules)


@settings(max_examples=ENOUGH, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers())
def _draw_numbers(number: int) -> None:
    """Tries nothing of ours."""
