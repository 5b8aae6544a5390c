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
            return
        counts[click["page"], click["at"][:16]] += 1
    for (page, minute), clicks in counts.items():
        views.update_item(
            Key={"page": page, "minute": minute},
            UpdateExpression="ADD clicks :more",
            ExpressionAttributeValues={":more": clicks},
        )
