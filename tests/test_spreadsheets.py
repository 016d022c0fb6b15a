"""Tables: question files that spreadsheets write, and scores that they may open."""

from __future__ import annotations

import csv
import io

import pytest

from app.evaluation.questions import QuestionFile, read_questions
from app.evaluation.spreadsheets import written
from ingest.errors import BadInput


@pytest.fixture
def read(tmp_path):
    """Reads questions from the text of a table."""

    def questions(text: str | bytes, name: str = "q.csv") -> QuestionFile:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return read_questions(path)

    return questions


TABLE = """id,question,category,answerable,gold_quotes,pdf_pages,history,difficulty
a,"What does Malta want, and why?",single,TRUE,"a fund; with ""rules""
twice a year","[[4], [5, 6]]",,hard
,Who else?,,,"[""one, two"", ""three""]",,What does Malta want?,
"""


def test_a_table_gives_the_questions_that_the_same_lines_of_json_give(read):
    file = read(TABLE)
    first, second = file.questions
    assert (first.id, first.question, first.category) == ("a", "What does Malta want, and why?", "single")
    assert first.answerable is True
    assert first.gold_quotes == ('a fund; with "rules"', "twice a year")
    assert first.pdf_pages == ((4,), (5, 6))
    assert first.given["difficulty"] == "hard"
    assert (second.id, second.history, second.gold_quotes) == (
        "line-4",
        ("What does Malta want?",),
        ("one, two", "three"),
    )
    assert (second.answerable, "difficulty" in second.given) == (None, False)
    assert file.problems == ()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TABLE.encode("utf-8-sig"), "q.csv"),
        (TABLE.encode("utf-16"), "q.CSV"),
        (TABLE.replace("\n", "\r\n").encode(), "q.csv"),
    ],
    ids=["byte order mark", "UTF-16", "Windows line ends"],
)
def test_what_spreadsheets_write_is_read(read, content, name):
    assert [question.question for question in read(content, name).questions] == [
        "What does Malta want, and why?",
        "Who else?",
    ]


@pytest.mark.parametrize(("divider", "name"), [(";", "q.csv"), ("\t", "q.csv"), ("\t", "q.tsv")])
def test_the_divider_is_that_of_the_head(read, divider, name):
    text = f"Question{divider}Gold_Quotes \n What, then?{divider}a fund, small\n"
    (question,) = read(text, name).questions
    assert (question.question, question.gold_quotes) == (" What, then?", ("a fund, small",))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,,", "line 3: question: Field required"),
        ("a,What?,perhaps", "line 3: answerable: Input should be a valid boolean"),
        ("a,What?,true,more", "line 3: 4 cells, but the head has 3"),
        ('a,"What? ""open', "line 3: not a row of a table (unexpected end of data)"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_others_run(read, row, problem):
    file = read(f"id,question,answerable\nb,Why?,no\n{row}\n")
    assert [question.id for question in file.questions] == ["b"]
    assert file.problems == (problem,)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", 'it has no column "question"'),
        (b"id,text\na,b\n", 'it has no column "question"'),
        (b"question,question\na,b\n", "two columns are called 'question'"),
        (b"question\n\xff\xff\n", 'it is not UTF-8: save it as "CSV UTF-8"'),
        (b"question\n", 'holds no usable question (it is empty): give it a column "question"'),
    ],
    ids=["empty", "no question", "twice", "Latin-1", "head only"],
)
def test_what_is_no_table_of_questions_is_said_in_a_line(read, content, said):
    with pytest.raises(BadInput) as error:
        read(content)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_small_table_leaves_other_tables_of_the_process_as_they_can_be_read(read):
    before = csv.field_size_limit()
    read("question\nWhat does Malta want?\n")
    read(f"question,note\nWhat does Malta want?,{'long ' * before}\n")
    assert csv.field_size_limit() >= before


def test_an_empty_row_and_an_unnamed_empty_column_are_nothing(read):
    (question,) = read("question,,\n\n,,\nWhat?,,\n").questions
    assert question.given == {"question": "What?", "id": "line-4"}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "\r=1", "\n=1", '=HYPERLINK("http://x")']
)
def test_no_text_is_taken_for_a_formula(text):
    (head, cells) = csv.reader(
        io.StringIO(written(["=name", "score"], [[text, -0.5]]).removeprefix("\ufeff"), newline="")
    )
    assert head[0].startswith("'")
    assert cells == [f"'{text}", "-0.5"]


def test_harmless_texts_numbers_and_lists_are_as_they_are():
    text = written(["a", "b", "c", "d"], [["Who = what?", 0.25, None, ["x", "=y"]]])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1] == ["Who = what?", "0.25", "", '["x", "=y"]']
