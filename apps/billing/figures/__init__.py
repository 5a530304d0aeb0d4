"""What the platform earns: worked out of the ledger and of what was paid, never kept, so that it cannot be out of date.

What each figure means stands in docs/billing.md.
"""

from apps.billing.figures.report import Report, make_report
from apps.billing.figures.rows import currencies

__all__ = ["Report", "currencies", "make_report"]
