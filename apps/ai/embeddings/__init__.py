"""Vectors of texts by a small model in this process; `encoder()` loads it on first use, once for the process."""

from threading import Lock

from django.conf import settings

from .files import MODEL, EmbeddingsMissingError, model_file
from .model import DIMENSIONS, Encoder, Tokens

__all__ = ["DIMENSIONS", "MODEL", "EmbeddingsMissingError", "Encoder", "Tokens", "encoder"]

_loaded: list[Encoder] = []
_loading = Lock()


def encoder() -> Encoder:
    """The model of this process; raises EmbeddingsMissingError, which says what to do."""
    with _loading:
        if not _loaded:
            _loaded.append(Encoder(model_file(settings.AI_EMBEDDINGS_FOLDER)))
        return _loaded[0]
