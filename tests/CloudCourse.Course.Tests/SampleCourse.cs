using CloudCourse.Course.Checking;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Tests;

/// <summary>A small course without fault in a folder of its own; a test spoils one file of it.</summary>
internal sealed class SampleCourse : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudcourse-content-").FullName;

    public SampleCourse()
    {
        foreach (var (path, text) in Files) Write(path, text);
    }

    public string Folder => _folder;

    public void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Replace(string path, string old, string by)
    {
        var text = File.ReadAllText(Path.Combine(_folder, path));
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write(path, text.Replace(old, by, StringComparison.Ordinal));
    }

    public void Delete(string path) => File.Delete(Path.Combine(_folder, path));

    public CourseReading Read(bool drafts = false) => CourseReader.Read(_folder, new() { IncludeDrafts = drafts });

    public IReadOnlyList<ContentProblem> Check() => CourseCheck.Of(new(Read(drafts: true), _folder));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly (string Path, string Text)[] Files =
    [
        ("course.yml", """
            id: 00000000-0000-4000-8000-000000000001
            title: A course
            summary: It is short.
            quizPassMark: 0.7
            modules:
              - folder: iam
                lessons:
                  - folder: policies
                    labs: [read]
            """),
        ("glossary.yml", """
            - term: ARN
              definition: Amazon Resource Name.
              alsoWritten: [ARNs]
            """),
        ("iam/module.yml", """
            id: 00000000-0000-4000-8000-000000000002
            slug: iam
            title: IAM
            summary: Who may do what.
            """),
        ("iam/policies/lesson.md", """
            ---
            id: 00000000-0000-4000-8000-000000000003
            slug: policies
            title: Policies
            summary: How they are written.
            objectives:
              - id: read-one
                text: Read a policy.
            minutes: 5
            version: 1
            status: live
            ---
            ## An ARN

            Now [the lab](/labs/read), or [above](#an-arn).

            ![A box](figures/box.svg "A box")

            """),
        ("iam/policies/figures/box.svg", """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1" fill="var(--ink)"/></svg>"""),
        ("iam/policies/quiz.yml", """
            id: 00000000-0000-4000-8000-000000000004
            title: Policies
            version: 1
            pick: 3
            items:
              - id: one
                type: single
                difficulty: 1
                objectives: [read-one]
                stem: Which?
                options:
                  - { text: This, correct: true, rationale: It is. }
                  - { text: 4, correct: false, rationale: It is not. }
              - id: two
                type: order
                difficulty: 2
                objectives: [read-one]
                stem: In which order?
                steps:
                  - { text: a, rationale: First. }
                  - { text: b, rationale: Then. }
                  - { text: c, rationale: Last. }
              - id: three
                type: match
                difficulty: 3
                objectives: [read-one]
                stem: What goes with what?
                pairs:
                  - { left: "`a`", right: x, rationale: So. }
                  - { left: b, right: y, rationale: So. }
              - id: four
                type: number
                difficulty: 1
                objectives: [read-one]
                stem: How many?
                number: { value: 3, unit: zones, rationale: Three. }
                explanation: Count them.
            """),
        ("iam/policies/labs/read/lab.yml", """
            id: 00000000-0000-4000-8000-000000000005
            slug: read
            title: Read
            summary: Let Ana read.
            kind: iam-policy
            objectives:
              - id: allow-read
                text: Allow reading.
            minutes: 5
            version: 1
            status: live
            files:
              - path: policy.json
                language: json
            settings: { user: ana, port: 80, quoted: "80" }
            templates: [instructions.md, checks.yml, policy.json]
            """),
        ("iam/policies/labs/read/instructions.md", "Let Ana read `@@bucket@@`.\n"),
        ("iam/policies/labs/read/hints.md", "## Look\n\nLook again.\n\n## Write\n\n```json\n## no heading\n```\n"),
        ("iam/policies/labs/read/debrief.md", "Done.\n"),
        ("iam/policies/labs/read/checks.yml", """
            tasks:
              - id: read
                title: Ana reads
                checks:
                  - id: ana-reads
                    kind: decision
                    points: 2
                    objectives: [allow-read]
                    given: { bucket: "@@bucket@@", tries: 3, also: [true, ~, 0x10, 1.50, no] }
                    expect: { decision: Allowed }
                    messages:
                      passed: She can.
                      denied: "`{action}` is denied."
            """),
        ("iam/policies/labs/read/starter/policy.json", "{}\n"),
        ("iam/policies/labs/read/solutions/good-plain/policy.json", "{ \"bucket\": \"@@bucket@@\" }\n"),
        ("iam/policies/labs/read/solutions/bad-empty/policy.json", "{}\n"),
        ("iam/policies/labs/read/solutions/bad-empty/expect.yml", "check: ana-reads\nkey: denied\n"),
    ];
}
