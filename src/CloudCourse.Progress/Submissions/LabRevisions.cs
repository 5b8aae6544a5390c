using System.Collections.Concurrent;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>The labs that submissions were made to, by hash: an author's next edit does not change how those are graded.</summary>
public sealed class LabRevisions(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, byte> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps the lab as its author wrote it; again is no error and costs no query.</summary>
    public async Task KeepAsync(LabDefinition lab, CancellationToken cancel = default)
    {
        if (_kept.ContainsKey(lab.Hash)) return;
        await contexts.WriteAsync(async db =>
        {
            if (await db.LabRevisions.AnyAsync(r => r.Hash == lab.Hash, cancel)) return false;
            db.LabRevisions.Add(new()
            {
                Hash = lab.Hash,
                ActivityId = lab.Id,
                Json = JsonSerializer.Serialize(lab with { Solutions = [] }, CourseJson.Options),
                KeptAt = clock.UtcNow(),
            });
            return true;
        }, cancel);
        _kept.TryAdd(lab.Hash, 0);
    }

    /// <summary>The lab of that hash, without solutions; null where none was kept.</summary>
    public async Task<LabDefinition?> FindAsync(string hash, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var json = await db.LabRevisions.Where(r => r.Hash == hash).Select(r => r.Json).SingleOrDefaultAsync(cancel);
        return json is null ? null : JsonSerializer.Deserialize<LabDefinition>(json, CourseJson.Options);
    }
}
