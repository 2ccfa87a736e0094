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
    try:
        cli.main()
    finally:
        # Nor is there anything to take apart at the end, for which Python would look through all of it once more.
        gc.freeze()


if __name__ == "__main__":
    main()
