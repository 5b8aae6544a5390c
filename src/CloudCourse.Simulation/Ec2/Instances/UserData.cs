using System.Text;
using System.Text.RegularExpressions;

namespace CloudCourse.Simulation.Ec2.Instances;

/// <summary>
/// What a user data script would have done at the first boot, as far as this simulation reads it: web servers that it installs and
/// starts. It is not run: a line that is not known does nothing, and the log says which lines counted.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html"/>
public static partial class UserData
{
    public const int MaxBytes = 16384;

    /// <param name="Ports">TCP ports that answer afterwards.</param>
    /// <param name="Log">For people, a line a thing, as in <c>/var/log/cloud-init-output.log</c>.</param>
    public sealed record Outcome(IReadOnlyList<int> Ports, string Log);

    /// <summary>The text behind the parameter, which is Base64 in a request; null when it is not.</summary>
    public static string? Decode(string parameter)
    {
        Span<byte> bytes = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, bytes, out var length) ? Encoding.UTF8.GetString(bytes[..length]) : null;
    }

    private static readonly HashSet<string> OnImages = ["sshd", "ssh", "chronyd", "amazon-ssm-agent", "snap.amazon-ssm-agent.amazon-ssm-agent", "systemd-networkd", "systemd-resolved", "rsyslog", "cron", "crond", "ecs", "docker"];

    /// <param name="online">The instance reaches the internet, where packages come from.</param>
    public static Outcome Run(string script, bool ubuntu, bool online)
    {
        if (!script.StartsWith("#!", StringComparison.Ordinal))
            return new([], "The script does not begin with #!, so cloud-init did not run it.");
        HashSet<string> installed = [];
        SortedSet<int> ports = [];
        StringBuilder log = new();
        foreach (var line in script.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith('#')))
        {
            if (Install.Match(line) is { Success: true } install)
            {
                var tool = install.Groups["tool"].Value;
                if (tool is "apt" or "apt-get" != ubuntu) log.Append($"{tool}: command not found").Append('\n');
                else if (!online) log.Append($"{line}: no answer from the package server: the instance has no way to the internet").Append('\n');
                else if (!Yes.IsMatch(line)) log.Append($"{line}: nobody answered \"Is this ok [y/N]\": say -y").Append('\n');
                else
                {
                    foreach (var package in install.Groups["packages"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(p => !p.StartsWith('-')))
                    {
                        installed.Add(package);
                        log.Append($"installed {package}").Append('\n');
                        // Debian's packages start their service at once; Red Hat's leave that to you.
                        if (ubuntu && package is "nginx" or "apache2") Listen(package, 80);
                    }
                }
            }
            else if (Start.Match(line) is { Success: true } start)
            {
                var service = start.Groups["service"].Success && start.Groups["service"].Length > 0 ? start.Groups["service"].Value : start.Groups["old"].Value;
                service = service.Replace(".service", "", StringComparison.Ordinal);
                if (!IsThere(service)) log.Append($"Failed to start {service}.service: Unit {service}.service not found.").Append('\n');
                else if (service is "httpd" or "nginx" or "apache2") Listen(service, 80);
            }
            else if (Enable.Match(line) is { Success: true } enable && enable.Groups["service"].Value.Replace(".service", "", StringComparison.Ordinal) is var enabled)
            {
                if (!OnImages.Contains(enabled)) log.Append(IsThere(enabled) ? $"enabled {enabled}: it starts at the next boot, not now" : $"Failed to enable unit: Unit file {enabled}.service does not exist.").Append('\n');
            }
            else if (line.Contains("ECS_CLUSTER=", StringComparison.Ordinal)) log.Append($"for the ECS agent: {line}").Append('\n');
            else if (PythonServer.Match(line) is { Success: true } server)
            {
                Listen("python3 -m http.server", server.Groups["port"].Success ? int.Parse(server.Groups["port"].ValueSpan) : 8000);
            }
        }
        return new([.. ports], log.Length == 0 ? "The script ran; nothing in it is a program that this simulation knows." : log.ToString().TrimEnd());

        // A package may name its service a little otherwise (mariadb105-server, mariadb), and some services are on every image.
        bool IsThere(string service) => OnImages.Contains(service) || installed.Any(p => service is "httpd" or "nginx" or "apache2" ? p == service : p.Contains(service, StringComparison.Ordinal) || service.Contains(p, StringComparison.Ordinal));

        void Listen(string what, int port)
        {
            if (ports.Add(port)) log.Append($"{what} listens on port {port}").Append('\n');
        }
    }

    [GeneratedRegex(@"^(sudo\s+)?(?<tool>yum|dnf|apt-get|apt)\s+(-\S+\s+)*install\s+(?<packages>[\w .+-]+)")]
    private static partial Regex Install { get; }

    [GeneratedRegex(@"\s(-y|-qy|-yq|--assume-?yes)\b")]
    private static partial Regex Yes { get; }

    [GeneratedRegex(@"^(sudo\s+)?(systemctl\s+(start|restart|enable\s+--now|--now\s+enable)\s+(?<service>[\w.-]+)|service\s+(?<old>\w+)\s+(re)?start)")]
    private static partial Regex Start { get; }

    [GeneratedRegex(@"^(sudo\s+)?systemctl\s+enable\s+(?<service>[\w.-]+)")]
    private static partial Regex Enable { get; }

    [GeneratedRegex(@"^(nohup\s+)?python3\s+-m\s+http\.server(\s+(?<port>\d{1,5}))?")]
    private static partial Regex PythonServer { get; }
}
