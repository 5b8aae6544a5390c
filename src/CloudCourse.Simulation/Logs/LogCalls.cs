using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Logs;

/// <summary>What the operations of CloudWatch Logs have in common.</summary>
internal static class LogCalls
{
    public static AwsException Invalid(string message, Location? at = null, string? advice = null) => Turn.Error("InvalidParameterException", message, advice, at: at);

    public static AwsException Constraint(string value, string member, string constraint, Location at) =>
        Invalid($"1 validation error detected: Value '{value.Shortened()}' at '{member}' failed to satisfy constraint: Member must {constraint}", at);

    /// <summary>The permission for an action on a group; or, with a stream's name, on that stream.</summary>
    /// <remarks>AWS asks for the group with an empty stream's name behind it, which is why policies name groups with <c>:*</c> at the end.</remarks>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html"/>
    public static Permission On(string region, string account, string group, string action, string stream = "", LogGroup? known = null)
    {
        Permission permission = new($"logs:{action}", $"arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:{stream}");
        return known is null or { Tags.IsEmpty: true } ? permission
            : permission with { Context = known.Tags.ToDictionary(t => $"aws:ResourceTag/{t.Key}", t => (IReadOnlyList<string>)[t.Value]) };
    }

    public static Permission On(Call call, string action, string? stream = null)
    {
        var name = GroupName(call);
        return On(call.Region, call.AccountId, name, action, stream is null ? "" : call.Text(stream) ?? "", call.State.Logs.Groups.Find(LogGroup.KeyOf(call.Region, name)));
    }

    /// <summary>By <c>logGroupName</c>, or by <c>logGroupIdentifier</c>, a name or an ARN.</summary>
    public static string GroupName(Call call)
    {
        var (name, identifier) = (call.Text("logGroupName"), call.Text("logGroupIdentifier"));
        if (name is not null && identifier is not null) throw Invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.", call.At("logGroupIdentifier"));
        if (identifier is not null)
        {
            var prefix = $"arn:aws:logs:{call.Region}:{call.AccountId}:log-group:";
            if (identifier.StartsWith(prefix, StringComparison.Ordinal)) identifier = identifier[prefix.Length..].Split(':')[0];
            name = identifier;
        }
        if (name is null) throw Invalid("Either logGroupName or logGroupIdentifier is required.", call.Input.Head());
        CheckName(name, "logGroupName", call.At("logGroupName"));
        return name;
    }

    public static void CheckName(string name, string member, Location at)
    {
        if (name.Length is 0 or > 512) throw Constraint(name, member, $"have length {(name.Length == 0 ? "greater than or equal to 1" : "less than or equal to 512")}", at);
        if (member == "logGroupName" ? !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '#') : name.AsSpan().IndexOfAny(':', '*') >= 0)
            throw Constraint(name, member, $"satisfy regular expression pattern: {(member == "logGroupName" ? @"[\.\-_/#A-Za-z0-9]+" : "[^:*]*")}", at);
    }

    public static LogGroup Group(Call call) => call.State.Logs.Groups.Find(LogGroup.KeyOf(call.Region, GroupName(call)))
        ?? throw Missing("log group", call.Input.Last("logGroupName") is null ? call.At("logGroupIdentifier") : call.At("logGroupName"));

    public static LogStream Stream(Call call, LogGroup group)
    {
        var name = call.Need("logStreamName");
        CheckName(name, "logStreamName", call.At("logStreamName"));
        return group.Streams.Find(name) ?? throw Missing("log stream", call.At("logStreamName"));
    }

    public static AwsException Missing(string what, Location at) => Turn.Error("ResourceNotFoundException", $"The specified {what} does not exist.", "Names are case-sensitive, and groups belong to a Region.", at: at);

    public static void Put(this Turn turn, LogGroup group) => turn.State = turn.State with { Logs = turn.State.Logs with { Groups = turn.State.Logs.Groups.Put(group.Key, group) } };

    public static int Limit(Call call, int otherwise, int most)
    {
        var limit = call.Integer("limit") ?? otherwise;
        if (limit < 1) throw Constraint(limit.ToString(CultureInfo.InvariantCulture), "limit", "have value greater than or equal to 1", call.At("limit"));
        if (limit > most) throw Constraint(limit.ToString(CultureInfo.InvariantCulture), "limit", $"have value less than or equal to {most}", call.At("limit"));
        return (int)limit;
    }

    /// <summary>Pages of a list that is in the order of its names: a token is the last name of the page before.</summary>
    public static (List<T> Page, string? Next) Page<T>(Call call, IEnumerable<T> all, Func<T, string> name, int limit)
    {
        if (call.Text("nextToken") is { } token)
        {
            var bytes = new byte[token.Length];
            if (!Convert.TryFromBase64String(token, bytes, out var length)) throw Invalid("The specified nextToken is invalid.", call.At("nextToken"), "A token comes from the answer before and is used as it is.");
            var after = Encoding.UTF8.GetString(bytes, 0, length);
            all = all.SkipWhile(i => name(i) != after).Skip(1);
        }
        List<T> page = [.. all.Take(limit + 1)];
        if (page.Count <= limit) return (page, null);
        page.RemoveAt(limit);
        return (page, Convert.ToBase64String(Encoding.UTF8.GetBytes(name(page[^1]))));
    }

    public static ImmutableSortedDictionary<string, string> Tags(Call call)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, member) in call.Structure("tags")?.AsDictionary() ?? new Dictionary<string, JsonMember>())
        {
            var value = (member.Value as JsonString)?.Value ?? "";
            if (key.Length is 0 or > 128 || value.Length > 256) throw Invalid("Tag keys have 1 to 128 characters, values up to 256.", member.NameAt);
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Invalid("Tag keys can not start with aws:.", member.NameAt);
            tags[key] = value;
        }
        return tags.ToImmutable();
    }
}
