using System.Globalization;
using UserAdmin.Applications.Commands;
using UserAdmin.EventLog;

namespace UserAdmin.Applications;

/// <summary>The fields of an application that a form changes, as text that the history can show.</summary>
internal sealed record ApplicationContent(
    string Name,
    string Description,
    string? OwnerId,
    IReadOnlyList<string> AllowedAddresses,
    DateTimeOffset? ExpiresAt,
    int RequestsPerMinute
)
{
    // Pages find moments of this form in texts, and show them in the reader's zone.
    private const string MomentFormat = "yyyy-MM-dd HH:mm:ss 'UTC'";

    /// <summary>Every field with its value, by the names used in <see cref="UpdateApplication"/>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Fields =>
        [
            new(nameof(UpdateApplication.Name), Name),
            new(nameof(UpdateApplication.Description), Empty(Description)),
            new(nameof(UpdateApplication.OwnerId), OwnerId),
            new(nameof(UpdateApplication.AllowedAddresses), Empty(string.Join(' ', AllowedAddresses))),
            new(nameof(UpdateApplication.ExpiresAt), ExpiresAt is { } at ? Text(at) : null),
            new(nameof(UpdateApplication.RequestsPerMinute), RequestsPerMinute.ToString(CultureInfo.InvariantCulture)),
        ];

    /// <summary>Returns a copy with some fields set.</summary>
    public ApplicationContent With(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var content = this;
        foreach (var (field, value) in fields)
        {
            content = field switch
            {
                nameof(UpdateApplication.Name) => content with { Name = value! },
                nameof(UpdateApplication.Description) => content with { Description = value ?? "" },
                nameof(UpdateApplication.OwnerId) => content with { OwnerId = value },
                nameof(UpdateApplication.AllowedAddresses) => content with
                {
                    AllowedAddresses = (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
                },
                nameof(UpdateApplication.ExpiresAt) => content with
                {
                    ExpiresAt = value is null
                        ? null
                        : DateTimeOffset.ParseExact(
                            value,
                            MomentFormat,
                            CultureInfo.InvariantCulture,
                            DateTimeStyles.AssumeUniversal
                        ),
                },
                _ => content with { RequestsPerMinute = int.Parse(value!, CultureInfo.InvariantCulture) },
            };
        }

        return content;
    }

    /// <summary>Returns a moment as the history shows it.</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture);

    /// <summary>Returns a moment in UTC without fractions of a second, which <see cref="Text"/> leaves out.</summary>
    public static DateTimeOffset? Whole(DateTimeOffset? at) =>
        at is { } moment
            ? new(moment.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero)
            : null;

    /// <summary>Returns the differences.</summary>
    public static IReadOnlyList<FieldChange> Changes(ApplicationContent from, ApplicationContent to) =>
        [
            .. from
                .Fields.Zip(to.Fields, (before, after) => new FieldChange(before.Key, before.Value, after.Value))
                .Where(change => change.From != change.To),
        ];

    private static string? Empty(string text) => text.Length == 0 ? null : text;
}
