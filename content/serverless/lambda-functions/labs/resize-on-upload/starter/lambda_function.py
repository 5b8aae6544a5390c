import json

import boto3

s3 = boto3.client("s3")


def lambda_handler(event, context):
    for record in event["Records"]:
        print(json.dumps(record["s3"]["object"]))
