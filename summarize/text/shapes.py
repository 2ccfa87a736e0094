"""Short lines of page furniture that are known by their shape: bylines, timestamps, credits, menus, video lengths.

Every function takes a folded line (one line, single spaces) that is not a sentence.
"""

import re

from summarize.text.late import late

_TOKENS = re.compile(r"[^\s,;|·•()\[\]–—]+")

_NETWORKS = frozenset(
    "facebook twitter x email e-mail print whatsapp linkedin pinterest reddit messenger flipboard telegram tumblr"
    " pocket instapaper threads bluesky mastodon wechat line viber skype snapchat instagram tiktok youtube rss"
    " google google+ g+ sms gmail copy".split()
)
_SHARING = _NETWORKS | frozenset(
    "share tweet link url save pin post send comment comments this on via to with by in".split()
)

_WORDS_OF_TIME = {
    "other": "on at of the ago read date time page today yesterday local - / | a an about",
    "month": "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "label": "updated update published posted modified created added last first originally",
    "unit": "second seconds minute minutes min mins hour hours hr hrs day days week weeks month months year years",
    "zone": "et edt est ct cdt cst mt mdt mst pt pdt pst gmt utc bst cet cest ist kst jst hkt sgt aest aedt msk eat wat sast",
    "meridiem": "am pm a.m p.m noon midnight",
}
_TIME_WORDS = {word: kind for kind, words in _WORDS_OF_TIME.items() for word in words.split()}
_OPENS_TIMESTAMP = frozenset((*_WORDS_OF_TIME["label"].split(), "page"))
_TIME_PATTERNS = (
    ("clock", re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:am|pm|h|z)?|\d{1,2}(?:am|pm)|\d{1,2}h\d{2}|\d{4}h")),
    ("number", re.compile(r"\d{1,4}(?:st|nd|rd|th)?")),
    (
        "date",
        re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:t\d{2}:\d{2}\S*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"),
    ),
    ("compact", re.compile(r"\d{1,3}(?:m|h|d|min|hr)")),
)

_LENGTH = re.compile(
    r"(?:(?:video|duration|length|running time|play|watch)\W{0,3})?\(?\d{1,2}:\d{2}(?::\d{2})?\)?(?: ?/ ?\d{1,2}:\d{2})?"
)
_LENGTH_AT_END = re.compile(r"(?P<before>\S+) \(?\d{1,2}:[0-5]\d\)?$")
_BEFORE_CLOCK = frozenset(
    "at by from until till to since around about before after near and or - – — score time".split()
)

_AGENCY = (
    r"(?:AP|AFP|EPA(?:-EFE)?|EFE|PA(?: (?:Wire|Media|Images))?|UPI|Reuters|REUTERS|Associated Press|Press Association"
    r"|Agence France-Presse|Getty(?: Images)?|AFP/Getty Images|Shutterstock|Alamy|Xinhua|KCNA|Yonhap|CCTV|Bloomberg|NurPhoto"
    r"|Corbis|Rex(?: Features)?|iStock(?:photo)?|Anadolu(?: Agency)?|Sputnik|TASS|Kyodo(?: News)?|ZUMA(?: Press)?|Magnum"
    r"|Flickr|Wikimedia(?: Commons)?|Wikipedia|Handout|Pool|WireImage|FilmMagic|Redux|Zuma|DPA|dpa|ANSA|CNN|BBC|CBS News)"
)
_AGENCIES_ALONE = late(rf"\(?(?:© ?)?{_AGENCY}(?:[/, ]+(?:{_AGENCY}))*\)?")
_AGENCY_PHOTO = late(rf"\(?{_AGENCY} (?:Photo|Image|Images|File|Graphic|Pool|Archive|photo|file)s?\b.*")
_CREDIT_LABEL = late(
    r"\(?(?:photo|photograph|picture|image|pic|illustration|graphic|file photo|cover|main image|top image)s?"
    r"(?: (?:by|credit|credits|courtesy of|courtesy|copyright|source)|:|/|\|)+\W{0,3}\w.*|\(?(?:credits?|courtesy)(?: of)?: ?\w.*",
    re.IGNORECASE,
)
_AGENCY_AT_END = late(rf"(?:/ ?|\bvia |© ?|\| ?){_AGENCY}(?:[/, ]+{_AGENCY})*(?: file)?\)?$")

