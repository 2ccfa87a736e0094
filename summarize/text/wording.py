"""The wording of page furniture: what a page says to its reader, as rules.

A rule goes for how a thing is said, never for its topic: "By using this site, you accept cookies." goes, and "The
firm was fined for its cookie banner." stays. Every rule has cases on both sides in the tests.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from summarize.text import shapes
from summarize.text.late import late

_MAX_CAPTION_WORDS = 80


class Rule(NamedTuple):
    """Wording that only furniture has.

    `holds` tells it of a folded sentence. It is asked where the sentence's first word, or its first two, are in
    `starts` ("0" stands for any digit), or where one of `words` occurs; both are in lower case. A rule that is not `certain` yields where the sentence reports
    what somebody said or what happened. A rule for a `whole` paragraph is asked for that and not for its sentences:
    captions and credits hold several.
    """

    reason: str
    starts: frozenset[str]
    words: tuple[str, ...]
    holds: Callable[[str], object]
    certain: bool = False
    whole: bool = False


def _rule(
    reason: str, starts: str, *patterns: str, words: str = "", certain: bool = False, whole: bool = False
) -> Rule:
    """Make a rule of starts and words, each parted by semicolons, and patterns; one must match the whole sentence."""
    pattern = late("|".join(patterns), re.IGNORECASE)

    def holds(sentence: str) -> object:
        return pattern().fullmatch(sentence)

    return Rule(reason, frozenset(_parts(starts)), _parts(words), holds, certain, whole)


def _parts(listed: str) -> tuple[str, ...]:
    return tuple(part for part in listed.split(";") if part)


# A site on its own cookies: what it does with them, in its own name or as an order to the reader …
_COOKIE_USE = late(
    r"\b(?:use[sd]?|using|sets?|stores?|place|accept|accepting|reject|manage|managing|about|disable|block|allow|enable|these|of|our|all"
    r"|necessary|essential|tracking|as|including|through|via|by|decline|delete|optional|and)"
    r" (?:(?:our|all|these|the|of|first|third|party|non-essential|necessary|optional|similar|any)[ -]){0,3}cookies?\b"
    r"|\bcookies? (?:policy|settings|preferences|notice|statement|consent|choices|and (?:similar|other))\b"
    r"|^cookies (?:help|are|on|allow|enable)\b",
    re.IGNORECASE,
)
_IN_SITES_VOICE = late(
    r"\b(?:we|our|us)\b|^(?:this|the) (?:web)?site\b|^cookies help\b|^some of (?:these|the)\b"
    r"|^by (?:continuing|clicking|using|closing|browsing|accepting|navigating|visiting)\b"
    r"|^(?:please )?(?:accept|manage|allow|reject|read|see|click|change|learn|find out|visit|review)\b"
    r"|^to (?:find out|learn|continue|read|change|help|give|improve)\b"
    r"|^(?:if )?you (?:can|may|agree|accept|consent|continue|do not|don't|are happy)\b",
    re.IGNORECASE,
)
# … and why, or how to refuse.
_CONSENT = late(
    r"\b(?:this|our|the) (?:web)?(?:sites?|page|services?|platform)\b|\bour (?:\w+ )?partners\b|\bpersonali[sz]ed?\b"
    r"|\byour (?:\w+ ){0,2}(?:experience|browser|device|choices|preferences|consent)\b"
    r"|\bcookies? (?:policy|settings|preferences|notice|statement|consent|banner|choices)\b"
    r"|\bprivacy (?:policy|notice|statement|settings)\b|\bby (?:continuing|clicking|using|closing|browsing)\b"
    r"|\b(?:site|web) traffic\b|\b(?:consent|agree|opt) (?:to|out)\b|\bmanage settings\b"
    r"|\b(?:these|use of|all|non-essential|optional) cookies\b",
    re.IGNORECASE,
)


def is_cookie_notice(sentence: str) -> bool:
    """Tell whether a sentence tells its reader about a site's cookies, rather than about cookies."""
    return all(part().search(sentence) for part in (_COOKIE_USE, _IN_SITES_VOICE, _CONSENT))


