using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>The public half of a key pair that was made elsewhere.</summary>
/// <param name="Type"><c>rsa</c> or <c>ed25519</c>.</param>
/// <param name="Fingerprint">As EC2 shows it of imported keys.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html"/>
internal sealed record PublicKey(string Type, string Fingerprint, string? Problem)
{
    private static readonly int[] Lengths = [1024, 2048, 4096];

    /// <param name="material">A blob: the text in base64, as clients send it, or the text itself.</param>
    public static PublicKey Read(string material)
    {
        var text = material.Trim();
        if (!text.StartsWith("ssh-", StringComparison.Ordinal) && !text.StartsWith("----", StringComparison.Ordinal) && Decoded(text) is { } bytes) text = Encoding.UTF8.GetString(bytes).Trim();
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal)) return Wrong("This is the private half, which nobody but you should have: bring the file that ends in .pub.");
        var blob = text.StartsWith("---- BEGIN SSH2", StringComparison.Ordinal) ? Lines(text) : text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var body, ..] ? body : "";
        if (Decoded(blob) is not { } key || Part(key, 0) is not var (kind, next)) return Wrong("It begins with ssh-rsa or ssh-ed25519, followed by the key in base64: ssh-keygen writes it so.");
        if (text.StartsWith("ssh-", StringComparison.Ordinal) && !text.StartsWith(Encoding.ASCII.GetString(kind) + " ", StringComparison.Ordinal)) return Wrong("Its first word is not the kind of key that follows.");
        switch (Encoding.ASCII.GetString(kind))
        {
            case "ssh-ed25519":
                return Part(key, next) is var (point, _) && point.Length == 32 ? new("ed25519", Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('='), null) : Wrong("An ED25519 key has 32 bytes.");
            case "ssh-rsa":
                if (Part(key, next) is not var (exponent, after) || Part(key, after) is not var (modulus, _)) return Wrong("The key is cut off: it lacks its modulus.");
                var (n, e) = (new BigInteger(modulus, isUnsigned: true, isBigEndian: true), new BigInteger(exponent, isUnsigned: true, isBigEndian: true));
                return Lengths.Contains((int)n.GetBitLength()) ? new("rsa", Fingerprinted(n, e), null) : Wrong($"EC2 takes RSA keys of 1024, 2048 and 4096 bits; this one has {n.GetBitLength()}.");
            case var other:
                return Wrong($"EC2 takes RSA and ED25519 keys, not {(other.Length < 40 ? other : "this kind")}.");
        }
    }

    private static PublicKey Wrong(string why) => new("", "", why);

    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>RFC 4716: headers have a colon, and what is left is the key.</summary>
    private static string Lines(string text) => string.Concat(text.ReplaceLineEndings("\n").Split('\n').Where(l => !l.StartsWith("----", StringComparison.Ordinal) && !l.Contains(':')).Select(l => l.Trim()));

    /// <summary>One length-prefixed part of a key in SSH's own form.</summary>
    private static (byte[] Bytes, int Next)? Part(byte[] key, int at)
    {
        if (at + 4 > key.Length) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(key.AsSpan(at));
        return length <= (uint)(key.Length - at - 4) ? (key[(at + 4)..(at + 4 + (int)length)], at + 4 + (int)length) : null;
    }

    /// <summary>MD5 over the key as X.509 writes it: the form in which EC2 shows imported RSA keys, and no secret hangs on it.</summary>
    private static string Fingerprinted(BigInteger modulus, BigInteger exponent)
    {
        AsnWriter inner = new(AsnEncodingRules.DER), outer = new(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            inner.WriteInteger(modulus);
            inner.WriteInteger(exponent);
        }
        using (outer.PushSequence())
        {
            using (outer.PushSequence())
            {
                outer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                outer.WriteNull();
            }
            outer.WriteBitString(inner.Encode());
        }
#pragma warning disable CA5351 // EC2 shows MD5
        return string.Join(':', MD5.HashData(outer.Encode()).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
#pragma warning restore CA5351
    }
}
