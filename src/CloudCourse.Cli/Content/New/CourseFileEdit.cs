namespace CloudCourse.Cli.Content.New;

/// <summary>Writes a lesson or lab into <c>course.yml</c> by the smallest edit, in the layout that the file has: comments and order stay.</summary>
internal static class CourseFileEdit
{
    private const string ModuleLine = "  - folder: ", LessonLine = "      - folder: ", LabsLine = "        labs: [";

    public static string AddLesson(string text, string module, string lesson)
    {
        var lines = Lines(text);
        if (Find(lines, 0, lines.Count, ModuleLine + module) is not { } at)
        {
            if (Find(lines, 0, lines.Count, "modules:") is not { } modules) throw new NotPossibleException("course.yml has no line `modules:` to put a module under.");
            lines.InsertRange(EndOf(lines, modules, "modules:"), [ModuleLine + module, "    lessons:", LessonLine + lesson]);
            return Text(lines);
        }
        lines.Insert(EndOf(lines, at, ModuleLine), LessonLine + lesson);
        return Text(lines);
    }

    public static string AddLab(string text, string module, string lesson, string lab)
    {
        var lines = Lines(text);
        if (Find(lines, 0, lines.Count, ModuleLine + module) is not { } begin || Find(lines, begin, EndOf(lines, begin, ModuleLine), LessonLine + lesson) is not { } at)
            throw new NotPossibleException($"course.yml has no lesson {lesson} in a module {module}; begin it by `content new lesson {module}/{lesson}`.");
        if (at + 1 < lines.Count && lines[at + 1].StartsWith(LabsLine, StringComparison.Ordinal) && lines[at + 1].TrimEnd().EndsWith(']'))
        {
            var labs = lines[at + 1].TrimEnd()[..^1];
            lines[at + 1] = labs + (labs.EndsWith('[') ? "" : ", ") + lab + "]";
        }
        else lines.Insert(at + 1, LabsLine + lab + "]");
        return Text(lines);
    }

    private static List<string> Lines(string text) => [.. text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n')];

    private static string Text(List<string> lines) => string.Join('\n', lines) + "\n";

    private static int? Find(List<string> lines, int from, int to, string line)
    {
        var at = lines.FindIndex(from, to - from, l => l.TrimEnd() == line);
        return at < 0 ? null : at;
    }

    /// <summary>After the last line of what begins here.</summary>
    private static int EndOf(List<string> lines, int begin, string beginning)
    {
        var next = lines.FindIndex(begin + 1, l => l.StartsWith(beginning, StringComparison.Ordinal) || (l.Length > 0 && l[0] is not (' ' or '#')));
        return next < 0 ? lines.Count : next;
    }
}
