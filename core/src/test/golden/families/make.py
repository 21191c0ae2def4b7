"""Makes the tiny checkpoints of this folder and what transformers computes with them.

    python make.py            (torch, transformers 5, safetensors)

One folder for each family:
  config.json            in one of the two spellings of the rotary settings ...
  other-config.json      ... and the same settings in the other spelling
  model*.safetensors     random weights (norm weights and biases too)
  expected.safetensors   input_ids [2,24]; labels as transformers takes them (not shifted, -100: ignored);
                         targets = the labels shifted to the position that predicts them;
                         logits float32 [2,24,V]; loss [1], the mean over the targets that are not -100;
                         greedy [2,12]: the continuation of input_ids by arg max
  gradients.safetensors  the gradient of that loss by every parameter
  training.json          (llama, qwen3) ten steps of torch.optim.AdamW: batches, losses, gradient norms
                         before clipping, and sum and norm of every weight afterwards
Everything in float32 with eager attention.
"""

import json
import pathlib
import shutil

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM

HERE = pathlib.Path(__file__).parent
BATCH, TIME, NEW_TOKENS = 2, 24, 12
SHAPE = dict(
    vocab_size=96, hidden_size=32, intermediate_size=40, num_hidden_layers=2,
    num_attention_heads=4, num_key_value_heads=2, head_dim=8, max_position_embeddings=64,
    bos_token_id=1, eos_token_id=2, pad_token_id=None, tie_word_embeddings=False,
)
LLAMA = dict(model_type="llama", architectures=["LlamaForCausalLM"], rms_norm_eps=1e-5,
             hidden_act="silu", attention_bias=False, mlp_bias=False)
MISTRAL = dict(model_type="mistral", architectures=["MistralForCausalLM"], rms_norm_eps=1e-5,
               hidden_act="silu")
QWEN2 = dict(model_type="qwen2", architectures=["Qwen2ForCausalLM"], rms_norm_eps=1e-6,
             hidden_act="silu", use_sliding_window=False, sliding_window=None, max_window_layers=2)
QWEN3 = dict(model_type="qwen3", architectures=["Qwen3ForCausalLM"], rms_norm_eps=1e-6,
             hidden_act="silu", attention_bias=False, use_sliding_window=False,
             sliding_window=None, max_window_layers=2)
LLAMA3_ROPE = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                   original_max_position_embeddings=16)

# name: (settings, rope theta, rope scaling, spelling of config.json, type on disk, shards)
FAMILIES = {
    "llama": (LLAMA | dict(num_key_value_heads=4), 10000.0, None, "new", torch.float32, 1),
    "llama3-rope": (LLAMA, 500000.0, LLAMA3_ROPE, "old", torch.float32, 1),
    "llama-tied": (LLAMA | dict(tie_word_embeddings=True, head_dim=12), 100000.0, None, "old",
                   torch.float32, 1),
    "llama-linear-shards": (LLAMA, 10000.0, dict(rope_type="linear", factor=2.5), "new",
                            torch.float32, 2),
    "llama-bf16": (LLAMA | dict(num_key_value_heads=1, mlp_bias=True, attention_bias=True), 10000.0,
                   None, "old", torch.bfloat16, 1),
    "mistral": (MISTRAL | dict(sliding_window=None), 1000000.0, None, "new", torch.float32, 1),
    "mistral-window": (MISTRAL | dict(sliding_window=7), 10000.0, None, "old", torch.float32, 1),
    "qwen2": (QWEN2 | dict(tie_word_embeddings=True), 1000000.0, None, "old", torch.float32, 1),
    "qwen3": (QWEN3 | dict(head_dim=12), 1000000.0, None, "new", torch.float32, 1),
}
TRAINED = ("llama", "qwen3")


def config(settings, theta, scaling, spelling, dtype):
    content = SHAPE | settings
    if settings["model_type"] == "qwen2":
        content.pop("head_dim")  # as in the real Qwen2 files
    name = str(dtype).removeprefix("torch.")
    if spelling == "new":
        content |= dict(dtype=name, transformers_version="5.23.0", rope_parameters=
                        dict(rope_theta=theta, **(scaling or dict(rope_type="default"))))
    else:
        content |= dict(torch_dtype=name, transformers_version="4.46.0", rope_theta=theta,
                        rope_scaling=scaling)
    return content


def write_json(path, content):
    path.write_text(json.dumps(content, indent=2) + "\n")


