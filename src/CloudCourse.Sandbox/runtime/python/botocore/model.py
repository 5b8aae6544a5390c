"""What a service takes and gives, member by member: checks Python values in AWS's words and turns them into JSON, and JSON into Python values."""

import base64
import copy
import decimal
import io
import re

from botocore import times, xform_name
from botocore.response import StreamingBody

_SCALAR = re.compile(r"([a-z]+)(?:\([^)]*\))?(?:\{(\d+),\d+\})?$")
_b64encode, _b64decode = base64.b64encode, base64.b64decode


class Wrong(list):
    """All that is wrong with a request, a line each."""

    def type(self, name, value, *valid):
        self.append(f"Invalid type for parameter {name or 'input'}, value: {value}, type: {type(value)}, valid types: {', '.join(str(v) for v in valid)}")


class Shape:
    """`take(value, name, wrong)` gives the JSON of a Python value; `give(json)` the Python value, where `changes` says that they differ."""

    name = None
    least = None

    def _range(self, value, name, wrong):
        if self.least is not None and value < self.least:
            wrong.append(f"Invalid value for parameter {name}, value: {value}, valid min value: {self.least}")

    def _length(self, value, name, wrong):
        if self.least is not None and len(value) < self.least:
            wrong.append(f"Invalid length for parameter {name}, value: {len(value)}, valid min length: {self.least}")

    def changes(self, seen):
        return False


class Structure(Shape):
    type_name = "structure"

    def __init__(self, name, members, model):
        self.name = name
        self.required = [key[:-1] for key in members if key[-1] == "!"]
        self.members = {key.rstrip("!"): model.parse(value, later=True) for key, value in members.items()}
        self._model, self._givers = model, None
        for member, least in model.least_of(name):
            self.members[member] = _bounded(self.members[member], least.split(","))

    def member(self, name):
        shape = self.members[name]
        if isinstance(shape, str):
            shape = self.members[name] = self._model.parse(shape)
        return shape

    def take(self, value, name, wrong):
        if not isinstance(value, dict):
            return wrong.type(name, value, dict)
        for key in self.required:
            if key not in value:
                wrong.append(f'Missing required parameter in {name or "input"}: "{key}"')
        for key in value:
            if key not in self.members:
                wrong.append(f'Unknown parameter in {name or "input"}: "{key}", must be one of: {", ".join(self.members)}')
        prefix = name + "." if name else ""
        return {key: self.member(key).take(item, prefix + key, wrong) for key, item in value.items() if key in self.members}

    def changes(self, seen):
        if self in seen:
            return False
        seen.add(self)
        return any(self.member(name).changes(seen) for name in self.members)

    def give(self, json):
        givers = self._givers
        if givers is None:
            givers = self._givers = {name: self.member(name).give for name in self.members if self.member(name).changes(set())}
        for name, value in json.items():
            giver = givers.get(name)
            if giver is not None and value is not None:
                json[name] = giver(value)
        return json


class List(Shape):
    type_name = "list"

    def __init__(self, item):
        self.item, self._changes = item, None

    def take(self, value, name, wrong):
        if not isinstance(value, (list, tuple)):
            return wrong.type(name, value, list, tuple)
        self._length(value, name, wrong)
        return [self.item.take(item, f"{name}[{i}]", wrong) for i, item in enumerate(value)]

    def changes(self, seen):
        return self.item.changes(seen)

    def give(self, json):
        if self._changes is None:
            self._changes = self.item.changes(set())
        return [self.item.give(item) for item in json] if self._changes else json


class Map(Shape):
    type_name = "map"

    def __init__(self, value):
        self.value, self._changes = value, None

    def take(self, value, name, wrong):
        if not isinstance(value, dict):
            return wrong.type(name, value, dict)
        for key in value:
            if not isinstance(key, str):
                wrong.type(f"{name} (key: {key})", key, str)
        return {str(key): self.value.take(item, f"{name}.{key}", wrong) for key, item in value.items()}

    def changes(self, seen):
        return self.value.changes(seen)

    def give(self, json):
        if self._changes is None:
            self._changes = self.value.changes(set())
        return {key: self.value.give(item) for key, item in json.items()} if self._changes else json


class Scalar(Shape):
    def __init__(self, kind, least):
        self.type_name, self.least = kind, least

    def give(self, json):
        return json


class String(Scalar):
    def take(self, value, name, wrong):
        if not isinstance(value, str):
            return wrong.type(name, value, str)
        self._length(value, name, wrong)
        return value


class Integer(Scalar):
    def take(self, value, name, wrong):
        if not isinstance(value, int):
            return wrong.type(name, value, int)
        self._range(value, name, wrong)
        return value


