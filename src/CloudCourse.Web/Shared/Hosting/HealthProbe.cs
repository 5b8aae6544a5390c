using System.Globalization;

namespace CloudCourse.Web.Shared.Hosting;

/// <summary><c>CloudCourse.Web --health</c>: asks the server on this machine whether it lives. For a container's health check, whose image has no curl.</summary>
public static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <returns>0 where <c>/health/live</c> answers with success, else 1, with the reason on standard error.</returns>
    public static async Task<int> RunAsync(IConfiguration settings)
    {
        var address = Address(settings["URLS"], settings["HTTP_PORTS"]);
        try
        {
            using HttpClient client = new() { Timeout = Patience };
            using var answer = await client.GetAsync(address);
            if (answer.IsSuccessStatusCode) return 0;
            await Console.Error.WriteLineAsync($"{address} answers {(int)answer.StatusCode}.");
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {unreachable.Message}");
        }
        return 1;
    }

    /// <param name="urls">What the server listens on, separated by semicolons (<c>ASPNETCORE_URLS</c>); it goes before the ports.</param>
    /// <param name="httpPorts">Ports on every address, separated by semicolons (<c>ASPNETCORE_HTTP_PORTS</c>).</param>
    public static Uri Address(string? urls, string? httpPorts)
    {
        var plain = First(urls, url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        var port = plain is null ? First(httpPorts, _ => true) ?? "5000" : PortOf(plain);
        return new($"http://127.0.0.1:{port}/health/live");

        static string? First(string? list, Func<string, bool> wanted) =>
            list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(wanted);

        // The host may be * or +, which no Uri takes.
        static string PortOf(string url) => BindingAddress.Parse(url).Port.ToString(CultureInfo.InvariantCulture);
    }
}
