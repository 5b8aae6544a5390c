using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Benchmarks;

/// <summary>
/// Goal on one core: 50,000 calls a second through the account's door, with authorization and history, whatever the bucket holds. Told in
/// the processor's time, for machines that are busy.
/// </summary>
internal static class S3Speed
{
    private const string Account = "111122223333", Region = "us-east-1", Role = "web";
    private const int Objects = 20_000, Calls = 20_000;

    public static void Print()
    {
        _ = Filled(1000); // compiles
        foreach (var size in (int[])[100, 5_000]) Print(size);
    }

    private static void Print(int bytes)
    {
        var body = Convert.ToBase64String(new byte[bytes]);
        var account = Filled(Objects);
        var caller = Caller.Session(Account, Role, "function");
        Measure($"PutObject, {bytes} bytes", account, caller, "PutObject", i => $$"""{"Bucket": "many", "Key": "new/{{i}}", "Body": "{{body}}"}""");
        Measure($"GetObject, {bytes} bytes", account, caller, "GetObject", i => $$"""{"Bucket": "many", "Key": "new/{{i}}"}""");
        Measure("HeadObject", account, caller, "HeadObject", i => $$"""{"Bucket": "many", "Key": "new/{{i}}"}""");
        Measure("ListObjectsV2, ten keys of forty thousand", account, caller, "ListObjectsV2", i => $$"""{"Bucket": "many", "Prefix": "new/{{i % 1000}}", "MaxKeys": 10}""");
        Measure("DeleteObject", account, caller, "DeleteObject", i => $$"""{"Bucket": "many", "Key": "new/{{i}}"}""");
    }

    private static SimulatedAccount Filled(int objects)
    {
        SimulatedAccount account = new(new(Account, 7, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        var root = Caller.Root(Account);
        Must(account.Call(root, Region, "iam", "CreateRole", """{"RoleName": "web", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}"""));
        Must(account.Call(root, Region, "iam", "PutRolePolicy", """{"RoleName": "web", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"}"""));
        Must(account.Call(root, Region, "s3", "CreateBucket", """{"Bucket": "many"}"""));
        for (var i = 0; i < objects; i++) Must(account.Call(root, Region, "s3", "PutObject", $$"""{"Bucket": "many", "Key": "old/{{i}}", "Body": "aGVsbG8="}"""));
        return account;
    }

    private static void Measure(string what, SimulatedAccount account, Caller caller, string operation, Func<int, string> input)
    {
        var inputs = Enumerable.Range(0, Calls).Select(i => JsonReader.Read(input(i)).Value!).ToList();
        var before = Environment.CpuUsage.TotalTime;
        foreach (var one in inputs) Must(account.Call(caller, Region, "s3", operation, one));
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Calls / seconds:N0} calls/s, {seconds * 1e6 / Calls:F1} µs a call"));
    }

    private static void Must(CallResult result)
    {
        if (result.Error is { } error) throw new InvalidOperationException($"{error.Code} {error.Message} {error.Advice}");
    }
}
