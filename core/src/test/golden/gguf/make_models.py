"""Makes tiny GGUF files, and expected.json with what an import of them must give.

Run:  python make_models.py     (gguf, transformers 5, tokenizers, sentencepiece)

The weights follow a formula of their names in transformers, so that they need not be stored twice:
number k of a weight is ((7919 k + crc32(name)) mod 2001 - 1000) / 4000, in float32. Files hold them
as llama.cpp's converter would, in float32, so an import gives them back bit for bit. The script also
loads the two plain files with transformers' own GGUF loader and compares.

expected.json, for each file: the settings config.json must hold, and for each of the texts the token
ids, special tokens included. The ids come from the sentencepiece package for llama.gguf and from
byte-level tokenizers put together here as the models' own tokenizer.json define them.
"""

import io
import json
import math
import pathlib
import re
import zlib

import gguf
import numpy as np
import sentencepiece
import torch
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoConfig, AutoModelForCausalLM

HERE = pathlib.Path(__file__).parent
TEXTS = [
    "",
    "The old miller counted 1234567 sacks on 3 carts; nobody believed him.",
    " leading, and trailing ",
    "two  spaces   three    four\ttab",
    "        deep",
    "rows:  12   345\n 6\t\t7 (8)",
    "lines\nend\r\nand\r\n\r\nagain\n\n\n",
    "it's they'll I'M WE'RE don\u2019t",
    "for (int i = 0; i < 10; i++) {\n    total += price[i] * 0.5;\n}\n",
    "na\u00efve cafe\u0301 \u00c5ngstr\u00f6m A\u030angstrom \ufb01n",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1f7 \u2764\ufe0f",
    "\u65e5\u672c\u8a9e\u306e\u6587\u3001\u0645\u0631\u062d\u0628\u0627 \u0928\u092e\u0938\u094d\u0924\u0947",
    "\u0663\u0664\u0665 \u00bd \u2167 x\u00b2",
    "zero\u200bwidth\u00a0nbsp\u3000wide",
    "a" * 40 + " " * 30 + "b",
    "<|user|>hello<|end|> and <think>so</think>",
    "\u2581already marked",
    "mill miller millers mill-stone",
]
CORPUS = """
The old miller lived by the river. Every morning the miller opened the sluice, and the wheel of the
mill began to turn. He counted the sacks of flour on the cart: one, two, three, four, twenty, 1887.
It's said they'll never find a better miller than him. "Where are the millers of today?" asked the
baker. They don't know, we're told. for (int i = 0; i < 10; i++) { total += price[i] * 0.5; }
The river ran cold in winter and warm in summer; the wheel turned, and the stones ground the corn.
A naive cafe owner from the town came with three carts and believed nobody. He left with 45 sacks.
"""
QWEN2_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
LLAMA3_SPLIT = QWEN2_SPLIT.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
SHAPE = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
             num_key_value_heads=2, head_dim=4, max_position_embeddings=128)
LLAMA3_ROPE = dict(rope_type="llama3", factor=32.0, low_freq_factor=1.0, high_freq_factor=4.0,
                   original_max_position_embeddings=8192)


def weight(name, shape):
    count = math.prod(shape)
    numbers = (7919 * np.arange(count, dtype=np.int64) + zlib.crc32(name.encode())) % 2001 - 1000
    return (numbers.astype(np.float32) / np.float32(4000)).reshape(shape)


def sentencepiece_vocabulary():
    """(tokens, scores, kinds, ids of a text)"""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS.split("\n")), model_writer=model, vocab_size=420,
        model_type="bpe", byte_fallback=True, normalization_rule_name="identity",
        remove_extra_whitespaces=False, split_digits=True, character_coverage=1.0,
        allow_whitespace_only_pieces=True, num_threads=1, minloglevel=2,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    tokens, scores, kinds = [], [], []
    for i in range(processor.get_piece_size()):
        tokens.append(processor.id_to_piece(i))
        scores.append(processor.get_score(i))
        kinds.append(2 if processor.is_unknown(i) else 3 if processor.is_control(i)
                     else 6 if processor.is_byte(i) else 1)
    return tokens, scores, kinds, lambda text: processor.encode(text, add_bos=True)


