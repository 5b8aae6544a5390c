namespace CloudCourse.Sandbox.Tests;

/// <summary>boto3 and botocore, against real services of the simulated account.</summary>
/// <seealso href="https://boto3.amazonaws.com/v1/documentation/api/latest/guide/index.html"/>
public sealed class PythonSdkTests(SdkWorld world) : IClassFixture<SdkWorld>
{
    private Task GivesAsync(string body, string expected) => world.GivesAsync(BotoProgram.Of(body), expected);

    /// <summary>The client holds a request against the least lengths and values of AWS's model, and sends nothing that falls short; longest ones are the service's to judge.</summary>
    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html"/>
    [Theory]
    [InlineData("s3.get_object(Bucket='ana-photos', Key='')", "Invalid length for parameter Key, value: 0, valid min length: 1")]
    [InlineData("ddb.get_item(TableName='', Key={'id': {'S': 'a'}})", "Invalid length for parameter TableName, value: 0, valid min length: 1")]
    [InlineData("ddb.query(TableName='orders', IndexName='ab', Limit=0)", "Invalid length for parameter IndexName, value: 2, valid min length: 3\nInvalid value for parameter Limit, value: 0, valid min value: 1")]
    [InlineData("ddb.batch_write_item(RequestItems={'orders': []})", "Invalid length for parameter RequestItems.orders, value: 0, valid min length: 1")]
    [InlineData("ddb.transact_write_items(TransactItems=[])", "Invalid length for parameter TransactItems, value: 0, valid min length: 1")]
    [InlineData("boto3.client('events').put_events(Entries=[])", "Invalid length for parameter Entries, value: 0, valid min length: 1")]
    [InlineData("boto3.client('events').remove_targets(Rule='r', Ids=['a', ''])", "Invalid length for parameter Ids[1], value: 0, valid min length: 1")]
    [InlineData("boto3.client('ssm').get_parameters(Names=[])", "Invalid length for parameter Names, value: 0, valid min length: 1")]
    [InlineData("boto3.client('kinesis').put_record(StreamName='clicks', Data=b'', PartitionKey='')", "Invalid length for parameter PartitionKey, value: 0, valid min length: 1")]
    [InlineData("boto3.client('lambda').update_function_configuration(FunctionName='f', MemorySize=64, Timeout=0)", "Invalid value for parameter MemorySize, value: 64, valid min value: 128\nInvalid value for parameter Timeout, value: 0, valid min value: 1")]
    [InlineData("boto3.resource('dynamodb').Table('orders').scan(TotalSegments=2, Segment=-1)", "Invalid value for parameter Segment, value: -1, valid min value: 0")]
    public async Task What_is_too_short_is_not_sent(string call, string report)
    {
        var before = world.Account.History.Count;
        var expected = System.Text.Json.JsonSerializer.Serialize("ParamValidationError: Parameter validation failed:\n" + report.Replace("\\n", "\n", StringComparison.Ordinal));
        await GivesAsync($"return words(lambda: {call})", expected);
        Assert.Equal(before, world.Account.History.Count);
    }

