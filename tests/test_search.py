"""Search: filters hold, what lies beyond them says so, and readers move to a new generation by themselves."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from fakes import HashedWords, hashed_words
from langchain_core.retrievers import BaseRetriever

from ingest.embedding import adapt
from ingest.errors import IndexMismatch, NoIndex
from ingest.generation import CHROMA, current
from ingest.lexical import tokens
from ingest.run import ingest
from retriever.acronyms import expansion
from retriever.fitting import fitted
from retriever.index import Index, Published, open_corpus
from retriever.langchain import RapporteurRetriever
from retriever.question import restricted, understand
from retriever.search import Found, search
from retriever.times import touches

# All texts are invented.
SOME = {
    "nauru-6.md": "# Statement by Nauru\n\nto the sixth substantive session of the Open-Ended Working Group\n\n12 December 2023\n\n"
    "1. Nauru asks for a register of harbour computers.\n\n2. Nauru also asks that pilots report broken buoys.\n",
    "nauru-7.md": "# Statement by Nauru\n\nto the seventh substantive session of the Open-Ended Working Group\n\n5 March 2024\n\n"
    "1. Nauru no longer asks for a register of harbour computers. A map is enough.\n",
    "bhutan-7.md": "# Statement by Bhutan\n\nto the seventh substantive session of the Open-Ended Working Group\n\n5 March 2024\n\n"
    "1. Bhutan wants street lamps to have passwords, and a register of harbour computers.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "some"
    found.mkdir()
    for name, text in SOME.items():
        (found / name).write_text(text, "utf-8")
    return found


@pytest.fixture
def published(index, folder, embeddings) -> Published:
    ingest(index, [str(folder)], embeddings)
    return Published(index, embeddings)


def found_for(
    published: Published, question: str, wanted: int = 10, session: str = "", holders: tuple[str, ...] = ()
) -> Found:
    index = published.index()
    asked = restricted(understand(question), list(holders), session)
    return search(index, published.embeddings, fitted(index, asked), wanted)


def names(found: Found, within: bool = True) -> set[str]:
    hits = found.hits[: found.within] if within else found.hits
    return {hit.passage.document_id.split("/")[-1] for hit in hits}


def test_a_named_delegation_restricts_to_its_own_words(published):
    found = found_for(published, "What does Nauru say about a register of harbour computers?")
    assert names(found) == {"nauru-6.md", "nauru-7.md"}
    assert {hit.passage.speaker for hit in found.hits[: found.within]} == {"Nauru"}


def test_a_session_restricts_with_a_delegation_and_without(published):
    assert names(found_for(published, "register", session="7")) == {"nauru-7.md", "bhutan-7.md"}
    assert names(found_for(published, "What did Nauru want at the sixth session?")) == {"nauru-6.md"}


def test_a_holder_who_is_named_is_the_only_one_heard_also_beyond_the_session(published):
    found = found_for(published, "What does Nauru say about a register?", session="7")
    assert (names(found), found.within) == ({"nauru-7.md"}, 1)
    assert names(found, within=False) == {"nauru-6.md", "nauru-7.md"}
    assert all("beyond the filter: words of Nauru" in hit.why for hit in found.hits[found.within :])


def test_what_lies_beyond_the_filter_comes_last_and_says_so(published):
    found = found_for(published, "register", session="6")
    assert names(found) == {"nauru-6.md"}
    assert names(found, within=False) == set(SOME)
    assert all("beyond the filter" in hit.why for hit in found.hits[found.within :])


def test_a_holder_without_words_finds_nothing_within(published):
    found = found_for(published, "What does Malta say about a register?")
    assert (found.within, found.searched["documents"]) == (0, 0)
    assert found.hits


def test_the_wanted_number_is_kept(published):
    assert len(found_for(published, "register of harbour computers", wanted=2).hits) == 2


def test_scores_fall_and_ties_are_in_order_of_rows(published):
    found = found_for(published, "register of harbour computers")
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert found.hits[0].passage.document_id.endswith(("nauru-6.md", "nauru-7.md", "bhutan-7.md"))
    assert "shares " in found.hits[0].why


def test_words_that_the_index_does_not_hold_still_give_hits(published):
    assert len(found_for(published, "zyzzyva qoph").hits) == 3


@pytest.mark.parametrize(
    ("date", "beginnings", "inside"),
    [
        ("2024-03-05", ("2024-03",), True),
        ("2024-03-05", ("2024",), True),
        ("2024-03-05", ("2024-04",), False),
        ("2023-12-28/2024-01-03", ("2024",), True),
        ("2023-12-28/2024-02-03", ("2024-01",), True),
        ("2024-03-05", ("2021-01/2025-01",), True),
        ("2025-07-07/2025-07-11", ("2021-01/2025-01",), False),
        ("2023", ("2021-01/2025-01",), True),
        ("", ("2024",), False),
    ],
)
def test_a_date_touches_the_months_and_years_it_lies_in(date, beginnings, inside):
    assert touches(date, beginnings) is inside


# Generations


def test_readers_move_to_the_new_generation_and_old_ones_stay_whole(published, folder, index):
    old = published.index()
    (folder / "fiji.md").write_text("# Statement by Fiji\n\n1. Fiji rings bells.\n", "utf-8")
    (folder / "bhutan-7.md").unlink()
    ingest(index, [], published.embeddings)
    new = published.index()
    assert new is not old
    assert names(found_for(published, "What does Fiji ring?")) == {"fiji.md"}
    assert "Bhutan" not in new.rows_by_speaker
    assert old.passage(0).document_id.endswith("bhutan-7.md")


def test_an_unchanged_index_is_opened_once(published):
    assert published.index() is published.index()


def test_questions_asked_while_papers_are_read_see_one_whole_generation(published, folder, index):
    stop, faults = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            generation = published.index()
            found = search(generation, published.embeddings, understand("register of harbour computers"), 50)
            if len(found.hits) != generation.manifest.passages:
                faults.append(len(found.hits))
            for hit in found.hits:
                text = generation.document(hit.passage.document_id).text
                if text[hit.passage.start : hit.passage.end] != hit.passage.text:
                    faults.append(hit.passage.id)

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(6):
            (folder / f"fiji{number}.md").write_text(
                f"# Statement by Fiji\n\n1. Fiji rings bell {number} at the register of harbour computers.\n", "utf-8"
            )
            ingest(index, [], published.embeddings)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert published.index().manifest.documents == len(SOME) + 6


def test_a_damaged_vector_store_gives_the_same_hits_by_exact_search_and_says_so(published, index, embeddings):
    whole = found_for(published, "register of harbour computers")
    assert whole.notice == ""
    folder = current(index)
    for path in (folder / CHROMA).rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    damaged = found_for(Published(index, embeddings), "register of harbour computers")
    assert [hit.passage for hit in damaged.hits] == [hit.passage for hit in whole.hits]
    assert "exact search answers" in damaged.notice


@pytest.mark.parametrize("part", ["manifest.json", "vectors.npy", "corpus.sqlite", "lexical/data.csc.index.npy"])
def test_a_bit_that_flips_in_an_index_is_never_answered_from(published, index, embeddings, part):
    path = current(index) / part
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)
    with pytest.raises(NoIndex, match=r"is not as it was published\): run `rapporteur ingest` to build it anew$"):
        Published(index, embeddings).index()


@pytest.mark.parametrize("content", [None, b"", b"rubbish", b'{"a": 1}'], ids=["gone", "empty", "rubbish", "other"])
@pytest.mark.parametrize("part", ["manifest.json", "vectors.npy", "corpus.sqlite", "lexical/vocab.index.json"])
def test_an_index_with_a_damaged_part_names_the_way_out(published, index, embeddings, part, content):
    # Some gave an unexpected error, and the lexical index only when the first question was asked.
    path = current(index) / part
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    wanted = r"cannot be read \(.+\): run `rapporteur ingest` to build it anew$"
    if (part, content) != ("lexical/vocab.index.json", b'{"a": 1}'):
        with pytest.raises(NoIndex, match=wanted):
            Published(index, embeddings).index()
    if not part.startswith("lexical"):  # documents are listed without it
        with pytest.raises(NoIndex, match=wanted):
            open_corpus(index)
    ingest(index, [], embeddings)
    assert Published(index, embeddings).index().manifest.documents == len(SOME)


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\xff\0/../x"])
def test_a_damaged_pointer_names_the_way_out(published, index, content):
    (index / "CURRENT").write_bytes(content)
    with pytest.raises(NoIndex, match="run `rapporteur ingest` to build it anew"):
        open_corpus(index)


def test_a_file_in_the_place_of_an_index_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NoIndex, match="is a file, not the folder of an index"):
        open_corpus(tmp_path / "file")
    with pytest.raises(NoIndex, match="no index in"):
        open_corpus(tmp_path / "file" / "index")


def test_another_model_is_refused_with_the_way_out(published, index):
    with pytest.raises(IndexMismatch, match="rapporteur ingest --rebuild"):
        Published(index, hashed_words("other")).index()


def test_documents_can_be_listed_without_any_model(published, index):
    corpus = open_corpus(index)
    assert {key.split("/")[-1] for key in corpus.records} == set(SOME)
    assert isinstance(corpus, Index)


def test_without_an_index_nothing_can_be_opened(index):
    with pytest.raises(NoIndex, match="run `rapporteur ingest PATH` first"):
        open_corpus(index)


# Acronyms


def test_an_acronym_is_spelled_out_as_the_texts_do():
    texts = ["The Harbour Lamp Board met. The Harbour Lamp Board (HLB) went on.", "Higher Latin Books are rare."]
    assert expansion("HLB", texts) == "Harbour Lamp Board"
    assert expansion("QQQ", texts) == ""


def test_small_words_of_an_acronym_do_not_count():
    assert expansion("RHL", ["the Register of the Harbour Lamps was opened"]) == "Register of the Harbour Lamps"


# LangChain


def test_the_search_is_a_langchain_retriever(published):
    retriever = RapporteurRetriever(published=published, k=2)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.invoke("What does Nauru say about a register of harbour computers?")
    assert len(found) == 2
    for document in found:
        meta = document.metadata
        text = published.index().document(meta["document"]).text
        assert text[meta["start"] : meta["end"]] == document.page_content
        assert meta["holder"] == "Nauru"


def test_the_retriever_composes_with_other_steps(published):
    chain = RapporteurRetriever(published=published, k=1) | (lambda found: [d.metadata["holder"] for d in found])
    assert chain.invoke("What does Bhutan want of street lamps?") == ["Bhutan"]


def test_embeddings_of_any_langchain_package_can_build_and_read_an_index(index, folder):
    foreign = adapt("somebody's", HashedWords(dimension=64))
    ingest(index, [str(folder)], foreign)
    assert len(foreign.embed_query("a register")) == 64
    assert found_for(Published(index, foreign), "street lamps with passwords").hits[0].passage.speaker == "Bhutan"


def test_a_russian_adjective_loses_its_ending_in_every_case():
    assert tokens("открытый открытая открытой открытого", "ru") == ["открыт"] * 4
    assert tokens("Ещё", "ru") == tokens("еще", "ru")


def test_the_mark_of_a_note_is_no_part_of_a_word():
    assert tokens("The posts¹ in Burundiᵃ are kept.²") == tokens("The posts in Burundi are kept.")
