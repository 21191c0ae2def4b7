"""16 prompts, continued greedily by 64 tokens each, all in one batch."""

import torch
from common import DEVICE, QUICK, load, now, read, report

model = load().eval()
prompts = read("prompts.json")
longest = max(map(len, prompts))
ids = torch.tensor([[0] * (longest - len(prompt)) + prompt for prompt in prompts])
mask = torch.tensor([[0] * (longest - len(prompt)) + [1] * len(prompt) for prompt in prompts])
tokens = 8 if QUICK else 64


@torch.inference_mode()
def generate():
    return model.generate(
        ids.to(DEVICE), attention_mask=mask.to(DEVICE), min_new_tokens=tokens,
        max_new_tokens=tokens, do_sample=False, pad_token_id=0,
    )


generate()
start = now()
out = generate()
report(now() - start, len(prompts) * (out.shape[1] - longest))
