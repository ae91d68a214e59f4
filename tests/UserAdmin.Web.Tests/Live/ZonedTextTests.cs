using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Tests.Live;

/// <summary>Moments in a text are read in the person's own zone.</summary>
public sealed class ZonedTextTests : ConsoleContext
{
    [Theory]
    [InlineData("America/Los_Angeles", "Locked until 2026-11-27 16:00 (America/Los_Angeles)")]
    [InlineData("Europe/Berlin", "Locked until 2026-11-28 01:00 (Europe/Berlin)")]
    [InlineData("UTC", "Locked until 2026-11-28 00:00 UTC")]
    [InlineData("Nowhere/Land", "Locked until 2026-11-28 00:00 UTC")]
    public void ZonedText_WithAMoment_ShowsItInTheZone(string zone, string words)
    {
        Services.GetRequiredService<BrowserZone>().Set(zone);

        var text = Show<ZonedText>(parameters => parameters.Add(p => p.Text, "Locked until 2026-11-28 00:00 UTC"));

        text.Nodes.Select(node => node.TextContent).Aggregate("", string.Concat).Trim().ShouldBe(words);
        text.Find("time").GetAttribute("title").ShouldBe("2026-11-28 00:00:00 UTC");
    }

    [Fact]
    public void ZonedText_WithoutAMoment_IsTheText() =>
        Show<ZonedText>(parameters => parameters.Add(p => p.Text, "Account disabled"))
            .Markup.Trim()
            .ShouldBe("Account disabled");
}
