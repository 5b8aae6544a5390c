namespace CloudCourse.Course.Model;

/// <summary>A lesson's questions. A learner's quiz draws <see cref="Pick"/> of them by seed.</summary>
public sealed record Quiz
{
    public required Guid Id { get; init; }

    /// <summary>The lesson's slug; the page is <c>/quizzes/{slug}</c>.</summary>
    public required string Slug { get; init; }
    public required string Title { get; init; }
    public required string LessonSlug { get; init; }
    public required int Version { get; init; }

    /// <summary>How many items one try draws; all where it equals the count.</summary>
    public required int Pick { get; init; }
    public required IReadOnlyList<QuizItem> Items { get; init; }
}

public enum QuizItemType { Single, Multiple, Match, Order, Architecture, Number }

/// <summary>One question. Which members are filled depends on <see cref="Type"/>.</summary>
public sealed record QuizItem
{
    public required string Id { get; init; }
    public required QuizItemType Type { get; init; }
    public required int Difficulty { get; init; }
    public required IReadOnlyList<string> Objectives { get; init; }

    /// <summary>Anchor of the lesson's section that tells what is asked; null where <c>coverage.yml</c> may say it.</summary>
    public string? Section { get; init; }

    /// <summary>HTML, rendered from the author's Markdown.</summary>
    public required string StemHtml { get; init; }

    /// <summary>Architecture: the slug of the scenario in which options can be tried; null where there is none.</summary>
    public string? Scenario { get; init; }

    /// <summary>Single, Multiple and Architecture: the choices. Ids are stable: their place in the file.</summary>
    public IReadOnlyList<QuizOption> Options { get; init; } = [];

    /// <summary>Match: pairs; the right sides are the choices for every left side.</summary>
    public IReadOnlyList<QuizPair> Pairs { get; init; } = [];

    /// <summary>Order: the steps in their right order.</summary>
    public IReadOnlyList<QuizStep> Steps { get; init; } = [];

    /// <summary>Number: the answer and how far off still counts.</summary>
    public QuizNumber? Number { get; init; }

    /// <summary>HTML shown after answering, whatever the answer; may be empty.</summary>
    public string ExplanationHtml { get; init; } = "";
}

/// <param name="Try">The option of the question's scenario that plays this choice; null where none does.</param>
public sealed record QuizOption(string Id, string Html, bool Correct, string RationaleHtml, string? Try = null);

public sealed record QuizPair(string Id, string LeftHtml, string Right, string RationaleHtml);

public sealed record QuizStep(string Id, string Html, string RationaleHtml);

public sealed record QuizNumber(decimal Value, decimal Tolerance, string Unit, string RationaleHtml);
