using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>Options that the command line has beside an operation's members, and what they become.</summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/reference/ec2/run-instances.html"/>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/reference/ec2/authorize-security-group-ingress.html"/>
internal static class CommandOptions
{
    private static readonly string[] RuleCommands = ["authorize-security-group-ingress", "authorize-security-group-egress", "revoke-security-group-ingress", "revoke-security-group-egress"];

    public static IReadOnlyList<string> Of(string command) => command == "ec2 run-instances" ? ["--count"] : IsRule(command) ? ["--protocol", "--port", "--cidr", "--source-group"] : [];

    /// <summary>Required of the API, and filled in where nothing is said.</summary>
    public static bool FillsIn(string command, string member) => command == "ec2 run-instances" && member is "MinCount" or "MaxCount";

    /// <exception cref="FormatException">The value is none.</exception>
    public static void Add(string command, string option, string value, IDictionary<string, JsonValue> given, Location at)
    {
        switch (option)
        {
            case "--count":
                var bounds = value.Split(':');
                if (bounds.Length > 2 || bounds.Any(b => !int.TryParse(b, out _))) throw new FormatException($"count parameter must be an integer or a range of two integers, as 2 or 1:2; it is {value}");
                given["MinCount"] = new JsonNumber(bounds[0], at);
                given["MaxCount"] = new JsonNumber(bounds[^1], at);
                break;
            default:
                var rule = given.TryGetValue("IpPermissions", out var list) && list is JsonArray { Items: [JsonObject first] } ? first : new JsonObject([], at);
                given["IpPermissions"] = new JsonArray([new JsonObject([.. rule.Members, .. Members(option, value, at)], at)], at);
                break;
        }
    }

    /// <summary>What stands in the input without being said.</summary>
    public static void Finish(string command, IDictionary<string, JsonValue> given, Location at)
    {
        if (command != "ec2 run-instances") return;
        given.TryAdd("MinCount", new JsonNumber("1", at));
        given.TryAdd("MaxCount", new JsonNumber("1", at));
    }

    private static bool IsRule(string command) => command.StartsWith("ec2 ", StringComparison.Ordinal) && RuleCommands.Contains(command["ec2 ".Length..]);

    private static IEnumerable<JsonMember> Members(string option, string value, Location at)
    {
        switch (option)
        {
            case "--protocol":
                yield return new("IpProtocol", at, new JsonString(value == "all" ? "-1" : value, at));
                break;
            case "--cidr":
                yield return new("IpRanges", at, new JsonArray([new JsonObject([new("CidrIp", at, new JsonString(value, at))], at)], at));
                break;
            case "--source-group":
                yield return new("UserIdGroupPairs", at, new JsonArray([new JsonObject([new("GroupId", at, new JsonString(value, at))], at)], at));
                break;
            default:
                var ports = value == "all" ? ["-1"] : value.Split('-', 2);
                if (ports.Any(p => !int.TryParse(p, System.Globalization.NumberStyles.AllowLeadingSign, null, out _)) && value != "-1") throw new FormatException($"Not a valid port or range of ports: {value}");
                yield return new("FromPort", at, new JsonNumber(value == "-1" ? "-1" : ports[0], at));
                yield return new("ToPort", at, new JsonNumber(value == "-1" ? "-1" : ports[^1], at));
                break;
        }
    }
}
