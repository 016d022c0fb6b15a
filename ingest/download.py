"""Requests to one document server, politely: one at a time, with pauses, as robots.txt allows, under our own name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from ingest.defaults import MOST_BYTES
from ingest.errors import RapporteurError
from ingest.sniff import NOT_THERE, NotFetched, NotThisForm

if TYPE_CHECKING:
    import httpx

PAUSE_S = 5.0
MOST_HOPS = 10
ROBOTS_BYTES = 500_000  # RFC 9309 asks for at least 500 KiB; what stands after them is not looked at
_LATER = (429, 502, 503, 504)
_REFUSED = (401, 403)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Pace:
    """How slowly a server is asked, and how long it is waited for."""

    pause_s: float = PAUSE_S  # between two requests for a document; a longer Crawl-delay of robots.txt goes before it
    wait_s: float = 5.0  # before the second try; doubled for each that follows
    tries: int = 4
    patience_s: float = 120.0  # that a server may ask to wait (Retry-After)
    silence_s: float = 30.0  # without a byte
    file_s: float = 900.0  # for one document, tries and waits together
    most_bytes: int = MOST_BYTES
    sleep: Callable[[float], None] = time.sleep


class Unreachable(RapporteurError):  # noqa: N818 - says what was found
    """The server cannot be reached, or does not let itself be asked: nothing can be fetched from it."""


class Unwilling(NotFetched):
    """The server did not answer, or asked to be left alone: others may fare no better."""


class _Later(Exception):  # noqa: N818 - says what was found
    """This try failed; the next may come after `wait_s` seconds."""

    def __init__(self, reason: str, wait_s: float = 0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


def user_agent() -> str:
    """The name that requests are made under."""
    try:
        number = version("rapporteur")
    except PackageNotFoundError:  # run from its source, not installed
        number = "0"
    return f"Rapporteur/{number} (+document fetch by symbol)"


def is_loopback(url: str) -> bool:
    """Whether a server is on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Server:
    """A document server at `url`. A context manager: leaving it closes the connection.

    No cookie is kept, nothing is asked of another host, and robots.txt is read before the first document.
    """

    def __init__(self, url: str, pace: Pace) -> None:
        from http.cookiejar import CookieJar, DefaultCookiePolicy

        import httpx

        self.url = url.rstrip("/")
        self.host = urlsplit(url).netloc
        self.pace = pace
        self._pause_s = pace.pause_s
        self._asked = False
        self._robots: RobotFileParser | None = None
        self._client = httpx.Client(
            headers={"User-Agent": user_agent(), "Accept": "application/pdf, */*;q=0.5", "Accept-Encoding": "identity"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=pace.silence_s,
            follow_redirects=False,
            trust_env=not is_loopback(url),  # the proxy of an office; none stands before this machine
        )

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def save(self, url: str, path: Path) -> str:
        """Write what `url` gives to `path`; the address that it came from in the end.

        Raises: NotFetched with the reason, as NotThisForm or Unwilling; Unreachable when the server does not answer
        the first request of all, or its robots.txt forbids this one.
        """
        if self._robots is None:
            self._robots = self._read_robots()
        until = time.monotonic() + self.pace.file_s
        wait_s = self.pace.wait_s
        for left in reversed(range(self.pace.tries)):
            self._rest()
            try:
                return self._saved(url, path, until)
            except _Later as later:
                wait_s = max(wait_s, later.wait_s)
                if not left or wait_s > self.pace.patience_s or time.monotonic() + wait_s > until:
                    raise Unwilling(f"{later}: try again later") from later
                self.pace.sleep(wait_s)
                wait_s *= 2
        raise ValueError("a pace without a try")

    def _rest(self) -> None:
        if self._asked and self._pause_s:
            self.pace.sleep(self._pause_s)
        self._asked = True

    def _saved(self, url: str, path: Path, until: float) -> str:
        import httpx

        size = 0
        try:
            with self._opened(url) as response, path.open("wb") as file:
                self._require_document(response)
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > self.pace.most_bytes:
                        raise NotFetched(f"larger than {self.pace.most_bytes // 1_000_000} MB")
                    if time.monotonic() > until:
                        raise NotFetched(f"it took more than {self.pace.file_s:g} s: try again later")
                    file.write(chunk)
                return str(response.url)
        except httpx.TransportError as error:
            cut = f" after {size:,} bytes" if size else ""
            raise _Later(f"{self.host} did not answer{cut} ({_said(error)})") from error
        except (httpx.DecodingError, httpx.InvalidURL) as error:
            raise NotFetched(f"its transfer was damaged ({_said(error)})") from error

    @contextmanager
    def _opened(self, url: str) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects that `url` starts."""
        for _ in range(MOST_HOPS):
            self._require_allowed(url)
            with self._client.stream("GET", url) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                url = self._next(url, response.headers["location"])
        raise NotFetched("its address leads round in a circle of redirects")

    def _next(self, url: str, location: str) -> str:
        """Where a redirect leads, which must be the same server."""
        try:
            target = urljoin(url, location)
            before, after = urlsplit(url), urlsplit(target)
            ports = {"before": _port(url), "after": _port(target)}
        except ValueError as error:
            raise NotFetched(f"it redirects to what is no address: {location[:80]!r}") from error
        upgraded = (before.scheme, after.scheme) == ("http", "https")
        same_scheme = before.scheme == after.scheme or upgraded
        same_port = ports["before"] == ports["after"] or (upgraded and ports["before"] == 80 and ports["after"] == 443)
        if before.hostname != after.hostname or not same_scheme or not same_port:
            raise NotFetched(f"it redirects to another server, which is not asked: {target[:200]}")
        if any(segment.startswith("error") for segment in after.path.casefold().split("/")):
            raise NotThisForm(NOT_THERE)
        return target

    def _require_document(self, response: httpx.Response) -> None:
        """Raises: what an answer says that is no document, as far as its status tells."""
        code = response.status_code
        if code in _LATER:
            raise _Later(f"{self.host} answers {code}", _retry_after(response.headers.get("retry-after", "")))
        if code in _REFUSED:
            raise Unwilling(f"{self.host} refuses it ({code}): open the document in a browser")
        if code in (404, 410):
            raise NotThisForm(NOT_THERE)
        if code != 200:
            raise NotFetched(f"{self.host} answers {code}")

    # robots.txt

    def _read_robots(self) -> RobotFileParser:
        import httpx

        try:
            with self._opened(urljoin(self.url, "/robots.txt")) as response:
                code, text = response.status_code, b""
                for chunk in response.iter_bytes():
                    text += chunk
                    if len(text) > ROBOTS_BYTES:
                        break
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(
                f"{self.url} cannot be reached ({_said(error)}): fetch needs a network; what you have already "
                "can be read with `rapporteur ingest`"
            ) from error
        except NotThisForm:
            code, text = 404, b""
        except NotFetched as error:
            raise Unreachable(f"robots.txt of {self.host} cannot be read ({error}), so nothing is asked") from error
        if code >= 500 or code in (*_REFUSED, 429):
            raise Unreachable(f"robots.txt of {self.host} answers {code}, so nothing is asked: try again later")
        parser = RobotFileParser()
        parser.parse(text.decode("utf-8", "replace").splitlines() if code == 200 else [])
        self._pause_s = max(self._pause_s, float(parser.crawl_delay(user_agent()) or 0))
        return parser

    def _require_allowed(self, url: str) -> None:
        if self._robots is not None and not self._robots.can_fetch(user_agent(), url):
            raise Unreachable(
                f"{self.host} does not allow programs at {urlsplit(url).path} (robots.txt): "
                "open the documents in a browser and save them yourself"
            )


def _port(url: str) -> int | None:
    parts = urlsplit(url)
    return parts.port or _PORTS.get(parts.scheme)


def _retry_after(value: str) -> float:
    """The seconds that a server asks to wait; 0 where it does not say."""
    if value.isdecimal():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