_PHOTO_TAIL = late(
    r"\( ?(?:AP|AFP|Reuters|EPA|Getty|Photo|Image|Picture|File|Credit|Courtesy|PA)\b[^()]{0,100}(?:Photo|Images?|/|\bby\b|:|Pool|file)[^()]{0,100}\)[\s.]*$"
    r"|\b(?:Photo|Photograph|Picture|Image)s?(?: credit| by| courtesy)?:[^.]{2,80}$|\b(?:Photograph|Photo) by [A-Z][^.]{2,80}$"
    r"|[.!?][\"”’)]? Credit:? ?[A-Z][^.!?]{2,60}$|\b(?:REUTERS/|AP Photo/)[^.]{2,80}$|[.!?][\"”’)]? [^.!?]{0,60}(?:/|\bvia | - )?Getty Images$"
)


def is_caption(paragraph: str) -> bool:
    """Tell whether a folded paragraph is a caption by the picture credit that it ends in."""
    return (
        paragraph.count(" ") < _MAX_CAPTION_WORDS
        and _PHOTO_TAIL().search(paragraph, max(0, len(paragraph) - 220)) is not None
    )


def _is_credit_in_brackets(sentence: str) -> bool:
    return sentence[0] == "(" and shapes.is_credit(sentence.rstrip(". "))


_SITE = r"(?:facebook|twitter|instagram|x|youtube|whatsapp|telegram|linkedin|tiktok|threads|google news|flipboard|mastodon)"
_MAIL = r"(?:newsletters?|inbox|e-?mails?|alerts?|notifications?|briefing|mailing list|digest)"
_EVERY = r"(?:every (?:morning|day|week|evening|weekday)|daily|weekly)"
_NAMES = r"(?-i:[A-Z])[\w'.]+(?: (?-i:[A-Z])[\w'.]+){0,3}"
_REQUESTED = r"(?:requested|looking for|trying to (?:reach|access|view|find)|followed|clicked)"

