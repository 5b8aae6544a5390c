using System.Security.Cryptography;
using System.Text;
using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Reading;

/// <summary>Reads a lab's folder: <c>lab.yml</c>, its texts, <c>checks.yml</c>, starter and solutions.</summary>
internal sealed class LabReader(SourceFolder folder, ProblemList problems, ActivityIds ids, List<SourceDocument> documents)
{
    internal static readonly string[] Texts = ["instructions.md", "hints.md", "debrief.md"];

    private static readonly string[] Languages = ["json", "yaml", "python", "javascript", "plaintext"];

    /// <summary>Null where a part is broken: a lab is graded, so it is whole or not there.</summary>
    public LabDefinition? Read(string path, Lesson lesson)
    {
        var file = $"{path}/lab.yml";
        if (folder.Read(file, "the lab's id, kind and files") is not { } source) return null;
        if (new YamlSource(file, problems).ReadObject(source.Text) is not { } lab) return null;

        var mark = problems.Count;
        var files = ReadFiles(lab, path);
        var limits = lab.Object("limits");
        var attempts = lab.Object("attempts");
        var templates = lab.Texts("templates");
        var objectives = LessonReader.ReadObjectives(lab);
        var settings = lab.Has("settings") && lab.Object("settings") is null ? default : lab.Json("settings");
        LabDefinition read = new()
        {
            Id = ids.Id(lab, file),
            Slug = ids.Slug(lab, file, "page"),
            Title = lab.Text("title"),
            Summary = lab.Text("summary"),
            Kind = lab.Slug("kind"),
            Minutes = lab.Integer("minutes", 1, 240),
            Version = lab.Integer("version", 1, 10_000),
            Status = lab.Word<ContentStatus>("status"),
            Objectives = objectives,
            Concepts = lab.Texts("concepts"),
            Prerequisites = lab.Texts("prerequisites"),
            LessonSlug = lesson.Slug,
            ModuleSlug = lesson.ModuleSlug,
            Hash = HashOf(path, files),
            Files = files,
            Limits = new(limits?.Integer("ms", 1, 900_000, 3000) ?? 3000, limits?.Integer("memoryMiB", 128, 10_240, 128) ?? 128),
            SolutionAfterAttempts = attempts?.Integer("solutionAfter", 1, 100) ?? 3,
            Settings = settings,
            Templates = [.. templates],
            Instructions = ReadMarkdown(path, Texts[0], "what the learner is to do", lesson.Slug),
            Hints = SplitHints(ReadMarkdown(path, Texts[1], "the hints, one `##` heading a tier", lesson.Slug), $"{path}/{Texts[1]}"),
            Debrief = ReadMarkdown(path, Texts[2], "what is said on passing", lesson.Slug),
            Tasks = new ChecksReader(folder, problems).Read($"{path}/checks.yml"),
            Solutions = ReadSolutions(path, files),
        };
        limits?.Finish();
        attempts?.Finish();
        lab.Finish();
        foreach (var template in templates.Where(t => t is not ("checks.yml" or "lab.yml") && !Texts.Contains(t) && files.All(f => f.Path != t)))
            lab.Problem("templates", $"`{template}` is not a file of this lab that can be filled: name instructions.md, hints.md, debrief.md, checks.yml, lab.yml (its settings) or one of `files`.");
        return problems.Count == mark ? read : null;
    }

    private List<LabFile> ReadFiles(YamlObject lab, string path)
    {
        List<LabFile> files = [];
        foreach (var entry in lab.Objects("files"))
        {
            var name = entry.Text("path");
            var language = entry.Text("language");
            var form = entry.OptionalText("form");
            entry.Finish();
            if (name.Length == 0) continue;
            if (name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Any(p => p is "" or "." or ".."))
            {
                entry.Problem("path", $"`{name}` is not a plain relative path with forward slashes.");
                continue;
            }
            if (language.Length > 0 && !Languages.Contains(language)) entry.Problem("language", $"`{language}` is not one of {string.Join(", ", Languages)}.");
            if (files.Any(f => f.Path == name)) entry.Problem("path", $"`{name}` stands twice in `files`; remove one.");
            if (folder.Read($"{path}/starter/{name}", "the text that the learner starts from") is { } starter) files.Add(new(name, language, starter.Text, form));
        }
        return files;
    }

