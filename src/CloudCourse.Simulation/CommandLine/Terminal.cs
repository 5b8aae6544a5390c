using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>
/// A terminal with AWS's command line on a simulated account: runs a script line by line. The same script on the same account prints the same.
/// </summary>
public sealed class Terminal
{
    /// <summary>Lines that are run; the rest is told to be too much.</summary>
    public const int MostLines = 100;

    /// <summary>Characters that one line prints.</summary>
    public const int LongestOutput = 20_000;

    private const int MostCommands = 400, LongestVariable = 20_000;

    /// <summary>Characters of one command with all that its variables hold, and of what commands print in a line.</summary>
    private const int LongestCommand = 131_072, MostPrinted = 400_000;

    /// <summary>That long somebody types at a line, and that long it runs.</summary>
    private static readonly TimeSpan Typing = TimeSpan.FromSeconds(5);

    private readonly ITerminalAccount _account;
    private readonly AwsCli _aws;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exported = new(StringComparer.Ordinal);
    private readonly List<TerminalCall> _calls = [];
    private int _commands, _last;
    private bool _stopped;

    private Terminal(ITerminalAccount account) => (_account, _aws) = (account, new(account));

    public static IReadOnlyList<TerminalEntry> Run(ITerminalAccount account, string script)
    {
        Terminal terminal = new(account);
        List<TerminalEntry> entries = [];
        foreach (var line in ShellScript.Read(script))
        {
            if (entries.Count == MostLines)
            {
                entries.Add(terminal.Told(line, $"This terminal takes {MostLines} lines. Take out of the file what you do not need.\n", 1));
                break;
            }
            entries.Add(terminal.Enter(line));
            if (!terminal._stopped) continue;
            break;
        }
        return entries;
    }

    private TerminalEntry Told(ShellLine line, string words, int code) => new(line.Typed, line.Line, new("", line.Start, line.End), words, code, null, []);

    private TerminalEntry Enter(ShellLine line)
    {
        if (line.Problem is { } problem) return Told(line, $"bash: line {line.Line}: syntax error\n", _last = 2) with { Hint = problem };
        _calls.Clear();
        _aws.At = new("", line.Start, line.End);
        if (!_account.Pass(Typing)) _stopped = true;
        StringBuilder printed = new();
        string? hint = null;
        foreach (var result in Steps(line.Steps))
        {
            if (printed.Length < MostPrinted) printed.Append(result.Error).Append(result.Out);
            hint = result.Hint ?? hint;
        }
        var text = printed.Length <= LongestOutput ? printed.ToString() : $"{printed.ToString(0, LongestOutput)}\n… and {printed.Length - LongestOutput} characters more. --query takes what you need.\n";
        return new(line.Typed, line.Line, _aws.At, text, _stopped && _last == 0 ? 1 : _last, hint, [.. _calls]);
    }

    private List<Printed> Steps(IReadOnlyList<ShellStep> steps)
    {
        List<Printed> printed = [];
        foreach (var step in steps)
        {
            if (_stopped) break;
            if (step.Joint is ShellJoint.IfItWorked && _last != 0) continue;
            if (step.Joint is ShellJoint.IfItFailed && _last == 0) continue;
            if (++_commands > MostCommands)
            {
                _stopped = true;
                printed.Add(new("", $"This script has more than {MostCommands} commands; the rest is not run.\n", _last = 1));
                break;
            }
            var inner = new List<Printed>();
            Printed result;
            try
            {
                result = Step(step, inner);
            }
            catch (FormatException tooLong)
            {
                result = new("", tooLong.Message, 126);
            }
            printed.AddRange(inner);
            _last = result.Code;
            if (result != default) printed.Add(result);
        }
        return printed;
    }

    /// <exception cref="FormatException">A command or a value is too long.</exception>
    private Printed Step(ShellStep step, List<Printed> aside)
    {
        var code = 0;
        Dictionary<string, string> sets = new(StringComparer.Ordinal);
        foreach (var (name, value) in step.Sets)
        {
            _last = 0;
            var text = string.Join(' ', Words(value, aside, isValue: true));
            if (text.Length > LongestVariable) throw new FormatException($"bash: {name}: a variable of this terminal holds {LongestVariable} characters at most. Let --query choose what you need.\n");
            sets[name] = text;
            code = _last;
            if (step.Words.Count == 0) _variables[name] = text;
        }
        List<string> words = [.. step.Words.SelectMany(w => Words(w, aside, isValue: false))];
        if (words.Sum(w => (long)w.Length + 1) > LongestCommand) throw new FormatException($"bash: {words[0][..Math.Min(100, words[0].Length)]}: Argument list too long\n");
        if (words.Count > 0) return Command(words, sets);
        foreach (var (name, value) in sets) _variables[name] = value;
        return new("", "", code);
    }

