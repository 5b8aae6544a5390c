using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Lambda;

/// <summary>A deployment package: a zip archive of the function's files.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html"/>
public static class CodePackage
{
    /// <summary>What the sandbox loads; Lambda takes 50 MB zipped and 250 MB unzipped.</summary>
    private const int MaxBytes = 3 << 20;
    private const int MaxFiles = 50;

    private static readonly UTF8Encoding Text = new(false, throwOnInvalidBytes: true);

    /// <param name="base64">The archive.</param>
    /// <exception cref="AwsException">It is no archive, or holds what cannot be loaded.</exception>
    public static (IReadOnlyList<HandlerFile> Files, string Sha256, long Size) Read(string base64, Location at)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw NotAZip(at);
        }
        try
        {
            ZipPackage package = new(bytes);
            if (package.Entries.Find(e => !HandlerFile.IsPath(e.IsFolder ? e.Name[..^1] : e.Name)) is { } odd) throw Odd($"the name '{Shown(odd.Name)}' is not one below the function's own folder", at);
            var entries = package.Entries.FindAll(e => !e.IsFolder);
            if (entries.Count is 0) throw NotAZip(at);
            if (entries.Count > MaxFiles) throw TooLarge($"{entries.Count} files", at);
            CheckNames(package.Entries, at);
            // What is not unpacked takes no memory: the sizes are added up before, and hold when a file is read.
            if (entries.Sum(e => (long)e.Length) > MaxBytes) throw TooLarge("more than 3 MB", at);
            return ([.. entries.Select(e => new HandlerFile(e.Name, TextOf(e, package.Read(e), at)))], Convert.ToBase64String(SHA256.HashData(bytes)), bytes.Length);
        }
        catch (ZipPackage.OddException odd)
        {
            throw odd.Message.Length == 0 ? NotAZip(at) : Odd(odd.Message, at);
        }
    }

    /// <summary>Each name stands for one thing: no file is there twice, and none is a folder as well.</summary>
    private static void CheckNames(List<ZipPackage.Entry> entries, Location at)
    {
        HashSet<string> files = new(StringComparer.Ordinal);
        foreach (var entry in entries.Where(e => !e.IsFolder))
        {
            if (!files.Add(entry.Name)) throw Odd($"the file {Shown(entry.Name)} is there twice", at);
        }
        foreach (var entry in entries)
        {
            for (var cut = entry.Name.IndexOf('/'); cut > 0; cut = entry.Name.IndexOf('/', cut + 1))
            {
                if (files.Contains(entry.Name[..cut])) throw Odd($"{Shown(entry.Name[..cut])} is a file and a folder", at);
            }
        }
    }

    private static string TextOf(ZipPackage.Entry entry, byte[] content, Location at)
    {
        try
        {
            return Text.GetString(content.AsSpan(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
        }
        catch (DecoderFallbackException)
        {
            throw Turn.Error(AwsError.NotSimulated, $"The course's sandbox loads files of text, and {Shown(entry.Name)} is none.", "AWS would take it. Leave libraries of machine code, pictures and archives out here.", 501, at);
        }
    }

    /// <summary>An archive of files, in base64, the same for the same files.</summary>
    public static string Write(IEnumerable<HandlerFile> files)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                var entry = archive.CreateEntry(file.Path, CompressionLevel.NoCompression);
                entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(Encoding.UTF8.GetBytes(file.Text));
            }
        }
        return Convert.ToBase64String(stream.ToArray());
    }

    private static AwsException NotAZip(Location at) => Turn.Error("InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again.", at: at);

    private static AwsException Odd(string what, Location at) =>
        Turn.Error("InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again.", $"In this package, {what}.", at: at);

    internal static string Shown(string name) => string.Concat(name.Take(100).Select(c => char.IsControl(c) ? '?' : c));

    private static AwsException TooLarge(string what, Location at) =>
        Turn.Error("InvalidParameterValueException", "Unzipped size must be smaller than 262144000 bytes", $"The course's sandbox loads up to {MaxFiles} files and 3 MB; this package has {what}.", at: at);
}
