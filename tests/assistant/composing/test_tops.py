"""Which storylines of a window come first, and which window is told where none is asked for."""

from assistant.composing import tops
from ingest.holdings.reader import Reader, Window
from ingest.times import end_of, moment
from tests.assistant.parts import add, article

QUAKE = "An earthquake killed 240 people in the hills of Velm on Monday, the rescue service said."
CRASH = "A lorry hit a bus near Hollin on Monday and three people were killed, police said."
SWIM = "Tove Lindh of Hollin set a world record over 200 metres at the Velm games on Monday."
HOW = "The regatta of Velm begins on Monday and here is how to see it on television from Hollin."
LAW = "The parliament of Ulmark voted on Monday to abolish the death penalty, the speaker said."


def _told(house, *texts, day="2026-05-04"):
    for n, text in enumerate(texts):
        title = "How to watch the regatta" if text is HOW else ""
        add(house, article(text, title, day, outlet=f"O{n}", url=f"https://o{n}.example/{day}"))


def test_the_gravest_story_comes_first_and_games_and_services_last(open_house):
    house = open_house()
    _told(house, SWIM, HOW, CRASH, LAW, QUAKE)
    window = Window(since=moment("2026-05-04")[0], until=end_of("2026-05-04"))

    news = tops.of_window(window, Reader(), house.desk.retriever, house.desk.meaning)

    order = list(dict.fromkeys(each.passage.text for each in news.passages))
    assert order[:3] == [QUAKE, LAW, CRASH]
    assert set(order[3:]) == {SWIM, HOW}


def test_a_day_with_enough_news_is_told_alone(open_house):
    house = open_house()
    _told(house, QUAKE, CRASH, LAW, SWIM)

    assert _days(tops.newest(Window(), Reader(), house.desk.retriever)) == ("2026-05-04", "2026-05-04")


def test_a_day_with_little_news_is_told_with_the_days_before_it(open_house):
    house = open_house()
    _told(house, QUAKE, CRASH, LAW, day="2026-05-02")
    _told(house, SWIM)

    assert _days(tops.newest(Window(), Reader(), house.desk.retriever)) == ("2026-05-02", "2026-05-04")


def test_without_news_there_is_no_newest_day(open_house):
    assert tops.newest(Window(), Reader(), open_house().desk.retriever) is None


def _days(window):
    return window.since.date().isoformat(), window.until.date().isoformat()
