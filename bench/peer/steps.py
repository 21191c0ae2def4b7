"""Training steps as train.py and lora.py time them: bf16 autocast, AdamW, 8 blocks of 512 tokens a step."""

import torch
from common import BFLOAT16, CARD, DEVICE, QUICK, RECOMPUTE, now, read, report


def time_steps(model):
    model.train()
    model.config.use_cache = False
    if RECOMPUTE == "recompute":
        model.gradient_checkpointing_enable({"use_reentrant": False})
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=1e-6, fused=True)
    blocks = torch.tensor(read("blocks.json")).to(DEVICE)
    step_blocks, micro_blocks = (2, 1) if QUICK else (8, 4)

    def step(first):
        for start in range(first, first + step_blocks, micro_blocks):
            ids = blocks[torch.arange(start, start + micro_blocks) % len(blocks)]
            with torch.autocast("cuda" if CARD else "cpu", torch.bfloat16, enabled=BFLOAT16):
                loss = model(input_ids=ids, labels=ids).loss
            (loss * micro_blocks / step_blocks).backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        optimiser.zero_grad()

    step(0)
    steps = 1 if QUICK else 3
    start = now()
    for number in range(1, steps + 1):
        step(number * step_blocks)
    report(now() - start, steps * step_blocks * blocks.shape[1], ", autocast" if BFLOAT16 else "")
