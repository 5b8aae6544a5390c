namespace CloudCourse.Sandbox.Tests;

/// <summary>boto3's resources beside objects and tables, and what programs hang on clients.</summary>
/// <seealso href="https://boto3.amazonaws.com/v1/documentation/api/latest/guide/resources.html"/>
public sealed class PythonResourceTests(SdkWorld world) : IClassFixture<SdkWorld>
{
    private const string Head = """
        import boto3, botocore, json
        from botocore.config import Config

        def words(run):
            try:
                return run()
            except Exception as error:
                return f"{type(error).__name__}: {error}"

        """;

    [Theory]
    [InlineData("""
        s3 = boto3.resource("s3")
        bucket = s3.create_bucket(Bucket="settings-of-ana", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        bucket.Tagging().put(Tagging={"TagSet": [{"Key": "team", "Value": "web"}]})
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "arn:aws:s3:::settings-of-ana"}]})
        bucket.Policy().put(Policy=policy)
        before = s3.BucketPolicy("settings-of-ana").policy == policy
        bucket.Policy().delete()
        return [bucket.Tagging().tag_set, before, words(bucket.Policy().load).split(" when")[0], bucket.Acl().grants[0]["Permission"], repr(bucket.Tagging())]
        """, """[[{"Key": "team", "Value": "web"}], true, "ClientError: An error occurred (NoSuchBucketPolicy)", "FULL_CONTROL", "s3.BucketTagging(bucket_name='settings-of-ana')"]""")]
    [InlineData("""
        s3 = boto3.resource("s3")
        upload = s3.Object("ana-photos", "in-parts").initiate_multipart_upload(ContentType="text/plain")
        first = upload.Part(1).upload(Body=b"a" * (5 << 20))
        last = upload.Part("2").upload(Body=b"b")
        listed = [(part.part_number, part.size) for part in upload.parts.all()]
        under_way = [u.id == upload.id for u in s3.Bucket("ana-photos").multipart_uploads.all()]
        made = upload.complete(MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": first["ETag"]}, {"PartNumber": 2, "ETag": last["ETag"]}]})
        return [listed, under_way, made.content_length, made.content_type, made.e_tag[-3:]]
        """, """[[[1, 5242880], [2, 1]], [true], 5242881, "text/plain", "-2\""]""")]
    [InlineData("""
        sqs = boto3.resource("sqs")
        queue = sqs.create_queue(QueueName="of-resources", Attributes={"VisibilityTimeout": "5"})
        queue.send_message(MessageBody="hello", MessageAttributes={"who": {"DataType": "String", "StringValue": "ana"}})
        queue.send_messages(Entries=[{"Id": "1", "MessageBody": "second"}])
        bodies = []
        for _ in range(5):
            for message in queue.receive_messages(MaxNumberOfMessages=10, MessageAttributeNames=["All"]):
                bodies.append((message.body, (message.message_attributes or {}).get("who", {}).get("StringValue")))
                message.delete()
        found = sqs.get_queue_by_name(QueueName="of-resources")
        return [sorted(bodies, key=str), found == queue, queue.attributes["VisibilityTimeout"], [q.url[-12:] for q in sqs.queues.filter(QueueNamePrefix="of-")]]
        """, """[[["hello", "ana"], ["second", null]], true, "5", ["of-resources"]]""")]
    [InlineData("""
        sns = boto3.resource("sns")
        topic = sns.create_topic(Name="of-resources")
        one = topic.subscribe(Protocol="email", Endpoint="ana@example.com", ReturnSubscriptionArn=True)
        return ["MessageId" in topic.publish(Message="hi"), one.attributes["Protocol"], [t.arn == topic.arn for t in sns.topics.all()], [s.arn for s in topic.subscriptions.all()], repr(topic)]
        """, """[true, "email", [true], ["PendingConfirmation"], "sns.Topic(arn='arn:aws:sns:eu-west-1:111122223333:of-resources')"]""")]
    [InlineData("""
        return [words(lambda: boto3.resource("ec2")).split(",")[0], words(lambda: boto3.resource("s3").Bucket("ana-photos").Polcy()), words(lambda: boto3.client("s3", config=Config(signature_version=botocore.UNSIGNED))).split(":")[0]]
        """, """["NotImplementedError: boto3 has a resource for 'ec2'", "AttributeError: 's3.Bucket' object has no attribute 'Polcy'", "NotImplementedError"]""")]
    public Task Resources(string body, string expected) => world.GivesAsync(PythonSandbox.Function(Head + PythonSandbox.Body(body)), expected);

