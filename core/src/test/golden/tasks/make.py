"""Makes the expected numbers of this folder with lm-evaluation-harness.

    python make.py own                (torch, transformers 5, tokenizers, lm-eval)
    python make.py real MODEL DATA    MODEL: the imported SmolLM2-135M-Instruct;
                                      DATA: a folder with the seven files of items

own:  tiny/            a byte-level tokenizer of 96 pieces for the checkpoint families/llama; it puts <s> first
      own/*.jsonl      (written by hand) a few items of each task, in both forms
      own.json         what lm-eval makes of them: for each item the token ids of each choice, where the
                       continuation begins, log-likelihoods, picks; for each task the metrics
real: real.json        the first 20 items of each task, named by their index alone: a SHA-256 of the token
                       ids, log-likelihoods, picks. No text of a benchmark is stored.
Everything in float32. tiny/ serves a model of 64 positions: longer items lose their oldest tokens.
"""

import hashlib
import json
import pathlib
import sys

import torch
import transformers
from lm_eval.models.huggingface import HFLM
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

import reference

HERE = pathlib.Path(__file__).parent
FAMILY = HERE.parent / "families" / "llama"
REAL_ITEMS = 20


def tiny_tokenizer():
    texts = [line for path in sorted((HERE / "own").glob("*.jsonl"))
             for line in path.read_text().splitlines()]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=96, special_tokens=["<unk>", "<s>", "</s>"],
                                  limit_alphabet=64, show_progress=False)
    tokenizer.train_from_iterator([" " + text for text in texts], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 1)])
    folder = HERE / "tiny"
    folder.mkdir(exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(dict(
        tokenizer_class="PreTrainedTokenizerFast", bos_token="<s>", eos_token="</s>",
        unk_token="<unk>", model_max_length=64), indent=2) + "\n")
    return transformers.PreTrainedTokenizerFast.from_pretrained(folder)


def encoded(model, sample):
    """Whole ids and first token of the continuation, of every choice."""
    for context, continuation in sample["arguments"]:
        before, after = model._encode_pair(context, continuation)
        yield before + after, len(before)


def rows(model, task, samples, ids):
    for sample in samples:
        scores = reference.scored(sample)
        lengths = reference.choice_lengths(sample)
        row = dict(index=sample["doc_id"], log_likelihoods=[round(score, 5) for score in scores],
                   pick=reference.argmax(scores))
        if "acc_norm" in sample:
            row["pick_norm"] = reference.argmax([s / n for s, n in zip(scores, lengths)])
            assert (row["pick_norm"] == gold(sample)) == bool(sample["acc_norm"]), sample
        assert (row["pick"] == gold(sample)) == bool(sample["acc"]), sample
        row |= ids(list(encoded(model, sample)))
        yield row


def gold(sample):
    target = sample["target"]
    if "answer" in sample["doc"]:
        return int(sample["doc"]["answer"]) - 1
    return int(target)


def plain(pairs):
    return dict(ids=[whole for whole, _ in pairs], start=[start for _, start in pairs])


def hashed(pairs):
    text = ";".join(f"{start}:" + ",".join(map(str, whole)) for whole, start in pairs)
    return dict(ids_sha256=hashlib.sha256(text.encode()).hexdigest())


def make(model, items, ids, file):
    content = dict(lm_eval=__import__("importlib.metadata").metadata.version("lm_eval"))
    for task, (results, samples) in reference.evaluate(model, items).items():
        metrics = {key: value for key, value in results.items() if key.endswith(",none")}
        content[task] = dict(metrics=metrics, items=list(rows(model, task, samples, ids)))
    lines = [f' {json.dumps(key)}: ' + json.dumps(value) for key, value in content.items()]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def own():
    tokenizer = tiny_tokenizer()
    network = transformers.AutoModelForCausalLM.from_pretrained(
        FAMILY, dtype=torch.float32, attn_implementation="eager").eval()
    model = HFLM(pretrained=network, tokenizer=tokenizer, batch_size=4, device="cpu")
    items = {task: reference.read(str(HERE / "own" / (task + ".jsonl")))
             for task in reference.TASKS}
    make(model, items, plain, HERE / "own.json")


def real(folder, data):
    model = HFLM(pretrained=folder, dtype="float32", batch_size=8, device="cpu")
    items = {task: reference.read(reference.data_file(data, task))[:REAL_ITEMS]
             for task in reference.TASKS}
    make(model, items, hashed, HERE / "real.json")


if __name__ == "__main__":
    own() if sys.argv[1] == "own" else real(*sys.argv[2:])
