"""The small model of sentences: vectors that mean something, for texts of any length, and a cure when it is missing."""

from pathlib import Path

import pytest
from django.test import override_settings

from apps.ai import embeddings
from apps.ai.embeddings import DIMENSIONS, EmbeddingsMissingError, Encoder, encoder
from apps.ai.embeddings.files import model_file
from apps.ai.embeddings.integers import UnknownShapeError, in_whole_numbers
from apps.ai.embeddings.model import OVERLAP, WINDOW, windows


def test_sentences_that_mean_the_same_are_near_and_others_are_not() -> None:
    dog, hound, tax = encoder().sentences(["A dog runs.", "A hound sprints.", "Income is taxed every year."])

    assert float(dog @ hound) > 0.5
    assert float(dog @ tax) < 0.2
    assert float(dog @ dog) == pytest.approx(1, abs=1e-5)


def test_every_word_has_its_place_and_one_vector_of_length_one() -> None:
    text = "Überlange tokenizers, don't they?"

    tokens = encoder().tokens(text)

    assert [text[start:end] for start, end in tokens.spans] == "Überlange tokenizers , don ' t they ?".split()
    assert tokens.vectors.shape == (8, DIMENSIONS)
    assert (tokens.vectors**2).sum(axis=1).tolist() == pytest.approx([1] * 8, abs=1e-5)


def test_words_are_understood_from_their_context() -> None:
    texts = ("the bank of the river", "the bank of the stream", "the bank gave a loan")
    river, shore, money = (encoder().tokens(text).vectors[1] for text in texts)

    assert float(river @ shore) > float(river @ money)


def test_a_text_longer_than_the_model_reads_has_a_vector_for_each_word() -> None:
    text = " ".join(f"word{number % 7} and so on" for number in range(80))

    assert len(encoder().tokens(text).spans) == 320
    assert len(encoder().tokens("").spans) == 0
    assert [encoder().sentence(each).shape for each in (text, "")] == [(DIMENSIONS,), (DIMENSIONS,)]


@pytest.mark.parametrize("length", [0, 1, WINDOW, WINDOW + 1, 2 * WINDOW, 1000])
def test_windows_cover_every_piece_once_and_reach_beyond_what_they_give(length: int) -> None:
    found = windows(length)

    assert [own for _start, own_start, own_end in found for own in range(own_start, own_end)] == list(range(length))
    assert all(start <= own_start and own_end <= start + WINDOW for start, own_start, own_end in found)
    assert all(own_start - start >= OVERLAP // 2 for start, own_start, _end in found[1:])


def test_products_in_whole_numbers_hardly_change_what_the_model_says(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "An index is a sorted tree of keys, so the database finds the rows without a scan of the whole table."
    quick = encoder().tokens(text)
    monkeypatch.setattr("apps.ai.embeddings.model.in_whole_numbers", lambda model: model)

    exact = Encoder(model_file("")).tokens(text)

    assert (quick.vectors * exact.vectors).sum(axis=1).min() > 0.95
    assert float(quick.whole @ exact.whole) > 0.98


def test_a_model_of_another_build_is_refused() -> None:
    with pytest.raises(UnknownShapeError):
        in_whole_numbers(b"\x3a\x00")


def test_a_model_that_is_missing_or_another_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "_loaded", [])
    with override_settings(AI_EMBEDDINGS_FOLDER=str(tmp_path)), pytest.raises(EmbeddingsMissingError) as missing:
        encoder()
    assert str(missing.value) == (
        f"The model of sentences is missing: {tmp_path}/model.onnx is not there. Run ./setup.sh install, or name a"
        " folder that holds model.onnx by AI_EMBEDDINGS_FOLDER."
    )

    (tmp_path / "model.onnx").write_bytes(b"something else")
    with pytest.raises(EmbeddingsMissingError, match="is not the model that this version knows"):
        model_file(str(tmp_path))
