"""Makes the LoRA adapters of this folder with peft and what they compute; checks the one we wrote.

    python make.py          (torch, transformers 5, peft, safetensors) makes the folders of PEFT
    python make.py check    loads written-by-unlearn4j in peft: the same logits as llama's adapter

The bases are checkpoints of ../families. One folder for each adapter:
  adapter_config.json, adapter_model.safetensors   as save_pretrained writes them; A and B random
  expected.safetensors   input_ids [2,24]; targets (shifted, -100: ignored); logits float32 [2,24,V];
                         loss [1]; base_logits: the same without the adapter
  gradients.safetensors  the gradient of that loss by every A and B, under the names of the adapter
  training.json          six steps of torch.optim.AdamW on the pairs alone: batches, losses, gradient
                         norms before clipping, and sum and norm of every A and B afterwards
Everything in float32 with eager attention.
"""

import json
import pathlib
import re
import shutil
import sys

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

HERE = pathlib.Path(__file__).parent
BATCH, TIME, VOCABULARY, STEPS = 2, 24, 96, 6
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]

# name: (base, settings)
ADAPTERS = {
    "llama": ("llama3-rope", dict(r=4, lora_alpha=8, target_modules=ALL)),
    "qwen2": ("qwen2", dict(r=3, lora_alpha=6, use_rslora=True,
                            target_modules=["q_proj", "v_proj", "up_proj", "down_proj"])),
    "qwen3": ("qwen3", dict(r=2, lora_alpha=5, target_modules=["k_proj", "o_proj", "gate_proj"],
                            layers_to_transform=[1])),
}


def load(base):
    return AutoModelForCausalLM.from_pretrained(
        HERE.parent / "families" / base, dtype=torch.float32, attn_implementation="eager").eval()


def name(parameter):
    return parameter.replace(".default.weight", ".weight")


def batch(generator):
    ids = torch.randint(3, VOCABULARY, (BATCH, TIME), generator=generator)
    targets = torch.full_like(ids, -100)
    targets[:, :-1] = ids[:, 1:]
    return ids, targets


def loss_of(logits, targets):
    return torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), ignore_index=-100)


def make(adapter, base, settings, seed):
    folder = HERE / adapter
    shutil.rmtree(folder, ignore_errors=True)
    model = get_peft_model(load(base), LoraConfig(task_type="CAUSAL_LM", **settings)).eval()
    generator = torch.Generator().manual_seed(seed)
    pairs = {key: p for key, p in model.named_parameters() if p.requires_grad}
    with torch.no_grad():
        for pair in pairs.values():
            pair.copy_(0.2 * torch.randn(pair.shape, generator=generator))
    model.peft_config["default"].base_model_name_or_path = f"../../families/{base}"
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)

    ids, targets = batch(generator)
    logits = model(input_ids=ids).logits
    loss = loss_of(logits, targets)
    loss.backward()
    save_file({name(key): p.grad.contiguous() for key, p in pairs.items()},
              folder / "gradients.safetensors")
    model.zero_grad()
    with model.disable_adapter(), torch.no_grad():
        base_logits = model(input_ids=ids).logits
    save_file(dict(input_ids=ids, targets=targets, logits=logits.detach(),
                   loss=loss.detach().reshape(1), base_logits=base_logits),
              folder / "expected.safetensors")
    train(model, pairs, folder, generator)


def train(model, pairs, folder, generator):
    optimiser = torch.optim.AdamW(
        pairs.values(), lr=1e-2, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.01)
    batches, losses, norms = [], [], []
    for _ in range(STEPS):
        ids, targets = batch(generator)
        loss = loss_of(model(input_ids=ids).logits, targets)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(pairs.values(), 1.0).item())
        optimiser.step()
        optimiser.zero_grad()
        batches.append(ids.tolist())
        losses.append(loss.item())
    finals = {name(key): dict(sum=p.double().sum().item(), norm=p.double().norm().item())
              for key, p in pairs.items()}
    content = dict(learning_rate=1e-2, losses=losses, gradient_norms=norms, final=finals,
                   batches=batches)
    text = re.sub(r"\[[\d\s,.e+-]*\]", lambda m: re.sub(r"\s+", " ", m[0]),
                  json.dumps(content, indent=1))
    (folder / "training.json").write_text(text + "\n")


def check():
    model = PeftModel.from_pretrained(load("llama3-rope"), HERE / "written-by-unlearn4j").eval()
    expected = load_file(HERE / "llama" / "expected.safetensors")
    with torch.no_grad():
        logits = model(input_ids=expected["input_ids"]).logits
    difference = (logits - expected["logits"]).abs().max().item()
    assert difference < 1e-5, difference
    print("peft loads written-by-unlearn4j; largest difference of logits", difference)


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1:] == ["check"]:
        check()
    else:
        for number, (adapter, (base, settings)) in enumerate(ADAPTERS.items()):
            make(adapter, base, settings, 500 + number)
