"""lm-eval's HellaSwag over the items of INPUTS/hellaswag.jsonl, 16 choices at once."""

import time

start = time.perf_counter()  # loading counts, as it does on our side
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from common import ATTENTION, DEVICE, DTYPE, INPUTS, MODEL, QUICK, report  # noqa: E402
from lm_eval.models.huggingface import HFLM  # noqa: E402

sys.path.append(str(Path(__file__).parents[2] / "core/src/test/golden/tasks"))
import reference  # noqa: E402 - lm-eval's own task file and scorer, on local items

items = reference.read(str(Path(INPUTS, "hellaswag.jsonl")))[: 20 if QUICK else None]
model = HFLM(pretrained=MODEL, dtype=str(DTYPE).removeprefix("torch."), batch_size=16,
             device=DEVICE, attn_implementation=ATTENTION)
scores, _ = reference.evaluate(model, {"hellaswag": items})["hellaswag"]
report(time.perf_counter() - start, len(items), f", acc {scores['acc,none']}")
