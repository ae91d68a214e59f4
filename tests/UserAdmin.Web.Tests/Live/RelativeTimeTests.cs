using System.Globalization;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Tests.Live;

public sealed class RelativeTimeTests
{
    private const long Minute = 60;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(4, "just now")]
    [InlineData(-4, "just now")]
    [InlineData(5, "5 seconds ago")]
    [InlineData(59, "59 seconds ago")]
    [InlineData(Minute, "1 minute ago")]
    [InlineData(2 * Minute - 1, "1 minute ago")]
    [InlineData(Hour, "1 hour ago")]
    [InlineData(Day - 1, "23 hours ago")]
    [InlineData(Day, "1 day ago")]
    [InlineData(29 * Day, "29 days ago")]
    [InlineData(30 * Day, "1 month ago")]
    [InlineData(364 * Day, "12 months ago")]
    [InlineData(365 * Day, "1 year ago")]
    [InlineData(7300 * Day, "20 years ago")]
    [InlineData(-5, "in 5 seconds")]
    [InlineData(-3 * Minute, "in 3 minutes")]
    [InlineData(-Day, "in 1 day")]
    [InlineData((-7 * Day) + 5, "in 7 days")]
    [InlineData(-60 * Minute + 1, "in 60 minutes")]
    [InlineData((7 * Day) - 5, "6 days ago")]
    public void Words_ForAnAge_SayItAsPeopleDo(long seconds, string words) =>
        RelativeTime.Words(Rows.Now.AddSeconds(-seconds), Rows.Now).ShouldBe(words);

    // As Intl.RelativeTimeFormat of the browser writes it (wwwroot/moments.js).
    [Theory]
    [InlineData(0, "gerade eben")]
    [InlineData(Minute, "vor 1 Minute")]
    [InlineData(3 * Day, "vor 3 Tagen")]
    [InlineData(-365 * Day, "in 1 Jahr")]
    [InlineData(-60 * Day, "in 2 Monaten")]
    public void Words_InGerman_AreThoseOfTheBrowser(long seconds, string words)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
        try
        {
            RelativeTime.Words(Rows.Now.AddSeconds(-seconds), Rows.Now).ShouldBe(words);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Exactly_InAnotherZone_IsUtc() =>
        RelativeTime
            .Exactly(new DateTimeOffset(2026, 11, 23, 15, 3, 12, TimeSpan.FromHours(1)))
            .ShouldBe("2026-11-23 14:03:12 UTC");

    [Fact]
    public void Machine_InAnotherZone_IsWhatTheTimeElementTakes() =>
        RelativeTime
            .Machine(new DateTimeOffset(2026, 11, 23, 15, 3, 12, 7, TimeSpan.FromHours(1)))
            .ShouldBe("2026-11-23T14:03:12.007Z");
}
