import boto3

dynamodb = boto3.client("dynamodb")


def lambda_handler(event, context):
    cents = {"N": str(event["cents"])}
    fine = {"fine": {"S": event["fine"]}, "member": {"S": event["member"]}, "cents": cents}
    try:
        dynamodb.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": "fines", "Item": fine, "ConditionExpression": "attribute_not_exists(fine)"}},
                {
                    "Update": {
                        "TableName": "members",
                        "Key": {"member": fine["member"]},
                        "UpdateExpression": "ADD owed :cents",
                        "ExpressionAttributeValues": {":cents": cents},
                    }
                },
            ]
        )
    except dynamodb.exceptions.TransactionCanceledException as refused:
        if refused.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
        print("booked before:", event["fine"])
