"""The chat in the browser: a conversation beside the evidence for it, and in a second tab the documents."""

from __future__ import annotations

import errno
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from app import documents_view
from app.answer import Answer
from app.cards import CSS, NEAREST, SHOWN_CHARACTERS, Turn, messages, panel, shorten
from app.library import Library
from app.page import gradio, theme
from app.wording import unexpected
from ingest.defaults import MOST_BYTES
from ingest.document import Document
from ingest.errors import BadInput, RapporteurError

if TYPE_CHECKING:
    from gradio import Blocks

log = logging.getLogger(__name__)

EXAMPLES = (
    "What does Iran want from the permanent mechanism?",
    "Which elements of the Chair's discussion paper does Iran welcome?",
    "Which 13 States submitted the concept paper?",
)
HINT = "Ask a question"
PURPOSE = "Answers questions about United Nations documents on ICT security, in their own words."
CAUTION = "Not affiliated with or endorsed by the United Nations. Read the source before you rely on a quote."
SHOW_NEWEST = """() => requestAnimationFrame(() => {
  const asked = [...document.querySelectorAll("#chat .user")].pop(), box = asked?.closest("[role=log]");
  if (box) box.scrollTop += asked.getBoundingClientRect().top - box.getBoundingClientRect().top - 40;
})"""
LOOPBACK = ("127.0.0.1", "localhost")


class Assistant(Protocol):
    """What the chat calls: `app.assistant.Assistant`, or a fake of it."""

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        delegations: Sequence[str] = (),
        session: str | None = None,
    ) -> Answer: ...

    def count(self) -> int: ...

    def record(self, document_id: str) -> Document | None: ...


def serve(assistant: Assistant, library: Library, host: str, port: int) -> None:
    """Show the chat at `http://host:port` until the process is stopped; the address goes to stderr.

    Raises: BadInput when the port or the host cannot be used.
    """
    _require_free(host, port)
    page = build(assistant, library)
    print(f"Rapporteur is at {launch(page, host, port)} (Ctrl+C stops it)", file=sys.stderr, flush=True)
    page.block_thread()
    if library.close():
        print("an ingest was stopped: what was read is kept, and the next one goes on", file=sys.stderr)


def launch(page: Blocks, host: str, port: int) -> str:
    """Serve a built page in the background and return its address.

    Nothing is recorded and nothing leaves this machine: no telemetry, share link, run history
    (Gradio's default keeps every question in the browser), monitoring or API documentation page.
    """
    for name in ("NO_PROXY", "no_proxy"):  # Gradio asks itself for a sign of life, also behind a proxy
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), host, *LOOPBACK)))
    if host not in LOOPBACK:
        log.warning(
            "%s can be reached from other machines, and the chat has no password: anyone there can ask, and add documents",
            host,
        )
    launched = page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        ssr_mode=False,
        footer_links=[],
        max_file_size=MOST_BYTES,
        theme=theme(),
        css=CSS + documents_view.CSS,
    )
    return str(launched[1])


def build(assistant: Assistant, library: Library) -> Blocks:
    """The page, not yet served: `launch` adds its colours and styles."""
    gr = gradio()
    with gr.Blocks(title="Rapporteur", analytics_enabled=False) as page:
        top = gr.HTML(elem_id="top")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Ask"), gr.Row():
                with gr.Column(scale=11, min_width=340, elem_id="left"):
                    chat, box, asked = _conversation()
                with gr.Column(scale=9, min_width=340):
                    evidence = gr.HTML(panel([]), elem_id="evidence")
            with gr.Tab("Documents") as documents:
                documents_view.build(library, documents, top, lambda: heading(assistant))
        _connect(_responder(assistant), asked, [chat, evidence, gr.State([]), box])
        page.load(lambda: heading(assistant), None, top, api_visibility="private")
        gr.api(_endpoint(assistant), api_name="ask", concurrency_id="ask")
    built: Blocks = page
    return built


def take_turn(assistant: Assistant, question: str, turns: Sequence[Turn]) -> Turn:
    """Ask with the answered questions before this one; an error becomes a turn that shows it."""
    try:
        answer = assistant.ask(question, [turn.question for turn in turns if turn.answer])
        if answer.answered:
            return Turn(question, answer)
        wanted = dict.fromkeys(hit.passage.document_id for hit in answer.hits[:NEAREST])
        found = (assistant.record(document_id) for document_id in wanted)
        return Turn(question, answer, documents=tuple(document for document in found if document))
    except RapporteurError as error:
        return Turn(shorten(question, SHOWN_CHARACTERS), error=str(error))
    except Exception:  # Gradio would cover the whole conversation with the one word "Error"
        log.exception("a question of the chat failed")
        return Turn(shorten(question, SHOWN_CHARACTERS), error=unexpected())


