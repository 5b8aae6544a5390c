using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CloudCourse.Course.Reading;

/// <summary>YAML as JSON by YAML 1.2's core schema: quoted and block scalars are strings, plain ones by their look.</summary>
/// <seealso href="https://yaml.org/spec/1.2.2/#103-core-schema"/>
internal static partial class YamlJson
{
    public const int Deepest = 60;
    public const int MostValues = 200_000;

    /// <summary>An alias may name what it stands in, or make much out of little: what is written out has bounds.</summary>
    /// <param name="fault">Where it goes deeper than <see cref="Deepest"/> or holds more than <see cref="MostValues"/>; null where all went well.</param>
    public static JsonElement Convert(YamlNode node, out YamlNode? fault)
    {
        using var buffer = new MemoryStream();
        using Utf8JsonWriter writer = new(buffer);
        var values = 0;
        fault = Write(node, writer, 1, ref values);
        if (fault is not null) return JsonElement.Parse("{}");
        writer.Flush();
        return JsonElement.Parse(buffer.ToArray(), new() { MaxDepth = Deepest + 1 });
    }

    public static bool IsNull(YamlScalarNode scalar) => scalar.Style is ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL";

    /// <returns>What is too deep or too much.</returns>
    private static YamlNode? Write(YamlNode node, Utf8JsonWriter json, int depth, ref int values)
    {
        if (depth > Deepest || ++values > MostValues) return node;
        switch (node)
        {
            case YamlMappingNode mapping:
                json.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    json.WritePropertyName((key as YamlScalarNode)?.Value ?? key.ToString());
                    if (Write(value, json, depth + 1, ref values) is { } fault) return fault;
                }
                json.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Children)
                {
                    if (Write(item, json, depth + 1, ref values) is { } fault) return fault;
                }
                json.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(scalar, json);
                break;
            default:
                json.WriteNullValue();
                break;
        }
        return null;
    }

    private static void WriteScalar(YamlScalarNode scalar, Utf8JsonWriter json)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not ScalarStyle.Plain) json.WriteStringValue(text);
        else if (IsNull(scalar)) json.WriteNullValue();
        else if (text is "true" or "True" or "TRUE") json.WriteBooleanValue(true);
        else if (text is "false" or "False" or "FALSE") json.WriteBooleanValue(false);
        else if (Decimal.IsMatch(text)) json.WriteRawValue(JsonNumber(text));
        else if (OtherBase.IsMatch(text) && OfOtherBase(text) is { } value) json.WriteNumberValue(value);
        else json.WriteStringValue(text);
    }

    /// <summary>YAML also writes <c>+1</c>, <c>007</c>, <c>.5</c> and <c>1.</c>, which JSON does not; no digit is lost.</summary>
    private static string JsonNumber(string text)
    {
        var match = Decimal.Match(text);
        var sign = match.Groups["sign"].Value is "-" ? "-" : "";
        var whole = match.Groups["whole"].Value.TrimStart('0');
        var fraction = match.Groups["fraction"].Value;
        return sign + (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction) + match.Groups["exponent"].Value;
    }

    private static ulong? OfOtherBase(string text)
    {
        if (text[1] == 'x') return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        if (text.Length > 23) return null;
        return text.AsSpan(2).ToArray().Aggregate(0UL, (sum, digit) => sum * 8 + (ulong)(digit - '0'));
    }

    [GeneratedRegex(@"\A(?<sign>[-+]?)(?=\.?[0-9])(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?(?<exponent>[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Decimal { get; }

    [GeneratedRegex(@"\A0(x[0-9a-fA-F]+|o[0-7]+)\z")]
    private static partial Regex OtherBase { get; }
}
