using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCourse.Course.Grading;

/// <summary>The one way reports and submissions are written as JSON: camelCase names and words, nothing that is absent.</summary>
public static class CourseJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
