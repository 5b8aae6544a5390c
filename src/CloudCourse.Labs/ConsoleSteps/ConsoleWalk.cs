using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.ConsoleSteps.Flows;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.ConsoleSteps;

/// <summary>
/// What a click does in the console: the answers as they then stand, and the page. Keeps nothing: the file of answers is all there is to know, and the same
/// file, lab, seed and click give the same page.
/// </summary>
internal static class ConsoleWalk
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="click"><c>show</c>, <c>next</c>, <c>previous</c>, <c>create</c>, <c>again</c>, <c>page …</c> (an id), or <c>at …</c> (the JSON pointer of an answer).</param>
    public static ConsoleTurn Click(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, string click)
    {
        var step = LabCloud.Read(lab).Steps.First(s => s.Console is not null);
        var text = files.FirstOrDefault(f => f.Path == step.File)?.Text ?? "";
        var flow = ConsoleFlow.All[step.Console!];
        var (answers, problem) = ConsoleAnswers.Read(flow, text);
        if (answers is null)
        {
            var (line, column) = new LineMap(text).Of(problem!.At.Start);
            return new(step.File!, text, new() { Flow = flow, Unreadable = $"{step.File} cannot be read at line {line}, column {column}: {problem.Details}" }, null);
        }
        var prepared = CloudRun.Prepared(lab, seed, CancellationToken.None);
        ConsoleAccount account = new(prepared);
        var (page, created, ask) = Next(answers, account, click);
        // Written into the text by hand: no page lets that pass, so no button was pressed.
        if (created && FirstWrong(answers, account) is { } wrong) (page, created, ask) = (wrong.Id, false, true);
        if (page != answers.Page || created != answers.Created)
        {
            text = Moved(text, page, created);
            answers = ConsoleAnswers.Read(flow, text).Answers!;
        }
        var run = created ? CloudRun.Rehearsed(lab, [.. files.Where(f => f.Path != step.File), new(step.File!, text)], seed, CancellationToken.None) : null;
        var calls = run?.Calls.Where(c => c.File == step.File).ToList() ?? [];
        var refused = calls.FirstOrDefault(c => !c.Succeeded);
        if (refused is not null && page == ConsolePage.Done)
        {
            // The console stays where the button is, and says why.
            page = flow.Pages[^1].Id;
            text = Moved(text, page, created);
            answers = ConsoleAnswers.Read(flow, text).Answers!;
        }
        var isDone = page == ConsolePage.Done;
        var problems = ask ? Problems(answers, account, flow.Pages.First(p => p.Id == page)) : new Dictionary<string, string>();
        return new(step.File!, text, new()
        {
            Flow = flow,
            Answers = answers,
            Account = account,
            Page = flow.Pages.FirstOrDefault(p => p.Id == page),
            Problems = problems,
            Refused = refused,
            RefusedAfter = refused is null ? 0 : calls.IndexOf(refused),
            Calls = isDone ? ConsoleCalls.Of(answers, prepared, step) : Plan(answers, account, prepared, step),
            Result = isDone ? flow.Result(answers, run!) : null,
        }, FocusOf(answers, problems, click));
    }

    /// <summary>The first thing to mend, the field that was asked for, or the new page's head.</summary>
    private static string? FocusOf(ConsoleAnswers answers, IReadOnlyDictionary<string, string> problems, string click) => click.Split(' ', 2) switch
    {
        ["at", var at] when answers.FieldAt(at) is { } field => $"cf-{field.Id}",
        ["next" or "previous" or "create" or "again" or "page", ..] => answers.Flow.Fields.FirstOrDefault(f => problems.ContainsKey(f.Id)) is { } wrong ? $"cf-{wrong.Id}" : "console-title",
        _ => null,
    };

    /// <summary>Where a click leads, whether the button at the end then counts as pressed, and whether the page says what is missing on it.</summary>
    private static (string Page, bool Created, bool Ask) Next(ConsoleAnswers answers, ConsoleAccount account, string click)
    {
        var (flow, pages) = (answers.Flow, answers.Flow.Pages);
        var here = flow.IndexOf(answers.Page) is >= 0 and var index ? index : pages.Count - 1;
        var isDone = answers.Page == ConsolePage.Done && answers.Created;
        switch (click.Split(' ', 2))
        {
            case ["next"]: return Forward(here, Math.Min(here + 1, pages.Count - 1), answers.Created);
            case ["previous"]: return (pages[Math.Max(0, here - 1)].Id, answers.Created, false);
            case ["create"]: return Forward(0, pages.Count, true);
            case ["again"]: return (pages[0].Id, false, false);
            case ["page", var id] when flow.IndexOf(id) is >= 0 and var to:
                return to <= here || isDone ? (id, answers.Created, false) : Forward(here, to, answers.Created);
            case ["at", var at] when answers.FieldAt(at) is { } field: return (answers.Flow.PageOf(field).Id, answers.Created, false);
            default: return (isDone ? ConsolePage.Done : pages[here].Id, answers.Created, false);
        }

        // As far as the first page on which something is missing.
        (string, bool, bool) Forward(int from, int to, bool created)
        {
            for (var i = from; i < to; i++)
            {
                if (Problems(answers, account, pages[i]).Count > 0) return (pages[i].Id, answers.Created && created && to < pages.Count, true);
            }
            return (to == pages.Count ? ConsolePage.Done : pages[to].Id, created, false);
        }
    }

    /// <summary>What the page itself says of its answers, by field.</summary>
    public static IReadOnlyDictionary<string, string> Problems(ConsoleAnswers answers, ConsoleAccount account, ConsolePage page)
    {
        Dictionary<string, string> problems = [];
        foreach (var field in page.Fields.Where(answers.Shows))
        {
            if (Problem(answers, account, field) is { } words) problems[field.Id] = words;
        }
        return problems;
    }

    /// <summary>The first page on which something is missing or wrong; null where the button may be pressed.</summary>
    public static ConsolePage? FirstWrong(ConsoleAnswers answers, ConsoleAccount account) => answers.Flow.Pages.FirstOrDefault(p => Problems(answers, account, p).Count > 0);

    private static string? Problem(ConsoleAnswers answers, ConsoleAccount account, ConsoleField field)
    {
        if (field.Kind is FieldKind.Flag) return null;
        if (field.Kind is FieldKind.Many)
        {
            var chosen = answers.List(field.Id);
            return chosen.Count == 0 ? field.Required : chosen.FirstOrDefault(c => Chosen(account, field, c.Value) is null) is { } gone ? $"\"{Clip(gone.Value)}\" is not in the list. Choose again." : null;
        }
        var value = answers.Text(field.Id);
        if (value.Trim().Length == 0) return field.Required;
        if (field.Kind is FieldKind.Radio or FieldKind.Select && Chosen(account, field, value) is null) return $"\"{Clip(value)}\" is not in the list. Choose again.";
        if (field.Kind is FieldKind.Number && !(value.Length <= 9 && value.All(char.IsAsciiDigit))) return $"\"{Clip(value)}\" is no whole number.";
        return field.Problem?.Invoke(value);
    }

    public static Choice? Chosen(ConsoleAccount account, ConsoleField field, string value) => account.Of(field).FirstOrDefault(c => c.Value == value || c.Also == value);

    /// <summary>The calls that the button would make; none while a page has something to mend.</summary>
    private static IReadOnlyList<WrittenCall> Plan(ConsoleAnswers answers, ConsoleAccount account, CloudRun run, LabStep step) =>
        FirstWrong(answers, account) is not null ? [] : ConsoleCalls.Of(answers, run, step);

    private static string Moved(string text, string page, bool created)
    {
        var root = JsonNode.Parse(text)!.AsObject();
        var answers = root["answers"] as System.Text.Json.Nodes.JsonObject ?? [];
        root.Clear();
        root["page"] = page;
        root["created"] = created;
        root["answers"] = answers;
        return root.ToJsonString(Layout).ReplaceLineEndings("\n") + "\n";
    }

    private static string Clip(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}