def randomise(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            weight.copy_(1 + 0.2 * noise if "norm" in name else 0.2 * noise)


def shifted(labels):
    targets = torch.full_like(labels, -100)
    targets[:, :-1] = labels[:, 1:]
    return targets


def expected(model, folder, seed):
    generator = torch.Generator().manual_seed(seed)
    ids = torch.randint(3, SHAPE["vocab_size"], (BATCH, TIME), generator=generator)
    labels = ids.clone()
    labels[0, :5] = -100
    labels[1, 9:12] = -100
    labels[1, -1] = -100
    targets = shifted(labels)
    logits = model(input_ids=ids).logits
    loss = torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), ignore_index=-100)
    same = model(input_ids=ids, labels=labels).loss
    assert torch.allclose(loss, same, atol=1e-6), (loss, same)
    loss.backward()
    save_file({name: p.grad.contiguous() for name, p in model.named_parameters()},
              folder / "gradients.safetensors")
    model.zero_grad()
    whole = ids
    with torch.no_grad():
        for _ in range(NEW_TOKENS):
            best = model(input_ids=whole, use_cache=False).logits[:, -1].argmax(-1, keepdim=True)
            whole = torch.cat([whole, best], 1)
    save_file(dict(input_ids=ids, labels=labels, targets=targets, logits=logits.detach(),
                   loss=loss.detach().reshape(1), greedy=whole[:, TIME:].contiguous()),
              folder / "expected.safetensors")
    return ids, logits.detach()


def train(model, folder, seed):
    generator = torch.Generator().manual_seed(seed)
    steps, rate, clip = 10, 1e-3, 1.0
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=rate, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    batches, losses, norms, rates = [], [], [], []
    for _ in range(steps):
        ids = torch.randint(3, SHAPE["vocab_size"], (BATCH, TIME), generator=generator)
        loss = model(input_ids=ids, labels=ids).loss
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), clip).item())
        rates.append(schedule.get_last_lr()[0])
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        batches.append(ids.tolist())
        losses.append(loss.item())
    weights = {name: dict(sum=p.double().sum().item(), norm=p.double().norm().item())
               for name, p in model.named_parameters()}
    content = dict(
        settings=dict(learning_rate=rate, schedule="linear to zero, no warm-up", beta1=0.9,
                      beta2=0.98, epsilon=1e-8, weight_decay=0.01,
                      weight_decay_on="every parameter", clip_norm=clip, steps=steps),
        losses=losses, gradient_norms=norms, learning_rates=rates, final_weights=weights,
        batches=batches)
    text = json.dumps(content, indent=1)
    (folder / "training.json").write_text(compact_lists(text) + "\n")


def compact_lists(text):
    """Lists of numbers on one line."""
    import re
    return re.sub(r"\[[\d\s,.e+-]*\]", lambda m: re.sub(r"\s+", " ", m[0]), text)


def load(folder):
    return AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager").eval()


def main():
    torch.set_num_threads(1)
    for number, (name, (settings, theta, scaling, spelling, dtype, shards)) in enumerate(
            FAMILIES.items()):
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        other = "old" if spelling == "new" else "new"
        ours = config(settings, theta, scaling, spelling, dtype)
        write_json(folder / "config.json", ours)
        model = AutoModelForCausalLM.from_config(
            AutoConfig.from_pretrained(folder), attn_implementation="eager").float()
        randomise(model, 100 + number)
        largest = "5GB" if shards == 1 else "50KB"
        model.to(dtype).save_pretrained(folder, max_shard_size=largest)
        (folder / "generation_config.json").unlink(missing_ok=True)
        write_json(folder / "config.json", ours)
        assert len(list(folder.glob("model*.safetensors"))) == shards, name
        ids, logits = expected(load(folder), folder, 200 + number)
        if name in TRAINED:
            train(load(folder), folder, 300 + number)
        # The other spelling must mean the same.
        write_json(folder / "config.json", config(settings, theta, scaling, other, dtype))
        with torch.no_grad():
            assert torch.equal(load(folder)(input_ids=ids).logits, logits), name
        write_json(folder / "other-config.json", config(settings, theta, scaling, other, dtype))
        write_json(folder / "config.json", ours)
        size = sum(f.stat().st_size for f in folder.iterdir())
        print(f"{name}: {size:,} bytes, logits std {logits.std():.3f}, "
              f"loss {load_file(folder / 'expected.safetensors')['loss'].item():.4f}")


if __name__ == "__main__":
    main()
