"""Batch evaluation: questions with gold evidence asked, scored with intervals, reported and compared.

From Python: `evaluate(assistant, read_questions("questions.jsonl").questions)`.
"""

from __future__ import annotations

from app.evaluation.chain import Retrieved
from app.evaluation.metrics import METRICS
from app.evaluation.questions import Question, read_questions
from app.evaluation.run import Assistant, Evaluation, evaluate
from app.evaluation.stored import Kept

__all__ = ["METRICS", "Assistant", "Evaluation", "Kept", "Question", "Retrieved", "evaluate", "read_questions"]
