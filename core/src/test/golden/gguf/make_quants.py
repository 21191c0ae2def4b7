"""Makes quants.safetensors: blocks of every GGUF number format and what ggml's Python port makes of them.

Run:  python make_quants.py      (gguf 0.17 or later, numpy, safetensors)
For each format NAME: NAME.blocks [rows, bytes] and NAME.values [rows, numbers], float32. The blocks
are random bytes; only the half-precision scales are drawn so that they are finite, subnormal ones
among them.
"""

import pathlib

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, dequantize
from safetensors.numpy import save_file

# Where the half-precision numbers of a block lie.
HALVES = {
    "F32": [], "F16": [0], "BF16": [], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2],
    "Q8_0": [0], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
}
ROWS = 3


def scales(random, count):
    values = random.normal(0, 0.05, count).astype(np.float16)
    values[::5] *= np.float16(1e-4)
    values[::7] = 0
    return values


def main():
    random = np.random.default_rng(2)
    tensors = {}
    for name, places in HALVES.items():
        kind = GGMLQuantizationType[name]
        numbers, size = GGML_QUANT_SIZES[kind]
        blocks = 2 if numbers > 1 else 40
        raw = random.integers(0, 256, (ROWS * blocks, size), dtype=np.uint8)
        for place in places:
            raw[:, place : place + 2] = scales(random, len(raw)).view(np.uint8).reshape(-1, 2)
        if name == "F32":
            raw = random.normal(0, 1, ROWS * blocks).astype(np.float32).view(np.uint8)
        if name == "BF16":
            bits = random.normal(0, 1, ROWS * blocks).astype(np.float32).view(np.uint32)
            raw = (bits >> 16).astype(np.uint16).view(np.uint8)
        raw = raw.reshape(ROWS, blocks * size)
        values = np.ascontiguousarray(dequantize(raw, kind)).reshape(ROWS, blocks * numbers)
        assert np.isfinite(values).all() and values.dtype == np.float32
        tensors[name + ".blocks"] = np.ascontiguousarray(raw)
        tensors[name + ".values"] = values
    save_file(tensors, pathlib.Path(__file__).parent / "quants.safetensors")


main()
