using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.SecretsManager;

/// <summary>Lists of secrets and of a secret's versions.</summary>
/// <seealso href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html"/>
internal static class SecretLists
{
    private static readonly HashSet<string> Keys = ["description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all"];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("ListSecrets", _ => [new("secretsmanager:ListSecrets", "*")], ListAll),
        new("ListSecretVersionIds", c => [SecretCalls.On(c, "ListSecretVersionIds")], ListVersions),
    ];

    /// <summary>The Region's secrets that fit the call's filters: a value begins as one of those given, and with ! before it none may.</summary>
    public static IEnumerable<Secret> Filtered(Call call)
    {
        IEnumerable<Secret> all = call.State.Secrets.Secrets.Values.Where(s => s.Region == call.Region);
        foreach (var filter in call.Structures("Filters"))
        {
            var key = filter.Text("Key")?.Value ?? "";
            if (!Keys.Contains(key)) throw Turn.Error("ValidationException", $"1 validation error detected: Value '{key.Shortened()}' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Keys)}]", null, 400, filter.At);
            var values = filter.Texts("Values").Select(v => v.Value).ToList();
            if (values.Count is 0 or > 10) throw SecretCalls.Parameter(call, "Filters", "A filter has 1 to 10 values.");
            all = all.Where(s => values.Exists(v => v.StartsWith('!') ? !Texts(s, key).Any(t => Begins(t, v[1..], key)) : Texts(s, key).Any(t => Begins(t, v, key))));
        }
        return all;
    }

    /// <summary>Descriptions are searched in any case.</summary>
    private static bool Begins(string text, string value, string key) =>
        key is "description" or "all" ? text.Split([' ', '/', '-', '_', '+', '=', '.', '@', '!', ',']).Append(text).Any(w => w.StartsWith(value, StringComparison.OrdinalIgnoreCase)) : text.StartsWith(value, StringComparison.Ordinal);

    private static IEnumerable<string> Texts(Secret secret, string key) => key switch
    {
        "description" => secret.Description is { } description ? [description] : [],
        "name" => [secret.Name],
        "tag-key" => secret.Tags.Keys,
        "tag-value" => secret.Tags.Values,
        "primary-region" => [secret.Region],
        "owning-service" => [],
        _ => [secret.Name, secret.Description ?? "", .. secret.Tags.Keys, .. secret.Tags.Values],
    };

    private static Output ListAll(Call call)
    {
        var found = Filtered(call).Where(s => s.Deleted is null || call.Flag("IncludePlannedDeletion"));
        if (call.Text("SortOrder") is { } order && order is not ("asc" or "desc")) throw SecretCalls.Parameter(call, "SortOrder", "SortOrder is asc or desc.");
        Func<Secret, object> by = call.Text("SortBy") switch
        {
            null or "created-date" => s => s.Created,
            "last-changed-date" => s => s.Changed ?? s.Created,
            "last-accessed-date" => s => s.Accessed ?? DateTimeOffset.MinValue,
            "name" => s => s.Name,
            _ => throw SecretCalls.Parameter(call, "SortBy", "SortBy is created-date, last-accessed-date, last-changed-date or name."),
        };
        var compare = Comparer<object>.Create((a, b) => a is string one ? string.CompareOrdinal(one, (string)b) : ((DateTimeOffset)a).CompareTo((DateTimeOffset)b));
        var (page, next) = SecretCalls.Page(call, call.Text("SortOrder") == "asc" ? found.OrderBy(by, compare) : found.OrderByDescending(by, compare), 100);
        Output output = new() { ["SecretList"] = new Array([.. page.Select(s => SecretOperations.Describe(s, "SecretVersionsToStages"))]) };
        if (next is not null) output["NextToken"] = next;
        return output;
    }

    private static Output ListVersions(Call call)
    {
        var secret = SecretCalls.Named(call);
        var (page, next) = SecretCalls.Page(call, secret.Versions.Where(v => !v.Stages.IsEmpty || call.Flag("IncludeDeprecated")), 100);
        var output = SecretCalls.Head(secret);
        output["Versions"] = new Array([.. page.Select(v =>
        {
            Output one = new() { ["VersionId"] = v.Id, ["CreatedDate"] = SecretCalls.Time(v.Created), ["KmsKeyIds"] = SecretCalls.List([secret.KmsKeyId ?? "DefaultEncryptionKey"]) };
            if (!v.Stages.IsEmpty) one["VersionStages"] = SecretCalls.List(v.Stages);
            return one;
        })]);
        if (next is not null) output["NextToken"] = next;
        return output;
    }
}
