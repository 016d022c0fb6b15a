"""What stands in for a model in the tests (fast, offline, the same on every machine), and a guard against hanging."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from langchain_core.embeddings import Embeddings

from ingest.embedding import NamedEmbeddings, adapt


class HashedWords(Embeddings):
    """A bag of words, each word hashed to one of `dimension` places: like texts get like vectors.

    `seen` holds every text that was embedded, in order.
    """

    def __init__(self, dimension: int = 256, salt: str = "") -> None:
        self.dimension = dimension
        self.salt = salt
        self.seen: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.seen += texts
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]

    def _vector(self, text: str) -> list[float]:
        counts = [0.0] * self.dimension
        counts[0] = 0.1  # a text without words has a direction too
        for word in re.findall(r"\w+", text.casefold()):
            digest = sha256(f"{self.salt}{word}".encode()).digest()
            counts[int.from_bytes(digest[:4], "big") % self.dimension] += 1
        return counts


def hashed_words(salt: str = "") -> NamedEmbeddings:
    """`HashedWords` as the index takes it; another `salt` makes it another model."""
    return adapt(f"hashed words {salt}".strip(), HashedWords(salt=salt))


@contextmanager
def no_hang(limit_s: int = 60) -> Iterator[None]:
    """Fail where the body has not come back after `limit_s` seconds: for input that once took for ever, not for speed."""

    def hangs(number: int, frame: object) -> None:
        raise TimeoutError(f"not back after {limit_s} s")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(limit_s)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def stoppable() -> Iterator[None]:
    """What is started in the body can be stopped by signals that this process ignores, as one in the background does."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
