using System.Text.Json.Nodes;

namespace CloudCourse.Cli.Shared;

/// <summary>A command's answer to one line.</summary>
/// <param name="Members">Everything but <c>id</c>, which is put in front.</param>
/// <param name="Level">How grave it is, as one of the command's levels; null where nothing is.</param>
public sealed record BulkAnswer(JsonObject Members, string? Level = null);
