using System.Security.Cryptography;
using System.Text;
using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Reading;

/// <summary>Reads <c>quiz.yml</c>. A question that could not be answered rightly, or says nothing of why, is a problem.</summary>
internal sealed class QuizReader(SourceFolder folder, ProblemList problems, ActivityIds ids, List<SourceDocument> documents)
{
    private string _file = "";
    private string _owner = "";

    /// <summary>Null where the lesson has no quiz, or one that is broken.</summary>
    public Quiz? Read(string path, Lesson lesson)
    {
        _file = $"{path}/quiz.yml";
        _owner = lesson.Slug;
        if (!folder.Exists(_file)) return null;
        if (folder.Read(_file, "the lesson's questions") is not { } source) return null;
        if (new YamlSource(_file, problems).ReadObject(source.Text) is not { } quiz) return null;

        var mark = problems.Count;
        var entries = quiz.Objects("items");
        List<QuizItem> items = [];
        foreach (var entry in entries)
        {
            var item = ReadItem(entry);
            if (items.Any(i => i.Id == item.Id)) entry.Problem("id", $"The question `{item.Id}` stands twice in this quiz; name it differently.");
            items.Add(item);
        }
        Quiz read = new()
        {
            Id = ids.Id(quiz, _file),
            Slug = lesson.Slug,
            Title = quiz.Text("title"),
            LessonSlug = lesson.Slug,
            Version = quiz.Integer("version", 1, 10_000),
            Pick = quiz.Integer("pick", 1, Math.Max(1, entries.Count), entries.Count),
            Items = items,
        };
        quiz.Finish();
        return problems.Count == mark && lesson.Slug.Length > 0 ? read : null;
    }

    private QuizItem ReadItem(YamlObject entry)
    {
        var id = entry.Slug("id");
        var type = entry.Word<QuizItemType>("type");
        QuizItem item = new()
        {
            Id = id,
            Type = type,
            Difficulty = entry.Integer("difficulty", 1, 3),
            Objectives = entry.Texts("objectives", required: true),
            Section = entry.Has("section") ? entry.Slug("section") : null,
            StemHtml = Block(entry, "stem", entry.Text("stem")),
            Scenario = type is QuizItemType.Architecture ? entry.OptionalText("scenario") : null,
            Options = type is QuizItemType.Single or QuizItemType.Multiple or QuizItemType.Architecture ? ReadOptions(entry, id, type) : [],
            Pairs = type is QuizItemType.Match ? ReadPairs(entry, id) : [],
            Steps = type is QuizItemType.Order ? ReadSteps(entry, id) : [],
            Number = type is QuizItemType.Number ? ReadNumber(entry) : null,
            ExplanationHtml = entry.OptionalText("explanation") is { } text ? Block(entry, "explanation", text) : "",
        };
        entry.Finish();
        return item;
    }

    private List<QuizOption> ReadOptions(YamlObject item, string itemId, QuizItemType type)
    {
        List<QuizOption> options = [];
        foreach (var entry in item.Objects("options"))
        {
            var text = entry.Text("text");
            QuizOption option = new(OpaqueId(itemId, text), Inline(entry, "text", text), entry.Boolean("correct"), Inline(entry, "rationale", entry.Text("rationale")), type is QuizItemType.Architecture ? entry.OptionalText("try") : null);
            entry.Finish();
            AddOnce(options, option, o => o.Id, entry, "text");
        }
        if (options.Count < 2) item.Problem("options", "A question to choose from takes at least two options.");
        var right = options.Count(o => o.Correct);
        if (type is QuizItemType.Multiple && right == 0) item.Problem("options", "No option is right: give at least one `correct: true`.");
        if (type is not QuizItemType.Multiple && right != 1)
            item.Problem("options", $"{right} options are right; `{type.ToString().ToLowerInvariant()}` takes exactly one `correct: true` (`multiple` takes several).");
        return options;
    }

    private List<QuizPair> ReadPairs(YamlObject item, string itemId)
    {
        List<QuizPair> pairs = [];
        foreach (var entry in item.Objects("pairs"))
        {
            var left = entry.Text("left");
            QuizPair pair = new(OpaqueId(itemId, left), Inline(entry, "left", left), entry.Text("right"), Inline(entry, "rationale", entry.Text("rationale")));
            entry.Finish();
            AddOnce(pairs, pair, p => p.Id, entry, "left");
        }
        if (pairs.Select(p => p.Right).Distinct(StringComparer.Ordinal).Count() < 2)
            item.Problem("pairs", "A match takes at least two different right sides.");
        return pairs;
    }

    private List<QuizStep> ReadSteps(YamlObject item, string itemId)
    {
        List<QuizStep> steps = [];
        foreach (var entry in item.Objects("steps"))
        {
            var text = entry.Text("text");
            QuizStep step = new(OpaqueId(itemId, text), Inline(entry, "text", text), Inline(entry, "rationale", entry.Text("rationale")));
            entry.Finish();
            AddOnce(steps, step, s => s.Id, entry, "text");
        }
        if (steps.Count < 3) item.Problem("steps", "An order takes at least three steps.");
        return steps;
    }

    private QuizNumber? ReadNumber(YamlObject item)
    {
        if (item.Object("number", required: true) is not { } number) return null;
        QuizNumber read = new(
            number.Decimal("value", -1_000_000_000_000, 1_000_000_000_000),
            number.Decimal("tolerance", 0, 1_000_000_000_000, 0),
            number.OptionalText("unit") ?? "",
            Inline(number, "rationale", number.Text("rationale")));
        number.Finish();
        return read;
    }

    /// <summary>Says nothing of the place in the file, which in a match or an order is the answer.</summary>
    private static string OpaqueId(string item, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{item}\n{text}")), 0, 4);

    private static void AddOnce<T>(List<T> list, T value, Func<T, string> id, YamlObject entry, string member)
    {
        if (list.Any(v => id(v) == id(value))) entry.Problem(member, "The same text stands twice in this question; change one.");
        list.Add(value);
    }

    private string Block(YamlObject from, string member, string markdown) => Keep(from, member, CourseMarkdown.Render(markdown, RenderOptions.Plain));

    private string Inline(YamlObject from, string member, string markdown) => Keep(from, member, CourseMarkdown.RenderInlineWithUses(markdown));

    private string Keep(YamlObject from, string member, RenderedMarkdown rendered)
    {
        // Where a YAML scalar's lines begin depends on its style; its first character is near enough to find the place.
        var (line, column) = from.Place(member);
        documents.Add(new(_file, _owner, line, rendered));
        foreach (var problem in rendered.Problems) problems.Add(_file, line + problem.At.Line - 1, column, problem.Message);
        return rendered.Html;
    }
}
