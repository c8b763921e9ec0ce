"""Lays a faster copy beside a model: `python -m mailbot.semantic.hasten data/model` (`make model` does it).

Most of a run is multiplying by the model's weights. In the copy those are whole numbers, and so is, token by token,
what they are multiplied with (dynamic quantization, by onnxruntime; processors multiply four such at once). Left as
they are: matrices that make many numbers into few, the second half of each feed-forward layer. What comes to them is
very uneven, and rounding there would cost twice what rounding all others does.
"""

import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic

from mailbot.semantic.model import FAST, MADE_FROM, MODEL, SentenceModel

# The copy is kept only where it says the same: a processor that multiplies whole numbers in 16 bits may not.
_LEAST_ALIKE = 0.99
_SAID = (
    "The projector shows no signal",
    "Hi, ever since the update this morning my laptop can't find the printer in the staff room. Room 12, by the way.",
    "Two of my year 7s are locked out after the holidays, they forgot their passwords. Can you reset them before p3?",
)


class NoFaster(Exception):  # noqa: N818 -- the name says what happened
    """The copy says something else than the model it was made of: this machine does better without."""


def hasten(folder: Path) -> bool:
    """Lay `model.fast.onnx` beside `model.onnx`, whole or not at all; False where one made of it is there already.

    Raises NoFaster, OSError, and whatever onnx and onnxruntime raise for a file that is no model.
    """
    made_from = sha256((folder / MODEL).read_bytes()).hexdigest()
    if (folder / FAST).is_file() and _made_from(folder / FAST) == made_from:
        return False
    with tempfile.TemporaryDirectory(dir=folder) as name:
        scratch = Path(name)
        _quantize(_folded(folder / MODEL, scratch=scratch), into=scratch / MODEL, made_from=made_from)
        (scratch / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
        alike = _alike(SentenceModel(folder), SentenceModel(scratch))
        if alike < _LEAST_ALIKE:
            raise NoFaster(f"what the faster copy says is only {alike:.3f} like what the model says")
        (scratch / MODEL).replace(folder / FAST)
    return True


def _made_from(file: Path) -> str:
    meta: dict[str, str] = {one.key: one.value for one in onnx.load(file).metadata_props}
    return meta.get(MADE_FROM, "")


def _folded(file: Path, *, scratch: Path) -> Path:
    """The model with what is the same in each run worked out: weights that are kept small become plain numbers."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(scratch / "folded.onnx")
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    return scratch / "folded.onnx"


def _quantize(plain: Path, *, into: Path, made_from: str) -> None:
    model = onnx.load(plain)
    shapes = {weights.name: tuple(weights.dims) for weights in model.graph.initializer}
    few_to_many = [
        node.name
        for node in model.graph.node
        if node.op_type == "MatMul" and len(shape := shapes.get(node.input[1], ())) == 2 and shape[0] <= shape[1]
    ]
    onnx.helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant", MADE_FROM: made_from})
    quantize_dynamic(model, into, nodes_to_quantize=few_to_many, per_channel=True, weight_type=QuantType.QInt8)


def _alike(one: SentenceModel, other: SentenceModel) -> float:
    """The least cosine between what two models make of the same sentences."""
    return float(np.min(np.sum(one.vectors(_SAID) * other.vectors(_SAID), axis=1)))


def main() -> None:
    """Hasten the model in the folder that is named; always ends well, and says how."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/model")
    if not (folder / MODEL).is_file():
        return
    try:
        said = "A faster copy of it was laid beside it." if hasten(folder) else "Its faster copy is there."
    except Exception as error:  # noqa: BLE001 -- onnx and onnxruntime raise errors of their own; the model works without
        said = f"Without a faster copy: {error}."
    sys.stdout.write(said + "\n")


if __name__ == "__main__":
    main()
