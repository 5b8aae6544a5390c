import base64
import os

import boto3

s3 = boto3.client("s3")
BUCKET = os.environ["BUCKET"]


def lambda_handler(event, context):
    key = "pictures/" + event["queryStringParameters"]["name"]
    s3.put_object(
        Bucket=BUCKET,
        Key=key,
        Body=base64.b64decode(event["body"]),
        ContentType=event["headers"]["content-type"],
    )
    return {"statusCode": 200, "body": key}
