"""Makes import.json: what an import of SmolLM2-135M-Instruct's GGUF file must give.

Run:  python make_import.py SmolLM2-135M-Instruct.Q4_1.gguf   (gguf, torch, transformers, accelerate)

Of each tensor as transformers' own GGUF loader makes it: sum, sum of squares and the numbers at four
places. Of each text in ../gguf/expected.json: the token ids by SmolLM2's own tokenizer definition
(digits set apart one by one, then byte-level BPE with GPT-2's pattern), put together from the file's
vocabulary and merges. transformers' GGUF loader does not set digits apart and gives other ids where
several spaces stand before a digit.
"""

import json
import os
import pathlib
import re
import sys

import gguf
import torch
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers
from transformers import AutoModelForCausalLM

HERE = pathlib.Path(__file__).parent


def tokenizer_of(reader):
    read = lambda key: reader.fields["tokenizer.ggml." + key].contents()
    tokens = read("tokens")
    tokenizer = Tokenizer(models.BPE(
        vocab={token: i for i, token in enumerate(tokens)},
        merges=[tuple(line.split(" ")) for line in read("merges")]))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    special = [AddedToken(t, normalized=False) for t, kind in zip(tokens, read("token_type")) if kind == 3]
    tokenizer.add_special_tokens(special)
    return tokenizer


def main(path):
    torch.set_num_threads(2)
    folder, name = os.path.split(os.path.abspath(path))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32)
    tensors = {}
    for key, tensor in model.state_dict().items():
        if key == "lm_head.weight":
            continue
        flat = tensor.flatten().double()
        places = [0, len(flat) // 3, len(flat) // 2 + 1, len(flat) - 1]
        tensors[key] = dict(
            shape=list(tensor.shape), sum=flat.sum().item(), square_sum=flat.square().sum().item(),
            places=places, numbers=[flat[p].item() for p in places])
    texts = json.loads((HERE / "../gguf/expected.json").read_text())["texts"]
    tokenizer = tokenizer_of(gguf.GGUFReader(path))
    golden = dict(tensors=tensors, texts=[
        dict(text=text, ids=tokenizer.encode(text).ids)
        for text in [*texts, "a" + " " * 10000 + "b  1"]])
    numbers = re.compile(r"\[\s+(-?[0-9][^\[\]{}]*?)\s+\]")
    text = numbers.sub(lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", json.dumps(golden, indent=1))
    (HERE / "import.json").write_text(text + "\n")


main(sys.argv[1])
