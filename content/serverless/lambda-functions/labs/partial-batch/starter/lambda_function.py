import json

import boto3

orders = boto3.resource("dynamodb").Table("orders")


def lambda_handler(event, context):
    for record in event["Records"]:
        order = json.loads(record["body"])
        orders.put_item(Item={"order": order["order"], "member": order["member"], "copies": int(order["copies"])})
