using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ssm;

/// <summary>What the operations of the Parameter Store have in common.</summary>
internal static class SsmCalls
{
    public static string Arn(Call call, string name) => $"arn:aws:ssm:{call.Region}:{call.AccountId}:parameter{(name.StartsWith('/') ? "" : "/")}{name}";

    public static Parameter? Find(Call call, string name) => call.State.Ssm.Parameters.Find(SsmState.Key(call.Region, Bare(call, name)));

    /// <summary>A name as it may be given: plain, or its ARN.</summary>
    public static string Bare(Call call, string name)
    {
        if (!name.StartsWith("arn:", StringComparison.Ordinal)) return name;
        var path = name[(name.IndexOf(":parameter", StringComparison.Ordinal) is >= 0 and var at ? at + ":parameter".Length : 0)..];
        return call.State.Ssm.Parameters.Has(SsmState.Key(call.Region, path)) ? path : path.TrimStart('/');
    }

    public static AwsException NotFound(Call call, string name, string member)
    {
        if (name.StartsWith("/aws/", StringComparison.Ordinal)) return Turn.Error(AwsError.NotSimulated, $"The simulation has none of AWS's public parameters, so no {name.Shortened()}.", "Write the value itself here.", 501, call.At(member));
        // AWS sends the code alone.
        return Turn.Error("ParameterNotFound", "", $"There is no parameter {name.Shortened()} in {call.Region}: names are case-sensitive, and /a is not a.", 400, call.At(member));
    }

    public static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationException", message, advice, 400, call.At(member));

    /// <summary>Takes a selector off a name: <c>/db/url:3</c> is its version 3, <c>/db/url:prod</c> the one with that label.</summary>
    public static (string Name, string? Selector) Split(string text)
    {
        var colon = text.StartsWith("arn:", StringComparison.Ordinal) ? text.IndexOf(':', text.IndexOf("parameter", StringComparison.Ordinal) is >= 0 and var at ? at : 0) : text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    public static Permission On(Call call, string action, string name, params ReadOnlySpan<(string Key, string? Value)> keys)
    {
        Dictionary<string, IReadOnlyList<string>> context = [];
        foreach (var (key, value) in keys)
        {
            if (value is not null) context[key] = [value];
        }
        var bare = Split(name).Name;
        var parameter = Find(call, bare);
        foreach (var (key, value) in parameter?.Tags ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            context[$"aws:ResourceTag/{key}"] = [value];
            context[$"ssm:resourceTag/{key}"] = [value];
        }
        return new($"ssm:{action}", parameter?.Arn ?? Arn(call, Bare(call, bare))) { Context = context };
    }

    public static Permission OnAll(Call call, string action) => new($"ssm:{action}", $"arn:aws:ssm:{call.Region}:{call.AccountId}:*");

    public static void Put(Call call, Parameter parameter) =>
        call.State = call.State with { Ssm = call.State.Ssm with { Parameters = call.State.Ssm.Parameters.Put(SsmState.Key(parameter.Region, parameter.Name), parameter) } };

    /// <summary>The value as the caller gets it: without WithDecryption a secure one is only gibberish that changes with it.</summary>
    public static string Value(Parameter parameter, ParameterVersion version, bool decrypted)
    {
        if (version.Type != "SecureString" || decrypted) return version.Value;
        var sum = SHA512.HashData(Encoding.UTF8.GetBytes($"{parameter.Arn} {version.Number} {version.Value}"));
        return "AQICAHh" + Convert.ToBase64String(sum);
    }

    public static Output Describe(Parameter parameter, ParameterVersion version, bool decrypted, string? selector = null)
    {
        Output output = new()
        {
            ["Name"] = parameter.Name,
            ["Type"] = version.Type,
            ["Value"] = Value(parameter, version, decrypted),
            ["Version"] = version.Number,
            ["LastModifiedDate"] = Time(version.Modified),
            ["ARN"] = parameter.Arn,
            ["DataType"] = "text",
        };
        if (selector is not null) output["Selector"] = $":{selector}";
        return output;
    }

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A size of a page, or the refusal that AWS's model gives.</summary>
    public static void CheckSize(Call call, int most)
    {
        if (call.Integer("MaxResults") is { } size && (size < 1 || size > most))
            throw Invalid(call, "MaxResults", $"1 validation error detected: Value '{size}' at 'maxResults' failed to satisfy constraint: Member must have value {(size < 1 ? "greater than or equal to 1" : $"less than or equal to {most}")}");
    }
}
