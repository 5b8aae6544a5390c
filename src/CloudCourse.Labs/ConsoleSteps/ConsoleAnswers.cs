using CloudCourse.Labs.ConsoleSteps.Flows;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.ConsoleSteps;

/// <summary>
/// What a learner chose so far, page by page, as answers.json has it: <c>page</c> (where the learner stands), <c>created</c> (whether the last button was
/// pressed) and <c>answers</c> by the field's id: a string, of a flag <c>true</c> or <c>false</c>, of a list the chosen values. What is not there is as the console begins.
/// </summary>
internal sealed class ConsoleAnswers
{
    public const string Unknown = "UNKNOWN_ANSWER";

    private readonly Dictionary<string, JsonValue> _answers = new(StringComparer.Ordinal);
    private readonly Location _whole;

    private ConsoleAnswers(ConsoleFlow flow, Location whole) => (Flow, _whole) = (flow, whole);

    public ConsoleFlow Flow { get; }

    /// <summary>An id of the flow's pages, or <see cref="ConsolePage.Done"/>.</summary>
    public string Page { get; private set; } = "";

    /// <summary>The button at the end was pressed, and nothing changed since.</summary>
    public bool Created { get; private set; }

    /// <summary>The answers, or the first thing that cannot be read.</summary>
    public static (ConsoleAnswers? Answers, Finding? Problem) Read(ConsoleFlow flow, string text)
    {
        var reading = JsonReader.Read(text);
        if (reading.Value is not { } json) return (null, reading.SyntaxError);
        if (reading.Duplicates is [var twice, ..]) return (null, Wrong(twice.NameAt, $"`{Clip(twice.Name)}` stands twice; write it once."));
        if (json is not JsonObject root) return (null, Wrong(json.At, "This file is an object with `page`, `created` and `answers`. Reset the lab, or write { and }."));
        ConsoleAnswers read = new(flow, root.At with { End = root.At.Start + 1 }) { Page = flow.Pages[0].Id };
        foreach (var member in root.Members)
        {
            switch (member.Name, member.Value)
            {
                case ("page", JsonString page) when page.Value == ConsolePage.Done || flow.Pages.Any(p => p.Id == page.Value): read.Page = page.Value; break;
                case ("created", JsonBoolean created): read.Created = created.Value; break;
                case ("answers", JsonObject): break;
                case ("page", _): return (null, Wrong(member.Value.At, $"`page` is one of {string.Join(", ", flow.Pages.Select(p => $"\"{p.Id}\"").Append($"\"{ConsolePage.Done}\""))}."));
                case ("created", _): return (null, Wrong(member.Value.At, "`created` is true or false."));
                case ("answers", _): return (null, Wrong(member.Value.At, "`answers` is an object: each answer by its field's name."));
                default: return (null, Wrong(member.NameAt, $"There is no `{Clip(member.Name)}` here; there are `page`, `created` and `answers`."));
            }
        }
        foreach (var member in (root.Find("answers")?.Value as JsonObject)?.Members ?? [])
        {
            if (flow.Field(member.Name) is not { } field)
                return (null, Wrong(member.NameAt, $"The pages ask for no `{Clip(member.Name)}`. They ask for {string.Join(", ", flow.Fields.Select(f => f.Id))}."));
            var fits = (field.Kind, member.Value) switch
            {
                (FieldKind.Flag, JsonBoolean) => true,
                (FieldKind.Many, JsonArray list) => list.Items.All(i => i is JsonString),
                (FieldKind.Flag or FieldKind.Many, _) => false,
                (_, JsonString) => true,
                _ => false,
            };
            if (!fits) return (null, Wrong(member.Value.At, $"`{field.Id}` is {field.Kind switch { FieldKind.Flag => "true or false", FieldKind.Many => "a list of strings", _ => "a string" }}, and here stands {member.Value.TypeName}."));
            read._answers[member.Name] = member.Value;
        }
        return (read, null);
    }

    public bool Shows(ConsoleField field) => field.When?.Invoke(this) ?? true;

    /// <summary>A text, a number's digits or what was chosen; nothing where the page does not ask for it.</summary>
    public string Text(string id) => Asked(id) is not { } field ? "" : (_answers.GetValueOrDefault(id) as JsonString)?.Value ?? field.Default;

    public bool Flag(string id) => Asked(id) is { } field && ((_answers.GetValueOrDefault(id) as JsonBoolean)?.Value ?? field.Default == "true");

    /// <summary>What was ticked in a list, each with its place.</summary>
    public IReadOnlyList<JsonString> List(string id) => Asked(id) is null || _answers.GetValueOrDefault(id) is not JsonArray list ? [] : [.. list.Items.OfType<JsonString>().DistinctBy(i => i.Value)];

    /// <summary>Where an answer stands; of one that is not written, the file's head, under the answer's pointer.</summary>
    public Location At(string id) => _answers.GetValueOrDefault(id)?.At ?? _whole with { Pointer = $"/answers/{id}" };

    /// <summary>The field that a place in the file belongs to.</summary>
    public ConsoleField? FieldAt(string pointer) => pointer.Split('/') is ["", "answers", var id, ..] ? Flow.Field(id) : null;

    private ConsoleField? Asked(string id) => (Flow.Field(id) ?? throw new InvalidOperationException($"{Flow.Name} has no field {id}.")) is var field && Shows(field) ? field : null;

    private static Finding Wrong(Location at, string why) => new(FindingType.Error, Unknown, why, at);

    private static string Clip(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
