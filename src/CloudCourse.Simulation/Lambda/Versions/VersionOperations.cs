using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.Versions;

/// <summary>Published versions: code and configuration that never change again.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html"/>
internal static class VersionOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PublishVersion", c => [FunctionOperations.On(c, "PublishVersion")], Publish),
        new("ListVersionsByFunction", c => [FunctionOperations.On(c, "ListVersionsByFunction")], List),
    ];

    private static Output Publish(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        var latest = function.Latest;
        if (latest.State is "Pending") throw LambdaErrors.StillPending(call.At("FunctionName"));
        if (call.Text("RevisionId") is { } revision && revision != latest.RevisionId) throw FunctionOperations.Changed(call);
        if (call.Text("CodeSha256") is { } sha && sha != latest.CodeSha256)
            throw LambdaErrors.Invalid($"CodeSHA256 ({sha.Shortened()}) is different from current CodeSHA256 in $LATEST ({latest.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.", "The code was changed since: look at what would be published.", call.At("CodeSha256"));
        return FunctionOperations.Describe(Publish(call.Turn, function, call.Described()), null);
    }

    /// <summary>Publishes what $LATEST is now; the last version again where nothing has changed since.</summary>
    public static FunctionVersion Publish(Turn turn, Function function, string? description = null)
    {
        var latest = function.Latest;
        if (function.Versions is [.., var last] && last.Version == $"{function.Published}" && IsSame(last, latest)) return last;
        var version = latest with { Version = $"{function.Published + 1}", Description = description ?? latest.Description, RevisionId = turn.RequestId() };
        turn.Put(function with { Versions = function.Versions.Add(version), Published = function.Published + 1 });
        turn.Note("lambda", version.Arn, $"Version {version.Version} of {function.Name} was published.", null, version.State);
        return version;
    }

    private static bool IsSame(FunctionVersion version, FunctionVersion latest) =>
        version.CodeSha256 == latest.CodeSha256 && version.Handler == latest.Handler && version.Runtime == latest.Runtime && version.RoleArn == latest.RoleArn
        && (version.Timeout, version.MemorySize, version.EphemeralStorage, version.Architecture, version.DeadLetterArn) == (latest.Timeout, latest.MemorySize, latest.EphemeralStorage, latest.Architecture, latest.DeadLetterArn)
        && version.Variables.SequenceEqual(latest.Variables);

    private static Output List(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        return call.Page(function.Versions.Prepend(function.Latest), "Versions", v => v.Version, v => FunctionOperations.Describe(v, v.Version));
    }

    /// <summary>Takes a published version away.</summary>
    public static void Delete(Call call, Function function, string qualifier)
    {
        if (qualifier is "$LATEST") throw LambdaErrors.Invalid("$LATEST version cannot be deleted without deleting the function.", "Leave the qualifier out to delete the function with all its versions.", call.At("Qualifier"));
        if (!qualifier.All(char.IsAsciiDigit)) throw LambdaErrors.Invalid("Deletion of aliases is not currently supported.", "DeleteAlias takes an alias away.", call.At("Qualifier"));
        if (function.Aliases.Values.Where(a => a.Version == qualifier || a.SecondVersion == qualifier).Select(a => a.Name).ToList() is { Count: > 0 } names)
            throw LambdaErrors.Conflict($"Unable to delete version because the following aliases reference it: [{string.Join(", ", names)}]", "Point the aliases elsewhere first.", call.At("Qualifier"));
        if (function.Versions.Find(v => v.Version == qualifier) is not { } version) return;
        call.Turn.Put(function with
        {
            Versions = function.Versions.Remove(version),
            Policies = function.Policies.Remove(qualifier),
            AsyncSettings = function.AsyncSettings.Remove(qualifier),
        });
        call.Turn.Note("lambda", version.Arn, $"Version {qualifier} of {function.Name} was deleted.", version.State, null);
    }
}
