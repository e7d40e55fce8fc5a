"""Antimony text is translated, its lines are kept, its errors are placed."""

import pytest
from her2sim.antimony_text import AntimonyError, append, to_sbml, tokens


def test_the_text_carries_no_library_version():
    sbml = to_sbml("model m()\n k = 1\nend\n")
    assert '<model metaid="m" id="m"' in sbml
    assert "libAntimony" not in sbml


def test_a_syntax_error_carries_its_line():
    with pytest.raises(AntimonyError) as caught:
        to_sbml("model m()\n species A in c\n J: A -> ; ) k\nend\n")
    assert caught.value.line == 3
    assert str(caught.value).startswith("line 3: ")


def test_an_error_leaves_nothing_behind_for_the_next_text():
    with pytest.raises(AntimonyError):
        to_sbml("model broken(\n")
    assert 'id="m"' in to_sbml("model m()\n k = 1\nend\n")


@pytest.mark.parametrize("structure", ["model m()\n  A = b\nend // done\n", "A = b\n"])
def test_statements_go_behind_the_structure_and_inside_the_model(structure):
    text, first = append(structure, ["  b = 1", "  d = 2"], "m")
    lines = text.splitlines()
    assert lines[first - 1] == "  b = 1"
    assert lines.index(
        next(line for line in lines if "A = b" in line)
    ) == structure.splitlines().index(
        next(line for line in structure.splitlines() if "A = b" in line)
    )
    assert 'id="d" value="2"' in to_sbml(text)


def test_the_word_end_in_a_comment_does_not_close_the_model():
    structure = "model m()\n  A = b\nend\n/* the\nend of it */\n"
    text, _ = append(structure, ["  b = 1"], "m")
    assert text.index("b = 1") < text.index("end")


def test_tokens_know_their_lines_and_skip_comments():
    found = [t for t in tokens('a = 1 // 2\n/* 3\n4 */ b = 5e-3 "6"\n# 7\n') if t.kind == "number"]
    assert [(t.text, t.line) for t in found] == [("1", 1), ("5e-3", 3)]
