using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace CloudCourse.Web.Tests;

/// <summary>bUnit asks for AngleSharp.Diffing 1.x, which not every feed serves; 0.17 has all of it that bUnit uses.</summary>
internal static class BUnitSetup
{
    [ModuleInitializer]
    internal static void ServeOlderDiffing() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name is { Name: "AngleSharp.Diffing", Version.Major: > 0 }
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
            : null;
}
