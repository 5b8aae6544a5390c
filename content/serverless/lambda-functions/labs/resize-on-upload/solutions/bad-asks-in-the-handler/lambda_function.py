import json
from urllib.parse import unquote_plus

import boto3

s3 = boto3.client("s3")
LONGEST = 200


def lambda_handler(event, context):
    for record in event["Records"]:
        key = unquote_plus(record["s3"]["object"]["key"])
        if key.startswith("originals/"):
            make(record["s3"]["bucket"]["name"], key)


def make(bucket, key):
    original = s3.head_object(Bucket=bucket, Key=key)
    width, height = int(original["Metadata"]["width"]), int(original["Metadata"]["height"])
    scale = min(LONGEST / width, LONGEST / height, 1)
    small = {"source": key, "width": round(width * scale), "height": round(height * scale), "bytes": original["ContentLength"]}
    s3.put_object(
        Bucket=bucket,
        Key="thumbnails/" + key.removeprefix("originals/"),
        Body=json.dumps(small),
        ContentType="application/json",
    )
