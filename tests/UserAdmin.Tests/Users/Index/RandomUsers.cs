using CsCheck;
using UserAdmin.Tests.Properties;
using UserAdmin.Users;

namespace UserAdmin.Tests.Users.Index;

/// <summary>Generates users from few values, so that searches find some of them and filters overlap.</summary>
internal static class RandomUsers
{
    public static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public static readonly string[] Names =
    [
        "Ada Lovelace",
        "ada",
        "Łukasz Ångström",
        "Søren Weiß",
        "Émile",
        "王秀英",
        "สมชาย ใจดี",
        "محمد",
        "😀 Smile",
        "O’Brien, Ann-Marie",
        "admin",
        "none",
        "a",
        "Ann Ada",
        "Strauß",
        "Σίσυφος",
        "Müller",
        "Mueller, Anna-Lena",
        "Anna Lena Sørensen",
        "Annalena Ångström-Öst",
        "Obrien",
        "Đoković",
        "Андрей Ёлкин",
        "علي كريم",
        "علی کریم",
        "カタ かな",
    ];

    public static readonly string?[] Departments =
    [
        null,
        "Sales",
        "sales",
        "Field service",
        "Köln",
        "Koln",
        "ガス部",
        "カス部",
        "none",
    ];

    public static readonly string[] Roles = ["", "Administrator", "Help desk", "Auditor, Help desk", "Staff"];

    private static readonly Gen<DateTimeOffset?> _moment = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[-1200, 1200],
        (kind, days) => kind == 0 ? (DateTimeOffset?)null : Now.AddHours(days * 7).AddMilliseconds(kind == 1 ? days : 0)
    );

    /// <summary>Generates a user with a unique key.</summary>
    public static Gen<UserRow> User { get; } =
        Gen.Select(
                Gen.Select(
                    Gen.Guid,
                    Generators.Among(Names),
                    Generators.Among(Names),
                    Gen.Int[0, 999],
                    Generators.Among(Departments),
                    Generators.Among(Roles),
                    Generators.Among<string?>(null, "de", "pt-BR", "EN")
                ),
                Gen.Select(_moment, _moment, _moment, _moment, _moment),
                Gen.Select(
                    Gen.Int[0, 4],
                    Gen.Bool,
                    Gen.Bool,
                    Gen.Bool,
                    Gen.Int[0, 2],
                    Generators.Among<string?>(
                        null,
                        "+49 30 123-45",
                        "0301",
                        "+1 (212) 555",
                        "+49 (0)30 12345-67",
                        "030/1234567",
                        "0301234567"
                    ),
                    Generators.Among("", "Google", "Google, Okta")
                )
            )
            .Select(
                (texts, moments, flags) =>
                {
                    var (id, name, other, number, department, roles, locale) = texts;
                    var (state, twoFactor, confirmed, password, passkeys, phone, logins) = flags;
                    return new UserRow
                    {
                        // Some user names are the address, some are its beginning.
                        Id = id.ToString(),
                        DisplayName = name,
                        UserName = (number % 4) switch
                        {
                            0 => $"{number}.{name.Length}",
                            1 => $"{number}.{name.Length}@example.com",
                            2 => $"{number}",
                            _ => $"user{number}",
                        },
                        Email = $"{number}.{name.Length}@example.{(number % 2 == 0 ? "org" : "com")}",
                        GivenName = number % 3 == 0 ? null : other,
                        FamilyName = number % 5 == 0 ? name : null,
                        JobTitle = number % 4 == 0 ? "Team lead" : null,
                        Department = department,
                        EmployeeNumber = number % 8 == 0 ? $"E{number}" : null,
                        CostCenter = number % 3 == 0 ? "4130" : null,
                        Organization = number % 5 == 0 ? "Example" : null,
                        Division = number % 9 == 0 ? "Köln" : null,
                        ManagerId = number % 2 == 0 ? "boss" : null,
                        Roles = roles,
                        Locale = locale,
                        TimeZone = number % 7 == 0 ? "Europe/Berlin" : null,
                        PhoneNumber = phone,
                        ExternalLogins = logins,
                        ExternalId = number % 6 == 0 ? $"HR-{number}" : null,
                        TwoFactorEnabled = twoFactor,
                        EmailConfirmed = confirmed,
                        HasPassword = password,
                        PasskeyCount = passkeys,
                        CreatedAt = moments.Item1 ?? Now.AddYears(-1),
                        ChangedAt = moments.Item2 ?? Now,
                        LastSignInAt = moments.Item3,
                        ExpiresAt = moments.Item4,
                        LockedUntil = state == 1 ? moments.Item5 ?? Now.AddDays(1) : null,
                        DisabledAt = state == 2 ? Now : null,
                        DeletedAt = state == 3 ? Now : null,
                        InvitedAt = state == 4 ? moments.Item3 ?? Now : null,
                        InvitationExpiresAt = state == 4 ? moments.Item4 : null,
                    };
                }
            );
}