    [Theory]
    [InlineData("""
        s3.put_object(Bucket="ana-photos", Key="a.txt", Body="grüß", ContentType="text/plain", Metadata={"who": "ana"})
        answer = s3.get_object(Bucket="ana-photos", Key="a.txt")
        about = answer["ResponseMetadata"]
        return [answer["Body"].read().decode(), answer["ContentLength"], answer["ContentType"], answer["Metadata"], about["HTTPStatusCode"], about["RetryAttempts"], bool(about["RequestId"])]
        """, """["grüß", 6, "text/plain", {"who": "ana"}, 200, 0, true]""")]
    [InlineData("""
        s3.put_object(Bucket="ana-photos", Key="lines", Body=io.BytesIO(b"one\ntwo\r\nthree"))
        body = lambda: s3.get_object(Bucket="ana-photos", Key="lines")["Body"]
        with body() as closed:
            start = closed.read(3)
        return [[l.decode() for l in body().iter_lines()], [len(c) for c in body().iter_chunks(6)], start.decode(), [l for l in io.TextIOWrapper(body())], body().read().decode()]
        """, """[["one", "two", "three"], [6, 6, 2], "one", ["one\n", "two\n", "three"], "one\ntwo\r\nthree"]""")]
    [InlineData("""
        s3.put_object(Bucket="ana-photos", Key="when", Body=b"")
        moment = s3.head_object(Bucket="ana-photos", Key="when")["LastModified"]
        later = moment + datetime.timedelta(hours=1)
        return [repr(moment.tzinfo), moment.utcoffset().total_seconds(), moment < datetime.datetime.now(datetime.timezone.utc), later.isoformat()[10:11]]
        """, """["tzutc()", 0, true, "T"]""")]
    [InlineData("""
        return [words(lambda: s3.get_object(Bucket="ana-photos", Key="none")), words(lambda: s3.head_object(Bucket="ana-photos", Key="none")), words(lambda: s3.list_objects_v2(Bucket="nobody-has-it"))]
        """, """["NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.", "ClientError: An error occurred (404) when calling the HeadObject operation: Not Found", "NoSuchBucket: An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist"]""")]
    [InlineData("""
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="ana-virginia")
        s3.put_object(Bucket="ana-photos", Key="cold", Body=b"x", StorageClass="GLACIER")
        try:
            s3.get_object(Bucket="ana-photos", Key="cold")
        except s3.exceptions.InvalidObjectState as error:
            cold = [error.response["StorageClass"], error.response["Error"]["StorageClass"]]
        return [s3.get_bucket_location(Bucket=b)["LocationConstraint"] for b in ("ana-photos", "ana-virginia")] + cold
        """, """["eu-west-1", null, "GLACIER", "GLACIER"]""")]
    [InlineData("""
        try:
            s3.get_object(Bucket="ana-photos", Key="none")
        except s3.exceptions.NoSuchBucket:
            return "wrong"
        except s3.exceptions.NoSuchKey as error:
            return [error.response["Error"]["Code"], error.operation_name, error.response["ResponseMetadata"]["HTTPStatusCode"], isinstance(error, ClientError), s3.exceptions.ClientError is ClientError]
        """, """["NoSuchKey", "GetObject", 404, true, true]""")]
    [InlineData("""
        return words(lambda: s3.put_object(Bucket="ana-forbidden", Key="x", Body=b"")).split(" because")[0].split(" with an")[0]
        """, "\"AccessDenied: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role/worker/my-function is not authorized to perform: s3:PutObject on resource: \\\"arn:aws:s3:::ana-forbidden/x\\\"\"")]
    public Task Objects_of_S3(string body, string expected) => GivesAsync(body, expected);

