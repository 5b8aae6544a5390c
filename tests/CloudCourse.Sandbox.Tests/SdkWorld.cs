using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

/// <summary>One account, and one session in which many small handlers call it: a process serves a whole table of them.</summary>
public sealed class SdkWorld(PythonSandbox sandbox) : IAsyncLifetime
{
    public const string Region = "eu-west-1", AccountId = "111122223333";

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private LiveAccount _live = null!;
    private IHandlerSession _session = null!;

    public SimulatedAccount Account => _live.Account;

    public async ValueTask InitializeAsync()
    {
        _session = await sandbox.Runtime.OpenAsync(null, null, default);
        _live = new(new(new(AccountId, 1, Start) { RunsFunctions = true }), sandbox.Runtime, new() { Session = _session });
        Setup("iam", "CreateRole", """{"RoleName":"worker","AssumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"}""");
        Setup("iam", "PutRolePolicy", """{"RoleName":"worker","PolicyName":"all","PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::ana-forbidden\",\"arn:aws:s3:::ana-forbidden/*\"]},{\"Effect\":\"Deny\",\"Action\":\"cloudwatch:PutMetricData\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"cloudwatch:namespace\":\"Forbidden\"}}}]}"}""");
        Setup("iam", "CreateRole", """{"RoleName":"reader","AssumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/worker\"},\"Action\":\"sts:AssumeRole\"}]}"}""");
        foreach (var bucket in new[] { "ana-photos", "ana-forbidden" }) Setup("s3", "CreateBucket", $$$"""{"Bucket":"{{{bucket}}}","CreateBucketConfiguration":{"LocationConstraint":"eu-west-1"}}""");
        Setup("dynamodb", "CreateTable", """{"TableName":"orders","KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"at","KeyType":"RANGE"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"at","AttributeType":"N"}],"BillingMode":"PAY_PER_REQUEST"}""");
        Account.Advance(TimeSpan.FromMinutes(1));
    }

    public void Setup(string service, string operation, string input)
    {
        var result = Account.Call(Caller.Root(AccountId), Region, service, operation, input);
        Assert.True(result.Succeeded, $"{service} {operation}: {result.Error?.Code} {result.Error?.Message}");
    }

    /// <summary>Runs a handler under the role <c>worker</c>; gives its result as JSON, or fails with what went wrong.</summary>
    public async Task<Invocation> InvokeAsync(HandlerCode code, string given = "{}")
    {
        code = code with { AccountId = AccountId, Region = Region, TimeoutMs = 900_000 };
        var calls = _live.CallsAs(Caller.Session(AccountId, "worker", "my-function"), Account.Now);
        var start = await _session.StartAsync("only", code, Account.Now, calls, default);
        Assert.True(start.Failure is null, $"{start.Failure?.ErrorType}: {start.Failure?.ErrorMessage}\n{string.Concat(start.Failure?.StackTrace ?? [])}");
        calls = _live.CallsAs(Caller.Session(AccountId, "worker", "my-function"), Account.Now);
        return await _session.InvokeAsync("only", new("event", given), "id", Account.Now, calls, default);
    }

    /// <summary>Invokes environments one after the other, a second between; what is not there yet begins cold.</summary>
    public async Task<IReadOnlyList<(Invocation Invocation, IReadOnlyList<ApiCall> Calls)>> InvokeInTurnAsync(HandlerCode code, params (string Environment, string Given)[] events)
    {
        code = code with { AccountId = AccountId, Region = Region, TimeoutMs = 900_000 };
        HashSet<string> begun = [];
        List<(Invocation, IReadOnlyList<ApiCall>)> done = [];
        foreach (var (environment, given) in events)
        {
            var before = (int)Account.History.Count;
            if (begun.Add(environment))
            {
                var start = await _session.StartAsync(environment, code, Account.Now, _live.CallsAs(Caller.Session(AccountId, "worker", environment), Account.Now), default);
                Assert.True(start.Failure is null, $"{start.Failure?.ErrorType}: {start.Failure?.ErrorMessage}");
            }
            var invocation = await _session.InvokeAsync(environment, new("event", given), $"request-{done.Count + 1}", Account.Now, _live.CallsAs(Caller.Session(AccountId, "worker", environment), Account.Now), default);
            done.Add((invocation, [.. Account.History.Skip(before).OfType<ApiCall>()]));
            Account.Advance(TimeSpan.FromSeconds(1));
        }
        return done;
    }

    public async Task<string> ResultAsync(HandlerCode code, string given = "{}")
    {
        var invocation = await InvokeAsync(code, given);
        var failed = invocation.FunctionError;
        Assert.True(failed is null, $"{failed?.ErrorType}: {failed?.ErrorMessage}\n{string.Concat(failed?.StackTrace ?? [])}\n{string.Join('\n', invocation.Log)}");
        return invocation.PayloadJson!;
    }

    public async Task GivesAsync(HandlerCode code, string expected)
    {
        var payload = await ResultAsync(code);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(payload)), $"expected {expected}\n     got {payload}");
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _live.DisposeAsync();
    }
}
