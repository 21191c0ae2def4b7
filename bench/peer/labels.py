"""Generic labels: a pass of two models, v = baseline - alpha * relu(reinforced - baseline), arg max."""

import torch
from common import DEVICE, QUICK, load, now, read, report

baseline, reinforced = load().eval(), load().eval()
blocks = torch.tensor(read("blocks.json")).to(DEVICE)
count, at_once = (2, 1) if QUICK else (8, 4)


@torch.inference_mode()
def labels(ids):
    base = baseline(ids, use_cache=False).logits.float()
    offset = (reinforced(ids, use_cache=False).logits.float() - base).relu_()
    return [(base - alpha * offset).argmax(-1) for alpha in (5, 2.5, 10)]


labels(blocks[:1])
start = now()
for first in range(1, 1 + count, at_once):
    labels(blocks[first : first + at_once])
report(now() - start, count * blocks.shape[1])