    [Theory]
    [InlineData("""
        s3, heard = boto3.client("s3"), []
        s3.meta.events.register("provide-client-params.s3.*", lambda params, **_: {**params, "Key": params["Key"].lower()})
        s3.meta.events.register("after-call.s3", lambda event_name, parsed, **_: heard.append((event_name, parsed["ResponseMetadata"]["HTTPStatusCode"])))
        s3.put_object(Bucket="ana-photos", Key="LOUD", Body=b"x")
        words(lambda: s3.get_object(Bucket="ana-photos", Key="NEVER"))
        refused = words(lambda: s3.meta.events.register("before-send.s3", print)).split(",")[0]
        return [heard, boto3.client("s3").head_object(Bucket="ana-photos", Key="loud")["ContentLength"], refused]
        """, """[[["after-call.s3.PutObject", 200], ["after-call.s3.GetObject", 404]], 1, "NotImplementedError: The course's sandbox sends no HTTP request"]""")]
    [InlineData("""
        s3 = boto3.client("s3")
        s3.put_object(Bucket="ana-photos", Key="five", Body=b"12345")
        told = []
        for run in (lambda: s3.get_object(Bucket="ana-photos", Key="none"), lambda: s3.get_object(Bucket="ana-photos", Key="five", Range="bytes=9-"), lambda: s3.put_object(Bucket="ana-photos", Key="five", IfNoneMatch="*"), lambda: s3.list_objects_v2(Bucket="nobody-has-this-one")):
            try:
                run()
            except s3.exceptions.ClientError as error:
                told.append({name: value for name, value in error.response["Error"].items() if name != "Message"})
        return [told, s3.list_objects_v2(Bucket="ana-photos", MaxKeys=0)["EncodingType"]]
        """, """[[{"Code": "NoSuchKey", "Key": "none"}, {"Code": "InvalidRange", "RangeRequested": "bytes=9-", "ActualObjectSize": "5"}, {"Code": "PreconditionFailed", "Condition": "If-None-Match"}, {"Code": "NoSuchBucket", "BucketName": "nobody-has-this-one"}], "url"]""")]
    [InlineData("""
        from urllib.parse import parse_qs, urlparse
        credentials = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::111122223333:role/reader", RoleSessionName="ci")["Credentials"]
        other = boto3.client("s3", aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretAccessKey"], aws_session_token=credentials["SessionToken"])
        keys = [parse_qs(urlparse(client.generate_presigned_url("get_object", Params={"Bucket": "ana-photos", "Key": "a"})).query)["X-Amz-Credential"] for client in (boto3.client("s3"), other)]
        return [keys[0] != keys[1], words(lambda: other.generate_presigned_post("ana-photos", "k")).split(" when")[0]]
        """, """[true, "ClientError: An error occurred (NotImplemented)"]""")]
    [InlineData("""
        ddb, ssm = boto3.client("dynamodb"), boto3.client("ssm")
        ddb.put_item(TableName="orders", Item={"id": {"S": "said"}, "at": {"N": "1"}})
        try:
            ddb.put_item(TableName="orders", Item={"id": {"S": "said"}, "at": {"N": "1"}}, ConditionExpression="attribute_not_exists(id)")
        except ddb.exceptions.ConditionalCheckFailedException as error:
            said = error.response["message"]
        return [said, words(lambda: ssm.get_parameter(Name="/none"))]
        """, """["The conditional request failed", "ParameterNotFound: An error occurred (ParameterNotFound) when calling the GetParameter operation: "]""")]
    public Task Around_the_clients(string body, string expected) => world.GivesAsync(PythonSandbox.Function(Head + PythonSandbox.Body(body)), expected);
}
