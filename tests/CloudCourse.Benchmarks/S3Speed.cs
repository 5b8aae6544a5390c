using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Benchmarks;

/// <summary>
/// Goal on one core: 50,000 calls a second through the account's door, where a request is text, with authorization and history, whatever
/// the bucket holds.
/// </summary>
internal static class S3Speed
{
    private const string Account = "111122223333", Region = "us-east-1", Role = "web";
    private const int Objects = 20_000, Calls = 20_000, Small = 100;

    public static void Print()
    {
        CallSpeed.SayConditions();
        foreach (var size in (int[])[Small, 5_000]) Print(size);
    }

    private static void Print(int bytes)
    {
        var body = Convert.ToBase64String(new byte[bytes]);
        var old = Filled();
        var caller = Caller.Session(Account, Role, "function");
        var put = Inputs(i => $$"""{"Bucket": "many", "Key": "new/{{i}}", "Body": "{{body}}"}""");
        var named = Inputs(i => $$"""{"Bucket": "many", "Key": "new/{{i}}"}""");
        Say($"PutObject, {bytes} bytes", "PutObject", put, old);

        var both = SimulatedAccount.Restore(old);
        foreach (var one in put) Must(both.Call(caller, Region, "s3", "PutObject", one));
        var snapshot = both.Snapshot();
        Say($"GetObject, {bytes} bytes", "GetObject", named, snapshot);
        Say("HeadObject", "HeadObject", named, snapshot);
        if (bytes == Small)
        {
            // Under a prefix of these are eleven keys, or one, or all.
            Say("ListObjectsV2, one key of forty thousand", "ListObjectsV2", Inputs(i => $$"""{"Bucket": "many", "Prefix": "new/{{1000 + (i % 9000)}}", "MaxKeys": 1}"""), snapshot);
            Say("ListObjectsV2, ten keys of forty thousand", "ListObjectsV2", Inputs(i => $$"""{"Bucket": "many", "Prefix": "new/{{i % 1000}}", "MaxKeys": 10}"""), snapshot);
            Say("ListObjectsV2, a thousand keys of forty thousand", "ListObjectsV2", Inputs(i => $$"""{"Bucket": "many", "Prefix": "new/{{i % 10}}"}"""), snapshot, Calls / 50);
        }
        Say("DeleteObject", "DeleteObject", named, snapshot);

        void Say(string what, string operation, List<string> inputs, AccountSnapshot from, int calls = Calls) => CallSpeed.Say(what, calls, () =>
        {
            var account = SimulatedAccount.Restore(from);
            return i => Must(account.Call(caller, Region, "s3", operation, inputs[i]));
        });
    }

    private static List<string> Inputs(Func<int, string> input) => [.. Enumerable.Range(0, Calls).Select(input)];

    private static AccountSnapshot Filled()
    {
        SimulatedAccount account = new(new(Account, 7, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        var root = Caller.Root(Account);
        Must(account.Call(root, Region, "iam", "CreateRole", """{"RoleName": "web", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}"""));
        Must(account.Call(root, Region, "iam", "PutRolePolicy", """{"RoleName": "web", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"}"""));
        Must(account.Call(root, Region, "s3", "CreateBucket", """{"Bucket": "many"}"""));
        for (var i = 0; i < Objects; i++) Must(account.Call(root, Region, "s3", "PutObject", $$"""{"Bucket": "many", "Key": "old/{{i}}", "Body": "aGVsbG8="}"""));
        return account.Snapshot();
    }

    private static void Must(CallResult result)
    {
        if (result.Error is { } error) throw new InvalidOperationException($"{error.Code} {error.Message} {error.Advice}");
    }
}
