"""COMBINE archives, sound and hostile."""

import io
import zipfile

import pytest
from her2sim.errors import InvalidModel
from her2sim.intake import read_checked
from her2sim.intake.archive import ENTRIES

from .writing import whole

SBML_FORMAT = "http://identifiers.org/combine.specifications/sbml.level-3.version-1"


def manifest(**entries):
    rows = "".join(
        f'<content location="./{name}.xml" format="{SBML_FORMAT}" master="{master}"/>'
        for name, master in entries.items()
    )
    space = "http://identifiers.org/combine.specifications/omex-manifest"
    return f'<?xml version="1.0"?><omexManifest xmlns="{space}">{rows}</omexManifest>'


def omex(tmp_path, files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    path = tmp_path / "m.omex"
    path.write_bytes(buffer.getvalue())
    return path


def refusal(path):
    with pytest.raises(InvalidModel) as caught:
        read_checked(path)
    return str(caught.value)


OTHER = whole().replace('"A"', '"Z"').replace("<ci>A</ci>", "<ci>Z</ci>")


def test_the_master_is_read(tmp_path):
    files = [("manifest.xml", manifest(a="false", b="true")), ("a.xml", OTHER), ("b.xml", whole())]
    model = read_checked(omex(tmp_path, files))
    assert model.species == ("A", "B")
    assert model.name == "m.omex/b.xml"


def test_a_single_model_needs_no_mark(tmp_path):
    files = [("manifest.xml", manifest(a="false")), ("a.xml", whole())]
    assert read_checked(omex(tmp_path, files)).species == ("A", "B")
    assert read_checked(omex(tmp_path, files[1:])).species == ("A", "B")


def test_several_models_without_a_master_are_listed(tmp_path):
    files = [("manifest.xml", manifest(a="false", b="false")), ("a.xml", OTHER), ("b.xml", OTHER)]
    assert "a.xml, b.xml" in refusal(omex(tmp_path, files))


def test_an_archive_without_a_model_is_refused(tmp_path):
    assert "no SBML model" in refusal(omex(tmp_path, [("readme.txt", "hello")]))


def test_a_listed_file_must_be_there(tmp_path):
    assert "'a.xml'" in refusal(omex(tmp_path, [("manifest.xml", manifest(a="true"))]))


@pytest.mark.parametrize("name", ["../a.xml", "/etc/a.xml", "x/../../a.xml", "c:/a.xml"])
def test_entries_outside_of_the_archive_are_refused(tmp_path, name):
    assert "outside" in refusal(omex(tmp_path, [(name, whole())]))


def test_two_entries_of_one_name_are_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = omex(tmp_path, [("a.xml", whole()), ("a.xml", OTHER)])
    assert "two entries" in refusal(path)


def test_a_zip_bomb_is_refused(tmp_path):
    assert "tightly" in refusal(omex(tmp_path, [("a.xml", " " * 30_000_000)]))


def test_the_number_of_entries_is_capped(tmp_path):
    files = [(f"{index}.txt", "") for index in range(ENTRIES + 1)]
    assert str(ENTRIES) in refusal(omex(tmp_path, files))


def test_a_damaged_archive_is_called_damaged(tmp_path):
    path = omex(tmp_path, [("a.xml", whole())])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "damaged" in refusal(path)
    broken = bytearray(content)
    broken[60:70] = b"0123456789"
    path.write_bytes(broken)
    assert "damaged" in refusal(path)


def test_a_manifest_with_a_doctype_is_refused(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><omexManifest/>'
    assert "DOCTYPE" in refusal(omex(tmp_path, [("manifest.xml", bomb), ("a.xml", whole())]))


def test_a_text_called_omex_is_refused(tmp_path):
    path = tmp_path / "m.omex"
    path.write_text("hello")
    assert "zip" in refusal(path)