_BY = re.compile(
    r"(?:(?:written|reported|reporting|posted|published|story|words|text|analysis|report|edited|compiled|photographs?"
    r"|photos|video|opinion|review|interview) by|by):? (?=\S)",
    re.IGNORECASE,
)
_READING_TIME = late(
    r"(?:listen|read|reading time|time to read|watch):?\s*\d{1,3}[ -]?min(?:ute)?s?\.?"
    r"|(?:est\.?|estimated)?\s*\d{1,3}[ -]?min(?:ute)?s?\.? (?:read|listen|watch)",
    re.IGNORECASE,
)
_BY_DESK = late(
    r"By (?:the|our|a) [\w'’ -]{0,40}\b(?:desk|staff|team|newsroom|agencies|bureau|correspondents?|reporters?|editors?)",
    re.IGNORECASE,
)
_NAME = late(r"@?[A-ZÀ-ÖØ-Þ][\w'’.&/-]*|[\w.+-]+@[\w.-]+|@\w+")
_PARTICLES = frozenset(
    "and & de da del della di van von der den ter bin ibn al el la le du of for the in at with with/ to y e dos |".split()
)
_REPORTING_BY = late(
    r"\(?(?:additional |further )?(?:reporting|writing|editing|compiled|translated|translation)(?: and (?:writing|editing))? by (?=[A-Z])",
    re.IGNORECASE,
)
_CREDIT_WORDS = _PARTICLES | frozenset(
    "by from editing writing reporting additional translated compiled -rrb- -lrb-".split()
)
# In characters.
MAX_CREDIT = 300
_ROLE = late(
    r"[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3}(?: in [A-Z]\w+)?(?:,| \||·| [-–—]) ?(?:(?:the |The )?(?:Associated Press|AP|Reuters|AFP|CNN"
    r"|BBC(?: News)?|CBS News|NBC News|ABC News|Fox News|USA TODAY|Guardian|staff writer|Staff Writer|[\w ]{0,30}"
    r"(?:[Cc]orrespondent|[Rr]eporter|[Ee]ditor|[Ww]riter|[Cc]olumnist)))(?:,? [\w ]{1,25})?"
)

_CRUMBS = re.compile(r"\s[>/•·]\s|\s*[|›»]\s*")
_LONGEST_CRUMB = 28
_BROWSERS = frozenset("chrome safari firefox edge opera internet explorer browser continue open app".split())


def is_sharing(body: str) -> bool:
    """Tell whether all words are share buttons: "Facebook Twitter Email", "f", "Share on WhatsApp"."""
    if len(body) == 1:
        return body.isalpha()
    words = _TOKENS.findall(body.lower())
    return (
        len(words) <= 12
        and any(word in _NETWORKS for word in words)
        and all(word in _SHARING for word in words)
    )


def is_timestamp(body: str) -> bool:
    """Tell whether the line is a date or a time and nothing else: "Updated 4:15 PM EDT, Wed March 28, 2018".

    A place before a bar may lead it: "ROME | Mon Mar 7, 2011".
    """
    place, _, rest = body.partition(" | ")
    body = rest if rest and place.partition(" ")[0].isupper() and place.count(" ") < 6 else body
    words = [word.lower().strip(".:") for word in _TOKENS.findall(body)]
    kinds = {_time_kind(word) for word in words}
    if not words or "" in kinds or len(words) > 24:
        return False
    has_date = "date" in kinds or {"month", "number"} <= kinds
    has_clock = "clock" in kinds and bool(kinds & {"meridiem", "zone", "label", "weekday"})
    has_age = (
        "unit" in kinds and "number" in kinds and bool({"ago", "read"} & set(words))
    ) or "compact" in kinds
    has_label = "label" in kinds and bool(kinds & {"number", "weekday", "clock"})
    return has_date or has_clock or has_age or has_label


