import json

import boto3

s3 = boto3.client("s3")


def lambda_handler(event, context):
    for record in event["Records"]:
        print(json.dumps(record["s3"]["object"]))


def store(bucket, source, width, height, size):
    """Writes the small picture of an original: its body and its metadata."""
    small = {"source": source, "width": width, "height": height, "bytes": size}
    s3.put_object(
        Bucket=bucket,
        Key="thumbnails/" + source.removeprefix("originals/"),
        Body=json.dumps(small),
        Metadata={"width": str(width), "height": str(height)},
    )
