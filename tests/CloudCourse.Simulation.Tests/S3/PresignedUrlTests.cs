using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.S3;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.S3;

/// <summary>https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html</summary>
public sealed class PresignedUrlTests : S3Test
{
    public PresignedUrlTests()
    {
        Bucket();
        Put("a b/ä.txt");
        As("ana", Allow("s3:*", "*"));
    }

    private string Url(string operation = "GetObject", JsonObject? more = null, int seconds = 3600)
    {
        JsonObject input = more ?? [];
        input["Bucket"] = "pictures";
        input["Key"] ??= "a b/ä.txt";
        return PresignedUrl.Make(Account.Account, Account.As, "eu-west-1", operation, input, seconds);
    }

    private CallResult Open(string url, string method = "GET", string? body = null, Dictionary<string, string>? headers = null) => PresignedUrl.Open(Account.Account, method, url, body, headers);

    private string Code(CallResult result)
    {
        Assert.NotNull(result.Error);
        return result.Error.Code;
    }

    [Fact]
    public void An_address_reads_in_the_signers_name()
    {
        var url = Url();
        Assert.StartsWith("https://pictures.s3.eu-west-1.amazonaws.com/a%20b/%C3%A4.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA", url);
        Assert.Equal("hello", Text(Open(url).Output!));
        Assert.Equal(Caller.User(TestAccount.Id, "ana").Principal.Name, ((ApiCall)Account.Account.History[^1]).Caller);
        Assert.Equal(5, (int)Open(Url("HeadObject"), "HEAD").Output!["ContentLength"]!);
        Assert.Equal("text/css", (string)Open(Url(more: new() { ["ResponseContentType"] = "text/css" })).Output!["ContentType"]!);
    }

    [Fact]
    public void An_address_writes_with_the_headers_that_were_signed()
    {
        var url = Url("PutObject", new() { ["Key"] = "new", ["ContentType"] = "text/plain", ["Metadata"] = new JsonObject { ["who"] = "ana" } });
        Dictionary<string, string> headers = new() { ["Content-Type"] = "text/plain", ["X-Amz-Meta-Who"] = "ana" };
        Assert.Equal("SignatureDoesNotMatch", Code(Open(url, "PUT", Base64("x"))));
        Assert.Equal("AccessDenied", Code(Open(url, "PUT", Base64("x"), new(headers) { ["x-amz-acl"] = "public-read" })));
        Assert.True(Open(url, "PUT", Base64("x"), headers).Succeeded);
        Account.As = Caller.Root(TestAccount.Id);
        Assert.Equal("ana", (string)Do("HeadObject", new { Bucket = "pictures", Key = "new" })["Metadata"]!["who"]!);
        Assert.True(Open(Url("DeleteObject", new() { ["Key"] = "new" }), "DELETE").Succeeded);
    }

    [Fact]
    public void It_ends_when_its_time_is_over()
    {
        var url = Url(seconds: 60);
        Account.Account.Advance(TimeSpan.FromSeconds(60));
        Assert.True(Open(url).Succeeded);
        Account.Account.Advance(TimeSpan.FromSeconds(1));
        var error = Open(url).Error!;
        Assert.Equal(("AccessDenied", "Request has expired", 403), (error.Code, error.Message, error.HttpStatus));
        Assert.Equal("AuthorizationQueryParametersError", Code(Open(Url(seconds: 604_801))));
    }

    [Fact]
    public void It_may_what_the_signer_may_when_it_is_used()
    {
        var url = Url();
        As("ana", Allow("s3:PutObject", "*"));
        Assert.Equal("AccessDenied", Code(Open(url)));
        Account.As = Caller.Root(TestAccount.Id);
        Account.Do("iam", "DeleteUserPolicy", """{"UserName": "ana", "PolicyName": "p"}""");
        Account.Do("iam", "DeleteUser", """{"UserName": "ana"}""");
        Assert.Equal("InvalidAccessKeyId", Code(Open(url)));
    }

    [Fact]
    public void A_sessions_address_brings_the_session_and_what_narrows_it()
    {
        Account.As = Caller.Root(TestAccount.Id);
        Account.Do("iam", "CreateRole", """{"RoleName": "web", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}""");
        Account.Do("iam", "PutRolePolicy", """{"RoleName": "web", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"}""");
        Account.As = Caller.Session(TestAccount.Id, "web", "resize");
        Assert.Contains("X-Amz-Security-Token=", Url());
        Assert.Equal("hello", Text(Open(Url()).Output!));
        Account.As = Account.As with { SessionPolicy = PolicyDocument.Read("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}}""", "session")!.Policy };
        Assert.Equal("AccessDenied", Code(Open(Url())));
    }

    [Fact]
    public void Every_changed_letter_is_noticed()
    {
        var url = Url();
        var calls = Account.Account.History.Count;
        for (var i = "https://pictures.s3.eu-west-1.amazonaws.com/".Length; i < url.Length; i++)
        {
            if (url[i] is '%' or '&' or '=' or '/' or '?' || url[i - 1] == '%' || url[i - 2] == '%') continue;
            var changed = url[..i] + (url[i] == '1' ? '2' : '1') + url[(i + 1)..];
            Assert.False(Open(changed).Succeeded, changed);
        }
        Assert.Equal(calls, Account.Account.History.Count);
        Assert.Equal("SignatureDoesNotMatch", Code(Open(url, "DELETE")));
        Assert.Equal("AuthorizationQueryParametersError", Code(Open("https://pictures.s3.eu-west-1.amazonaws.com/a")));
        Assert.Equal("InvalidURI", Code(Open("a b")));
    }
}
