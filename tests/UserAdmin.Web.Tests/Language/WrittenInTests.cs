using UserAdmin.Web.Bulk;
using UserAdmin.Web.Imports;
using UserAdmin.Web.Live;
using UserAdmin.Web.SystemPages;
using UserAdmin.Web.Users.Actions;
using UserAdmin.Web.Users.History;
using static UserAdmin.Web.Language.Texts;

namespace UserAdmin.Web.Tests.Language;

public sealed class WrittenInTests
{
    private static readonly DateTimeOffset _at = new(2026, 11, 24, 8, 5, 9, TimeSpan.Zero);

    [Fact]
    public void NumbersAndMoments_InEnglish_HaveTheConsolesForms() =>
        Read()
            .ShouldBe(
                "1,204; 2.4 MB; 3.1 GB; Tue 24 Nov 2026, 08:05; 2026-11-24 08:05:09 UTC; 2026-11-24 08:05 UTC; "
                    + "2026-11-24T08:05; 2026-11-24; 1,204 events"
            );

    [Fact]
    public void NumbersAndMoments_InGerman_HaveItsForms()
    {
        using var _ = new InGerman();

        Read()
            .ShouldBe(
                "1.204; 2,4 MB; 3,1 GB; Di, 24. Nov. 2026, 08:05; 24.11.2026, 08:05:09 UTC; 24.11.2026, 08:05 UTC; "
                    + "24.11.2026, 08:05; 24.11.2026; 1.204 Ereignisse"
            );
    }

    [Fact]
    public void NumbersOfTheCore_InGerman_HaveItsForm()
    {
        using var _ = new InGerman();

        FromCore("File read: 12,345 rows").ShouldContain("12.345");
        // What a machine reads stays, in texts as well: ZonedText finds it there.
        RelativeTime.InLog(_at).ShouldBe("2026-11-24 08:05:09 UTC");
        RelativeTime.Machine(_at).ShouldBe("2026-11-24T08:05:09.000Z");
    }

    [Fact]
    public void Actor_OfAPerson_IsNoText()
    {
        using var _ = new InGerman();

        HistoryText.Actor("Another program").ShouldBe("einem anderen Programm");
        HistoryText.ActorAlone("Another program").ShouldBe("Ein anderes Programm");
        // A text of the core elsewhere.
        FromCore("Display name").ShouldNotBe("Display name");
        HistoryText.Actor("Display name").ShouldBe("Display name");
    }

    private static string Read() =>
        string.Join(
            "; ",
            BulkText.Count(1204),
            ImportText.Size(2_400_000),
            SystemText.Size(3_100_000_000),
            LocalZone.Words(_at, TimeZoneInfo.Utc),
            RelativeTime.Exactly(_at),
            new BrowserZone().Words(_at),
            RelativeTime.OfSearch("2026-11-24T08:05"),
            RelativeTime.OfSearch("2026-11-24"),
            HistoryText.Count(1204)
        );
}
