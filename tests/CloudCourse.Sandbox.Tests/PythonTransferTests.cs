namespace CloudCourse.Sandbox.Tests;

/// <summary>What boto3 adds to botocore's clients for the two stores: transfers of files, and resources of objects and tables.</summary>
/// <seealso href="https://boto3.amazonaws.com/v1/documentation/api/latest/guide/s3-uploading-files.html"/>
public sealed class PythonTransferTests(SdkWorld world) : IClassFixture<SdkWorld>
{
    [Theory]
    [InlineData("""
        with open("/tmp/report.csv", "w") as f:
            f.write("a,b\n1,2\n")
        seen = []
        s3.upload_file("/tmp/report.csv", "ana-photos", "reports/r.csv", ExtraArgs={"ContentType": "text/csv"}, Callback=seen.append)
        s3.download_file("ana-photos", "reports/r.csv", "/tmp/again.csv")
        into = io.BytesIO()
        s3.upload_fileobj(io.BytesIO(b"raw"), "ana-photos", "raw")
        s3.download_fileobj("ana-photos", "raw", into)
        refused = words(lambda: s3.upload_file("/tmp/report.csv", "no-such-bucket-here", "x"))
        missing = words(lambda: s3.download_file("ana-photos", "none", "/tmp/x"))
        return [open("/tmp/again.csv").read(), s3.head_object(Bucket="ana-photos", Key="reports/r.csv")["ContentType"], seen, into.getvalue().decode(), refused, missing, os.path.exists("/tmp/x")]
        """, """["a,b\n1,2\n", "text/csv", [8], "raw", "S3UploadFailedError: Failed to upload /tmp/report.csv to no-such-bucket-here/x: An error occurred (NoSuchBucket) when calling the PutObject operation: The specified bucket does not exist", "ClientError: An error occurred (404) when calling the HeadObject operation: Not Found", false]""")]
    [InlineData("""
        from boto3.s3.transfer import TransferConfig
        config = TransferConfig(multipart_threshold=6 << 20, multipart_chunksize=5 << 20)
        s3.upload_fileobj(io.BytesIO(b"z" * (7 << 20)), "ana-photos", "large", Config=config)
        into = io.BytesIO()
        s3.download_fileobj("ana-photos", "large", into, Config=config)
        return [s3.head_object(Bucket="ana-photos", Key="large")["ETag"][-3:], into.getbuffer().nbytes]
        """, """["-2\"", 7340032]""")]
    [InlineData("""
        s3 = boto3.resource("s3")
        bucket = s3.Bucket("ana-photos")
        obj = bucket.put_object(Key="r/one", Body=b"1")
        s3.Object("ana-photos", "r/two").put(Body="22")
        s3.Object("ana-photos", "r/three").copy_from(CopySource={"Bucket": "ana-photos", "Key": "r/two"})
        bucket.copy({"Bucket": "ana-photos", "Key": "r/one"}, "r/four")
        sizes = {o.key: o.size for o in bucket.objects.filter(Prefix="r/")}
        first = [o.key for o in bucket.objects.filter(Prefix="r/").limit(2)]
        text = s3.Object("ana-photos", "r/three").get()["Body"].read().decode()
        length = s3.Object("ana-photos", "r/three").content_length
        bucket.objects.filter(Prefix="r/").delete()
        return [repr(obj), sizes, first, text, length, list(bucket.objects.filter(Prefix="r/")), "ana-photos" in [b.name for b in s3.buckets.all()]]
        """, """["s3.Object(bucket_name='ana-photos', key='r/one')", {"r/four": 1, "r/one": 1, "r/three": 2, "r/two": 2}, ["r/four", "r/one"], "22", 2, [], true]""")]
    [InlineData("""
        url = s3.generate_presigned_url("get_object", Params={"Bucket": "ana-photos", "Key": "a.txt"}, ExpiresIn=300)
        return [url.split("?")[0], "X-Amz-Expires=300" in url, words(lambda: s3.generate_presigned_url("get_it"))]
        """, """["https://ana-photos.s3.eu-west-1.amazonaws.com/a.txt", true, "UnknownClientMethodError: Client does not have method: get_it"]""")]
    public Task Files_and_resources_of_S3(string body, string expected) => world.GivesAsync(BotoProgram.Of(body), expected);

