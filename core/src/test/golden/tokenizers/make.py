"""Trains the small tokenizers of this folder and writes what they make of nasty strings.

    python make.py [FOLDER_OF_A_REAL_CHECKPOINT expected.json]     (tokenizers)

Each folder: tokenizer.json, tokenizer_config.json, expected.json, a list of
  text          the input; lone surrogates (which Python cannot encode) stand for U+FFFD each
  times         how often it is repeated
  ids           without special tokens, run-length: [[id, count], ...]
  with_specials the same with special tokens added
  decoded       the ids decoded, special tokens left out; missing where it is the input
"""

import itertools
import json
import pathlib
import sys

from tokenizers import (
    AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers)

HERE = pathlib.Path(__file__).parent
SENTENCES = """\
The lamplighter of Orrin Quay counted his steps twice, once for the harbour and once for the sea.
"Where did you put the ladder?" asked Mrs. Tallow, who had never climbed one in her life.
He hadn't put it anywhere; the ladder, he said, had gone out by itself at 7:45 and wouldn't be back.
In the year 1893 there were 112 lamps, 4 bridges and one very old cat called Admiral.
    The cat slept on the ledger.
        Nobody turned the pages.
They've painted the doors green, blue and green again, because the painter couldn't remember.

Chapter Two: of the fog that came in through the keyholes, and what it wanted with the spoons.
The fog was polite. The fog was patient. The fog was, on the whole, better company than the mayor.
Café owners and naïve sailors agreed: a crêpe costs £3, a coffee 2 €.
""".splitlines(keepends=True)

NASTY = [
    "", " ", "a", "  two spaces  ", "Hello, world!", "\n", "\r\n", "line one\r\nline two\r\n\r\n",
    "tabs\tand\x0bvertical\x0cfeeds\x85next\u2028line\u2029paragraph",
    "non\u00a0breaking\u202fthin\u3000wide zero\u200bwidth", "\ufeffbyte order mark",
    "nul \x00 in the \x00\x00 middle", "\x01\x02\x7f\x80\x9f controls",
    "😀", "emoji 😀 in 👍🏽 text 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "family 👩‍👩‍👧‍👦 and flag 🇦🇽🇬🇧!", "😀😀😀a😀",
    "é e\u0301 ê\u0323 combining Z\u0351\u036b\u0343algo o\u0302\u0323", "\u0301 starts with a mark",
    "שלום עולם — right to left \u202eoverride\u202c مرحبا", "日本語のテキスト。漢字かな交じり文",
    "한국어 \u1112\u1161\u11ab\u1100\u1173\u11af conjoining", "हिन्दी क्षत्रिय ไทย ภาษา",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝒻𝒶𝓃𝒸𝓎 𐍈 ﬁligature ½ Ⅷ ①", "ǅ ß ẞ İ ı ſ", "I'm you're he'd we'LL DON'T 'tis ''quoted''",
    "1234567890 3.14 1,000,000 0x1F ²³", "snake_case camelCase kebab-case http://a.b/c?d=e&f#g",
    "<s> </s> <unk> <|endoftext|> <|im_start|>user<0x0A>", "x<|im_end|>y", "▁ already Ġ there ▁▁Ċ",
    "\ud83d", "lone \ud83d high, \ude00 low", "\ude00\ud83d swapped", "ok 😀\ud83d\ud83d😀",
    "trailing space ", "trailing newline\n", " \n \n ", "a\n\n\n\nb", "   indented\n      more",
    (" ", 10000), ("\n", 1000), ("a", 3000), ("lamp", 400), ("é", 60), ("😀", 50), ("a ", 100),
    ("\x00", 50),
]


def utf8(text):
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def runs(ids):
    return [[key, len(list(group))] for key, group in itertools.groupby(ids)]


def expected(tokenizer):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for item in NASTY:
        text, times = item if isinstance(item, tuple) else (item, 1)
        whole = utf8(text * times)
        ids = tokenizer.encode(whole, add_special_tokens=False).ids
        case = dict(text=text, times=times, ids=runs(ids), with_specials=runs(tokenizer.encode(whole).ids))
        decoded = tokenizer.decode(ids, skip_special_tokens=True)
        if decoded != whole:
            case["decoded"] = decoded
        yield case


def write(tokenizer, folder, config):
    folder.mkdir(exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    write_expected(tokenizer, folder / "expected.json")


def write_expected(tokenizer, file):
    lines = [json.dumps(case) for case in expected(tokenizer)]
    file.write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(file, len(lines), "strings, vocabulary", tokenizer.get_vocab_size())


def special(text):
    return AddedToken(text, special=True, normalized=False)


def byte_level():
    """As SmolLM2's: digits apart, offsets trimmed, no BOS. It also truncates and pads, to be ignored."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=True, add_prefix_space=True)
    tokenizer.train_from_iterator(SENTENCES, trainers.BpeTrainer(
        vocab_size=420, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=[special(t) for t in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")]))
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=16)
    write(tokenizer, HERE / "byte-level", dict(
        bos_token="<|im_start|>", eos_token={"__type": "AddedToken", "content": "<|im_end|>"},
        model_max_length=8, tokenizer_class="GPT2Tokenizer"))


def byte_level_nfc():
    """As Qwen2's and Llama 3's: NFC, their own splitting pattern, a BOS from a template."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    tokenizer.normalizer = normalizers.NFC()
    pattern = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
               r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(SENTENCES, trainers.BpeTrainer(
        vocab_size=400, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.add_special_tokens([special("<|endoftext|>"), special("<|im_end|>")])
    tokenizer.add_tokens([AddedToken("<think>", normalized=False)])
    bos = tokenizer.token_to_id("<|endoftext|>")
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(
            single="<|endoftext|> $A", special_tokens=[("<|endoftext|>", bos)])])
    write(tokenizer, HERE / "byte-level-nfc", dict(bos_token="<|endoftext|>", eos_token="<|im_end|>"))


def sentence_piece():
    """As Llama 2's and Mistral's: spaces become U+2581, unknown characters their bytes, BOS."""
    space = pre_tokenizers.Metaspace(prepend_scheme="first", split=True)
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = space
    trained.train_from_iterator(SENTENCES, trainers.BpeTrainer(vocab_size=330, show_progress=False))
    learnt = json.loads(trained.to_str())["model"]
    learnt["vocab"].setdefault("▁", len(learnt["vocab"]))
    for number in range(1, 4):  # runs of 2, 4, 8 spaces, as those vocabularies have
        learnt["merges"].append(["▁" * 2 ** (number - 1)] * 2)
        learnt["vocab"].setdefault("▁" * 2 ** number, len(learnt["vocab"]))
    first = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    vocabulary = {piece: number for number, piece in enumerate(
        first + sorted(learnt["vocab"], key=learnt["vocab"].get))}
    tokenizer = Tokenizer(models.BPE(
        vocab=vocabulary, merges=[tuple(pair) for pair in learnt["merges"]],
        unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(),
        decoders.Strip(content=" ", left=1)])
    tokenizer.add_special_tokens([special(t) for t in ("<unk>", "<s>", "</s>")])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 1)])
    write(tokenizer, HERE / "sentence-piece", dict(
        bos_token="<s>", eos_token="</s>", unk_token="<unk>", add_bos_token=True))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        write_expected(Tokenizer.from_file(sys.argv[1] + "/tokenizer.json"), pathlib.Path(sys.argv[2]))
    else:
        byte_level()
        byte_level_nfc()
        sentence_piece()