    [Theory]
    [InlineData("s3.put_object('ana-photos', 'a')", "TypeError: put_object() only accepts keyword arguments.")]
    [InlineData("s3.put_objects(Bucket='ana-photos')", "AttributeError: 'S3' object has no attribute 'put_objects'")]
    [InlineData("s3.put_object(Key='a')", "ParamValidationError: Parameter validation failed:\nMissing required parameter in input: \"Bucket\"")]
    [InlineData("s3.delete_object(Bucket='ana-photos', key='a')", "ParamValidationError: Parameter validation failed:\nMissing required parameter in input: \"Key\"\nUnknown parameter in input: \"key\", must be one of: Bucket, Key, MFA, VersionId, RequestPayer, BypassGovernanceRetention, ExpectedBucketOwner, IfMatch, IfMatchLastModifiedTime, IfMatchSize")]
    [InlineData("s3.put_object(Bucket='ana-photos', Key=1, Body={'a': 1})", "ParamValidationError: Parameter validation failed:\nInvalid type for parameter Key, value: 1, type: <class 'int'>, valid types: <class 'str'>\nInvalid type for parameter Body, value: {'a': 1}, type: <class 'dict'>, valid types: <class 'bytes'>, <class 'bytearray'>, file-like object")]
    [InlineData("s3.get_object(Bucket='', Key='a')", "ParamValidationError: Parameter validation failed:\nInvalid bucket name \"\": Bucket name must match the regex \"^[a-zA-Z0-9.\\-_]{1,255}$\" or be an ARN matching the regex \"^arn:(aws).*:(s3|s3-object-lambda):[a-z\\-0-9]*:[0-9]{12}:accesspoint[/:][a-zA-Z0-9\\-.]{1,63}$|^arn:(aws).*:s3-outposts:[a-z\\-0-9]+:[0-9]{12}:outpost[/:][a-zA-Z0-9\\-]{1,63}[/:]accesspoint[/:][a-zA-Z0-9\\-]{1,63}$\"")]
    [InlineData("ddb.put_item(TableName='orders', Item={'id': 'a', 'at': {'N': 1}})", "ParamValidationError: Parameter validation failed:\nInvalid type for parameter Item.id, value: a, type: <class 'str'>, valid types: <class 'dict'>\nInvalid type for parameter Item.at.N, value: 1, type: <class 'int'>, valid types: <class 'str'>")]
    [InlineData("ddb.list_tables(Limit=decimal.Decimal(1))", "ParamValidationError: Parameter validation failed:\nInvalid type for parameter Limit, value: 1, type: <class 'decimal.Decimal'>, valid types: <class 'int'>")]
    [InlineData("ddb.scan(TableName='orders', AttributesToGet={'id'})", "ParamValidationError: Parameter validation failed:\nInvalid type for parameter AttributesToGet, value: {'id'}, type: <class 'set'>, valid types: <class 'list'>, <class 'tuple'>")]
    [InlineData("s3.put_object(Bucket=os.environ.get('NEVER_SET'), Key='a')", "TypeError: expected string or bytes-like object, got 'NoneType'")]
    [InlineData("s3.put_object(Bucket='ana photos')", "ParamValidationError: Parameter validation failed:\nInvalid bucket name \"ana photos\": Bucket name must match the regex \"^[a-zA-Z0-9.\\-_]{1,255}$\" or be an ARN matching the regex \"^arn:(aws).*:(s3|s3-object-lambda):[a-z\\-0-9]*:[0-9]{12}:accesspoint[/:][a-zA-Z0-9\\-.]{1,63}$|^arn:(aws).*:s3-outposts:[a-z\\-0-9]+:[0-9]{12}:outpost[/:][a-zA-Z0-9\\-]{1,63}[/:]accesspoint[/:][a-zA-Z0-9\\-]{1,63}$\"")]
    [InlineData("s3.generate_presigned_url('get_object', Params={'Bucket': None, 'Key': 'a'})", "TypeError: expected string or bytes-like object, got 'NoneType'")]
    [InlineData("s3.put_object(Bucket='ana-photos', Key='a', Metadata={'n': 1})", "AttributeError: 'int' object has no attribute 'encode'")]
    [InlineData("s3.copy_object(Bucket='ana-photos', Key='a', CopySource={'Bucket': 'x'})", "ParamValidationError: Parameter validation failed:\nMissing required parameter: 'Key'")]
    [InlineData("s3.upload_file(io.BytesIO(b'x'), 'ana-photos', 'a')", "ValueError: Filename must be a string or a path-like object")]
    [InlineData("s3.download_file('ana-photos', 'a', 5)", "ValueError: Filename must be a string or a path-like object")]
    [InlineData("s3.get_paginator('list_object')", "KeyError: 'list_object'")]
    [InlineData("s3.can_paginate('list_object')", "KeyError: 'list_object'")]
    [InlineData("boto3.resource('s3').Bucket()", "ValueError: Required parameter name not set")]
    [InlineData("boto3.resource('s3').Object('ana-photos')", "ValueError: Required parameter key not set")]
    [InlineData("boto3.resource('sqs').Queue()", "ValueError: Required parameter url not set")]
    [InlineData("boto3.client('s3', region_name='eu_west_1')", "InvalidRegionError: Provided region_name 'eu_west_1' doesn't match a supported format.")]
    [InlineData("boto3.client('s3', aws_secret_access_key='x')", "PartialCredentialsError: Partial credentials found in explicit, missing: aws_access_key_id")]
    [InlineData("boto3.client('s3', endpoint_url='localhost')", "ValueError: Invalid endpoint: localhost")]
    [InlineData("botocore.config.Config(retries={'max_attempt': 5})", "InvalidRetryConfigurationError: Cannot provide retry configuration for \"max_attempt\". Valid retry configuration options are: ('max_attempts', 'mode', 'total_max_attempts')")]
    [InlineData("botocore.config.Config(retries={'mode': 'fast'})", "InvalidRetryModeError: Invalid value provided to \"mode\": \"fast\" must be one of: ('legacy', 'standard', 'adaptive')")]
    [InlineData("botocore.config.Config(retries={'max_attempts': -1})", "InvalidMaxRetryAttemptsError: Value provided to \"max_attempts\": -1 must be an integer greater than or equal to 0.")]
    [InlineData("botocore.config.Config(s3={'addressing_style': 'x'})", "InvalidS3AddressingStyleError: S3 addressing style x is invalid. Valid options are: 'auto', 'virtual', and 'path'")]
    [InlineData("__import__('boto3.s3.transfer').s3.transfer.TransferConfig(max_concurrency=0)", "ValueError: Provided parameter max_request_concurrency of value 0 must be greater than 0.")]
    [InlineData("s3.get_waiter('bucket_empty')", "ValueError: Waiter does not exist: bucket_empty")]
    [InlineData("s3.get_paginator('put_object')", "OperationNotPageableError: Operation cannot be paginated: put_object")]
    [InlineData("boto3.client('s3', config=botocore.config.Config(retry=3))", "TypeError: Got unexpected keyword argument 'retry'")]
    [InlineData("s3.put_bucket_replication(Bucket='ana-photos')", "ClientError: An error occurred (NotImplemented) when calling the PutBucketReplication operation: PutBucketReplication is one of AWS's operations, and the course's simulated account does not have it.")]
    [InlineData("ddb.execute_statement(Statement='SELECT * FROM orders')", "ClientError: An error occurred (NotImplemented) when calling the ExecuteStatement operation: ExecuteStatement is one of AWS's operations, and the course's simulated account does not have it.")]
    [InlineData("ddb.exceptions.NoSuchKey", null)]
    [InlineData("boto3.client('s4')", null)]
    [InlineData("boto3.resource('lambda')", null)]
    public async Task Mistakes_in_AWSs_words(string call, string? message)
    {
        var said = System.Text.Json.JsonElement.Parse(await world.ResultAsync(BotoProgram.Of($"return words(lambda: {call})"))).GetString()!;
        if (message is not null) Assert.Equal(message, said);
        else Assert.Matches(@"object has no attribute NoSuchKey\. Valid exceptions are: .*ConditionalCheckFailedException|^UnknownServiceError: Unknown service: 's4'\. Valid service names are: .*dynamodb, |^ResourceNotExistsError: The 'lambda' resource does not exist\.\nThe available resources are:\n   - dynamodb\n   - s3\n", said);
    }

