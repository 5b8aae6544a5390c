using System.Buffers;

namespace CloudCourse.Simulation.Iam.Patterns;

/// <summary>
/// A resource against an ARN pattern whose stars may run over colons where they end a part. Two kinds of star in one text need
/// more than going back to the last one, so all places at which the pattern's next token can stand are kept.
/// </summary>
internal static class ArnRun
{
    /// <summary>Marks a star and a question mark that stop at a colon.</summary>
    private const int RunInPart = -3, OneInPart = -4;

    /// <summary>Longer texts than this are put together in borrowed memory, shorter ones on the stack.</summary>
    private const int OnStack = 512;

    public static bool Matches(Pattern[] parts, string arn, RequestContext context, WorkBudget work, out string? unresolved)
    {
        unresolved = null;
        var length = parts.Length - 1;
        foreach (var part in parts)
        {
            length += part.LengthIn(context, out unresolved);
            if (unresolved is not null) return false;
        }
        work.Spend(length);
        var codes = length > OnStack ? ArrayPool<int>.Shared.Rent(length) : null;
        var here = arn.Length >= OnStack ? ArrayPool<bool>.Shared.Rent(arn.Length + 1) : null;
        try
        {
            var all = codes is null ? stackalloc int[OnStack] : codes.AsSpan();
            Write(parts, context, all);
            return Matches(all[..length], arn, (here is null ? stackalloc bool[OnStack] : here.AsSpan())[..(arn.Length + 1)], work);
        }
        finally
        {
            if (codes is not null) ArrayPool<int>.Shared.Return(codes);
            if (here is not null) ArrayPool<bool>.Shared.Return(here);
        }
    }

    private static void Write(Pattern[] parts, RequestContext context, Span<int> codes)
    {
        for (var part = 0; part < parts.Length; part++)
        {
            if (part > 0)
            {
                codes[0] = ':';
                codes = codes[1..];
            }
            var own = codes[..parts[part].Write(context, codes)];
            codes = codes[own.Length..];
            // The sixth part, the resource, has colons of its own.
            if (part == 5) continue;
            for (var i = 0; i < own.Length; i++)
            {
                if (own[i] == Wildcard.AnyRun && i < own.Length - 1) own[i] = RunInPart;
                else if (own[i] == Wildcard.AnyOne) own[i] = OneInPart;
            }
        }
    }

    private static bool Matches(ReadOnlySpan<int> codes, string text, Span<bool> here, WorkBudget work)
    {
        // At each place of the text: whether the tokens so far fit what stands before it.
        here.Clear();
        here[0] = true;
        foreach (var code in codes)
        {
            work.Spend(here.Length);
            if (code is Wildcard.AnyRun or RunInPart)
            {
                for (var t = 1; t < here.Length; t++) here[t] |= here[t - 1] && (code is Wildcard.AnyRun || text[t - 1] != ':');
                continue;
            }
            var any = false;
            for (var t = here.Length - 1; t > 0; t--)
            {
                here[t] = here[t - 1] && (code == text[t - 1] || code is Wildcard.AnyOne || (code is OneInPart && text[t - 1] != ':'));
                any |= here[t];
            }
            here[0] = false;
            if (!any) return false;
        }
        return here[^1];
    }
}
