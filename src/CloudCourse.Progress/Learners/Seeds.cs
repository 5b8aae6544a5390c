using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

public static class LabSeed
{
    /// <summary>The seed of one learner's variant of a lab: the same on every machine and in every version, from 0 up.</summary>
    public static int Of(Guid learnerId, Guid labId)
    {
        Span<byte> ids = stackalloc byte[32];
        learnerId.TryWriteBytes(ids, bigEndian: true, out _);
        labId.TryWriteBytes(ids[16..], bigEndian: true, out _);
        return BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(ids)) & int.MaxValue;
    }
}

/// <summary>Which seed a learner works with. Ask this, not <see cref="LabSeed"/>: work that came from a guest keeps the guest's names.</summary>
public sealed class Seeds(IDbContextFactory<ProgressContext> contexts)
{
    public async Task<int> ForAsync(Guid learnerId, Guid labId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var kept = await db.Variants.Where(v => v.LearnerId == learnerId && v.ActivityId == labId)
            .Select(v => (int?)v.Seed).SingleOrDefaultAsync(cancel);
        return kept ?? LabSeed.Of(learnerId, labId);
    }
}
