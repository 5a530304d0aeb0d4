"""Reads a posting in a child process that has the models, so that whoever asks needs neither them nor their memory."""

import json
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from apps.cv_analysis.parsing.child import answer_of, interpreter
from apps.cv_analysis.parsing.limits import (
    MAX_CHILD_ANSWER_BYTES,
    MAX_JOB_CPU_SECONDS,
    MAX_JOB_MEMORY_BYTES,
    MAX_JOB_WALL_SECONDS,
    NURSERY_IDLE_SECONDS,
)
from apps.cv_analysis.parsing.nursery import Nursery
from apps.cv_analysis.parsing.sniff import UnreadableError

from .model import AskedEducation, AskedSkill, Found, ParsedJob, Salary, TextSpan

PLAIN = ("title", "seniority", "min_years", "location", "workplace")


@cache
def nursery_command() -> tuple[str, ...]:
    folders = [entry for entry in sys.path if entry and Path(entry).is_dir()]
    limits = f"{MAX_JOB_MEMORY_BYTES}, {MAX_JOB_CPU_SECONDS}, {NURSERY_IDLE_SECONDS}"
    module = "apps.cv_analysis.parsing.postings.child"
    return interpreter(f"import sys; sys.path[:0] = {folders!r}; from {module} import main; main({limits})")


@cache
def nursery() -> Nursery:
    return Nursery(nursery_command)


def parse_job_apart(text: str) -> ParsedJob:
    """What `parse_job` says of the text; UnreadableError when it does not answer in time."""
    file = os.memfd_create("posting", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(file), "wb") as writer:
            writer.write(text.encode(errors="replace"))
        os.lseek(file, 0, os.SEEK_SET)
        said = answer_of(nursery(), file, (), cap=MAX_CHILD_ANSWER_BYTES, wall_seconds=MAX_JOB_WALL_SECONDS)
    finally:
        os.close(file)
    try:
        return job_of(json.loads(said))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError("extraction-died") from error


def job_of(said: Mapping[str, Any]) -> ParsedJob:
    """The posting that `ParsedJob.to_dict` wrote."""
    education, salary = said["education"], said["salary"]
    return ParsedJob(
        **{name: Found(**said[name]) if said[name] else None for name in PLAIN},
        education=Found(**{**education, "value": AskedEducation(**education["value"])}) if education else None,
        salary=Found(**{**salary, "value": Salary(**salary["value"])}) if salary else None,
        skills=tuple(AskedSkill(**skill) for skill in said["skills"]),
        spans=tuple(TextSpan(**span) for span in said["spans"]),
        algorithm=said["algorithm"],
    )
