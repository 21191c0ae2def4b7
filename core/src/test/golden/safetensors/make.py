"""Makes python.safetensors: what the Python package writes, byte for byte.

Needs torch and safetensors 0.8.0. Run in this folder: python make.py
`python make.py --check FILE` reads FILE with the same package and compares all tensors.
"""
import sys

import torch
from safetensors.torch import load_file, save_file

TENSORS = {
    "embed": torch.arange(12, dtype=torch.float32).reshape(3, 4) / 8 - 0.5,
    "half": torch.tensor([[1.5, -2.0], [65504.0, 6e-8]], dtype=torch.float16),
    "brain": torch.tensor([1.0, -3.0, 3.0e38], dtype=torch.bfloat16),
    "labels": torch.tensor([-100, 7, 2**40], dtype=torch.int64),
    "ids": torch.tensor([[1, -1]], dtype=torch.int32),
    "byte": torch.tensor([0, 255, 3], dtype=torch.uint8),
    "flag": torch.tensor([True, False]),
    "scalar": torch.tensor(2.25, dtype=torch.float32),
    "empty": torch.zeros(0, 5),
    "naïve \"name\"": torch.tensor([9.0], dtype=torch.float64),
}

if len(sys.argv) > 1:
    read = load_file(sys.argv[2])
    assert read.keys() == TENSORS.keys(), read.keys()
    for name, tensor in TENSORS.items():
        assert read[name].dtype == tensor.dtype and torch.equal(read[name], tensor), name
    print("equal")
else:
    save_file(TENSORS, "python.safetensors", metadata={"format": "pt"})
