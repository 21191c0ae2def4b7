"""Steps of PEFT's LoRA: rank 16 on every projection of a layer, beside weights that stay as they are."""

from common import load
from peft import LoraConfig, get_peft_model
from steps import time_steps

time_steps(get_peft_model(load(), LoraConfig(r=16, lora_alpha=16, target_modules="all-linear")))