def is_labelled_timestamp(body: str) -> bool:
    """Tell whether a line that ends in a full stop is a timestamp all the same: "Last updated at 4:15 PM EDT."."""
    return body.partition(" ")[0].lower().strip(".:") in _OPENS_TIMESTAMP and is_timestamp(body)


def is_dated_heading(body: str) -> bool:
    """Tell whether a timestamp could as well head an entry of a chronology: a day, with no label and no clock."""
    kinds = {_time_kind(word.lower().strip(".:")) for word in _TOKENS.findall(body)}
    return not kinds & {"clock", "meridiem", "zone", "label", "unit", "compact", ""}


def _time_kind(word: str) -> str:
    """Return what a word, in lower case, says of a time; "other" for the words between, "" for any else."""
    for kind, pattern in _TIME_PATTERNS:
        if pattern.fullmatch(word):
            return kind
    return _TIME_WORDS.get(word, "")


def is_video_length(body: str) -> bool:
    """Tell whether the line is a length, or a title with one at its end: "00:53", "The leaders meet 03:23"."""
    if _LENGTH.fullmatch(body.lower()):
        return True
    found = _LENGTH_AT_END.search(body)
    return (
        found is not None
        and found["before"].lower() not in _BEFORE_CLOCK
        and not any(map(str.isdigit, found["before"]))
    )


def is_byline(body: str) -> bool:
    """Tell whether the line names who wrote it: "By Jane Doe and John Roe, CNN", "Jane Doe, BBC News, Seoul"."""
    by = _BY.match(body)
    if by is None:
        return _ROLE().fullmatch(body) is not None
    if _BY_DESK().fullmatch(body):
        return True
    words = _TOKENS.findall(body[by.end() :])
    names = sum(1 for word in words if _NAME().fullmatch(word) and not _time_kind(word.lower().strip(".:")))
    if not names >= 2 or len(words) > 24:
        return False
    return all(
        _NAME().fullmatch(word) or word in _PARTICLES or word == "/" or _time_kind(word.lower().strip(".:"))
        for word in words
    )


def is_reporting_credit(body: str) -> bool:
    """Tell whether the line thanks who worked on the story: "(Reporting by Jane Doe in Seoul; Editing by J. Roe)"."""
    by = _REPORTING_BY().match(body)
    if by is None or len(body) > MAX_CREDIT:
        return False
    words = _TOKENS.findall(body[by.end() :].rstrip(". "))
    return bool(words) and all(_NAME().fullmatch(word) or word.lower() in _CREDIT_WORDS for word in words)


def is_credit(body: str) -> bool:
    """Tell whether the line says whose picture it is: "AP Photo/Jane Doe", "Photo: Jane Doe/Getty Images", "AFP"."""
    if _AGENCIES_ALONE().fullmatch(body) or _AGENCY_PHOTO().fullmatch(body):
        return True
    is_short = body.count(" ") < 8 and ". " not in body
    return is_short and (ends_in_credit(body) or _CREDIT_LABEL().fullmatch(body) is not None)


def ends_in_credit(body: str) -> bool:
    """Tell whether the line ends in the name of a picture agency, set off as credits are."""
    return _AGENCY_AT_END().search(body) is not None


def is_menu(body: str) -> bool:
    """Tell whether the line is a menu or a trail: "Home | World | Politics", "Home > World > Asia"."""
    if body[0] == "|":
        return False
    crumbs = _CRUMBS.split(body)
    is_short = all(len(crumb) <= _LONGEST_CRUMB and not any(map(str.isdigit, crumb)) for crumb in crumbs)
    starts_home = body[:4].lower() == "home"
    return is_short and len(crumbs) >= (2 if starts_home else 3)


def is_reading_time(body: str) -> bool:
    """Tell whether the line says how long the text takes: "LISTEN 3 min", "5 minute read", "Reading time: 4 mins"."""
    return _READING_TIME().fullmatch(body) is not None


def is_browser_prompt(body: str) -> bool:
    """Tell whether the line offers the browsers and the app to go on in: "Chrome Safari Continue"."""
    words = body.lower().split()
    return len(words) >= 2 and all(word in _BROWSERS for word in words)
