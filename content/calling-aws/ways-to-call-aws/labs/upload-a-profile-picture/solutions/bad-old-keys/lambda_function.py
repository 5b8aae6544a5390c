import base64
import os

import boto3

s3 = boto3.client(
    "s3",
    aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)
BUCKET = os.environ["BUCKET"]


def lambda_handler(event, context):
    member = event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
    key = f"pictures/{member}"
    s3.put_object(
        Bucket=BUCKET,
        Key=key,
        Body=base64.b64decode(event["body"]),
        ContentType=event["headers"]["content-type"],
    )
    return {"statusCode": 200, "body": key}
