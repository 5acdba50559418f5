"""A made-up article in each form in which files bring articles: text, a saved page, a letter, a PDF."""

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from textwrap import wrap

from bench.faults.news import Story
from tests.fakes.pdf import pdf

_LINES, _WIDTH = 50, 90  # of a page


def _text(story: Story) -> bytes:
    return story.text.encode()


def _page(story: Story) -> bytes:
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in story.text.split("\n\n"))
    head = f"""<title>{escape(story.title)}</title><link rel="canonical" href="{escape(story.url or "")}">
<meta property="og:site_name" content="{story.outlet}">
<meta property="article:published_time" content="{story.published_at}">"""
    aside = "<nav><a href='/'>Home</a></nav><footer>All rights reserved.</footer>"
    article = f"<article><h1>{escape(story.title)}</h1>{paragraphs}</article>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{article}{aside}</body></html>'.encode()


def _letter(story: Story) -> bytes:
    head = f"From: {story.outlet} <desk@letters.example>\r\nSubject: {story.title}\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{story.text}\r\n".encode()


def _pdf(story: Story) -> bytes:
    lines = [line for each in story.text.split("\n\n") for line in (*wrap(each, _WIDTH), "")]
    return pdf([lines[n : n + _LINES] for n in range(0, len(lines), _LINES)], story.title)


FORMS: dict[str, Callable[[Story], bytes]] = {".txt": _text, ".html": _page, ".eml": _letter, ".pdf": _pdf}


def form_of(story: Story) -> str:
    """The form a story always has, whatever stands beside it."""
    return list(FORMS)[len(story.text) % len(FORMS)]


def write(folder: Path, told: Iterable[Story]) -> Path:
    """Write each article as a file of its own, always in the same form."""
    folder.mkdir(parents=True)
    for n, story in enumerate(told):
        ending = form_of(story)
        (folder / f"story-{n:04}{ending}").write_bytes(FORMS[ending](story))
    return folder