def heading(assistant: Assistant) -> str:
    """Name, purpose, the number of documents, read anew for each visit, and whose the program is not."""
    try:
        count = assistant.count()
        indexed = "1 document indexed" if count == 1 else f"{count:,} documents indexed"
    except RapporteurError as error:
        indexed = escape(str(error))
    return f'<h1>Rapporteur</h1><p>{PURPOSE}</p><p class="count">{indexed}. {CAUTION}</p>'


def require_text(**values: Any) -> None:
    """Raises: BadInput naming the first value that is neither None nor a list of strings."""
    for name, value in values.items():
        if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise BadInput(f"{name} must be text: give a string, or a list of strings for a list")


def _conversation() -> tuple[Any, Any, list[Any]]:
    """The left column: the conversation, the question box, and the events that ask what stands in them."""
    gr = gradio()
    chat = gr.Chatbot(
        label="Conversation",
        elem_id="chat",
        height="58vh",
        min_height=320,
        autoscroll=False,  # to the end of an answer; `SHOW_NEWEST` goes to its beginning
        placeholder="Ask about a position, a resolution or a meeting.",
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        allow_tags=False,
        sanitize_html=True,
    )
    with gr.Row():
        box = gr.Textbox(
            label="Question",
            show_label=False,
            container=False,
            placeholder=HINT,
            elem_id="question",
            scale=8,
            min_width=200,
            max_lines=6,
            autofocus=True,
        )
        button = gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=80)
    with gr.Column(elem_id="examples"):
        examples = [gr.Button(text, size="sm", elem_classes="example") for text in EXAMPLES]
    clear = gr.Button("New conversation", size="sm", elem_id="clear")
    return chat, box, [button, *examples, clear]


def _connect(respond: Callable[..., Any], buttons: list[Any], shown: list[Any]) -> None:
    """Let Enter and the buttons ask, and the last button clear; no event but "/ask" is public."""
    gr = gradio()
    chat, _, turns, box = shown
    ask, *examples, clear = buttons
    private: dict[str, Any] = {"api_visibility": "private"}
    options = {"show_progress_on": chat, "concurrency_id": "ask", **private}
    asking = [gr.on([box.submit, ask.click], respond, [box, turns], shown, **options)]
    asking += [example.click(respond, [example, turns], shown, **options) for example in examples]
    chat.change(None, js=SHOW_NEWEST, **private)
    empty = [[], panel([]), [], ""]
    gr.on([clear.click, chat.clear], lambda: empty, None, shown, cancels=asking, queue=False, **private)


def _responder(assistant: Assistant) -> Callable[..., Iterator[tuple[Any, ...]]]:
    """What a question of the page calls: first shows the question, then the answer and its evidence."""
    gr = gradio()

    def respond(question: str, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
        question = (question or "").strip()
        if not question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.Textbox("", placeholder="Type a question first")
            return
        yield messages([*turns, Turn(question)]), gr.skip(), gr.skip(), gr.Textbox("", placeholder=HINT)
        turns = [*turns, take_turn(assistant, question, turns)]
        yield messages(turns), panel(turns), turns, gr.skip()

    return respond


def _endpoint(assistant: Assistant) -> Callable[..., dict[str, Any]]:
    """The public "/ask": Gradio reads its parameters from the signature."""
    gr = gradio()

    def ask(
        question: str,
        history: list[str] | None = None,
        delegation: list[str] | None = None,
        session: str | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the indexed documents, with checked citations."""
        try:
            require_text(question=[question], history=history, delegation=delegation, session=[session or ""])
            return assistant.ask(question, history or (), delegation or (), session).to_json()
        except RapporteurError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return ask


def _require_free(host: str, port: int) -> None:
    """Raises: BadInput when nothing can listen at that address."""
    if ":" in host:
        raise BadInput(f"{host} is an IPv6 address, which Gradio cannot serve: give an IPv4 address or a name")
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OverflowError:
        raise BadInput(f"{port} is no port: choose one from 1024 to 65535 with --port") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BadInput(f"port {port} is in use: choose another with --port") from None
        raise BadInput(
            f"cannot listen at {host}:{port} ({error.strerror}): choose others with --host and --port"
        ) from None
