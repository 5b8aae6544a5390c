using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

public sealed class IamLabTests(Suite suite) : BrowserTest(suite)
{
    [Fact]
    public async Task People_change_groups_in_one_file_and_what_is_too_broad_in_the_other_is_shown_by_a_request()
    {
        var bench = await LabBench.OpenAsync(Page, "groups-and-a-changing-role");
        var trail = await Page.Locator(".pane-instructions code", new() { HasTextRegex = new("-trail$") }).First.InnerTextAsync();
        await bench.WriteAsync("""{ "UserDetailList": [{ "UserName": "ana", "GroupList": ["everyone", "auditors"] }] }""");
        await Page.Locator(".tab[data-path='auditors.json']").ClickAsync();
        await bench.ShowsAsync("SeeTheEvents");

        await bench.WriteAsync(Auditors("cloudtrail:*"));
        await bench.SubmitAsync("failed");
        var first = bench.Report.Locator(".report-first");
        await Expect(first).ToContainTextAsync("Auditors would be allowed");
        await Expect(first.Locator(".title")).ToContainTextAsync("Your policy allows this");
        await Expect(first.Locator(".request")).ToContainTextAsync(new Regex("user/cleo calls cloudtrail:"));

        await bench.WriteAsync(Auditors("cloudtrail:LookupEvents"));
        await bench.SubmitAsync("passed");

        string Auditors(string events) => $$"""
            {
              "Version": "2012-10-17",
              "Statement": [
                { "Sid": "Events", "Effect": "Allow", "Action": "{{events}}", "Resource": "*" },
                { "Sid": "Logs", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": ["arn:aws:s3:::{{trail}}", "arn:aws:s3:::{{trail}}/*"] }
              ]
            }
            """;
    }
}
