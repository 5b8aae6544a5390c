namespace CloudCourse.Web.Accounts.Mail;

/// <summary>What an operator may set, under <c>Mail</c> in the configuration.</summary>
public sealed class MailSettings
{
    public string? Host { get; set; }
    public int Port { get; set; } = 587;
    public string? User { get; set; }
    public string? Password { get; set; }

    /// <summary>The sender's address.</summary>
    public string? From { get; set; }

    /// <summary>TLS after connecting (STARTTLS). Off only for a relay on the same machine.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>
    /// <c>Site:Url</c>. A link in a mail is never made from the address that a request named: whoever asks for the mail chooses that, and
    /// would be sent the token.
    /// </summary>
    public string? SiteUrl { get; set; }

    /// <summary>Whether mail can be sent; else people are told whom to ask.</summary>
    public bool IsReady => Host is { Length: > 0 } && From is { Length: > 0 } && SiteUrl is { Length: > 0 };
}