RULES = (
    Rule("cookie notice", frozenset(), ("cookie",), is_cookie_notice),
    _rule(
        "cookie notice",
        "we value;we respect;we care;we take;we and;we store;we access;we may;our partners;our site;by clicking;by continuing;by using;by submitting;by signing"
        ";by subscribing;by registering;by creating;by entering;by posting;by providing;you agree;you also;you accept;you acknowledge;you have"
        ";i agree;i also;i accept;i acknowledge;i have;this site;please read;please see;please view;read our;see our;view our",
        r"we (?:value|respect|care about|take) your privacy\b.{0,80}",
        r"(?:we|our)\b.{0,80}\b(?:store|access)\b.{0,40}\binformation on (?:a|your) device\b.{0,400}",
        r"by (?:clicking|signing up|subscribing|registering|(?:continuing|using|submitting|creating|entering|posting|providing)\b.{0,40}\b"
        r"(?:site|website|service|account|e-?mail|form|comment|app|page|information|browse))\b.{0,200}\b(?:you|i) (?:\w+ )?(?:agree|accept|consent|acknowledge|confirm)\b.{0,300}",
        r"(?:you|i) (?:also )?(?:agree|acknowledge|accept|have read)\b.{0,240}\b(?:privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions))\b.{0,160}",
        r"this site is protected by recaptcha\b.{0,160}",
        r"(?:please )?(?:read|see|view) our (?:privacy|terms)\b.{0,160}",
    ),
    _rule(
        "newsletter",
        "please sign;please subscribe;please register;to stay;sign;subscribe;register",
        r"(?:please |to stay informed,? )?(?:sign up|subscribe|register)(?: (?:now|here|today|below|free|for free))* (?:for|to|with|by|and (?:get|receive))\b"
        r"(?=.*\b(?:our|your|here|now|free|today|us|my|latest|daily|weekly|breaking|e-?mails?|newsletters?[.!]?$|newsletter (?:to|for|and)\b|[\w ]+'s))"
        rf"(?=.*\b{_MAIL}\b).{{0,260}}",
    ),
    _rule(
        "newsletter",
        "get;receive;newsletter;newsletters;daily;weekly;morning;evening;free;email;e-mail;our daily;our weekly;our free;our newsletter;our morning"
        ";the newsletter;the daily;the weekly;the latest;the news;the best;the top;the most;all the;today's;this week's;our best;our top;our latest",
        r"(?:get|receive)\b(?=.*\b(?:(?:browser|push|desktop|instant|breaking|news|our) (?:\w+ )?(?:notifications?|alerts?)"
        r"|(?:to|in|on|by) your (?:\w+ )?(?:inbox|e-?mail|phone|mobile)|newsletters?\b.*\b(?:you|your|by)|delivered\b.*\b(?:you|your|daily|every)"
        r"|(?:news|updates|posts|stories) by e-?mail)\b).{0,260}",
        rf"(?:get|receive)\b.{{0,100}}\b(?:news|headlines|stories|updates|briefing)\b.{{0,40}}\b{_EVERY}[.!]?",
        r"(?:(?:our|the|daily|weekly|morning|evening|free|e-?mail|news) ){1,3}newsletters? ?[:|] [^.!?]{1,120}",
        r"(?:the|our|all the|today's|this week's)\b.{0,120}\bto your inbox\b.{0,60}",
        r"the news and stories that matter\b.{0,60}",
    ),
    _rule(
        "newsletter",
        "enter;type;provide;add your;thank;thanks;you can;you may;to unsubscribe;notify;be the",
        r"(?:enter|type in|provide|add) your (?:\w+ )?e-?mail\b.{0,160}",
        r"(?:thank you|thanks) for (?:signing up|subscribing|your subscription).{0,120}",
        r"(?:you (?:can|may)|to) unsubscribe\b.{0,120}",
        r"notify me (?:of|when|about|by)\b.{0,80}",
        r"be the first to know(?: (?:about|when)\b.{0,60})?[.!]?",
    ),
    _rule(
        "subscription",
        "subscribe;log;sign;register;to continue;to keep;already;this article;this story;this content;this page;start;try;get;enjoy",
        r"(?:subscribe|log in|sign in|register) (?:now )?(?:to (?:(?:continue|keep) reading|(?:read|unlock|access) (?:this|the full|all|our|unlimited))"
        r"|for (?:unlimited|full access|just [$£€]|only [$£€]))\b.{0,120}|subscribe today\b.{0,80}",
        r"to (?:continue|keep) reading(?: this \w+)?,? (?:please )?(?:subscribe|log in|sign in|sign up|register|become|create)\b.{0,80}",
        r"already (?:a|have an?) (?:\w+ )?(?:subscriber|member|account|subscription)(?:\?.{0,40})?",
        r"this (?:article|story|content|page) is (?:only )?(?:available )?(?:for|to|exclusive to) (?:our )?subscribers\b.{0,40}",
        r"(?:start|try)\b.{0,20}\bfree trial\b.{0,60}",
        r"(?:get|enjoy) unlimited access\b.{0,80}",
    ),
    _rule(
        "video",
        "watch;video;listen",
        r"(?:watch|video|listen) ?[:|»►▶] ?(?-i:[A-Z0-9\"'‘“]).{1,160}",
        certain=True,
    ),
    _rule(
        "video",
        "watch;see",
        r"(?-i:W)atch(?: (?-i:[A-Z])[\w']*){1,3} live(?: (?:now|tv|here|stream))?",
        r"(?-i:WATCH)(?: (?-i:[A-Z])\w+){0,3} live",
        r"watch live ?[:|–—-].{1,120}",
        r"(?:watch|see) (?:the )?(?:full )?(?:video|clip|interview|footage|report) (?:above|below|here|of the day)[.!]?",
    ),
    _rule(
        "video",
        "sorry;this media;this video;this content;this audio;this clip;to play;media playback;your browser;please enable;please turn;javascript;flash;watch",
        r"(?:sorry,? )?this (?:media|video|content|audio|clip) (?:is (?:not|no longer|currently un) ?(?:available|supported)|can(?:not|'t| not) be played)"
        r"(?: (?:in|on|for|from) (?:your|this)\b.{0,60})?[.!]?",
        r"to play this (?:content|video)\b.{0,120}",
        r"media playback is (?:not |un)supported\b.{0,60}",
        r"your browser (?:does not|doesn't|is not|is out)\b.{0,160}",
        r"please (?:enable|turn on) javascript\b.{0,120}",
        r"(?:javascript|flash) (?:must be|is) (?:turned on|enabled|disabled|required|turned off)\b.{0,120}",
        r"watch queue\b.{0,80}",
    ),
    _rule(
        "read more",
        "read;see;learn;find;discover;please continue;continue",
        r"(?:read|see|learn|find out|discover) more(?: (?:about|on|at|from|in|of)\b.{0,80})?(?: (?:here|»|›|>)|\.\.\.|…|»|›|>)[.!]?",
        r"(?:read|see|learn|find out) more (?:about|on|at|from) [^.!?]{2,80}",
        r"(?:read|see) (?:the )?(?:full|whole|entire|original|complete) (?:\w+ )?(?:article|story|report|statement|post|text|version|interview)\b"
        r".{0,60}(?:here|at|on|»|›|>|:).{0,80}",
        r"(?:please )?continue reading\b.{0,60}",
    ),
    _rule(
        "read more",
        "please click;please tap;click;tap",
        r"(?:please )?(?:click (?:or tap )?(?:here|below|through|(?:this|the) link)|tap here|(?:click|tap) on (?:the|this) (?:link|image|photo|video|map|icon|button))\b.{0,200}",
    ),
    _rule(
        "read more",
        "for more;for the;for all;for full;for further;for breaking",
        r"for (?:more|the latest|all the latest|full|further|breaking)\b.{0,120}?,? (?:please )?"
        r"(?:click|tap|visit|go to|follow|check out|see our|read our|head to|tune in|download)\b(?=.*(?:\bhere\b|\bour\b|\bus\b|@)).{0,120}",
    ),
    _rule(
        "related links",
        "related;read;also;see;more;you may;you might;may also;might also;full",
        r"\W{0,3}(?:related(?: (?:articles?|story|stories|coverage|content|news|videos?|topics?|links?|posts?|reading))?"
        r"|read (?:more|also|next)|also read|see (?:also|more)|also see|more on this(?: story| topic)?|(?:you )?(?:may|might) also like"
        r"|full (?:story|coverage)) ?(?::|\||»|►) ?.{1,200}",
        certain=True,
    ),
    _rule(
        "related links",
        "read;must;more;don't;recommended;must-see;up next;further;in case;full report;from the",
        r"\W{0,3}(?:read (?:this|on|now)|must[- ](?:read|see)|don't miss|recommended(?: reading)?|up next|further reading"
        r"|in case you missed it|full report|from the archives?|more (?:on|from) .{1,40}) ?(?::|\||»|►) ?[^.!?]{1,200}",
    ),
    _rule("related links", "read;more", r"\W{0,3}(?:read|more) ?(?::|»|►) ?(?-i:[A-Z\"'‘“]).{1,200}"),
    _rule(
        "follow us",
        "you can;please follow;please like;please join;follow;like;find;join;add;connect;see more",
        rf"(?:you can |please )?(?:follow|like|find|join|add|connect with) (?:us|@\w+) (?:and .{{1,30}} )?(?:on|at|via) {_SITE}\b.{{0,160}}",
        rf"follow (?:me|him|her|them|the (?:author|reporter|writer)|{_NAMES})(?: (?:on|at|via) {_SITE}(?:(?:,| and| or) {_SITE})*(?:,? ?(?:at|:|\(|@).{{0,60}})?"
        r"|:? @\w+.{0,60})[.!]?",
        r"follow @\w+[.!]?",
        rf"see more of [^.!?]{{2,60}} on {_SITE}",
    ),
    _rule(
        "advertisement",
        "story;article;post;content;report;photo;advertisement;continue;this content;this article;this post;this is;sponsored;paid;presented",
        r"(?:story|article|post|content|report) continues (?:below|after)\b.{0,40}",
        r"(?:photo )?advertisement\W{0,3}(?:continue reading|scroll|story continues|article continues|skip|report this|advertisement)\b.{0,60}",
        r"continue reading the main story\W{0,2}",
        r"(?:this (?:content|article|post) (?:is|was) )?(?:sponsored|paid for|presented) by [^.!?]{2,60}",
        r"this is (?:a|an) (?:paid|sponsored|partner) (?:advertisement|post|content)\b.{0,60}",
    ),
    _rule(
        "page not found",
        "we're;we are;we can't;we cannot;we couldn't;we could;sorry;oops;error;the page;the content;the article;the story;the video;the file"
        ";the item;the url;the link;this page;this content;this article;this story;this video;this link;that page",
        rf"(?:(?:we're |we are )?sorry[,.!]? (?:but )?|oops[!,.]{{0,3}} |error 404\W{{0,3}}){{0,2}}(?:the|this) (?:page|content|article|story|video|file|item|url|link)s? "
        rf"(?:that )?you(?:'ve| have|'re| are| were)? {_REQUESTED}\b.{{0,120}}",
        certain=True,
    ),
    _rule(
        "page not found",
        "sorry;this page;this content;this article;this story;this link;the page;that page;we can't;we cannot;we couldn't;we could",
        r"(?:sorry[,.!]? )?this (?:page|content|article|story|link) (?:is|was) (?:no longer|not|currently un) ?available(?: in your (?:country|region|area))?[.!]?",
        r"(?:sorry[,.!]? )?(?:the|this|that) page (?:does not exist|doesn't exist|can(?:not|'t) be found|could not be found|(?:was|is) not found)(?: or\b.{0,60})?[.!]?",
        r"(?:sorry[,.!]? )?we (?:can't|cannot|couldn't|could not) find (?:the|that) page\b.{0,80}",
    ),
    _rule(
        "comments",
        "this discussion;this debate;this comment;this thread;the discussion;the debate;the comment;the thread;no further;please leave;please post;please add"
        ";please write;please share;please submit;please send;leave;post;add;write;share;submit;send;tell us;let us;join;start;we welcome;comments;comment"
        ";views expressed;a selection;your comments;0",
        r"this (?:discussion|debate|comment thread|thread) is (?:now )?closed(?: (?:for|to)\b.{0,40})?[.!]?",
        r"no further comments will be published\b.{0,80}",
        r"(?:please )?(?:leave|post|add|write|share|submit|send us) (?:us )?(?:a|an|your) (?:\w+ )?(?:comments?|thoughts|views|opinions?)"
        r"(?: (?:below|here|in the comments|on our|using (?:the|this))\b.{0,120}|[.!]?)",
        r"(?:tell|let) us\b.{0,60}\bin the comments?\b.{0,60}",
        r"(?:join|start) the (?:conversation|discussion|debate)(?: (?:below|here|on|in the comments)\b.{0,60})?[.!]?",
        r"we welcome comments\b.{0,160}",
        r"comments are (?:not pre-screened|moderated|closed|now closed|subject to|disabled|turned off)\b.{0,120}",
        r"views expressed in the comments\b.{0,80}",
        r"(?:a selection of )?your comments may be (?:published|edited)\b.{0,160}",
        r"\(?\d{1,5}\)? comments?|comments? ?\(\d{1,5}\)",
    ),
    _rule(
        "copyright",
        "copyright;c;this material;this content;this article;this site;this story;this website;no part;reproduction",
        r"copyright ?(?:©|\(c\)|\d{4}|:|by (?-i:[A-Z])).{0,240}",
        r"©.{2,160}|\(c\) ?\d{4}.{0,160}|.{0,60}© ?(?:copyright )?\d{4}.{0,160}",
        r".{0,160}\ball rights reserved\b.{0,120}",
        r"this (?:material|content|article|site|story|website)\b.{0,60}\bmay not be (?:published|reproduced|copied|distributed|used|republished)\b.{0,160}",
        r"no part of this (?:publication|article|site|website|material|page|content|report)\b.{0,200}",
        r"reproduction (?:in whole|without (?:the )?(?:prior |written |express )*(?:permission|consent))\b.{0,160}",
        words="©;rights reserved",
    ),
    _rule(
        "app prompt",
        "view;download;install;get;try;read;open;continue;available",
        r"(?-i:View)(?: (?-i:[A-Z])[\w.&]*){1,4} in",
        r"(?:download|get|install|try) (?:the|our)\b.{0,40}\bapps?\b(?: (?:here|now|today|for (?:iphone|ipad|ios|android|your|more|free|live|breaking|the latest)|(?:from|on|in) (?:the )?(?:app store|google play|itunes))\b.{0,100})?[.!]?",
        r"(?:read|open|view|continue)\b.{0,30}\bin (?:the|our)\b.{0,20}\bapp[.!]?",
        r"available (?:now )?(?:on|in|from) (?:the )?(?:app store|google play|ios)\b.{0,60}",
    ),
    _rule("app prompt", "", r"(?:(?-i:[A-Z])[\w.&]* ){1,4}app (?:open|install|get|view)", words=" app "),
    Rule(
        "credit",
        frozenset("reporting additional further writing editing compiled translated translation".split()),
        (),
        shapes.is_reporting_credit,
        certain=True,
        whole=True,
    ),
    Rule(
        "credit",
        frozenset("ap afp reuters photo image getty credit picture epa".split()),
        (),
        _is_credit_in_brackets,
        certain=True,
    ),
    _rule(
        "credit",
        "",
        r".{0,240}\bcontributed (?:reporting )?(?:to|for) this (?:report|story|article|post|piece|dispatch) ?[.)]{0,2}",
        r".{0,120}\bcontributed (?:reporting|research)(?: (?:from|in) [^.]{2,60})?\.?",
        words="contributed",
        certain=True,
    ),
    _rule(
        "credit",
        "information;a version;this article;this story;this post;this report;this piece;this content",
        r"information from: .{2,160}",
        r"a version of this (?:article|story|review) appear(?:s|ed) (?:in print|first)\b.{0,200}",
        r"this (?:article|story|post|report|piece|content) (?:was )?(?:(?:originally|first) ){1,2}(?:appeared|published|ran|posted)\b.{0,160}",
        certain=True,
    ),
    Rule(
        "caption",
        frozenset(),
        (
            "ap photo",
            "photo by",
            "photo:",
            "photos:",
            "photo credit",
            "photograph",
            "getty images",
            " credit ",
            "credit:",
            "reuters/",
            "image:",
            "picture:",
        ),
        is_caption,
        certain=True,
        whole=True,
    ),
    _rule(
        "caption",
        "image;media;video;picture;photo;file;caption;pictured",
        r"(?:image (?:copyright|caption|source)|(?:media|video|picture|photo) (?:caption|copyright)) ?(?::|(?-i:[A-Z])).{0,400}",
        r"(?-i:FILE|File) ?(?:photo|picture|image|pic) ?[-–—:].{1,400}",
        r"(?-i:FILE) [-–—] .{1,400}",
        r"(?:caption|image|photo|picture|pictured) ?: (?-i:[A-Z]).{1,300}",
        certain=True,
        whole=True,
    ),
    _rule(
        "update note",
        "this is;this breaking;this story;please check;please refresh;please stay;check;refresh;stay;more",
        r"this is a (?:breaking|developing)(?: news)? story\b.{0,100}",
        r"this (?:breaking news )?story is (?:being updated|developing)\b.{0,100}",
        r"(?:please )?(?:check back|refresh (?:this|the) page)(?: (?:here|soon|later|often|regularly))*(?: for\b.{0,60})?[.!]?",
        r"stay tuned(?: for (?:more|updates|the latest)\b.{0,40})?[.!]?",
        r"\(?more (?:to come|follows|to follow)\W{0,4}",
    ),
)
