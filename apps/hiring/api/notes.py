"""Notes over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.hiring import services
from apps.hiring.api.base import EDIT, GONE, VIEW, HiringViewSet
from apps.hiring.exports import NOTE_EXPORT
from apps.hiring.filters import NoteFilters
from apps.hiring.models import Application, Candidate, Note


class NoteSerializer(serializers.ModelSerializer[Note]):
    """What a member wrote down about a candidate."""

    author_name = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = Note
        fields = ("id", "candidate", "application", "author", "author_name", "text", "created_at", "updated_at")
        read_only_fields = fields


class NewNoteSerializer(serializers.Serializer[Any]):
    candidate = serializers.UUIDField()
    application = serializers.UUIDField(required=False, allow_null=True)
    text = serializers.CharField(max_length=10_000)


class NoteTextSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=10_000)


class NoteViewSet(HiringViewSet[Note]):
    """What members wrote down; only its author and administrators change a note."""

    rights = {
        **dict.fromkeys(("list", "retrieve"), VIEW),
        **dict.fromkeys(("create", "partial_update", "destroy"), EDIT),
    }
    serializer_class = NoteSerializer
    queryset = Note.objects.none()
    filterset_class = NoteFilters
    search_fields = ("text",)
    ordering_fields = ("created_at", "updated_at")
    export = NOTE_EXPORT

    def rows(self) -> Any:
        return Note.objects.select_related("candidate", "author")

    @extend_schema(request=NewNoteSerializer, responses={201: NoteSerializer})
    def create(self, request: Request) -> Response:
        """Write something down."""
        sent = self._checked(NewNoteSerializer)
        candidate = get_object_or_404(Candidate.objects.present(), pk=sent["candidate"])
        about = sent.get("application")
        application = get_object_or_404(Application, pk=about) if about else None
        made = services.add_note(candidate, text=sent["text"], by=self.membership, application=application)
        return self._answer(made.pk, status=201)

    @extend_schema(request=NoteTextSerializer, responses=NoteSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Write it anew."""
        note = self.get_object()
        services.edit_note(note, text=self._checked(NoteTextSerializer)["text"], by=self.membership)
        return self._answer(pk)

    @extend_schema(responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it away."""
        services.delete_note(self.get_object(), by=self.membership)
        return Response(status=204)
