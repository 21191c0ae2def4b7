"""lm-eval's HellaSwag, its fastest batch size found by itself; items from bench/data/hellaswag."""

import time
from pathlib import Path

from common import ATTENTION, DTYPE, MODEL, QUICK, report

start = time.perf_counter()
import lm_eval  # noqa: E402 - loading counts, as it does on our side

task = {
    "task": "hellaswag_local",
    "include": "hellaswag",
    "dataset_path": "json",
    "dataset_kwargs": {"data_dir": str(Path(__file__).parents[1] / "data/hellaswag")},
}
items = 20 if QUICK else 500
result = lm_eval.simple_evaluate(
    model="hf",
    model_args={"pretrained": MODEL, "dtype": str(DTYPE).removeprefix("torch."),
                "attn_implementation": ATTENTION},
    tasks=[task], limit=items, batch_size="auto", device="cpu", log_samples=False,
)
scores = next(iter(result["results"].values()))
report(time.perf_counter() - start, items, f", acc {scores.get('acc,none')}")
