using System.Text;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>When a command runs: always, or by how the one before it ended.</summary>
internal enum ShellJoint { Always, IfItWorked, IfItFailed }

/// <summary>A piece of a word. One of the three members is set.</summary>
/// <param name="Quoted">What it becomes is not cut at spaces.</param>
internal sealed record ShellPart(bool Quoted, string? Text = null, string? Variable = null, IReadOnlyList<ShellStep>? Commands = null);

internal sealed record ShellWord(IReadOnlyList<ShellPart> Parts);

internal sealed record ShellStep(ShellJoint Joint, IReadOnlyList<(string Name, ShellWord Value)> Sets, IReadOnlyList<ShellWord> Words);

/// <summary>What was typed up to one Enter; a quotation or a backslash may carry it over several lines of text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Start">Offset in the script, as is <paramref name="End"/>.</param>
/// <param name="Problem">Why it is not run; null where it is.</param>
internal sealed record ShellLine(IReadOnlyList<ShellStep> Steps, string Typed, int Line, int Start, int End, string? Problem);

/// <summary>
/// Reads a script as a shell does, as far as typing commands of AWS asks for it: quotes, continued lines, comments, variables, <c>$(…)</c>, and
/// <c>;</c>, <c>&amp;&amp;</c>, <c>||</c>. Pipes, redirections, loops and conditions are refused in words.
/// </summary>
internal sealed class ShellScript
{
    private const int Deepest = 8;

    private static readonly string[] Keywords = ["if", "for", "while", "until", "case", "function", "select", "[[", "{"];

    private readonly string _text;
    private int _at;

    // Windows' ends of lines become shells', and every place stays where it is.
    private ShellScript(string text) => _text = text.Replace("\\\r\n", "\\\n ", StringComparison.Ordinal).Replace("\r\n", " \n", StringComparison.Ordinal);

    public static IReadOnlyList<ShellLine> Read(string text)
    {
        ShellScript reader = new(text);
        List<ShellLine> lines = [];
        var (counted, number) = (0, 1);
        while (reader._at < reader._text.Length)
        {
            var start = reader._at;
            IReadOnlyList<ShellStep> steps = [];
            string? problem = null;
            try
            {
                steps = reader.Steps('\n', 0);
            }
            catch (FormatException wrong)
            {
                problem = wrong.Message;
                // An open quotation has swallowed the rest; anything else costs its own line.
                while (reader._at < reader._text.Length && reader._text[reader._at] != '\n') reader._at++;
            }
            var end = reader._at;
            if (reader._at < reader._text.Length) reader._at++;
            while (start < end && char.IsWhiteSpace(reader._text[start])) start++;
            for (; counted < start; counted++) number += reader._text[counted] == '\n' ? 1 : 0;
            if (steps.Count > 0 || problem is not null) lines.Add(new(steps, reader._text[start..end].TrimEnd(), number, start, end, problem));
        }
        return lines;
    }

    private char Now => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    /// <param name="until">A line's end, or the bracket that closes <c>$(</c>; it is not read.</param>
    private List<ShellStep> Steps(char until, int depth)
    {
        if (depth > Deepest) throw new FormatException($"$( stands inside $( more than {Deepest} times.");
        List<ShellStep> steps = [];
        List<(string, ShellWord)> sets = [];
        List<ShellWord> words = [];
        var joint = ShellJoint.Always;
        while (true)
        {
            while (Now is ' ' or '\t' || (Now == '\\' && Next == '\n') || (until == ')' && Now == '\n')) _at += Now == '\\' ? 2 : 1;
            if (Now == '#')
            {
                while (Now is not ('\n' or '\0')) _at++;
                continue;
            }
            if (Now == until || Now == '\0')
            {
                if (Now == '\0' && until == ')') throw new FormatException("$( begins here and is never closed by ).");
                End();
                return steps;
            }
            switch (Now)
            {
                case ';':
                    End();
                    (joint, _at) = (ShellJoint.Always, _at + 1);
                    break;
                case '&' when Next == '&':
                    End();
                    (joint, _at) = (ShellJoint.IfItWorked, _at + 2);
                    break;
                case '|' when Next == '|':
                    End();
                    (joint, _at) = (ShellJoint.IfItFailed, _at + 2);
                    break;
                case '|': throw new FormatException("This terminal has no pipes. Let --query choose from the answer.");
                case '>' or '<': throw new FormatException("This terminal has no files to write to or read from. Keep an answer in a variable: NAME=$(aws …).");
                case '&': throw new FormatException("This terminal runs one command after the other, none in the background.");
                case '`': throw new FormatException("Write $(…) instead of `…`.");
                case '(' or ')': throw new FormatException($"There is no command before this {Now}.");
                default:
                    if (words.Count == 0 && Assignment() is { } name) sets.Add((name, Word(until, depth)));
                    else words.Add(Word(until, depth));
                    if (words is [{ Parts: [{ Quoted: false, Text: { } first }] }] && Keywords.Contains(first))
                        throw new FormatException($"This terminal has no \"{first}\": it runs one command after the other.");
                    break;
            }
        }

        void End()
        {
            if (words.Count + sets.Count > 0) steps.Add(new(joint, [.. sets], [.. words]));
            words.Clear();
            sets.Clear();
        }
    }

