using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Tests.Reading;

public sealed class CourseReaderTests
{
    private const string LessonFile = "iam/policies/lesson.md";
    private const string QuizFile = "iam/policies/quiz.yml";
    private const string LabFile = "iam/policies/labs/read/lab.yml";
    private const string ChecksFile = "iam/policies/labs/read/checks.yml";

    [Fact]
    public void A_course_without_fault_is_read_whole()
    {
        using SampleCourse course = new();
        var reading = course.Read();
        Assert.Empty(reading.Problems);
        Assert.Empty(reading.Unused);

        var lesson = Assert.Single(reading.Catalog!.Lessons);
        Assert.Equal("policies", lesson.Slug);
        Assert.Equal([new TocEntry(2, "an-arn", "An ARN")], lesson.Document.Contents);
        Assert.Contains("<svg role=\"img\" aria-label=\"A box\"", lesson.Document.Html, StringComparison.Ordinal);

        Assert.Equal(4, lesson.Quiz!.Items.Count);
        Assert.Equal("4", lesson.Quiz.Items[0].Options[1].Html);
        Assert.Equal("<code>a</code>", lesson.Quiz.Items[2].Pairs[0].LeftHtml);
        Assert.Equal(new(3, 0, "zones", "Three."), lesson.Quiz.Items[3].Number);

        var lab = Assert.Single(lesson.Labs);
        Assert.Equal("""{"user":"ana","port":80,"quoted":"80"}""", lab.Settings.GetRawText());
        Assert.Equal(["**Look**\n\nLook again.", "**Write**\n\n```json\n## no heading\n```"], lab.Hints);
        Assert.Equal(["good-plain", "bad-empty"], lab.Solutions.Select(s => s.Name));
        Assert.Equal(new ExpectedFailure("ana-reads", "denied"), lab.Solutions[1].Expect);
        var check = Assert.Single(Assert.Single(lab.Tasks).Checks);
        Assert.Equal("""{"bucket":"@@bucket@@","tries":3,"also":[true,null,16,1.50,"no"]}""", check.Given.GetRawText());
        Assert.False(check.Hidden);
    }

