import boto3
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb")


def lambda_handler(event, context):
    fine = event["fine"]
    try:
        # The member's own item remembers what was added to it, so one write asks and adds.
        dynamodb.Table("members").update_item(
            Key={"member": event["member"]},
            UpdateExpression="ADD owed :cents, booked :fines",
            ConditionExpression="NOT contains(booked, :fine)",
            ExpressionAttributeValues={":cents": event["cents"], ":fines": {fine}, ":fine": fine},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
    dynamodb.Table("fines").put_item(Item={"fine": fine, "member": event["member"], "cents": event["cents"]})