    /// <summary>The name before an = sign, which is read with it; null where none is set.</summary>
    private string? Assignment()
    {
        var end = _at;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_')) end++;
        if (end == _at || char.IsAsciiDigit(_text[_at]) || end >= _text.Length || _text[end] != '=') return null;
        var name = _text[_at..end];
        _at = end + 1;
        return name;
    }

    private ShellWord Word(char until, int depth)
    {
        List<ShellPart> parts = [];
        StringBuilder plain = new();
        while (Now is not ('\0' or ' ' or '\t' or '\n' or ';' or '|' or '&' or '<' or '>' or '(' or '`') && Now != until)
        {
            switch (Now)
            {
                case '\'':
                    Flush(false);
                    var close = _text.IndexOf('\'', _at + 1);
                    if (close < 0) throw Open('\'');
                    parts.Add(new(true, Text: _text[(_at + 1)..close]));
                    _at = close + 1;
                    break;
                case '"':
                    Flush(false);
                    Quoted();
                    break;
                case '\\' when Next == '\n':
                    _at += 2;
                    break;
                case '\\' when Next != '\0':
                    Flush(false);
                    parts.Add(new(true, Text: $"{Next}"));
                    _at += 2;
                    break;
                case '$' when Expansion(false, depth) is { } part:
                    Flush(false);
                    parts.Add(part);
                    break;
                default:
                    plain.Append(Now);
                    _at++;
                    break;
            }
        }
        Flush(false);
        return new(parts);

        void Flush(bool quoted)
        {
            if (plain.Length > 0) parts.Add(new(quoted, Text: plain.ToString()));
            plain.Clear();
        }

        void Quoted()
        {
            var begin = _at++;
            var any = parts.Count;
            while (Now != '"')
            {
                if (Now == '\0')
                {
                    _at = begin;
                    throw Open('"');
                }
                if (Now == '\\' && Next is '"' or '\\' or '$' or '`')
                {
                    plain.Append(Next);
                    _at += 2;
                }
                else if (Now == '\\' && Next == '\n') _at += 2;
                else if (Now == '$' && Expansion(true, depth) is { } part)
                {
                    Flush(true);
                    parts.Add(part);
                }
                else
                {
                    plain.Append(Now);
                    _at++;
                }
            }
            _at++;
            Flush(true);
            if (parts.Count == any) parts.Add(new(true, Text: ""));
        }
    }

    private FormatException Open(char quote)
    {
        _at = _text.Length;
        return new($"A quotation begins here with {quote} and never ends.");
    }

    /// <summary>What a $ stands for; null where it is just that sign. It is read where it is something.</summary>
    private ShellPart? Expansion(bool quoted, int depth)
    {
        if (Next == '(')
        {
            if (_at + 2 < _text.Length && _text[_at + 2] == '(') throw new FormatException("This terminal does not reckon: $((…)) is not here.");
            _at += 2;
            var commands = Steps(')', depth + 1);
            _at++;
            return new(quoted, Commands: commands);
        }
        var braces = Next == '{';
        var start = _at + (braces ? 2 : 1);
        var end = start;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_')) end++;
        if (!braces && _at + 1 < _text.Length && _text[_at + 1] == '?') end = start + 1;
        if (end == start) return null;
        if (braces && (end >= _text.Length || _text[end] != '}')) throw new FormatException("Of ${…} this terminal has the plain form only: ${NAME}.");
        var name = _text[start..end];
        _at = braces ? end + 1 : end;
        return new(quoted, Variable: name);
    }
}
