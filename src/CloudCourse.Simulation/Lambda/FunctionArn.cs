using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Lambda;

/// <summary>A function as a caller names it: by name, by ARN, or by part of one, with or without a qualifier.</summary>
internal readonly partial record struct FunctionArn(string Region, string Account, string Name, string? Qualifier)
{
    public string Key => Function.KeyOf(Region, Name);

    /// <summary>Null where it is no whole ARN of a function.</summary>
    public static FunctionArn? Read(string arn) => Whole.Match(arn) is { Success: true } match
        ? new(match.Groups["region"].Value, match.Groups["account"].Value, match.Groups["name"].Value, match.Groups["qualifier"] is { Success: true } q ? q.Value : null)
        : null;

    /// <summary>What <c>FunctionName</c> of a call names, with its <c>Qualifier</c>.</summary>
    public static FunctionArn Of(Call call)
    {
        var given = call.Need("FunctionName");
        if (Form.Match(given) is not { Success: true } match)
            throw Turn.Error("ValidationException", $"1 validation error detected: Value '{given.Shortened()}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{{2}}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{{1}}:)?(\\d{{12}}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
                "A function's name has up to 64 letters, digits, hyphens and underscores.", at: call.At("FunctionName"));
        var own = match.Groups["qualifier"] is { Success: true } q ? q.Value : null;
        var asked = call.Input.Last("Qualifier") is null ? null : call.Text("Qualifier");
        if (own is not null && asked is not null && own != asked)
            throw Turn.Error("InvalidParameterValueException", "The derived qualifier from the function name does not match the specified qualifier.", at: call.At("Qualifier"));
        return new(match.Groups["region"] is { Success: true } r ? r.Value : call.Region, match.Groups["account"] is { Success: true } a ? a.Value : call.AccountId, match.Groups["name"].Value, own ?? asked);
    }

    public string Arn => $"arn:aws:lambda:{Region}:{Account}:function:{Name}" + (Qualifier is null ? "" : $":{Qualifier}");

    /// <exception cref="AwsException">There is no such function, or no version or alias of that name.</exception>
    public (Function Function, FunctionVersion Version) Resolve(Call call)
    {
        if (call.State.Lambda.Functions.Find(Key) is not { } function || Account != call.AccountId) throw NotFound(call, this with { Qualifier = null });
        return function.Find(Qualifier) is { } version ? (function, version) : throw NotFound(call, this);
    }

    private static AwsException NotFound(Call call, FunctionArn named) =>
        Turn.Error("ResourceNotFoundException", $"Function not found: {named.Arn}", named.Qualifier is null ? $"There is no function of that name in {named.Region}: functions belong to a Region." : "The function is there, but it has no such version or alias.", 404, call.At("FunctionName"));

    [GeneratedRegex(@"\Aarn:aws:lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):function:(?<name>[a-zA-Z0-9_-]+)(:(?<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?\z")]
    private static partial Regex Whole { get; }

    [GeneratedRegex(@"\A(arn:aws:lambda:)?((?<region>[a-z]{2}(-gov)?-[a-z]+-\d):)?((?<account>\d{12}):)?(function:)?(?<name>[a-zA-Z0-9_-]{1,64})(:(?<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?\z")]
    private static partial Regex Form { get; }
}
