import json

import boto3


def read(record):
    try:
        order = json.loads(record["body"])
        return order if isinstance(order["copies"], int) else None
    except (ValueError, KeyError):
        return None


def lambda_handler(event, context):
    failed = []
    table = boto3.resource("dynamodb").Table("orders")
    for record in event["Records"]:
        order = read(record)
        if order is None:
            failed.append(record["messageId"])
        else:
            table.put_item(Item={name: order[name] for name in ("order", "member", "copies")})
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}
