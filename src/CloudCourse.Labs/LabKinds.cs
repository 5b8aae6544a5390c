using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs;

/// <summary>Every kind of lab there is, a line each.</summary>
public sealed class LabKinds
{
    public LabKinds(IHandlerRuntime handlers)
    {
        _ = handlers;
        All = [];
    }

    public IReadOnlyList<LabKind> All { get; }

    public LabKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);
}
