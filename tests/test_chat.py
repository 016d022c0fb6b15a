"""The chat: its cards, its page in a real browser, and the endpoint that other programs call."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from browsing import Tags, free_port, visit
from fakes import hashed_words

from app import cards, chat, wording
from app.answer import Answer, Citation, Statement
from app.cards import Turn
from app.library import Library
from app.settings import Settings
from ingest.document import Document
from ingest.errors import BadInput, NoIndex
from ingest.passages import Passage
from retriever.hit import Hit, Place
from retriever.index import Published

pytestmark = [  # what Gradio does with pandas and leaves open at exit is not ours to mend
    pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# Every State, text and symbol here is invented.
TEXT = (
    "13. Ruritania recalls the discussion of last year. Ruritania proposes a standing help desk for "
    "small States, open at all hours. It thanks the Chair for the paper."
)
QUOTE = "Ruritania proposes a standing help desk for small States, open at all hours."
ARABIC = "تقترح روريتانيا مكتب مساعدة دائما للدول الصغيرة. (نص مخترع)"
ATTACK = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
LONG = "why " * 25_000
LIBRARY = Library(Published(Path("nothing"), hashed_words()), Settings())
DOCUMENT = Document(
    id="papers/ruritania.txt",
    sha256="0" * 64,
    text=TEXT,
    title="Statement of Ruritania (invented)",
    symbol="A/XX/2024/9",
    body="Working Group",
    session="7",
    date="2024-03-04/2024-03-08",
    date_kind="session",
)
ARABIC_DOCUMENT = Document(id="papers/arabic.txt", sha256="1" * 64, text=ARABIC, title="ورقة (نص مخترع)")


def passage_of(document: Document = DOCUMENT, **fields: Any) -> Passage:
    known = {"paragraph": "13", "speaker": "Ruritania", "page": 2, **fields}
    return Passage(document.id, 0, len(document.text), document.text, **known)


def citation_of(quote: str = QUOTE, number: int = 1, verdict: str = "verbatim", **fields: Any) -> Citation:
    document = fields.pop("document", DOCUMENT)
    start = document.text.find(quote)
    passage = passage_of(document, **fields)
    return Citation(number, document, passage, quote, start, start + len(quote), passage.speaker, 2, "13", verdict)


HELP = Answer(
    question="What does Ruritania propose?",
    answered=True,
    reason=None,
    text=f"**Ruritania**\n\n- “{QUOTE}” [1]\n- “It thanks the Chair for the paper.” [2]",
    statements=(Statement(QUOTE, "Ruritania", (1,)),),
    citations=(
        citation_of(delivered_by="Graustark", members=("Graustark", "Ruritania")),
        citation_of("It thanks the Chair for the paper.", number=2),
    ),
)
PREMISE = Answer("Why does Ruritania refuse?", True, "premise", "The text says otherwise. [1]", (), HELP.citations)
REFUSAL = Answer(
    question="What does Graustark want?",
    answered=False,
    reason="no_such_holder",
    text="The indexed documents hold no words of **Graustark**.",
    hits=(
        Hit(passage_of(), 0.4, "shares the words help, desk"),
        Hit(passage_of(ARABIC_DOCUMENT, language="ar", paragraph=None), 0.3, "near in meaning"),
    ),
)


class FakeAssistant:
    """Answers from a few invented documents and remembers what it was asked."""

    def __init__(self) -> None:
        self.calls: list[SimpleNamespace] = []

    def count(self) -> int:
        return 2

    def record(self, document_id: str) -> Document | None:
        return {each.id: each for each in (DOCUMENT, ARABIC_DOCUMENT)}.get(document_id)

    def ask(self, question, history=(), delegations=(), session=None) -> Answer:
        self.calls.append(
            SimpleNamespace(question=question, history=list(history), delegations=list(delegations), session=session)
        )
        if len(question) > 10_000:
            raise BadInput("the question has more than 10,000 characters: shorten it")
        if "Graustark" in question:
            return REFUSAL
        if "<" in question:
            return Answer(question, True, None, f"{ATTACK} ![x](http://203.0.113.9/x) [1]", (), HELP.citations)
        if "fail" in question:
            raise RuntimeError("a secret of the server")
        if "long" in question:
            return Answer(question, True, None, "\n\n".join(f"line {number}" for number in range(100)))
        return PREMISE if "refuse" in question else HELP


OWN_TAGS = {
    *("section", "h2", "h3", "p", "details", "summary"),
    *("article", "header", "span", "strong", "div", "cite", "bdi", "blockquote", "mark"),
}
OWN_ATTRIBUTES = {"id", "class", "lang", "dir", "tabindex", "aria-label"}


# Cards


def test_a_card_marks_the_quote_inside_its_passage():
    html = cards.citation_card(citation_of())
    assert f"last year. <mark>{QUOTE}</mark> It thanks" in html
    assert 'id="citation-1"' in html


def test_a_quote_that_goes_on_beyond_its_passage_is_marked_alone():
    citation = citation_of()
    beyond = Passage(DOCUMENT.id, 0, citation.end - 5, TEXT[: citation.end - 5])
    outside = Citation(1, DOCUMENT, beyond, QUOTE, citation.start, citation.end, None, 2, "13", "verbatim")
    html = cards.citation_card(outside)
    assert f">{'<mark>'}{QUOTE}</mark></blockquote>" in html


def test_a_quote_that_is_not_verbatim_says_so():
    html = cards.citation_card(citation_of("Ruritania objects.", verdict="not in the passage"))
    assert '<span class="verdict problem">not in the passage</span>' in html
    assert ">verbatim<" not in html


def test_a_card_names_holder_reader_members_document_session_date_and_place():
    text = Tags(cards.citation_card(HELP.citations[0])).text
    for part in (
        "Delivered by Graustark",
        "Members named: Graustark, Ruritania",
        "Statement of Ruritania (invented) · A/XX/2024/9",
        "Working Group · session 7 · 4–8 March 2024",
        "para. 13 · page 2",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("label", "place"), [("13 (f)", "para. 13 (f)"), ("PP3", "preambular paragraph 3"), ("Finally", "“Finally”")]
)
def test_the_place_is_named_by_its_label_as_printed(label, place):
    hit = Hit(passage_of(paragraph=label, page=None), 1.0, "invented")
    assert f"<bdi>{place}</bdi>" in cards.hit_card(hit, DOCUMENT)


@pytest.mark.parametrize(
    ("known", "warning"),
    [
        ({"ocr_pages": (2,)}, "recognised by OCR"),
        ({"ocr_pages": (3,)}, ""),
        ({"problem": "an old text layer"}, "This file has an old text layer"),
    ],
)
def test_a_card_warns_of_text_that_was_recognised_or_is_damaged(known, warning):
    html = cards.hit_card(Hit(passage_of(page=2), 1.0, "invented"), replace(DOCUMENT, **known))
    assert ("OCR" in html or "text layer" in html) == bool(warning)
    assert warning in html


def test_what_is_not_known_leaves_no_trace_on_a_card():
    bare = Document("a.txt", "0" * 64, TEXT)
    passage = Passage("a.txt", 0, len(TEXT), TEXT)
    text = Tags(cards.citation_card(Citation(1, bare, passage, TEXT, 0, len(TEXT), None, None, None, "verbatim"))).text
    assert text == f"1 No holder named verbatima.txt{TEXT}"


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2024-03-04", "4 March 2024"),
        ("2024-03-04/2024-03-08", "4–8 March 2024"),
        ("2024-03-08/2024-03-08", "8 March 2024"),
        ("2024-07-29/2024-08-02", "29 July – 2 August 2024"),
        ("2023-12-30/2024-01-03", "30 December 2023 – 3 January 2024"),
        ("2024-03", "March 2024"),
        ("2024", "2024"),
        ("spring", "spring"),
        ("", ""),
    ],
)
def test_dates_are_written_as_a_reader_would(iso, written):
    assert wording.day(iso) == written


def test_right_to_left_words_carry_their_language_and_direction():
    assert f'<blockquote lang="ar" dir="rtl">{ARABIC}</blockquote>' in cards.evidence(REFUSAL, [ARABIC_DOCUMENT])
    assert '<blockquote lang="en" dir="auto">' in cards.citation_card(citation_of())


def test_a_refusal_shows_the_nearest_passages_as_no_answer():
    html = cards.evidence(REFUSAL, [DOCUMENT])
    assert "<h3>Nearest passages (not an answer)</h3>" in html
    text = Tags(html).text
    assert "Statement of Ruritania (invented)" in text
    assert "papers/arabic.txt" in text  # no longer indexed: its id still says where it came from
    assert "Found because: shares the words help, desk" in text
    assert "<mark>" not in html
    assert "citation-" not in html


def test_a_refusal_shows_at_most_five_passages():
    many = Answer("?", False, "silent", "Nothing.", hits=REFUSAL.hits[:1] * 9)
    assert cards.evidence(many, [DOCUMENT]).count("<article") == 5


def test_how_a_question_was_understood_is_folded_under_it_as_characters():
    answer = replace(HELP, searched={"understood": ["words of: Ruritania", "session: <7>"]})
    html = cards.panel([Turn("a", answer)])
    assert "<summary>How the question was understood</summary>" in html
    assert "<li><bdi>words of: Ruritania</bdi></li><li><bdi>session: &lt;7&gt;</bdi></li>" in html
    assert "understood" not in cards.panel([Turn("a", HELP)])


def test_a_card_names_the_other_places_of_the_same_text():
    also = (Place("papers/draft.txt", "A/XX/2024/L.<3>", None, "2", "en"), Place("b", "A/XX/2024/8", 4, None, "en"))
    hit = Hit(passage_of(), 1.0, "invented", also=also)
    line = "The same text: <bdi>A/XX/2024/L.&lt;3&gt;, para. 2; A/XX/2024/8, p. 4</bdi>"
    assert line in cards.hit_card(hit, DOCUMENT)
    assert line in cards.evidence(replace(HELP, hits=(hit,)), [])


def test_a_false_premise_is_noted_above_its_citations():
    assert cards.PREMISE in cards.evidence(PREMISE, [])
    assert cards.PREMISE not in cards.evidence(HELP, [])


def attacks() -> list[str]:
    pictures = [
        "![x](http://203.0.113.9/x)",
        "![x][r]\n\n[r]: http://203.0.113.9/x",
        "[x](javascript:alert(1))",
    ]
    tags = [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "' onfocus=alert(1) x='",
        "</mark></article>",
    ]
    return [
        ATTACK,
        *pictures,
        *tags,
        "```mermaid\ngraph TD;\n```",
        "&lt;b&gt;",
        "<!-- ",
        "<?x",
        "\x00",
        "\ud800",
    ]


@pytest.mark.parametrize("attack", attacks(), ids=range(len(attacks())))
def test_no_word_of_a_document_or_user_becomes_html(attack):
    document = Document(attack, "", f"a {attack} b", attack, attack, attack, attack, attack, attack, date_kind=attack)
    fields = {"speaker": attack, "delivered_by": attack, "members": (attack,), "paragraph": attack}
    passage = Passage(document.id, 0, len(document.text), document.text, language=attack, **fields)
    end = 2 + len(attack)
    citation = Citation(1, document, passage, attack, 2, end, attack, 1, attack, attack)
    answered = Answer(attack, True, None, attack, citations=(citation,))
    refused = Answer(attack, False, "silent", attack, hits=(Hit(passage, 1.0, attack),))
    turns = [Turn(attack, answered), Turn(attack, error=attack), Turn(attack, refused, documents=(document,))]
    page = Tags(cards.panel(turns))
    assert page.names <= OWN_TAGS
    assert page.attributes <= OWN_ATTRIBUTES
    assert attack in page.text


# The conversation


def test_a_question_is_shown_as_typed_and_never_as_markup():
    question = 'a *b* [c](http://x) <i>d</i> `e` $f$ ![g](h) "i" \\ www.x.y\n1. j\n- k\n==='
    shown = cards.messages([Turn(question)])[0]["content"]
    assert "<" not in shown.replace("\\<", "")
    assert shown.replace("\\", "") == question.replace("\\", "")


def test_a_marker_with_a_card_is_a_link_to_it_and_others_are_not():
    assert cards.linked("Yes. [1] No. [9]", {1}) == "Yes. [\\[1\\]](#citation-1) No. \\[9\\]"


def test_an_escaped_bracket_in_a_quote_is_no_marker():
    assert cards.linked("as in \\[1\\] [1]", {1}) == "as in \\[1\\] [\\[1\\]](#citation-1)"


def test_pictures_links_code_and_html_of_an_answer_are_shown_as_characters():
    assert cards.linked("![x](u) <b> ```x", set()) == "\\!\\[x\\](u) &lt;b> \\`\\`\\`x"
    assert cards.linked("http://x www.x", set()) == "http\\://x www\\.x"


def test_lists_emphasis_and_quotes_of_an_answer_stay():
    text = "**Ruritania**\n\n- one\n- two\n\n> three"
    assert cards.linked(text, set()) == text


def test_the_markers_of_an_earlier_answer_lead_to_its_own_cards():
    turns = [Turn("a", HELP), Turn("b", HELP)]
    earlier, newest = cards.messages(turns)[1]["content"], cards.messages(turns)[3]["content"]
    assert "(#answer-1-citation-1)" in earlier
    assert "(#citation-1)" in newest
    panel = cards.panel(turns)
    assert panel.count('id="answer-1-citation-1"') == 1
    assert panel.count('id="citation-1"') == 1


def test_an_error_leaves_the_evidence_of_the_last_answer():
    assert cards.panel([Turn("a", HELP), Turn("b", error="no")]) == cards.panel([Turn("a", HELP)])


def test_earlier_answered_questions_are_the_history_of_the_next():
    assistant = FakeAssistant()
    chat.take_turn(assistant, "And why?", [Turn("a", HELP), Turn(LONG, error="too long"), Turn("b", REFUSAL)])
    assert assistant.calls[0].history == ["a", "b"]


def test_a_very_long_question_is_refused_and_not_echoed():
    turn = chat.take_turn(FakeAssistant(), LONG, [])
    question, reply = cards.messages([turn])
    assert len(question["content"]) < 400
    assert question["content"].endswith("…")
    assert reply["content"] == "Could not answer: the question has more than 10,000 characters: shorten it"


def test_a_failure_of_ours_is_said_without_its_details_and_logged(caplog):
    turn = chat.take_turn(FakeAssistant(), "fail", [])
    assert turn.error == chat.unexpected()
    assert "a secret of the server" in caplog.text


def test_a_question_that_is_still_being_asked_says_so():
    assert [each["content"] for each in cards.messages([Turn("a")])] == ["a", "Searching the documents…"]


def test_the_heading_counts_the_documents():
    assert "2 documents indexed" in chat.heading(FakeAssistant())


def test_a_missing_index_is_said_in_the_heading():
    def no_index() -> list[Document]:
        raise NoIndex("no index in <here>: run `rapporteur ingest`")

    heading = chat.heading(SimpleNamespace(count=no_index))
    assert "no index in &lt;here&gt;: run `rapporteur ingest`" in heading


# The server


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[SimpleNamespace]:
    assistant = FakeAssistant()
    folder = tmp_path_factory.mktemp("chat")
    page = chat.build(assistant, Library(Published(folder, hashed_words()), Settings(index=folder)))
    yield SimpleNamespace(assistant=assistant, url=chat.launch(page, "127.0.0.1", free_port()))
    page.close(verbose=False)


@pytest.fixture(scope="module")
def client(served):
    from gradio_client import Client

    return Client(served.url, verbose=False, analytics_enabled=False)


def test_a_port_in_use_is_refused_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"^port {port} is in use: choose another with --port$"):
            chat.serve(FakeAssistant(), LIBRARY, "127.0.0.1", port)


def test_a_number_that_is_no_port_is_refused():
    with pytest.raises(BadInput, match="70000 is no port"):
        chat.serve(FakeAssistant(), LIBRARY, "127.0.0.1", 70_000)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(BadInput, match=r"cannot listen at 203\.0\.113\.9"):
        chat.serve(FakeAssistant(), LIBRARY, "203.0.113.9", free_port())


def test_an_ipv6_address_is_refused_before_gradio_fails_on_it():
    with pytest.raises(BadInput, match="::1 is an IPv6 address"):
        chat.serve(FakeAssistant(), LIBRARY, "::1", free_port())


def test_who_opens_the_chat_to_other_machines_is_warned_that_anyone_there_can_add_documents(caplog):
    page = SimpleNamespace(launch=lambda **options: (None, "address", None))
    chat.launch(page, "127.0.0.1", 7860)
    assert caplog.text == ""
    chat.launch(page, "0.0.0.0", 7860)
    assert "no password: anyone there can ask, and add documents" in caplog.text


def test_importing_the_chat_does_not_import_gradio():
    import subprocess
    import sys

    code = "import app.chat, sys; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_ask_is_the_only_public_endpoint(client):
    found = client.view_api(print_info=False, return_format="dict")
    assert list(found["named_endpoints"]) == ["/ask"]
    assert not found["unnamed_endpoints"]


def test_the_endpoint_needs_only_a_question_and_returns_the_whole_answer(client):
    answer = client.predict("What does Ruritania propose?", api_name="/ask")
    assert answer == json.loads(json.dumps(HELP.to_json()))


def test_the_endpoint_passes_history_delegations_and_session_on(client, served):
    client.predict("And?", ["First?"], ["Ruritania"], "7", api_name="/ask")
    call = served.assistant.calls[-1]
    assert (call.question, call.history, call.delegations, call.session) == (
        "And?",
        ["First?"],
        ["Ruritania"],
        "7",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((LONG,), "more than 10,000 characters"),
        ((7,), "question must be text"),
        (("a", "b"), "history must be text"),
    ],
    ids=["too long", "no text", "no list"],
)
def test_a_bad_request_to_the_endpoint_is_told_why(client, arguments, message):
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=message):
        client.predict(*arguments, api_name="/ask")


# The page in a browser


@pytest.fixture
def page(browser, served) -> Iterator[Any]:
    """The chat in a new window; at the end: nothing left this machine and the console is clean."""
    with visit(browser, served.url) as page:
        yield page


def ask(page: Any, question: str) -> None:
    box = page.get_by_role("textbox", name="Question")
    box.fill(question)
    box.press("Enter")


def test_enter_asks_and_the_quotes_stand_beside_the_answer(page):
    ask(page, "What does Ruritania propose?")
    page.wait_for_selector("#citation-2")
    assert page.locator("#citation-1 mark").inner_text() == QUOTE
    assert "open at all hours." in page.locator("#chat .bot").last.inner_text()
    assert page.get_by_role("textbox", name="Question").input_value() == ""
    assert "Not affiliated with or endorsed by the United Nations." in page.locator("#top").inner_text()


def test_a_marker_leads_to_its_card(page):
    ask(page, "What does Ruritania propose?")
    page.locator("#chat").get_by_role("link", name="[2]").click()
    page.wait_for_selector("#citation-2:focus")


def test_a_marker_of_an_earlier_answer_unfolds_its_card(page):
    ask(page, "What does Ruritania propose?")
    page.wait_for_selector("#citation-1")
    ask(page, "What does Graustark want?")
    page.wait_for_selector("#answer-1-citation-1", state="hidden")
    page.locator("#chat a[href='#answer-1-citation-2']").click()  # the cards and the conversation arrive one by one
    page.wait_for_selector("#answer-1-citation-2:focus")


def test_a_long_answer_is_read_from_its_beginning(page):
    for number in (1, 2):
        ask(page, "A long answer, please")
        page.wait_for_function(f"document.querySelectorAll('#chat .bot').length == {number}")
        page.get_by_text("line 99").nth(number - 1).wait_for()
    page.wait_for_function(
        """() => {
            const log = document.querySelector("#chat [role=log]").getBoundingClientRect();
            const asked = [...document.querySelectorAll("#chat .user")].pop().getBoundingClientRect();
            return asked.top >= log.top && asked.bottom <= log.bottom;
        }"""
    )


def test_an_example_is_asked_by_a_click(page, served):
    page.get_by_role("button", name=chat.EXAMPLES[0]).click()
    page.wait_for_selector("#citation-1")
    assert served.assistant.calls[-1].question == chat.EXAMPLES[0]


def test_a_conversation_has_a_memory_until_a_new_one_begins(page, served):
    ask(page, "What does Ruritania propose?")
    page.wait_for_selector("#citation-1")
    ask(page, "And Graustark?")
    page.wait_for_selector("text=Nearest passages (not an answer)")
    assert served.assistant.calls[-1].history == ["What does Ruritania propose?"]
    page.get_by_role("button", name="New conversation").click()
    page.wait_for_selector("#evidence article", state="detached")
    ask(page, "What does Ruritania propose?")
    page.wait_for_selector("#citation-1")
    assert served.assistant.calls[-1].history == []


def test_two_visitors_do_not_share_a_conversation(page, browser, served):
    ask(page, "What does Ruritania propose?")
    page.wait_for_selector("#citation-1")
    context = browser.new_context()
    other = context.new_page()
    other.goto(served.url)
    ask(other, "Why does Ruritania refuse?")
    other.wait_for_selector("#evidence .note")
    assert served.assistant.calls[-1].history == []
    assert other.locator("#chat .user").count() == 1
    context.close()


def test_an_empty_question_asks_nothing(page, served):
    before = len(served.assistant.calls)
    ask(page, "   ")
    page.wait_for_selector('textarea[placeholder="Type a question first"]')
    assert len(served.assistant.calls) == before


def test_an_error_is_one_line_of_the_conversation(page):
    ask(page, LONG)
    page.wait_for_selector("text=the question has more than 10,000 characters: shorten it")
    assert "Traceback" not in page.content()


def test_markup_in_a_question_or_answer_is_shown_and_does_nothing(page):
    ask(page, f"{ATTACK} ![x](http://203.0.113.9/x) $\\href{{javascript:alert(1)}}{{x}}$")
    page.wait_for_selector("#citation-1")
    assert page.locator("#chat").get_by_text("<script>alert(2)</script>").count() == 2
    assert page.locator("#chat .message img, #chat .message script").count() == 0


def test_a_narrow_screen_has_the_evidence_below_and_nothing_cut_off(page):
    page.set_viewport_size({"width": 400, "height": 800})
    ask(page, "What does Ruritania propose?")
    page.wait_for_selector("#citation-1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.locator("#citation-1").bounding_box()["y"] > page.locator("#ask").bounding_box()["y"]
