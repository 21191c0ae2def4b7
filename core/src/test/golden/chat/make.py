"""Renders the chat templates of this folder with transformers.

    python make.py            (transformers)

The templates are written in the manner of: SmolLM2 and Qwen2 (chatml), Llama 3 (headers), Llama 2 and
Mistral (inst), Qwen3 (thinking). expected.json: a list of template, messages, add_generation_prompt and
text, or error where the template refuses the messages.
"""

import json
import pathlib

from transformers.utils.chat_template_utils import render_jinja_template

HERE = pathlib.Path(__file__).parent
SPECIALS = dict(bos_token="<s>", eos_token="</s>")


def say(role, content):
    return dict(role=role, content=content)


CONVERSATIONS = [
    [say("user", "Who lives in Baker Street?")],
    [say("system", "  Be brief. "), say("user", "Hello")],
    [say("system", "Be brief."), say("user", " Hello\n"), say("assistant", " Hi! \n"), say("user", "Bye 😀")],
    [say("user", "a"), say("assistant", "<think>\nhm\n</think>\n\nb"), say("user", "c"),
     say("assistant", "<think>\nno\n</think>\n\nd")],
    [say("user", "{{ messages }} {% if x %} {# y #} <b>&amp;</b> \"q\" 'q' \\n \\ é \r\n end\n\n")],
    [say("user", "")],
    [say("assistant", "out of turn")],
    [say("user", "a"), say("user", "b")],
]


def main():
    cases = []
    for template in sorted(HERE.glob("*.jinja")):
        for messages in CONVERSATIONS:
            for prompt in (False, True):
                case = dict(template=template.name, messages=messages, add_generation_prompt=prompt)
                try:
                    rendered, _ = render_jinja_template(
                        conversations=[messages], chat_template=template.read_text(),
                        add_generation_prompt=prompt, **SPECIALS)
                    case["text"] = rendered[0]
                except Exception as refused:
                    case["error"] = str(refused)
                cases.append(case)
    lines = [json.dumps(case) for case in cases]
    (HERE / "expected.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(len(cases), "cases")


if __name__ == "__main__":
    main()
