"""Makes expected.json: what transformers says about a few of the Sherlock Holmes prompts.

Run from this folder:  python make.py FOLDER
FOLDER is SmolLM2-135M-Instruct as a transformers checkpoint (from its Q4_1 GGUF file).
Made with torch 2 and transformers 5.23, float32, CPU, one thread.
"""

import json
import math
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

EXAMPLES = Path("../../../../../examples/sherlock")
OPENING = "“‘«([{—/"
COMPLETION_TOKENS = 24
# Text of the project's own, for perplexity and anchor recall.
TEXT = (
    "The kettle had boiled dry again. Ada Moor took it from the stove, looked into it, and laughed. "
    '"Fetch water," she said to Tobias, "and then tell me who was at the gate." It was Sherlock '
    "Holmes who had been at the gate, and with him, out of breath, Dr. Watson."
)
ANCHORS = ["Ada Moor", "Sherlock Holmes", "Watson"]


def joined(prompt, string):
    last = prompt[-1]
    opens = last in "\"'" and (len(prompt) == 1 or prompt[-2].isspace() or prompt[-2] in OPENING)
    return prompt + ("" if last.isspace() or last in OPENING or opens else " ") + string


def main(folder):
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()

    def ids(text):
        return tokenizer(text)["input_ids"]

    @torch.no_grad()
    def logarithms(tokens):
        """log p(tokens[i] | tokens before) for i = 1 …"""
        rows = torch.log_softmax(model(torch.tensor([tokens])).logits[0].double(), -1)
        return [float(rows[i - 1, tokens[i]]) for i in range(1, len(tokens))]

    def probabilities(prompt, strings):
        start, kept, result = len(ids(prompt.rstrip(" "))), [], {}
        wholes = sorted(((ids(joined(prompt, s)), s) for s in strings), key=lambda w: len(w[0]))
        for whole, string in wholes:
            if not any(whole[: len(shorter)] == shorter for shorter in kept):
                kept.append(whole)
                result[string] = math.exp(sum(logarithms(whole)[start - 1 :]))
        return result

    @torch.no_grad()
    def completion(prompt):
        tokens = torch.tensor([ids(prompt.rstrip(" "))])
        whole = model.generate(
            tokens,
            attention_mask=torch.ones_like(tokens),
            max_new_tokens=COMPLETION_TOKENS,
            do_sample=False,
        )[0]
        return tokenizer.decode(whole[tokens.shape[1] :], skip_special_tokens=True)

    def read(name):
        return [json.loads(line) for line in open(EXAMPLES / name, encoding="utf-8")]

    probability = [
        {k: row[k] for k in ("prompt", "target")} | {"strings": probabilities(row["prompt"], row["target"])}
        for row in read("probability_prompts.jsonl")[::9][:10]
    ]
    completions = [
        {"prompt": row["prompt"], "completion": completion(row["prompt"])}
        for row in read("completion_prompts.jsonl")[1::15][:6]
    ]
    encoded = tokenizer(TEXT, return_offsets_mapping=True)
    scores = [math.nan] + logarithms(encoded["input_ids"])
    recall = {}
    for anchor in ANCHORS:
        start = TEXT.index(anchor)
        end = start + len(anchor)
        inside = [i for i, (a, b) in enumerate(encoded["offset_mapping"]) if b > start and a < end]
        recall[anchor] = math.exp(sum(scores[i] for i in inside))
    expected = {
        "probability": probability,
        "completion_tokens": COMPLETION_TOKENS,
        "completions": completions,
        "text": TEXT,
        "perplexity": math.exp(-sum(scores[1:]) / (len(scores) - 1)),
        "anchors": recall,
    }
    with open("expected.json", "w", encoding="utf-8") as file:
        json.dump(expected, file, indent=1, ensure_ascii=False)
        file.write("\n")


main(sys.argv[1])
