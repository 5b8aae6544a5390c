using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>The placeholders that a request's expressions share, and which of them were used.</summary>
internal sealed class ExpressionContext
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unused = new(StringComparer.Ordinal);

    /// <summary>For tests and for code that has names and values at hand.</summary>
    public ExpressionContext(IEnumerable<KeyValuePair<string, string>> names, IEnumerable<KeyValuePair<string, AttributeValue>> values)
    {
        foreach (var (key, name) in names) _names[key] = name;
        foreach (var (key, value) in values) _values[key] = value;
    }

    /// <param name="input">The structure with <c>ExpressionAttributeNames</c> and <c>ExpressionAttributeValues</c>.</param>
    /// <param name="expressions">Members that may hold expressions with values; the projection holds names only.</param>
    public ExpressionContext(JsonObject input, params ReadOnlySpan<string> expressions)
    {
        var names = input.Structure("ExpressionAttributeNames");
        var values = input.Structure("ExpressionAttributeValues");
        if (names is null && values is null) return;
        var withValues = false;
        foreach (var expression in expressions) withValues |= input.Text(expression) is not null;
        if (names is not null)
        {
            if (!withValues && input.Text("ProjectionExpression") is null) throw DynamoErrors.Validation("ExpressionAttributeNames can only be specified when using expressions", at: names.At);
            ReadNames(names);
        }
        if (values is null) return;
        if (!withValues)
        {
            throw DynamoErrors.Validation($"ExpressionAttributeValues can only be specified when using expressions: {string.Join(" and ", expressions!)} {(expressions.Length > 1 ? "are" : "is")} null", at: values.At);
        }
        ReadValues(values);
    }

    private void ReadNames(JsonObject names)
    {
        if (names.Members.Count == 0) throw DynamoErrors.Validation("ExpressionAttributeNames must not be empty", at: names.At);
        foreach (var member in names.Members)
        {
            if (!IsPlaceholder(member.Name, '#'))
                throw DynamoErrors.Validation($"ExpressionAttributeNames contains invalid key: Syntax error; key: \"{member.Name.Shortened()}\"", "A placeholder for a name is # and then letters, digits and underscores.", member.NameAt);
            var name = (member.Value as JsonString)?.Value ?? "";
            if (name.Length == 0) throw DynamoErrors.Validation($"ExpressionAttributeNames contains invalid value: The name must not be empty for key {member.Name}", at: member.Value.At);
            _names[member.Name] = name;
            _unused.Add(member.Name);
        }
    }

    private void ReadValues(JsonObject values)
    {
        if (values.Members.Count == 0) throw DynamoErrors.Validation("ExpressionAttributeValues must not be empty", at: values.At);
        foreach (var member in values.Members)
        {
            if (!IsPlaceholder(member.Name, ':'))
                throw DynamoErrors.Validation($"ExpressionAttributeValues contains invalid key: Syntax error; key: \"{member.Name.Shortened()}\"", "A placeholder for a value is : and then letters, digits and underscores.", member.NameAt);
            try
            {
                _values[member.Name] = ValueReader.Read(member.Value);
            }
            catch (AwsException e) when (e.Error.Code == DynamoErrors.ValidationCode)
            {
                throw DynamoErrors.Validation($"ExpressionAttributeValues contains invalid value: {e.Error.Message} for key {member.Name}", e.Error.Advice, member.Value.At);
            }
            _unused.Add(member.Name);
        }
    }

    private static bool IsPlaceholder(string key, char sign) => key.Length > 1 && key[0] == sign && key.AsSpan(1).IndexOfAnyExcept(WordLetters) < 0;

    private static readonly System.Buffers.SearchValues<char> WordLetters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    public string? Name(string key)
    {
        _unused.Remove(key);
        return _names.GetValueOrDefault(key);
    }

    public AttributeValue? Value(string key)
    {
        _unused.Remove(key);
        return _values.GetValueOrDefault(key);
    }

    /// <summary>After all expressions were read: a placeholder that none of them uses is refused.</summary>
    public void CheckAllUsed()
    {
        if (_unused.Count == 0) return;
        Check("ExpressionAttributeNames", _names.Keys);
        Check("ExpressionAttributeValues", _values.Keys);
    }

    private void Check(string where, IEnumerable<string> keys)
    {
        List<string> left = [.. keys.Where(_unused.Contains)];
        if (left.Count > 0)
            throw DynamoErrors.Validation($"Value provided in {where} unused in expressions: keys: {{{string.Join(", ", left)}}}", "Use it in an expression, or leave it out.");
    }
}
