import json

import boto3

orders = boto3.resource("dynamodb").Table("orders")


def lambda_handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            book(json.loads(record["body"]))
        except Exception as problem:
            print("failed:", record["messageId"], problem)
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def book(order):
    orders.put_item(Item={"order": order["order"], "member": order["member"], "copies": int(order["copies"])})
