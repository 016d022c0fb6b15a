"""A statement that is printed in two languages is evidence once."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.passages import Passage
from retriever.hit import Hit


def one_language(hits: Sequence[Hit], language: str) -> tuple[Hit, ...]:
    """`hits` without those whose statement is also hit in its other language.

    The statement is kept in `language`; where it is printed in neither, the original is.
    """
    left: set[str] = set()
    translated = [hit.passage for hit in hits if hit.passage.translation_of is not None]
    for translation in translated:
        originals = [hit.passage for hit in hits if _is_original(hit.passage, translation)]
        if originals:
            gone = originals if translation.language == language else [translation]
            left.update(passage.id for passage in gone)
    return tuple(hit for hit in hits if hit.passage.id not in left)


def _is_original(passage: Passage, translation: Passage) -> bool:
    """Whether a passage belongs to the statement that `translation` translates."""
    if passage.translation_of is not None or translation.translation_of is None:
        return False
    same = (passage.document_id, passage.speaker) == (translation.document_id, translation.speaker)
    near = translation.translation_of <= passage.start
    before = passage.start < translation.start or translation.start < translation.translation_of
    return same and near and before and passage.language != translation.language
