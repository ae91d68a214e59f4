using Bogus;
using Bogus.Extensions;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>A name in its own script and in the letters used in an email address.</summary>
internal sealed record SeedName(string Text, string Latin);

/// <summary>The names of one language, with its time zones and phone numbers.</summary>
/// <param name="Tag">Language tag (BCP 47).</param>
/// <param name="Given">Given names.</param>
/// <param name="Family">Family names.</param>
/// <param name="Zones">IANA time zones of its people.</param>
/// <param name="CallingCode">Country code of their phones (E.164).</param>
internal sealed record SeedLanguage(
    string Tag,
    IReadOnlyList<SeedName> Given,
    IReadOnlyList<SeedName> Family,
    IReadOnlyList<string> Zones,
    int CallingCode
)
{
    /// <summary>Whether the family name comes first, without a space.</summary>
    public bool IsFamilyFirst => Tag is "zh-CN" or "zh-TW" or "ja" or "ko";
}

/// <summary>
/// The pools from which names of seeded users are combined. They are taken from Bogus once for each language, because
/// creating a <see cref="Faker"/> for each user took 0.35 ms, longer than storing the user.
/// </summary>
internal static class SeedNames
{
    private const int Draws = 600;

    // The weight of each language, out of about a hundred.
    private static readonly (int Weight, string Bogus, string Tag, int CallingCode, string[] Zones)[] _languages =
    [
        (28, "en", "en", 1, ["America/New_York", "America/Chicago", "America/Los_Angeles"]),
        (8, "en_GB", "en-GB", 44, ["Europe/London"]),
        (8, "de", "de", 49, ["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"]),
        (6, "fr", "fr", 33, ["Europe/Paris"]),
        (6, "es", "es", 34, ["Europe/Madrid", "America/Mexico_City", "America/Bogota"]),
        (5, "pt_BR", "pt-BR", 55, ["America/Sao_Paulo"]),
        (4, "it", "it", 39, ["Europe/Rome"]),
        (3, "nl", "nl", 31, ["Europe/Amsterdam"]),
        (3, "pl", "pl", 48, ["Europe/Warsaw"]),
        (2, "sv", "sv", 46, ["Europe/Stockholm"]),
        (2, "tr", "tr", 90, ["Europe/Istanbul"]),
        (2, "cz", "cs", 420, ["Europe/Prague"]),
        (2, "vi", "vi", 84, ["Asia/Ho_Chi_Minh"]),
        (2, "el", "el", 30, ["Europe/Athens"]),
        (3, "ru", "ru", 7, ["Europe/Moscow"]),
        (2, "uk", "uk", 380, ["Europe/Kyiv"]),
        (1, "ge", "ka", 995, ["Asia/Tbilisi"]),
        (3, "ar", "ar", 971, ["Asia/Dubai", "Africa/Cairo"]),
        (2, "fa", "fa", 98, ["Asia/Tehran"]),
        (5, "zh_CN", "zh-CN", 86, ["Asia/Shanghai"]),
        (2, "zh_TW", "zh-TW", 886, ["Asia/Taipei"]),
        (3, "ja", "ja", 81, ["Asia/Tokyo"]),
        (2, "ko", "ko", 82, ["Asia/Seoul"]),
    ];

    /// <summary>The languages, each repeated according to its weight.</summary>
    public static IReadOnlyList<SeedLanguage> Languages { get; } =
    [
        .. _languages.SelectMany(language =>
            Enumerable.Repeat(
                Drawn(language.Bogus, language.Tag, language.CallingCode, language.Zones),
                language.Weight
            )
        ),
        // Bogus has no names in these scripts.
        .. Enumerable.Repeat(
            Of(
                "th",
                66,
                "Asia/Bangkok",
                "สมชาย/somchai สมหญิง/somying ณัฐพล/nattaphon กมลชนก/kamonchanok ธนกร/thanakorn",
                "แก้วมณี/kaeomani ศรีสุข/sisuk วงศ์ไทย/wongthai ใจดี/chaidee"
            ),
            1
        ),
        .. Enumerable.Repeat(
            Of(
                "hi",
                91,
                "Asia/Kolkata",
                "आरव/aarav प्रिया/priya रोहन/rohan अनन्या/ananya विवेक/vivek दीपिका/deepika",
                "शर्मा/sharma पटेल/patel सिंह/singh गुप्ता/gupta कुमार/kumar"
            ),
            2
        ),
        .. Enumerable.Repeat(
            Of(
                "he",
                972,
                "Asia/Jerusalem",
                "נועה/noa יוסף/yosef תמר/tamar דוד/david מאיה/maya",
                "כהן/cohen לוי/levi מזרחי/mizrahi פרץ/peretz"
            ),
            1
        ),
    ];

    /// <summary>Job titles, in English as in most directories.</summary>
    public static IReadOnlyList<string> JobTitles { get; } = Titles();

    private static SeedLanguage Drawn(string locale, string tag, int callingCode, string[] zones)
    {
        var faker = new Faker(locale) { Random = new Randomizer(1) };
        return new(
            tag,
            Draw(locale, () => faker.Name.FirstName()),
            Draw(locale, () => faker.Name.LastName()),
            zones,
            callingCode
        );
    }

    private static List<SeedName> Draw(string locale, Func<string> draw) =>
        [
            .. Enumerable
                .Range(0, Draws)
                .Select(_ => draw().Trim())
                .Distinct()
                .Where(IsName)
                .Select(name => new SeedName(name, Latin(name, locale))),
        ];

    private static SeedLanguage Of(string tag, int callingCode, string zone, string given, string family) =>
        new(tag, Split(given), Split(family), [zone], callingCode);

    // Some names from Bogus contain a broken letter or a remark.
    private static bool IsName(string name) => !name.Contains('\uFFFD') && !name.Contains('(');

    private static List<SeedName> Split(string names) =>
        [.. names.Split(' ').Select(name => name.Split('/')).Select(parts => new SeedName(parts[0], parts[1]))];

    private static string Latin(string name, string locale)
    {
        var letters = new string([.. name.Transliterate(locale).ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return letters.Length == 0 ? "user" : letters;
    }

    private static List<string> Titles()
    {
        var faker = new Faker("en") { Random = new Randomizer(1) };
        return [.. Enumerable.Range(0, Draws).Select(_ => faker.Name.JobTitle()).Distinct()];
    }
}
