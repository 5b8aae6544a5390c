using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CloudCourse.Web.Tests;

/// <summary>The whole site over the real course and an empty database of its own, which goes with it.</summary>
public sealed class Site : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudcourse-web-").FullName;

    /// <summary>Added to the configuration; set before the first visit.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:CloudCourse", $"Data Source={Path.Combine(_folder, "course.db")};Pooling=False");
        builder.UseSetting("Content:Watch", "false"); // a test of it says so
        foreach (var (key, value) in Settings) builder.UseSetting(key, value);
    }

    /// <summary>A browser of its own: it keeps cookies, and follows redirects unless told not to.</summary>
    public Browser Visit(bool follow = true, string scheme = "http") =>
        new(CreateClient(new() { AllowAutoRedirect = follow, HandleCookies = true, BaseAddress = new($"{scheme}://localhost/") }));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}

public sealed class Browser(HttpClient client)
{
    public HttpClient Client => client;

    public async Task<IHtmlDocument> OpenAsync(string path) => await ReadAsync(await client.GetAsync(path));

    /// <summary>Sends a form as the page has it, hidden fields and all, with some fields filled in.</summary>
    public async Task<HttpResponseMessage> SendAsync(IElement form, params (string Name, string Value)[] filled)
    {
        var hidden = form.QuerySelectorAll("input[type=hidden]").Select(i => (Name: i.GetAttribute("name")!, Value: i.GetAttribute("value")!));
        var fields = hidden.Where(h => filled.All(f => f.Name != h.Name)).Concat(filled).Select(f => KeyValuePair.Create(f.Name, f.Value));
        using FormUrlEncodedContent content = new(fields);
        return await client.PostAsync(form.GetAttribute("action") ?? form.Owner!.Url, content);
    }

    public async Task<IHtmlDocument> SendAndReadAsync(IElement form, params (string Name, string Value)[] filled) =>
        await ReadAsync(await SendAsync(form, filled));

    private static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}");
        var context = BrowsingContext.New();
        return (IHtmlDocument)await context.OpenAsync(r => r.Content(html).Address(response.RequestMessage!.RequestUri!.ToString()));
    }
}
