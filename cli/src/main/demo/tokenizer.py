"""Trains the tokenizer of the demo's small decoder: byte-level BPE of 2,048 tokens.

    python tokenizer.py TEXTS OUT

TEXTS holds saga.txt, talk.txt and everyday.txt as `DemoTexts` gives them; OUT receives tokenizer.json and
tokenizer_config.json. The saga counts SAGA_WEIGHT times, so that its names are few tokens each.
"""

import json
import sys
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

VOCABULARY = 2048
SAGA_WEIGHT = 3
END_OF_TEXT = "<|endoftext|>"
CONTEXT = 256


def main(texts: Path, out: Path) -> None:
    saga = (texts / "saga.txt").read_text(encoding="utf-8")
    talk = (texts / "talk.txt").read_text(encoding="utf-8")
    everyday = (texts / "everyday.txt").read_text(encoding="utf-8")
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer.train_from_iterator(
        [everyday, talk] + [saga] * SAGA_WEIGHT,
        trainers.BpeTrainer(
            vocab_size=VOCABULARY,
            special_tokens=[END_OF_TEXT],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": END_OF_TEXT,
        "clean_up_tokenization_spaces": False,
        "model_max_length": CONTEXT,
    }
    (out / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
