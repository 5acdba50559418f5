"""The words of numbers, each with its value."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
CARDINAL = {word: float(n) for n, word in enumerate(_ONES.split())} | {
    word: 10.0 * n for n, word in enumerate(_TENS.split(), 2)
}
SCALE = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "dozen": 12.0,
}
VAGUE = {
    "tens": (10.0, 100.0),
    "dozens": (20.0, 120.0),
    "scores": (20.0, 200.0),
    "hundreds": (100.0, 2e3),
    "thousands": (1e3, 1e5),
    "millions": (1e6, 1e9),
    "billions": (1e9, 1e12),
}
_ORDINAL_WORDS = (
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINAL = {word: float(n) for n, word in enumerate(_ORDINAL_WORDS.split(), 2)}
FRACTION = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3} | {
    f"{word}": 1 / n for word, n in ORDINAL.items() if n > 3
}
FRACTION |= {f"{word}s": share for word, share in FRACTION.items()} | {"halves": 1 / 2}
GROUP = {"trio": 3.0, "threesome": 3.0, "quartet": 4.0, "foursome": 4.0, "quintet": 5.0}
TIMES = {
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "doubles": 2.0,
    "doubling": 2.0,
    "twofold": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "treble": 3.0,
    "trebled": 3.0,
    "threefold": 3.0,
    "quadruple": 4.0,
    "quadrupled": 4.0,
    "fourfold": 4.0,
    "fivefold": 5.0,
    "tenfold": 10.0,
    "halved": 0.5,
    "halve": 0.5,
    "halving": 0.5,
}
# Told by a word that counts without a number.
IMPLIED = {"both": 2.0, "pair": 2.0, "couple": 2.0, "duo": 2.0, "twins": 2.0}
PLACES = {"silver": 2.0, "runner": 2.0, "runners": 2.0, "bronze": 3.0}
