using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Writes a located value as compact JSON: of a repeated member the last counts, as for AWS's clients.</summary>
internal static class JsonText
{
    /// <summary>Letters beyond ASCII stay readable; the text never stands inside HTML without being encoded there.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonValue value)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Plain)) Write(writer, value);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter writer, JsonValue value)
    {
        switch (value)
        {
            case JsonObject json:
                writer.WriteStartObject();
                foreach (var (name, member) in json.AsDictionary())
                {
                    writer.WritePropertyName(Whole(name));
                    Write(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonString text: writer.WriteStringValue(Whole(text.Value)); break;
            case JsonNumber number: writer.WriteRawValue(number.Text); break;
            case JsonBoolean flag: writer.WriteBooleanValue(flag.Value); break;
            default: writer.WriteNullValue(); break;
        }
    }

    /// <summary>Half a surrogate pair is no text, and a writer refuses it.</summary>
    private static string Whole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else return string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
        }
        return text;
    }
}
