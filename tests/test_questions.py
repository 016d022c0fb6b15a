"""Question files: what is read, what is a problem, and what stops the whole run."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation.questions import Question, QuestionFile, read_questions
from ingest.errors import BadInput


@pytest.fixture
def read(tmp_path):
    def read_content(content: str | bytes) -> QuestionFile:
        path = tmp_path / "questions.jsonl"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return read_questions(path)

    return read_content


def test_only_the_question_is_required(read):
    (question,) = read('{"question": "Who spoke?"}\n').questions
    assert question.question == "Who spoke?"
    assert question.gold_quotes == ()
    assert question.expected is None


def test_all_known_fields_are_read(read):
    row = {
        "id": "D1",
        "question": "Who?",
        "history": [{"question": "When?"}],
        "category": "who",
        "answerable": True,
        "expected_behaviour": "answer",
        "documents": ["a.pdf"],
        "gold_quotes": ["one", "two"],
        "gold_alternatives": [[], ["deux"]],
        "pdf_pages": [[4], [5, 6]],
        "delegations": ["Tuvalu"],
    }
    (question,) = read(json.dumps(row)).questions
    assert question.id == "D1"
    assert question.history == ("When?",)
    assert question.gold_alternatives == ((), ("deux",))
    assert question.pdf_pages == ((4,), (5, 6))
    assert question.delegations == ("Tuvalu",)


def test_an_unknown_field_is_kept(read):
    (question,) = read('{"question": "Who?", "difficulty": {"level": 3}}').questions
    assert question.model_dump()["difficulty"] == {"level": 3}


def test_an_unknown_field_with_half_a_surrogate_pair_in_its_name_costs_nothing(read):
    assert read(r'{"question": "Who?", "\ud800": 1}').questions[0].question == "Who?"


@pytest.mark.parametrize(
    "history", [["When?", "Where?"], [{"question": "When?"}, {"question": "Where?", "answer": "Here."}]]
)
def test_earlier_questions_may_be_strings_or_objects(read, history):
    (question,) = read(json.dumps({"question": "Who?", "history": history})).questions
    assert question.history == ("When?", "Where?")


def test_a_text_in_place_of_a_list_is_a_list_of_one(read):
    row = {"question": "Who?", "gold_quotes": "one", "gold_alternatives": ["un"], "history": "When?"}
    (question,) = read(json.dumps(row)).questions
    assert (question.gold_quotes, question.gold_alternatives, question.history) == (("one",), (("un",),), ("When?",))


def test_null_means_that_a_field_is_absent(read):
    (question,) = read('{"question": "Who?", "id": null, "documents": null, "history": null}').questions
    assert (question.id, question.documents, question.history) == ("line-1", (), ())


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(read):
    file = read(b'\xef\xbb\xbf{"question": "A?"}\r\n\r\n{"question": "B?"}\r\n')
    assert [question.question for question in file.questions] == ["A?", "B?"]
    assert file.problems == ()


def test_a_line_separator_inside_a_string_does_not_end_the_line(read):
    assert read('{"question": "A\u2028B\x85?"}').questions[0].question == "A\u2028B\x85?"


def test_a_missing_id_is_the_line_number(read):
    file = read('{"question": "A?"}\n\n{"question": "B?"}')
    assert [question.id for question in file.questions] == ["line-1", "line-3"]
    assert file.problems == ()


def test_a_number_is_accepted_as_id(read):
    assert read('{"question": "A?", "id": 7}').questions[0].id == "7"


def test_questions_with_the_same_id_both_count_under_distinct_ids(read):
    file = read('{"question": "A?", "id": "x"}\n{"question": "B?", "id": "x"}')
    assert [question.id for question in file.questions] == ["x", "x-line-2"]
    assert file.problems == ("line 2: the id 'x' was used before",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON (Expecting property name enclosed in double quotes, column 2)"),
        ("[1]", "not a JSON object"),
        ('{"id": "x"}', "question: Field required"),
        ('{"question": null}', "question: Field required"),
        ('{"question": 5}', "question: Input should be a valid string"),
        ('{"question": " "}', "question: it is empty"),
        ('{"question": "A?", "gold_quotes": 1}', "gold_quotes: Input should be a valid list"),
        ('{"question": "A?", "pdf_pages": [[4, "5"]]}', "pdf_pages[0][1]: Input should be a valid integer"),
        ('{"question": "A?", "pdf_pages": [[0]]}', "pdf_pages[0][0]: Input should be greater than 0"),
        ('{"question": "A?", "history": [{"q": "B?"}]}', "history[0]: Input should be a valid string"),
        ('{"question": "A?", "answerable": "yes"}', "answerable: Input should be a valid boolean"),
        (
            '{"question": "A?", "expected_behaviour": "guess"}',
            "expected_behaviour: Input should be 'answer', 'abstain' or 'correct_premise'",
        ),
        (r'{"question": "\ud800"}', "question: it holds half of a surrogate pair"),
        ('{"question": "A?", "weight": NaN}', "not usable JSON (NaN is no JSON value)"),
        ('{"question": "A?", "weight": %s}' % ("9" * 5000), "not usable JSON (Exceeds the limit"),
        ("[" * 100_000, "nested too deeply"),
        (b"\xff\xfe{", "not UTF-8"),
    ],
    ids=lambda value: None if len(value) < 40 else "long",
)
def test_a_bad_line_is_a_problem_and_the_others_count(read, line, problem):
    line = line.encode() if isinstance(line, str) else line
    file = read(b'{"question": "A?"}\n' + line + b'\n{"question": "B?"}')
    assert [question.question for question in file.questions] == ["A?", "B?"]
    (found,) = file.problems
    assert found.startswith(f"line 2: {problem}")


def test_a_file_without_a_usable_question_is_refused_in_one_line(read):
    with pytest.raises(BadInput) as caught:
        read('{"id": "x"}\n[]')
    assert str(caught.value).endswith(
        "holds no usable question (line 1: question: Field required): write one JSON object per line, or a table as .csv"
    )


def test_an_empty_file_is_refused(read):
    with pytest.raises(BadInput, match="it is empty"):
        read("\n \n")


@pytest.mark.parametrize("name", ["missing.jsonl", ".", "null\0character"])
def test_a_path_that_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(BadInput, match="cannot be read"):
        read_questions(f"{tmp_path}/{name}")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"answerable": True}, "answer"),
        ({"answerable": False}, "abstain"),
        ({"gold_quotes": ["one"]}, "answer"),
        ({"answerable": False, "expected_behaviour": "correct_premise"}, "correct_premise"),
    ],
)
def test_the_expected_behaviour_is_as_stated_or_as_the_other_fields_imply(fields, expected):
    assert Question(question="A?", **fields).expected == expected


@given(st.binary())
def test_any_bytes_give_questions_or_bad_input(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        read_questions(path)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(Question.model_fields)) | st.text(), JSON_VALUES, max_size=5))
def test_any_object_gives_a_question_or_one_problem(tmp_path_factory, row):
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_text('{"question": "A?"}\n' + json.dumps(row), encoding="utf-8")
    file = read_questions(path)
    assert len(file.questions) - 1 + len([each for each in file.problems if "used before" not in each]) == 1
    assert len({question.id for question in file.questions}) == len(file.questions)
