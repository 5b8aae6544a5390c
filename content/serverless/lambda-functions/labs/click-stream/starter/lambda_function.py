import boto3

views = boto3.resource("dynamodb").Table("views")


def lambda_handler(event, context):
    for record in event["Records"]:
        print(record["kinesis"]["partitionKey"], record["kinesis"]["data"])


def add(page, minute, clicks):
    """Adds clicks to what the table has for this page and minute, such as 2026-11-23T09:00."""
    views.update_item(
        Key={"page": page, "minute": minute},
        UpdateExpression="ADD clicks :more",
        ExpressionAttributeValues={":more": clicks},
    )
