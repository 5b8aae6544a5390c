using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using CloudCourse.Progress;

namespace CloudCourse.Web.Accounts.Mail;

/// <summary>
/// Sends links for forgotten passwords. A request only leaves the address here: whether an account has it, and how long
/// the mail server takes, shows in no answer.
/// </summary>
internal sealed partial class ResetMail(MailSettings settings, IServiceScopeFactory scopes, ILogger<ResetMail> log) : BackgroundService
{
    private readonly Channel<string> _asked = Channel.CreateBounded<string>(new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.DropWrite });

    // Nobody's mailbox is filled by somebody who asks in their name.
    private readonly PartitionedRateLimiter<string> _perMailbox = PartitionedRateLimiter.Create<string, string>(mailbox =>
        RateLimitPartition.GetFixedWindowLimiter(mailbox, _ => new() { PermitLimit = 3, Window = TimeSpan.FromHours(1), QueueLimit = 0 }));

    public bool IsReady => settings.IsReady;

    public void Ask(string email)
    {
        if (IsReady) _asked.Writer.TryWrite(email);
    }

    public override void Dispose()
    {
        _perMailbox.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (!settings.IsReady && settings.Host is { Length: > 0 }) LogHalfSet();
        await foreach (var email in _asked.Reader.ReadAllAsync(stopping))
        {
            try
            {
                using var lease = _perMailbox.AttemptAcquire(email.ToUpperInvariant());
                if (lease.IsAcquired) await SendAsync(email, stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFault(e);
            }
        }
    }

    private async Task SendAsync(string email, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<ResetLinks>().CreateAsync(email) is not { } path) return;
        using MailMessage mail = new(settings.From!, email)
        {
            Subject = "A new password for CloudCourse",
            Body = $"""
                Somebody asked for a new password for the CloudCourse account with this address. If it was you, open this link within a day:

                {settings.SiteUrl!.TrimEnd('/')}{path}

                It works once. If it was not you, there is nothing to do: your password stays as it is.
                """.ReplaceLineEndings("\r\n"),
            BodyTransferEncoding = TransferEncoding.SevenBit, // plain ASCII; the other encoding hides line ends
        };
        using SmtpClient client = new(settings.Host, settings.Port) { EnableSsl = settings.Tls };
        if (settings.User is { Length: > 0 }) client.Credentials = new NetworkCredential(settings.User, settings.Password);
        await client.SendMailAsync(mail, stopping);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail:Host is set, but mail cannot be sent without Mail:From and Site:Url. Until they are set, people who forgot their password are told to ask you.")]
    private partial void LogHalfSet();

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail with a reset link could not be sent")]
    private partial void LogFault(Exception e);
}

internal static class ResetMailSetup
{
    public static void AddResetMail(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Mail").Get<MailSettings>() ?? new();
        settings.SiteUrl = configuration["Site:Url"];
        services.AddSingleton(settings);
        services.AddSingleton<ResetMail>();
        services.AddHostedService(provider => provider.GetRequiredService<ResetMail>());
    }
}
