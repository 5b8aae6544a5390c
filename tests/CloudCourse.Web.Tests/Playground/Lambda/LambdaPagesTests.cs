using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Web.Playground.Lambda;

namespace CloudCourse.Web.Tests.Playground.Lambda;

public sealed class LambdaPagesTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_first_program_is_there_before_any_script()
    {
        var page = await site.Visit().OpenAsync("/playground/lambda");
        Assert.Contains("def lambda_handler", page.QuerySelector("[data-part=placeholder]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(StartingProgram.All.Count, page.QuerySelectorAll("[data-program]").Length);
        Assert.Equal(EventTemplate.All.Count, page.QuerySelectorAll("[data-part=template] option:not([value=''])").Length);
        Assert.Empty(page.QuerySelectorAll("script:not([src]), [style], script[src*=blazor]"));
        Assert.Single(page.QuerySelectorAll(".site-nav a[href='/playground/lambda']"));
        Assert.Single(page.QuerySelectorAll("main a[href='/playground/lambda/differences']"));
    }

    [Fact]
    public async Task The_differences_name_every_operation_that_the_simulation_has()
    {
        var page = await site.Visit().OpenAsync("/playground/lambda/differences");
        foreach (var service in SimulatedServices.All)
        {
            var words = page.QuerySelector($"#service-{service.Name}")!.TextContent;
            Assert.All(service.Operations, o => Assert.Contains(o.Name, words, StringComparison.Ordinal));
        }
        Assert.Empty(page.QuerySelectorAll("script:not([src]), [style]"));
    }

    /// <summary>By the members that tell the sources apart.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html"/>
    [Theory]
    [InlineData("s3", "Records.0.eventSource", "aws:s3")]
    [InlineData("sqs", "Records.1.eventSource", "aws:sqs")]
    [InlineData("sns", "Records.0.EventSource", "aws:sns")]
    [InlineData("kinesis", "Records.2.eventSource", "aws:kinesis")]
    [InlineData("dynamodb", "Records.0.eventSource", "aws:dynamodb")]
    [InlineData("http", "version", "2.0")]
    [InlineData("http", "requestContext.http.method", "GET")]
    [InlineData("schedule", "detail-type", "Scheduled Event")]
    [InlineData("eventbridge", "source", "shop.orders")]
    public void A_template_is_what_its_source_sends(string id, string path, string value)
    {
        using var document = JsonDocument.Parse(EventTemplate.Find(id).Text);
        var at = document.RootElement;
        foreach (var part in path.Split('.')) at = at.ValueKind is JsonValueKind.Array ? at[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(part);
        Assert.Equal(value, at.GetString());
    }

    [Fact]
    public void Every_template_is_JSON() => Assert.All(EventTemplate.All, e => JsonDocument.Parse(e.Text).Dispose());
}
