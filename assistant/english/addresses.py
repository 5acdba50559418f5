"""What looks like an address of the web or of a mailbox.

Wide on purpose: endings are too many to list, and nothing a model writes needs an address, because its
citations open the sources. What no address ends in is left alone: initials, abbreviations, numbers, and the
plainest words after a full stop that lacks its space.
"""

import re

_NONE = (
    r"(?<!\w)(?<!\w\w\.)(?-i:[A-Z])\.(?-i:[A-Z][a-z])",  # J.R.Tolkien, J.Crew
    r"(?<!\w)\d{1,2}\.(?-i:[A-Z])",  # 19.March, 1.FC
    r"(?<=\b[ap]\.)m\.",  # 9 a.m.to
    r"(?:\bm\.in|\bp\.ej|\bet\.al|\b(?:[A-Z]-)?W\.Va)(?!\w)",
)
# Words that begin sentences and halves of abbreviations (EE.UU.) that are no ending of the web's.
_OPENING = (
    r"(?-i:The|But|And|She|He|We|They|Their|This|That|There|These|When|While|With|After|If|Its|What|Here|"
    r"UU|OO|HH|AA)\b"
)
_ENDING = rf"(?!{_OPENING})(?:xn--[\w-]+|рф|укр|бел|срб|[a-z]{{2,63}})(?![a-zß-ɏ\d])"
ADDRESS = re.compile(
    r"https?:(?:[^\s<>\"“”]{0,2000}[\w/])?|www\.(?:[^\s<>\"“”]{0,2000}[\w/])?|"
    r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,8}|"
    rf"(?!{'|'.join(_NONE)})[\w-]{{1,63}}[.．]{_ENDING}",
    re.IGNORECASE,
)
