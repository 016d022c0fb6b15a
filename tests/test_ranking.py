"""What the search makes of a question: parts, holders, languages, the same text once, a reranker. All texts are invented."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from fakes import HashedWords
from langchain_core.embeddings import Embeddings

from ingest.embedding import NamedEmbeddings, adapt
from ingest.errors import ModelMissing
from ingest.run import ingest
from retriever import scoring
from retriever.fitting import fitted
from retriever.index import Published
from retriever.langchain import RapporteurRetriever
from retriever.question import restricted, understand
from retriever.rerank import Reranker
from retriever.search import Found, search
from retriever.statements import along
from retriever.trust import trusted

SESSION = "to the seventh substantive session of the Open-Ended Working Group\n\n5 March 2024\n\n"


def statement(holder: str, *paragraphs: str, session: str = SESSION) -> str:
    numbered = "\n\n".join(f"{number}. {text}" for number, text in enumerate(paragraphs, start=1))
    return f"# Statement by {holder}\n\n{session}{numbered}\n"


def made(index: Path, tmp_path: Path, embeddings: NamedEmbeddings, texts: dict[str, str]) -> Published:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    ingest(index, [str(folder)], embeddings)
    return Published(index, embeddings)


def found_for(published: Published, question: str, wanted: int = 10, reranker: Reranker | None = None) -> Found:
    opened = published.index()
    return search(opened, published.embeddings, fitted(opened, understand(question)), wanted, reranker)


def papers(found: Found) -> list[str]:
    return [hit.passage.document_id.rsplit("/", 1)[-1] for hit in found.hits[: found.within]]


# Holders and parts


def test_two_holders_are_heard_in_turn_however_much_better_one_fits(index, tmp_path, embeddings):
    lamps = [f"Street lamps of kind {kind} need passwords, and lamps need locks." + " Lamps." * 70 for kind in range(6)]
    texts = {"fiji.md": statement("Fiji", *lamps), "malta.md": statement("Malta", "Ropes should be counted.")}
    found = found_for(made(index, tmp_path, embeddings, texts), "Compare Fiji and Malta on street lamps", 4)
    assert [hit.passage.speaker for hit in found.hits[:2]] == ["Fiji", "Malta"]
    assert len(papers(found)) == 4


def test_each_part_of_a_question_is_looked_for(index, tmp_path, embeddings):
    texts = {
        "fiji.md": statement(
            "Fiji", *(f"Fiji proposes a register of buoys, number {n}." + " Buoys." * 70 for n in range(5))
        ),
        "lamps.md": statement("Fiji", "Lamps are dim, and Fiji sees lamps as a danger."),
    }
    published = made(index, tmp_path, embeddings, texts)
    found = found_for(published, "What does Fiji propose on a register of buoys, and how does it see dim lamps?", 2)
    assert understand("What does Fiji propose on a register of buoys, and how does it see dim lamps?").parts
    assert set(papers(found)) == {"fiji.md", "lamps.md"}


def test_what_others_say_leaves_out_the_one_they_speak_of(index, tmp_path, embeddings):
    texts = {
        "fiji.md": statement("Fiji", "Fiji proposes a register of buoys."),
        "malta.md": statement("Malta", "Malta regrets what Fiji proposes on buoys."),
    }
    found = found_for(
        made(index, tmp_path, embeddings, texts), "What do other States say about Fiji's proposal on buoys?"
    )
    assert papers(found) == ["malta.md"]


def test_who_asks_every_holder_of_the_corpus(index, tmp_path, embeddings, monkeypatch):
    monkeypatch.setattr(scoring, "CANDIDATES", 2)
    states = ["Fiji", "Malta", "Nauru", "Bhutan", "Chile", "Ghana"]
    texts = {
        f"{state}.md": statement(state, f"Buoys matter to {state}, as do {noun}.")
        for state, noun in zip(states, "abcdef", strict=True)
    }
    found = found_for(made(index, tmp_path, embeddings, texts), "Which delegations speak of buoys?")
    assert {hit.passage.speaker for hit in found.hits} == set(states)


def test_papers_of_a_namesake_process_are_left_out(index, tmp_path, embeddings):
    ageing = "to the Open-ended Working Group on Ageing\n\n4 April 2019\n\n"
    texts = {
        "ageing.md": statement("Fiji", "Older persons need stakeholder participation.", session=ageing),
        "ict.md": statement("Fiji", "Networks need stakeholder participation."),
    }
    published = made(index, tmp_path, embeddings, texts)
    assert "ageing" in published.index().processes.values()
    asked = "What did Fiji say in the OEWG on {} about stakeholder participation?"
    assert papers(found_for(published, asked.format("ICT security"))) == ["ict.md"]
    assert "ageing.md" in papers(found_for(published, asked.format("ageing")))


def test_a_phrase_in_quotation_marks_is_found_beyond_the_candidates_of_either_side(
    index, tmp_path, embeddings, monkeypatch
):
    monkeypatch.setattr(scoring, "CANDIDATES", 1)
    buoys = {f"{n}.md": statement("Fiji", f"Number {n}: the register of buoys grows.") for n in range(8)}
    published = made(
        index,
        tmp_path,
        embeddings,
        buoys | {"z.md": statement("Malta", "Ropes rest under\nquiet moons; nothing else.")},
    )
    found = found_for(published, 'Who spoke of the register of buoys and "under Quiet moons"?', 3)
    assert papers(found)[0] == "z.md"
    assert "has the words “under Quiet moons”" in found.hits[0].why


@pytest.mark.parametrize("typed", ["'States' obligations of sea-going'", '"STATES’ obligations of sea‑going"'])
def test_quoted_words_are_found_whatever_apostrophe_or_hyphen_they_are_typed_with(index, tmp_path, embeddings, typed):
    texts = {
        "a.md": statement("Fiji", "We list the States’ obligations of sea-going trade."),
        "b.md": statement("Malta", "Obligations of States."),
    }
    published = made(index, tmp_path, embeddings, texts)
    rows = published.index().rows_with(typed.strip("'\""))
    assert [published.index().document_ids[row].rsplit("/", 1)[-1] for row in rows] == ["a.md"]


def test_words_that_any_text_has_are_not_looked_for_as_a_phrase(index, tmp_path, embeddings):
    published = made(index, tmp_path, embeddings, {"a.md": statement("Fiji", "The end of the rope.")})
    assert len(published.index().rows_with("of the")) == 0


def test_the_session_that_the_user_chose_holds_for_every_part(index, tmp_path, embeddings):
    texts = {
        f"{state}-{number}.md": statement(
            state, "We speak of buoys and ropes.", session=SESSION.replace("seventh", word)
        )
        for state in ("Cuba", "Fiji")
        for number, word in ((6, "sixth"), (7, "seventh"))
    }
    published = made(index, tmp_path, embeddings, texts)
    asked = "What did Cuba say of buoys at the sixth session, and what did Fiji say of ropes at the sixth session?"
    question = restricted(understand(asked), [], "7")
    assert question.parts
    found = search(published.index(), published.embeddings, fitted(published.index(), question))
    assert set(papers(found)) == {"Cuba-7.md", "Fiji-7.md"}


def test_papers_of_two_processes_that_are_compared_are_both_heard(index, tmp_path, embeddings):
    ageing = "to the Open-ended Working Group on Ageing\n\n4 April 2019\n\n"
    texts = {"ageing.md": statement("Fiji", "Buoys.", session=ageing), "ict.md": statement("Fiji", "Buoys and ropes.")}
    published = made(index, tmp_path, embeddings, texts)
    found = found_for(published, "How do the OEWG on ageing and the OEWG on ICT differ on buoys?")
    assert set(papers(found)) == {"ageing.md", "ict.md"}


RESOLUTION = (
    "# Resolution adopted by the General Assembly\n\nA/RES/91/7\n\n1. Every harbour keeps a register of buoys.\n"
)


def test_of_those_who_do_not_speak_in_a_paper_the_words_count_that_mention_it(index, tmp_path, embeddings):
    texts = {
        "paper.md": RESOLUTION,
        "fiji.md": statement("Fiji", "Fiji welcomes resolution 91/7 on buoys."),
        "other.md": statement("Fiji", "Fiji speaks of buoys and registers of harbours."),
        "malta.md": statement("Malta", "Malta has many buoys."),
    }
    published = made(index, tmp_path, embeddings, texts)
    assert papers(found_for(published, "What does Fiji say about A/RES/91/7?")) == ["fiji.md"]
    assert papers(found_for(published, "Which States mention resolution 91/7?")) == ["fiji.md"]
    assert papers(found_for(published, "What does Malta say about A/RES/91/7?")) == []
    assert papers(found_for(published, "What does A/RES/91/7 say about buoys?")) == ["paper.md"]


def test_a_resolution_of_another_organ_is_found_where_the_assembly_has_none_of_that_number(index, tmp_path, embeddings):
    paper = "# Resolution adopted by the Human Rights Council\n\nA/HRC/RES/48/4\n\n1. Buoys are private.\n"
    published = made(index, tmp_path, embeddings, {"paper.md": paper, "fiji.md": statement("Fiji", "Buoys.")})
    assert papers(found_for(published, "What does resolution 48/4 say about buoys?")) == ["paper.md"]
    assert papers(found_for(published, "What does General Assembly resolution 48/4 say about buoys?")) == []


def test_a_paragraph_that_is_asked_for_comes_first(index, tmp_path, embeddings):
    paragraphs = "\n\n".join(f"{n}. " + "Every harbour keeps a register of buoys. " * 12 for n in range(1, 6))
    paper = f"# Resolution adopted by the General Assembly\n\nA/RES/91/7\n\n{paragraphs}\n"
    published = made(index, tmp_path, embeddings, {"paper.md": paper})
    found = found_for(published, "What does paragraph 4 of A/RES/91/7 say about buoys?")
    assert found.hits[0].passage.paragraph == "4"


def test_a_kind_of_paper_in_which_a_holder_does_not_speak_has_none_of_its_words(index, tmp_path, embeddings):
    published = made(index, tmp_path, embeddings, {"fiji.md": statement("Fiji", "Fiji speaks of buoys.")})
    found = found_for(published, "What does Fiji say of buoys in the general debate?")
    assert (papers(found), found.hits[0].why.count("beyond the filter")) == ([], 1)


def test_an_explanation_of_vote_need_not_stand_in_a_compendium(index, tmp_path, embeddings):
    published = made(index, tmp_path, embeddings, {"fiji.md": statement("Fiji", "Fiji speaks of buoys.")})
    assert papers(found_for(published, "What does Fiji say of buoys in its explanation of vote?")) == ["fiji.md"]
    assert papers(found_for(published, "What does Fiji say of buoys in its explanation of position?")) == []


def test_an_acronym_of_the_field_is_not_guessed_from_the_texts(index, tmp_path, embeddings):
    texts = {"a.md": statement("Fiji", "The Ambassador and Permanent Representative of Fiji spoke to Old Pilots.")}
    opened = made(index, tmp_path, embeddings, texts).index()
    spelled = fitted(opened, understand("What of the APR, OP 3 and the EU?")).spelled
    assert spelled == (("APR", "annual progress report"),)


# Languages


class Translating(Embeddings):
    """A model to which a sentence and its translations are one: what a multilingual model should be."""

    def __init__(self) -> None:
        self._words = HashedWords()
        table = files("retriever").joinpath("tables/parallel.csv").read_text("utf-8")
        self._english = {text: row["en"] for row in csv.DictReader(table.splitlines()) for text in row.values()}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._words.embed_documents([self._english.get(text, text) for text in texts])

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def test_a_model_is_believed_where_it_finds_translations(embeddings):
    assert trusted(embeddings, "en")
    assert not any(trusted(embeddings, language) for language in ("fr", "es", "ru", "ar", "zh", "fa"))
    multilingual = adapt("translating", Translating())
    assert all(trusted(multilingual, language) for language in ("en", "fr", "es", "ru", "ar", "zh", "fa"))


def test_a_multilingual_model_finds_across_languages_by_meaning(index, tmp_path):
    embeddings = adapt("translating", Translating())
    french, english = "Le port demande un nouveau pont.", "The harbour asks for a new bridge."
    texts = {"a.md": statement("Fiji", english), "b.md": statement("Malta", "Nobody counts the ropes of the ferry.")}
    published = made(index, tmp_path, embeddings, texts)
    scorer = scoring.Scorer(published.index(), embeddings, understand(french))
    near = {published.index().passage(row).speaker: scorer.near(row) for row in range(2)}
    assert near["Fiji"] is not None
    assert near["Malta"] is not None
    assert near["Fiji"] > near["Malta"]


FRENCH = "Le futur mécanisme devrait disposer d'un fonds volontaire pour le renforcement des capacités des pays."
ARABIC = "تؤكد بلادنا أهمية القانون الدولي الإنساني في استخدام تكنولوجيات المعلومات والاتصالات."


@pytest.mark.parametrize(
    ("question", "paper"),
    [
        ("Which statements ask for a voluntary fund for capacity-building?", "french.md"),
        ("Who speaks of international humanitarian law?", "arabic.md"),
        ("Quelles délégations parlent de femmes et de transparence ?", "english.md"),
        ("哪些国家谈到妇女和透明度？", "english.md"),
        ("Кто говорит о женщинах и транспарентности?", "english.md"),
    ],
)
def test_a_question_finds_texts_in_other_languages_by_the_table_of_terms(index, tmp_path, embeddings, question, paper):
    texts = {
        "french.md": f"# Déclaration du Niger\n\n{SESSION}1. {FRENCH}\n",
        "arabic.md": f"# Statement by Tunisia\n\n{SESSION}1. {ARABIC}\n",
        "english.md": statement("Malta", "The participation of women and transparency matter to us all."),
        "other.md": statement("Fiji", "Buoys drift, and nobody counts the ropes of our harbour."),
    }
    found = found_for(made(index, tmp_path, embeddings, texts), question, 1)
    assert papers(found) == [paper]
    assert "says “" in found.hits[0].why


def test_a_model_that_cannot_read_a_language_does_not_rank_in_it(index, tmp_path, embeddings):
    texts = {
        "good.md": f"# Déclaration du Niger\n\n{SESSION}1. Le registre des bouées est utile aux pêcheurs de notre lac.\n",
        "near.md": f"# Déclaration du Bénin\n\n{SESSION}1. Le le les des aux est de la pour nos lampes du marché.\n",
    }
    found = found_for(made(index, tmp_path, embeddings, texts), "Que dit-on du registre des bouées ?", 2)
    assert papers(found)[0] == "good.md"
    assert "meaning" not in found.hits[0].why
    assert "related" not in found.hits[0].why


# The same text, once


def test_the_same_text_in_two_papers_is_one_hit_with_both_places(index, tmp_path, embeddings):
    same = "Every harbour keeps a register of its buoys, which is read aloud each spring. " + "It is long. " * 40
    opening = "This paper deals with many things, and begins slowly. " * 12
    texts = {
        name: f"# {title}\n\n{symbol}\n\n1. {opening}{name}\n\n2. {text}\n"
        for name, title, symbol, text in (
            ("b.md", "Resolution adopted by the General Assembly", "A/RES/91/7", same),
            ("a.md", "Draft resolution", "A/C.1/91/L.5", same),
            ("c.md", "Draft resolution", "A/C.1/91/L.6", same.replace("each spring", "in 12 springs")),
        )
    }
    found = found_for(made(index, tmp_path, embeddings, texts), "What does every harbour keep and read aloud?")
    registers = [hit for hit in found.hits if "register" in hit.passage.text]
    assert len(registers) == 2  # with another number it is another text
    once = next(hit for hit in registers if hit.also)
    assert once.passage.document_id.endswith("b.md")  # what was adopted, before its draft
    assert [str(place) for place in once.also] == ["A/C.1/91/L.5, para. 2"]
    assert once.to_json()["also"][0]["document_id"].endswith("a.md")


def test_passages_are_placed_along_a_statement_and_its_translation():
    rows = [
        ("d", 0, 100, "Fiji", None), ("d", 100, 200, "Fiji", None), ("d", 200, 320, "Fiji", 0), ("d", 320, 400, "Fiji", 0),
        ("d", 400, 500, "Malta", None),
    ]  # fmt: skip
    placed = along(rows)
    assert {start: (place.start, place.end) for (_, start), place in placed.items()} == {
        0: (0, 0.5), 100: (0.5, 1), 200: (0, 0.6), 320: (0.6, 1),
    }  # fmt: skip


def test_the_same_words_of_two_holders_are_two_hits(index, tmp_path, embeddings):
    texts = {
        f"{state}.md": statement(state, "We ask for a register of all buoys in every harbour.")
        for state in ("Fiji", "Malta")
    }
    found = found_for(made(index, tmp_path, embeddings, texts), "Who asks for a register of buoys?")
    assert {hit.passage.speaker for hit in found.hits} == {"Fiji", "Malta"}


# A reranker


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory) -> Path:
    """A tiny cross-encoder: its scores are arbitrary, but always the same."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("reranker")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "buoys", "ropes", "lamps", "register"]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        num_labels=1, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_a_cross_encoder_puts_the_best_in_its_own_order_and_the_rest_below(
    index, tmp_path, embeddings, cross_encoder, monkeypatch
):
    monkeypatch.setattr(scoring, "LOOKED_AT", 3)
    texts = {
        f"{n}.md": statement("Fiji", f"{what} and a register, number {n}.")
        for n, what in enumerate(("Buoys buoys", "Ropes", "Lamps ropes", "Buoys lamps"))
    }
    published = made(index, tmp_path, embeddings, texts)
    question, reranker = "a register of buoys", Reranker(str(cross_encoder))
    plain, placed = found_for(published, question), found_for(published, question, reranker=reranker)
    best = [f"{hit.passage.header}\n{hit.passage.text}" for hit in plain.hits[:3]]
    order = np.argsort(-reranker.scores(question, best), kind="stable")
    assert [hit.passage.id for hit in placed.hits] == [
        *(plain.hits[at].passage.id for at in order),
        plain.hits[3].passage.id,
    ]
    assert [hit.score for hit in placed.hits] == sorted((hit.score for hit in placed.hits), reverse=True)
    assert [f"placed by {cross_encoder}" in hit.why for hit in placed.hits] == [True, True, True, False]