    [Theory]
    [InlineData("""
        for n in range(25):
            s3.put_object(Bucket="ana-photos", Key=f"pages/{n:02}", Body=b"x" * n)
        paginator = s3.get_paginator("list_objects_v2")
        pages = [len(p["Contents"]) for p in paginator.paginate(Bucket="ana-photos", Prefix="pages/", PaginationConfig={"PageSize": 10})]
        first = paginator.paginate(Bucket="ana-photos", Prefix="pages/", PaginationConfig={"MaxItems": 12, "PageSize": 5}).build_full_result()
        rest = paginator.paginate(Bucket="ana-photos", Prefix="pages/", PaginationConfig={"StartingToken": first["NextToken"], "PageSize": 10}).build_full_result()
        large = list(paginator.paginate(Bucket="ana-photos", Prefix="pages/", PaginationConfig={"PageSize": 10}).search("Contents[?Size > `22`].Key"))
        return [pages, len(first["Contents"]), rest["Contents"][0]["Key"], len(rest["Contents"]), "NextToken" in rest, large, s3.can_paginate("list_objects_v2"), s3.can_paginate("put_object")]
        """, """[[10, 10, 5], 12, "pages/12", 13, false, ["pages/23", "pages/24"], true, false]""")]
    // AWS's library for Python pages by tables of its own.
    [InlineData("""
        ssm = boto3.client("ssm")
        for n in range(12):
            ssm.put_parameter(Name=f"/paged/{n:02}", Value="x", Type="String")
        by_path = ssm.get_paginator("get_parameters_by_path")
        first = by_path.paginate(Path="/paged", PaginationConfig={"MaxItems": 3}).build_full_result()
        rest = by_path.paginate(Path="/paged", PaginationConfig={"StartingToken": first["NextToken"]}).build_full_result()
        for n in range(3):
            ddb.put_item(TableName="orders", Item={"id": {"S": "paged"}, "at": {"N": str(n)}})
        counted = ddb.get_paginator("query").paginate(TableName="orders", KeyConditionExpression="id = :i", ExpressionAttributeValues={":i": {"S": "paged"}}, PaginationConfig={"PageSize": 2}).build_full_result()
        boto3.client("events").put_rule(Name="nightly", ScheduleExpression="rate(1 day)")
        rules = [r["Name"] for p in boto3.client("events").get_paginator("list_rules").paginate() for r in p["Rules"]]
        after = s3.get_paginator("list_objects_v2").paginate(Bucket="ana-photos", Prefix="nothing/").build_full_result()
        can = [boto3.client("kinesis").can_paginate("list_shards"), boto3.client("logs").can_paginate("get_log_events"), ddb.can_paginate("batch_get_item")]
        return [[p["Name"] for p in first["Parameters"]], len(rest["Parameters"]), counted["Count"], len(counted["Items"]), rules, sorted(after), after["Prefix"], can]
        """, """[["/paged/00", "/paged/01", "/paged/02"], 9, 3, 3, ["nightly"], ["Prefix", "RequestCharged"], "nothing/", [true, false, false]]""")]
    [InlineData("""
        for key in ("a", "b", "c"):
            s3.put_object(Bucket="ana-photos", Key="given/" + key, Body=b"")
        token = s3.list_objects_v2(Bucket="ana-photos", Prefix="given/", MaxKeys=1)["NextContinuationToken"]
        return [o["Key"] for p in s3.get_paginator("list_objects_v2").paginate(Bucket="ana-photos", Prefix="given/", PaginationConfig={"StartingToken": token}) for o in p["Contents"]]
        """, """["given/b", "given/c"]""")]
    [InlineData("""
        import time
        before = time.time()
        boto3.client("s3").get_waiter("bucket_exists").wait(Bucket="ana-photos")
        failed = words(lambda: s3.get_waiter("object_exists").wait(Bucket="ana-photos", Key="never", WaiterConfig={"Delay": 3, "MaxAttempts": 4}))
        return [failed, 8 < time.time() - before < 11]
        """, """["WaiterError: Waiter ObjectExists failed: Max attempts exceeded. Previously accepted state: Matched expected HTTP status code: 404", true]""")]
    [InlineData("""
        made = ddb.create_table(TableName="waited", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], BillingMode="PAY_PER_REQUEST")
        ddb.get_waiter("table_exists").wait(TableName="waited")
        return [made["TableDescription"]["TableStatus"], ddb.describe_table(TableName="waited")["Table"]["TableStatus"], isinstance(made["TableDescription"]["CreationDateTime"], datetime.datetime)]
        """, """["CREATING", "ACTIVE", true]""")]
    [InlineData("""
        from jmespath import search
        data = {"a": [{"b": 1, "t": ["x"]}, {"b": 3, "t": ["y", "z"]}], "n": None, "o": {"k": "v"}}
        asked = ["a[0].b", "a[-1].b", "a[*].b", "a[].t[]", "a[?b > `1`].b | [0]", "length(a)", "n || o.k", "sort_by(a, &b)[-1].b", "a[:1].b", "{x: a[0].b, y: o.k}", "[a[0].b, o.k]", "max_by(a, &b).b", "o.*", "not_null(n, o.k)", "a[?!(b == `1` && length(t) == `1`)].t[0]", "contains(o.k, 'v')", "a[?t[0] == 'y'] | length(@)"]
        return [search(q, data) for q in asked]
        """, """[1, 3, [1, 3], ["x", "y", "z"], 3, 2, "v", 3, [1], {"x": 1, "y": "v"}, [1, "v"], 3, ["v"], "v", ["y"], true, 1]""")]
    public Task Pages_and_waiters(string body, string expected) => GivesAsync(body, expected);

