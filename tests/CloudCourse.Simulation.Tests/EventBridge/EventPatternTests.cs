using CloudCourse.Simulation.EventBridge.Patterns;

namespace CloudCourse.Simulation.Tests.EventBridge;

/// <summary>
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
/// </summary>
public sealed class EventPatternTests
{
    private const string Event = """
        {
          "version": "0", "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718", "detail-type": "EC2 Instance State-change Notification",
          "source": "aws.ec2", "account": "111122223333", "time": "2026-11-02T09:00:00Z", "region": "eu-west-1",
          "resources": ["arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "arn:aws:ec2:eu-west-1:111122223333:instance/i-2"],
          "detail": {
            "state": "terminated", "count": 5, "price": 3.0180, "empty": "", "nothing": null, "on": true, "ip": "10.0.0.33", "v6": "2001:db8::1",
            "file": "dir/sub/cat.png", "huge": 123456789012345678, "list": [], "tags": ["a", "b"], "mixed": [1, ["x", {"k": "v"}]],
            "items": [{"name": "one", "size": 1}, {"name": "two", "size": 2, "extra": true}], "asterisk": "a*b\\c", "dotted.name": {"in": "it"}
          }
        }
        """;

    [Theory]
    [InlineData("""{"source": ["aws.ec2"]}""", true)]
    [InlineData("""{"source": ["aws.ecs", "aws.ec2"]}""", true)]
    [InlineData("""{"source": ["AWS.ec2"]}""", false)]
    [InlineData("""{"source": ["aws.ec2"], "detail": {"state": ["running"]}}""", false)]
    [InlineData("""{"source": ["aws.ec2"], "detail": {"state": ["terminated"]}}""", true)]
    [InlineData("""{"resources": ["arn:aws:ec2:eu-west-1:111122223333:instance/i-2"]}""", true)]
    [InlineData("""{"detail": {"empty": [""]}}""", true)]
    [InlineData("""{"detail": {"nothing": [""]}}""", false)]
    [InlineData("""{"detail": {"nothing": [null]}}""", true)]
    [InlineData("""{"detail": {"empty": [null]}}""", false)]
    [InlineData("""{"detail": {"absent": [null]}}""", false)]
    [InlineData("""{"detail": {"on": [true]}}""", true)]
    [InlineData("""{"detail": {"on": ["true"]}}""", false)]
    [InlineData("""{"detail": {"count": [5]}}""", true)]
    [InlineData("""{"detail": {"count": [5.0]}}""", true)]
    [InlineData("""{"detail": {"count": ["5"]}}""", false)]
    [InlineData("""{"detail": {"price": [3.018]}}""", true)]
    [InlineData("""{"detail": {"huge": [123456789012345678]}}""", true)]
    [InlineData("""{"detail": {"tags": ["b"]}}""", true)]
    [InlineData("""{"detail": {"mixed": ["x"]}}""", true)]
    [InlineData("""{"detail": {"mixed": {"k": ["v"]}}}""", true)]
    [InlineData("""{"detail.state": ["terminated"]}""", true)]
    [InlineData("""{"detail": {"dotted": {"name": {"in": ["it"]}}}}""", true)]
    [InlineData("""{"detail": ["terminated"]}""", false)]
    [InlineData("""{"detail": {"state": {"deeper": ["terminated"]}}}""", false)]
    public void Values_and_paths(string pattern, bool matches) => Assert.Equal(matches, EventPattern.Read(pattern).Matches(Event));

