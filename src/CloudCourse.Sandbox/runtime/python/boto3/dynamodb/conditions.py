"""Conditions written in Python: Key("id").eq(1) & Attr("age").gt(18)."""

import collections
import re

from boto3.exceptions import DynamoDBNeedsConditionError, DynamoDBNeedsKeyConditionError, DynamoDBOperationNotSupportedError

# One name of a path such as parts[0].colour, with the places in lists that follow it.
_PART = re.compile(r"([^.\[\]]+)((?:\[\d+\])*)")


class ConditionBase:
    """`operator` is how DynamoDB writes it; `values` are what it stands between."""

    expression_format = ""
    expression_operator = ""
    has_grouped_values = False

    def __init__(self, *values):
        self._values = values

    def __and__(self, other):
        if not isinstance(other, ConditionBase):
            raise DynamoDBOperationNotSupportedError("AND", other)
        return And(self, other)

    def __or__(self, other):
        if not isinstance(other, ConditionBase):
            raise DynamoDBOperationNotSupportedError("OR", other)
        return Or(self, other)

    def __invert__(self):
        return Not(self)

    def get_expression(self):
        return {"format": self.expression_format, "operator": self.expression_operator, "values": self._values}

    def __eq__(self, other):
        return type(self) is type(other) and self._values == other._values

    def __ne__(self, other):
        return not self == other

    __hash__ = None


def _condition(name, operator, form):
    return type(name, (ConditionBase,), {"expression_operator": operator, "expression_format": form, "__module__": __name__, "has_grouped_values": operator == "IN"})


Equals = _condition("Equals", "=", "{0} {operator} {1}")
NotEquals = _condition("NotEquals", "<>", "{0} {operator} {1}")
LessThan = _condition("LessThan", "<", "{0} {operator} {1}")
LessThanEquals = _condition("LessThanEquals", "<=", "{0} {operator} {1}")
GreaterThan = _condition("GreaterThan", ">", "{0} {operator} {1}")
GreaterThanEquals = _condition("GreaterThanEquals", ">=", "{0} {operator} {1}")
In = _condition("In", "IN", "{0} {operator} {1}")
Between = _condition("Between", "BETWEEN", "{0} {operator} {1} AND {2}")
BeginsWith = _condition("BeginsWith", "begins_with", "{operator}({0}, {1})")
Contains = _condition("Contains", "contains", "{operator}({0}, {1})")
AttributeType = _condition("AttributeType", "attribute_type", "{operator}({0}, {1})")
AttributeExists = _condition("AttributeExists", "attribute_exists", "{operator}({0})")
AttributeNotExists = _condition("AttributeNotExists", "attribute_not_exists", "{operator}({0})")
And = _condition("And", "AND", "({0} {operator} {1})")
Or = _condition("Or", "OR", "({0} {operator} {1})")
Not = _condition("Not", "NOT", "({operator} {0})")


class AttributeBase:
    def __init__(self, name):
        self.name = name

    def __and__(self, value):
        raise DynamoDBOperationNotSupportedError("AND", self)

    def __or__(self, value):
        raise DynamoDBOperationNotSupportedError("OR", self)

    def __invert__(self):
        raise DynamoDBOperationNotSupportedError("NOT", self)

    def __eq__(self, other):
        return isinstance(other, type(self)) and self.name == other.name

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def eq(self, value):
        return Equals(self, value)

    def lt(self, value):
        return LessThan(self, value)

    def lte(self, value):
        return LessThanEquals(self, value)

    def gt(self, value):
        return GreaterThan(self, value)

    def gte(self, value):
        return GreaterThanEquals(self, value)

    def begins_with(self, value):
        return BeginsWith(self, value)

    def between(self, low_value, high_value):
        return Between(self, low_value, high_value)


class Key(AttributeBase):
    pass


class Attr(AttributeBase):
    def ne(self, value):
        return NotEquals(self, value)

    def is_in(self, value):
        return In(self, value)

    def exists(self):
        return AttributeExists(self)

    def not_exists(self):
        return AttributeNotExists(self)

    def contains(self, value):
        return Contains(self, value)

    def size(self):
        return Size(self)

    def attribute_type(self, value):
        return AttributeType(self, value)


class Size(ConditionBase, AttributeBase):
    """The size of an attribute, which is compared like an attribute itself."""

    expression_operator, expression_format = "size", "{operator}({0})"
    ne, is_in = Attr.ne, Attr.is_in
    __and__, __or__, __invert__ = AttributeBase.__and__, AttributeBase.__or__, AttributeBase.__invert__

    def __init__(self, attribute):
        ConditionBase.__init__(self, attribute)
        self.name = f"size({attribute.name})"


BuiltConditionExpression = collections.namedtuple("BuiltConditionExpression", ["condition_expression", "attribute_name_placeholders", "attribute_value_placeholders"])


class ConditionExpressionBuilder:
    """Writes conditions in DynamoDB's words; names become #n0, #n1…, values :v0, :v1…"""

    def __init__(self):
        self.reset()

    def reset(self):
        self._names = self._values = 0

    def build_expression(self, condition, is_key_condition=False):
        if not isinstance(condition, ConditionBase):
            raise DynamoDBNeedsConditionError(condition)
        names, values = {}, {}
        return BuiltConditionExpression(self._write(condition, names, values, is_key_condition), names, values)

    def _write(self, condition, names, values, is_key):
        about = condition.get_expression()
        parts = []
        for item in about["values"]:
            if isinstance(item, ConditionBase):
                parts.append(self._write(item, names, values, is_key))
            elif isinstance(item, AttributeBase):
                if is_key and not isinstance(item, Key):
                    raise DynamoDBNeedsKeyConditionError(f"Attribute object {item.name} is of type {type(item)}. KeyConditionExpression only supports Attribute objects of type Key")
                parts.append(self._name(item.name, names))
            elif condition.has_grouped_values:
                parts.append("(" + ", ".join(self._value(one, values) for one in item) + ")")
            else:
                parts.append(self._value(item, values))
        return about["format"].format(*parts, operator=about["operator"])

    def _name(self, path, names):
        def placeholder(part):
            key = f"#n{self._names}"
            self._names += 1
            names[key] = part[1]
            return key + part[2]

        return _PART.sub(placeholder, path)

    def _value(self, value, values):
        key = f":v{self._values}"
        self._values += 1
        values[key] = value
        return key