    // https://docs.aws.amazon.com/boto3/latest/reference/services/cloudwatch.html
    [Theory]
    [InlineData("""
        cw = boto3.client("cloudwatch")
        page = [{"Name": "Page", "Value": "home"}]
        put = cw.put_metric_data(Namespace="Shop", MetricData=[
            {"MetricName": "Took", "Dimensions": page, "Value": 12.5, "Unit": "Milliseconds"},
            {"MetricName": "Took", "Dimensions": page, "Values": [1, 2.5], "Counts": [3, 1], "Unit": "Milliseconds", "Timestamp": datetime.datetime.now(datetime.timezone.utc)}])
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=1)
        span = {"StartTime": end - datetime.timedelta(hours=1), "EndTime": end}
        answer = cw.get_metric_statistics(Namespace="Shop", MetricName="Took", Dimensions=page, Period=3600, Statistics=["Sum", "Maximum", "SampleCount"], ExtendedStatistics=["p50"], **span)
        point = answer["Datapoints"][0]
        query = {"Id": "took", "MetricStat": {"Metric": {"Namespace": "Shop", "MetricName": "Took", "Dimensions": page}, "Period": 60, "Stat": "Average"}}
        data = [r for p in cw.get_paginator("get_metric_data").paginate(MetricDataQueries=[query], **span) for r in p["MetricDataResults"]]
        listed = [m["MetricName"] for p in cw.get_paginator("list_metrics").paginate(Namespace="Shop") for m in p["Metrics"]]
        return [put["ResponseMetadata"]["HTTPStatusCode"], answer["Label"], point["Sum"], point["Maximum"], point["SampleCount"], point["ExtendedStatistics"], point["Unit"], isinstance(point["Timestamp"], datetime.datetime),
                data[0]["Id"], data[0]["Values"], data[0]["StatusCode"], [t.second for t in data[0]["Timestamps"]], listed]
        """, """[200, "Took", 18, 12.5, 5, {"p50": 1}, "Milliseconds", true, "took", [3.6], "Complete", [0], ["Took"]]""")]
    [InlineData("""
        cw = boto3.client("cloudwatch")
        cw.put_metric_alarm(AlarmName="slow", Namespace="Shop", MetricName="Took", Statistic="Average", Period=60, EvaluationPeriods=1, Threshold=100.0, ComparisonOperator="GreaterThanThreshold")
        cw.get_waiter("alarm_exists").wait(AlarmNames=["slow"])
        cw.set_alarm_state(AlarmName="slow", StateValue="ALARM", StateReason="a try")
        alarm = cw.describe_alarms(AlarmNames=["slow"])["MetricAlarms"][0]
        try:
            cw.set_alarm_state(AlarmName="none", StateValue="OK", StateReason="x")
        except cw.exceptions.ResourceNotFound as error:
            missing = error.response["Error"]["Code"]
        return [alarm["StateValue"], alarm["StateReason"], alarm["Threshold"], missing]
        """, """["ALARM", "a try", 100, "ResourceNotFound"]""")]
    [InlineData("""
        cw = boto3.client("cloudwatch")
        return [words(lambda: cw.put_metric_data(Namespace="Forbidden", MetricData=[{"MetricName": "a", "Value": 1}])).split(" on resource")[0],
                words(lambda: cw.put_metric_data(Namespace="Shop", MetricData=[{"Value": 1}])),
                words(lambda: cw.put_metric_data(Namespace="AWS/Shop", MetricData=[{"MetricName": "a", "Value": 1}])),
                "(NotImplemented)" in words(lambda: cw.put_dashboard(DashboardName="a", DashboardBody="{}"))]
        """, """["ClientError: An error occurred (AccessDenied) when calling the PutMetricData operation: User: arn:aws:sts::111122223333:assumed-role/worker/my-function is not authorized to perform: cloudwatch:PutMetricData", "ParamValidationError: Parameter validation failed:\nMissing required parameter in MetricData[0]: \"MetricName\"", "InvalidParameterValueException: An error occurred (InvalidParameterValue) when calling the PutMetricData operation: The value AWS/ for parameter Namespace is invalid.", true]""")]
    public Task Metrics_of_CloudWatch(string body, string expected) => GivesAsync(body, expected);

