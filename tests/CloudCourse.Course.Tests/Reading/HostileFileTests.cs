using FsCheck;
using FsCheck.Fluent;

namespace CloudCourse.Course.Tests.Reading;

public sealed class HostileFileTests
{
    private static readonly Gen<string> Texts = Gen.Elements(
        "a", "id", "title", "items", ": ", ":", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ",", "\"", "'", "|\n", ">\n", "&a ", "*a", "!!int ", "!x ", "? ", "#", "---\n", "...\n", "%YAML 1.2\n",
        "~", "null", "0x1", "1e999", "\t", "\u0000", "\ufeff", "@@bucket@@", "<<: ", "é", "\\", "tasks", "checks", "options", "00000000-0000-4000-8000-000000000009")
        .ArrayOf().Select(string.Concat);

    [Fact]
    public void No_text_of_a_file_makes_reading_throw()
    {
        using SampleCourse course = new();
        string[] files = ["course.yml", "glossary.yml", "iam/module.yml", "iam/policies/lesson.md", "iam/policies/quiz.yml", "iam/policies/labs/read/lab.yml", "iam/policies/labs/read/checks.yml"];
        Prop.ForAll(Texts.ToArbitrary(), Gen.Elements(files).ToArbitrary(), (text, file) =>
        {
            var path = Path.Combine(course.Folder, file);
            var good = File.ReadAllText(path);
            try
            {
                // Whole, and in the middle of what was good.
                course.Write(file, text);
                _ = course.Check();
                course.Write(file, good[..(good.Length / 2)] + text + good[(good.Length / 2)..]);
                _ = course.Check();
                return true;
            }
            finally
            {
                course.Write(file, good);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(30));
    }
}
