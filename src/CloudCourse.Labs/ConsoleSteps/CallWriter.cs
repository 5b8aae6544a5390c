using System.Text.Json;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.ConsoleSteps;

/// <summary>Writes the calls that a flow makes of its answers. Every value keeps the place of the answer that it comes from, so a refusal points there.</summary>
internal sealed class CallWriter(ConsoleAnswers answers, CloudRun run, string? resultName)
{
    private readonly List<WrittenCall> _calls = [];

    public ConsoleAnswers Answers => answers;

    /// <summary>The account as the button finds it.</summary>
    public CloudRun Run => run;

    public IReadOnlyList<WrittenCall> Written => _calls;

    /// <param name="from">The field that the call comes from.</param>
    /// <param name="input">Values may be null: then the member is left out.</param>
    public void Call(string service, string operation, string from, params ReadOnlySpan<(string Name, JsonValue? Value)> input) => Call(service, operation, from, null, input);

    /// <summary>The call whose result the lab names (<c>as:</c> of its step).</summary>
    public void MainCall(string service, string operation, string from, params ReadOnlySpan<(string Name, JsonValue? Value)> input) => Call(service, operation, from, resultName, input);

    /// <param name="name">By which later calls of the flow refer to the result.</param>
    public void Call(string service, string operation, string from, string? name, params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        _calls.Add(new(service, operation, Object(from, input), name, answers.At(from)));

    /// <summary>A text, number or choice as it was answered.</summary>
    public JsonString Text(string id) => new(answers.Text(id), answers.At(id));

    /// <summary>The same; null where nothing was written.</summary>
    public JsonString? Given(string id) => answers.Text(id) is { Length: > 0 } text ? new(text, answers.At(id)) : null;

    public JsonBoolean Flag(string id) => new(answers.Flag(id), answers.At(id));

    public JsonNumber Number(string id) => new(answers.Text(id), answers.At(id));

    /// <summary>What follows from a field's answer.</summary>
    public JsonString Of(string id, string value) => new(value, answers.At(id));

    public JsonNumber Of(string id, int value) => new(value.ToString(System.Globalization.CultureInfo.InvariantCulture), answers.At(id));

    public JsonBoolean Of(string id, bool value) => new(value, answers.At(id));

    public JsonObject Object(string from, params ReadOnlySpan<(string Name, JsonValue? Value)> members)
    {
        var at = answers.At(from);
        List<JsonMember> list = [];
        foreach (var (name, value) in members)
        {
            if (value is not null) list.Add(new(name, at, value));
        }
        return new(list, at);
    }

    public JsonArray Array(string from, params IReadOnlyList<JsonValue> items) => new(items, answers.At(from));

    /// <summary>An input as JSON for people: what is long is cut, and a password is not for reading.</summary>
    public static string Shown(JsonValue value) => value switch
    {
        JsonObject json => json.Members.Count == 0 ? "{}" : $"{{ {string.Join(", ", json.Members.Select(m => $"{JsonSerializer.Serialize(m.Name)}: {(m.Name == "Password" ? "\"…\"" : Shown(m.Value))}"))} }}",
        JsonArray list => $"[{string.Join(", ", list.Items.Select(Shown))}]",
        JsonString text => JsonSerializer.Serialize(text.Value.Length <= LongestText ? text.Value : string.Concat(text.Value.AsSpan(0, LongestText), "…"), Plain),
        JsonNumber number => number.Text,
        JsonBoolean flag => flag.Value ? "true" : "false",
        _ => "null",
    };

    private const int LongestText = 400;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>The calls that a lab's file of answers stands for.</summary>
internal static class ConsoleCalls
{
    /// <summary>None while the button at the end was not pressed, or could not be.</summary>
    public static (IReadOnlyList<WrittenCall> Calls, Finding? Problem) Read(LabStep step, string text, CloudRun? run)
    {
        var (answers, problem) = ConsoleAnswers.Read(Flows.ConsoleFlow.All[step.Console!], text);
        if (problem is not null) return ([], problem);
        return answers!.Created && run is not null && ConsoleWalk.FirstWrong(answers, new(run)) is null ? (Of(answers, run, step), null) : ([], null);
    }

    public static IReadOnlyList<WrittenCall> Of(ConsoleAnswers answers, CloudRun run, LabStep step)
    {
        CallWriter writer = new(answers, run, step.As);
        answers.Flow.Calls(writer);
        return writer.Written;
    }
}
