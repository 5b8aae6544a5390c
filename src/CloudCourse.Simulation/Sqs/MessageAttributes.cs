using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sqs;

/// <param name="DataType"><c>String</c>, <c>Number</c> or <c>Binary</c>, or one of them with a label, such as <c>Number.int</c>.</param>
/// <param name="Value">Text; for Binary base64.</param>
public sealed record MessageAttribute(string Name, string DataType, string Value)
{
    public bool IsBinary => DataType.StartsWith("Binary", StringComparison.Ordinal);

    internal Output Told() => new() { [IsBinary ? "BinaryValue" : "StringValue"] = Value, ["DataType"] = DataType };
}

/// <summary>A message's own attributes, in the order of their names.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html"/>
public sealed record MessageAttributeList(ImmutableArray<MessageAttribute> Items)
{
    public static readonly MessageAttributeList None = new([]);

    /// <summary>Names, types and values count towards the size of the message.</summary>
    public int Bytes { get; } = Items.Sum(i => Encoding.UTF8.GetByteCount(i.Name) + Encoding.UTF8.GetByteCount(i.DataType) + ValueOf(i).Length);

    private static byte[] ValueOf(MessageAttribute item) => item.IsBinary ? Convert.FromBase64String(item.Value) : Encoding.UTF8.GetBytes(item.Value);

    /// <summary>Null where there is none.</summary>
    public string? Md5 => Items.IsEmpty ? null : Md5Of(Items);

    /// <summary>The digest that clients check: of every attribute by name its length and bytes, then those of the type, a byte that tells text from bytes, and the value's.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation"/>
    public static string Md5Of(IEnumerable<MessageAttribute> items)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Span<byte> length = stackalloc byte[4];
        foreach (var item in items)
        {
            Put(length, Encoding.UTF8.GetBytes(item.Name));
            Put(length, Encoding.UTF8.GetBytes(item.DataType));
            digest.AppendData([item.IsBinary ? (byte)2 : (byte)1]);
            Put(length, ValueOf(item));
        }
        return Convert.ToHexStringLower(digest.GetHashAndReset());

        void Put(Span<byte> length, byte[] bytes)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            digest.AppendData(length);
            digest.AppendData(bytes);
        }
    }

    public static string Md5Of(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    /// <exception cref="AwsException">An attribute is none that SQS takes.</exception>
    internal static MessageAttributeList Read(JsonObject? json)
    {
        if (json is null || json.Members.Count == 0) return None;
        var members = json.AsDictionary();
        if (members.Count > 10) throw SqsErrors.Invalid($"Number of message attributes [{members.Count}] exceeds the allowed maximum [10].", json.Head());
        return new([.. members.Select(m => One(m.Key, m.Value)).OrderBy(a => a.Name, StringComparer.Ordinal)]);
    }

    internal static MessageAttribute One(string name, JsonMember member)
    {
        var at = member.Value.At;
        AwsException Bad(string message, string? advice = null) => SqsErrors.Invalid(message, at, advice);
        if (name.Length is 0 or > 256 || name[0] == '.' || name[^1] == '.' || name.Contains("..", StringComparison.Ordinal) || !name.All(c => SqsCalls.IsNameLetter(c) || c == '.'))
            throw Bad($"The message attribute name '{name.Shortened()}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.", "Up to 256 of them, no period at either end, no two in a row.");
        if (name.StartsWith("AWS.", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Amazon.", StringComparison.OrdinalIgnoreCase))
            throw Bad($"Message attribute name can not start with 'AWS.' or 'Amazon.'.", "These names are AWS's own.");
        var json = (JsonObject)member.Value;
        foreach (var list in (string[])["StringListValues", "BinaryListValues"])
        {
            if (json.InUse(list) is { } used) throw SqsErrors.Own("UnsupportedOperation", "Message attribute list values in SendMessage operation are not supported.", "SQS keeps these members for later.", used.NameAt);
        }
        var type = json.Text("DataType")?.Value ?? "";
        if (type.Length == 0) throw Bad($"The message attribute '{name}' must contain non-empty message attribute type.");
        var kind = type.Split('.')[0];
        if (kind is not ("String" or "Number" or "Binary") || type.Length > 256)
            throw Bad($"The type of message (user) attribute '{name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.");
        var value = json.Text(kind is "Binary" ? "BinaryValue" : "StringValue")?.Value ?? "";
        if (json.Last(kind is "Binary" ? "StringValue" : "BinaryValue") is not null)
            throw Bad($"Message attribute '{name}' has a value of another kind than its type {type.Shortened()}.", kind is "Binary" ? "Binary goes with BinaryValue." : $"{kind} goes with StringValue.");
        if (value.Length == 0) throw Bad($"The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{type}'.");
        if (kind is "Number" && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) throw Bad($"Can't cast the value of message (user) attribute '{name}' to a number.");
        if (kind is "Binary" && !Convert.TryFromBase64String(value, new byte[value.Length], out _)) throw Bad($"The value of message attribute '{name}' is no base64 text.");
        return new(name, type, value);
    }
}
