import boto3
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb")
fines = dynamodb.Table("fines")
members = dynamodb.Table("members")


def lambda_handler(event, context):
    members.update_item(
        Key={"member": event["member"]},
        UpdateExpression="ADD owed :cents",
        ExpressionAttributeValues={":cents": event["cents"]},
    )
