"""A DynamoDB client that takes and gives Python's own values, as the resource's does."""

from boto3.dynamodb.conditions import ConditionBase, ConditionExpressionBuilder
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.model import List, Map, Structure

_CONDITIONS = {"KeyConditionExpression": True, "ConditionExpression": False, "FilterExpression": False}
_serialize, _deserialize = TypeSerializer().serialize, TypeDeserializer().deserialize


def change(shape, value, convert):
    """Converts every value that stands where the model has DynamoDB's own."""
    if isinstance(shape, Structure):
        if shape.name == "AttributeValue":
            return convert(value)
        if isinstance(value, dict):
            return {name: change(shape.member(name), item, convert) if name in shape.members else item for name, item in value.items()}
    elif isinstance(shape, List) and isinstance(value, (list, tuple)):
        return [change(shape.item, item, convert) for item in value]
    elif isinstance(shape, Map) and isinstance(value, dict):
        return {name: change(shape.value, item, convert) for name, item in value.items()}
    return value


def _with_conditions(params):
    if not any(isinstance(params.get(name), ConditionBase) for name in _CONDITIONS):
        return params
    params, builder = dict(params), ConditionExpressionBuilder()
    names, values = dict(params.get("ExpressionAttributeNames") or {}), dict(params.get("ExpressionAttributeValues") or {})
    for member, is_key in _CONDITIONS.items():
        if isinstance(params.get(member), ConditionBase):
            built = builder.build_expression(params[member], is_key_condition=is_key)
            params[member] = built.condition_expression
            names.update(built.attribute_name_placeholders)
            values.update(built.attribute_value_placeholders)
    if names:
        params["ExpressionAttributeNames"] = names
    if values:
        params["ExpressionAttributeValues"] = values
    return params


def transforming(kind):
    """The same client's class, its calls changed on both ways."""

    def _make_api_call(self, operation_name, api_params):
        model = self._model
        params = change(model.input_of(operation_name), _with_conditions(api_params), _serialize)
        output = kind._make_api_call(self, operation_name, params)
        about = output.pop("ResponseMetadata")
        return {**change(model.output_of(operation_name), output, _deserialize), "ResponseMetadata": about}

    return type(kind.__name__, (kind,), {"__module__": kind.__module__, "_make_api_call": _make_api_call})
