"""No network: ingest, ask, evaluate and chat open no connection and look up no name beyond this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Runs in a process of its own, so that the guard stands before any library is imported.
GUARDED = """
import ipaddress, socket, sys
tried = []

def is_here(host):
    if host in ("localhost", None, ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False

def guard(name, place):
    real = getattr(place, name)
    def guarded(*arguments, **named):
        address = next((a for a in arguments if isinstance(a, (tuple, str, type(None)))), None)
        host = address[0] if isinstance(address, tuple) else address
        if not is_here(host if isinstance(host, (str, type(None))) else host.decode()):
            tried.append(f"{name} {host}")
            raise OSError("no network in this test")
        return real(*arguments, **named)
    setattr(place, name, guarded)

class Socket(socket.socket):
    def connect(self, address):
        if isinstance(address, tuple) and not is_here(address[0]):
            tried.append(f"connect {address[0]}")
            raise OSError("no network in this test")
        return super().connect(address)
    def connect_ex(self, address):
        self.connect(address)
        return 0
    def sendto(self, data, *rest):
        if isinstance(rest[-1], tuple) and not is_here(rest[-1][0]):
            tried.append(f"sendto {rest[-1][0]}")
            raise OSError("no network in this test")
        return super().sendto(data, *rest)

socket.socket = Socket
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
    guard(name, socket)

def command(*arguments):
    from app import cli
    sys.argv = ["rapporteur", *arguments]
    try:
        cli.main()
    except SystemExit as stopped:
        return stopped.code or 0

QUESTION = "What does Iran say about non-state actors?"
"""


def guarded(program: str, *arguments: str) -> list[str]:
    """Run `program` behind the guard; what it printed last, as JSON."""
    whole = f"{GUARDED}\n{program}\nimport json\nprint()\nprint(json.dumps(tried))"
    done = subprocess.run(
        [sys.executable, "-c", whole, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_guard_sees_what_is_tried():
    tried = guarded(
        "import urllib.request\n"
        "for where in ('http://example.org/', 'http://192.0.2.1/'):\n"
        "    try:\n        urllib.request.urlopen(where, timeout=1)\n"
        "    except OSError:\n        pass"
    )
    assert any("example.org" in each for each in tried)
    assert any("192.0.2.1" in each for each in tried)


def test_ingest_ask_search_and_evaluate_stay_on_this_machine(tmp_path):
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"question": "What does Iran say about non-state actors?"}\n', "utf-8")
    tried = guarded(
        "index, questions, report = sys.argv[1:]\n"
        "assert command('ingest', 'corpus/documents', '--index', index) == 0\n"
        "assert command('ask', QUESTION, '--index', index) == 0\n"
        "assert command('search', QUESTION, '--index', index) == 0\n"
        "assert command('evaluate', questions, '--index', index, '--report', report) == 0",
        str(tmp_path / "index"),
        str(questions),
        str(tmp_path / "report"),
    )
    assert tried == []


def test_the_chat_stays_on_this_machine(tmp_path):
    tried = guarded(
        "from pathlib import Path\n"
        "index = sys.argv[1]\n"
        "assert command('ingest', 'corpus/documents', '--index', index) == 0\n"
        "from app import chat\n"
        "from app.assistant import Assistant\n"
        "with socket.socket() as probe:\n"
        "    probe.bind(('127.0.0.1', 0))\n"
        "    port = probe.getsockname()[1]\n"
        "from app.library import Library\n"
        "from app.settings import Settings\n"
        "assistant = Assistant.open(Path(index), 'all-MiniLM-L6-v2')\n"
        "page = chat.build(assistant, Library(assistant.published, Settings(index=index)))\n"
        "url = chat.launch(page, '127.0.0.1', port)\n"
        "from gradio_client import Client\n"
        "answer = Client(url, verbose=False, analytics_enabled=False).predict(QUESTION, api_name='/ask')\n"
        "assert answer['answered'], answer\n"
        "import urllib.request\n"
        "html = urllib.request.urlopen(url).read().decode()\n"
        "assert 'fonts.googleapis' not in html and 'fonts.gstatic' not in html\n"
        "page.close(verbose=False)",
        str(tmp_path / "index"),
    )
    assert tried == []