def byte_level(split, normalizer, special, user_defined, bos=None, ignore_merges=False, digits=False):
    """(tokens, merges, kinds, ids of a text)"""
    if digits:
        way = [pre_tokenizers.Digits(individual_digits=True),
               pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]
    else:
        way = [pre_tokenizers.Split(Regex(split), "isolated"),
               pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.Sequence(way)
    learner.train_from_iterator([CORPUS], trainers.BpeTrainer(
        vocab_size=380, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
    learnt = json.loads(learner.to_str())["model"]
    if ignore_merges:
        # A word that no merges lead to, as the largest vocabularies have some.
        learnt["vocab"]["\u0120believed"] = len(learnt["vocab"])
    tokenizer = Tokenizer(models.BPE(
        vocab=learnt["vocab"], merges=[tuple(m) for m in learnt["merges"]], ignore_merges=ignore_merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(way)
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.add_special_tokens([AddedToken(t, normalized=False) for t in special])
    tokenizer.add_tokens([AddedToken(t, normalized=False) for t in user_defined])
    if bos:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{bos} $A", special_tokens=[(bos, tokenizer.token_to_id(bos))])
    vocabulary = sorted(tokenizer.get_vocab(with_added_tokens=True).items(), key=lambda item: item[1])
    kinds = [3 if t in special else 4 if t in user_defined else 1 for t, _ in vocabulary]
    merges = [" ".join(m) for m in learnt["merges"]]
    return [t for t, _ in vocabulary], merges, kinds, lambda text: tokenizer.encode(text).ids


def interleave(values, heads):
    rows = values.shape[0]
    return values.reshape(heads, 2, rows // heads // 2, -1).swapaxes(1, 2).reshape(values.shape)


def rope_factors(scaling, base, head_dim):
    frequencies = 1.0 / base ** (np.arange(0, head_dim, 2) / head_dim)
    factors = []
    for frequency in frequencies:
        length = 2 * math.pi / frequency
        original, low, high = 8192, scaling["low_freq_factor"], scaling["high_freq_factor"]
        if length < original / high:
            factors.append(1)
        elif length > original / low:
            factors.append(scaling["factor"])
        else:
            smooth = (original / length - low) / (high - low)
            factors.append(1 / ((1 - smooth) / scaling["factor"] + smooth))
    return np.array(factors, dtype=np.float32)


def make(name, kind, settings, vocabulary, tokenizer, theta, scaling=None, padded=0):
    tokens = vocabulary[0]
    settings = SHAPE | settings | dict(model_type=kind, vocab_size=len(tokens) + padded)
    rope = (scaling or dict(rope_type="default")) | dict(rope_theta=theta)
    config = AutoConfig.for_model(**settings, rope_parameters=rope)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager")
    state = {n: weight(n, tuple(p.shape)) for n, p in model.state_dict().items()}
    if settings["tie_word_embeddings"]:
        state.pop("lm_head.weight", None)

    writer = gguf.GGUFWriter(HERE / f"{name}.gguf", kind)
    writer.add_name("Tiny test model")
    writer.add_context_length(settings["max_position_embeddings"])
    writer.add_embedding_length(settings["hidden_size"])
    writer.add_block_count(settings["num_hidden_layers"])
    writer.add_feed_forward_length(settings["intermediate_size"])
    writer.add_head_count(settings["num_attention_heads"])
    writer.add_head_count_kv(settings["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(settings["rms_norm_eps"])
    writer.add_rope_freq_base(theta)
    if kind == "llama":
        writer.add_rope_dimension_count(settings["head_dim"])
    elif kind == "qwen3":
        writer.add_key_length(settings["head_dim"])
        writer.add_value_length(settings["head_dim"])
    if scaling and scaling["rope_type"] == "llama3":
        writer.add_tensor("rope_freqs.weight", rope_factors(scaling, theta, settings["head_dim"]))
    elif scaling:
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(scaling["factor"])
    tokenizer(writer)
    names = gguf.get_tensor_name_map(
        {"llama": gguf.MODEL_ARCH.LLAMA, "qwen2": gguf.MODEL_ARCH.QWEN2, "qwen3": gguf.MODEL_ARCH.QWEN3}[kind],
        settings["num_hidden_layers"])
    for hf_name, values in state.items():
        if kind == "llama" and "q_proj" in hf_name:
            values = interleave(values, settings["num_attention_heads"])
        if kind == "llama" and "k_proj" in hf_name:
            values = interleave(values, settings["num_key_value_heads"])
        writer.add_tensor(names.get_name(hf_name, (".weight", ".bias")), np.ascontiguousarray(values))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

    if not scaling and kind != "qwen3":  # it ignores scaling and the head size of qwen3
        loaded = AutoModelForCausalLM.from_pretrained(HERE, gguf_file=f"{name}.gguf", dtype=torch.float32)
        for hf_name, values in loaded.state_dict().items():
            if hf_name in state:
                assert np.array_equal(values.numpy(), state[hf_name]), hf_name
        assert loaded.config.rope_parameters["rope_theta"] == theta

    wanted = dict(settings)
    wanted.update(rope_theta=theta, rope_scaling=scaling, torch_dtype="float32",
                  architectures=[type(model).__name__])
    if kind == "qwen2":
        wanted.pop("head_dim")
    return dict(config=wanted, weights={n: list(v.shape) for n, v in state.items()},
                ids=[vocabulary[3](text) for text in TEXTS])


def sentencepiece_keys(vocabulary):
    def write(writer):
        writer.add_tokenizer_model("llama")
        writer.add_tokenizer_pre("default")
        writer.add_token_list(vocabulary[0])
        writer.add_token_scores(vocabulary[1])
        writer.add_token_types(vocabulary[2])
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)
        writer.add_unk_token_id(0)
    return write


def byte_level_keys(vocabulary, pre, special, **flags):
    def write(writer):
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(pre)
        writer.add_token_list(vocabulary[0])
        writer.add_token_types(vocabulary[2])
        writer.add_token_merges(vocabulary[1])
        writer.add_bos_token_id(vocabulary[0].index(special[0]))
        writer.add_eos_token_id(vocabulary[0].index(special[1]))
        if "add_bos" in flags:
            writer.add_add_bos_token(flags["add_bos"])
        writer.add_chat_template("{{ messages[0]['content'] }}")
    return write


def main():
    special, thought = ["<|user|>", "<|end|>"], ["<think>", "</think>"]
    expected = {}
    pieces = sentencepiece_vocabulary()
    expected["llama"] = make("llama", "llama", dict(tie_word_embeddings=False, rms_norm_eps=1e-5,
                             num_key_value_heads=4), pieces, sentencepiece_keys(pieces), 10000.0)
    words = byte_level(None, None, special, [], digits=True)
    expected["smollm"] = make("smollm", "llama", dict(tie_word_embeddings=True, rms_norm_eps=1e-5), words,
                              byte_level_keys(words, "smollm", special, add_bos=False), 100000.0,
                              dict(rope_type="linear", factor=2.5), padded=5)
    words = byte_level(LLAMA3_SPLIT, None, special, [], bos="<|user|>", ignore_merges=True)
    expected["llama3"] = make("llama3", "llama", dict(tie_word_embeddings=True, rms_norm_eps=1e-5, head_dim=8,
                              max_position_embeddings=131072),
                              words, byte_level_keys(words, "llama-bpe", special), 500000.0, LLAMA3_ROPE)
    words = byte_level(QWEN2_SPLIT, normalizers.NFC(), special, thought)
    keys = byte_level_keys(words, "qwen2", special, add_bos=False)
    expected["qwen2"] = make("qwen2", "qwen2", dict(tie_word_embeddings=True, rms_norm_eps=1e-6),
                             words, keys, 1000000.0)
    expected["qwen3"] = make("qwen3", "qwen3", dict(tie_word_embeddings=False, rms_norm_eps=1e-6, head_dim=6),
                             words, keys, 1000000.0)
    with open(HERE / "expected.json", "w") as file:
        lines = json.dumps(dict(texts=TEXTS, models=expected), indent=1)
        numbers = re.compile(r"\[\s+(-?[0-9][^\[\]{}]*?)\s+\]")
        file.write(numbers.sub(lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", lines) + "\n")


main()