class Float(Scalar):
    def take(self, value, name, wrong):
        if not isinstance(value, (float, int, decimal.Decimal)):
            return wrong.type(name, value, float, decimal.Decimal, int)
        self._range(value, name, wrong)
        return float(value) if isinstance(value, decimal.Decimal) else value

    def changes(self, seen):
        return True

    def give(self, json):
        return float(json)


class Boolean(Scalar):
    def take(self, value, name, wrong):
        return value if isinstance(value, bool) else wrong.type(name, value, bool)


class Timestamp(Scalar):
    def take(self, value, name, wrong):
        try:
            return times.write(value)
        except (TypeError, ValueError, OverflowError):
            return wrong.type(name, value, "<class 'datetime.datetime'>", "timestamp-string")

    def changes(self, seen):
        return True

    def give(self, json):
        return times.read(json)


class Blob(Scalar):
    def take(self, value, name, wrong):
        if isinstance(value, str):
            value = value.encode("utf-8", "surrogatepass")
        elif not isinstance(value, (bytes, bytearray)):
            if not hasattr(value, "read"):
                return wrong.type(name, value, "<class 'bytes'>", "<class 'bytearray'>", "file-like object")
            value = value.read()
            if isinstance(value, str):
                value = value.encode("utf-8", "surrogatepass")
        self._length(value, name, wrong)
        return _b64encode(value).decode("ascii")

    def changes(self, seen):
        return True

    def give(self, json):
        return _b64decode(json)


class Stream(Blob):
    def give(self, json):
        content = _b64decode(json)
        return StreamingBody(io.BytesIO(content), len(content))


class Document(Scalar):
    def take(self, value, name, wrong):
        if value is None or isinstance(value, (str, int, float, bool)):
            return value
        if isinstance(value, dict):
            return {key: self.take(item, f"{name}.{key}", wrong) for key, item in value.items()}
        if isinstance(value, list):
            return [self.take(item, f"{name}[{i}]", wrong) for i, item in enumerate(value)]
        return wrong.append(f"Invalid type for document parameter {name}, value: {value}, type: {type(value)}, valid types: (<class 'bool'>, <class 'int'>, <class 'float'>, <class 'dict'>, <class 'list'>, <class 'str'>)")


_KINDS = {
    "string": String, "integer": Integer, "long": Integer, "float": Float, "double": Float, "boolean": Boolean,
    "timestamp": Timestamp, "blob": Blob, "stream": Stream, "document": Document,
}


def _bounded(shape, least):
    """The same shape for one member, whose value, or whose items, are not to be shorter or less."""
    own, *inner = least
    shape = copy.copy(shape)
    if own:
        shape.least = int(own)
    if inner and isinstance(shape, List):
        shape.item = _bounded(shape.item, inner)
    elif inner:
        shape.value = _bounded(shape.value, inner)
    return shape


class ServiceModel:
    """One service, read as far as it is used."""

    def __init__(self, about):
        self.service_name = about["service"]
        self.operations = about["operations"]
        self.errors, self.paging, self.waiters = about["errors"], about["paging"], about["waiters"]
        self.statuses, self.simulated, self._others = about.get("statuses", {}), set(about.get("simulated", ())), about.get("others", "")
        self._written, self._shapes, self._least = about["shapes"], {}, about.get("least", {})

    @property
    def operation_names(self):
        return list(self.operations)

    def lacking(self, name):
        """AWS's operation behind a method that the course does not have; None where AWS has none either."""
        if isinstance(self._others, str):
            self._others = {xform_name(operation): operation for operation in self._others.split()}
        return self._others.get(name)

    def least_of(self, structure):
        """What a structure's members are held against: (name, the least of each level)."""
        return [entry.split(":") for entry in self._least.get(structure, "").split()]

    def input_of(self, operation):
        return self._structure(operation, 0)

    def output_of(self, operation):
        return self._structure(operation, 1)

    def _structure(self, operation, which):
        written = self.operations[operation][which]
        return self.parse(written) if written else Structure(operation, {}, self)

    def parse(self, written, later=False):
        """A structure's own members wait until they are asked for: they may lead back to it."""
        if isinstance(written, list):
            return List(self.parse(written[0]))
        if isinstance(written, dict):
            return Map(self.parse(written["*"]))
        if written == "map":
            return Map(self.parse("string"))
        shape = self._shapes.get(written)
        if shape is None:
            if written[0] == "@":
                if later:
                    return written
                shape = self._shapes[written] = Structure.__new__(Structure)
                shape.__init__(written[1:], self._written[written[1:]], self)
            else:
                match = _SCALAR.match(written)
                shape = self._shapes[written] = _KINDS[match[1]](match[1], int(match[2]) if match[2] else None)
        return shape
