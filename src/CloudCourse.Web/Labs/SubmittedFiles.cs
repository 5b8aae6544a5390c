using System.Text;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Progress;

namespace CloudCourse.Web.Labs;

/// <summary>Reads the files that a browser sends, which may be anything, into the files that the lab has.</summary>
public static class SubmittedFiles
{
    /// <summary>For the learner, where the files are more than <see cref="MaxWireBytes"/>.</summary>
    public static string TooMuch => $"The text is larger than {Drafts.Limit / 1024} KB, the most that a file may hold. Shorten it; nothing was graded.";

    /// <summary>JSON escapes can make a text longer on the wire than it is.</summary>
    public static long MaxWireBytes(LabDefinition lab) => 4L * Drafts.Limit * lab.Files.Count + 4096;

    /// <summary>The lab's files in the lab's order, or a sentence for the learner that says what is wrong.</summary>
    public static (IReadOnlyList<SubmittedFile>? Files, string? Problem) Read(LabDefinition lab, ReadOnlySpan<byte> json)
    {
        SubmittedFile[]? sent;
        try
        {
            sent = JsonSerializer.Deserialize<SubmittedFile[]>(json, CourseJson.Options);
        }
        catch (JsonException)
        {
            return (null, "The files did not arrive in one piece. Nothing was graded; try again.");
        }
        return Match(lab, sent ?? []);
    }

    public static (IReadOnlyList<SubmittedFile>? Files, string? Problem) Match(LabDefinition lab, IReadOnlyList<SubmittedFile?> sent)
    {
        List<SubmittedFile> files = [];
        foreach (var expected in lab.Files)
        {
            var found = sent.FirstOrDefault(f => f?.Path == expected.Path);
            if (found?.Text is null) return (null, $"The file {expected.Path} is missing. Reload the page; your draft is kept.");
            if (Encoding.UTF8.GetByteCount(found.Text) > Drafts.Limit)
                return (null, $"{expected.Path} is larger than {Drafts.Limit / 1024} KB, the most that a file may hold. Shorten it; nothing was graded.");
            files.Add(found);
        }
        if (sent.Count > files.Count) return (null, "This lab has fewer files than were sent. Reload the page; your draft is kept.");
        return (files, null);
    }
}