    [Theory]
    [InlineData("""
        table = boto3.resource("dynamodb").Table("orders")
        table.put_item(Item={"id": "a", "at": 1, "price": decimal.Decimal("9.90"), "tags": {"x", "y"}, "who": {"name": "Ana", "vip": True}, "raw": b"\x00", "none": None, "list": [1, "b"]})
        item = table.get_item(Key={"id": "a", "at": 1})["Item"]
        return [str(item["price"]), type(item["at"]).__name__, sorted(item["tags"]), item["who"], bytes(item["raw"]) == b"\x00", item["none"], str(item["list"]), "Item" in table.get_item(Key={"id": "zz", "at": 1})]
        """, """["9.9", "Decimal", ["x", "y"], {"name": "Ana", "vip": true}, true, null, "[Decimal('1'), 'b']", false]""")]
    [InlineData("""
        table = boto3.resource("dynamodb").Table("orders")
        with table.batch_writer() as batch:
            for n in range(40):
                batch.put_item(Item={"id": "many", "at": n, "even": n % 2 == 0})
        found = table.query(KeyConditionExpression=Key("id").eq("many") & Key("at").between(10, 19), FilterExpression=Attr("even").eq(True))
        newest = table.query(KeyConditionExpression=Key("id").eq("many"), ScanIndexForward=False, Limit=1)
        count = table.scan(FilterExpression=Attr("id").eq("many") & (Attr("at").lt(5) | ~Attr("even").exists()), Select="COUNT")
        return [[int(i["at"]) for i in found["Items"]], found["Count"], found["ScannedCount"], int(newest["Items"][0]["at"]), int(newest["LastEvaluatedKey"]["at"]), count["Count"]]
        """, """[[10, 12, 14, 16, 18], 5, 10, 39, 39, 5]""")]
    [InlineData("""
        table = boto3.resource("dynamodb").Table("orders")
        table.put_item(Item={"id": "once", "at": 1})
        try:
            table.put_item(Item={"id": "once", "at": 1}, ConditionExpression=Attr("id").not_exists())
        except table.meta.client.exceptions.ConditionalCheckFailedException as error:
            first = str(error)
        try:
            ddb.put_item(TableName="orders", Item={"id": {"S": "once"}, "at": {"N": "1"}}, ConditionExpression="attribute_not_exists(id)", ReturnValuesOnConditionCheckFailure="ALL_OLD")
        except ddb.exceptions.ConditionalCheckFailedException as error:
            second = error.response["Item"]
        updated = table.update_item(Key={"id": "once", "at": 1}, UpdateExpression="ADD hits :one", ExpressionAttributeValues={":one": 1}, ReturnValues="UPDATED_NEW")
        return [first, second, str(updated["Attributes"]["hits"])]
        """, """["An error occurred (ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed", {"id": {"S": "once"}, "at": {"N": "1"}}, "1"]""")]
    [InlineData("""
        from boto3.dynamodb.types import TypeSerializer, TypeDeserializer, Binary
        table = boto3.resource("dynamodb").Table("orders")
        said = [words(lambda: table.put_item(Item={"id": "a", "at": 1.5})), words(lambda: table.put_item(Item={"id": "a", "at": object}))[:44], words(lambda: table.put_item(Item={"id": "a", "at": decimal.Decimal("NaN")}))]
        there = TypeSerializer().serialize({"n": 1, "f": [True, None], "s": {1}})
        return [*said, there, str(TypeDeserializer().deserialize(there)), Binary(b"a") == b"a"]
        """, """["TypeError: Float types are not supported. Use Decimal types instead.", "TypeError: Unsupported type \"<class 'type'>\"", "TypeError: Infinity and NaN not supported", {"M": {"n": {"N": "1"}, "f": {"L": [{"BOOL": true}, {"NULL": true}]}, "s": {"NS": ["1"]}}}, "{'n': Decimal('1'), 'f': [True, None], 's': {Decimal('1')}}", true]""")]
    [InlineData("""
        resource = boto3.resource("dynamodb")
        table = resource.Table("orders")
        answer = resource.batch_get_item(RequestItems={"orders": {"Keys": [{"id": "many", "at": 1}, {"id": "many", "at": 2}]}})
        return [sorted(int(i["at"]) for i in answer["Responses"]["orders"]), table.table_status, table.key_schema[0]["AttributeName"], "orders" in [t.name for t in resource.tables.all()], repr(table)]
        """, """[[1, 2], "ACTIVE", "id", true, "dynamodb.Table(name='orders')"]""")]
    public Task Tables_of_DynamoDB(string body, string expected) => world.GivesAsync(BotoProgram.Of(body), expected);
}
