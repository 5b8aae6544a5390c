namespace CloudCourse.Simulation.Iam.Patterns;

/// <summary>How many steps one evaluation may take. Steps, not time: the same request ends the same way on any machine.</summary>
public sealed class WorkBudget(long steps)
{
    /// <summary>
    /// Far more than any policy within AWS's quotas needs (10,240 characters against a 2,048-character ARN is 21 million
    /// steps at the very worst); a request that wants more is not decided.
    /// </summary>
    public const long PerEvaluation = 25_000_000;

    private long _left = steps;

    public void Spend(long count)
    {
        if ((_left -= count) < 0) throw new WorkLimitException();
    }

    /// <summary>As new.</summary>
    internal void Restart(long steps) => _left = steps;

    internal static WorkBudget ForOneMatch(int pattern, int text) => new((pattern + 2L) * (text + 2L) * 2);
}

/// <summary>An evaluation wanted more steps than it may take.</summary>
public sealed class WorkLimitException() : Exception("The evaluation took more steps than it may.");
