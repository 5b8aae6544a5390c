using System.Text.Json;
using Xunit;

namespace CloudCourse.Web.Tests.Shared.Hosting;

public sealed class GlobalizationTests
{
    /// <summary>Microsoft.Data.SqlClient throws on the first connection where this is on, and no test here meets a SQL Server.</summary>
    [Fact]
    public void The_site_does_not_run_in_invariant_globalization_mode()
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CloudCourse.Web.runtimeconfig.json")));
        var properties = config.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.False(properties.TryGetProperty("System.Globalization.Invariant", out var invariant) && invariant.GetBoolean());
    }
}
