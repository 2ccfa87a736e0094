"""The report as one page of HTML that loads nothing, runs nothing, and prints."""

from summarize.report.html.page import to_html

__all__ = ["to_html"]
