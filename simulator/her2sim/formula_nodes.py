"""The kind of a node of a libSBML formula, also where another library has bent libSBML's types."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libsbml


def kind_of(node: libsbml.ASTNode) -> int:
    """Return the kind of a node, one of libSBML's ``AST_...`` numbers.

    libSEDML, which tellurium imports, shares its table of types with libSBML in a process; from
    then on ``getType`` returns a pointer to the number, which compares with nothing.
    """
    kind = node.getType()
    if isinstance(kind, int):
        return kind
    # The pointer is to four bytes that nobody frees; giving it up spares a warning for each node.
    kind.disown()
    return ctypes.c_int.from_address(int(kind)).value
