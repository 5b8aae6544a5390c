import os
from base64 import b64decode
from pathlib import Path

import boto3

pictures = boto3.resource("s3").Bucket(os.environ["BUCKET"])


def lambda_handler(event, context):
    signed_in = event["requestContext"]["authorizer"]["jwt"]["claims"]
    file = Path("/tmp/upload")
    file.write_bytes(b64decode(event["body"]) if event.get("isBase64Encoded") else event["body"].encode())
    try:
        pictures.upload_file(str(file), "pictures/" + signed_in["sub"], ExtraArgs={"ContentType": event["headers"]["content-type"]})
    finally:
        file.unlink()
    return {"statusCode": 204}
