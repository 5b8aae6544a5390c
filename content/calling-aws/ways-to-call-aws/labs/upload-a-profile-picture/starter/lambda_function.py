import os

import boto3

s3 = boto3.client(
    "s3",
    aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)


def lambda_handler(event, context):
    s3.put_object(Bucket=os.environ["BUCKET"], Key="pictures/profile.jpg", Body=event["body"])
