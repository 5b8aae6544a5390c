using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Web.Playground.Lambda;

/// <summary>A run as it can be made.</summary>
public sealed record ReadRun(
    string Runtime, string Handler, int Memory, int Timeout, IReadOnlyList<HandlerFile> Files, IReadOnlyList<KeyValuePair<string, string>> Variables,
    string Policy, string Event, IReadOnlyList<AccountStep> Steps, int Invocations, InvocationMode Mode)
{
    /// <summary>Set where the mode is <see cref="InvocationMode.Load"/>.</summary>
    public AskedLoad? Load { get; init; }
}

public enum InvocationMode { Sync, Async, Account, Load }

/// <summary>Something that happens in the account before the function is invoked: a call, or time that passes.</summary>
/// <param name="Number">From 1.</param>
public sealed record AccountStep(int Number, string Service, string Operation, string Input, TimeSpan Advance);

/// <summary>Reads what the page sent. What Lambda itself would refuse, such as an unknown runtime, is left to the simulated Lambda, which says so in AWS's words.</summary>
internal static partial class FunctionReader
{
    public const int MostFiles = 20, MostCharacters = 128 * 1024, MostEvent = 128 * 1024, MostAccount = 128 * 1024, MostSteps = 40, MostVariables = 40, MostInvocations = 20;
    private static readonly TimeSpan MostAdvance = TimeSpan.FromDays(1);

    /// <exception cref="FunctionException">In words.</exception>
    public static ReadRun Read(FunctionRun run) => new(
        Text(run.Runtime, 40, "settings", "The runtime"), Text(run.Handler, 128, "settings", "The handler"),
        Between(run.Memory ?? 128, 128, 10_240, "The memory", "MB"), Between(run.Timeout ?? 3, 1, 900, "The timeout", "seconds"),
        Files(run.Files), Variables(run.Variables), Policy(run.Policy ?? ""), Event(run.Event ?? ""), Steps(run.Account ?? ""),
        Between(run.Invocations ?? 1, 1, MostInvocations, "The number of invocations", "in one run"),
        run.Mode switch
        {
            null or "sync" => InvocationMode.Sync,
            "async" => InvocationMode.Async,
            "account" => InvocationMode.Account,
            "load" => InvocationMode.Load,
            _ => throw new FunctionException("settings", "A function is invoked synchronously (`sync`), asynchronously (`async`), by what happens in the account (`account`), or by many events (`load`)."),
        })
    { Load = run.Mode is "load" ? Load(run) : null };

    private static AskedLoad Load(FunctionRun run) => new(
        run.LoadOf switch
        {
            null or "events" => LoadSource.Events,
            "uploads" => LoadSource.Uploads,
            "messages" => LoadSource.Messages,
            "requests" => LoadSource.Requests,
            _ => throw new FunctionException("settings", "A load is of `events`, `uploads`, `messages` or `requests`."),
        },
        Between(run.LoadCount ?? 100, 1, AskedLoad.Most, "The number of events", "in one run"), Between(run.LoadSeconds ?? 10, 1, AskedLoad.Longest, "The load's time", "seconds"),
        Between(run.LoadWork ?? 0, 0, AskedLoad.MostWork, "What each computes", "milliseconds"), Between(run.LoadRoom ?? 0, 0, 900, "The reserved concurrency", "environments"));

    private static int Between(int value, int least, int most, string what, string unit) => value >= least && value <= most
        ? value
        : throw new FunctionException("settings", string.Create(CultureInfo.InvariantCulture, $"{what} is {value}; give from {least} to {most:N0} {unit}."));

    private static string Text(string? text, int most, string part, string what) => text switch
    {
        null or "" => throw new FunctionException(part, $"{what} is missing."),
        _ when text.Length > most => throw new FunctionException(part, $"{what} has {text.Length} characters; at most {most} are taken."),
        _ => text,
    };

    private static List<HandlerFile> Files(IReadOnlyList<FunctionFile?>? sent)
    {
        if (sent is null or []) throw new FunctionException("code", "There is no file: write the function's code.");
        if (sent.Count > MostFiles) throw new FunctionException("code", $"There are {sent.Count} files; the playground takes up to {MostFiles}.");
        List<HandlerFile> files = [];
        foreach (var file in sent)
        {
            var path = Text(file?.Path, 100, "code", "A file's name");
            if (path.Any(c => char.IsControl(c) || c is '\\' or ':') || path.Split('/').Any(p => p is "" or "." or ".."))
                throw new FunctionException("code", $"`{path}` is no file of the function's folder. Write names such as `lambda_function.py` or `lib/text.py`.");
            if (files.Any(f => f.Path == path)) throw new FunctionException("code", $"The file {path} is there twice.");
            files.Add(new(path, file!.Text ?? ""));
        }
        var together = files.Sum(f => f.Text.Length);
        return together <= MostCharacters ? files : throw new FunctionException("code", $"The files have {together} characters together; the playground takes up to {MostCharacters}.");
    }

