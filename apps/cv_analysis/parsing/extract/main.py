"""The child's side: lock the process down, read one file from standard input, answer in JSON on standard output."""

import codecs
import json
import resource
import sys

from . import docx, pdf
from .result import Extraction, ExtractionError

# Zip archives and XML declare these; Python reads a codec from disk when it is first asked for.
ENCODINGS = ("cp437", "cp1252", "latin-1", "ascii", "utf-8", "utf-16")


def give_up_rights(memory_bytes: int, cpu_seconds: int) -> None:
    """From here on the process can compute and use the pipes it has, nothing else."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # No further descriptor also means no socket, no file of the machine, no font of the system.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def main(kind: str, memory_bytes: int, cpu_seconds: int) -> None:
    """Extract `kind` from standard input."""
    if kind == "pdf":
        pdf.load_library()
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    give_up_rights(memory_bytes, cpu_seconds)
    answer: dict[str, object]
    try:
        data = sys.stdin.buffer.read()
        extraction: Extraction = (pdf.extract if kind == "pdf" else docx.extract)(data)
        answer = {
            "pages": extraction.pages,
            "largest_line": extraction.largest_line,
            "has_content": extraction.has_content,
        }
    except ExtractionError as error:
        answer = {"error": error.code}
    except MemoryError:
        answer = {"error": "extraction-over-memory"}
    # Broken fonts yield halves of surrogate pairs; ASCII escapes carry them safely and the parent drops them.
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
