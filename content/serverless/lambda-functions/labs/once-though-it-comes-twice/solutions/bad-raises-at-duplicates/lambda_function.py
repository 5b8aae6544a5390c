import boto3
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb")
fines, members = dynamodb.Table("fines"), dynamodb.Table("members")


def add(event):
    members.update_item(
        Key={"member": event["member"]},
        UpdateExpression="ADD owed :cents",
        ExpressionAttributeValues={":cents": event["cents"]},
    )


def put(event, **more):
    fines.put_item(Item={"fine": event["fine"], "member": event["member"], "cents": event["cents"]}, **more)


def lambda_handler(event, context):
    put(event, ConditionExpression="attribute_not_exists(fine)")
    try:
        add(event)
    except ClientError:
        fines.delete_item(Key={"fine": event["fine"]})
        raise
