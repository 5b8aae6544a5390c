"""DynamoDB's values as Python's, and back."""

from collections.abc import Mapping, Set
from decimal import Clamped, Context, Decimal, Inexact, Overflow, Rounded, Underflow

STRING, NUMBER, BINARY = "S", "N", "B"
STRING_SET, NUMBER_SET, BINARY_SET = "SS", "NS", "BS"
NULL, BOOLEAN, MAP, LIST = "NULL", "BOOL", "M", "L"

# 38 digits, and none lost without a word.
DYNAMODB_CONTEXT = Context(Emin=-128, Emax=126, prec=38, traps=[Clamped, Overflow, Inexact, Rounded, Underflow])


class Binary:
    """Bytes that DynamoDB keeps as they are."""

    def __init__(self, value):
        if not isinstance(value, (bytes, bytearray)):
            raise TypeError(f"Value must be of the following types: {', '.join(str(t) for t in (bytearray, bytes))}")
        self.value = value

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Binary) else other)

    def __ne__(self, other):
        return not self == other

    def __repr__(self):
        return f"Binary({self.value!r})"

    def __str__(self):
        return str(self.value)

    def __bytes__(self):
        return bytes(self.value)

    def __hash__(self):
        return hash(bytes(self.value))


def _is_number(value):
    if isinstance(value, float):
        raise TypeError("Float types are not supported. Use Decimal types instead.")
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _is_binary(value):
    return isinstance(value, (Binary, bytearray, bytes))


def _number(value):
    text = str(DYNAMODB_CONTEXT.create_decimal(value))
    if text in ("Infinity", "-Infinity", "NaN"):
        raise TypeError("Infinity and NaN not supported")
    return text


def _bytes(value):
    return value.value if isinstance(value, Binary) else value


class TypeSerializer:
    """`serialize("a")` gives {"S": "a"}."""

    def serialize(self, value):
        if value is None:
            return {NULL: True}
        if isinstance(value, bool):
            return {BOOLEAN: value}
        if _is_number(value):
            return {NUMBER: _number(value)}
        if isinstance(value, str):
            return {STRING: value}
        if _is_binary(value):
            return {BINARY: _bytes(value)}
        if isinstance(value, Set):
            if all(_is_number(item) for item in value):
                return {NUMBER_SET: [_number(item) for item in value]}
            if all(isinstance(item, str) for item in value):
                # Sets have no order of their own: this one makes a run the same each time.
                return {STRING_SET: sorted(value)}
            if all(_is_binary(item) for item in value):
                return {BINARY_SET: [_bytes(item) for item in value]}
        elif isinstance(value, Mapping):
            return {MAP: {name: self.serialize(item) for name, item in value.items()}}
        elif isinstance(value, (list, tuple)):
            return {LIST: [self.serialize(item) for item in value]}
        raise TypeError(f'Unsupported type "{type(value)}" for value "{value}"')


class TypeDeserializer:
    """`deserialize({"N": "1"})` gives Decimal("1")."""

    def deserialize(self, value):
        if not value:
            raise TypeError("Value must be a nonempty dictionary whose key is a valid dynamodb type.")
        kind, content = next(iter(value.items()))
        read = _READERS.get(kind)
        if read is None:
            raise TypeError(f"Dynamodb type {kind} is not supported")
        return read(self, content)


_READERS = {
    NULL: lambda self, value: None,
    BOOLEAN: lambda self, value: value,
    NUMBER: lambda self, value: DYNAMODB_CONTEXT.create_decimal(value),
    STRING: lambda self, value: value,
    BINARY: lambda self, value: Binary(value),
    NUMBER_SET: lambda self, value: {DYNAMODB_CONTEXT.create_decimal(item) for item in value},
    STRING_SET: lambda self, value: set(value),
    BINARY_SET: lambda self, value: {Binary(item) for item in value},
    LIST: lambda self, value: [self.deserialize(item) for item in value],
    MAP: lambda self, value: {name: self.deserialize(item) for name, item in value.items()},
}
