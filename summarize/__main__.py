"""`python -m summarize`, and the command `summarize`."""

import signal


def main() -> None:
    """Run the command line. Ctrl-C ends it without a traceback from the first moment on, while it is being loaded too."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from summarize import cli

    signal.signal(signal.SIGINT, heard)
    cli.main()


if __name__ == "__main__":
    main()
