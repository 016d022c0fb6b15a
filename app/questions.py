"""Question files: one JSON object per line, of which only `question` is required."""

from __future__ import annotations

import json
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

from ingest.errors import BadInput

UTF8_BOM = b"\xef\xbb\xbf"


def _earlier_questions(history: object) -> object:
    """The texts of a history whose items are strings or objects with a `question`."""
    if not isinstance(history, list):
        return history
    return [turn.get("question") if isinstance(turn, dict) else turn for turn in history]


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
Texts = tuple[Text, ...]
Page = Annotated[int, Field(strict=True, gt=0)]  # from 1


class Question(BaseModel):
    """A question with what a right answer to it needs; fields not named here are kept, never refused.

    `pdf_pages` and `gold_alternatives` run parallel to `gold_quotes`; either may be shorter.
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


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The usable questions of a file, each with its own id, and what is wrong with the other lines."""

    questions: tuple[Question, ...]
    problems: tuple[str, ...] = ()  # "line 12: not JSON (Expecting value, column 1)"


def read_questions(path: Path | str) -> QuestionFile:
    """The questions of a JSONL file (UTF-8, with or without byte order mark) in file order.

    A line that cannot be used is a problem and the others count. A missing id becomes "line-12",
    a repeated one gets its line as a tail. Empty lines are skipped.

    Raises: BadInput when the file cannot be read or holds no usable question.
    """
    try:
        content = Path(path).read_bytes().removeprefix(UTF8_BOM)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"{path} cannot be read: {reason}") from error
    questions: dict[str, Question] = {}
    problems = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            question = _read_line(line)
        except ValueError as error:
            problems.append(f"line {number}: {error}")
            continue
        if question.id in questions:
            problems.append(f"line {number}: the id {question.id!r} was used before")
        key = _free_id(question.id, number, questions)
        questions[key] = question.model_copy(update={"id": key})
    if not questions:
        finding = problems[0] if problems else "it is empty"
        raise BadInput(f"{path} holds no usable question ({finding}): write one JSON object per line")
    return QuestionFile(tuple(questions.values()), tuple(problems))


def _free_id(wanted: str, number: int, taken: dict[str, Question]) -> str:
    """The wanted id, or one made from the line's number where it is empty or taken."""
    key = wanted or f"line-{number}"
    while key in taken:
        key = f"{key}-line-{number}"
    return key


def _read_line(line: bytes) -> Question:
    """One question; Raises: ValueError with a text for the user."""
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except ValueError as error:  # NaN, or an integer of thousands of digits
        raise ValueError(f"not usable JSON ({str(error).split(';')[0]})") from error
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    # Pydantic refuses half a surrogate pair in a name; an unknown field must not cost its row.
    row = {name.encode("utf-8", "replace").decode("utf-8"): value for name, value in row.items()}
    try:
        return Question.model_validate(row)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise ValueError(
            "; ".join(f"{_place(each['loc'])}: {each['msg'].removeprefix('Value error, ')}" for each in found)
        ) from error


def _place(path: tuple[int | str, ...]) -> str:
    """`pdf_pages[0][2]` for a pydantic location."""
    first, *rest = path
    return f"{first}{''.join(f'[{step}]' for step in rest)}"


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")
