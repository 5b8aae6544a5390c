import base64
import json
from collections import Counter

import boto3

views = boto3.resource("dynamodb").Table("views")


def lambda_handler(event, context):
    counts = Counter()
    for record in event["Records"]:
        data = base64.b64decode(record["kinesis"]["data"])
        try:
            click = json.loads(data)
        except ValueError:
            print("no click", record["kinesis"]["sequenceNumber"], data[:100])
            continue
        counts[click["page"], click["at"][:16]] += 1
    for (page, minute), clicks in counts.items():
        views.put_item(Item={"page": page, "minute": minute, "clicks": clicks})
