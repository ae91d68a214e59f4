using UserAdmin.Users.Search;

namespace UserAdmin.Tests.Users.Search;

/// <summary>A day in a search is a day in the viewer's time zone.</summary>
public sealed class SearchZonesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 28, 0, 30, 0, TimeSpan.Zero);

    [Theory]
    // Half past four in the afternoon of the 27th in Los Angeles.
    [InlineData("today@America/Los_Angeles", "2026-11-27T08:00Z", "2026-11-28T08:00Z")]
    [InlineData("today@Asia/Tokyo", "2026-11-27T15:00Z", "2026-11-28T15:00Z")]
    [InlineData("today", "2026-11-28T00:00Z", "2026-11-29T00:00Z")]
    [InlineData("2026-11-27@America/Los_Angeles", "2026-11-27T08:00Z", "2026-11-28T08:00Z")]
    [InlineData("2026-07@Europe/Berlin", "2026-06-30T22:00Z", "2026-07-31T22:00Z")]
    [InlineData("2026@Asia/Kolkata", "2025-12-31T18:30Z", "2026-12-31T18:30Z")]
    [InlineData("2026-01-01..2026-03-31@Europe/Berlin", "2025-12-31T23:00Z", "2026-03-31T22:00Z")]
    [InlineData("2026-03-29@Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T22:00Z")]
    // Clocks go forward at midnight, so the day begins at one.
    [InlineData("2026-09-06@America/Santiago", "2026-09-06T04:00Z", "2026-09-07T03:00Z")]
    [InlineData("2026-11-27T16:30@America/Los_Angeles", "2026-11-28T00:30Z", "2026-11-28T00:31Z")]
    [InlineData("2026-11-27T16:30Z", "2026-11-27T16:30Z", "2026-11-27T16:31Z")]
    public void Span_InAZone_IsTheDaysOfTheZone(string value, string from, string to)
    {
        var span = SearchValues.Span(SearchFields.Find("created")!, value, _now);

        span.ShouldBe(
            (
                DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
                DateTimeOffset.Parse(to, System.Globalization.CultureInfo.InvariantCulture)
            )
        );
    }

    [Theory]
    [InlineData("created:today smith", "created:today@Asia/Tokyo smith")]
    [InlineData("created>=2026-01-31 signed-in:never", "created>=2026-01-31@Asia/Tokyo signed-in:never")]
    [InlineData("created:2026-01..2026-03,2025", "created:2026-01..2026-03@Asia/Tokyo,2025@Asia/Tokyo")]
    [InlineData("created:today@Europe/Berlin", "created:today@Europe/Berlin")]
    [InlineData("created<30d state:locked", "created<30d state:locked")]
    [InlineData("created>2026-11-27T16:30Z", "created>2026-11-27T16:30Z")]
    [InlineData("email:ada@example.com", "email:ada@example.com")]
    [InlineData("created:nonsense", "created:nonsense")]
    [InlineData("", "")]
    public void In_AZone_AddsTheZoneToEachDay(string text, string zoned)
    {
        SearchZones.In(text, "Asia/Tokyo").ShouldBe(zoned);
        SearchZones.In(zoned, "America/Los_Angeles").ShouldBe(zoned, "whoever else opens it sees the same");
        UserSearch.Parse(zoned).IsValid.ShouldBe(text != "created:nonsense");
    }

    [Fact]
    public void Without_AZone_IsWhatWasTyped() =>
        SearchZones
            .Without("created:today@Asia/Tokyo email:ada@example.com")
            .ShouldBe("created:today email:ada@example.com");

    [Theory]
    [InlineData("created:today@Mars/Base")]
    [InlineData("created:never@Nowhere")]
    public void Parse_WithAnUnknownZone_NamesTheZoneInTheError(string text) =>
        UserSearch.Parse(text).Errors.ShouldHaveSingleItem().Message.ShouldContain("There is no time zone");
}
