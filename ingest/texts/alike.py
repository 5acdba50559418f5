"""Whether a page read again tells a reader the same: what its edges hold beside the news does not count.

Knows lines of text only. Careful by design: whatever is not surely furniture makes another version,
which costs some embedding; a changed fact that passed for the same page would be told wrongly for ever.
"""

import re
import unicodedata

_LONGEST, _LONGEST_NOTICE = 160, 800  # letters of a line that may be furniture, and of one about cookies
_HEAD = 8  # lines before the first of the body that are looked at
_BODY_WORDS = 8
_HEADLINE_WORDS = 20
_HEADLINES = 40  # under one label
# Ways of writing the same character; no letter or figure is among them.
_WRITTEN = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f", ""),
}
_VARIANT = re.compile(f"[{re.escape(''.join(_WRITTEN))}]")
_ENDS = re.compile(r"""[.!]["')\]]*$""")
# A line that gives a figure under a name is no headline, wherever it stands.
_DATUM = re.compile(r"^[^:]{1,40}:\s.*\d")

_MONTHS = (
    r"jan(uary|uar|vier)?|feb(ruary|ruar)?|f[ée]vr(ier)?|mar(ch|s)?|märz|apr(il)?|avril|may|mai|june?"
    r"|juni|juin|july?|juli"
    r"|juillet|aug(ust)?|août|sept?(ember|embre)?|o[ck]t(ober|obre)?|nov(ember|embre)?|de[cz](ember)?"
    r"|déc(embre)?"
    r"|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    r"|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
_DAYS = (
    r"(mon|tues|wednes|thurs|fri|satur|sun)day|(mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|today|yesterday|heute|gestern|hier|сьогодні"
    r"|вчора|сегодня|вчера"
)
_SPANS = (
    r"(second|minute|hour|day|week|sekunde|stunde|heure|jour|tag|seconde)(s|n|en|e)?|min|hrs?|sec|h|mins?"
    r"|(хвилин|годин|секунд|днів|день|тижн|минут|час|дн|недел)\w*"
)
_SMALL = (
    r"\d+(st|nd|rd|th)?|a|an|one|ago|vor|einer|einem|il y a|une?|тому|назад|at|on|um|uhr|le|à|am|the|of"
    r"|de|в|о|об|у|г|р"
    r"|a\.?m\.?|p\.?m\.?|gmt|utc|bst|e[sd]?t|cet|cest|p[sd]t|msk|мск|just now|gerade eben|щойно|только что"
)
_TIME = rf"(({_MONTHS}|{_DAYS}|{_SPANS}|{_SMALL})\b|[\s,.:;|/+()-])+"
_STAMPED = (
    r"(last |first |zuletzt |dernière )?(updated|modified|published|posted|mise à jour|mis à jour"
    r"|publié|aktualisiert|aktualisierung"
    r"|veröffentlicht|stand|оновлено|опубліковано|обновлено|опубликовано)"
)
_NETWORKS = (
    r"(facebook|twitter|x|whats ?app|linked ?in|telegram|instagram|you ?tube|tik ?tok|reddit|pinterest"
    r"|bluesky|threads"
    r"|e-?mail|mastodon|signal|viber|messenger|sms|xing|flipboard|google news|rss)"
)
_RELATED = (
    r"(related( stories| articles| news| topics| content| links| coverage)?|read (more|also|next)"
    r"|more on this( story| topic)?"
    r"|more (stories|news)|more from .{1,30}|you (may|might) (also )?like|most (read|popular|viewed)"
    r"|recommended( for you)?"
    r"|see also|trending( now)?|up next|don'?t miss|editors'? picks"
    r"|mehr zum thema|lesen sie (auch|mehr)|das könnte sie auch interessieren|meistgelesen"
    r"|weitere (artikel|meldungen)"
    r"|à lire aussi|lire aussi|sur le même sujet|les plus lus|voir aussi"
    r"|читайте також|дивіться також|за темою|схожі (новини|матеріали)|найпопулярніше"
    r"|читайте также|смотрите также|по теме|похожие (новости|материалы)|самое читаемое)"
)
_COUNTED = (
    r"(views?|reads?|shares?|comments?|likes?|reactions?|retweets?|readers?|aufrufe?|kommentare?"
    r"|mal\sgeteilt|vues?|partages?"
    r"|commentaires?|перегляд\w*|коментар\w*|просмотр\w*|комментари\w*|поширен\w*)"
)
# What stands above is put into a pattern that ignores blanks.
_TIME, _STAMPED, _NETWORKS, _RELATED = (p.replace(" ", r"\s") for p in (_TIME, _STAMPED, _NETWORKS, _RELATED))
_FIGURE = r"\d[\d.,'\s]*(k|m|mio\.?|тис\.?|тыс\.?)?"
_FURNITURE = re.compile(
    rf"""(
    {_FIGURE}\s*{_COUNTED} | {_COUNTED}\s*[:(]?\s*{_FIGURE}\)?  # how often it was seen
    | {_FIGURE}[\s-]*(min|minutes?|minuten|хв|мин)\.?\s*(read|lesezeit|de lecture|читання|чтения)
    | (reading time|lesezeit|temps de lecture)\s*:?\s*{_FIGURE}\s*\w*\.?
    | {_STAMPED}\s*:?\s*{_TIME}  # when it was last touched
    | (vor\s|il\sy\sa\s)?({_FIGURE}|an?|one)\s*({_SPANS})\s(ago|тому|назад)
    | (share|share\s(this|on|via|with)\b[\w\s]{{0,25}}|teilen|partager|поділитися|поделиться|tweet
    |print|drucken|imprimer|save|copy\slink|link\skopieren
       |comments?|kommentieren|bookmark|follow(\sus)?)\s*[:.]?
    | ((share|follow\sus|teilen|partager|folgen\ssie\suns|поділитися|поделиться)\b(\s*\b(this|us|it|on
    |via|auf|bei|sur|in|у|в|story|article|page)\b)*\s*:?\s*)?
      ({_NETWORKS}(\s*(,|\||/|&|and|und|et|та|и|•|·|\s)\s*)*)+[.!]?
    | (we|this\s(web)?site|our\spartners)\suses?\scookies\b.*
    | (wir\sverwenden|diese\s(web)?seite\sverwendet)\scookies\b.*
    | (nous\sutilisons\sdes|ce\ssite\sutilise\sdes)\scookies\b.*
    | (ми\sвикористовуємо|мы\sиспользуем)\s(файли\s|файлы\s)?cookie\b.*
    | (accept|reject|manage)\s(all\s)?cookies | cookie\s(settings|policy|preferences)
    | advertisement | sponsored | anzeige | werbung | publicité | реклама
    | (sign\sup|subscribe)\s(to|for)\s(our|the|this)\b[^.!?]*(newsletters?|updates|channel|alerts
    |briefing)\b[^.!?\d]{{0,40}}[.!]?
    | download\sour\sapp.{{0,40}} | abonnieren\ssie\sunseren\snewsletter[.!]?
    | abonnez-vous\sà\snotre\s(newsletter|infolettre)[.!]?
    | підписуйтесь\sна\sнаш\S*\s[\w-]{{1,20}}[.!]? | подписывайтесь\sна\sнаш\S*\s[\w-]{{1,20}}[.!]?
    | {_RELATED}\s*:?\s*  # a label, or a label and one headline
    | {_RELATED}\s*:\s[^.!]+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = re.compile(rf"{_RELATED}\s*:?", re.IGNORECASE)


def is_same(old: str, new: str) -> bool:
    """Whether two texts of one page tell the same: each figure, name and sentence of the body."""
    return old == new or told(old) == told(new)


def told(text: str) -> str:
    """What a text tells: its lines in one way of writing, without furniture at its edges."""
    lines = [line for line in map(plain, text.splitlines()) if line]
    return " ".join(_without_tail(_without_head(lines)) or lines)


def plain(line: str) -> str:
    """One way of writing quotation marks, dashes and blanks; letters and figures stay as they are."""
    composed = unicodedata.normalize("NFC", line)
    return " ".join(_VARIANT.sub(lambda found: _WRITTEN[found[0]], composed).split())


def _without_head(lines: list[str]) -> list[str]:
    """Drop furniture between the top and the first line of the body."""
    first = next((n for n, line in enumerate(lines[:_HEAD]) if _is_body(line)), 0)
    return [line for line in lines[:first] if not _is_furniture(line)] + lines[first:]


def _without_tail(lines: list[str]) -> list[str]:
    """Drop furniture from the end on, with the headlines under a label such as "Related stories"."""
    end = len(lines)
    while end:
        if _is_furniture(lines[end - 1]):
            end -= 1
        elif (label := _label_of_last(lines[:end])) is not None:
            end = label
        else:
            break
    return lines[:end]


def _label_of_last(lines: list[str]) -> int | None:
    """Where the label stands under which the last lines are nothing but headlines."""
    for n in range(len(lines) - 1, max(-1, len(lines) - 2 - _HEADLINES), -1):
        if _LABEL.fullmatch(lines[n]):
            return n
        if not _is_headline(lines[n]):
            return None
    return None


def _is_furniture(line: str) -> bool:
    if len(line) > (_LONGEST_NOTICE if "cookie" in line.lower() else _LONGEST):
        return False
    return _FURNITURE.fullmatch(line) is not None and not _DATUM.match(_unlabelled(line))


def _unlabelled(line: str) -> str:
    """A line without its label, or nothing of one whose figures count clicks or minutes."""
    label = re.match(rf"{_RELATED}\s*:", line, re.IGNORECASE)
    return line[label.end() :] if label else ""


def _is_headline(line: str) -> bool:
    is_short = len(line) <= _LONGEST and len(line.split()) <= _HEADLINE_WORDS
    return is_short and not _ENDS.search(line) and not _DATUM.match(line)


def _is_body(line: str) -> bool:
    is_sentence = len(line.split()) >= _BODY_WORDS and _ENDS.search(line.replace("?", "."))
    return bool(is_sentence) and not _is_furniture(line)
