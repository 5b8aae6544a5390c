"""JMESPath: questions to JSON-like values, as AWS's waiters, paginators and `search` ask them."""

from jmespath import exceptions
from jmespath.evaluate import evaluate
from jmespath.parse import parse

_compiled = {}


class Compiled:
    def __init__(self, text):
        self.expression, self._tree = text, parse(text)

    def search(self, value, options=None):
        return evaluate(self._tree, value)


def compile(expression, options=None):
    found = _compiled.get(expression)
    if found is None:
        if len(_compiled) > 500:
            _compiled.clear()
        found = _compiled[expression] = Compiled(expression)
    return found


def search(expression, data, options=None):
    return compile(expression).search(data)


__all__ = ["compile", "exceptions", "search"]
