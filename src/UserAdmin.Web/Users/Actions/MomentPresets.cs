namespace UserAdmin.Web.Users.Actions;

/// <summary>The moments that dialogs offer, in the time zone of the person who chooses.</summary>
internal static class MomentPresets
{
    public static IReadOnlyList<MomentPreset> Lock { get; } =
    [
        new(Marked("For 1 hour"), (now, _) => now.AddHours(1)),
        new(
            Marked("Until tomorrow, 08:00"),
            (now, zone) => LocalZone.Moment(TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(1).AddHours(8), zone)
        ),
        new(Marked("For 7 days"), (now, _) => now.AddDays(7)),
    ];

    public static IReadOnlyList<MomentPreset> NoExpiry { get; } = [new(Marked("Never"), (_, _) => null)];

    public static IReadOnlyList<MomentPreset> Expiry { get; } =
    [
        new(Marked("At the end of the day in 30 days"), (now, zone) => EndOfDay(now, zone, 30)),
        new(Marked("At the end of the day in 90 days"), (now, zone) => EndOfDay(now, zone, 90)),
        new(
            Marked("At the end of this year"),
            (now, zone) => LocalZone.Moment(new DateTime(TimeZoneInfo.ConvertTime(now, zone).Year + 1, 1, 1), zone)
        ),
    ];

    private static DateTimeOffset EndOfDay(DateTimeOffset now, TimeZoneInfo zone, int days) =>
        LocalZone.Moment(TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(days + 1), zone);
}
