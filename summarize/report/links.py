"""Addresses of articles, as links that lead to the web and nowhere else."""

import re
from urllib.parse import quote

from summarize.report.escape import plain

_URL_SAFE = "/:?#@!$&'()*+,;=%~[]"


def web_address(url: str) -> str:
    """Give a web address with what could end it or act in it percent-encoded; "" for any other kind."""
    if not re.match(r"https?://[^/]", url, re.IGNORECASE):
        return ""
    return quote(plain(url), safe=_URL_SAFE)
