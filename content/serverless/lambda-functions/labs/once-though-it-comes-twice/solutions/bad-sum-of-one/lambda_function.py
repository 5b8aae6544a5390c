import boto3
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb")
fines, members = dynamodb.Table("fines"), dynamodb.Table("members")


def add(event):
    members.update_item(
        Key={"member": event["member"]},
        UpdateExpression="SET owed = :cents",
        ExpressionAttributeValues={":cents": event["cents"]},
    )


def put(event, **more):
    fines.put_item(Item={"fine": event["fine"], "member": event["member"], "cents": event["cents"]}, **more)


def lambda_handler(event, context):
    add(event)
    put(event)
