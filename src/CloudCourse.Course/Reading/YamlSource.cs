using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CloudCourse.Course.Reading;

/// <summary>A YAML text, its file, and the line it begins on.</summary>
internal sealed class YamlSource(string file, ProblemList problems, int firstLine = 1)
{
    /// <summary>The document's mapping; null, with a problem, where the text is not YAML or is something else.</summary>
    public YamlObject? ReadObject(string text)
    {
        if (Load(text) is not { } node) return null;
        if (node is YamlMappingNode mapping) return new(mapping, this);
        Problem(node, $"The file holds {Describe(node)}; it takes members (`name: value`).");
        return null;
    }

    /// <summary>The document's list of mappings; empty, with a problem, where it is something else.</summary>
    public IReadOnlyList<YamlObject> ReadList(string text)
    {
        if (Load(text) is not { } node) return [];
        if (node is not YamlSequenceNode list)
        {
            Problem(node, $"The file holds {Describe(node)}; it takes a list (`- …`).");
            return [];
        }
        foreach (var item in list.Children.Where(c => c is not YamlMappingNode))
            Problem(item, $"This item is {Describe(item)}; each takes members (`name: value`).");
        return [.. list.Children.OfType<YamlMappingNode>().Select(m => new YamlObject(m, this))];
    }

    public void Problem(YamlNode node, string message)
    {
        var (line, column) = Place(node);
        problems.Add(file, line, column, message);
    }

    public (int Line, int Column) Place(YamlNode node) => ((int)node.Start.Line + firstLine - 1, (int)node.Start.Column);

    /// <summary>What a node is, for a message: <c>the text `x`</c>, <c>a list</c>.</summary>
    public static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a set of members",
        YamlSequenceNode => "a list",
        YamlScalarNode scalar when YamlJson.IsNull(scalar) || string.IsNullOrWhiteSpace(scalar.Value) => "nothing",
        YamlScalarNode { Value: { Length: > 60 } text } => $"`{text[..60]}…`",
        YamlScalarNode scalar => $"`{scalar.Value}`",
        _ => "an alias",
    };

    /// <summary>The library reads levels by recursion, and a stack that overflows ends the process; its events have no such bound.</summary>
    private static Mark? TooDeep(string text)
    {
        if (text.Count(c => c is '[' or '{' or '-' or ':' or '?') <= YamlJson.Deepest) return null;
        Parser parser = new(new StringReader(text));
        // The stream and the document are two levels of their own.
        for (var depth = -2; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > YamlJson.Deepest) return parser.Current.Start;
        }
        return null;
    }

    private YamlNode? Load(string text)
    {
        YamlStream stream = [];
        try
        {
            if (TooDeep(text) is { } mark)
            {
                problems.Add(file, (int)mark.Line + firstLine - 1, Math.Max(1, (int)mark.Column), $"More than {YamlJson.Deepest} levels lie within each other here.");
                return null;
            }
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            // The library's sentence names the token that it stumbled over, which is what an author needs.
            problems.Add(file, (int)e.Start.Line + firstLine - 1, Math.Max(1, (int)e.Start.Column), $"This is not YAML that can be read: {e.Message}");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException or IndexOutOfRangeException)
        {
            // The library answers some broken texts with exceptions of its inner workings, which have no place.
            problems.Add(file, firstLine, 1, "This is not YAML that can be read: a `[` or `{` is not closed, or something unexpected stands within.");
            return null;
        }
        switch (stream.Documents)
        {
            case [var only]: return only.RootNode;
            case []: problems.Add(file, firstLine, 1, "The file is empty."); return null;
            default: Problem(stream.Documents[1].RootNode, "A second document begins here; a file holds one. Remove the line `---`."); return null;
        }
    }
}
