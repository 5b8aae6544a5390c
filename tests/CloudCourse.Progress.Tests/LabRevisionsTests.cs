using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;

namespace CloudCourse.Progress.Tests;

public sealed class LabRevisionsTests
{
    [Fact]
    public async Task A_kept_lab_comes_back_as_it_was_but_for_its_solutions()
    {
        await using var database = await TestDatabase.CreateAsync();
        var revisions = database.Get<LabRevisions>();
        await revisions.KeepAsync(Lab);
        await revisions.KeepAsync(Lab);

        var found = await revisions.FindAsync(Lab.Hash);

        Assert.Equal(Json(Lab with { Solutions = [] }), Json(found!));
        Assert.Equal(Json(Lab.ForSeed(7) with { Solutions = [] }), Json(found!.ForSeed(7)));
    }

    [Fact]
    public async Task A_lab_that_nobody_submitted_to_is_not_there()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.Null(await database.Get<LabRevisions>().FindAsync("beef"));
    }

    private static string Json(LabDefinition lab) => JsonSerializer.Serialize(lab, CourseJson.Options);

    private static readonly LabDefinition Lab = new()
    {
        Id = Guid.Parse("5a0c33f6-32d9-4f7d-9a55-6d6f1df9a001"),
        Slug = "a-lab",
        Title = "A lab",
        Summary = "Summary",
        Kind = "iam-policy",
        Minutes = 5,
        Version = 1,
        Status = ContentStatus.Live,
        Objectives = [new("scope", "Scope a statement")],
        Concepts = ["policy"],
        Prerequisites = [],
        LessonSlug = "policies",
        ModuleSlug = "iam",
        Hash = new string('a', 64),
        Files = [new("policy.json", "json", "{ \"Bucket\": \"@@bucket@@\" }")],
        Limits = new(1000, 128),
        SolutionAfterAttempts = 3,
        Settings = JsonElement.Parse("""{ "handler": "index.handler" }"""),
        Templates = ["policy.json", "checks.yml"],
        Instructions = "Do it",
        Hints = ["Look"],
        Debrief = "Done",
        Tasks =
        [
            new("read", "Read", [new()
            {
                Id = "reads",
                Kind = "decision",
                Hidden = true,
                Points = 2,
                Objectives = ["scope"],
                Given = JsonElement.Parse("""{ "resource": "arn:aws:s3:::@@bucket@@" }"""),
                Expect = JsonElement.Parse("\"Allowed\""),
                Messages = new Dictionary<string, string> { ["passed"] = "Yes", ["denied"] = "No" },
            }]),
        ],
        Solutions = [new("good-one", new Dictionary<string, string> { ["policy.json"] = "secret" }, null)],
    };
}
