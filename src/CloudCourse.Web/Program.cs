using CloudCourse.Web.Shared.Hosting;

// One line a feature; each feature registers and maps itself from its own folder.
var builder = WebApplication.CreateBuilder(args);
builder.AddFrame();

var app = builder.Build();
app.UseFrame();
app.MapFrame();

await app.RunAsync();
