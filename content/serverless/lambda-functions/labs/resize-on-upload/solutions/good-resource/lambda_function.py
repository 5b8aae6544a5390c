import json
import urllib.parse

import boto3

bucket_of = boto3.resource("s3").Bucket


def lambda_handler(event, context):
    made = []
    for record in event["Records"]:
        about = record["s3"]
        bucket = bucket_of(about["bucket"]["name"])
        original = bucket.Object(urllib.parse.unquote_plus(about["object"]["key"]))
        size = {side: int(original.metadata[side]) for side in ("width", "height")}
        longest = max(size.values())
        if longest > 200:
            size = {side: round(length * 200 / longest) for side, length in size.items()}
        name = "thumbnails" + original.key[len("originals"):]
        body = {"source": original.key, "bytes": about["object"]["size"], **size}
        bucket.Object(name).put(Body=json.dumps(body).encode(), Metadata={side: str(length) for side, length in size.items()})
        made.append(name)
    return made
