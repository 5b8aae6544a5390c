using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Values;

/// <summary>Reads values as the API writes them. The input's shape has been checked; what it means has not.</summary>
internal static class ValueReader
{
    /// <summary>Deeper documents are refused.</summary>
    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-attributes"/>
    public const int MaxDepth = 32;

    public static Item ReadItem(JsonObject json)
    {
        OrderedDictionary<string, AttributeValue> attributes = new(json.Members.Count, StringComparer.Ordinal);
        foreach (var member in json.Members) attributes[member.Name] = Read(member.Value);
        return new(attributes);
    }

    /// <exception cref="AwsException">In DynamoDB's words.</exception>
    public static AttributeValue Read(JsonValue json)
    {
        if (json is not JsonObject { Members: var members } || members.Count == 0)
            throw DynamoErrors.Validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes", "Write a type with its value, such as {\"S\": \"text\"}.", json.At);
        var value = OfType(members[0]);
        for (var i = 1; i < members.Count; i++)
        {
            if (members[i].Name == members[0].Name)
            {
                value = OfType(members[i]);
                continue;
            }
            throw DynamoErrors.Validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes", at: members[i].NameAt);
        }
        return value;
    }

    private static AttributeValue OfType(JsonMember member) => (member.Name, member.Value) switch
    {
        ("S", JsonString text) => new StringValue(Whole(text.Value)),
        ("N", JsonString number) => new NumberValue(Number(number)),
        ("B", JsonString bytes) => new BinaryValue(Bytes(bytes)),
        ("BOOL", JsonBoolean flag) => new BooleanValue(flag.Value),
        ("NULL", JsonBoolean { Value: true }) => new NullValue(),
        ("NULL", _) => throw DynamoErrors.Invalid("Null attribute value types must have the value of true", at: member.Value.At),
        ("SS", JsonArray set) => Strings(set),
        ("NS", JsonArray set) => Numbers(set),
        ("BS", JsonArray set) => Binaries(set),
        ("L", JsonArray list) => new ListValue([.. list.Items.Select(Read)]),
        ("M", JsonObject map) => new MapValue(ReadItem(map)),
        _ => throw DynamoErrors.Validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes", at: member.Value.At),
    };

    private static SetValue Strings(JsonArray set)
    {
        if (set.Items.Count == 0) throw DynamoErrors.Invalid("An string set  may not be empty", at: set.At);
        List<AttributeValue> members = [.. set.Items.Select(i => new StringValue(Whole(((JsonString)i).Value)))];
        if (members.Any(m => m.Size == 0)) throw DynamoErrors.Invalid("An string set may not have a empty string as a member", at: set.At);
        return Distinct(members) ? new(members) : throw DynamoErrors.Invalid($"Input collection {Listed(members.Select(m => ((StringValue)m).Text))} contains duplicates.", at: set.At);
    }

    private static SetValue Numbers(JsonArray set)
    {
        if (set.Items.Count == 0) throw DynamoErrors.Invalid("An number set  may not be empty", at: set.At);
        List<AttributeValue> members = [.. set.Items.Select(i => new NumberValue(Number((JsonString)i)))];
        return Distinct(members) ? new(members) : throw DynamoErrors.Validation("Input collection contains duplicates", at: set.At);
    }

    private static SetValue Binaries(JsonArray set)
    {
        if (set.Items.Count == 0) throw DynamoErrors.Invalid("Binary sets should not be empty", at: set.At);
        List<AttributeValue> members = [.. set.Items.Select(i => new BinaryValue(Bytes((JsonString)i)))];
        if (members.Any(m => m.Size == 0)) throw DynamoErrors.Invalid("Binary sets may not contain null or empty values", at: set.At);
        return Distinct(members) ? new(members) : throw DynamoErrors.Invalid($"Input collection {Listed(members.Select(m => ((BinaryValue)m).Base64))}of type BS contains duplicates.", at: set.At);
    }

    private static bool Distinct(List<AttributeValue> members) => members.Count == 1 || new HashSet<AttributeValue>(members).Count == members.Count;

    private static string Listed(IEnumerable<string> texts) => $"[{string.Join(", ", texts).Shortened()}]";

    private static DynamoNumber Number(JsonString text)
    {
        var number = DynamoNumber.Read(text.Value, out var problem);
        return problem is null ? number : throw DynamoErrors.Validation(problem, at: text.At);
    }

    private static byte[] Bytes(JsonString text)
    {
        try
        {
            return Convert.FromBase64String(text.Value);
        }
        catch (FormatException)
        {
            throw Turn.Error("SerializationException", $"'{text.Value.Shortened()}' can not be converted to a Blob: it is not Base64", "Binary values travel as Base64 text.", at: text.At);
        }
    }

    /// <summary>Half a surrogate pair is no character: it is stored as U+FFFD, so that every text has UTF-8 bytes.</summary>
    private static string Whole(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c)) return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        }
        return text;
    }
}
