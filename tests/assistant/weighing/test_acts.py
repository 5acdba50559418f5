"""Who did it: deeds told, denied, and words that only look like them."""

import pytest

from assistant.weighing.acts import deed, done_in


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("Who warned about the culvert?", "warned"),
        ("And who has suspended the chief?", "suspended"),
        ("Who is the mayor?", ""),
        ("Who else is on the jury?", ""),
        ("When did she warn them?", ""),
    ],
)
def test_the_deed_asked_about_is_the_verb_of_who(question, verb):
    assert deed(question) == verb


@pytest.mark.parametrize(
    ("verb", "sentence", "told"),
    [
        ("warned", "Surveyor Matis Roon warned in a letter that the culvert was cracked.", 1.0),
        ("warned", "The engineer denied that anybody had warned of the culvert.", -1.0),
        ("warned", "Nobody warned the drivers, the firm said.", -1.0),
        ("warned", "There had been a written warning, the firm said.", 0.0),
        ("suspended", "Orla Brandt, the suspended warden, spoke to nobody.", 0.0),
        ("suspended", "Orla Brandt was suspended by the port council.", 1.0),
        ("suspended", "Orla Brandt was suspended on Monday.", 0.0),
        ("mediated", "It was the first day of mediated talks.", 0.0),
        ("rejected", "The council voted on Friday to reject the plan.", 0.5),
        ("won", "Ines Kollar wins the marathon every year.", 1.0),
        ("won", "Rain fell on the marathon of Lunsk.", None),
    ],
)
def test_a_sentence_tells_a_deed_denies_it_or_only_has_its_word(verb, sentence, told):
    assert done_in(verb, sentence) == told
