"""Tables are read strictly, and what is written reads back equal."""

import pytest
from her2sim.errors import InvalidTable
from her2sim.rows import Gene, MutationRow, Parameter
from her2sim.tables import columns_of, format_table, read_table, write_table
from hypothesis import given
from hypothesis import strategies as st

HEADER = "id,value,unit,lower,upper,evidence,source,sbo,name,note\n"
ROW = "k,0.5,1/s,0.1,1,assumed,,,,\n"


def table(tmp_path, text, kind=Parameter):
    path = tmp_path / "parameters.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, kind)


def test_cells_become_numbers_texts_and_nothing(tmp_path):
    (row,) = table(tmp_path, HEADER + "k,0.5,1/s,,1,assumed,,,,a note\n")
    assert (row.id, row.value, row.lower, row.upper, row.note) == ("k", 0.5, None, 1.0, "a note")


def test_several_targets_are_split_at_semicolons(tmp_path):
    (gene,) = table(tmp_path, "gene,uniprot,targets,note\nAKT1,P31749,a; b,\n", Gene)
    assert gene.targets == ("a", "b")


def test_blank_lines_and_a_byte_order_mark_are_ignored(tmp_path):
    assert len(table(tmp_path, "\ufeff" + HEADER + "\n,,,,,,,,,\n" + ROW)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "header is missing"),
        (HEADER.replace("unit", "units"), "column 'units': Unknown column. Closest: 'unit'"),
        (HEADER.replace("unit,", ""), "column 'unit': The column is missing"),
        (HEADER.replace("unit", "unit,unit"), "column 'unit': The column occurs twice"),
        (HEADER + ROW + ROW, "line 3, column 'id': 'k' stands already in line 2"),
        (HEADER + ROW.replace("0.5", "0,5"), "line 2: 11 cells where the header has 10"),
        (HEADER + ROW.replace("0.5", "half"), "column 'value': 'half' is not a finite number"),
        (HEADER + ROW.replace("0.5", "nan"), "column 'value': 'nan' is not a finite number"),
        (HEADER + ROW.replace("0.5", ""), "column 'value': '' is not a finite number"),
        (HEADER + ROW[1:], "line 2, column 'id': The cell is empty"),
        (HEADER + '"k,1\n', "line 2: Not valid CSV"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(tmp_path, text, message):
    with pytest.raises(InvalidTable, match=r"parameters\.csv") as caught:
        table(tmp_path, text)
    assert message in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InvalidTable, match=r"absent\.csv: The file does not exist"):
        read_table(tmp_path / "absent.csv", Parameter)


def test_a_line_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "parameters.csv"
    path.write_bytes((HEADER + ROW).encode() + b"m\xb5,1\n")
    with pytest.raises(InvalidTable, match="line 3: The text is not UTF-8"):
        read_table(path, Parameter)


def test_one_id_may_have_several_rows_where_the_table_says_so(tmp_path):
    text = format_table(MutationRow, [])
    line = "A,G,,k,scale,2,1,,,assumed,,\n"
    assert len(table(tmp_path, text + line + line, MutationRow)) == 2


words = st.text(st.characters(exclude_categories=("C", "Z")), max_size=8)
numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(
    rows=st.lists(
        st.builds(
            Parameter,
            id=words.filter(bool),
            value=numbers,
            unit=words,
            lower=st.none() | numbers,
            upper=st.none() | numbers,
            evidence=words,
            source=words,
            sbo=words,
            name=words,
            note=words,
        ),
        unique_by=lambda row: row.id,
        max_size=4,
    )
)
def test_written_rows_read_back_equal(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "parameters.csv"
    write_table(path, Parameter, rows)
    assert read_table(path, Parameter) == tuple(rows)


def test_columns_are_those_of_the_contract():
    assert ",".join(columns_of(Parameter)) + "\n" == HEADER