def test_the_langchain_retriever_takes_a_cross_encoder(index, tmp_path, embeddings, cross_encoder):
    published = made(index, tmp_path, embeddings, {"a.md": statement("Fiji", "A register of buoys.")})
    retriever = RapporteurRetriever(published=published, reranker=Reranker(str(cross_encoder)))
    assert "placed by" in retriever.invoke("register")[0].metadata["why"]


def test_a_model_that_only_embeds_is_no_reranker(cross_encoder, tmp_path):
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    PreTrainedTokenizerFast.from_pretrained(cross_encoder).save_pretrained(tmp_path)
    BertModel(BertConfig.from_pretrained(cross_encoder)).save_pretrained(tmp_path)
    with pytest.raises(ModelMissing, match="is no cross-encoder: choose a ranking model"):
        Reranker(str(tmp_path))


def test_a_damaged_cross_encoder_is_missing_in_one_line(cross_encoder, tmp_path):
    for file in cross_encoder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[: 300 if file.suffix == ".safetensors" else None])
    with pytest.raises(ModelMissing, match="cannot be loaded") as caught:
        Reranker(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_cross_encoder_that_is_not_there_is_missing_in_one_line():
    with pytest.raises(ModelMissing, match=r"^the reranker nobody/no-such-model cannot be loaded .* leave it out$"):
        Reranker("nobody/no-such-model")
