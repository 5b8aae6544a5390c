using CloudCourse.Web.Shared.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace CloudCourse.Web.Tests.Shared.Hosting;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData(null, null, "http://127.0.0.1:5000/health/live")]
    [InlineData(null, "8080", "http://127.0.0.1:8080/health/live")]
    [InlineData(null, "8081;8080", "http://127.0.0.1:8081/health/live")]
    [InlineData("http://*:9000", "8080", "http://127.0.0.1:9000/health/live")]
    [InlineData("https://+:9443; http://0.0.0.0:9000", null, "http://127.0.0.1:9000/health/live")]
    [InlineData("https://+:9443", "8080", "http://127.0.0.1:8080/health/live")]
    public void Asks_where_the_server_listens(string? urls, string? ports, string expected) =>
        Assert.Equal(expected, HealthProbe.Address(urls, ports).ToString());

    [Theory]
    [InlineData(200, 0)]
    [InlineData(503, 1)]
    public async Task Ends_as_the_server_answers(int status, int exitCode)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/health/live" ? status : 404;
            return Task.CompletedTask;
        });
        await server.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, await HealthProbe.RunAsync(Settings(server.Urls.Single())));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_healthy()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        await server.StartAsync(TestContext.Current.CancellationToken);
        var url = server.Urls.Single();
        await server.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, await HealthProbe.RunAsync(Settings(url)));
    }

    private static IConfiguration Settings(string urls) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["URLS"] = urls }).Build();
}
