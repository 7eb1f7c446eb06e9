"""Turns Python source into the smallest bytecode that runs alike: no docstrings, no positions.

Bytecode must come from the Python that will run it. Which files are compiled is for `pack` and `library`.
"""

from __future__ import annotations

import ast
import importlib.util
import marshal
import sys
from collections.abc import Sequence
from types import CodeType
from typing import Final

UNCHECKED: Final = (0b01).to_bytes(4, "little")
"""The flag of a .pyc that names its source by content and is never compared with it: there is no source."""
WITHOUT_PLACE: Final = 0b1111_1111
"""An entry of a table of positions: the next eight units of code have none (CPython, locations.md)."""
UNITS: Final = 8
UNIT_BYTES: Final = 2


def fits(python: str) -> bool:
    """Tell whether the Python that runs this makes bytecode for one of this version, such as 3.13.2."""
    return python.startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")


def compiled(source: bytes, path: str) -> bytes:
    """Return the content of a .pyc; `path` is what a traceback would name.

    Positions are a third of all bytecode after compression. A traceback then has names of functions but no
    lines; none ever reaches a reader.
    """
    tree = _Bare().visit(ast.parse(source, path))
    code = compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True, optimize=1)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source)
    return head + marshal.dumps(_placeless(code))


def methods(sources: Sequence[str]) -> bytes:
    """Return the code of sources that `dataclass` hands to `exec`, by their text, for `methods.py`."""
    ready = {
        source: _placeless(compile(source, "<dataclass>", "exec", dont_inherit=True)) for source in sources
    }
    return marshal.dumps(ready)


class _Bare(ast.NodeTransformer):
    """Takes docstrings away. A class keeps a stop: without any, `dataclass` writes one at each start."""

    def visit_Module(self, node: ast.Module) -> ast.AST:
        return self._without(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._without(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._without(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        if ast.get_docstring(node, clean=False) is not None:
            node.body[0] = ast.Expr(ast.Constant("."))
        return node

    def _without(self, node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self.generic_visit(node)
        if ast.get_docstring(node, clean=False) is not None:
            node.body[0:1] = [] if len(node.body) > 1 else [ast.Pass()]
        return node


def _placeless(code: CodeType) -> CodeType:
    units = len(code.co_code) // UNIT_BYTES
    table = bytes([WITHOUT_PLACE]) * (units // UNITS)
    if units % UNITS:
        table += bytes([WITHOUT_PLACE - UNITS + units % UNITS])
    inner = (_placeless(item) if isinstance(item, CodeType) else item for item in code.co_consts)
    return code.replace(co_linetable=table, co_consts=tuple(inner))
