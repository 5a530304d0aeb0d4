"""What the API says and is told of hiring notes. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class HiringNotesListQuery(TypedDict, total=False):
    """What hiring/notes/ can be asked with."""

    application: str
    author: str
    candidate: str
    count: bool
    ordering: str
    page: int
    page_size: int
    search: str


class NewNote(TypedDict):
    candidate: str
    application: NotRequired[str | None]
    text: str


class Note(TypedDict):
    id: str
    candidate: str
    application: str | None
    author: str
    author_name: str
    text: str
    created_at: str
    updated_at: str


class PatchedNoteText(TypedDict):
    text: NotRequired[str]
