namespace CloudCourse.Simulation.Findings;

/// <summary>A JSON value that knows its place in the text. Member order and repeated names are kept.</summary>
public abstract record JsonValue(Location At)
{
    /// <summary>How JSON names this type, with its article: "a string", "an object".</summary>
    public abstract string TypeName { get; }
}

public sealed record JsonObject(IReadOnlyList<JsonMember> Members, Location At) : JsonValue(At)
{
    public override string TypeName => "an object";

    /// <summary>The first member of that exact name.</summary>
    public JsonMember? Find(string name) => Members.FirstOrDefault(m => m.Name == name);
}

/// <param name="NameAt">The name with its quotes.</param>
public sealed record JsonMember(string Name, Location NameAt, JsonValue Value);

public sealed record JsonArray(IReadOnlyList<JsonValue> Items, Location At) : JsonValue(At)
{
    public override string TypeName => "a list";
}

/// <param name="Value">The string with its escapes undone.</param>
public sealed record JsonString(string Value, Location At) : JsonValue(At)
{
    public override string TypeName => "a string";
}

/// <param name="Text">The number as written, so that no digit is lost.</param>
public sealed record JsonNumber(string Text, Location At) : JsonValue(At)
{
    public override string TypeName => "a number";
}

public sealed record JsonBoolean(bool Value, Location At) : JsonValue(At)
{
    public override string TypeName => Value ? "true" : "false";
}

public sealed record JsonNull(Location At) : JsonValue(At)
{
    public override string TypeName => "null";
}
