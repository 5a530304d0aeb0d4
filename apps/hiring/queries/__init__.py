"""Questions about hiring, by subject."""

from apps.hiring.queries.boards import (
    MOST_CARDS,
    BoardColumn,
    FunnelStep,
    StageTime,
    applications_in,
    applications_of_board,
    funnel,
    jobs_with_counts,
    ranked,
    time_in_stage,
)
from apps.hiring.queries.candidates import (
    MOST_COMPARED,
    SEARCHED,
    Compared,
    TooManyComparedError,
    candidates_of,
    compare,
    considered,
    open_doubles,
    sources_in_use,
    tags_in_use,
    with_applications,
)
from apps.hiring.queries.doubles import root_of

__all__ = [
    "MOST_CARDS",
    "MOST_COMPARED",
    "SEARCHED",
    "BoardColumn",
    "Compared",
    "FunnelStep",
    "StageTime",
    "TooManyComparedError",
    "applications_in",
    "applications_of_board",
    "candidates_of",
    "compare",
    "considered",
    "funnel",
    "jobs_with_counts",
    "open_doubles",
    "ranked",
    "root_of",
    "sources_in_use",
    "tags_in_use",
    "time_in_stage",
    "with_applications",
]
