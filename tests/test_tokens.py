"""Token counts: those of tiktoken's o200k_base, from the vocabulary in the package and from nowhere else."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha1
from importlib import resources
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.errors import SummarizeError
from summarize.text import tokens
from tests.tables import table

CASES: list[dict[str, Any]] = table("tokens.yaml")
PUBLISHED = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
VOCABULARY = resources.files("summarize") / "data" / "o200k_base.tiktoken"

# What decides where pieces begin and end: blanks and line breaks of all kinds, marks, cases, scripts, surrogates.
SIGNS = st.sampled_from(
    [*"  \t\n\r\v\x85\xa0\u2028\u3000\x1c\u200b\ud83d\ude00/.,'—\"aBs17é", "\u0301", "漢", "。", "😀"]
)
TEXTS = st.one_of(st.lists(SIGNS, max_size=24).map("".join), st.text(max_size=60))


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[int]]:
    """Give tiktoken's own o200k_base, with its own pattern; its download is answered by the package's file."""
    import tiktoken

    folder = tmp_path_factory.mktemp("tiktoken")
    (folder / sha1(PUBLISHED.encode(), usedforsecurity=False).hexdigest()).write_bytes(
        VOCABULARY.read_bytes()
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIKTOKEN_CACHE_DIR", str(folder))
        return tiktoken.get_encoding("o200k_base").encode_ordinary


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, without a home and with any connection refused."""
    offline = "import socket\ndef refuse(*_): raise SystemExit('it reached for the network')\nsocket.socket.connect = refuse\n"
    return subprocess.run(
        [sys.executable, "-c", offline + code],
        cwd=Path(__file__).parent.parent,
        env={"HOME": str(folder), "TMPDIR": str(folder), "TIKTOKEN_CACHE_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"])[:40])
def test_known_counts(case: dict[str, Any]) -> None:
    """A text counts what it is known to count."""
    assert tokens.count(case["text"]) == case["tokens"]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(text=TEXTS)
def test_counts_are_tiktokens(official: Callable[[str], list[int]], text: str) -> None:
    """Any text counts as many tokens as tiktoken's own o200k_base makes of it."""
    assert tokens.count(text) == len(official(text))


@settings(derandomize=True, deadline=None, max_examples=100)
@given(texts=st.lists(TEXTS, max_size=5))
def test_counts_of_many(texts: list[str]) -> None:
    """Texts counted together count what each counts alone."""
    assert tokens.counts(texts) == [tokens.count(text) for text in texts]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(before=TEXTS, after=TEXTS, ends=st.tuples(st.integers(0, 30), st.integers(1, 30)))
def test_counts_add_up_at_seams(before: str, after: str, ends: tuple[int, int]) -> None:
    """Where there is a seam, a text's two sides count what the text counts, whatever part of the text it is."""
    text = f"{before}{after}"
    cut = len(before)
    place = tokens.seam(text, cut) if 0 < cut < len(text) else None
    if place is None:
        return
    start, end = max(0, min(place - 1, place - ends[0])), cut + ends[1]
    if 0xD800 <= ord(text[start]) <= 0xDFFF or 0xD800 <= ord(text[min(end, len(text)) - 1]) <= 0xDFFF:
        return  # half a pair of surrogates counts otherwise than the pair
    assert tokens.count(text[start:place]) + tokens.count(text[place:end]) == tokens.count(text[start:end])
    assert tokens.count(text[start:cut]) == tokens.count(text[start:place]) + (cut - place)


@pytest.mark.parametrize(
    ("text", "cut", "place"),
    [
        ("It rained. Then it snowed.", 11, 10),
        ("It rained.\n\nThen it snowed.", 12, 12),
        ("It rained. \n Then it snowed.", 13, 12),
        ("It rained.  Then it snowed.", 12, None),
        ("It rained.\n/ Then it snowed.", 11, None),
        ("It rained.\xa0Then it snowed.", 11, None),
        ("雨が降った。雪も降った。", 6, None),
        ("It rained. Then it snowed.", 10, None),
    ],
)
def test_seams(text: str, cut: int, place: int | None) -> None:
    """A seam is at the start of a line, or before the single blank in front of a word."""
    assert tokens.seam(text, cut) == place


def test_a_million_blanks() -> None:
    """A run of blanks that is too long for tiktoken's own pattern is counted."""
    assert tokens.count(" " * 1_100_000 + "end") == 8_595


def test_special_tokens_are_text() -> None:
    """The name of a special token in an article is text like any other."""
    assert tokens.count("<|endoftext|>") == 7
    assert tokens.count("<|endofprompt|>") > 1


def test_lone_surrogates_count_as_replacement() -> None:
    """Half a surrogate pair counts as the replacement character, and breaks nothing."""
    assert tokens.count("a\ud800b") == tokens.count("a\ufffdb")
    assert tokens.size("\udfff") == tokens.size("\ufffd")


@settings(derandomize=True, deadline=None, max_examples=100)
@given(text=TEXTS)
def test_bytes_bound_tokens(text: str) -> None:
    """A text has no more tokens than bytes, and fits exactly where its count does."""
    assert tokens.count(text) <= tokens.size(text)
    for budget in (0, 1, 3, 10, 40):
        assert tokens.fits(text, budget) == (tokens.count(text) <= budget)


def test_bytes_settle_without_loading(tmp_path: Path) -> None:
    """Where the bytes settle whether a text fits, nothing is loaded."""
    done = run(
        "import sys; from summarize.text import tokens\n"
        "assert tokens.fits('naïve', 6) and tokens.count('') == 0\n"
        "assert 'tiktoken' not in sys.modules\n"
        "assert not tokens.fits('naïve words', 2)\n"
        "assert 'tiktoken' in sys.modules",
        tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_download(tmp_path: Path) -> None:
    """Counting works with no network, and leaves no file behind."""
    done = run("from summarize.text import tokens; print(tokens.count('Rain is expected.'))", tmp_path)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "4", "")
    assert list(tmp_path.iterdir()) == []


def test_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that count at once load the vocabulary once."""
    load = Mock(wraps=tokens.load)
    monkeypatch.setattr(tokens, "load", load)
    tokens._packaged.cache_clear()
    tokens._encoder.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(tokens.count, ["Rain is expected."] * 32)) == {4}
    assert load.call_count == 1


def test_a_damaged_vocabulary(tmp_path: Path) -> None:
    """A vocabulary that was changed is named in one line, with the way out."""
    file = tmp_path / "o200k_base.tiktoken"
    file.write_bytes(VOCABULARY.read_bytes()[:-1])
    with pytest.raises(SummarizeError) as caught:
        tokens.load(file)
    message = str(caught.value)
    assert message.startswith(f"{file}: the token vocabulary is damaged")
    assert "install the package again" in message
    assert "\n" not in message


def test_a_missing_vocabulary(tmp_path: Path) -> None:
    """A vocabulary that is missing is named in one line, with the way out."""
    with pytest.raises(SummarizeError) as caught:
        tokens.load(tmp_path / "o200k_base.tiktoken")
    message = str(caught.value)
    assert "cannot be read (No such file or directory)" in message
    assert "install the package again" in message
