using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.SecretsManager;

/// <summary>What the operations of Secrets Manager have in common.</summary>
internal static class SecretCalls
{
    public const string Current = "AWSCURRENT", Previous = "AWSPREVIOUS", Pending = "AWSPENDING";

    /// <summary>A secret by its name, its ARN, or its ARN without the six letters at the end.</summary>
    public static Secret? Find(Call call, string id)
    {
        var secrets = call.State.Secrets.Secrets;
        if (!id.StartsWith("arn:", StringComparison.Ordinal)) return secrets.Find(SecretsState.Key(call.Region, id));
        if (id.Split(':', 7) is not ["arn", "aws", "secretsmanager", var region, _, "secret", var rest]) return null;
        if (secrets.Find(SecretsState.Key(region, rest)) is { } partial) return partial;
        return rest.Length > 7 && rest[^7] == '-' && secrets.Find(SecretsState.Key(region, rest[..^7])) is { } whole && whole.Arn == id ? whole : null;
    }

    public static Secret Named(Call call) => Find(call, call.Need("SecretId"))
        ?? throw Turn.Error("ResourceNotFoundException", "Secrets Manager can't find the specified secret.", $"There is no secret \"{call.Need("SecretId").Shortened()}\" in {call.Region}.", 400, call.At("SecretId"));

    /// <summary>One that is not waiting to be deleted.</summary>
    public static Secret Living(Call call) => Named(call) is { Deleted: null } secret ? secret : throw Marked(call);

    public static AwsException Marked(Call call) =>
        Invalid(call, "SecretId", "You can't perform this operation on the secret because it was marked for deletion.", "RestoreSecret brings it back.");

    public static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("InvalidRequestException", message, advice, 400, call.At(member));

    public static AwsException Parameter(Call call, string member, string message, string? advice = null) => Turn.Error("InvalidParameterException", message, advice, 400, call.At(member));

    public static void Put(Turn turn, Secret secret) =>
        turn.State = turn.State with { Secrets = turn.State.Secrets with { Secrets = turn.State.Secrets.Secrets.Put(SecretsState.Key(secret.Region, secret.Name), secret) } };

    /// <summary>The permission for an action on the secret that the call names. Of one that is not there, the name is all that can be asked about.</summary>
    /// <seealso href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html"/>
    public static Permission On(Call call, string action, params ReadOnlySpan<(string Key, string? Value)> keys) => On(call, Find(call, call.Need("SecretId")), call.Need("SecretId"), action, keys);

    public static Permission On(Call call, Secret? secret, string id, string action, params ReadOnlySpan<(string Key, string? Value)> keys)
    {
        Dictionary<string, IReadOnlyList<string>> context = new() { ["secretsmanager:SecretId"] = [secret?.Arn ?? id] };
        foreach (var (key, value) in keys)
        {
            if (value is not null) context[key] = [value];
        }
        foreach (var (key, value) in secret?.Tags ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            context[$"aws:ResourceTag/{key}"] = [value];
            context[$"secretsmanager:ResourceTag/{key}"] = [value];
        }
        return new($"secretsmanager:{action}", secret?.Arn ?? id) { Context = context, ResourcePolicy = secret?.Policy?.Policy, ResourceAccount = call.AccountId };
    }

    public static ImmutableSortedDictionary<string, string> ReadTags(Call call)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in call.Structures("Tags"))
        {
            var (key, value) = (tag.Text("Key")?.Value ?? "", tag.Text("Value")?.Value ?? "");
            if (key.Length is 0 or > 128 || value.Length > 256) throw Parameter(call, "Tags", "Tag keys have 1 to 128 characters, values up to 256.");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Parameter(call, "Tags", "You can't use the prefix aws: in a tag key.");
            tags[key] = value;
        }
        return tags.ToImmutable();
    }

    public static string Uuid(Turn turn)
    {
        var hex = turn.HexId(32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    public static Output Head(Secret secret) => new() { ["ARN"] = secret.Arn, ["Name"] = secret.Name };

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static Array List(IEnumerable<string> texts) => new([.. texts.Select(t => (Node)System.Text.Json.Nodes.JsonValue.Create(t))]);

    /// <summary>One page of a long answer.</summary>
    public static (List<T> Page, string? Next) Page<T>(Call call, IEnumerable<T> all, int otherwise, string code = "InvalidNextTokenException")
    {
        var size = (int)Math.Clamp(call.Integer("MaxResults") ?? otherwise, 1, otherwise);
        var from = 0;
        if (call.Text("NextToken") is { } token)
        {
            Span<byte> bytes = stackalloc byte[32];
            if (!Convert.TryFromBase64String(token, bytes, out var length) || !int.TryParse(Encoding.ASCII.GetString(bytes[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out from))
                throw Turn.Error(code, "The NextToken value is invalid.", "A token comes from the answer before and is used as it is.", 400, call.At("NextToken"));
        }
        var rest = all.Skip(from).Take(size + 1).ToList();
        return rest.Count > size
            ? (rest[..size], Convert.ToBase64String(Encoding.ASCII.GetBytes((from + size).ToString(CultureInfo.InvariantCulture))))
            : (rest, null);
    }
}
