using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class ResetMailTests
{
    [Fact]
    public async Task The_link_is_mailed_and_the_page_says_the_same_whether_the_address_is_known()
    {
        using SmallMailServer mail = new();
        await using Site site = new() { Settings = { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{mail.Port}", ["Mail:Tls"] = "false", ["Mail:From"] = "course@example.org", ["Site:Url"] = "https://course.example.org/" } };
        var email = People.NewEmail();
        await site.Visit().SignUpAsync(email);

        var unknown = await AskAsync(site, "nobody@example.org");
        Assert.Equal(unknown, await AskAsync(site, email));
        var (to, text) = await mail.NextAsync(); // the first mail that is sent: the unknown address got none
        Assert.Equal(email, to);

        // Never the host that the request named: whoever asks chooses that.
        var link = text.Split('\n').Select(l => l.Trim()).Single(l => l.StartsWith("https://course.example.org/account/reset?id=", StringComparison.Ordinal));
        var form = (await site.Visit().OpenAsync(new Uri(link).PathAndQuery)).QuerySelector("main form");
        Assert.NotNull(form);
    }

    private static async Task<string> AskAsync(Site site, string email)
    {
        var browser = site.Visit();
        var form = (await browser.OpenAsync("/account/forgot")).QuerySelector("main form")!;
        return (await browser.SendAndReadAsync(form, ("email", email))).QuerySelector("[role=status]")!.TextContent;
    }

    /// <summary>Takes one mail after another and says what was in it; knows as much of SMTP as that needs.</summary>
    private sealed class SmallMailServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public SmallMailServer() => _listener.Start();

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public async Task<(string To, string Text)> NextAsync()
        {
            using CancellationTokenSource late = new(TimeSpan.FromSeconds(60));
            using var client = await _listener.AcceptTcpClientAsync(late.Token);
            await using var stream = client.GetStream();
            using StreamReader reader = new(stream, Encoding.ASCII);
            await using StreamWriter writer = new(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 small");
            var to = "";
            while (await reader.ReadLineAsync(late.Token) is { } line)
            {
                if (line.StartsWith("RCPT TO:<", StringComparison.OrdinalIgnoreCase)) to = line[9..line.IndexOf('>')];
                if (line is not "DATA")
                {
                    await writer.WriteLineAsync("250 ok");
                    continue;
                }
                await writer.WriteLineAsync("354 go on");
                StringBuilder mail = new();
                while (await reader.ReadLineAsync(late.Token) is { } part && part is not ".") mail.AppendLine(part);
                await writer.WriteLineAsync("250 ok");
                return (to, mail.ToString());
            }
            throw new InvalidOperationException("The mail ended before it began.");
        }

        public void Dispose() => _listener.Dispose();
    }
}
