"""The style sheet of the page, and the hash by which its security policy lets it in."""

import base64
import hashlib
from functools import cache
from importlib.resources import files


@cache
def style_sheet() -> str:
    """Give the style sheet, as it stands between the tags."""
    return files(__package__).joinpath("style.css").read_text("utf-8")


def security_policy() -> str:
    """Give a Content-Security-Policy that allows this one style sheet, and nothing to load, run, send or embed."""
    digest = hashlib.sha256(style_sheet().encode()).digest()
    style = base64.b64encode(digest).decode()
    return f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
