using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudCourse.Simulation.Ecs;

/// <summary>Task-level <c>cpu</c> and <c>memory</c>: strings, as units (<c>"256"</c>, <c>"512"</c>) or in words (<c>".25 vCPU"</c>, <c>"0.5 GB"</c>).</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size"/>
public static partial class TaskSize
{
    /// <summary>CPU units, 1,024 to a vCPU; null when the text is neither form.</summary>
    public static long? CpuUnits(string text) => Read(text, CpuWords);

    /// <summary>MiB; null when the text is neither form.</summary>
    public static long? MemoryMiB(string text) => Read(text, MemoryWords);

    private static long? Read(string text, Regex words)
    {
        if (text.Length is 0 or > 20) return null;
        if (Whole.IsMatch(text)) return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var units) ? units : null;
        var match = words.Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return null;
        if (amount > 1_000_000) return null;
        var exact = amount * 1024;
        return exact == decimal.Truncate(exact) ? (long)exact : null;
    }

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex Whole { get; }

    [GeneratedRegex(@"\A([0-9]*\.?[0-9]+) ?vcpu\z", RegexOptions.IgnoreCase)]
    private static partial Regex CpuWords { get; }

    [GeneratedRegex(@"\A([0-9]*\.?[0-9]+) ?gb\z", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryWords { get; }
}