    [Theory]
    [InlineData("""
        me = boto3.client("sts").get_caller_identity()
        return [me["Arn"], me["Account"]]
        """, """["arn:aws:sts::111122223333:assumed-role/worker/my-function", "111122223333"]""")]
    [InlineData("""
        keys = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::111122223333:role/reader", RoleSessionName="ci")["Credentials"]
        other = boto3.client("sts", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
        session = boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        forgot = boto3.client("s3", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"])
        return [other.get_caller_identity()["Arn"], words(lambda: session.client("s3").list_buckets())[:46], words(lambda: forgot.list_buckets()), keys["Expiration"].year]
        """, """["arn:aws:sts::111122223333:assumed-role/reader/ci", "AccessDenied: An error occurred (AccessDenied)", "ClientError: An error occurred (InvalidAccessKeyId) when calling the ListBuckets operation: The AWS Access Key Id you provided does not exist in our records.", 2026]""")]
    [InlineData("""
        role = boto3.client("iam").get_role(RoleName="worker")["Role"]
        return [role["AssumeRolePolicyDocument"]["Statement"][0]["Action"], role["CreateDate"].year]
        """, """["sts:AssumeRole", 2026]""")]
    [InlineData("""
        return [s3.meta.region_name, boto3.client("s3", region_name="us-west-2").meta.region_name, boto3.client("s3", config=botocore.config.Config(region_name="eu-north-1", retries={"max_attempts": 2})).meta.region_name, boto3.Session(region_name="eu-west-2").client("ec2").meta.region_name, "put_object" in dir(s3), s3.put_object.__name__]
        """, """["eu-west-1", "us-west-2", "eu-north-1", "eu-west-2", true, "put_object"]""")]
    [InlineData("""
        addresses = [boto3.client(s).meta.endpoint_url for s in ("sqs", "sts", "iam")] + [boto3.client("s3", region_name="us-east-1").meta.endpoint_url]
        config = boto3.client("s3", config=botocore.config.Config(retries={"max_attempts": 3})).meta.config
        return [addresses, boto3.client("iam").meta.region_name, config.region_name, config.signature_version, config.retries, botocore.config.Config().read_timeout]
        """, """[["https://sqs.eu-west-1.amazonaws.com", "https://sts.eu-west-1.amazonaws.com", "https://iam.amazonaws.com", "https://s3.amazonaws.com"], "aws-global", "eu-west-1", "s3v4", {"total_max_attempts": 4, "mode": "legacy"}, 60]""")]
    [InlineData("""
        return [botocore.xform_name(n) for n in ["ListObjectsV2", "DescribeDBInstances", "GetCallerIdentity", "DescribeVpcs", "CreateDBCluster", "UntagResource", "PutPublicAccessBlock", "GetHITsForX", "DescribeStorediSCSIVolumes"][:7]]
        """, """["list_objects_v2", "describe_db_instances", "get_caller_identity", "describe_vpcs", "create_db_cluster", "untag_resource", "put_public_access_block"]""")]
    public Task Sessions_and_names(string body, string expected) => GivesAsync(body, expected);

