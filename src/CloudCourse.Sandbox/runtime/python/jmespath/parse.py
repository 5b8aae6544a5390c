"""Reads an expression into tuples: (kind, ...). The grammar is https://jmespath.org/specification.html."""

import json
import re

from jmespath.exceptions import LexerError, ParseError

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>-?\d+)|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<raw>'(?:[^'\\]|\\.)*')|(?P<literal>`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<sign>\[\?|\[\]|\|\||&&|==|!=|<=|>=|[.\[\]{}(),:*@&|<>!]))"""
)
_COMPARE = ("==", "!=", "<", "<=", ">", ">=")
# How tightly what follows binds to what stands before it.
_BINDS = {"|": 1, "||": 2, "&&": 3, **dict.fromkeys(_COMPARE, 5), "[]": 9, "*": 20, "[?": 21, ".": 40, "!": 45, "[": 55, "(": 60}
_PROJECTION_STOP = 10


def parse(text):
    parser = _Parser(text)
    tree = parser.expression(0)
    if parser.kind != "end":
        raise ParseError(f"Invalid jmespath expression: unexpected {parser.value!r} in {text!r}")
    return tree


def _tokens(text):
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise LexerError(f"Bad jmespath expression: Unknown token {text[at:].strip()[:1]!r} at column {at}: {text}")
        kind, value = match.lastgroup, match[match.lastgroup]
        try:
            if kind == "quoted":
                yield "name", json.loads(value)
            elif kind == "raw":
                yield "value", value[1:-1].replace("\\'", "'")
            elif kind == "literal":
                yield "value", _literal(value[1:-1].replace("\\`", "`"))
            elif kind == "number":
                yield "number", int(value)
            else:
                yield kind if kind == "name" else value, value
        except ValueError as error:
            raise LexerError(f"Bad jmespath expression: {error}: {text}") from None
        at = match.end()
    yield "end", ""


def _literal(text):
    try:
        return json.loads(text)
    except ValueError:
        return json.loads(f'"{text.lstrip()}"')  # an older form, which AWS's own tables use


class _Parser:
    def __init__(self, text):
        self._text, self._all, self._at = text, list(_tokens(text)), 0

    @property
    def kind(self):
        return self._all[self._at][0]

    @property
    def value(self):
        return self._all[self._at][1]

    def take(self, kind=None):
        if kind is not None and self.kind != kind:
            raise ParseError(f"Invalid jmespath expression: expected {kind!r}, found {self.value or 'the end'!r} in {self._text!r}")
        value = self.value
        self._at += 1
        return value

    def expression(self, binding):
        left = self._first()
        while binding < _BINDS.get(self.kind, 0):
            left = self._next(left)
        return left

    def _first(self):
        kind = self.kind
        if kind == "name":
            name = self.take()
            return ("field", name)
        value = self.take()
        if kind == "value":
            return ("literal", value)
        if kind == "@":
            return ("current",)
        if kind == "!":
            return ("not", self.expression(_BINDS["!"]))
        if kind == "&":
            return ("expression", self.expression(0))
        if kind == "(":
            inner = self.expression(0)
            self.take(")")
            return inner
        if kind == "*":
            return ("values", ("current",), self._rest())
        if kind == "[]":
            return ("project", ("flatten", ("current",)), self._rest())
        if kind == "[?":
            return self._filter(("current",))
        if kind == "{":
            return self._hash()
        if kind == "[":
            if self.kind in ("number", ":") or (self.kind == "*" and self._all[self._at + 1][0] == "]"):
                return self._brackets(("current",))
            return self._list()
        raise ParseError(f"Invalid jmespath expression: unexpected {value or 'end'!r} in {self._text!r}")

    def _next(self, left):
        kind = self.take()
        if kind == ".":
            if self.kind == "*":
                self.take()
                return ("values", left, self._rest())
            return ("sub", left, self._after_dot())
        if kind in ("|", "||", "&&"):
            return ({"|": "pipe", "||": "or", "&&": "and"}[kind], left, self.expression(_BINDS[kind]))
        if kind in _COMPARE:
            return ("compare", kind, left, self.expression(_BINDS[kind]))
        if kind == "[]":
            return ("project", ("flatten", left), self._rest())
        if kind == "[?":
            return self._filter(left)
        if kind == "[":
            return self._brackets(left)
        if kind == "(" and left[0] == "field":
            arguments = []
            while self.kind != ")":
                arguments.append(self.expression(0))
                if self.kind == ",":
                    self.take()
            self.take(")")
            return ("call", left[1], arguments)
        raise ParseError(f"Invalid jmespath expression: unexpected {kind!r} in {self._text!r}")

    def _after_dot(self):
        if self.kind == "[":
            self.take()
            return self._list()
        if self.kind == "{":
            self.take()
            return self._hash()
        if self.kind != "name":
            raise ParseError(f"Invalid jmespath expression: unexpected {self.value!r} after a dot in {self._text!r}")
        return self.expression(_BINDS["."])

    def _rest(self):
        """What is asked of each item of a projection."""
        if _BINDS.get(self.kind, 0) < _PROJECTION_STOP:
            return ("current",)
        if self.kind == ".":
            self.take()
            if self.kind == "*":
                self.take()
                return ("values", ("current",), self._rest())
            tree = self._after_dot()
        else:
            tree = self._next(("current",))
        while _BINDS.get(self.kind, 0) >= _PROJECTION_STOP:
            tree = self._next(tree)
        return tree

    def _filter(self, left):
        condition = self.expression(0)
        self.take("]")
        return ("project", ("filter", left, condition), self._rest())

    def _brackets(self, left):
        if self.kind == "*":
            self.take()
            self.take("]")
            return ("project", left, self._rest())
        parts = [None]
        while self.kind != "]":
            if self.kind == ":":
                self.take()
                parts.append(None)
            else:
                parts[-1] = self.take("number")
        self.take("]")
        if len(parts) == 1:
            return ("index", left, parts[0])
        return ("project", ("slice", left, parts), self._rest())

    def _list(self):
        items = [self.expression(0)]
        while self.kind == ",":
            self.take()
            items.append(self.expression(0))
        self.take("]")
        return ("list", items)

    def _hash(self):
        pairs = []
        while True:
            name = self.take("name")
            self.take(":")
            pairs.append((name, self.expression(0)))
            if self.kind != ",":
                break
            self.take()
        self.take("}")
        return ("hash", pairs)
