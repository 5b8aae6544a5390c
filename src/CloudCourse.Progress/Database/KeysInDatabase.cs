using System.Xml.Linq;
using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CloudCourse.Progress;

/// <summary>
/// Keeps Data Protection's keys beside the accounts that they protect: every server and the command line share them, and a
/// backup of the database is whole. Who can read the database can read them, as they can everything else in it.
/// </summary>
internal sealed class KeysInDatabase(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
    : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().Select(k => k.Xml).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.DataProtectionKeys.Add(new()
        {
            Id = clock.NewId(),
            Name = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }
}
