using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.Settings;

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html"/>
internal static class FunctionTagOperations
{
    private const int Most = 50;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("TagResource", c => [On(c, "TagResource")], Tag),
        new("UntagResource", c => [On(c, "UntagResource")], Untag),
        new("ListTags", c => [On(c, "ListTags")], List),
    ];

    private static Permission On(Call call, string action)
    {
        var (function, arn) = Find(call);
        return new($"lambda:{action}", arn) { Context = FunctionOperations.TagKeys(function.Tags) };
    }

    private static (Function Function, string Arn) Find(Call call)
    {
        var arn = call.Need("Resource");
        if (FunctionArn.Read(arn) is not { } named)
            throw LambdaErrors.Constraint("Resource", arn, @"satisfy regular expression pattern: arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?)", "Tags are named by the function's whole ARN.", call.At("Resource"));
        if (named.Qualifier is not null) throw LambdaErrors.Invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.", at: call.At("Resource"));
        return named.Account == call.AccountId && call.State.Lambda.Functions.Find(named.Key) is { } function ? (function, arn) : throw LambdaErrors.NotFound($"Function not found: {arn}", at: call.At("Resource"));
    }

    private static Output Tag(Call call)
    {
        var (function, _) = Find(call);
        Put(call, function, Merged(call, function.Tags));
        return [];
    }

    /// <summary>The call's tags over those that are there.</summary>
    public static ImmutableSortedDictionary<string, string> Merged(Call call, ImmutableSortedDictionary<string, string> tags)
    {
        if (call.Structure("Tags") is not { } given) return tags;
        foreach (var (key, member) in given.AsDictionary())
        {
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw LambdaErrors.Invalid("System tags cannot be added/updated by requester.", "Keys that begin with aws: are AWS's.", member.NameAt);
            if (key.Length is 0 or > 128) throw LambdaErrors.Invalid($"Tag key \"{key.Shortened()}\" must have a length between 1 and 128.", at: member.NameAt);
            tags = tags.SetItem(key, ((JsonString)member.Value).Value);
        }
        return tags.Count <= Most ? tags : throw LambdaErrors.Invalid("Number of tags exceeds resource tag limit.", $"A function has {Most} tags at most.", call.At("Tags"));
    }

    private static Output Untag(Call call)
    {
        var (function, _) = Find(call);
        Put(call, function, function.Tags.RemoveRange(call.Texts("TagKeys").Select(k => k.Value)));
        return [];
    }

    private static void Put(Call call, Function function, ImmutableSortedDictionary<string, string> tags)
    {
        call.Turn.Put(function with { Tags = tags });
        call.Turn.Note("lambda", function.Arn, $"The tags of {function.Name} were changed.");
    }

    private static Output List(Call call) =>
        new() { ["Tags"] = new Output(Find(call).Function.Tags.Select(t => KeyValuePair.Create(t.Key, (System.Text.Json.Nodes.JsonNode?)t.Value))) };
}
