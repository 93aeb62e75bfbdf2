"""camel-tools' sentiment model, where it is installed: class probabilities of each sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from helpers.camel import load_camel

CLASSES = ("positive", "negative", "neutral")
_BATCH = 32


def predict_classes(sentences: list[str]) -> pd.DataFrame:
    """Return the probability of each class for each sentence: columns positive, negative, neutral.

    Raises
    ------
    helpers.camel.CamelError
        camel-tools, PyTorch or the model is missing; the message says how to get it.

    Notes
    -----
    The model (AraBERT, fine-tuned on reviews and tweets: Inoue et al. 2021, "The Interplay of Variant, Size, and Task
    Type in Arabic Pre-trained Language Models", WANLP) has seen opinions, not news: expect too few neutral sentences.
    camel-tools itself returns labels only; the probabilities are read from its model.
    """
    module = load_camel("sentiment")
    analyser = module.SentimentAnalyzer.pretrained(use_gpu=False)
    rows = [row for batch in _batches(sentences) for row in _predict_batch(analyser, batch)]
    return pd.DataFrame(rows, columns=list(analyser.labels_map.values()))[list(CLASSES)]


def _batches(sentences: list[str]) -> Iterator[list[str]]:
    for begin in range(0, len(sentences), _BATCH):
        yield sentences[begin : begin + _BATCH]


def _predict_batch(analyser: Any, batch: list[str]) -> list[list[float]]:
    import torch

    inputs = analyser.tokenizer(batch, padding=True, truncation=True, max_length=512, return_tensors="pt")
    analyser.model.eval()
    with torch.no_grad():
        return torch.softmax(analyser.model(**inputs)[0], dim=-1).tolist()
