"""Vectors of words and sentences by a small model that runs in this process: no key, no network, always the same."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from .files import TOKENIZER
from .integers import in_whole_numbers, multiplies_exactly

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Vectors = NDArray[float32]

DIMENSIONS = 384
# The model has learnt from up to 256 pieces of words, its two marks included; longer texts are read in windows.
WINDOW = 254
OVERLAP = 32
# What follows counts for nothing: some 10,000 words.
MOST_PIECES = 12_000
REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text: where each stands, and a vector of length one for it, drawn from all of its context.

    `whole` is the vector of the text itself.
    """

    spans: tuple[tuple[int, int], ...]
    vectors: "Vectors"
    whole: "Vectors"


@dataclass(frozen=True, slots=True)
class _Read:
    """What the model says of a text: places of pieces, whether each goes on a word, their vectors, and the text's."""

    offsets: list[tuple[int, int]]
    goes_on: list[bool]
    pieces: "Vectors"
    sentence: "Vectors"


class Encoder:
    """The loaded model. One thread: a worker has many processes, and a figure must not depend on their number."""

    def __init__(self, model: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # An arena keeps the memory of the longest text for ever.
        options.enable_cpu_mem_arena = False
        if not multiplies_exactly():
            options.add_session_config_entry("session.x64quantprecision", "1")
        whole = in_whole_numbers(model.read_bytes())
        self._session = onnxruntime.InferenceSession(whole, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(TOKENIZER))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._last = (self._tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        self._sentences: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def tokens(self, text: str) -> Tokens:
        """Each word with its vector; the pieces of a word are averaged."""
        import numpy as np

        read = self._read(text)
        if not read.offsets:
            return Tokens((), np.zeros((0, DIMENSIONS), np.float32), _unit(read.sentence))
        starts = [index for index, goes_on in enumerate(read.goes_on) if not goes_on]
        ends = [*starts[1:], len(read.goes_on)]
        spans = tuple(
            (read.offsets[start][0], read.offsets[end - 1][1]) for start, end in zip(starts, ends, strict=True)
        )
        sums = np.add.reduceat(read.pieces, starts, axis=0)
        return Tokens(spans, _unit(sums), _unit(read.sentence))

    def sentence(self, text: str) -> "Vectors":
        """One vector of length one for the whole text."""
        with self._lock:
            known = self._sentences.get(text)
            if known is not None:
                self._sentences.move_to_end(text)
                return known
        found = _unit(self._read(text).sentence)
        with self._lock:
            self._sentences[text] = found
            while len(self._sentences) > REMEMBERED:
                self._sentences.popitem(last=False)
        return found

    def sentences(self, texts: Iterable[str]) -> "Vectors":
        """A row for each text. Texts are read one by one, which takes no longer on one thread and needs no padding."""
        import numpy as np

        rows = [self.sentence(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), np.float32)

    def _read(self, text: str) -> _Read:
        import numpy as np

        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        numbers = encoded.ids[:MOST_PIECES]
        pieces = np.zeros((len(numbers), DIMENSIONS), np.float32)
        sums: list[Vectors] = []
        count = 0
        for start, own_start, own_end in windows(len(numbers)):
            seen = self._run(numbers[start : start + WINDOW])
            pieces[own_start:own_end] = seen[1:-1][own_start - start : own_end - start]
            sums.append(seen.sum(axis=0))
            count += len(seen)
        words = encoded.word_ids[: len(numbers)]
        goes_on = [index > 0 and words[index] == words[index - 1] for index in range(len(words))]
        return _Read(encoded.offsets[: len(numbers)], goes_on, pieces, np.sum(sums, axis=0) / np.float32(count))

    def _run(self, numbers: list[int]) -> "Vectors":
        import numpy as np

        ids = np.array([[self._first, *numbers, self._last]], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        found: Vectors = self._session.run(None, given)[0][0]
        return found


def windows(length: int) -> list[tuple[int, int, int]]:
    """Where each window begins, and from where to where its vectors count: up to the middle of what two share."""
    starts = [0]
    while starts[-1] + WINDOW < length:
        starts.append(starts[-1] + WINDOW - OVERLAP)
    cuts = [start + OVERLAP // 2 for start in starts[1:]]
    return list(zip(starts, [0, *cuts], [*cuts, length], strict=True))


def _unit(vectors: "Vectors") -> "Vectors":
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, 1e-9)
    return unit
