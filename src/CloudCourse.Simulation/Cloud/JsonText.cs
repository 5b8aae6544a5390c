using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Read = CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Writes values as compact JSON: of a repeated member the last counts, as for AWS's clients. Each thread writes into memory that it keeps.</summary>
internal sealed class JsonText
{
    /// <summary>Letters beyond ASCII stay readable; the text never stands inside HTML without being encoded there.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>A thread that wrote more than this begins anew.</summary>
    private const int MostKept = 1 << 20;

    [ThreadStatic]
    private static JsonText? _ofThread;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly Utf8JsonWriter _writer;
    private readonly List<LongText> _apart = [];
    private int _longest;

    private JsonText() => _writer = new(_bytes, new() { Encoder = Encoder });

    public static string Of(Read.JsonValue value)
    {
        var text = Begin(int.MaxValue);
        text.Write(value);
        return Encoding.UTF8.GetString(text.End());
    }

    /// <summary>With texts of more than <see cref="KeptJson.Longest"/> letters apart.</summary>
    public static KeptJson Keep(Read.JsonValue value)
    {
        var text = Begin(KeptJson.Longest);
        text.Write(value);
        return new(text.End().ToArray(), [.. text._apart]);
    }

    /// <inheritdoc cref="Keep(Read.JsonValue)"/>
    public static KeptJson Keep(JsonObject value)
    {
        var text = Begin(KeptJson.Longest);
        text.Write(value);
        return new(text.End().ToArray(), [.. text._apart]);
    }

    private static JsonText Begin(int longest)
    {
        var text = _ofThread ??= new();
        text._bytes.ResetWrittenCount();
        text._writer.Reset();
        text._apart.Clear();
        text._longest = longest;
        return text;
    }

    private ReadOnlySpan<byte> End()
    {
        _writer.Flush();
        if (_bytes.Capacity > MostKept) _ofThread = null;
        return _bytes.WrittenSpan;
    }

    private void Write(Read.JsonValue value)
    {
        switch (value)
        {
            case Read.JsonObject json:
                _writer.WriteStartObject();
                var members = Read.JsonMembers.Distinct(json);
                for (var i = 0; i < members.Count; i++)
                {
                    _writer.WritePropertyName(Whole(members[i].Name));
                    Write(members[i].Value);
                }
                _writer.WriteEndObject();
                break;
            case Read.JsonArray list:
                _writer.WriteStartArray();
                for (var i = 0; i < list.Items.Count; i++) Write(list.Items[i]);
                _writer.WriteEndArray();
                break;
            case Read.JsonString text: Write(text.Value); break;
            case Read.JsonNumber number: _writer.WriteRawValue(number.Text); break;
            case Read.JsonBoolean flag: _writer.WriteBooleanValue(flag.Value); break;
            default: _writer.WriteNullValue(); break;
        }
    }

    private void Write(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                _writer.WriteStartObject();
                for (var i = 0; i < json.Count; i++)
                {
                    var (name, member) = json.GetAt(i);
                    _writer.WritePropertyName(Whole(name));
                    Write(member);
                }
                _writer.WriteEndObject();
                break;
            case JsonArray list:
                _writer.WriteStartArray();
                for (var i = 0; i < list.Count; i++) Write(list[i]);
                _writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue<string>(out var text): Write(text); break;
            case null: _writer.WriteNullValue(); break;
            default: node.WriteTo(_writer); break;
        }
    }

    private void Write(string text)
    {
        if (text.Length <= _longest)
        {
            _writer.WriteStringValue(Whole(text));
            return;
        }
        _writer.WriteStringValue("");
        _apart.Add(new((int)(_writer.BytesCommitted + _writer.BytesPending) - 1, Whole(text)));
    }

    /// <summary>Half a surrogate pair is no text, and a writer refuses it.</summary>
    private static string Whole(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (var i = at < 0 ? text.Length : at; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else return string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
        }
        return text;
    }
}
