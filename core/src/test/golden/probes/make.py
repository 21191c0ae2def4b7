"""Makes expected.json: what probes look at, by torch and transformers, on families/llama.

    python make.py            (torch, transformers 5, safetensors)

The sequences are input_ids and greedy of families/llama/expected.safetensors behind one another, so
that the last 12 tokens of each are the likeliest ones. For each sequence, over tokens 1 .. n - 1:
  log_probability, mean, deviation   of log p under the model's own prediction of that token
  greedy                             whether the token is the likeliest
  min_k, min_k_plus_plus             as the authors' scripts compute them, share 0.2
  suffix                             sum of log p of the tokens from 12 on
  extraction_strength                1 - k / n as OpenUnlearning computes it (a match exists here)
rounded: for 8 and 4 bits the log_probability of the first sequence after round-to-nearest in groups
of 32 along the rows of the layers' matrices (a short last group where 32 does not divide).
"""

import json
import pathlib

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

HERE = pathlib.Path(__file__).parent
FAMILY = HERE.parent / "families" / "llama"
SHARE, SUFFIX_FROM = 0.2, 12


def load():
    return AutoModelForCausalLM.from_pretrained(
        FAMILY, dtype=torch.float32, attn_implementation="eager").eval()


def scores(model, ids):
    with torch.no_grad():
        logits = model(input_ids=ids[None]).logits[0, :-1]
    labels = ids[1:]
    log_probs = torch.log_softmax(logits.double(), -1)
    probs = log_probs.exp()
    token = log_probs.gather(1, labels[:, None])[:, 0]
    mean = (probs * log_probs).sum(-1)
    deviation = ((probs * log_probs.square()).sum(-1) - mean.square()).sqrt()
    greedy = log_probs.argmax(-1) == labels
    count = int(len(token) * SHARE)
    lowest = lambda values: float(np.sort(values.numpy())[:count].mean())
    for k in range(len(labels)):
        if bool(greedy[k:].all()):
            break
    return dict(ids=ids.tolist(), log_probability=token.tolist(), mean=mean.tolist(),
                deviation=deviation.tolist(), greedy=greedy.tolist(), min_k=lowest(token),
                min_k_plus_plus=lowest((token - mean) / deviation),
                suffix=token[SUFFIX_FROM - 1:].sum().item(), extraction_strength=1 - k / len(labels))


def round_weights(model, bits):
    largest = 2 ** (bits - 1) - 1
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() != 2 or "embed" in name or "lm_head" in name:
                continue
            for row in weight:
                for start in range(0, len(row), 32):
                    group = row[start:start + 32]
                    scale = group.abs().max() / largest
                    group.copy_((group / scale).round() * scale)
    return model


def main():
    torch.set_num_threads(1)
    stored = load_file(FAMILY / "expected.safetensors")
    sequences = torch.cat([stored["input_ids"], stored["greedy"]], 1)
    content = dict(sequences=[scores(load(), ids) for ids in sequences], rounded={
        str(bits): scores(round_weights(load(), bits), sequences[0])["log_probability"]
        for bits in (8, 4)})
    (HERE / "expected.json").write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main()
