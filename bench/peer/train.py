"""Full finetune steps over float32 weights.

bf16 weights alone would be faster, but at a learning rate of 1e-6 they do not move.
"""

import torch
from common import load
from steps import time_steps

time_steps(load(torch.float32))
