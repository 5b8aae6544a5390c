using System.Text.Json;
using CloudCourse.Course.Model;

namespace CloudCourse.Progress.Tests;

/// <summary>A course of two lessons with two labs and a quiz, made in memory.</summary>
internal static class SmallCourse
{
    public static CourseCatalog Catalog { get; } = new()
    {
        Id = Guid.NewGuid(),
        Title = "AWS essentials",
        Summary = "",
        QuizPassMark = 0.7,
        Glossary = new Dictionary<string, GlossaryTerm>(),
        Modules =
        [
            new()
            {
                Id = Guid.NewGuid(),
                Slug = "iam",
                Title = "IAM",
                Summary = "",
                Lessons = [Lesson("policies", Lab("read-one-bucket", 3), Lab("own-password", 3)), Lesson("roles")],
            },
        ],
    };

    public static LabDefinition ReadOneBucket => Catalog.FindLab("read-one-bucket")!;
    public static Quiz PoliciesQuiz => Catalog.FindQuiz("policies")!;

    public static LabDefinition Lab(string slug, int solutionAfter) => new()
    {
        Id = Guid.NewGuid(),
        Slug = slug,
        Title = $"Lab {slug}",
        Summary = "",
        Kind = "iam-policy",
        Minutes = 10,
        Version = 1,
        Status = ContentStatus.Live,
        Objectives = [],
        Concepts = [],
        Prerequisites = [],
        LessonSlug = "policies",
        ModuleSlug = "iam",
        Hash = new('A', 64),
        Files = [new("policy.json", "json", "{}")],
        Limits = new(1000, 128),
        SolutionAfterAttempts = solutionAfter,
        Settings = JsonElement.Parse("{}"),
        Templates = ["policy.json"],
        Instructions = "",
        Hints = ["look", "look there"],
        Debrief = "",
        Tasks = [],
        Solutions =
        [
            new("good-one", new Dictionary<string, string> { ["policy.json"] = "good for @@bucket@@" }, null),
            new("bad-wide", new Dictionary<string, string> { ["policy.json"] = "bad for @@bucket@@" }, new("ana-reads", "denied")),
        ],
    };

    private static Lesson Lesson(string slug, params LabDefinition[] labs) => new()
    {
        Id = Guid.NewGuid(),
        Slug = slug,
        Title = slug,
        Summary = "",
        Objectives = [],
        Concepts = [],
        Prerequisites = [],
        Minutes = 8,
        Version = 1,
        Status = ContentStatus.Live,
        ModuleSlug = "iam",
        Document = new("", []),
        Labs = labs,
        Quiz = new()
        {
            Id = Guid.NewGuid(),
            Slug = slug,
            Title = $"Quiz {slug}",
            LessonSlug = slug,
            Version = 1,
            Pick = 2,
            Items = [],
        },
    };
}