/// <summary>A page of the console, ready to be drawn.</summary>
public sealed record ConsoleModel
{
    internal ConsoleFlow Flow { get; init; } = null!;

    /// <summary>Why the answers cannot be read; then there is no page.</summary>
    internal string? Unreadable { get; init; }
    internal ConsoleAnswers? Answers { get; init; }
    internal ConsoleAccount? Account { get; init; }

    /// <summary>Null after the button at the end.</summary>
    internal ConsolePage? Page { get; init; }

    /// <summary>What has to be mended before one may go on, by field.</summary>
    internal IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>The call that AWS refused.</summary>
    internal MadeCall? Refused { get; init; }

    /// <summary>How many calls were made before it.</summary>
    internal int RefusedAfter { get; init; }

    /// <summary>The calls behind the button: made, where it was pressed.</summary>
    internal IReadOnlyList<WrittenCall> Calls { get; init; } = [];
    internal ConsoleResult? Result { get; init; }
}

/// <param name="File">The file of answers.</param>
/// <param name="Text">What stands in it after the click.</param>
/// <param name="Model">For the page's component.</param>
/// <param name="Focus">The id of the element where the reader goes on; null to stay.</param>
public sealed record ConsoleTurn(string File, string Text, ConsoleModel Model, string? Focus);
