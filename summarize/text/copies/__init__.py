"""Which articles are copies of which: one wire story cut, edited and padded by many is one independent voice.

An article is a copy where at least half of its words stand, in runs, in a longer one. The words are found through
a sample of their shingles, so the time grows with the number of articles and not with that of their pairs; what is
found that way is then checked word by word. Text that many articles share while most of each is about something
else (legal notices, footers, the same paragraph of background) counts for nothing, nor do shared quotations.

After Broder, "On the resemblance and containment of documents" (1997), for containment, and Theobald, Siddharth and
Paepcke, "SpotSigs" (2008), for shingles that begin at certain words.
"""

from summarize.text.copies.arrivals import Arrivals
from summarize.text.copies.grouping import Groups, group

__all__ = ["Arrivals", "Groups", "group"]
