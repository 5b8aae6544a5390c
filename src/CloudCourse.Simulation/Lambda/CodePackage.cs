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

    /// <param name="base64">The archive.</param>
    /// <exception cref="AwsException">It is no archive, or holds what cannot be loaded.</exception>
    internal static (IReadOnlyList<HandlerFile> Files, string Sha256, long Size) Read(string base64, Location at)
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
            using ZipArchive archive = new(new MemoryStream(bytes));
            var entries = archive.Entries.Where(e => !e.FullName.EndsWith('/')).ToList();
            if (entries.Count is 0) throw NotAZip(at);
            if (entries.Count > MaxFiles) throw TooLarge($"{entries.Count} files", at);
            if (entries.FirstOrDefault(e => !HandlerFile.IsPath(e.FullName)) is { } odd) throw Odd($"the name '{Shown(odd.FullName)}' is not one below the function's own folder", at);
            if (entries.CountBy(e => e.FullName).FirstOrDefault(n => n.Value > 1).Key is { } twice) throw Odd($"the file {twice} is there twice", at);
            List<HandlerFile> files = [];
            var left = MaxBytes;
            foreach (var entry in entries)
            {
                // The head of an entry may lie about its size: what counts is what comes out.
                using var stream = entry.Open();
                using MemoryStream content = new();
                var block = new byte[16 * 1024];
                for (int count; (count = stream.Read(block)) > 0;)
                {
                    if ((left -= count) < 0) throw TooLarge("more than 3 MB", at);
                    content.Write(block, 0, count);
                }
                files.Add(new(entry.FullName, Encoding.UTF8.GetString(content.ToArray())));
            }
            return (files, Convert.ToBase64String(SHA256.HashData(bytes)), bytes.Length);
        }
        // An archive whose own figures contradict each other shows as any of these.
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw NotAZip(at);
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

    private static string Shown(string name) => string.Concat(name.Take(100).Select(c => char.IsControl(c) ? '?' : c));

    private static AwsException TooLarge(string what, Location at) =>
        Turn.Error("InvalidParameterValueException", "Unzipped size must be smaller than 262144000 bytes", $"The course's sandbox loads up to {MaxFiles} files and 3 MB; this package has {what}.", at: at);
}
