using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html</summary>
public sealed class ParameterTests
{
    private readonly TestAccount _account = new();

    private JsonObject Do(string operation, object input) => _account.Do("ssm", operation, JsonSerializer.Serialize(input));

    private static List<string> Names(JsonObject output) => [.. output["Parameters"]!.AsArray().Select(p => (string)p!["Name"]!)];

    public ParameterTests() => Do("PutParameter", new { Name = "/shop/db/url", Value = "one", Type = "String" });

    [Fact]
    public void A_parameter_is_got_by_name_version_and_label()
    {
        Assert.Equal(2, (long)Do("PutParameter", new { Name = "/shop/db/url", Value = "two", Overwrite = true })["Version"]!);
        Do("LabelParameterVersion", new { Name = "/shop/db/url", ParameterVersion = 1, Labels = new[] { "prod" } });
        string Value(string name) => (string)Do("GetParameter", new { Name = name })["Parameter"]!["Value"]!;
        Assert.Equal(("two", "one", "one"), (Value("/shop/db/url"), Value("/shop/db/url:1"), Value("/shop/db/url:prod")));
        Assert.Equal("two", Value("arn:aws:ssm:eu-west-1:111122223333:parameter/shop/db/url"));
        Do("LabelParameterVersion", new { Name = "/shop/db/url", Labels = new[] { "prod" } });
        Assert.Equal("two", Value("/shop/db/url:prod"));
        Assert.Equal(["one", "two"], Do("GetParameterHistory", new { Name = "/shop/db/url" })["Parameters"]!.AsArray().Select(p => (string)p!["Value"]!));
        Assert.Equal("""["1st"]""", Do("LabelParameterVersion", new { Name = "/shop/db/url", Labels = new[] { "1st" } })["InvalidLabels"]!.ToJsonString());
    }

    [Fact]
    public void A_secure_one_is_gibberish_until_it_is_decrypted()
    {
        Do("PutParameter", new { Name = "password", Value = "hunter2", Type = "SecureString" });
        var closed = (string)Do("GetParameter", new { Name = "password" })["Parameter"]!["Value"]!;
        Assert.DoesNotContain("hunter2", closed);
        Assert.Equal("hunter2", (string)Do("GetParameter", new { Name = "password", WithDecryption = true })["Parameter"]!["Value"]!);
        Assert.Equal("alias/aws/ssm", (string)Do("DescribeParameters", new { ParameterFilters = new[] { new { Key = "Type", Values = new[] { "SecureString" } } } })["Parameters"]![0]!["KeyId"]!);
    }

