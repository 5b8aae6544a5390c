using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.ConsoleSteps.Flows;

/// <summary>
/// A walk through pages of AWS's console, as data: what each page asks, what it offers from the account, and which calls the answers become. The pages, their order
/// and their words of choice follow AWS's guide (<see cref="Source"/>); the look is ours.
/// </summary>
internal sealed record ConsoleFlow
{
    /// <summary>As <c>console:</c> of a lab's step.</summary>
    public required string Name { get; init; }

    /// <summary>As the console's heading: "Create user".</summary>
    public required string Title { get; init; }

    /// <summary>The way to it through the console, the service first.</summary>
    public required IReadOnlyList<string> Crumbs { get; init; }

    /// <summary>The button at the end.</summary>
    public required string Button { get; init; }

    /// <summary>In their order. The last one also sums up the answers of those before it.</summary>
    public required IReadOnlyList<ConsolePage> Pages { get; init; }

    /// <summary>What the console does when the button is pressed.</summary>
    public required Action<CallWriter> Calls { get; init; }

    /// <summary>What the console shows when all calls have succeeded: a sentence, and what one can read there.</summary>
    public required Func<ConsoleAnswers, CloudRun, ConsoleResult> Result { get; init; }

    /// <summary>The page of AWS's documentation that the pages follow.</summary>
    public required string Source { get; init; }

    /// <summary>Where AWS's pages are laid out in another way.</summary>
    public string? Differs { get; init; }

    public IEnumerable<ConsoleField> Fields => Pages.SelectMany(p => p.Fields);

    public ConsoleField? Field(string id) => Fields.FirstOrDefault(f => f.Id == id);

    /// <summary>-1 for a page that is none of them, as after the end.</summary>
    public int IndexOf(string page) => Pages.Index().Where(p => p.Item.Id == page).Select(p => p.Index).DefaultIfEmpty(-1).First();

    public ConsolePage PageOf(ConsoleField field) => Pages.First(p => p.Fields.Contains(field));

    /// <summary>Every flow there is, by name.</summary>
    public static IReadOnlyDictionary<string, ConsoleFlow> All { get; } =
        new[] { CreateUserFlow.Flow, CreateRoleFlow.Flow, AttachRoleFlow.Flow, LaunchInstanceFlow.Flow, CreateFunctionFlow.Flow }.ToDictionary(f => f.Name);
}

/// <param name="Success">A sentence.</param>
/// <param name="Facts">What stands on the page: a term and its value.</param>
/// <param name="Next">What the console does not do, and is done next; null for nothing.</param>
internal sealed record ConsoleResult(string Success, IReadOnlyList<(string Term, string Value)> Facts, string? Next = null);

/// <param name="Id">Stands in the answers; <see cref="Done"/> is kept for the end.</param>
internal sealed record ConsolePage(string Id, string Title, params IReadOnlyList<ConsoleSection> Sections)
{
    /// <summary>The page after the button, in the answers.</summary>
    public const string Done = "done";

    /// <summary>A sentence at the head of the page.</summary>
    public string? Lead { get; init; }

    /// <summary>The button that leads on, where it is not "Next".</summary>
    public string Onward { get; init; } = "Next";

    public IEnumerable<ConsoleField> Fields => Sections.SelectMany(s => s.Fields);
}

internal sealed record ConsoleSection(string Title, params IReadOnlyList<ConsoleField> Fields)
{
    /// <summary>What one should know here, and what older guides say.</summary>
    public string? Note { get; init; }

    /// <summary>By the answers, whether the page shows it. Its fields say so themselves too.</summary>
    public Func<ConsoleAnswers, bool>? When { get; init; }
}

internal enum FieldKind
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>Several lines, of code.</summary>
    Code,
    Number,

    /// <summary>A box to tick.</summary>
    Flag,

    /// <summary>One of a few, each with a sentence.</summary>
    Radio,

    /// <summary>One of a list.</summary>
    Select,

    /// <summary>Any number of a list, which can be searched.</summary>
    Many,
}

/// <summary>One thing that a page asks.</summary>
internal sealed record ConsoleField(string Id, string Label, FieldKind Kind)
{
    /// <summary>What stands there before anybody touched it; of a flag <c>true</c> or nothing.</summary>
    public string Default { get; init; } = "";
    public string? Help { get; init; }

    /// <summary>What there is to choose from, where that is the same in every account.</summary>
    public IReadOnlyList<Choice> Options { get; init; } = [];

    /// <summary>What the account has to choose from: a name of <see cref="ConsoleAccount.Of"/>.</summary>
    public string? Account { get; init; }

    /// <summary>Of a select: what choosing nothing is called. Null where something must be chosen.</summary>
    public string? None { get; init; }

    /// <summary>By the other answers, whether the page shows it.</summary>
    public Func<ConsoleAnswers, bool>? When { get; init; }

    /// <summary>What the page says where nothing was written or chosen; null where that is fine.</summary>
    public string? Required { get; init; }

    /// <summary>What the page itself, before any call, says of an answer; null where it takes it.</summary>
    public Func<string, string?>? Problem { get; init; }
}

/// <param name="Value">As it stands in the answers.</param>
/// <param name="Also">Other ways to write it, such as a resource's id.</param>
internal sealed record Choice(string Value, string Label, string? Detail = null, string? Also = null);
