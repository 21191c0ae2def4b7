"""Makes logits.json: what transformers computes for SmolLM2-135M-Instruct, loaded from its GGUF file.

Run:  python make_logits.py SmolLM2-135M-Instruct.Q4_1.gguf
Made with torch 2 and transformers 5.23 (accelerate and gguf installed), float32, eager attention, CPU.
The prompts are stored as token ids (no beginning-of-text token), so that the file tests the decoder
alone. The greedy tokens run on past the end-of-text token.
"""

import hashlib
import json
import os
import re
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPTS = [
    "The capital of France is",
    "Once upon a time, there was a little girl who",
    "def fibonacci(n):\n    ",
    "<|im_start|>user\nWhat is photosynthesis?<|im_end|>\n<|im_start|>assistant\n",
    "\u201cYou have been in Afghanistan, I perceive,\u201d said Sherlock Holmes to Dr.",
]
GREEDY_TOKENS = 64


def short(value):
    return float(f"{float(value):.9g}")


def greedy(model, ids):
    """The arg max chain, and the smallest lead of the first over the second along it."""
    past, step, tokens, margin = None, torch.tensor([ids]), [], float("inf")
    for _ in range(GREEDY_TOKENS):
        out = model(step, past_key_values=past, use_cache=True)
        past = out.past_key_values
        best = out.logits[0, -1].topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        tokens.append(int(best.indices[0]))
        step = torch.tensor([[tokens[-1]]])
    return tokens, margin


def main(path):
    torch.set_num_threads(2)
    folder, name = os.path.split(os.path.abspath(path))
    model = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file=name, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
    vocabulary = model.config.vocab_size
    generator = torch.Generator().manual_seed(2)
    slice_ids = torch.randperm(vocabulary, generator=generator)[:200].sort().values
    prompts = []
    for text in PROMPTS:
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        with torch.no_grad():
            logits = model(torch.tensor([ids])).logits[0]
            tokens, margin = greedy(model, ids)
        last = logits[-1]
        top = last.topk(20)
        positions = [0, len(ids) // 2, len(ids) - 1]
        prompts.append(
            {
                "text": text,
                "ids": ids,
                "last_top_ids": top.indices.tolist(),
                "last_top_logits": [short(x) for x in top.values],
                "last_row_sum": short(last.double().sum()),
                "last_row_square_sum": short(last.double().square().sum()),
                "last_row_log_sum_exp": short(last.double().logsumexp(0)),
                "slices": [
                    {"position": p, "logits": [short(x) for x in logits[p, slice_ids]]}
                    for p in positions
                ],
                "greedy_ids": tokens,
                "greedy_text": tokenizer.decode(tokens),
                "greedy_smallest_margin": short(margin),
            }
        )
        print(repr(text), len(ids), repr(tokenizer.decode(tokens)), margin)
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    golden = {
        "model": name,
        "sha256": digest,
        "parameters": sum(p.numel() for p in model.parameters()),
        "vocabulary_size": vocabulary,
        "slice_ids": slice_ids.tolist(),
        "prompts": prompts,
    }
    with open(os.path.join(os.path.dirname(__file__), "logits.json"), "w") as file:
        text = json.dumps(golden, indent=1, ensure_ascii=True)
        # One list of numbers per line keeps the file readable.
        numbers = re.compile(r"\[\s+(-?[0-9][^\[\]{}]*?)\s+\]")
        text = numbers.sub(lambda match: "[" + re.sub(r"\s+", " ", match[1]) + "]", text)
        file.write(text + "\n")


main(sys.argv[1])
