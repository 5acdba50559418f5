"""Prompts are text with named places, and every place is filled."""

from importlib.resources import files

import pytest

import prompts

VALUES = {"passages": "[kbb] Talks resume.", "question": "Who signs?", "example": "kbb"}


def test_a_prompt_is_filled_in():
    text = prompts.render("answer", fence="F", **VALUES)

    assert "Question: Who signs?" in text
    assert "[kbb] Talks resume." in text
    assert "$" not in text


@pytest.mark.parametrize("name", VALUES)
def test_a_missing_value_raises(name):
    with pytest.raises(KeyError, match=name):
        prompts.render("answer", fence="F", **{k: v for k, v in VALUES.items() if k != name})


def test_a_surplus_value_raises_and_is_named():
    with pytest.raises(ValueError, match="colour"):
        prompts.render("answer", fence="F", **VALUES, colour="blue")


def test_values_are_not_templates():
    assert "pay $question" in prompts.render("answer", fence="F", **VALUES | {"passages": "pay $question"})


def test_an_unknown_prompt_raises():
    with pytest.raises(FileNotFoundError):
        prompts.render("nothing")


def test_the_digest_has_twelve_letters_and_stays_the_same():
    assert len(prompts.digest("answer")) == 12
    assert prompts.digest("answer") == prompts.digest("answer")


def test_the_digest_changes_with_the_text(tmp_path, monkeypatch):
    before = prompts.digest("answer")
    text = files("prompts").joinpath("answer.md").read_text(encoding="utf-8")
    (tmp_path / "answer.md").write_text(text + " ", encoding="utf-8")
    monkeypatch.setattr(prompts, "files", lambda _package: tmp_path)
    prompts._text.cache_clear()

    after = prompts.digest("answer")

    prompts._text.cache_clear()
    assert after != before


def test_the_model_is_told_the_rules_that_are_checked():
    text = prompts.render("answer", fence="F", **VALUES)

    assert "[none]" in text
    assert "[kbb]" in text.split("Rules")[1].split("\n\n")[0]
