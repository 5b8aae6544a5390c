namespace CloudCourse.Simulation.Lambda;

/// <summary>Lambda's runtimes by their identifiers.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"/>
internal static class Runtimes
{
    public static IReadOnlySet<string> Known { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14", "java8.al2", "java11", "java17", "java21", "java25",
        "dotnet8", "dotnet10", "ruby3.2", "ruby3.3", "ruby3.4", "ruby4.0", "provided.al2", "provided.al2023",
    };
}
