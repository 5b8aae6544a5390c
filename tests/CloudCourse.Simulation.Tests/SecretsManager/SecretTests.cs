using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.SecretsManager;

/// <summary>https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html</summary>
public sealed class SecretTests
{
    private const string First = "11111111-1111-1111-1111-111111111111", Second = "22222222-2222-2222-2222-222222222222";

    private readonly TestAccount _account = new();

    private JsonObject Do(string operation, object input) => _account.Do("secretsmanager", operation, JsonSerializer.Serialize(input));

    private string Refused(string operation, object input) => _account.Refused("secretsmanager", operation, JsonSerializer.Serialize(input));

    public SecretTests() => Do("CreateSecret", new { Name = "prod/db", SecretString = "one", ClientRequestToken = First, Description = "The shop's database", Tags = new[] { new { Key = "team", Value = "web" } } });

    [Fact]
    public void A_secret_is_got_by_name_by_ARN_and_by_the_ARN_without_its_end()
    {
        var got = Do("GetSecretValue", new { SecretId = "prod/db" });
        Assert.Equal(("one", First, "prod/db"), ((string)got["SecretString"]!, (string)got["VersionId"]!, (string)got["Name"]!));
        Assert.Equal("""["AWSCURRENT"]""", got["VersionStages"]!.ToJsonString());
        var arn = (string)got["ARN"]!;
        Assert.Matches(@"\Aarn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-[A-Za-z0-9]{6}\z", arn);
        Assert.Equal("one", (string)Do("GetSecretValue", new { SecretId = arn })["SecretString"]!);
        Assert.Equal("one", (string)Do("GetSecretValue", new { SecretId = arn[..^7] })["SecretString"]!);
        _account.Region = "us-east-1";
        Assert.Equal("ResourceNotFoundException", Refused("GetSecretValue", new { SecretId = "prod/db" }));
    }

    [Fact]
    public void A_new_value_is_current_and_the_one_before_previous()
    {
        Do("PutSecretValue", new { SecretId = "prod/db", SecretString = "two", ClientRequestToken = Second });
        Assert.Equal("two", (string)Do("GetSecretValue", new { SecretId = "prod/db" })["SecretString"]!);
        Assert.Equal("one", (string)Do("GetSecretValue", new { SecretId = "prod/db", VersionStage = "AWSPREVIOUS" })["SecretString"]!);
        Do("PutSecretValue", new { SecretId = "prod/db", SecretString = "three" });
        Assert.Equal(2, Do("ListSecretVersionIds", new { SecretId = "prod/db" })["Versions"]!.AsArray().Count);
        Assert.Equal(3, Do("ListSecretVersionIds", new { SecretId = "prod/db", IncludeDeprecated = true })["Versions"]!.AsArray().Count);
        Do("UpdateSecretVersionStage", new { SecretId = "prod/db", VersionStage = "AWSCURRENT", MoveToVersionId = Second, RemoveFromVersionId = (string)Do("GetSecretValue", new { SecretId = "prod/db" })["VersionId"]! });
        Assert.Equal("two", (string)Do("GetSecretValue", new { SecretId = "prod/db" })["SecretString"]!);
        Assert.Equal("three", (string)Do("GetSecretValue", new { SecretId = "prod/db", VersionStage = "AWSPREVIOUS" })["SecretString"]!);
    }

    [Fact]
    public void The_same_request_twice_is_one()
    {
        Assert.Equal(First, (string)Do("PutSecretValue", new { SecretId = "prod/db", SecretString = "one", ClientRequestToken = First })["VersionId"]!);
        Assert.Equal(First, (string)Do("CreateSecret", new { Name = "prod/db", SecretString = "one", ClientRequestToken = First })["VersionId"]!);
        Assert.Equal("ResourceExistsException", Refused("PutSecretValue", new { SecretId = "prod/db", SecretString = "other", ClientRequestToken = First }));
    }

