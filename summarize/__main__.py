"""`python -m summarize`, and the command `summarize`."""

import gc
import signal

# What is loaded and made here stays to the end and holds no cycles: to look for them as often as Python does takes a
# tenth of a run. (objects made, and collections of the younger ones, before the next look)
COLLECTED = (50_000, 20, 20)


def main() -> None:
    """Run the command line. Ctrl-C ends it without a traceback from the first moment on, while it is being loaded too."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(*COLLECTED)
    from summarize import cli

    signal.signal(signal.SIGINT, heard)
    cli.main()


if __name__ == "__main__":
    main()