    /// <summary>What a word becomes; outside quotes, what a variable holds is cut at spaces.</summary>
    private List<string> Words(ShellWord word, List<Printed> aside, bool isValue)
    {
        List<string> words = [];
        StringBuilder now = new();
        var any = false;
        foreach (var part in word.Parts)
        {
            var text = part.Text ?? (part.Variable is { } name ? name == "?" ? $"{_last}" : _variables.GetValueOrDefault(name, "") : Substituted(part.Commands!, aside));
            if (now.Length + text.Length > LongestCommand) throw new FormatException("bash: Argument list too long\n");
            if (part.Quoted || part.Text is not null || isValue)
            {
                now.Append(text);
                any = any || part.Quoted || text.Length > 0;
                continue;
            }
            var pieces = text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < pieces.Length; i++)
            {
                if (i > 0 || (any && now.Length > 0 && char.IsWhiteSpace(text[0])))
                {
                    words.Add(now.ToString());
                    now.Clear();
                }
                now.Append(pieces[i]);
                any = true;
            }
        }
        if (any || isValue) words.Add(now.ToString());
        return words;
    }

    /// <summary>What the commands print takes their place, without the line's end; their errors are shown.</summary>
    private string Substituted(IReadOnlyList<ShellStep> commands, List<Printed> aside)
    {
        StringBuilder text = new();
        foreach (var printed in Steps(commands))
        {
            if (text.Length + printed.Out.Length > MostPrinted) throw new FormatException("bash: $(…): too much is printed to be taken as a word. Let --query choose what you need.\n");
            text.Append(printed.Out);
            if (printed.Error.Length > 0 || printed.Hint is not null) aside.Add(printed with { Out = "" });
        }
        return text.ToString().TrimEnd('\n');
    }

    /// <param name="sets">Variables that only this command sees.</param>
    private Printed Command(List<string> words, Dictionary<string, string> sets)
    {
        switch (words[0])
        {
            case "aws":
                var made = _aws.Run([.. words.Skip(1)], Environment(sets), _calls);
                if (_aws.Stopped) _stopped = true;
                return made;
            case "echo": return Printed.Of(string.Join(' ', words.Skip(1)) + "\n");
            case "true" or "clear" or ":": return default;
            case "false": return new("", "", 1);
            case "export":
                foreach (var set in words.Skip(1).Select(w => w.Split('=', 2)))
                {
                    if (!set[0].All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || set[0] is "" or [>= '0' and <= '9', ..]) return new("", $"bash: export: `{string.Join('=', set)}': not a valid identifier\n", 1);
                    _exported.Add(set[0]);
                    if (set.Length == 2) _variables[set[0]] = set[1];
                }
                return default;
            case "unset":
                foreach (var name in words.Skip(1))
                {
                    _variables.Remove(name);
                    _exported.Remove(name);
                }
                return default;
            case "date": return Printed.Of(_account.Now.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture) + "\n");
            case "pwd" or "ls" or "cat" or "cd" or "rm" or "vi" or "nano": return new("", $"bash: {words[0]}: there are no files in this terminal\n", 127);
            case "sleep": return Sleep(words);
            case "help": return Printed.Of("This terminal runs `aws` on the account of this lab. `aws help` tells its commands.\nBeside them: echo, date, sleep (in the account's time: sleep 30, sleep 5m, sleep 1d), NAME=value, $NAME, NAME=$(aws …), export, unset, &&, ||, ;\n");
            case "sudo": return new("", "bash: sudo: command not found\n", 127, "On AWS nobody is the administrator of a command: what you may do, IAM decides.");
            case var other when CliNames.Services.ContainsKey(other) || other is "s3":
                return new("", $"bash: {other}: command not found\n", 127, $"A command of AWS begins with aws: aws {other} …");
            default: return new("", $"bash: {words[0]}: command not found\n", 127, "This terminal runs commands that begin with aws. `help` tells what else there is.");
        }
    }

    private Dictionary<string, string> Environment(Dictionary<string, string> sets)
    {
        Dictionary<string, string> environment = new(sets, StringComparer.Ordinal);
        foreach (var name in _exported)
        {
            if (_variables.TryGetValue(name, out var value)) environment.TryAdd(name, value);
        }
        return environment;
    }

    private Printed Sleep(List<string> words)
    {
        TimeSpan time = default;
        foreach (var word in words.Skip(1))
        {
            var unit = word.Length > 0 && char.IsAsciiLetter(word[^1]) ? word[^1] : 's';
            if (!double.TryParse(word.TrimEnd(unit), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || unit is not ('s' or 'm' or 'h' or 'd') || count > 86_400_000)
                return new("", $"sleep: invalid time interval ‘{word}’\nTry 'sleep --help' for more information.\n", 1);
            time += TimeSpan.FromSeconds(count * unit switch { 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 1 });
        }
        if (words.Count == 1) return new("", "sleep: missing operand\nTry 'sleep --help' for more information.\n", 1);
        if (time > TimeSpan.FromDays(40)) return new("", "This terminal sleeps 40 days at most.\n", 1);
        _stopped |= !_account.Pass(time);
        return default;
    }
}
