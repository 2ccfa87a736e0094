"""Several addresses at once, two at most of one host, given back in their order."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

from summarize.errors import InputError
from summarize.ingest.web.fetch import Fetcher, Page

AT_ONCE = 8
PER_HOST = 2
_AHEAD = 24
"""Pages that are fetched before they are read: what they hold is kept until then."""


class Crawl:
    """The addresses of one run, and what came of each."""

    def __init__(self, urls: Sequence[str], *, allow_private: bool) -> None:
        self._urls = urls
        self._fetcher = Fetcher(allow_private=allow_private)
        self._changed = threading.Condition()
        self._waiting = list(range(len(urls)))
        self._done: dict[int, Page | InputError] = {}
        self._busy: Counter[str] = Counter()
        self._wanted = 0
        self._is_over = False

    @contextmanager
    def going(self) -> Iterator[None]:
        """Fetch in the background until the block ends."""
        for _ in range(min(AT_ONCE, len(self._urls))):
            # A run that ends before its pages have come waits for none of them.
            threading.Thread(target=self._work, daemon=True).start()
        try:
            yield
        finally:
            with self._changed:
                self._is_over = True
                self._changed.notify_all()

    def take(self, number: int) -> Page | InputError:
        """Give what came of the address of this number, as soon as it has come; each once, in their order."""
        with self._changed:
            self._wanted = number
            self._changed.notify_all()
            while number not in self._done:
                self._changed.wait()
            return self._done.pop(number)

    def _work(self) -> None:
        while (number := self._next()) is not None:
            try:
                result: Page | InputError = self._fetcher.fetch(self._urls[number])
            except InputError as error:
                result = error
            # Whatever else goes wrong is that page's failure: a thread that ends in silence would be waited for.
            except Exception as error:  # noqa: BLE001 - see above
                result = InputError(
                    f"{self._urls[number]}: cannot be read ({type(error).__name__}: {_folded(error)})"
                )
            with self._changed:
                self._done[number] = result
                self._busy[_host(self._urls[number])] -= 1
                self._changed.notify_all()

    def _next(self) -> int | None:
        """Wait for an address whose host is not busy; None when there is nothing more to do."""
        with self._changed:
            while self._waiting and not self._is_over:
                for number in self._waiting:
                    if number > self._wanted + _AHEAD:
                        break
                    host = _host(self._urls[number])
                    if self._busy[host] < PER_HOST:
                        self._waiting.remove(number)
                        self._busy[host] += 1
                        return number
                self._changed.wait()
            return None


def _folded(error: Exception) -> str:
    return " ".join(str(error).split())


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
