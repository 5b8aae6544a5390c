using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb;

/// <summary>A table that a request names, there or not.</summary>
internal sealed record TableName(string Name, string Arn, DynamoTable? Table)
{
    /// <exception cref="AwsException">ResourceNotFoundException where no items can be read or written there.</exception>
    public DynamoTable Usable => Table is { IsUsable: true } table ? table : throw DynamoErrors.TableMissing();
}

/// <summary>The constraints of DynamoDB's model that its clients leave to the service; all that are broken are told together.</summary>
internal sealed class Constraints
{
    private readonly List<string> _broken = [];
    private Location? _at;

    public static readonly string[] Capacity = ["INDEXES", "TOTAL", "NONE"];
    public static readonly string[] Metrics = ["SIZE", "NONE"];
    public static readonly string[] OnFailure = ["ALL_OLD", "NONE"];

    public void Broken(string value, string path, string constraint, Location at)
    {
        if (_broken.Count < 10) _broken.Add($"Value '{value.Shortened()}' at '{path}' failed to satisfy constraint: Member must {constraint}");
        _at ??= at;
    }

    /// <returns>The member's value; null where it is not given.</returns>
    public string? OneOf(JsonObject json, string member, string[] values, string prefix = "")
    {
        if (json.Text(member) is not { } given) return null;
        if (!values.Contains(given.Value)) Broken(given.Value, prefix + Lower(member), $"satisfy enum value set: [{string.Join(", ", values)}]", given.At);
        return given.Value;
    }

    public long? AtLeast(JsonObject json, string member, long least, string prefix = "", long? most = null)
    {
        if (json.Integer(member) is not { } given) return null;
        var text = given.Value.ToString(CultureInfo.InvariantCulture);
        if (given.Value < least) Broken(text, prefix + Lower(member), $"have value greater than or equal to {least}", given.At);
        if (given.Value > most) Broken(text, prefix + Lower(member), $"have value less than or equal to {most}", given.At);
        return given.Value;
    }

    public void Count(int count, string path, int least, int most, string shown, Location at)
    {
        if (count < least) Broken(shown, path, $"have length greater than or equal to {least}", at);
        if (count > most) Broken(shown, path, $"have length less than or equal to {most}", at);
    }

    public void Check()
    {
        if (_broken.Count > 0)
            throw DynamoErrors.Validation($"{_broken.Count} validation error{(_broken.Count > 1 ? "s" : "")} detected: {string.Join("; ", _broken)}", at: _at);
    }

    private static string Lower(string member) => char.ToLowerInvariant(member[0]) + member[1..];
}

/// <summary>What DynamoDB's operations read of their calls.</summary>
internal static class Requests
{
    public static string ArnOf(Call call, string table) => $"arn:aws:dynamodb:{call.Region}:{call.AccountId}:table/{table}";

    /// <param name="json">The structure that holds the member.</param>
    public static TableName TableOf(this Call call, JsonObject json, string member = "TableName") => call.TableNamed(json.Text(member)?.Value ?? "", json.Last(member)?.Value.At ?? json.Head());

    /// <summary>By name, or by ARN.</summary>
    public static TableName TableNamed(this Call call, string given, Location at)
    {
        var name = given;
        if (given.StartsWith("arn:", StringComparison.Ordinal))
        {
            var prefix = ArnOf(call, "");
            if (!given.StartsWith(prefix, StringComparison.Ordinal) || given.AsSpan(prefix.Length).Contains('/'))
                throw DynamoErrors.NotSimulated("a table of another account or Region", at);
            name = given[prefix.Length..];
        }
        CheckName(name, "TableName", "tableName", at);
        var table = call.State.FindTable(call.Region, name);
        return new(name, table?.Arn ?? ArnOf(call, name), table);
    }

    public static void CheckName(string name, string member, string path, Location at)
    {
        if (name.Length is < 3 or > 255) throw DynamoErrors.Validation($"{member} must be at least 3 characters long and at most 255 characters long", at: at);
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')) throw DynamoErrors.Constraint(name, path, "satisfy regular expression pattern: [a-zA-Z0-9_.-]+", at);
        }
    }

    /// <summary>Permission for one action, with the keys that DynamoDB gives the policy to decide by.</summary>
    /// <param name="leading">Partition keys that the request names; null where it names none.</param>
    /// <param name="attributes">Names of attributes that the request mentions; null where it mentions none.</param>
    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html"/>
    public static Permission Needs(this TableName table, string action, JsonObject input, string? index = null, IReadOnlyList<string>? leading = null, IReadOnlyList<string>? attributes = null, string? select = null, string? enclosing = null)
    {
        Dictionary<string, IReadOnlyList<string>> keys = [];
        if (leading is { Count: > 0 }) keys["dynamodb:LeadingKeys"] = leading;
        if (attributes is { Count: > 0 }) keys["dynamodb:Attributes"] = attributes;
        if (select is not null) keys["dynamodb:Select"] = [select];
        if (input.Text("ReturnValues") is { } values) keys["dynamodb:ReturnValues"] = [values.Value];
        if (input.Text("ReturnConsumedCapacity") is { } capacity) keys["dynamodb:ReturnConsumedCapacity"] = [capacity.Value];
        if (enclosing is not null) keys["dynamodb:EnclosingOperation"] = [enclosing];
        if (table.Table is { Tags.IsEmpty: false } tagged)
        {
            foreach (var (key, value) in tagged.Tags) keys[$"aws:ResourceTag/{key}"] = [value];
        }
        return new($"dynamodb:{action}", index is null ? table.Arn : $"{table.Arn}/index/{index}") { Context = keys };
    }

    /// <summary>A key's value as a policy sees it.</summary>
    public static string Leading(Values.AttributeValue value) => value switch
    {
        Values.StringValue text => text.Text,
        Values.NumberValue number => number.Text,
        Values.BinaryValue bytes => bytes.Base64,
        _ => "",
    };

    public static string Time(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Refuses members of a nested structure that nothing here takes into account.</summary>
    public static void Refuse(JsonObject json, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (json.InUse(member) is { } used) throw DynamoErrors.NotSimulated(member, used.NameAt);
        }
    }
}