    [Theory]
    [InlineData("GetSecretValue", """{"SecretId": "nothing"}""", "ResourceNotFoundException", "Secrets Manager can't find the specified secret.")]
    [InlineData("GetSecretValue", """{"SecretId": "prod/db", "VersionStage": "AWSPENDING"}""", "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: AWSPENDING")]
    [InlineData("GetSecretValue", """{"SecretId": "prod/db", "VersionId": "x"}""", "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for VersionId: x")]
    [InlineData("CreateSecret", """{"Name": "prod/db"}""", "ResourceExistsException", "The operation failed because the secret prod/db already exists.")]
    [InlineData("CreateSecret", """{"Name": "a b"}""", "ValidationException", null)]
    [InlineData("CreateSecret", """{"Name": "a", "SecretString": "x", "SecretBinary": "eA=="}""", "InvalidParameterException", null)]
    [InlineData("PutSecretValue", """{"SecretId": "prod/db"}""", "InvalidRequestException", null)]
    [InlineData("DeleteSecret", """{"SecretId": "prod/db", "RecoveryWindowInDays": 3}""", "InvalidParameterException", null)]
    [InlineData("DeleteSecret", """{"SecretId": "prod/db", "RecoveryWindowInDays": 7, "ForceDeleteWithoutRecovery": true}""", "InvalidParameterException", null)]
    [InlineData("UpdateSecretVersionStage", """{"SecretId": "prod/db", "VersionStage": "AWSCURRENT", "RemoveFromVersionId": "11111111-1111-1111-1111-111111111111"}""", "InvalidParameterException", null)]
    [InlineData("PutResourcePolicy", """{"SecretId": "prod/db", "ResourcePolicy": "no"}""", "MalformedPolicyDocumentException", null)]
    [InlineData("PutResourcePolicy", """{"SecretId": "prod/db", "BlockPublicPolicy": true, "ResourcePolicy": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}}"}""", "PublicPolicyException", null)]
    [InlineData("ListSecrets", """{"NextToken": "x"}""", "InvalidNextTokenException", null)]
    [InlineData("ListSecrets", """{"Filters": [{"Key": "colour", "Values": ["x"]}]}""", "ValidationException", null)]
    [InlineData("BatchGetSecretValue", "{}", "InvalidParameterException", null)]
    [InlineData("GetRandomPassword", """{"PasswordLength": 5000}""", "InvalidParameterException", null)]
    public void A_move_that_AWS_refuses_is_refused(string operation, string input, string code, string? message)
    {
        Assert.Equal(code, _account.Refused("secretsmanager", operation, input));
        if (message is not null) Assert.Equal(message, ((ApiCall)_account.Account.History[^1]).Error!.Message);
    }

    [Fact]
    public void A_deleted_secret_can_be_brought_back_until_its_window_ends()
    {
        Do("DeleteSecret", new { SecretId = "prod/db", RecoveryWindowInDays = 7 });
        Assert.Equal("InvalidRequestException", Refused("GetSecretValue", new { SecretId = "prod/db" }));
        Assert.Equal("InvalidRequestException", Refused("CreateSecret", new { Name = "prod/db" }));
        _account.Account.Advance(TimeSpan.FromDays(6));
        Do("RestoreSecret", new { SecretId = "prod/db" });
        _account.Account.Advance(TimeSpan.FromDays(2));
        Assert.Equal("one", (string)Do("GetSecretValue", new { SecretId = "prod/db" })["SecretString"]!);
        Do("DeleteSecret", new { SecretId = "prod/db" });
        _account.Account.Advance(TimeSpan.FromDays(30));
        Assert.Equal("ResourceNotFoundException", Refused("DescribeSecret", new { SecretId = "prod/db" }));
        Do("CreateSecret", new { Name = "prod/db" });
        Do("DeleteSecret", new { SecretId = "prod/db", ForceDeleteWithoutRecovery = true });
        Assert.Equal("ResourceNotFoundException", Refused("RestoreSecret", new { SecretId = "prod/db" }));
        // Deleting what is gone already by force is no error: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
        Assert.Equal("prod/db", (string)Do("DeleteSecret", new { SecretId = "prod/db", ForceDeleteWithoutRecovery = true })["Name"]!);
    }

