using System.Globalization;
using UserAdmin.Imports;

namespace UserAdmin.Tests.Imports;

/// <summary>What the text of a cell means.</summary>
public sealed class ImportCellsTests
{
    [Theory]
    [InlineData("Email", "Ann Lee <ann@example.com>", "ann@example.com")]
    [InlineData("Email", "\"Lee, Ann\" <mailto:ann@example.com>", "ann@example.com")]
    [InlineData("Email", "mailto:ann@example.com?subject=x", "ann@example.com")]
    [InlineData("Email", "ann@example.com; bob@example.com", "ann@example.com")]
    [InlineData("Email", "ann@example.com, bob@example.com", "ann@example.com")]
    [InlineData("Email", "ann@example.com ::: bob@example.com", "ann@example.com")]
    [InlineData("Email", "'ann@example.com", "ann@example.com")]
    [InlineData("Email", "o'brien@example.com", "o'brien@example.com")]
    [InlineData("Email", "ann@example.com.", "ann@example.com")]
    [InlineData("Email", "nobody", "nobody")]
    [InlineData("Email", "a@b@c", "a@b@c")]
    [InlineData("PhoneNumber", "tel:+49-30-1234567", "+49-30-1234567")]
    [InlineData("PhoneNumber", "+49 30 1 ::: +49 30 2", "+49 30 1")]
    [InlineData("PhoneNumber", "\u202A+49 30 1\u202C", "+49 30 1")]
    [InlineData("Locale", "de_DE", "de-DE")]
    [InlineData("Locale", "de_DE.UTF-8", "de-DE")]
    [InlineData("Locale", "EN-us", "en-US")]
    [InlineData("Locale", "zh_hant_tw", "zh-Hant-TW")]
    [InlineData("Locale", "German", "de")]
    [InlineData("Locale", "iw_IL", "he-IL")]
    [InlineData("TimeZone", "W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("TimeZone", "europe/berlin", "Europe/Berlin")]
    [InlineData("TimeZone", "New York", "America/New_York")]
    [InlineData("TimeZone", "(UTC+01:00) Amsterdam, Berlin, Bern", "Europe/Amsterdam")]
    [InlineData("TimeZone", "99", null)]
    [InlineData("TimeZone", "Mars/Olympus", "Mars/Olympus")]
    [InlineData("ExternalId", "1203.0", "1203")]
    [InlineData("ExternalId", "1203.5", "1203.5")]
    [InlineData("DisplayName", "Line\r\nBreak", "Line Break")]
    [InlineData("DisplayName", "1203.0", "1203.0")]
    [InlineData("Department", "  ", null)]
    public void Value_OfACell_IsWhatIsMeant(string field, string cell, string? meant) =>
        ImportCells.Value(new ImportField(field), cell).ShouldBe(meant);

    [Theory]
    [InlineData("2026-01-15T09:30:00.123Z", "2026-01-15 09:30:00")]
    [InlineData("2026-01-15T09:30:00+02:00", "2026-01-15 07:30:00")]
    [InlineData("2026-01-15 09:30:00.1234567 +00:00", "2026-01-15 09:30:00")]
    [InlineData("2026-01-15", "2026-01-15 00:00:00")]
    [InlineData("20261127225506Z", "2026-11-27 22:55:06")]
    [InlineData("1764000000", "2025-11-24 16:00:00")]
    [InlineData("1764000000123", "2025-11-24 16:00:00")]
    [InlineData("1764000000.123", "2025-11-24 16:00:00")]
    [InlineData("31.12.2025 10:00", "2025-12-31 10:00:00")]
    [InlineData("02/01/2026", "2026-02-01 00:00:00")]
    [InlineData("02/01/2026 3:04 PM", "2026-02-01 15:04:00")]
    [InlineData("someday", null)]
    [InlineData("15", null)]
    public void Moment_OfACell_IsInUtc(string cell, string? meant) =>
        (
            ImportMoments.Of(cell, beginsWithDay: false) is { } moment
                ? moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
                : null
        ).ShouldBe(meant);

    [Fact]
    public void Moment_WithTheDayFirst_IsReadSo()
    {
        ImportMoments.Of("02/01/2026", beginsWithDay: true)!.Value.Month.ShouldBe(1);
        ImportMoments.BeginsWithDay("13/01/2026").ShouldBeTrue();
        ImportMoments.BeginsWithDay("01/13/2026").ShouldBeFalse();
    }

    [Theory]
    [InlineData("Never logged in")]
    [InlineData("0")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("0001-01-01")]
    public void Moment_BeforeEverything_IsNever(string cell) => ImportMoments.IsNever(cell).ShouldBeTrue();

    [Theory]
    [InlineData("Admin, Editor", "Admin|Editor")]
    [InlineData("Admin; editor\nADMIN", "Admin|editor")]
    [InlineData("""["Admin","Editor"]""", "Admin|Editor")]
    [InlineData("{Admin,Editor}", "Admin|Editor")]
    [InlineData("CN=Staff,OU=x,DC=y;CN=Sales\\, North,OU=x,DC=y", "Staff|Sales, North")]
    public void Roles_InACell_AreItsNames(string cell, string names) =>
        string.Join('|', ImportedRoles.In(cell)).ShouldBe(names);
}
