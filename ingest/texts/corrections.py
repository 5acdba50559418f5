"""Recognise the notice by which an article says what was wrong in it before.

Knows how newsrooms word such notices in English, German, French, Ukrainian and Russian. A story about
somebody's correction is none: a notice stands at the start or the end and speaks of its own article.
"""

import re

from ingest.texts.alike import plain

_FIRST, _LAST = 3, 4  # paragraphs at the start and at the end where a notice stands
_LONGEST = 1_200  # letters; a longer paragraph is no notice
_DECORATION = re.compile(r"""^[\s*_#>•·\[(\-]+|[\s*_\])]+$""")

# What begins a notice by itself says nothing yet: a market has its correction too.
_LABEL = re.compile(
    r"""(corrections?(\s(and|&)\sclarifications?)?|clarifications?|erratum
    |korrektur(hinweis)?|berichtigung|richtigstellung
    |rectificatif|précision|errata
    |виправлення|уточнення|спростування|поправка|виправлено|уточнено
    |исправление|уточнение|опровержение|исправлено
    |(?P<any>editor'?s'?\snote|note\sto\sreaders|anm(erkung|\.)?\sder\sred(aktion|\.)
    |hinweis\sder\sredaktion|in\seigener\ssache
      |note\sde\sla\srédaction|ndlr|від\sредакції|примітка\sредакції|от\sредакции
      |примечание\sредакции))  # of any kind
    (\s*,?\s*\(?[\w.,\s]{0,25}\d{4}\)?|\s\([\w.,\s]{1,25}\))?\s*(:|-|\.|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_OWN_EN = (
    r"(story|article|piece|report|item|column|post|page|headline|caption|graphic|chart|map|liveblog"
    r"|live\sblog|newsletter|text|obituary|review|transcript|photo\scaption|summary|subheading)"
)
_WRONG_EN = (
    r"(mis(stat|spell|spelt|identif|attribut|quot|represent|gender|charact|dat|nam|describ|led|took"
    r"|taken|calculat)\w*|incorrect\w*|erroneous\w*|mistaken\w*|wrong\w*"
    r"|inaccura\w*|in\serror|an?\s(\w+\s)?(error|mistake)|correct(ed|ion|s)?\b)"
)
_SAID_EN = (
    r"(said|stated|gave|referred|described|included|attributed|omitted|suggested|implied|named|used"
    r"|did\snot|failed|contained|had|put|reported|quoted|listed|transposed|confused|conflated"
    r"|overstated|understated|claimed|placed|showed"
    r"|was\s(wrong|incorrect|headlined|missing|unclear))"
)
# What speaks of its own article, and of something that was wrong in it.
_SELF = re.compile(
    rf"""(an?|the)\s(earlier|previous|prior|original|initial)\s(version|edition)s?\sof\s(this
    |the)\s{_OWN_EN}\b.{{0,80}}?\b({_WRONG_EN}|{_SAID_EN})
    |(this|the)\s{_OWN_EN}(\s(on|of)\s[^.]{{1,60}}?)?\s((was|has\sbeen|have\sbeen|is|were)\s((further
    |since|later|subsequently)\s)?(amended|corrected|clarified|edited\sto\s(correct|clarify))
      |(was|has\sbeen)\s(updated|changed|revised|edited|modified)\b.{{0,60}}?\b((to|and\sto)\s(correct
      |clarify|fix|remove\san?\s(in|err))|after\san\serror|with\s(the\s)?correct
      |because\s.{{0,40}}(wrong|error))
      |(originally|initially|previously|earlier|incorrectly|wrongly|mistakenly
      |erroneously)\s(and\s\w+\s)?({_SAID_EN}|{_WRONG_EN})|mis(stat|spell|spelt|identif|attribut|quot)\w*)
    |(due\sto|because\sof|owing\sto)\san?\s(editing|production|transcription|reporting|translation
    |typing)\serror\b
    |we\s(have|'ve)\s(amended|corrected)\s(this|the)\s{_OWN_EN}
    |((diese[rsnm]?|der|dieser?|unser(er)?|de[mns])\s)?(artikel|text|beitrag|bericht|meldung
    |überschrift|bildunterschrift)s?\swurde\s.{{0,60}}(korrigiert|berichtigt|richtiggestellt)
    |in\s(einer|der)\s(früheren|vorherigen|ursprünglichen|ersten|älteren|vorigen)\s(version|fassung)\b
    |(eine|die)\s(frühere|vorherige|ursprüngliche|erste|ältere)\s(version|fassung)\s(dieses|des|unseres
    |der|dieser)\s(artikels|textes|beitrags|berichts|meldung)\b
    |wir\shaben\s(den|die|das|diesen|diese)\s(fehler|stelle|angabe|passage|zahl|namen|text
    |artikel)[^.]{{0,60}}?\s(korrigiert|berichtigt)
    |(une|la|dans\sune|dans\sla)\s(version\s(précédente|antérieure|initiale|originale)
    |première\sversion|précédente\sversion)\s(de\s(cet?|cette|l')|du\s(présent\s)?)\s?(article|texte
    |papier|dépêche|titre)
    |(cet|l')\s?article\sa\sété\s(\w+\s)?(corrigé|rectifié|amendé|modifié\s.{{0,60}}(corriger|erreur
    |rectifier))
    |contrairement\sà\sce\sque\snous\s(avons|avions)\s(écrit|indiqué|affirmé)
    |(у|в)\s(попередній|первісній|першій|початковій|ранішій)\sверсії\s(цієї|цього|статті|матеріалу
    |тексту|новини|публікації)
    |(цю|цей|ця|у\sцій|у\sцьому)\s(статт\w+|матеріал\w*|текст\w*|новин\w+|публікаці\w+)\s(було|був
    |була)?\s?.{{0,30}}(виправлен|уточнен|відкоригован)\w*
    |(попередня|перша)\sверсія\s(цієї|цього|статті|матеріалу|новини)
    |(в|во)\s(предыдущей|первоначальной|первой|ранней|более\sранней|прежней|исходной)\sверсии\s(этой
    |этого|статьи|материала|текста|новости|публикации)
    |(эта|этот|это|данная|в\sэтой|в\sэтом)\s(статья|статье|материал\w*|текст\w*|новость
    |публикация)\s(была|был|было)?\s?.{{0,30}}(исправлен|уточнен|скорректирован)\w*
    |(предыдущая|первоначальная|более\sранняя)\sверсия\s(этой|этого|статьи|материала|новости)""",
    re.IGNORECASE | re.VERBOSE,
)
# Said of a report that others wrote, an earlier version may be news itself.
_OTHERS = re.compile(
    r"""(an?|the)\s(earlier|previous|prior|original|initial)\s(version|edition)s?\sof\s(this|the)\sreport\b
    .{0,80}?\b(was|were|had|has)\s(leaked|published|released|circulated|rejected|shelved)""",
    re.IGNORECASE | re.VERBOSE,
)
# What a labelled notice speaks of: a version before, a wrong word, the right one in its place.
_EVIDENCE = re.compile(
    rf"""\b(earlier|previous(ly)?|original(ly)?|initial(ly)?)\b.{{0,60}}\b(version|said|stated|gave
    |this)|{_WRONG_EN}|\bshould\shave\b|,\s(and\s)?not\s|\brather\sthan\b
    |\b(this|the|our)\s{_OWN_EN}\b
    |\b(früher|vorherig|ursprünglich|falsch|fehler|irrtümlich|fälschlich|korrigiert|berichtigt
    |richtig\s(ist|muss|heißt|lautet)|nicht\s\w+,\ssondern|hieß\ses|diese[rsnm]\s(artikel|text|beitrag))
    |\b(précédent|erreur|erron|incorrect|corrigé|rectifié|et\snon|au\slieu\sde|il\sfallait\slire
    |cet\sarticle|nous\savons\s(écrit|indiqué|publié)|par\serreur)
    |(попередн|помилк|неправильн|хибн|а\sне\s|виправлен|йшлося|цієї\s(статті|новини)|цього\s(матеріалу
    |тексту)|неточн)
    |(предыдущ|ошиб|неправильн|неверн|а\sне\s|исправлен|этой\s(статьи|новости)|этого\s(материала
    |текста)|неточн|говорилось)""",
    re.IGNORECASE | re.VERBOSE,
)


# A notice that goes on in the story's own paragraph names itself, or this very text.
_STARTS = re.compile(
    r"""(?:^|(?<=[.!?"”’')\]]\s))(?=[\[(*_]{0,3}(?:
    (?:CORRECTIONS?|Corrections?|CLARIFICATION|Clarification|EDITOR'?S'?\sNOTE|Editor['’]s\snote)
      (?:,?\s\(?[\w.,\s]{1,25}\)?)?:
    |(?:An?|The)\s(?:earlier|previous|prior|original|initial)\sversion\sof\sthis\s
    |This\s(?:story|article|piece|report|item|column|post)\s(?:was|has|originally|previously)\b))""",
    re.VERBOSE,
)
_LAST_SENTENCES = 3  # of a paragraph that may be a notice


def notice(text: str) -> str | None:
    """Find the paragraph that says what was wrong before, as it stands in the text."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    for n in _edges(len(paragraphs)):
        if len(paragraphs[n]) > _LONGEST:
            continue
        # A label in a line of its own speaks of the line that follows it.
        together = 2 if n + 1 < len(paragraphs) and _LABEL.fullmatch(_bare(paragraphs[n])) else 1
        if _is_notice(": ".join(paragraphs[n : n + together])):
            return "\n".join(paragraphs[n : n + together])
    return next((found for n in _edges(len(paragraphs)) if (found := _inline(paragraphs[n]))), None)


def _inline(paragraph: str) -> str | None:
    """The notice at the end of a paragraph that tells something else before."""
    starts = [each.start() for each in _STARTS.finditer(paragraph)][-_LAST_SENTENCES:]
    return next((paragraph[at:] for at in starts if _is_notice(paragraph[at:])), None)


def _edges(count: int) -> list[int]:
    """Places of the paragraphs looked at, the last ones first: notices are added there."""
    first, last = range(min(_FIRST, count)), range(max(0, count - _LAST), count)
    return [*sorted(set(last) - set(first)), *first]


def _is_notice(paragraph: str) -> bool:
    if len(paragraph) > _LONGEST:
        return False
    words = _bare(paragraph)
    label = _LABEL.match(words)
    rest = words[label.end() :].lstrip(" -:*_") if label else words
    if _OTHERS.match(rest):
        return False
    if _SELF.match(rest) or (label and _SELF.search(rest)):
        return True
    # Of a note that may be of any kind, no less will do: most name the author, or where it came out first.
    return bool(label and not label["any"] and _EVIDENCE.search(rest))


def _bare(paragraph: str) -> str:
    """A paragraph without brackets, stars and blanks around it."""
    return _DECORATION.sub("", plain(paragraph))
