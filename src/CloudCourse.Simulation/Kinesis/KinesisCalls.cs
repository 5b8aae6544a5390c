using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Kinesis;

/// <summary>What the operations of Kinesis have in common.</summary>
internal static class KinesisCalls
{
    public static Operation OnStream(string name, Func<Call, DataStream, Output> run) => new(name, c => [On(c, name)], c => run(c, c.Stream()));

    public static Permission On(DataStream stream, string action)
    {
        Permission permission = new($"kinesis:{action}", stream.Arn);
        return stream.Tags.IsEmpty ? permission : permission with { Context = stream.Tags.ToDictionary(t => $"aws:ResourceTag/{t.Key}", t => (IReadOnlyList<string>)[t.Value]) };
    }

    /// <summary>Whoever may not ask does not learn either whether there is such a stream.</summary>
    public static Permission On(Call call, string action)
    {
        var (name, _) = NameOf(call);
        return call.State.Kinesis.Streams.Find(DataStream.KeyOf(call.Region, name)) is { } stream ? On(stream, action)
            : new($"kinesis:{action}", $"arn:aws:kinesis:{call.Region}:{call.AccountId}:stream/{name}");
    }

    /// <summary>By <c>StreamName</c> or <c>StreamARN</c>.</summary>
    public static DataStream Stream(this Call call)
    {
        var (name, at) = NameOf(call);
        return call.State.Kinesis.Streams.Find(DataStream.KeyOf(call.Region, name)) ?? throw NotFound(call, name, at);
    }

    private static (string Name, Location At) NameOf(Call call)
    {
        var (name, arn) = (call.Text("StreamName"), call.Text("StreamARN"));
        if (name is null && arn is null) throw Argument("Either StreamName or StreamARN must be specified.", call.Input.Head());
        var at = call.Input.Last("StreamName") is null ? call.At("StreamARN") : call.At("StreamName");
        if (arn is not null)
        {
            var prefix = $"arn:aws:kinesis:{call.Region}:{call.AccountId}:stream/";
            if (!arn.StartsWith(prefix, StringComparison.Ordinal)) throw Turn.Error("ResourceNotFoundException", $"Stream {arn.Shortened()} under account {call.AccountId} not found.", $"The ARN of a stream in {call.Region}.", at: at);
            if (name is not null && name != arn[prefix.Length..]) throw Argument("StreamName and StreamARN name different streams.", at);
            name = arn[prefix.Length..];
        }
        CheckName(name!, at);
        return (name!, at);
    }

    public static AwsException NotFound(Call call, string name, Location at) => Turn.Error("ResourceNotFoundException", $"Stream {name} under account {call.AccountId} not found.", $"There is no such stream in {call.Region}, or it is not ACTIVE yet.", at: at);

    public static void CheckName(string name, Location at)
    {
        if (name.Length is 0 or > 128) throw Constraint(name, "streamName", name.Length == 0 ? "have length greater than or equal to 1" : "have length less than or equal to 128", at);
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')) throw Constraint(name, "streamName", "satisfy regular expression pattern: [a-zA-Z0-9_.-]+", at);
    }

    public static AwsException Argument(string message, Location? at = null, string? advice = null) => Turn.Error("InvalidArgumentException", message, advice, at: at);

    public static AwsException Constraint(string value, string member, string constraint, Location at) =>
        Turn.Error("ValidationException", $"1 validation error detected: Value '{value.Shortened()}' at '{member}' failed to satisfy constraint: Member must {constraint}", at: at);

    public static long? Between(Call call, string member, long least, long most)
    {
        if (call.Integer(member) is not { } value) return null;
        var path = char.ToLowerInvariant(member[0]) + member[1..];
        if (value < least) throw Constraint($"{value}", path, $"have value greater than or equal to {least}", call.At(member));
        if (value > most) throw Constraint($"{value}", path, $"have value less than or equal to {most}", call.At(member));
        return value;
    }

    public static void Put(this Turn turn, DataStream stream) => turn.State = turn.State with { Kinesis = turn.State.Kinesis with { Streams = turn.State.Kinesis.Streams.Put(stream.Key, stream) } };

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A partition key's place: its MD5 as a number.</summary>
    public static UInt128 HashOf(string partitionKey) => BinaryPrimitives.ReadUInt128BigEndian(MD5.HashData(Encoding.UTF8.GetBytes(partitionKey)));
}
