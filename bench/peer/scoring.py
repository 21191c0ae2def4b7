"""lm-eval's HellaSwag over the items of INPUTS/hellaswag.jsonl, 16 choices at once."""

import sys
import time
from pathlib import Path

from common import ATTENTION, DEVICE, DTYPE, INPUTS, MODEL, QUICK, report

start = time.perf_counter()
from lm_eval.models.huggingface import HFLM  # noqa: E402 - loading counts, as it does on our side

sys.path.append(str(Path(__file__).parents[2] / "core/src/test/golden/tasks"))
import reference  # noqa: E402 - lm-eval's own task file and scorer, on local items

items = reference.read(str(Path(INPUTS, "hellaswag.jsonl")))[: 20 if QUICK else None]
model = HFLM(pretrained=MODEL, dtype=str(DTYPE).removeprefix("torch."), batch_size=16,
             device=DEVICE, attn_implementation=ATTENTION)
scores, _ = reference.evaluate(model, {"hellaswag": items})["hellaswag"]
report(time.perf_counter() - start, len(items), f", acc {scores['acc,none']}")