    [Theory]
    [InlineData("state", """{"prefix": "term"}""", true)]
    [InlineData("state", """{"prefix": "Term"}""", false)]
    [InlineData("state", """{"prefix": {"equals-ignore-case": "TERM"}}""", true)]
    [InlineData("count", """{"prefix": "5"}""", false)]
    [InlineData("file", """{"suffix": ".png"}""", true)]
    [InlineData("file", """{"suffix": {"equals-ignore-case": ".PNG"}}""", true)]
    [InlineData("state", """{"equals-ignore-case": "TERMINATED"}""", true)]
    [InlineData("state", """{"equals-ignore-case": "TERMINATE"}""", false)]
    [InlineData("file", """{"wildcard": "dir/*.png"}""", true)]
    [InlineData("file", """{"wildcard": "*/sub/*"}""", true)]
    [InlineData("file", """{"wildcard": "*.pn"}""", false)]
    [InlineData("file", """{"wildcard": "dir/sub/cat.png"}""", true)]
    [InlineData("asterisk", """{"wildcard": "a\\*b\\\\c"}""", true)]
    [InlineData("file", """{"wildcard": "dir\\*"}""", false)]
    [InlineData("state", """{"anything-but": "running"}""", true)]
    [InlineData("state", """{"anything-but": "terminated"}""", false)]
    [InlineData("state", """{"anything-but": ["running", "terminated"]}""", false)]
    [InlineData("count", """{"anything-but": [1, 2]}""", true)]
    [InlineData("count", """{"anything-but": 5}""", false)]
    [InlineData("count", """{"anything-but": "running"}""", true)]
    [InlineData("absent", """{"anything-but": "running"}""", false)]
    [InlineData("tags", """{"anything-but": "a"}""", true)]
    [InlineData("state", """{"anything-but": {"prefix": "term"}}""", false)]
    [InlineData("state", """{"anything-but": {"prefix": ["run", "stop"]}}""", true)]
    [InlineData("file", """{"anything-but": {"suffix": [".jpg", ".png"]}}""", false)]
    [InlineData("state", """{"anything-but": {"equals-ignore-case": ["RUNNING", "TERMINATED"]}}""", false)]
    [InlineData("file", """{"anything-but": {"wildcard": "*/lib/*"}}""", true)]
    [InlineData("file", """{"anything-but": {"wildcard": ["*/lib/*", "*/sub/*"]}}""", false)]
    [InlineData("count", """{"numeric": ["=", 5]}""", true)]
    [InlineData("count", """{"numeric": [">", 0, "<=", 5]}""", true)]
    [InlineData("count", """{"numeric": [">", 0, "<", 5]}""", false)]
    [InlineData("count", """{"numeric": [">=", 5]}""", true)]
    [InlineData("count", """{"numeric": ["<", 5]}""", false)]
    [InlineData("price", """{"numeric": ["=", 3.018e0]}""", true)]
    [InlineData("state", """{"numeric": [">", 0]}""", false)]
    [InlineData("huge", """{"numeric": [">", 0]}""", false)]
    [InlineData("ip", """{"cidr": "10.0.0.0/24"}""", true)]
    [InlineData("ip", """{"cidr": "10.0.1.0/24"}""", false)]
    [InlineData("v6", """{"cidr": "2001:db8::/32"}""", true)]
    [InlineData("ip", """{"cidr": "2001:db8::/32"}""", false)]
    [InlineData("v6", "\"2001:0db8:0:0:0:0:0:1\"", true)]
    [InlineData("state", """{"cidr": "10.0.0.0/8"}""", false)]
    [InlineData("state", """{"exists": true}""", true)]
    [InlineData("state", """{"exists": false}""", false)]
    [InlineData("absent", """{"exists": false}""", true)]
    [InlineData("absent", """{"exists": true}""", false)]
    [InlineData("nothing", """{"exists": true}""", true)]
    [InlineData("list", """{"exists": true}""", false)]
    [InlineData("list", """{"exists": false}""", true)]
    [InlineData("items", """{"exists": false}""", true)]
    [InlineData("absent", """{"exists": false}, "x" """, true)]
    [InlineData("state", """{"exists": false}, "terminated" """, true)]
    [InlineData("state", """{"exists": false}, "running" """, false)]
    public void Operators(string member, string test, bool matches) =>
        Assert.Equal(matches, EventPattern.Read($$$"""{"detail": {"{{{member}}}": [{{{test}}}]}}""").Matches(Event));