    [Theory]
    // After "Tutorial: Using an Amazon S3 trigger to create thumbnail images" and boto3's guides, without pixels.
    [InlineData("""
        from urllib.parse import unquote_plus
        record = {"s3": {"bucket": {"name": "ana-photos"}, "object": {"key": "in/summer+day.jpg"}}}
        s3.put_object(Bucket="ana-photos", Key="in/summer day.jpg", Body=b"\xff\xd8" + b"0" * 100, ContentType="image/jpeg")
        bucket, key = record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"])
        path = f"/tmp/{os.path.basename(key)}"
        s3.download_file(bucket, key, path)
        with open(path, "rb") as original, open(path + ".small", "wb") as small:
            small.write(original.read()[:10])
        s3.upload_file(path + ".small", bucket, "small/" + os.path.basename(key), ExtraArgs={"ContentType": "image/jpeg", "Metadata": {"of": "in"}})
        head = s3.head_object(Bucket=bucket, Key="small/summer day.jpg")
        return [head["ContentLength"], head["ContentType"], head["Metadata"]]
        """, """[10, "image/jpeg", {"of": "in"}]""")]
    [InlineData("""
        table = boto3.resource("dynamodb").Table("orders")
        for n, (customer, price) in enumerate([("ana", "10.50"), ("ben", "3"), ("ana", "4.25")]):
            s3.put_object(Bucket="ana-photos", Key=f"week/{n}.json", Body=json.dumps({"customer": customer, "price": price}))
        totals = {}
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket="ana-photos", Prefix="week/"):
            for item in page.get("Contents", []):
                order = json.load(s3.get_object(Bucket="ana-photos", Key=item["Key"])["Body"])
                totals[order["customer"]] = totals.get(order["customer"], decimal.Decimal(0)) + decimal.Decimal(order["price"])
        for customer, total in totals.items():
            table.update_item(Key={"id": customer, "at": 47}, UpdateExpression="SET #t = if_not_exists(#t, :zero) + :n", ExpressionAttributeNames={"#t": "total"}, ExpressionAttributeValues={":n": total, ":zero": 0})
        report = "\n".join(f"{c},{t}" for c, t in sorted(totals.items()))
        s3.put_object(Bucket="ana-photos", Key="report.csv", Body=report, ContentType="text/csv")
        saved = table.get_item(Key={"id": "ana", "at": 47}, ConsistentRead=True)["Item"]["total"]
        return [str(saved), s3.get_object(Bucket="ana-photos", Key="report.csv")["Body"].read().decode()]
        """, """["14.75", "ana,14.75\nben,3"]""")]
    [InlineData("""
        import time
        def once(key, work):
            try:
                ddb.put_item(TableName="orders", Item={"id": {"S": "done#" + key}, "at": {"N": "0"}, "expires": {"N": str(int(time.time()) + 3600)}}, ConditionExpression="attribute_not_exists(id)")
            except ddb.exceptions.ConditionalCheckFailedException:
                return "seen before"
            return work()
        return [once("order-1", lambda: "worked"), once("order-1", lambda: "worked"), once("order-2", lambda: "worked")]
        """, """["worked", "seen before", "worked"]""")]
    [InlineData("""
        sqs = boto3.client("sqs")
        url = sqs.create_queue(QueueName="work", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
        sent = sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(n), "MessageBody": json.dumps({"n": n}), "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "order"}}} for n in range(3)])
        seen = []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"]).get("Messages"):
            for message in messages:
                seen.append((json.loads(message["Body"])["n"], message["MessageAttributes"]["kind"]["StringValue"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        missing = words(lambda: sqs.get_queue_url(QueueName="nobody"))
        try:
            sqs.get_queue_url(QueueName="nobody")
        except sqs.exceptions.QueueDoesNotExist as error:
            code = error.response["Error"]["Code"]
        return [len(sent["Successful"]), sorted(seen), code, missing.split(":")[0]]
        """, """[3, [[0, "order"], [1, "order"], [2, "order"]], "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"]""")]
    [InlineData("""
        ssm, secrets = boto3.client("ssm"), boto3.client("secretsmanager")
        ssm.put_parameter(Name="/shop/size", Value="42", Type="String")
        secrets.create_secret(Name="shop/db", SecretString=json.dumps({"password": "p"}))
        value = ssm.get_parameter(Name="/shop/size")["Parameter"]
        secret = json.loads(secrets.get_secret_value(SecretId="shop/db")["SecretString"])
        return [value["Value"], isinstance(value["LastModifiedDate"], datetime.datetime), secret, words(lambda: ssm.get_parameter(Name="/none")).split(" when")[0], words(lambda: secrets.get_secret_value(SecretId="none"))]
        """, """["42", true, {"password": "p"}, "ParameterNotFound: An error occurred (ParameterNotFound)", "ResourceNotFoundException: An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret."]""")]
    [InlineData("""
        import zipfile
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as z:
            z.writestr("lambda_function.py", "import boto3\ndef lambda_handler(event, context):\n    if event['n'] < 0: raise ValueError('below zero')\n    return {'twice': event['n'] * 2, 'as': boto3.client('sts').get_caller_identity()['Arn'].split('/', 1)[1]}")
        functions = boto3.client("lambda")
        functions.create_function(FunctionName="twice", Runtime="python3.14", Role="arn:aws:iam::111122223333:role/worker", Handler="lambda_function.lambda_handler", Code={"ZipFile": packed.getvalue()})
        functions.get_waiter("function_active_v2").wait(FunctionName="twice")
        answer = functions.invoke(FunctionName="twice", Payload=json.dumps({"n": 21}))
        failed = functions.invoke(FunctionName="twice", Payload=b'{"n": -1}')
        return [json.load(answer["Payload"]), answer["StatusCode"], failed["FunctionError"], json.loads(failed["Payload"].read())["errorMessage"], words(lambda: functions.invoke(FunctionName="nobody")).split(" when")[0]]
        """, """[{"twice": 42, "as": "worker/twice"}, 200, "Unhandled", "below zero", "ResourceNotFoundException: An error occurred (ResourceNotFoundException)"]""")]
    public Task Programs_that_learners_write(string body, string expected) => GivesAsync(body, expected);
}
