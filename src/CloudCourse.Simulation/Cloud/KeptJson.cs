using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.Cloud;

/// <summary>
/// JSON as the history keeps it: its bytes in UTF-8, which take less than its values as objects. Long texts stand beside them as
/// they are, so that an object's bytes are one text in the request, in the bucket and in every answer. It never changes.
/// </summary>
public sealed class KeptJson
{
    /// <summary>Texts of more letters stand apart.</summary>
    internal const int Longest = 512;

    private readonly byte[] _bytes;
    private readonly LongText[] _apart;

    internal KeptJson(byte[] bytes, LongText[] apart) => (_bytes, _apart) = (bytes, apart);

    /// <summary>Something that is no JSON: a request that cannot be read, the beginning of one that is too long.</summary>
    internal static KeptJson OfText(string text) => new(Encoding.UTF8.GetBytes(text), []);

    internal bool IsLongerThan(int letters)
    {
        const int LongestEscape = 6;
        var most = (long)_bytes.Length;
        foreach (var (_, text) in _apart) most += text.Length * LongestEscape;
        return most > letters && ToString().Length > letters;
    }

    /// <summary>As an object that is the caller's own.</summary>
    internal JsonObject ToObject()
    {
        // DynamoDB's documents nest thirty-two levels deep, each of them two of JSON's.
        JsonDocumentOptions deep = new() { MaxDepth = 1000 };
        return (JsonObject)(_apart.Length == 0 ? JsonNode.Parse(_bytes, documentOptions: deep) : JsonNode.Parse(ToString(), documentOptions: deep))!;
    }

    /// <summary>Compact, and the same for the same values.</summary>
    public override string ToString()
    {
        if (_apart.Length == 0) return Encoding.UTF8.GetString(_bytes);
        StringBuilder text = new();
        var from = 0;
        foreach (var (at, letters) in _apart)
        {
            text.Append(Encoding.UTF8.GetString(_bytes, from, at - from)).Append(JsonEncodedText.Encode(letters, JsonText.Encoder));
            from = at;
        }
        return text.Append(Encoding.UTF8.GetString(_bytes, from, _bytes.Length - from)).ToString();
    }
}

/// <param name="At">Its place among the bytes, between its quotes.</param>
internal readonly record struct LongText(int At, string Text);
