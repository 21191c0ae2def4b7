"""What the peer's scripts share: arguments, loading, peak memory, the line that bench/run reads.

Arguments: MODEL INPUTS quick|whole DEVICE recompute|keep ATTENTION
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import torch

MODEL, INPUTS, SIZE, DEVICE, RECOMPUTE, ATTENTION = sys.argv[1:7]
QUICK = SIZE == "quick"
CARD = DEVICE.startswith("cuda")
if CARD:
    BFLOAT16 = torch.cuda.is_bf16_supported()
else:
    features = Path("/proc/cpuinfo").read_text()
    BFLOAT16 = bool(re.search(r"avx512_bf16|amx_bf16|\bbf16\b", features))
DTYPE = torch.bfloat16 if BFLOAT16 else torch.float32

torch.set_num_threads(len(os.sched_getaffinity(0)))
torch.set_flush_denormal(True)


def load(dtype=DTYPE):
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=dtype, attn_implementation=ATTENTION)
    return model.to(DEVICE)


def read(name):
    return json.loads(Path(INPUTS, name).read_text())


def now():
    """Seconds on a clock; a card is waited for first."""
    if CARD:
        torch.cuda.synchronize()
    return time.perf_counter()


def report(seconds, units, note="", peak=None):
    """`peak`: most bytes in use, where another process did the work."""
    if peak is None:
        status = Path("/proc/self/status").read_text()
        peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) * 1024
    peak = 0 if CARD else peak
    note = f"transformers, {str(DTYPE).removeprefix('torch.')}, {ATTENTION}{note}"
    print(json.dumps({"seconds": seconds, "units": units, "peak_bytes": peak, "note": note}))
