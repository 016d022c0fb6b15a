"""Question files: a JSON object per line, or a table with a question per row; only `question` is required."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
    model_validator,
)

from app.evaluation import spreadsheets
from ingest.errors import BadInput

UTF8_BOM = b"\xef\xbb\xbf"


def _listed(value: object) -> object:
    """A text alone as a list of one."""
    return [value] if isinstance(value, str) else value


def _earlier_questions(history: object) -> object:
    """The texts of a history whose items are strings or objects with a `question`."""
    turns = [history] if isinstance(history, dict) else history
    if not isinstance(turns, list):
        return turns
    return [turn.get("question") if isinstance(turn, dict) else turn for turn in turns]


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _whole(text: str) -> str:
    """The text itself; half a surrogate pair cannot be searched, printed or stored as UTF-8."""
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("it holds half of a surrogate pair")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


Text = Annotated[str, AfterValidator(_whole)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
Page = Annotated[int, Field(strict=True, gt=0)]  # from 1


class Question(BaseModel):
    """A question with what a right answer to it needs; fields not named here are kept, never refused.

    `pdf_pages`, `gold_paragraphs` and `gold_alternatives` run parallel to `gold_quotes`; each may be shorter.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    question: Annotated[Text, AfterValidator(_not_blank)]
    id: Annotated[Text, BeforeValidator(_number_as_text)] = ""  # "": `read_questions` gives one
    history: Annotated[Texts, BeforeValidator(_earlier_questions)] = ()  # oldest first
    category: Text = ""
    subtype: Text = ""
    answerable: StrictBool | None = None
    expected_behaviour: Literal["answer", "abstain", "correct_premise"] | None = None
    documents: Texts = ()  # base names, or paths, of the files with the evidence
    also_in: Texts = ()
    gold_quotes: Texts = ()
    gold_alternatives: tuple[Texts, ...] = ()  # the same passage in another language
    correcting_quotes: Texts = ()
    delegations: Texts = ()
    optional_delegations: Texts = ()
    must_not_attribute_to: Texts = ()
    reference_answer: Text = ""
    pdf_pages: tuple[tuple[Page, ...], ...] = ()
    gold_paragraphs: Texts = ()  # the label as printed, "33 (b)"; "": not known
    note: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _null_means_absent(cls, row: Any) -> Any:
        if not isinstance(row, dict):
            return row
        return {name: value for name, value in row.items() if value is not None or name not in cls.model_fields}

    @property
    def expected(self) -> str | None:
        """The expected behaviour: as stated, else as `answerable` or gold quotes imply; None: not known."""
        if self.expected_behaviour:
            return self.expected_behaviour
        if self.answerable is False:
            return "abstain"
        return "answer" if self.answerable or self.gold_quotes else None

    @property
    def given(self) -> dict[str, Any]:
        """The fields of its row, as JSON, unknown ones included."""
        return self.model_dump(mode="json", exclude_unset=True)


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The usable questions of a file, each with its own id, and what is wrong with the other lines."""

    questions: tuple[Question, ...]
    problems: tuple[str, ...] = ()  # "line 12: not JSON (Expecting value, column 1)"
    sha256: str = ""  # of the file's bytes


def read_questions(path: Path | str) -> QuestionFile:
    """The questions of a file in its order: JSONL (UTF-8), or a table if its name ends in .csv or .tsv.

    A line that cannot be used is a problem and the others count. A missing id becomes "line-12",
    a repeated one gets its line as a tail. Empty lines are skipped.

    Raises: BadInput when the file cannot be read or holds no usable question.
    """
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"{path} cannot be read: {reason}") from error
    table = Path(path).suffix.casefold() in spreadsheets.SUFFIXES
    try:
        rows = spreadsheets.rows(content, Question.model_fields, LISTS, NESTED) if table else _json_lines(content)
        questions, problems = _numbered(rows)
    except spreadsheets.TableError as error:
        raise BadInput(f"{path} cannot be read as a table: {error}") from error
    if not questions:
        finding = problems[0] if problems else "it is empty"
        way_out = 'give it a column "question"' if table else "write one JSON object per line, or a table as .csv"
        raise BadInput(f"{path} holds no usable question ({finding}): {way_out}")
    return QuestionFile(tuple(questions), tuple(problems), hashlib.sha256(content).hexdigest())


def as_questions(questions: Iterable[Question | Mapping[str, Any] | str]) -> list[Question]:
    """Questions from records, from the fields of a row each, or from bare texts, each with its own id.

    Raises: BadInput for one that cannot be used.
    """
    given = [{"question": each} if isinstance(each, str) else each for each in questions]
    rows = ((number, lambda row=row: row) for number, row in enumerate(given, start=1))
    found, problems = _numbered(rows, "question")
    if len(found) < len(given):
        raise BadInput(next(problem for problem in problems if "was used before" not in problem))
    return found


def _numbered(rows: Iterable[tuple[int, Any]], called: str = "line") -> tuple[list[Question], list[str]]:
    """(questions with ids of their own, problems) of rows: (number, what gives the fields or raises ValueError)."""
    questions: dict[str, Question] = {}
    problems = []
    for number, read in rows:
        try:
            row = read()
            question = row if isinstance(row, Question) else _question(row)
        except ValueError as error:
            problems.append(f"{called} {number}: {error}")
            continue
        if question.id in questions:
            problems.append(f"{called} {number}: the id {question.id!r} was used before")
        key = _free_id(question.id, f"{called}-{number}", questions)
        questions[key] = question.model_copy(update={"id": key})
    return list(questions.values()), problems


def _json_lines(content: bytes) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(content.removeprefix(UTF8_BOM).splitlines(), start=1):
        if line.strip():
            yield number, lambda line=line: _json_row(line)


def _free_id(wanted: str, place: str, taken: Mapping[str, Question]) -> str:
    """The wanted id, or one made from the question's place where it is empty or taken."""
    key = wanted or place
    while key in taken:
        key = f"{key}-{place}"
    return key


def _json_row(line: bytes) -> Any:
    """What a line holds; Raises: ValueError with a text for the user."""
    try:
        return json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except ValueError as error:  # NaN, or an integer of thousands of digits
        raise ValueError(f"not usable JSON ({str(error).split(';')[0]})") from error


def _question(row: Any) -> Question:
    """One question; Raises: ValueError with a text for the user."""
    if not isinstance(row, Mapping):
        raise ValueError("not a JSON object")
    # Pydantic refuses half a surrogate pair in a name; an unknown field must not cost its row.
    row = {str(name).encode("utf-8", "replace").decode("utf-8"): value for name, value in row.items()}
    try:
        return Question.model_validate(row)
    except ValidationError as error:
        raise ValueError(complaints(error)) from error


def complaints(error: ValidationError) -> str:
    """What is wrong with a record, in a line for the user: "question: it is empty; pdf_pages[0][1]: ..."."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{_place(each['loc'])}: {_said(each['msg'])}" for each in found)


def _said(message: str) -> str:
    """What pydantic says, in words of JSON."""
    return message.removeprefix("Value error, ").replace("tuple", "list")


def _place(path: tuple[int | str, ...]) -> str:
    """`pdf_pages[0][2]` for a pydantic location."""
    first, *rest = path or ("it",)
    return f"{first}{''.join(f'[{step}]' for step in rest)}"


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


LISTS = ("history", "documents", "also_in", "gold_quotes", "correcting_quotes", "delegations", "optional_delegations", "must_not_attribute_to", "gold_paragraphs")  # fmt: skip
NESTED = ("gold_alternatives", "pdf_pages")  # lists of lists
