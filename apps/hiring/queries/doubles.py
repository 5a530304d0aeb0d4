"""Questions about records that are, or may be, one person's."""

from apps.hiring.models import Candidate


def root_of(candidate: Candidate) -> Candidate:
    """The record that stands for the person now; merging keeps the way to it one step long."""
    return candidate.merged_into or candidate
