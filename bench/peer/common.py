"""What the peer's scripts share: arguments, loading, peak memory, the line that bench/run reads.

Arguments: MODEL INPUTS quick|whole ATTENTION
"""

import json
import os
import re
import sys
from pathlib import Path

import torch

MODEL, INPUTS, SIZE, ATTENTION = sys.argv[1:5]
QUICK = SIZE == "quick"
BFLOAT16 = bool(re.search(r"avx512_bf16|amx_bf16|\bbf16\b", Path("/proc/cpuinfo").read_text()))
DTYPE = torch.bfloat16 if BFLOAT16 else torch.float32

torch.set_num_threads(len(os.sched_getaffinity(0)))
torch.set_flush_denormal(True)


def load(dtype=DTYPE):
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(MODEL, dtype=dtype, attn_implementation=ATTENTION)


def read(name):
    return json.loads(Path(INPUTS, name).read_text())


def report(seconds, units, note=""):
    status = Path("/proc/self/status").read_text()
    peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) * 1024
    note = f"transformers, {str(DTYPE).removeprefix('torch.')}, {ATTENTION}{note}"
    print(json.dumps({"seconds": seconds, "units": units, "peak_bytes": peak, "note": note}))