    [Fact]
    public void Lists_are_filtered_and_paged()
    {
        foreach (var name in new[] { "a", "b", "c" }) Do("CreateSecret", new { Name = name, SecretString = name });
        List<string> names = [];
        for (string? token = null; ;)
        {
            var page = Do("ListSecrets", token is null ? new { MaxResults = 3, SortBy = "name", SortOrder = "asc" } : (object)new { MaxResults = 3, SortBy = "name", SortOrder = "asc", NextToken = token });
            names.AddRange(page["SecretList"]!.AsArray().Select(s => (string)s!["Name"]!));
            if ((token = (string?)page["NextToken"]) is null) break;
        }
        Assert.Equal(["a", "b", "c", "prod/db"], names);
        Assert.Single(Do("ListSecrets", new { Filters = new[] { new { Key = "tag-key", Values = new[] { "te" } } } })["SecretList"]!.AsArray());
        Assert.Equal(3, Do("ListSecrets", new { Filters = new[] { new { Key = "name", Values = new[] { "!prod" } } } })["SecretList"]!.AsArray().Count);
        var many = Do("BatchGetSecretValue", new { SecretIdList = new[] { "a", "none", "b" } });
        Assert.Equal(["a", "b"], many["SecretValues"]!.AsArray().Select(s => (string)s!["SecretString"]!));
        Assert.Equal("ResourceNotFoundException", (string)many["Errors"]![0]!["ErrorCode"]!);
    }

    [Fact]
    public void Who_may_read_is_decided_by_the_callers_policy_or_the_secrets()
    {
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDeniedException", Refused("GetSecretValue", new { SecretId = "prod/db" }));
        var error = ((ApiCall)_account.Account.History[^1]).Error!;
        Assert.Equal(400, error.HttpStatus);
        Assert.EndsWith("because no identity-based policy allows the secretsmanager:GetSecretValue action", error.Message);
        _account.As = Caller.Root(TestAccount.Id);
        var policy = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Principal = new { AWS = $"arn:aws:iam::{TestAccount.Id}:user/ana" }, Action = "secretsmanager:GetSecretValue", Resource = "*" } });
        Do("PutResourcePolicy", new { SecretId = "prod/db", ResourcePolicy = policy });
        Assert.Equal(policy, (string)Do("GetResourcePolicy", new { SecretId = "prod/db" })["ResourcePolicy"]!);
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("one", (string)Do("GetSecretValue", new { SecretId = "prod/db" })["SecretString"]!);
        Assert.Equal("AccessDeniedException", Refused("PutSecretValue", new { SecretId = "prod/db", SecretString = "x" }));
        _account.As = Caller.Root(TestAccount.Id);
        Do("DeleteResourcePolicy", new { SecretId = "prod/db" });
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDeniedException", Refused("GetSecretValue", new { SecretId = "prod/db" }));
    }

    [Fact]
    public void A_policy_can_ask_for_the_secrets_tags()
    {
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "PutUserPolicy", """{"UserName": "ana", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"secretsmanager:ResourceTag/team\":\"web\"}}}}"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("one", (string)Do("GetSecretValue", new { SecretId = "prod/db" })["SecretString"]!);
        _account.As = Caller.Root(TestAccount.Id);
        Do("UntagResource", new { SecretId = "prod/db", TagKeys = new[] { "team" } });
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDeniedException", Refused("GetSecretValue", new { SecretId = "prod/db" }));
    }

    [Fact]
    public void A_password_has_every_kind_and_what_is_excluded_not()
    {
        var password = (string)Do("GetRandomPassword", new { PasswordLength = 4, ExcludePunctuation = true, ExcludeCharacters = "abc", IncludeSpace = true })["RandomPassword"]!;
        Assert.Equal(4, password.Length);
        Assert.True(password.Any(char.IsAsciiLetterLower) && password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiDigit) && password.Contains(' '));
        Assert.Equal(32, ((string)Do("GetRandomPassword", new { })["RandomPassword"]!).Length);
    }

    [Fact]
    public void Every_operation_of_the_model_is_there() =>
        Assert.Empty(Simulation.Shapes.ServiceModel.Of("secretsmanager").Operations.Select(o => o.Name).Except(SimulatedServices.Find("secretsmanager")!.Operations.Select(o => o.Name)));
}
