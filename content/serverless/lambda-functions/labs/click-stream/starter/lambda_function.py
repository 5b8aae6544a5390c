import boto3

views = boto3.resource("dynamodb").Table("views")


def lambda_handler(event, context):
    for record in event["Records"]:
        print(record["kinesis"]["partitionKey"], record["kinesis"]["data"])
