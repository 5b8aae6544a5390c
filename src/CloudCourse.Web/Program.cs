using System.Globalization;
using CloudCourse.Web.Shared.Hosting;

// What is written for programs, and what is graded, is the same in every country.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

// One line a feature; each feature registers and maps itself from its own folder.
var builder = WebApplication.CreateBuilder(args);
if (args is ["--health"]) return await HealthProbe.RunAsync(builder.Configuration);
builder.AddFrame();

var app = builder.Build();
app.UseFrame();
app.MapFrame();

await app.RunAsync();
return 0;
