using System.Globalization;
using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.Versions;

/// <summary>Aliases: names for versions, which can share invocations out between two of them.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html"/>
internal static partial class AliasOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateAlias", c => [FunctionOperations.On(c, "CreateAlias")], Create),
        new("UpdateAlias", c => [FunctionOperations.On(c, "UpdateAlias")], Update),
        new("DeleteAlias", c => [FunctionOperations.On(c, "DeleteAlias")], Delete),
        new("GetAlias", c => [FunctionOperations.On(c, "GetAlias")], c => Describe(c, Find(c).Alias)),
        new("ListAliases", c => [FunctionOperations.On(c, "ListAliases")], List),
    ];

    private static Output Create(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        var name = Name(call);
        if (name.All(char.IsAsciiDigit)) throw LambdaErrors.Constraint("Name", name, "satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)", "A number is a version's name.", call.At("Name"));
        if (function.Aliases.Has(name)) throw LambdaErrors.Conflict($"Alias already exists: {function.Arn}:{name}", "UpdateAlias points it elsewhere.", call.At("Name"));
        var version = Version(call, function)!;
        var (second, weight) = Routing(call, function, version, null, 0);
        FunctionAlias alias = new(name, version, call.Described() ?? "", second, weight, call.Turn.RequestId());
        Put(call, function, alias, "was made");
        return Describe(call, alias);
    }

    private static Output Update(Call call)
    {
        var (function, alias) = Find(call);
        if (call.Text("RevisionId") is { } revision && revision != alias.RevisionId) throw FunctionOperations.Changed(call);
        var version = Version(call, function) ?? alias.Version;
        var (second, weight) = Routing(call, function, version, alias.SecondVersion, alias.SecondWeight);
        alias = alias with { Version = version, SecondVersion = second, SecondWeight = weight, Description = call.Described() ?? alias.Description, RevisionId = call.Turn.RequestId() };
        Put(call, function, alias, "was changed");
        return Describe(call, alias);
    }

    private static Output Delete(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        var name = Name(call);
        if (!function.Aliases.Has(name)) return [];
        call.Turn.Put(Urls.UrlOperations.Without(call.State.Lambda, function.Key, name));
        call.Turn.Put(function with { Aliases = function.Aliases.Remove(name), Policies = function.Policies.Remove(name), AsyncSettings = function.AsyncSettings.Remove(name) });
        call.Turn.Note("lambda", $"{function.Arn}:{name}", $"The alias {name} of {function.Name} was deleted.");
        return [];
    }

    private static Output List(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        var version = call.Text("FunctionVersion");
        return call.Page(function.Aliases.Values.Where(a => version is null || a.Version == version || a.SecondVersion == version), "Aliases", a => a.Name, a => Describe(call, a));
    }

    private static (Function Function, FunctionAlias Alias) Find(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        return function.Aliases.Find(Name(call)) is { } alias ? (function, alias)
            : throw LambdaErrors.NotFound($"Cannot find alias arn: {function.Arn}:{call.Need("Name").Shortened()}", "ListAliases tells those that there are.", call.At("Name"));
    }

    private static string Name(Call call)
    {
        var name = call.Need("Name");
        return AliasName().IsMatch(name) ? name : throw LambdaErrors.Constraint("Name", name, "satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)", "Letters, digits, hyphens and underscores.", call.At("Name"));
    }

    private static string? Version(Call call, Function function)
    {
        if (call.Text("FunctionVersion") is not { } version) return null;
        return version is "$LATEST" || function.Versions.Exists(v => v.Version == version) ? version
            : throw LambdaErrors.NotFound($"Function not found: {function.Arn}:{version.Shortened()}", "PublishVersion makes a version; its number is in the answer.", call.At("FunctionVersion"));
    }

    private static (string? Version, double Weight) Routing(Call call, Function function, string main, string? second, double weight)
    {
        if (call.Structure("RoutingConfig") is { } routing)
        {
            (second, weight) = (null, 0);
            if (routing.Structure("AdditionalVersionWeights")?.AsDictionary() is { Count: > 0 } weights)
            {
                var at = call.At("RoutingConfig");
                if (weights.Count > 1) throw LambdaErrors.Invalid("Number of items in AdditionalVersionWeights cannot be greater than 1", "An alias points to two versions at most.", at);
                (second, var member) = weights.First();
                weight = member.Value is JsonNumber number && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var given) ? given : -1;
                if (weight is < 0 or > 1) throw LambdaErrors.Constraint("RoutingConfig.additionalVersionWeights", $"{{{second}={(member.Value as JsonNumber)?.Text}}}", "satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0]", "0.1 is a tenth of the invocations.", at);
                if (!second.All(char.IsAsciiDigit) && second is not "$LATEST") throw LambdaErrors.Constraint("RoutingConfig.additionalVersionWeights", second, "satisfy constraint: [Member must satisfy regular expression pattern: [0-9]+]", "Name a version by its number.", at);
                if (second is not "$LATEST" && !function.Versions.Exists(v => v.Version == second)) throw LambdaErrors.NotFound($"Function not found: {function.Arn}:{second}", "PublishVersion makes a version.", at);
            }
        }
        if (second is null) return (null, 0);
        if (main is "$LATEST" || second is "$LATEST") throw LambdaErrors.Invalid("$LATEST is not supported for an alias pointing to more than 1 version", "Both have to be published.", call.At("RoutingConfig"));
        if (second == main) throw LambdaErrors.Invalid($"Invalid function version {main}. Function version {main} is already included in routing configuration.", "The other version is the one beside FunctionVersion.", call.At("RoutingConfig"));
        return (second, weight);
    }

    private static void Put(Call call, Function function, FunctionAlias alias, string what)
    {
        call.Turn.Put(function with { Aliases = function.Aliases.Put(alias.Name, alias) });
        var share = alias.SecondVersion is { } second ? string.Create(CultureInfo.InvariantCulture, $", and to {second} for {alias.SecondWeight:P0}") : "";
        call.Turn.Note("lambda", $"{function.Arn}:{alias.Name}", $"The alias {alias.Name} of {function.Name} {what}: it points to {alias.Version}{share}.");
    }

    private static Output Describe(Call call, FunctionAlias alias)
    {
        Output output = new()
        {
            ["AliasArn"] = $"{call.Unqualified().Arn}:{alias.Name}",
            ["Name"] = alias.Name,
            ["FunctionVersion"] = alias.Version,
            ["Description"] = alias.Description,
            ["RevisionId"] = alias.RevisionId,
        };
        if (alias.SecondVersion is { } second) output["RoutingConfig"] = new Output { ["AdditionalVersionWeights"] = new Output { [second] = alias.SecondWeight } };
        return output;
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,128}\z")]
    private static partial Regex AliasName();
}
