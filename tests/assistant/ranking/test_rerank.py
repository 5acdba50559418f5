"""A cross-encoder or the chat model reads the best passages again; what cannot says so at the start."""

import time
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from assistant import llm
from assistant.bootstrap import opened
from assistant.conversation import Query
from assistant.errors import RerankerUnusable
from assistant.ranking import rerank
from assistant.ranking.rerank import ChatRanker, CrossEncoder
from ingest.holdings.reader import Found
from tests.assistant.parts import NEWS, add, found, settings
from tests.fakes.model import Script

VOCABULARY = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "crowns": 3, "tram": 4}


def _written(folder: Path, wanted: str, inputs: tuple[str, ...] = ("input_ids", "token_type_ids")) -> Path:
    """A model that counts one word in the passage, the second of the pair."""
    folder.mkdir(parents=True)
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    nodes = [
        helper.make_node("Equal", ["input_ids", "wanted"], ["is_wanted"]),
        helper.make_node("Cast", ["is_wanted"], ["ones"], to=TensorProto.INT64),
        helper.make_node("Mul", ["ones", "token_type_ids"], ["inside"]),
        helper.make_node("Cast", ["inside"], ["counted"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["counted", "across"], ["logits"], keepdims=1),
    ]
    rows = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs]
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 1])
    constants = [
        helper.make_tensor("wanted", TensorProto.INT64, [1], [VOCABULARY[wanted]]),
        helper.make_tensor("across", TensorProto.INT64, [1], [1]),
    ]
    graph = helper.make_graph(nodes, "counting", rows, [out], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))
    return folder


def told(*texts: str) -> list[Found]:
    """A passage for each text."""
    return [found(text, f"a{number}") for number, text in enumerate(texts)]


def test_each_text_is_scored_beside_the_question(tmp_path):
    read = CrossEncoder(_written(tmp_path / "model", "crowns"))

    assert read("crowns crowns crowns ?", told("two crowns", "tram", "crowns and crowns")) == [1, 0, 2]
    assert read("crowns", []) == []


def test_a_long_passage_is_cut_and_the_question_kept(tmp_path):
    read = CrossEncoder(_written(tmp_path / "model", "crowns"))

    assert read("tram " * 20, told("crowns " * 2_000)) == [512 - 20 - 3]


def test_inputs_a_model_does_not_have_are_not_given(tmp_path):
    three = _written(tmp_path / "three", "tram", ("input_ids", "attention_mask", "token_type_ids"))

    assert CrossEncoder(three)("?", told("the tram")) == [1]


@pytest.mark.parametrize("broken", ["nothing", "no tokenizer", "no model", "other bytes"])
def test_a_folder_without_a_model_says_so(tmp_path, broken):
    folder = tmp_path / "model"
    if broken != "nothing":
        _written(folder, "tram")
    if broken == "no tokenizer":
        (folder / "tokenizer.json").unlink()
    if broken == "no model":
        (folder / "model.onnx").unlink()
    if broken == "other bytes":
        (folder / "model.onnx").write_bytes(b"no graph")

    with pytest.raises(RerankerUnusable, match=r"model\.onnx.*CITEDESK_RERANKER"):
        CrossEncoder(folder)


def test_the_house_puts_the_best_in_the_order_of_its_second_ranker(tmp_path, model_folder):
    folder = _written(tmp_path / "model", "tram")
    with opened(settings(tmp_path / "home", model_folder, reranker=folder)) as house:
        add(house, *NEWS)
        plain = house.desk.retriever.model_copy(update={"reranker": None})
        query = Query("How many crowns did the Lunsk marathon raise?")

        once, again = plain.find(query, 5), house.desk.retriever.find(query, 5)

    assert once[0].source.title != "Ostrel budgets for its bridge"
    assert again[0].source.title == "Ostrel budgets for its bridge"
    assert [item.score for item in again] == [item.score for item in once]


@pytest.fixture
def ranker(model, tmp_path):
    """The scripted chat model as a ranker."""
    return ChatRanker(llm.connect(settings(tmp_path, tmp_path, OPENAI_BASE_URL=model.url)))


class TestChatModel:
    def test_its_order_counts(self, ranker, model):
        model.script = Script(form={"numbers": [3, 1, 2]})

        assert ranker("?", told("one", "two", "three")) == [-1, -2, 0]
        prompt = model.requests[0]["messages"][-1]["content"]
        assert "[2] Velm Courier, undated: A story\ntwo\n" in prompt
        assert model.requests[0]["response_format"]["type"] == "json_schema"

    def test_it_is_told_what_is_newer_and_who_tells_it(self, ranker, model):
        """Of two passages that answer, the newer one is to come first."""
        model.script = Script(form={"numbers": [1]})

        ranker("?", [found("Two.", title="Talks\u200b end", outlet="Lunsk Post", published="2026-11-18")])

        assert "[1] Lunsk Post, 2026-11-18: Talks end\nTwo.\n" in model.requests[0]["messages"][-1]["content"]

    def test_numbers_it_invents_or_repeats_count_for_nothing_and_what_it_leaves_out_comes_last(
        self, ranker, model
    ):
        model.script = Script(form={"numbers": [2, 9, 0, 2, -1]})

        assert ranker("?", told("one", "two", "three")) == [-1, 0, -2]

    @pytest.mark.parametrize("broken", [Script(status=500), Script("no form at all")])
    def test_where_it_fails_all_stays_as_it_is(self, ranker, model, broken):
        model.script = broken

        assert ranker("?", told("one", "two")) == [0, -1]

    def test_a_slow_one_is_not_waited_for(self, ranker, model, monkeypatch):
        monkeypatch.setattr(rerank, "_PATIENCE_S", 0.3)
        model.script = Script(form={"numbers": [2, 1]}, stall_before_first_s=20)
        began = time.monotonic()

        assert ranker("?", told("one", "two")) == [0, -1]
        assert time.monotonic() - began < 5

    def test_what_nobody_sees_does_not_reach_it(self, ranker, model):
        model.script = Script(form={"numbers": [1]})

        ranker("?", told("one\u200b\U000e0041"))

        assert "A story\none\n" in model.requests[0]["messages"][-1]["content"]

    def test_the_house_asks_it(self, tmp_path, model_folder, model):
        model.script = Script(form={"numbers": [3, 2, 1]})
        set_up = settings(tmp_path / "home", model_folder, reranker="model", OPENAI_BASE_URL=model.url)
        with opened(set_up) as house:
            add(house, *NEWS)
            plain = house.desk.retriever.model_copy(update={"reranker": None})
            query = Query("How many crowns did the Lunsk marathon raise?")

            once, again = plain.find(query, 3), house.desk.retriever.find(query, 3)

        assert [item.passage.id for item in again] == [item.passage.id for item in once][::-1]

    def test_without_a_chat_model_it_says_so(self, tmp_path, model_folder):
        with (
            pytest.raises(RerankerUnusable, match="OPENAI_API_KEY"),
            opened(settings(tmp_path / "home", model_folder, reranker="model")),
        ):
            pass
