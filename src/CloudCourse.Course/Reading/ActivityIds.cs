namespace CloudCourse.Course.Reading;

/// <summary>Holds that no two things of the course share a UUID or an address.</summary>
internal sealed class ActivityIds
{
    private readonly Dictionary<Guid, string> _ids = [];
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);

    /// <summary>Where each thing stands, by its id.</summary>
    public IReadOnlyDictionary<Guid, string> Files => _ids;

    public Guid Id(YamlObject from, string file)
    {
        var id = from.Uuid("id");
        if (id != Guid.Empty && !_ids.TryAdd(id, file))
            from.Problem("id", $"The id {id} is already that of {_ids[id]}; write a new one here.");
        return id;
    }

    /// <param name="space">Slugs are unique within it: <c>page</c> for lessons and labs, <c>module</c> for modules.</param>
    public string Slug(YamlObject from, string file, string space)
    {
        var slug = from.Slug("slug");
        if (slug.Length > 0 && !_addresses.TryAdd($"{space}/{slug}", file))
            from.Problem("slug", $"The slug `{slug}` is already that of {_addresses[$"{space}/{slug}"]}; choose another.");
        return slug;
    }
}
