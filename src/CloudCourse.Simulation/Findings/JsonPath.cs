using System.Globalization;
using System.Text;

namespace CloudCourse.Simulation.Findings;

/// <summary>
/// The way to a value, one step a container, shared by all that lies below. As a text each value would carry the names of
/// everything around it, and a document of long names would take memory by its square.
/// </summary>
/// <param name="name">Null for a place in a list.</param>
internal sealed class JsonPath(JsonPath? parent, string? name, int index)
{
    private readonly JsonPath? _parent = parent;
    private readonly string? _name = name;
    private readonly int _index = index;

    /// <summary>As a JSON pointer.</summary>
    public override string ToString()
    {
        Stack<JsonPath> steps = [];
        for (var step = this; step is not null; step = step._parent) steps.Push(step);
        StringBuilder pointer = new();
        foreach (var step in steps)
        {
            pointer.Append('/');
            if (step._name is null) pointer.Append(CultureInfo.InvariantCulture, $"{step._index}");
            else pointer.Append(step._name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }
        return pointer.ToString();
    }
}
