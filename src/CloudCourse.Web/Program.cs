using System.Globalization;
using CloudCourse.Progress;
using CloudCourse.Web.Accounts;
using CloudCourse.Web.Authoring;
using CloudCourse.Web.Exams;
using CloudCourse.Web.Iam;
using CloudCourse.Web.Labs;
using CloudCourse.Web.Lessons;
using CloudCourse.Web.Playground;
using CloudCourse.Web.Progress;
using CloudCourse.Web.Quizzes;
using CloudCourse.Web.Shared.Hosting;
using CloudCourse.Web.Teach;
using CloudCourse.Web.Teach.Demo;

// What is written for programs, and what is graded, is the same in every country.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

// One line a feature; each feature registers and maps itself from its own folder.
var builder = WebApplication.CreateBuilder(DemoSite.Without(args));
if (args is ["--health"]) return await HealthProbe.RunAsync(builder.Configuration);
var demo = DemoSite.Asked(args);
demo?.Configure(builder.Configuration);
builder.AddFrame();
builder.AddCourse();
builder.AddAuthoring();
builder.AddProgress();
builder.AddLabs();
builder.AddPolicyAssist();
builder.AddAccounts();
builder.AddPlayground();

var app = builder.Build();
app.UseFrame();

app.MapFrame();
app.MapReading();
app.MapAuthoring();
app.MapQuizzes();
app.MapExam();
app.MapLabs();
app.MapPolicyAssist();
app.MapAccounts();
app.MapTeach();
app.MapPlayground();

try
{
    await app.UseProgressAsync();
}
catch (DatabaseUnusableException unusable)
{
    await Console.Error.WriteLineAsync(unusable.Message);
    return 1;
}
app.UseCourse();
if (demo is not null) await demo.RunAsync(app);
else await app.RunAsync();
return 0;
