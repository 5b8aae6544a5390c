using System.Text;

namespace CloudCourse.Cli;

/// <summary>The process's three streams, handed to every command so that tests can give their own.</summary>
public sealed record CliIo(TextReader In, TextWriter Out, TextWriter Error)
{
    /// <summary>What stands for bytes that are not UTF-8: a code point that is never a character, so no text has it.</summary>
    public const string NotUtf8 = "\uFDD0";

    /// <summary>UTF-8 whatever the terminal's locale says: what goes through is JSON.</summary>
    public static CliIo OfProcess()
    {
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        return new(
            Reading(Console.OpenStandardInput()),
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true, NewLine = "\n" },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" });
    }

    /// <summary>Reads UTF-8 and marks what is not; see <see cref="NotUtf8"/>.</summary>
    public static TextReader Reading(Stream input) =>
        new StreamReader(input, Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(NotUtf8)));
}
