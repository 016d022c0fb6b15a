"""A chat model as judge of statements, in place of our own check; only where somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.checking.borne import Source
from app.checking.support import NOT_SUPPORTED, SUPPORTED, Support
from ingest.errors import BadInput, ModelMissing

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROMPT = """You check whether a statement follows from its sources. Use nothing but the sources. Whoever the statement names \
as speaker has to be the speaker of a source. Answer with one word: yes if all of the statement follows, otherwise no.

Sources:
{sources}

Statement: {statement}

Does all of the statement follow from the sources?"""
_YES_NO = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)


class ModelJudge:
    """Asks a LangChain chat model whether sources bear a statement; equal questions are asked once."""

    def __init__(self, model: BaseChatModel) -> None:
        self._model = model
        self._known: dict[str, Support] = {}

    @classmethod
    def named(cls, name: str) -> ModelJudge:
        """A judge by the name that LangChain has for its model, "ollama:llama3.1".

        Raises: ModelMissing where there is no such model, or its package is not installed.
        """
        from langchain.chat_models import init_chat_model

        try:
            return cls(init_chat_model(name, temperature=0))
        except (ImportError, ValueError) as error:
            said = " ".join(str(error).split())
            raise ModelMissing(f"the judge {name} cannot be used ({said}): name it as PROVIDER:MODEL") from error

    def check(self, statement: str, sources: Sequence[Source]) -> Support:
        """SUPPORTED where the model says yes, else NOT_SUPPORTED.

        Raises: BadInput where the model cannot be asked, or says neither yes nor no.
        """
        shown = "\n".join(f"- {_named(source)}: {source.text}" for source in sources)
        prompt = PROMPT.format(sources=shown, statement=statement)
        if prompt not in self._known:
            self._known[prompt] = Support(SUPPORTED if self._says_yes(prompt) else NOT_SUPPORTED)
        return self._known[prompt]

    def _says_yes(self, prompt: str) -> bool:
        try:
            said = str(self._model.invoke(prompt).text)
        except Exception as error:  # a provider's library raises anything
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            raise BadInput(
                f"the judge cannot be asked ({reason}): see that its model runs, or leave out --judge"
            ) from error
        found = _YES_NO.match(said)
        if found is None:
            raise BadInput(
                f"the judge says neither yes nor no ({said[:60]!r}): use another model, or leave out --judge"
            )
        return found[1].casefold() == "yes"


def _named(source: Source) -> str:
    return " | ".join(filter(None, (source.holder or "nobody named", source.known, source.date)))
