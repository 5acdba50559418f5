"""What stands around an article on its page: told by elements, by the names they are given, by their words.

Knows nothing of one site. Names and words are those that many sites and their systems use.
"""

import re

from lxml.html import HtmlElement

_TAGS = frozenset(("nav", "footer", "aside", "header", "figure", "figcaption", "menu"))
_NEVER = frozenset(("html", "body", "main", "article", "h1", "td", "tr", "tbody", "table"))
_ROLES = frozenset(
    ("navigation", "complementary", "contentinfo", "dialog", "banner", "menu", "search", "alert")
)
_PROPERTIES = frozenset(("comment", "author", "caption"))
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMES = frozenset(
    (
        # what readers write, and what they are asked to
        *("comment", "comments", "disqus", "respond", "livefyre", "viafoura", "coral", "feedback"),
        *("poll", "quiz", "rating"),
        # other articles
        *("related", "relateds", "recommended", "recommendation", "recommendations", "recommends"),
        *("recirc", "recirculation", "popular", "trending", "mostread", "teaser", "teasers"),
        *("latest", "ticker", "promo", "promos", "promotion", "promoted", "readmore", "morenews"),
        *("carousel",),
        # sharing, subscribing, paying
        *("share", "shares", "sharing", "sharebar", "sharer", "addthis", "sharethis", "social"),
        *("socials", "newsletter", "newsletters", "signup", "subscribe", "subscription", "login"),
        *("register", "donate", "donation"),
        # advertising
        *("advert", "adverts", "advertisement", "advertising", "ad", "ads", "advertorial", "dfp"),
        *("sponsor", "sponsored", "sponsors", "taboola", "outbrain"),
        # finding one's way
        *("nav", "navigation", "navbar", "menu", "breadcrumb", "breadcrumbs", "sidebar", "footer"),
        *("pager", "pagination", "paging", "skip", "toolbar", "tool", "tools", "toolbox", "utility"),
        *("widget", "widgets", "tags", "tag", "tagged", "topics", "keywords"),
        # about the article
        *("byline", "bylines", "author", "authors", "bio", "timestamp", "dateline", "pubdate"),
        *("caption", "captions", "credit", "credits", "copyright", "disclaimer", "infobox"),
        *("gallery", "slideshow", "thumbnail", "playlist"),
        # over it, and what nobody sees
        *("modal", "popup", "popover", "tooltip", "overlay", "cookie", "cookies", "consent", "gdpr"),
        *("hidden", "hide", "invisible", "offscreen", "print"),
    )
)
_WIDGETS = frozenset(("widget", "widgets", "social", "share", "print"))  # which quotations come in too

# Lines of an article's page that are not the article: each short, and saying what it is.
_LONGEST = 320
_LABEL = re.compile(
    r"""(advert(isement)?s? | sponsored | iklan | publicidade | anzeige | werbung | реклама | publicité
    | anuncio
    | (\d+\s)? (comments?|comentários|comentarios|kommentare|commentaires|комментарии) (\s\(?\d+\)?)?
    | share | tweet | print | email | tags | topics
    | related (\s(links|stories|articles|news|topics|content))?
    | top\sstories | latest\snews | most\s(popular|read)(\s.{1,30})? | don['’]?t\smiss
    | read\s(more|next|also)
    | (see|learn|show|load|watch|view)\smore | you\smay\salso\slike | recommended(\sfor\syou)? | loading
    | tell\sus\swhat\syou\sthink | leave\sa\s(comment|reply) | image\s\d+\sof\s\d+ | more\sstories
    | thank\syou
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGINS = re.compile(
    r"""\W* ( (additional\s|further\s)?(reporting|writing|editing)\sby\b
    | (published|posted|updated|last\s(updated|modified))\s?(:|\s(on|at|in)\b|\s\d) | filed\sunder\b
    | posted\sin\b
    | (tags?|topics?|keywords?|categor(y|ies)|schlagworte|etiquetas|теги)\s?:
    | (photo|image|picture|video)s?\s?(credit|by|courtesy|:) | foto\s?: | фото\s?: | bild\s?: | credit\s?:
    | copyright\b | ©\s | \(c\)\s\d{4} | follow\s(us|me|him|her|them|@?\w+(\s\w+)?)\son\s | click\shere\b
    | (sign\sup|subscribe|register)\s(to|for|here|now|today|and)\b | get\s.{1,60}\sdelivered\b
    | download\s(the|our)\s.{0,30}app\b | like\sus\son\b | join\s(us|the\sconversation)\b
    | (read|see|watch|hear|learn)\s(also|more|next)\s?: | also\sread\b | related\s?: | more\s?:
    | don['’]t\smiss\s?:
    | share\s(this|on)\b | send\s(us\s)?your\b | email\s.{1,60}\sat\s\S+@\S+ | (write|contact)\s.{1,60}@
    | leia\s(também|mais)\b | veja\s(também|mais)\b | lea\stambién\b | lire\saussi\b | à\slire\saussi\b
    | lesen\ssie\s(auch|mehr)\b | mehr\szum\sthema\b | читайте\s(также|ещё)\b | читайте:
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_HOLDS = re.compile(
    r"""\bcontributed\s(reporting\s)?(to|from|for)\b.{0,60}\b(report|article|story)\b
    | \ball\srights\sreserved\b
    | \bthis\s(article|story|post)\s(was|is|has\sbeen)\s(originally\s|first\s)?
      (published|posted|reprinted|sent)\b
    | \b(sign\sup|subscribe)\b.{0,80}\bnewsletter | \bnewsletter\b.{0,80}\b(inbox|subscribe|sign\sup)\b
    | \bmay\s(earn|get|receive)\s.{0,30}(commission|share\sof\sthe\ssale)\b
    | \bfollow\sus\b.{0,60}\b(twitter|facebook|instagram)\b | \bpersonal,?\s(and\s)?non-commercial\suse\b
    | \((image|photo|picture|pic|credit|source|foto|bild)s?(\scredit)?\s?:[^()]{1,60}\)$
    | ^.{1,160}\((photo|image|picture)\sby\s[^()]{1,80}\)$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture(element: HtmlElement) -> bool:
    """Whether an element says of itself that it is not the article."""
    if element.tag in _TAGS:
        return True
    if element.tag in _NEVER:
        return False
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style", "")) or element.get("itemprop") in _PROPERTIES:
        return True
    return element.get("role") in _ROLES or _is_named(element)


def _is_named(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    told = {word.lower() for word in _WORD.findall(names)} & _NAMES
    return bool(told) and not (told <= _WIDGETS and next(element.iter("blockquote"), None) is not None)


def is_notice(text: str) -> bool:
    """Whether a line speaks of the page, its makers or its readers and not of the news."""
    if len(text) > _LONGEST:
        return False
    return bool(_LABEL.fullmatch(text) or _BEGINS.match(text) or _HOLDS.search(text))
