"""Full finetune steps: float32 weights under bf16 autocast, AdamW, 8 blocks of 512 tokens a step.

bf16 weights alone would be faster, but at a learning rate of 1e-6 they do not move.
"""

import time

import torch
from common import BFLOAT16, QUICK, load, read, report

model = load(torch.float32)
model.train()
model.config.use_cache = False
optimiser = torch.optim.AdamW(model.parameters(), lr=1e-6, fused=True)
blocks = torch.tensor(read("blocks.json"))
step_blocks, micro_blocks = (2, 1) if QUICK else (8, 4)


def step(first):
    for start in range(first, first + step_blocks, micro_blocks):
        ids = blocks[torch.arange(start, start + micro_blocks) % len(blocks)]
        with torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
            loss = model(input_ids=ids, labels=ids).loss
        (loss * micro_blocks / step_blocks).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad()


step(0)
steps = 1 if QUICK else 3
start = time.perf_counter()
for number in range(1, steps + 1):
    step(number * step_blocks)
seconds = time.perf_counter() - start
report(seconds, steps * step_blocks * blocks.shape[1], ", autocast")
