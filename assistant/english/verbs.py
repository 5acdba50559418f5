"""Irregular English verbs, so that who "ate" is found by who "eats".

Knows words and nothing else.
"""

from functools import cache

from ingest.words import terms

_FORMS = """
arise arose arisen, awake awoke awoken, beat beaten, become became, begin began begun, bend bent, bite bit
bitten, bleed bled, blow blew blown, break broke broken, bring brought, build built, burn burnt, buy bought,
catch caught, choose chose chosen, come came, deal dealt, dig dug, draw drew drawn, drink drank drunk, drive
drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought, find found, flee fled, fly
flew flown, forbid forbade forbidden, forget forgot forgotten, freeze froze frozen, grow grew grown, hang
hung, hear heard, hide hid hidden, hold held, keep kept, know knew known, lay laid, lead led, learn learnt,
leave left, lend lent, lose lost, make made, mean meant, meet met, pay paid, ride rode ridden, ring rang
rung, rise rose risen, run ran, see saw seen, seek sought, sell sold, send sent, shake shook shaken, shoot
shot, show shown, shrink shrank shrunk, sing sang sung, sink sank sunk, sit sat, sleep slept, slide slid,
speak spoke spoken, spend spent, stand stood, steal stole stolen, stick stuck, strike struck, swear swore
sworn, swim swam swum, take took taken, teach taught, tear tore torn, think thought, throw threw thrown,
uphold upheld, wake woke woken, wear wore worn, win won, withdraw withdrew withdrawn, write wrote written
"""


@cache
def bases() -> dict[str, str]:
    """The stem of each irregular form, and the stem of its verb."""
    verbs = (terms(verb) for verb in _FORMS.replace("\n", " ").split(","))
    return {form: base for base, *forms in verbs for form in forms}