    [Theory]
    [InlineData("""{"$or": [{"source": ["aws.ecs"]}, {"detail": {"state": ["terminated"]}}]}""", true)]
    [InlineData("""{"$or": [{"source": ["aws.ecs"]}, {"detail": {"state": ["running"]}}]}""", false)]
    [InlineData("""{"source": ["aws.ec2"], "detail": {"$or": [{"count": [{"numeric": [">", 10]}]}, {"on": [true], "state": ["terminated"]}]}}""", true)]
    [InlineData("""{"detail": {"$or": [{"count": [4]}, {"$or": [{"count": [6]}, {"count": [5]}]}]}}""", true)]
    [InlineData("""{"$or": [{"source": ["aws.ec2"]}, {"source": ["aws.ecs"]}], "detail": {"$or": [{"count": [1]}, {"count": [2]}]}}""", false)]
    public void Alternatives(string pattern, bool matches) => Assert.Equal(matches, EventPattern.Read(pattern).Matches(Event));

    [Theory]
    [InlineData("""{"detail": {"items": {"name": ["two"], "size": [2]}}}""", true)]
    [InlineData("""{"detail": {"items": {"name": ["one"], "size": [2]}}}""", false)]
    [InlineData("""{"detail": {"items": {"name": ["one"], "extra": [{"exists": false}]}}}""", false)]
    [InlineData("""{"detail": {"items": {"name": ["one"], "more": [{"exists": false}]}}}""", true)]
    [InlineData("""{"detail": {"items": {"size": [1]}, "$or": [{"items": {"name": ["two"]}}, {"count": [9]}]}}""", false)]
    public void What_is_asked_of_a_list_holds_for_one_of_its_elements(string pattern, bool matches) => Assert.Equal(matches, EventPattern.Read(pattern).Matches(Event));

    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html: InvalidEventPatternException
    [Theory]
    [InlineData("[]", "Filter is not an object")]
    [InlineData("{}", "Empty objects are not allowed")]
    [InlineData("""{"source": ["aws.health"], "detail": {}}""", "Empty objects are not allowed")]
    [InlineData("""{"source": []}""", "Empty arrays are not allowed")]
    [InlineData("""{"source": "aws.ec2"}""", "\"source\" must be an object or an array")]
    [InlineData("""{"source": [["aws.ec2"]]}""", "Match value must be String, number, true, false, or null")]
    [InlineData("""{"a": [{}]}""", "Match expression name not found")]
    [InlineData("""{"a": [{"prefixes": "x"}]}""", "Unrecognized match type prefixes")]
    [InlineData("""{"a": [{"prefix": 1}]}""", "prefix match pattern must be a string")]
    [InlineData("""{"a": [{"prefix": "a", "suffix": "b"}]}""", "Only one key allowed in match expression")]
    [InlineData("""{"a": [{"prefix": {"wildcard": "a"}}]}""", "Unsupported prefix pattern: wildcard")]
    [InlineData("""{"a": [{"wildcard": "a**b"}]}""", "Consecutive wildcard characters at pos 2")]
    [InlineData("""{"a": [{"wildcard": "a\\b"}]}""", "Invalid escape character at pos 2")]
    [InlineData("""{"a": [{"anything-but": true}]}""", "Value of anything-but must be an array or single string/number value.")]
    [InlineData("""{"a": [{"anything-but": ["a", 1]}]}""", "Inside anything but list, either all values are number or string, mixed type is not supported")]
    [InlineData("""{"a": [{"anything-but": []}]}""", "Inside anything but list, either all values are number or string, mixed type is not supported")]
    [InlineData("""{"a": [{"anything-but": [null]}]}""", "Inside anything but list, start|null|boolean is not supported.")]
    [InlineData("""{"a": [{"anything-but": {"prefix": ""}}]}""", "Null prefix/suffix not allowed")]
    [InlineData("""{"a": [{"anything-but": {"numeric": ["=", 1]}}]}""", "Unsupported anything-but pattern: numeric")]
    [InlineData("""{"a": [{"anything-but": [{"wildcard": "x"}]}]}""", "Inside anything but list, start|null|boolean is not supported.")]
    [InlineData("""{"a": [{"numeric": 5}]}""", "Value of numeric must be an array.")]
    [InlineData("""{"a": [{"numeric": ["~", 5]}]}""", "Unrecognized numeric range operator: ~")]
    [InlineData("""{"a": [{"numeric": [5]}]}""", "Invalid member in numeric match: 5")]
    [InlineData("""{"a": [{"numeric": ["=", "5"]}]}""", "Value of equals must be numeric")]
    [InlineData("""{"a": [{"numeric": ["<", 5, ">", 1]}]}""", "Too many elements in numeric expression")]
    [InlineData("""{"a": [{"numeric": [">", 5, "<", 1]}]}""", "Bottom must be less than top")]
    [InlineData("""{"a": [{"numeric": [">", 5, "=", 6]}]}""", "Bad numeric range operator: =")]
    [InlineData("""{"a": [{"numeric": [">", 1, "<", 5, 6]}]}""", "Too many terms in numeric range expression")]
    [InlineData("""{"a": [{"numeric": ["=", 1e12]}]}""", "Value must be between -5.0E9 and 5.0E9, inclusive")]
    [InlineData("""{"a": [{"cidr": "10.0.0.0"}]}""", "Malformed CIDR, one '/' required")]
    [InlineData("""{"a": [{"cidr": "10.0.0.0/x"}]}""", "Malformed CIDR, mask bits must be an integer")]
    [InlineData("""{"a": [{"cidr": "10.0.0/8"}]}""", "Nonstandard IP address: 10.0.0")]
    [InlineData("""{"a": [{"cidr": "10.0.0.0/33"}]}""", "IPv4 mask bits must be < 32")]
    [InlineData("""{"a": [{"exists": "yes"}]}""", "exists match pattern must be either true or false.")]
    [InlineData("""{"$or": {"a": ["x"]}}""", "It must be an Array followed with $or.")]
    [InlineData("""{"$or": [{"a": ["x"]}]}""", "There must have at least 2 Objects in $or relationship.")]
    [InlineData("""{"$or": [1, 2]}""", "Only JSON object is allowed in array of $or relationship.")]
    [InlineData("""{"$or": [{"prefix": ["x"]}, {"a": ["y"]}]}""", "prefix is Ruler reserved fieldName which cannot be used inside $or.")]
    [InlineData("""{"a": {"b": ["x"]}, "a.b": ["y"]}""", "Path `a.b` cannot be allowed multiple times")]
    public void What_is_no_pattern_is_refused(string pattern, string reason) =>
        Assert.Equal(reason, Assert.Throws<EventPatternException>(() => EventPattern.Read(pattern)).Reason);

    [Fact]
    public void A_refusal_says_where() => Assert.Equal(
        """
        Event pattern is not valid. Reason: Empty objects are not allowed
         at [Source: (String)"{"source": ["aws.health"], "detail": {}}"; line: 1, column: 40]
        """,
        Assert.Throws<EventPatternException>(() => EventPattern.Read("""{"source": ["aws.health"], "detail": {}}""")).AwsMessage);

    [Fact]
    public void A_thousand_combinations_and_no_more()
    {
        static string Choices(int count, int members) => $"{{{string.Join(',', Enumerable.Range(0, members).Select(m => $"\"m{m}\":{{\"$or\":[{string.Join(',', Enumerable.Range(0, count).Select(c => $"{{\"f{c}\":[1]}}"))}]}}"))}}}";
        Assert.False(EventPattern.Read(Choices(10, 3)).Matches(Event));
        Assert.Throws<EventPatternException>(() => EventPattern.Read(Choices(10, 4)));
        Assert.Throws<EventPatternException>(() => EventPattern.Read(Choices(2, 64)));
    }
}
