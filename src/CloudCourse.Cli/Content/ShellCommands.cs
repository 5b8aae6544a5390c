using System.Text;

namespace CloudCourse.Cli.Content;

/// <param name="Line">Of the script, from 1.</param>
internal sealed record ShellCommand(IReadOnlyList<string> Words, int Line);

/// <summary>Cuts a shell script into its simple commands: quotes and continued lines understood, nothing expanded.</summary>
internal static class ShellCommands
{
    /// <param name="unclosed">The line on which a quotation begins that never ends; 0 where all do.</param>
    public static IReadOnlyList<ShellCommand> Of(string script, out int unclosed)
    {
        List<ShellCommand> commands = [];
        List<string> words = [];
        StringBuilder word = new();
        var (isWord, line, wordLine, quote, quoteLine) = (false, 1, 1, '\0', 0);
        for (var i = 0; i < script.Length; i++)
        {
            var c = script[i];
            var next = i + 1 < script.Length ? script[i + 1] : '\0';
            if (c == '\n') line++;
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else if (quote == '"' && c == '\\' && next is '"' or '\\') word.Append(script[++i]);
                else word.Append(c);
                continue;
            }
            switch (c)
            {
                case '\'' or '"':
                    (quote, quoteLine) = (c, line);
                    Begin();
                    break;
                case '\\' when next == '\n':
                    EndWord();
                    i++;
                    line++;
                    break;
                case '\\' when next != '\0':
                    Begin();
                    word.Append(script[++i]);
                    break;
                case '#' when !isWord:
                    while (i + 1 < script.Length && script[i + 1] != '\n') i++;
                    break;
                case ' ' or '\t':
                    EndWord();
                    break;
                case '\n' or ';' or '|' or '&' or '`' or '(' or ')':
                    EndCommand();
                    break;
                default:
                    Begin();
                    word.Append(c);
                    break;
            }
        }
        EndCommand();
        unclosed = quote == '\0' ? 0 : quoteLine;
        return commands;

        void Begin()
        {
            if (words.Count == 0 && !isWord) wordLine = line;
            isWord = true;
        }

        void EndWord()
        {
            if (isWord) words.Add(word.ToString());
            word.Clear();
            isWord = false;
        }

        void EndCommand()
        {
            EndWord();
            if (words.Count > 0) commands.Add(new([.. words], wordLine));
            words.Clear();
        }
    }
}
