"""The cookbook of the README runs as it stands, and its answers are what it prints."""

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Those that simulate hundreds of times, or start processes of their own.
SLOW = ("decide growth", "How sure", "as a file")
LIMIT_S = 300


@dataclass(frozen=True)
class Recipe:
    question: str
    setup: str
    blocks: tuple[tuple[str, str], ...]

    def of(self, language):
        return [text for kind, text in self.blocks if kind == language]

    def write_inputs(self, folder):
        for text in self.of("toml"):
            (folder / text.splitlines()[0].removeprefix("# ")).write_text(text, encoding="utf-8")


def recipes():
    section = README.read_text(encoding="utf-8").split("\n## Cookbook\n")[1].split("\n## ")[0]
    head, *rest = section.split("\n### ")
    setup = "".join(text for _, text in FENCE.findall(head))
    for each in rest:
        question, _, body = each.partition("\n")
        yield Recipe(question, setup, tuple(FENCE.findall(body)))


RECIPES = tuple(recipes())
EACH = pytest.mark.parametrize(
    "recipe",
    [
        pytest.param(
            recipe,
            id=recipe.question,
            marks=[pytest.mark.slow] if any(word in recipe.question for word in SLOW) else [],
        )
        for recipe in RECIPES
    ],
)


def test_every_question_has_a_command_and_python():
    assert len(RECIPES) >= 10
    incomplete = [each.question for each in RECIPES if not (each.of("sh") and each.of("python"))]
    assert not incomplete


@EACH
def test_the_command_runs(recipe, tmp_path):
    recipe.write_inputs(tmp_path)
    for line in "".join(recipe.of("sh")).splitlines():
        program, *arguments = shlex.split(line)
        assert program == "her2sim"
        done = subprocess.run(
            [sys.executable, "-m", "her2sim", *arguments],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        if "--out" in arguments:
            assert (tmp_path / arguments[arguments.index("--out") + 1]).exists()


@EACH
def test_the_lines_of_python_print_the_answer(recipe, tmp_path, monkeypatch, capsys):
    recipe.write_inputs(tmp_path)
    monkeypatch.chdir(tmp_path)
    for text in recipe.of("python"):
        exec(compile(recipe.setup + text, "README.md", "exec"), {"__name__": "cookbook"})
        said = text.splitlines()[-1].removeprefix("# ")
        printed = capsys.readouterr().out.strip()
        assert said == printed, f"README.md, {recipe.question!r}: the answer is now {printed!r}"