    private List<LabSolution> ReadSolutions(string path, List<LabFile> files)
    {
        List<LabSolution> solutions = [];
        foreach (var name in folder.Folders($"{path}/solutions"))
        {
            var at = $"{path}/solutions/{name}";
            var isGood = name.StartsWith("good-", StringComparison.Ordinal);
            if (!isGood && !name.StartsWith("bad-", StringComparison.Ordinal))
            {
                problems.Add(at, 1, 1, $"`{name}` is neither good-… nor bad-…: rename the folder.");
                continue;
            }
            Dictionary<string, string> texts = new(StringComparer.Ordinal);
            foreach (var file in files)
            {
                if (folder.Read($"{at}/{file.Path}", "the solution's text of this file of the lab") is { } text) texts[file.Path] = text.Text;
            }
            foreach (var extra in folder.Files(at).Where(f => !texts.ContainsKey(f) && (isGood || f is not "expect.yml")))
                problems.Add($"{at}/{extra}", 1, 1, "This is not one of the lab's `files`; remove it, or list it in lab.yml.");
            solutions.Add(new(name, texts, isGood ? null : ReadExpect($"{at}/expect.yml")));
        }
        if (!solutions.Any(s => s.IsGood)) problems.Add($"{path}/lab.yml", 1, 1, "The lab has no good solution: add a folder solutions/good-….");
        return [.. solutions.OrderBy(s => !s.IsGood).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }

    private ExpectedFailure ReadExpect(string file)
    {
        ExpectedFailure none = new("", "");
        if (folder.Read(file, "which `check` fails, and by which message `key`") is not { } source) return none;
        if (new YamlSource(file, problems).ReadObject(source.Text) is not { } expect) return none;
        ExpectedFailure read = new(expect.Text("check"), expect.Text("key"));
        expect.Finish();
        return read;
    }

    private string ReadMarkdown(string path, string name, string purpose, string owner)
    {
        if (folder.Read($"{path}/{name}", purpose) is not { } file) return "";
        if (string.IsNullOrWhiteSpace(file.Text)) problems.Add(file.Path, 1, 1, $"The file is empty; it holds {purpose}.");
        // Rendered here only to say what is wrong: what a learner sees is rendered after the placeholders are filled.
        SourceDocument document = new(file.Path, owner, 1, CourseMarkdown.Render(file.Text, RenderOptions.Plain));
        documents.Add(document);
        foreach (var problem in document.Rendered.Problems) problems.Add(document.Problem(problem.At, problem.Message));
        return file.Text;
    }

    /// <summary>A tier's heading becomes its bold first line: on the page a hint stands under a heading of its own.</summary>
    private List<string> SplitHints(string text, string file)
    {
        if (text.Length == 0) return [];
        List<StringBuilder> tiers = [];
        var fenced = false;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            if (!fenced && line.StartsWith("## ", StringComparison.Ordinal)) tiers.Add(new StringBuilder().Append("**").Append(line.AsSpan(3).Trim()).Append("**\n"));
            else if (tiers.Count > 0) tiers[^1].Append(line).Append('\n');
            else if (line.Length > 0)
            {
                problems.Add(file, number, 1, "Text stands before the first `##` heading; each hint is a heading and what follows it.");
                return [];
            }
        }
        return [.. tiers.Select(t => t.ToString().Trim())];
    }

    /// <summary>SHA-256 over the names and texts of the files that decide a grade; line ends are already the same everywhere.</summary>
    private string HashOf(string path, IEnumerable<LabFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in files.Select(f => $"starter/{f.Path}").Concat(["checks.yml", "lab.yml", "world.yml"]).Order(StringComparer.Ordinal))
        {
            if (folder.TryRead($"{path}/{name}") is not { } file) continue;
            // Lengths stand first, so that no two sets of files run together into the same bytes.
            var text = Encoding.UTF8.GetBytes(file.Text);
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{text.Length}\n"));
            hash.AppendData(text);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
