using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy.World;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>What the files of an IAM lab are, for the editor's help.</summary>
internal static class PolicyFiles
{
    /// <summary>Null for a file that is no policy, such as the one that says who is in which group.</summary>
    public static EditedPolicy? Of(LabDefinition lab, string path)
    {
        var place = LabAccountReader.Read(lab).Files.GetValueOrDefault(path) ?? new();
        return place.Type switch
        {
            PolicyUse.Account => null,
            PolicyUse.Trust => new("trust"),
            PolicyUse.Resource => new("resource", place.ResourceType),
            PolicyUse.Boundary => new("boundary"),
            PolicyUse.Session => new("session"),
            PolicyUse.ServiceControl => new("serviceControl"),
            PolicyUse.ResourceControl => new("resourceControl"),
            _ => new("identity"),
        };
    }
}
