"""Answers a parsed expression. What is not there is None, as the specification says."""

import json

from jmespath.exceptions import ArityError, JMESPathTypeError, UnknownFunctionError


def evaluate(tree, value):
    return _KINDS[tree[0]](tree, value)


def _truth(value):
    return not (value is None or value is False or value == "" or value == [] or value == {}) or (value == 0 and not isinstance(value, bool))


def _equal(a, b):
    return isinstance(a, bool) == isinstance(b, bool) and a == b


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _field(tree, value):
    return value.get(tree[1]) if isinstance(value, dict) else None


def _sub(tree, value):
    left = evaluate(tree[1], value)
    return None if left is None else evaluate(tree[2], left)


def _index(tree, value):
    left = evaluate(tree[1], value)
    if not isinstance(left, list):
        return None
    return left[tree[2]] if -len(left) <= tree[2] < len(left) else None


def _slice(tree, value):
    left = evaluate(tree[1], value)
    return left[slice(*tree[2][:3])] if isinstance(left, list) else None


def _project(tree, value):
    left = evaluate(tree[1], value)
    return _kept(tree[2], left) if isinstance(left, list) else None


def _values(tree, value):
    left = evaluate(tree[1], value)
    return _kept(tree[2], left.values()) if isinstance(left, dict) else None


def _kept(tree, items):
    found = (evaluate(tree, item) for item in items)
    return [item for item in found if item is not None]


def _flatten(tree, value):
    left = evaluate(tree[1], value)
    if not isinstance(left, list):
        return None
    flat = []
    for item in left:
        flat.extend(item) if isinstance(item, list) else flat.append(item)
    return flat


def _filter(tree, value):
    left = evaluate(tree[1], value)
    return [item for item in left if _truth(evaluate(tree[2], item))] if isinstance(left, list) else None


def _or(tree, value):
    left = evaluate(tree[1], value)
    return left if _truth(left) else evaluate(tree[2], value)


def _and(tree, value):
    left = evaluate(tree[1], value)
    return evaluate(tree[2], value) if _truth(left) else left


def _compare(tree, value):
    sign, left, right = tree[1], evaluate(tree[2], value), evaluate(tree[3], value)
    if sign == "==":
        return _equal(left, right)
    if sign == "!=":
        return not _equal(left, right)
    if not (_is_number(left) and _is_number(right)) and not (isinstance(left, str) and isinstance(right, str)):
        try:
            left < right  # moments are compared too, as AWS's library does
        except TypeError:
            return None
        if left is None or right is None or isinstance(left, (list, dict)):
            return None
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def _list(tree, value):
    return None if value is None else [evaluate(item, value) for item in tree[1]]


def _hash(tree, value):
    return None if value is None else {name: evaluate(item, value) for name, item in tree[1]}


def _call(tree, value):
    name, arguments = tree[1], tree[2]
    if name not in _FUNCTIONS:
        raise UnknownFunctionError(f"Unknown function: {name}()")
    run, least = _FUNCTIONS[name]
    if len(arguments) < least or (least > 0 and name not in ("merge", "not_null") and len(arguments) != least):
        raise ArityError(f"Expected {least} argument(s) for function {name}(), received {len(arguments)}")
    given = [(lambda item, asked=a[1]: evaluate(asked, item)) if a[0] == "expression" else evaluate(a, value) for a in arguments]
    try:
        return run(*given)
    except (TypeError, AttributeError) as error:
        raise JMESPathTypeError(f"In function {name}(), invalid type for value: {error}") from None


def _need(value, *kinds):
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise TypeError(f"{value!r}")
    return value


def _to_number(value):
    if _is_number(value):
        return value
    try:
        return None if not isinstance(value, str) else int(value) if value.lstrip("-").isdigit() else float(value)
    except ValueError:
        return None


def _type(value):
    return ("null" if value is None else "boolean" if isinstance(value, bool) else "number" if _is_number(value) else "string" if isinstance(value, str)
            else "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "expression" if callable(value) else "string")


def _merge(*maps):
    return {name: item for each in maps for name, item in _need(each, dict).items()}


_FUNCTIONS = {
    "abs": (lambda x: abs(_need(x, int, float)), 1),
    "avg": (lambda x: sum(x) / len(x) if _need(x, list) else None, 1),
    "ceil": (lambda x: -int(-_need(x, int, float) // 1), 1),
    "contains": (lambda x, y: y in x if isinstance(_need(x, list, str), list) or isinstance(y, str) else False, 2),
    "ends_with": (lambda x, y: _need(x, str).endswith(y), 2),
    "floor": (lambda x: int(_need(x, int, float) // 1), 1),
    "join": (lambda glue, x: _need(glue, str).join(_need(x, list)), 2),
    "keys": (lambda x: list(_need(x, dict)), 1),
    "length": (lambda x: len(_need(x, list, dict, str)), 1),
    "map": (lambda f, x: [f(item) for item in _need(x, list)], 2),
    "max": (lambda x: max(_need(x, list), default=None), 1),
    "max_by": (lambda x, f: max(_need(x, list), key=f, default=None), 2),
    "merge": (_merge, 1),
    "min": (lambda x: min(_need(x, list), default=None), 1),
    "min_by": (lambda x, f: min(_need(x, list), key=f, default=None), 2),
    "not_null": (lambda *x: next((item for item in x if item is not None), None), 1),
    "reverse": (lambda x: _need(x, list, str)[::-1], 1),
    "sort": (lambda x: sorted(_need(x, list)), 1),
    "sort_by": (lambda x, f: sorted(_need(x, list), key=f), 2),
    "starts_with": (lambda x, y: _need(x, str).startswith(y), 2),
    "sum": (lambda x: sum(_need(x, list)), 1),
    "to_array": (lambda x: x if isinstance(x, list) else [x], 1),
    "to_number": (_to_number, 1),
    "to_string": (lambda x: x if isinstance(x, str) else json.dumps(x, separators=(",", ":"), default=str), 1),
    "type": (_type, 1),
    "values": (lambda x: list(_need(x, dict).values()), 1),
}

_KINDS = {
    "field": _field, "sub": _sub, "index": _index, "slice": _slice, "project": _project, "values": _values, "flatten": _flatten, "filter": _filter,
    "or": _or, "and": _and, "compare": _compare, "list": _list, "hash": _hash, "call": _call,
    "not": lambda tree, value: not _truth(evaluate(tree[1], value)),
    "pipe": lambda tree, value: evaluate(tree[2], evaluate(tree[1], value)),
    "literal": lambda tree, value: tree[1],
    "current": lambda tree, value: value,
}
