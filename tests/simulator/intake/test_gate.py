"""What must never reach libSBML."""

import time

import pytest
from her2sim.errors import InvalidModel
from her2sim.intake.gate import ELEMENTS, admit

from .writing import CORE, PACKAGES, document, whole

BODY = whole().partition("\n")[2]
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def refusal(text):
    with pytest.raises(InvalidModel) as caught:
        admit(text, "m.xml")
    return str(caught.value)


def test_a_sound_model_is_admitted_with_one_declaration():
    admitted = admit(BODY, "m.xml")
    assert admitted.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    assert admitted.endswith(BODY)


@pytest.mark.parametrize(
    "declared",
    [
        f'<!ENTITY l0 "ha">{LAUGHS}',
        f'<!ENTITY a "{"a" * 100_000}">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        "",
    ],
)
def test_every_doctype_is_refused(declared):
    text = f"<!DOCTYPE sbml [{declared}]>\n{BODY}"
    assert "DOCTYPE" in refusal(text)


def test_an_external_dtd_is_refused():
    assert "DOCTYPE" in refusal(f'<!DOCTYPE sbml SYSTEM "http://example.org/sbml.dtd">\n{BODY}')


@pytest.mark.parametrize("tag", ["apply", "p"])
def test_deep_nesting_is_refused_with_its_line(tag):
    text = BODY.replace("<model", f"{f'<{tag}>' * 10_000}{f'</{tag}>' * 10_000}\n<model")
    assert "line 2" in refusal(text)
    assert "200 deep" in refusal(text)


def test_a_flood_of_elements_is_refused():
    assert str(ELEMENTS) in refusal(BODY.replace("<model", "<p/>" * ELEMENTS + "<model"))


def test_every_cut_is_answered_with_line_and_column():
    for length in range(1, len(BODY) - 8, 97):
        message = refusal(BODY[:length])
        assert "line" in message
        assert "cut short" in message


def test_another_root_is_named():
    assert "<html>" in refusal("<html><body/></html>")


@pytest.mark.parametrize(
    ("level", "version", "core"),
    [("9", "1", CORE), ("3", "7", CORE), ("two", "1", CORE), ("", "", CORE)],
)
def test_a_level_that_does_not_exist_is_named(level, version, core):
    message = refusal(document("", level=level, version=version, core=core).partition("\n")[2])
    assert repr(level) in message
    assert "L3 V1-2" in message


def test_a_name_space_of_another_level_is_refused():
    wrong = CORE.replace("level3", "level9")
    assert wrong in refusal(document("", core=wrong).partition("\n")[2])


@pytest.mark.parametrize(
    ("level", "version", "core"),
    [
        (1, 1, "http://www.sbml.org/sbml/level1"),
        (1, 2, "http://www.sbml.org/sbml/level1"),
        (2, 1, "http://www.sbml.org/sbml/level2"),
        (2, 5, "http://www.sbml.org/sbml/level2/version5"),
        (3, 2, "http://www.sbml.org/sbml/level3/version2/core"),
    ],
)
def test_every_level_that_exists_is_admitted(level, version, core):
    admit(document("", level=level, version=version, core=core).partition("\n")[2], "m.xml")


def test_a_sub_model_in_another_file_is_refused():
    comp = f"{PACKAGES}/comp/version1"
    external = (
        f'<comp:listOfExternalModelDefinitions xmlns:comp="{comp}">'
        '<comp:externalModelDefinition comp:id="part" comp:source="http://example.org/m.xml"/>'
        "</comp:listOfExternalModelDefinitions>"
    )
    message = refusal(BODY.replace("</sbml>", external + "</sbml>"))
    assert "'part'" in message
    assert "another file" in message


def test_xinclude_is_refused():
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    assert "XInclude" in refusal(BODY.replace("</sbml>", include + "</sbml>"))


def test_nul_characters_and_lone_surrogates_are_refused():
    assert "line 4" in refusal(BODY.replace("<listOf", "\0<listOf", 1))
    assert "surrogates" in refusal(BODY.replace("small", "\ud800"))


def test_a_megabyte_is_looked_through_in_under_a_second():
    note = "<notes><p>long</p></notes>" * 40_000
    begin = time.perf_counter()
    admit(BODY.replace("<model", f"{note}<model", 1), "m.xml")
    assert time.perf_counter() - begin < 1