    [Theory]
    [InlineData("GetParameter", """{"Name": "/none"}""", "ParameterNotFound")]
    [InlineData("GetParameter", """{"Name": "/shop/db/url:7"}""", "ParameterVersionNotFound")]
    [InlineData("GetParameter", """{"Name": "/aws/service/ami"}""", "NotSimulated")]
    [InlineData("PutParameter", """{"Name": "/shop/db/url", "Value": "x", "Type": "String"}""", "ParameterAlreadyExists")]
    [InlineData("PutParameter", """{"Name": "/shop/db/url", "Value": "x", "Type": "SecureString", "Overwrite": true}""", "HierarchyTypeMismatchException")]
    [InlineData("PutParameter", """{"Name": "new", "Value": "x"}""", "ValidationException")]
    [InlineData("PutParameter", """{"Name": "new", "Value": "x", "Type": "Text"}""", "ValidationException")]
    [InlineData("PutParameter", """{"Name": "shop/new", "Value": "x", "Type": "String"}""", "ValidationException")]
    [InlineData("PutParameter", """{"Name": "ssm-new", "Value": "x", "Type": "String"}""", "ValidationException")]
    [InlineData("PutParameter", """{"Name": "/aws/new", "Value": "x", "Type": "String"}""", "AccessDeniedException")]
    [InlineData("PutParameter", """{"Name": "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "Value": "x", "Type": "String"}""", "HierarchyLevelLimitExceededException")]
    [InlineData("PutParameter", """{"Name": "new", "Value": "x", "Type": "String", "AllowedPattern": "\\d+"}""", "ParameterPatternMismatchException")]
    [InlineData("PutParameter", """{"Name": "new", "Value": "x", "Type": "String", "AllowedPattern": "("}""", "InvalidAllowedPatternException")]
    [InlineData("PutParameter", """{"Name": "new", "Value": "x", "Type": "String", "KeyId": "k"}""", "ValidationException")]
    [InlineData("DeleteParameter", """{"Name": "/none"}""", "ParameterNotFound")]
    [InlineData("GetParameterHistory", """{"Name": "/none"}""", "ParameterNotFound")]
    [InlineData("GetParametersByPath", """{"Path": "shop"}""", "ValidationException")]
    [InlineData("GetParametersByPath", """{"Path": "/shop", "MaxResults": 11}""", "ValidationException")]
    [InlineData("GetParametersByPath", """{"Path": "/shop", "NextToken": "x"}""", "InvalidNextToken")]
    [InlineData("DescribeParameters", """{"ParameterFilters": [{"Key": "Colour", "Values": ["x"]}]}""", "InvalidFilterKey")]
    [InlineData("DescribeParameters", """{"ParameterFilters": [{"Key": "Name", "Option": "Like", "Values": ["x"]}]}""", "InvalidFilterOption")]
    [InlineData("AddTagsToResource", """{"ResourceType": "Parameter", "ResourceId": "/none", "Tags": [{"Key": "a", "Value": "b"}]}""", "InvalidResourceId")]
    [InlineData("LabelParameterVersion", """{"Name": "/shop/db/url", "ParameterVersion": 9, "Labels": ["a"]}""", "ParameterVersionNotFound")]
    public void A_move_that_AWS_refuses_is_refused(string operation, string input, string code) => Assert.Equal(code, _account.Refused("ssm", operation, input));

    [Fact]
    public void A_standard_value_has_4_KB_and_an_advanced_one_8()
    {
        Assert.Equal("ValidationException", _account.Refused("ssm", "PutParameter", JsonSerializer.Serialize(new { Name = "big", Type = "String", Value = new string('x', 4097) })));
        Assert.Equal("Advanced", (string)Do("PutParameter", new { Name = "big", Type = "String", Value = new string('x', 4097), Tier = "Intelligent-Tiering" })["Tier"]!);
        Assert.Equal("ValidationException", _account.Refused("ssm", "PutParameter", JsonSerializer.Serialize(new { Name = "big", Value = "x", Tier = "Standard", Overwrite = true })));
    }

    [Fact]
    public void Only_a_hundred_versions_are_kept_and_none_with_a_label_is_lost()
    {
        Do("LabelParameterVersion", new { Name = "/shop/db/url", Labels = new[] { "first" } });
        for (var i = 2; i <= 100; i++) Do("PutParameter", new { Name = "/shop/db/url", Value = $"{i}", Overwrite = true });
        Assert.Equal("ParameterMaxVersionLimitExceeded", _account.Refused("ssm", "PutParameter", """{"Name": "/shop/db/url", "Value": "101", "Overwrite": true}"""));
        Do("LabelParameterVersion", new { Name = "/shop/db/url", Labels = new[] { "first" } });
        Assert.Equal(101, (long)Do("PutParameter", new { Name = "/shop/db/url", Value = "101", Overwrite = true })["Version"]!);
    }

