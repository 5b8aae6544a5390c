using System.Reflection;
using System.Xml.Linq;
using CloudCourse.Course.Reading;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Labs.Tests.Conventions;

/// <summary>Data goes one way: what a project may reference is written in the design, and held here.</summary>
public sealed class ProjectReferenceTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Simulation", [] },
        // The launcher is the sandbox's own helper process, a project of its own because it is a program.
        { "Sandbox", ["Simulation", "Sandbox.Launcher"] },
        { "Course", [] },
        { "Labs", ["Course", "Simulation"] },
        { "Progress", ["Course"] },
    };

    private static string Source => Path.Combine(Path.GetDirectoryName(ContentFolder.Find(null, AppContext.BaseDirectory))!, "src");

    [Theory, MemberData(nameof(Allowed))]
    public void A_project_references_only_what_it_may(string project, string[] allowed)
    {
        var file = XDocument.Load(Path.Combine(Source, $"CloudCourse.{project}", $"CloudCourse.{project}.csproj"));
        var references = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Equal([], references.Except(allowed.Select(a => $"CloudCourse.{a}")));
    }

    [Fact]
    public void The_simulation_stands_on_the_base_library_alone()
    {
        var file = XDocument.Load(Path.Combine(Source, "CloudCourse.Simulation", "CloudCourse.Simulation.csproj"));
        Assert.Equal(["Microsoft.CodeAnalysis.BannedApiAnalyzers"], file.Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value));
        Assert.Empty(file.Descendants("FrameworkReference"));
        Assert.DoesNotContain(typeof(Simulation.Findings.Finding).Assembly.GetReferencedAssemblies(), a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void No_grader_knows_a_Razor_type()
    {
        var graders = typeof(IGrader).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IGrader))).ToList();
        Assert.NotEmpty(graders);
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var grader in graders)
        {
            var named = grader.GetFields(All).Select(f => f.FieldType)
                .Concat(grader.GetConstructors(All).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType))
                .Concat(grader.GetMethods(All).SelectMany(m => m.GetParameters().Select(p => p.ParameterType)
                    .Append(m.ReturnType).Concat(m.GetMethodBody()?.LocalVariables.Select(v => v.LocalType) ?? [])));
            Assert.DoesNotContain(named, t => t.IsAssignableTo(typeof(IComponent)) || t.Namespace?.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal) == true);
        }
    }
}