    [Theory]
    [InlineData("course.yml", "title: A course", "titel: A course", 2, "`title` is meant")]
    [InlineData("course.yml", "quizPassMark: 0.7", "quizPassMark: 7", 4, "from 0 to 1")]
    [InlineData("course.yml", "00000000-0000-4000-8000-000000000001", "one", 1, "not a UUID")]
    [InlineData("course.yml", "00000000-0000-4000-8000-000000000001", "00000000-0000-0000-0000-000000000000", 1, "not a UUID")]
    [InlineData("course.yml", "labs: [read]", "labs: read", 9, "takes a list")]
    [InlineData("course.yml", "summary: It is short.", "summary: [short]", 3, "takes text")]
    [InlineData("glossary.yml", "alsoWritten: [ARNs]", "alsoWritten: [arn]", 1, "already in the glossary")]
    [InlineData("iam/module.yml", "slug: iam", "slug: I A M", 2, "not a slug")]
    [InlineData("iam/module.yml", "slug: iam", "slug: [", 1, "not YAML")]
    [InlineData("iam/module.yml", "summary: Who", "title: Who", 4, "not YAML")]
    [InlineData(LessonFile, "minutes: 5", "minutes: five", 9, "whole number")]
    [InlineData(LessonFile, "minutes: 5", "minutes: \"5\"", 9, "whole number")]
    [InlineData(LessonFile, "status: live", "status: alive", 11, "`draft`, `live`, `retired`")]
    [InlineData(LessonFile, "version: 1\n", "", 2, "`version` is missing")]
    [InlineData(LessonFile, "---\nid", "id", 1, "begins with its front matter")]
    [InlineData(LessonFile, "## An ARN", "# An ARN", 13, "begin at `##`")]
    [InlineData(LessonFile, "figures/box.svg", "figures/bix.svg", 17, "no file figures/bix.svg")]
    [InlineData(LessonFile, "![A box]", "![]", 17, "no text for those")]
    [InlineData(QuizFile, "correct: false", "correct: true", 12, "exactly one")]
    [InlineData(QuizFile, ", rationale: It is. }", " }", 12, "`rationale` is missing")]
    [InlineData(QuizFile, "id: two", "id: one", 14, "stands twice")]
    [InlineData(QuizFile, "type: single", "type: several", 7, "`single`, `multiple`")]
    [InlineData(QuizFile, "pick: 3", "pick: 9", 4, "from 1 to 4")]
    [InlineData(QuizFile, "text: b", "text: a", 21, "stands twice")]
    [InlineData(QuizFile, "right: y", "right: x", 29, "two different")]
    [InlineData(LabFile, "00000000-0000-4000-8000-000000000005", "00000000-0000-4000-8000-000000000003", 1, "already that of iam/policies/lesson.md")]
    [InlineData(LabFile, "slug: read", "slug: policies", 2, "already that of iam/policies/lesson.md")]
    [InlineData(LabFile, "path: policy.json", "path: ../policy.json", 13, "not a plain relative path")]
    [InlineData(LabFile, "language: json", "language: cobol", 14, "not one of")]
    [InlineData(LabFile, "templates: [", "templates: [other.md, ", 16, "not a file of this lab")]
    [InlineData(ChecksFile, "passed: She can.", "gone: She cannot.", 12, "`passed` is missing")]
    [InlineData(ChecksFile, "points: 2", "hidden: true", 12, "of a hidden check")]
    [InlineData(ChecksFile, "points: 2", "points: 0", 7, "from 1 to 1000")]
    [InlineData("iam/policies/labs/read/solutions/bad-empty/expect.yml", "key: denied", "", 1, "`key` is missing")]
    public void A_mistake_has_its_place_and_says_what_to_do(string file, string old, string by, int line, string message)
    {
        using SampleCourse course = new();
        course.Replace(file, old, by);
        Assert.Contains(course.Read().Problems, p => p.File == file && p.Line == line && p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("iam/module.yml", 0, 0, 0)]
    [InlineData(LessonFile, 0, 0, 0)]
    [InlineData(QuizFile, 1, 1, 0)]
    [InlineData(LabFile, 1, 0, 1)]
    [InlineData(ChecksFile, 1, 0, 1)]
    [InlineData("iam/policies/labs/read/starter/policy.json", 1, 0, 1)]
    [InlineData("iam/policies/labs/read/solutions/good-plain/policy.json", 1, 0, 1)]
    [InlineData("iam/policies/labs/read/instructions.md", 1, 0, 1)]
    public void What_is_missing_or_broken_is_left_out_and_the_rest_is_taught(string file, int lessons, int labs, int quizzes)
    {
        foreach (var text in (string?[])[null, "\u0000: [", "- 1\n- 2", ""])
        {
            using SampleCourse course = new();
            if (text is null) course.Delete(file);
            else if (file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith("instructions.md", StringComparison.Ordinal)) continue;
            else course.Write(file, text);
            if (text is null && file == QuizFile) continue; // a lesson may lack a quiz as far as reading goes; the check says so
            var reading = course.Read();
            Assert.NotEmpty(reading.Problems);
            Assert.Equal((lessons, labs, quizzes), (reading.Catalog!.Lessons.Count(), reading.Catalog.Labs.Count(), reading.Catalog.Quizzes.Count()));
        }
    }

    [Fact]
    public void Every_mistake_is_reported_at_once()
    {
        using SampleCourse course = new();
        course.Replace("iam/module.yml", "slug: iam", "slug: I");
        course.Replace(LessonFile, "minutes: 5", "minutes: x");
        course.Replace(QuizFile, "pick: 3", "pick: x");
        course.Replace(ChecksFile, "points: 2", "points: x");
        Assert.Equal(["iam/module.yml", ChecksFile, LessonFile, QuizFile], course.Read().Problems.Select(p => p.File));
    }

    [Theory]
    [InlineData("draft", false, 0)]
    [InlineData("draft", true, 1)]
    [InlineData("live", false, 1)]
    public void Drafts_are_left_out_of_the_live_course(string status, bool drafts, int lessons)
    {
        using SampleCourse course = new();
        course.Replace(LessonFile, "status: live", $"status: {status}");
        Assert.Equal(lessons, course.Read(drafts).Catalog!.Lessons.Count());
    }

    [Fact]
    public void The_hash_changes_with_what_decides_a_grade_and_with_nothing_else()
    {
        using SampleCourse course = new();
        var before = Hash();
        course.Write("iam/policies/labs/read/instructions.md", "Other words.\n");
        course.Replace("iam/policies/labs/read/starter/policy.json", "\n", "\r\n");
        Assert.Equal(before, Hash());
        course.Replace(ChecksFile, "points: 2", "points: 3");
        Assert.NotEqual(before, Hash());

        string Hash() => Assert.Single(course.Read().Catalog!.Labs).Hash;
    }

    [Fact]
    public void A_learners_variant_fills_the_templates_and_no_other_file()
    {
        using SampleCourse course = new();
        var lab = Assert.Single(course.Read().Catalog!.Labs).ForSeed(7);
        var bucket = LabVariant.Of(7).Values["bucket"];
        Assert.Equal($"Let Ana read `{bucket}`.\n", lab.Instructions);
        Assert.Equal(bucket, lab.Tasks[0].Checks[0].Given.GetProperty("bucket").GetString());
        Assert.Contains(bucket, lab.Solutions[0].Files["policy.json"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("{")]
    public void Without_a_readable_course_file_there_is_no_course(string? text)
    {
        using SampleCourse course = new();
        if (text is null) course.Delete("course.yml");
        else course.Write("course.yml", text);
        var reading = course.Read();
        Assert.Null(reading.Catalog);
        Assert.Contains(reading.Problems, p => p.File == "course.yml");
        Assert.Throws<FormatException>(() => CourseLibrary.Open(course.Folder));
    }

    [Fact]
    public void The_library_keeps_the_old_course_when_the_new_one_cannot_be_read()
    {
        using SampleCourse course = new();
        var library = CourseLibrary.Open(course.Folder);
        course.Replace("course.yml", "title: A course", "title: Another");
        Assert.True(library.Reload());
        Assert.Equal("Another", library.Current.Title);
        course.Delete("course.yml");
        Assert.False(library.Reload());
        Assert.Equal("Another", library.Current.Title);
    }

    [Fact]
    public void The_content_folder_is_found_beside_or_above_the_program_or_where_it_is_set()
    {
        var root = Directory.CreateTempSubdirectory("cloudcourse-find-").FullName;
        try
        {
            var deep = Directory.CreateDirectory(Path.Combine(root, "src", "app")).FullName;
            var content = Directory.CreateDirectory(Path.Combine(root, "content")).FullName;
            Assert.Throws<DirectoryNotFoundException>(() => ContentFolder.Find(content));
            File.WriteAllText(Path.Combine(content, "course.yml"), "");
            Assert.Equal(content, ContentFolder.Find(null, deep));
            Assert.Equal(content, ContentFolder.Find(content));
            Assert.Throws<DirectoryNotFoundException>(() => ContentFolder.Find(deep, root));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
