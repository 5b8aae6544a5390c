using CloudCourse.Labs;
using CloudCourse.Sandbox;

namespace CloudCourse.Web.Labs;

internal static class LabServices
{
    public static void AddLabs(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSandbox(builder.Configuration, builder.Environment.IsDevelopment());
        services.AddSingleton<LabKinds>();
        services.AddSingleton<LabGrading>();
        services.AddSingleton<LabLimits>();
        services.AddSingleton<LabSession>();
        services.AddSingleton<GradingQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<GradingQueue>());
    }
}
