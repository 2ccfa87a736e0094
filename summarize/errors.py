"""Everything that can go wrong, and the exit code each kind ends in.

    SummarizeError            1  the run failed
    ├── UsageError            2  a flag or a value the user gave is wrong
    ├── InputError            -  one source cannot be read (3: the others went on; 1: none was left)
    ├── OutputError           1  a report cannot be written
    ├── PromptError           2  a prompt template is missing, or its variables are wrong
    ├── ReplayMissError       4  the cassette holds no answer to a request
    ├── PendingError          7  answers are asked for in bulk; the same command fetches them later
    ├── StoppedError        130  the user stopped the run; what was answered is kept
    ├── CassetteError         1  a cassette folder or file cannot be used
    └── ModelError            1  the endpoint did not give a usable answer
        ├── EndpointError     1  it cannot be reached, or refuses every request (401, 403, 404)
        ├── TransientError    -  it may answer later (408, 409, 429, 5xx, timeouts); retried by `llm.pace`
        ├── LimitError        6  a limit of the user's is reached: --max-cost, --max-tokens, --max-calls
        ├── RefusalError      -  the model declined this one request
        ├── CutOffError       -  the answer reached the output limit
        └── ReplyError        -  the answer does not hold what was asked for

A message is one line: it names the thing, says what is wrong with it, and the way out.
"""

# How a run ends that made its report.
DONE_WITH_FAILURES = 3
GATE_BROKEN = 5
LIMIT_REACHED = 6


class SummarizeError(Exception):
    """The run failed; the message is fit to be shown as it is."""

    exit_code = 1


class UsageError(SummarizeError):
    """A flag or a value the user gave is wrong."""

    exit_code = 2


class InputError(SummarizeError):
    """One source cannot be read."""


class OutputError(SummarizeError):
    """A report cannot be written."""


class PromptError(SummarizeError):
    """A prompt template is missing, or its variables are not those of its stage."""

    exit_code = 2


class ReplayMissError(SummarizeError):
    """The cassette holds no answer to a request."""

    exit_code = 4


class CassetteError(SummarizeError):
    """A cassette folder or file cannot be used."""


class ModelError(SummarizeError):
    """The endpoint did not give a usable answer."""


class EndpointError(ModelError):
    """The endpoint cannot be reached, or refuses every request; asking again is useless."""


class TransientError(ModelError):
    """The endpoint may answer later.

    `retry_after` is the wait in seconds that the server asked for, or None.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class LimitError(ModelError):
    """A limit that the user set is reached; the call was not sent."""

    exit_code = 6


class PendingError(SummarizeError):
    """Answers are asked for in bulk and not there yet; the same command goes on later."""

    exit_code = 7


class StoppedError(SummarizeError):
    """The user stopped the run; what was answered until then is kept."""

    exit_code = 130


class RefusalError(ModelError):
    """The model declined this request."""


class CutOffError(ModelError):
    """The answer reached the output limit."""


class ReplyError(ModelError):
    """The answer does not hold what was asked for."""
