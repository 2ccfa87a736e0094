"""Checks a claim against the sentences it cites, without a model.

Every number, date, name and quotation of a claim must stand in the cited sentences or mean what stands there, and so
must what it denies; beside them it must share its words of content. An alarm that is sure makes a claim unsupported,
a doubt makes it weak. The check serves both engines: a claim that is a cited sentence word for word passes at once.
"""

from summarize.grounding.sifting import holding, sift, stays, trim, unquoted
from summarize.grounding.verdict import check

__all__ = ["check", "holding", "sift", "stays", "trim", "unquoted"]
