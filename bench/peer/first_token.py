"""From the start of a Python process to its first new token, as a user's script would be timed."""

import resource
import subprocess
import sys
import time

if sys.argv[-1] == "timed":  # the process that is timed
    import torch
    from common import DEVICE, MODEL, load
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    prompt = tokenizer("The detective's best friend was called", return_tensors="pt").to(DEVICE)
    with torch.inference_mode():
        out = load().eval().generate(**prompt, max_new_tokens=1, do_sample=False)
    print(tokenizer.decode(out[0, -1:]), flush=True)
else:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *sys.argv, "timed"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    if not process.stdout.read(1):
        raise SystemExit("no token came")
    seconds = time.perf_counter() - start
    process.stdout.read()
    process.wait()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024

    from common import report

    report(seconds, 1, peak=peak)