    private static List<KeyValuePair<string, string>> Variables(IReadOnlyList<FunctionVariable?>? sent)
    {
        List<KeyValuePair<string, string>> variables = [];
        if (sent is { Count: > MostVariables }) throw new FunctionException("settings", $"There are {sent.Count} environment variables; the playground takes up to {MostVariables}.");
        foreach (var variable in sent ?? [])
        {
            var name = Text(variable?.Name, 256, "settings", "An environment variable's name");
            if (variables.Any(v => v.Key == name)) throw new FunctionException("settings", $"The environment variable {name} is there twice.");
            variables.Add(new(name, variable!.Value is { Length: > 4096 } ? throw new FunctionException("settings", $"The environment variable {name} is longer than Lambda's 4 KB.") : variable.Value ?? ""));
        }
        return variables;
    }

    private static string Policy(string text) =>
        text.Length <= 20_480 ? text : throw new FunctionException("role", $"The policy has {text.Length} characters; IAM takes 10,240 for all inline policies of a role, without spaces.");

    private static string Event(string text)
    {
        if (text.Length > MostEvent) throw new FunctionException("event", $"The event has {text.Length} characters; the playground takes up to {MostEvent}.");
        if (string.IsNullOrWhiteSpace(text)) return "{}";
        using var document = Parsed(text, "event", "The event");
        return text;
    }

    private static JsonDocument Parsed(string text, string part, string what)
    {
        try
        {
            return JsonDocument.Parse(text, new() { MaxDepth = 100 });
        }
        catch (JsonException wrong)
        {
            throw new FunctionException(part, string.Create(CultureInfo.InvariantCulture, $"{what} is not JSON yet: line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}. Look for a missing comma, quote or bracket there."));
        }
    }

    private static List<AccountStep> Steps(string text)
    {
        if (text.Length > MostAccount) throw new FunctionException("account", $"The account's steps have {text.Length} characters; the playground takes up to {MostAccount}.");
        if (string.IsNullOrWhiteSpace(text)) return [];
        using var document = Parsed(text, "account", "The account");
        if (document.RootElement.ValueKind is not JsonValueKind.Array) throw new FunctionException("account", "The account is a list of steps: `[ { \"call\": { \"service\": \"s3\", \"operation\": \"CreateBucket\", \"input\": { … } } } ]`.");
        var count = document.RootElement.GetArrayLength();
        if (count > MostSteps) throw new FunctionException("account", $"The account has {count} steps; the playground takes up to {MostSteps}.");
        return [.. document.RootElement.EnumerateArray().Select((step, at) => Step(step, at + 1))];
    }

    private static AccountStep Step(JsonElement step, int number)
    {
        if (step.ValueKind is not JsonValueKind.Object || step.EnumerateObject().Count() != 1) throw Wrong(number, "has one member, `call` or `advance`");
        var member = step.EnumerateObject().First();
        if (member.Name is "advance")
            return member.Value.ValueKind is JsonValueKind.String && Duration(member.Value.GetString()!) is { } time
                ? new(number, "", "", "", time)
                : throw Wrong(number, "advances by a time up to a day, such as \"10s\" or \"1h30m\"");
        if (member.Name is not "call" || member.Value.ValueKind is not JsonValueKind.Object) throw Wrong(number, "has one member, `call` or `advance`");
        return new(number, TextOf("service"), TextOf("operation"), member.Value.TryGetProperty("input", out var input) ? input.GetRawText() : "{}", default);

        string TextOf(string name) => member.Value.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 and <= 64 } said
            ? said
            : throw Wrong(number, $"calls an operation: give `{name}` as text, such as {(name is "service" ? "\"s3\"" : "\"CreateBucket\"")}");
    }

    private static FunctionException Wrong(int number, string does) => new("account", $"Step {number} is none: a step {does}.");

    private static TimeSpan? Duration(string text)
    {
        if (text.Length > 20 || Time.Match(text) is not { Success: true } match || text.Length == 0) return null;
        var seconds = Part("h") * 3600 + Part("m") * 60 + Part("s");
        return seconds > 0 && seconds <= MostAdvance.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

        double Part(string unit) => match.Groups[unit].Success ? double.Parse(match.Groups[unit].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex("^(?:(?<h>[0-9]+)h)?(?:(?<m>[0-9]+)m)?(?:(?<s>[0-9]+)s)?$")]
    private static partial Regex Time { get; }
}
