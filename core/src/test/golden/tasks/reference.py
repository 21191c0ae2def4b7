"""lm-evaluation-harness on local items: its own task files, templates and scorer, no network.

The seven task files of the installed lm_eval are read; only where their documents come from is
changed. Items in the local forms (query/choices/gold, context_options/continuation/gold) are first
turned back into the hub's fields, so that lm-eval's own templates are what is compared with.
"""

import glob
import gzip
import json
import os
import pathlib
import string
import tempfile

import lm_eval
import yaml
from lm_eval import evaluator
from lm_eval.api.task import ConfigurableTask
from lm_eval.tasks.hellaswag import utils as hellaswag
from lm_eval.tasks.winogrande import preprocess_winogrande as winogrande

TASKS = {
    "winogrande": "winogrande/default.yaml",
    "hellaswag": "hellaswag/hellaswag.yaml",
    "arc_easy": "arc/arc_easy.yaml",
    "arc_challenge": "arc/arc_challenge.yaml",
    "boolq": "super_glue/boolq/default.yaml",
    "piqa": "piqa/piqa.yaml",
    "openbookqa": "openbookqa/openbookqa.yaml",
}


def read(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(
        path, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines if line.strip()]


def between(text, start, end):
    if start:
        text = text.removeprefix(start)
    return text.removesuffix(end)


def letters(item, question_field, question):
    labels = list(string.ascii_uppercase[:len(item["choices"])])
    return {question_field: question, "choices": dict(text=item["choices"], label=labels),
            "answerKey": labels[item["gold"]]}


def hub_fields(task, item):
    """An item of the local forms as the hub has it; others as they are."""
    if "context_options" in item:
        first, second = item["context_options"]
        prefix = os.path.commonprefix([first, second])
        return dict(sentence=prefix + "_ " + item["continuation"], option1=first[len(prefix):],
                    option2=second[len(prefix):], answer=str(item["gold"] + 1))
    if "query" not in item:
        return item
    query = item["query"]
    if task in ("arc_easy", "arc_challenge"):
        return letters(item, "question", between(query, "Question: ", "\nAnswer:"))
    if task == "openbookqa":
        return letters(item, "question_stem", query)
    if task == "piqa":
        goal = between(between(query, "Question: ", "\nAnswer:"), "", "\n")
        return dict(goal=goal, sol1=item["choices"][0], sol2=item["choices"][1],
                    label=item["gold"])
    if task == "boolq":
        passage, question = between(query, "Passage: ", "\nAnswer:").rsplit("\nQuestion: ", 1)
        return dict(passage=passage, question=question.removesuffix("?"), label=item["gold"])
    # HellaSwag's query was cleaned already; its parts are gone, so only the fields lm-eval makes.
    return dict(query=query, choices=item["choices"], label=str(item["gold"]))


def settings(path):
    """A task file without its functions, what it includes filled in."""
    lines = [line for line in path.read_text().splitlines() if "!function" not in line]
    config = yaml.safe_load("\n".join(lines))
    included = config.pop("include", None)
    return (settings(path.parent / included) if included else {}) | config


def task_of(name, items, folder):
    """lm-eval's own task over these items."""
    config = settings(pathlib.Path(lm_eval.__file__).parent / "tasks" / TASKS[name])
    documents = [hub_fields(name, item) for item in items]
    if name == "hellaswag":
        documents = [document if "query" in document else cleaned(document)
                     for document in documents]
    if name == "winogrande":
        config |= dict(doc_to_text=winogrande.doc_to_text, doc_to_target=winogrande.doc_to_target,
                       doc_to_choice=winogrande.doc_to_choice)
    path = pathlib.Path(folder) / (name + ".jsonl")
    path.write_text("".join(json.dumps(document) + "\n" for document in documents))
    config |= dict(dataset_path="json", dataset_name=None, training_split=None,
                   validation_split=None, test_split="test", fewshot_split=None,
                   dataset_kwargs=dict(data_files=dict(test=str(path))))
    return ConfigurableTask(config=config)


def cleaned(document):
    """lm-eval's own _process_doc, which its dataset.map keeps inside."""
    context = document["ctx_a"] + " " + document["ctx_b"].capitalize()
    return dict(query=hellaswag.preprocess(document["activity_label"] + ": " + context),
                choices=[hellaswag.preprocess(ending) for ending in document["endings"]],
                label=str(int(document["label"])))


def evaluate(model, task_items):
    """{task: (results, [one sample an item, in order])} of {task: items}."""
    with tempfile.TemporaryDirectory() as folder:
        tasks = [task_of(name, items, folder) for name, items in task_items.items()]
        results = evaluator.evaluate(
            lm=model, task_dict={task.config.task: task for task in tasks}, log_samples=True,
            bootstrap_iters=1)
    return {name: (results["results"][name],
                   sorted(results["samples"][name], key=lambda sample: sample["doc_id"]))
            for name in task_items}


def scored(sample):
    return [response[0] for response in sample["filtered_resps"]]


def argmax(values):
    return max(range(len(values)), key=lambda index: (values[index], -index))


def choice_lengths(sample):
    """Code points of each choice, as lm-eval counts them."""
    return [len(continuation) - 1 for _, continuation in sample["arguments"]]


def data_file(folder, task):
    found = glob.glob(os.path.join(folder, task + "_*.jsonl*"))
    assert len(found) == 1, (task, found)
    return found[0]
