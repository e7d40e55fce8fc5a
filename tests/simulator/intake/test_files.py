"""Path or text, and which kind of it."""

import codecs
import socket

import pytest
from her2sim.errors import InvalidModel, InvalidValue
from her2sim.intake import read_checked
from her2sim.intake.files import SIZE_BYTES, decode, locate

from .writing import whole

ANTIMONY = "model small\n  A -> B; k*A\n  A = 10; B = 0; k = 1\nend\n"


def refusal(source):
    with pytest.raises(InvalidModel) as caught:
        locate(source)
    return str(caught.value)


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("nothing", ["", "  \n ", b"", codecs.BOM_UTF8])
def test_emptiness_is_called_empty(put, nothing):
    assert "empty" in refusal(put("m.xml", nothing))


def test_an_empty_text_is_called_empty():
    assert "empty" in refusal(" \n ")


@pytest.mark.parametrize("wrong", [5, None, 2.5, ["m.xml"]])
def test_what_is_neither_path_nor_text_is_refused(wrong):
    with pytest.raises(InvalidValue, match="path"):
        locate(wrong)


@pytest.mark.parametrize(
    "address", ["http://example.org/m.xml", "https://example.org/m.xml", "file:///etc/passwd"]
)
def test_no_address_is_ever_fetched(address, monkeypatch):
    def forbidden(*_):
        raise RuntimeError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    assert "Download it first" in refusal(address)


def test_a_missing_file_brings_the_closest_name(put):
    path = put("egfr.xml", whole())
    message = refusal(path.with_name("egf.xml"))
    assert "There is no file" in message
    assert "egfr.xml" in message


def test_a_folder_and_a_device_are_no_models(tmp_path):
    assert "folder" in refusal(tmp_path)
    assert "regular file" in refusal("/dev/zero")


def test_a_long_text_without_a_model_is_not_echoed():
    assert len(refusal("x" * 5000)) < 400


def test_a_file_that_is_no_model_is_refused(put):
    assert "no model" in refusal(put("m.xml", "species,value\nA,1\n"))
    assert "no model" in refusal(put("m.pdf", "hello"))


def test_size_is_capped(put):
    assert "20 MB" in refusal(put("m.xml", b"<" + b" " * SIZE_BYTES))
    assert "20 MB" in refusal("<" + " " * SIZE_BYTES)


def test_html_is_refused_by_its_root():
    with pytest.raises(InvalidModel, match="<html>"):
        read_checked("<html><body>Not found</body></html>")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(put, encoding):
    text = whole().replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8")
    assert read_checked(put("m.xml", text.encode(encoding))).species == ("A", "B")


def test_a_declared_encoding_is_used():
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><sbml name="\u00e4"/>'
    assert "\u00e4" in decode(text.encode("latin-1"), "m.xml")


def test_bytes_that_do_not_fit_the_encoding_are_located(put):
    content = whole().encode().replace(b"small", b"sm\xe4ll")
    message = refusal(put("m.xml", content))
    assert "line 3" in message
    assert "do not match" in message


def test_an_encoding_that_is_not_read_is_named(put):
    assert "'EBCDIC-XY'" in refusal(put("m.xml", whole().replace("UTF-8", "EBCDIC-XY")))


def test_bytes_without_a_declared_utf16_mark_do_not_pass(put):
    with pytest.raises(InvalidModel, match=r"NUL|do not match|no model"):
        read_checked(put("m.xml", whole().encode("utf-16-le")))


def test_antimony_comes_as_file_or_text(put):
    for source in (put("m.ant", ANTIMONY), ANTIMONY, ANTIMONY.encode()):
        model = read_checked(source)
        assert model.species == ("A", "B")
        assert model.parameters == ("k",)


def test_broken_antimony_is_located(put):
    with pytest.raises(InvalidModel, match="line 2"):
        read_checked(put("m.ant", "model small\n  A -> -> B; k*A\nend\n"))


def test_antimony_imports_are_not_followed(put):
    put("other.ant", ANTIMONY)
    with pytest.raises(InvalidModel, match=r"line 1.*not followed"):
        read_checked(put("m.ant", 'import "other.ant"\nmodel m\n  A: small()\nend\n'))
