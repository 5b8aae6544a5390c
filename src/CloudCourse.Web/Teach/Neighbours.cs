namespace CloudCourse.Web.Teach;

internal static class Neighbours
{
    /// <summary>Cuts a list into runs of neighbours with the same key.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> ChunkBy<T, TKey>(this IEnumerable<T> items, Func<T, TKey> key)
    {
        List<List<T>> runs = [];
        foreach (var item in items)
        {
            if (runs is [.., var run] && Equals(key(run[0]), key(item))) run.Add(item);
            else runs.Add([item]);
        }
        return runs;
    }
}
