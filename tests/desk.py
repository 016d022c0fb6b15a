"""A document system on this machine that answers as it is told to, for the tests of `fetch`."""

from __future__ import annotations

import io
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import docx
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Reply:
    """One answer: `length` says more bytes than come where it is set; `endless` never stops."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    endless: bool = False
    silent: bool = False  # the connection is closed without a word
    wait: threading.Event | None = None  # nothing comes before it is set


def to(address: str) -> Reply:
    return Reply(status=302, headers=(("Location", address),))


@dataclass
class Desk:
    """`answers`: path, or (symbol, form) → what is answered first, second, ...; the last again and again."""

    url: str = ""
    answers: dict[Any, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # the address of each request, in order
    agents: set[str] = field(default_factory=set)
    cookies: list[str] = field(default_factory=list)
    most_at_once: int = 0

    def has(self, symbol: str, *replies: Reply, form: str = "pdf") -> None:
        self.answers[symbol, form] = list(replies)

    def gives(self, symbol: str, body: bytes, form: str = "pdf") -> str:
        """`body` at the end of a redirect, as the real system answers; its final address."""
        path = f"/doc/undoc/gen/{'-'.join(symbol.split('/'))}.{form}".replace(" ", "")
        self.has(symbol, to(path), form=form)
        self.answers[path] = [Reply(body)]
        return f"{self.url}{path}"

    def asked_for(self, symbol: str) -> list[str]:
        """The forms in which a symbol was asked for, in order."""
        forms = (parse_qs(urlsplit(each).query) for each in self.asked)
        return [form["t"][0] for form in forms if form.get("s") == [symbol]]


@contextmanager
def desk() -> Iterator[Desk]:
    """A running desk, which has nothing: it redirects every symbol to /error."""
    at = Desk()
    counts: defaultdict[Any, int] = defaultdict(int)
    now, lock = [0], threading.Lock()

    class Clerk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                now[0] += 1
                at.most_at_once = max(at.most_at_once, now[0])
                at.asked.append(self.path)
                at.agents.add(self.headers["User-Agent"])
                at.cookies += self.headers.get_all("Cookie", [])
            time.sleep(0.02)  # in which another request would be seen
            with lock:
                now[0] -= 1  # before the answer: who has it may ask again
            try:
                self.answer(self.chosen())
            except OSError:  # the other side has had enough
                self.close_connection = True

        def chosen(self) -> Reply:
            parts = urlsplit(self.path)
            asked = parse_qs(parts.query)
            key = (asked["s"][0], asked["t"][0]) if "s" in asked else parts.path
            replies = at.answers.get(key)
            if replies is None:
                if parts.path == "/error":
                    return Reply(b"<!DOCTYPE html><title>Invented error</title>")
                return Reply(status=404) if parts.path == "/robots.txt" else to("/error")
            counts[key] += 1
            return replies[min(counts[key], len(replies)) - 1]

        def answer(self, reply: Reply) -> None:
            if reply.wait is not None:
                reply.wait.wait(60)
            if reply.silent:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            if reply.endless:
                self.send_header("Connection", "close")
                self.end_headers()
                while True:
                    self.wfile.write(b"%PDF-1.7 invented " * 4000)
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = self.close_connection or reply.length is not None

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Clerk)
    server.daemon_threads = True
    at.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield at
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# Invented papers


BODY = (
    "1. Lamps in harbours are to be counted twice a year by the invented committee,",
    "which writes the count into a book that lies open in the hall of the harbour and",
    "that every visitor may read from the first of March to the last of November of",
    "the same year, also when the harbour is closed for want of ships.",
)


def pdf(*heads: str, body: Sequence[str] = ()) -> bytes:
    """A PDF with `heads` as paragraphs, and the lines of `body` as one more."""
    into = io.BytesIO()
    canvas = Canvas(into, pagesize=(595, 842))
    for number, line in enumerate(heads):
        canvas.drawString(72, 770 - 40 * number, line)
    for number, line in enumerate(body):
        canvas.drawString(72, 730 - 40 * len(heads) - 14 * number, line)
    canvas.showPage()
    canvas.save()
    return into.getvalue()


def paper(symbol: str) -> bytes:
    """A PDF with a masthead that names `symbol`; the rest is invented."""
    heads = (f"United Nations {symbol}", "General Assembly Distr.: General", "4 March 2031", "On lamps in harbours")
    return pdf(*heads, body=BODY)


def word(*lines: str) -> bytes:
    """A DOCX with these paragraphs."""
    document, into = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(into)
    return into.getvalue()
