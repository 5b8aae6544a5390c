namespace CloudCourse.Sandbox;

/// <summary>What an operator may set, under <c>Sandbox</c> in the configuration.</summary>
public sealed class SandboxOptions
{
    /// <summary>Off: handler labs say that they are closed on this site.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Outside development, handlers run only behind Landlock and seccomp. On a host without them this admits, in so many words,
    /// that Deno's permissions alone stand between a learner's code and the machine.
    /// </summary>
    public bool AllowWithoutLauncher { get; set; }

    /// <summary>Processes started ahead of need, so many of each language: about 150 MB for Python, 40 MB for JavaScript. 0: each run starts its own.</summary>
    public int Spares { get; set; } = 1;

    /// <summary>Runs at the same time; the others queue. 0: as many as there are processors.</summary>
    public int MaxConcurrent { get; set; }

    /// <summary>The runtime's folder where it is neither beside the program nor in the repository.</summary>
    public string? RuntimePath { get; set; }

    internal bool Development { get; set; }
    internal int Concurrency => MaxConcurrent > 0 ? MaxConcurrent : Math.Max(1, Environment.ProcessorCount);
}
