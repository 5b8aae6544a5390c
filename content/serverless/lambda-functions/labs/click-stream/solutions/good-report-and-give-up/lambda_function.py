import base64
import json

import boto3

views = boto3.resource("dynamodb").Table("views")


def lambda_handler(event, context):
    for record in event["Records"]:
        try:
            count(json.loads(base64.b64decode(record["kinesis"]["data"])))
        except Exception as error:
            print("stops at", record["kinesis"]["sequenceNumber"], error)
            return {"batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}]}
    return {"batchItemFailures": []}


def count(click):
    views.update_item(
        Key={"page": click["page"], "minute": click["at"][:16]},
        UpdateExpression="ADD clicks :one",
        ExpressionAttributeValues={":one": 1},
    )
