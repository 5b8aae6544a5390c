using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>The terminal: a slip, the command brought back and mended, one taken back, many pasted at once, and all of it there after a reload.</summary>
public sealed class CommandLineTests(Suite suite) : BrowserTest(suite)
{
    private const string Script = """
        VOLUME=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=orders-data --query "Volumes[0].VolumeId" --output text)
        aws ec2 create-snapshot --volume-id $VOLUME \
          --tag-specifications 'ResourceType=snapshot,Tags=[{Key=reason,Value=before-upgrade}]'
        aws ec2 describe-snapshots --snapshot-ids snap-0123456789abcdef0
        sleep 1d
        aws ec2 describe-snapshots --owner-ids self --query 'Snapshots[].[State]' --output table
        """;

    private ILocator Entries => Page.Locator(".term-entry");

    private ILocator Input => Page.Locator(".term-input");

    [Fact]
    public async Task Typed_mended_taken_back_pasted_and_graded()
    {
        var bench = await LabBench.OpenAsync(Page, "snapshot-from-the-shell");
        await Input.FocusAsync();
        await Page.Keyboard.TypeAsync("aws ec2 describe-volume");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Entries.Last).ToContainTextAsync("* describe-volumes");
        await Page.Keyboard.PressAsync("ArrowUp");
        await Page.Keyboard.TypeAsync("s --output text");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Entries.Last).ToContainTextAsync("orders-data");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Take the last line back" }).ClickAsync();
        await Expect(Entries).ToHaveCountAsync(1);
        await Expect(Input).ToHaveValueAsync("aws ec2 describe-volumes --output text");

        await Input.FillAsync("");
        await Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", Script);
        await Page.Keyboard.PressAsync("ControlOrMeta+v");
        await Expect(Entries).ToHaveCountAsync(6);
        await Expect(Entries.Last).ToContainTextAsync("|  completed          |");
        await bench.SubmitAsync("passed");
        await Page.ReloadAsync();
        await bench.ReadyAsync();
        await Expect(Entries).ToHaveCountAsync(6);
    }
}
