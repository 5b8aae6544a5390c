using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Sns;

/// <summary>https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html</summary>
public sealed class FilterLimitsTests
{
    [Theory]
    [InlineData("""{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"]}""", "MessageAttributes", null)]
    [InlineData("""{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}""", "MessageAttributes", "Filter policy can not have more than 5 keys")]
    [InlineData("""{"a":{"b":["1"]}}""", "MessageAttributes", "Filter policy scope MessageAttributes does not support nested filter policy")]
    [InlineData("""{"a":{"b":["1"]}}""", "MessageBody", null)]
    // The page's own example: 4 × 3 levels, 3 × 2 levels, 3 × 1 level: 216 of 150.
    [InlineData("""{"a":{"b":{"c":["1","2","3","4"]}},"d":{"e":["1","2","3"]},"f":["1","2","3"]}""", "MessageBody", "Filter policy is too complex")]
    [InlineData("""{"a":{"b":{"c":["1","2","3","4"]}},"d":{"e":["1","2"]},"f":["1","2","3"]}""", "MessageBody", null)]
    [InlineData("""{"price":[{"numeric":["<",1000000000]}]}""", "MessageAttributes", null)]
    [InlineData("""{"price":[{"numeric":["<",1000000001]}]}""", "MessageAttributes", "Value must be between -1.0E9 and 1.0E9, inclusive")]
    public void A_filter_has_limits_of_its_own(string policy, string scope, string? refused)
    {
        TestAccount account = new();
        var topic = (string)account.Do("sns", "CreateTopic", """{"Name":"orders"}""")["TopicArn"]!;
        var input = JsonSerializer.Serialize(new { TopicArn = topic, Protocol = "email", Endpoint = "ana@example.com", Attributes = new { FilterPolicy = policy, FilterPolicyScope = scope } });
        if (refused is null) account.Do("sns", "Subscribe", input);
        else
        {
            Assert.Equal("InvalidParameter", account.Refused("sns", "Subscribe", input));
            Assert.Equal($"Invalid parameter: FilterPolicy: {refused}", ((ApiCall)account.Account.History[^1]).Error!.Message);
        }
    }
}
