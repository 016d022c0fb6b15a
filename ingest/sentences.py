"""Where a sentence ends, in the six languages of the United Nations."""

from __future__ import annotations

import re

# Words that are cut short and go on, whatever follows.
_TITLES = (
    r"Mr|Mrs|Ms|Messrs|Dr|Prof|Hon|St|Ste|Mme|Mlle|MM|Sr|Sra|Sres|Srta|Dra|Gen|Col|Lt|Capt|Amb|H\.E|S\.E|I\.R|S\.A|"
    r"e\.g|i\.e|vs|viz|cf|Cf|г-н|г-жа|г-ну|г-на|т\.е|см|ср"
)
# Those that go on before a number: "art. 51", "Vol. II", "12 Sept. 2024".
_COUNTED = (
    r"nos?|nº|núms?|paras?|párrs?|arts?|vols?|pp?|eds?|sects?|chaps?|caps?|figs?|add|rev|corr|res|sess|suppl|ca|approx|"
    r"jan|feb|mar|apr|aug|sept?|oct|nov|dec|ст|стр|гл|руб|пп?|т|ч|др|№"
)
# Those that end a sentence only where its next begins with such a word: "in the U.S. We agree".
_EITHER = (
    r"U\.S|U\.N|U\.K|E\.U|a\.m|p\.m|etc|al|Inc|Ltd|Co|Corp|ibid|Ibid|гг?|вв?|т\.д|т\.п|[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]"
)
_STARTS = re.compile(
    r"\s+(?:The|This|That|These|Those|We|It|In|He|She|They|As|At|For|On|If|But|And|There|Our|Its|Their|Both|"
    r"Le|La|Les|Nous|Il|Elle|El|Los|Las|Nosotros|Это|Мы|Он|Она|Они|В|На)\b"
)
_COUNT = re.compile(r"\s+[(\[]?(?:\d|[IVXLC]+\b)")
_TITLE = re.compile(rf"(?<![\w.])(?:{_TITLES})\.$")
_NUMBERED = re.compile(rf"(?<![\w.])(?:{_COUNTED})\.$", re.IGNORECASE)
_OPEN = re.compile(rf"(?<![\w.])(?:{_EITHER})\.$")
_LABEL = re.compile(r"\W*(?:\d{1,3}|[^\W\d_]|[IVX]{1,5})\.$")
_PART = re.compile(r"\b(?:annexe?|anexo|appendix|part|section|schedule|option|приложение)\s+[A-Z]\.$", re.IGNORECASE)
_MARKERS = r"(?:[¹²³⁰⁴-⁹]{1,4}(?:[,–][¹²³⁰⁴-⁹]{1,4}){0,4})?"  # of footnotes
_END = re.compile(
    rf"(?<![.!?؟۔…])[.!?؟۔…]{{1,6}}(?:\s?»|[\"”’')\]]){{0,4}}{_MARKERS}[\"”’')\]]{{0,2}}"
    rf"(?=\s+[\"“«‘'(\[¿¡]{{0,4}}[^\Wa-zа-яё_])|[。！？]{{1,6}}[”’」』）]{{0,3}}{_MARKERS}"
)
_BEFORE = 24  # characters before a stop that can show it to be no end: a page of "Mr." must not take for ever


def sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, shifted by `start`; "Mr. Chair" and "para. 3" do not end one."""
    spans: list[tuple[int, int]] = []
    begin = _next_word(text, 0)
    for match in _END.finditer(text):
        if match.start() < begin or _goes_on(text, begin, match):
            continue
        spans.append((start + begin, start + match.end()))
        begin = _next_word(text, match.end())
    if begin < len(text):
        spans.append((start + begin, start + len(text.rstrip())))
    return spans


def _goes_on(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the stop ends a label or a word that is cut short, not a sentence."""
    if match.group()[0] != "." or match.group()[:2] == "..":
        return False
    from_here = max(begin, match.start() - _BEFORE)
    before = text[from_here : match.start() + 1]
    if from_here == begin and _LABEL.match(before):
        return True
    if _NUMBERED.search(before) and _COUNT.match(text, match.end()):
        return True
    if _TITLE.search(before):
        return True
    if _PART.search(before):
        return False
    return _OPEN.search(before) is not None and _STARTS.match(text, match.end()) is None


def _next_word(text: str, at: int) -> int:
    """The offset of the first character from `at` on that is no blank."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at