    [Fact]
    public void A_path_is_read_level_by_level_and_page_by_page()
    {
        foreach (var name in new[] { "/shop/a", "/shop/b", "/shop/c/d", "/shopping", "plain" }) Do("PutParameter", new { Name = name, Value = "x", Type = "String" });
        Assert.Equal(["/shop/a", "/shop/b"], Names(Do("GetParametersByPath", new { Path = "/shop" })));
        List<string> names = [];
        for (string? token = null; ;)
        {
            var page = Do("GetParametersByPath", token is null ? new { Path = "/shop/", Recursive = true, MaxResults = 3 } : (object)new { Path = "/shop/", Recursive = true, MaxResults = 3, NextToken = token });
            names.AddRange(Names(page));
            if ((token = (string?)page["NextToken"]) is null) break;
        }
        Assert.Equal(["/shop/a", "/shop/b", "/shop/c/d", "/shop/db/url"], names);
        var some = Do("GetParameters", new { Names = new[] { "plain", "none", "/shop/a:1" } });
        Assert.Equal(["plain", "/shop/a"], Names(some));
        Assert.Equal("""["none"]""", some["InvalidParameters"]!.ToJsonString());
        Assert.Equal(["/shop/a"], Names(Do("DescribeParameters", new { ParameterFilters = new[] { new { Key = "Name", Option = "BeginsWith", Values = new[] { "/shop/a" } } } })));
        var deleted = Do("DeleteParameters", new { Names = new[] { "plain", "none" } });
        Assert.Equal(("""["plain"]""", """["none"]"""), (deleted["DeletedParameters"]!.ToJsonString(), deleted["InvalidParameters"]!.ToJsonString()));
    }

    [Fact]
    public void Tags_are_kept_and_asked_for()
    {
        Do("AddTagsToResource", new { ResourceType = "Parameter", ResourceId = "/shop/db/url", Tags = new[] { new { Key = "team", Value = "web" } } });
        Assert.Equal("web", (string)Do("ListTagsForResource", new { ResourceType = "Parameter", ResourceId = "/shop/db/url" })["TagList"]![0]!["Value"]!);
        Assert.Equal(["/shop/db/url"], Names(Do("DescribeParameters", new { ParameterFilters = new[] { new { Key = "tag:team", Values = new[] { "web" } } } })));
        Do("RemoveTagsFromResource", new { ResourceType = "Parameter", ResourceId = "/shop/db/url", TagKeys = new[] { "team" } });
        Assert.Empty(Do("ListTagsForResource", new { ResourceType = "Parameter", ResourceId = "/shop/db/url" })["TagList"]!.AsArray());
    }

    // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
    [Theory]
    [InlineData("GetParameter", """{"Name": "/shop/db/url"}""", "ssm:GetParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/shop/db/url")]
    [InlineData("GetParameters", """{"Names": ["/shop/db/url"]}""", "ssm:GetParameters", "arn:aws:ssm:eu-west-1:111122223333:parameter/shop/db/url")]
    [InlineData("GetParametersByPath", """{"Path": "/shop/"}""", "ssm:GetParametersByPath", "arn:aws:ssm:eu-west-1:111122223333:parameter/shop")]
    [InlineData("PutParameter", """{"Name": "plain", "Value": "x", "Type": "String"}""", "ssm:PutParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/plain")]
    [InlineData("DeleteParameter", """{"Name": "/shop/db/url"}""", "ssm:DeleteParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/shop/db/url")]
    [InlineData("DescribeParameters", "{}", "ssm:DescribeParameters", "arn:aws:ssm:eu-west-1:111122223333:*")]
    public void An_operation_needs_this_permission(string operation, string input, string action, string resource)
    {
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDeniedException", _account.Refused("ssm", operation, input));
        var error = ((ApiCall)_account.Account.History[^1]).Error!;
        Assert.Equal((action, resource, 400), (error.Denied[0].Action, error.Denied[0].Resource, error.HttpStatus));
        _account.As = Caller.Root(TestAccount.Id);
        _account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = "ana", PolicyName = "p", PolicyDocument = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Action = action, Resource = resource } }) }));
        _account.As = Caller.User(TestAccount.Id, "ana");
        _account.Do("ssm", operation, input);
    }

    [Fact]
    public void Every_operation_of_the_model_is_there() =>
        Assert.Empty(Simulation.Shapes.ServiceModel.Of("ssm").Operations.Select(o => o.Name).Except(SimulatedServices.Find("ssm")!.Operations.Select(o => o.Name)));
}
