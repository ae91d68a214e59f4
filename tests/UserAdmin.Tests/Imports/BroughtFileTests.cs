using System.Globalization;
using System.IO.Compression;
using System.Text;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Tables;
using UserAdmin.Users;

namespace UserAdmin.Tests.Imports;

/// <summary>
/// Files of other systems, imported with what the program proposes: afterwards the database holds what their owner
/// meant. <c>Tables/Inputs/brought.txt</c> says for each file what that is, field by field.
/// </summary>
public sealed class BroughtFileTests
{
    private const string Expected = "brought.txt";

    private static readonly Dictionary<string, string> _expected = Sections();

    public static TheoryData<string> Files => [.. _expected.Keys];

    [Fact]
    public void EveryFile_HasAnExpectation()
    {
        var files = Directory
            .GetFiles(Path.Combine(AppContext.BaseDirectory, "Tables", "Inputs"))
            .Select(Path.GetFileName)
            .Where(name => name != Expected)
            .ToList();

        files.ShouldNotBeEmpty();
        files.Order(StringComparer.Ordinal).ShouldBe(_expected.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_OfAnotherSystem_IsImportedAsItsOwnerMeant(string file)
    {
        (await ImportedAsync(TableFolder.Input(file), file)).ShouldBe(_expected[file]);
    }

    /// <summary>Imports a file with what the program proposes, and says what became of each row.</summary>
    private static async Task<string> ImportedAsync(byte[] file, string name)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveFileAsync(file, fileName: name);
        var import = await host.GetImportAsync(importId);
        var options = import.Options.ShouldNotBeNull();
        (await host.SendAsync(new ConfigureImport(importId, options))).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();
        if ((await host.GetImportAsync(importId)).Promised.Created > 0)
        {
            await host.RunAsync(importId);
        }

        var text = new StringBuilder();
        foreach (var row in await host.ListRowsAsync(importId))
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Row} ");
            text.AppendLine(
                row.UserId is null
                    ? $"refused: {string.Join(", ", row.Errors.Select(error => error.Code).Distinct())}"
                    : Words(await host.GetUserAsync(row.UserId), host.Get<TimeProvider>().GetUtcNow())
            );
        }

        return text.ToString().ReplaceLineEndings("\n").Trim();
    }

    // Nobody tuned the program for these.
    public static TheoryData<string, string, string> Relatives =>
        new()
        {
            {
                "a list of addresses",
                "anna@example.com\nbo@example.com\n",
                "1 anna@example.com; name anna@example.com\n2 bo@example.com; name bo@example.com"
            },
            {
                "addresses as a mail program writes them, without titles",
                "Anna Berg <anna@example.com>\n\"Lind, Bo\" <bo@example.com>\n",
                "1 anna@example.com; name Anna Berg\n2 bo@example.com; name Lind, Bo"
            },
            {
                "names and numbers without titles",
                "Anna;Berg;anna@example.com;+49 30 1234567\nBo;Lind;bo@example.com;+49 30 1234568\n",
                "1 anna@example.com; name Anna Berg; given Anna; family Berg; phone +49 30 1234567\n"
                    + "2 bo@example.com; name Bo Lind; given Bo; family Lind; phone +49 30 1234568"
            },
            {
                "the name of the family is called name",
                "Name;Vorname;E-Mail;Aktiv;Angelegt am\nBerg;Anna;anna@example.com;ja;02.01.2026\n"
                    + "Lind;Bo;bo@example.com;nein;31.12.2025 10:00\n",
                "2 anna@example.com; name Anna Berg; given Anna; family Berg; since 2026-01-02 00:00:00\n"
                    + "3 bo@example.com; name Bo Lind; given Bo; family Lind; disabled; since 2025-12-31 10:00:00"
            },
            {
                "French titles",
                "Prénom;Nom;Courriel;Téléphone;Service;Fonction;Langue\n"
                    + "Anne;Roux;anne@example.com;+33 1 23 45 67 89;Ventes;Chef;français\n",
                "2 anne@example.com; name Anne Roux; given Anne; family Roux; title Chef; in Ventes; "
                    + "phone +33 1 23 45 67 89; speaks fr"
            },
            {
                "Spanish titles",
                "Nombre,Apellidos,Correo electrónico,Departamento,Puesto,Último acceso\n"
                    + "Ana,Ruiz,ana@example.com,Ventas,Jefa,13/02/2026 08:00\n",
                "2 ana@example.com; name Ana Ruiz; given Ana; family Ruiz; title Jefa; in Ventas; "
                    + "seen 2026-02-13 08:00:00"
            },
            {
                "Polish titles",
                "Imię;Nazwisko;E-mail;Dział;Stanowisko\nZofia;Wójcik;zofia@example.com;Sprzedaż;Kierownik\n",
                "2 zofia@example.com; name Zofia Wójcik; given Zofia; family Wójcik; title Kierownik; in Sprzedaż"
            },
            {
                "Portuguese titles",
                "Nome,Sobrenome,E-mail,Cargo,Telefone\nRui,Melo,rui@example.com,Gerente,+351 21 123 4567\n",
                "2 rui@example.com; name Rui Melo; given Rui; family Melo; title Gerente; phone +351 21 123 4567"
            },
            {
                "Japanese titles",
                "姓,名,メールアドレス,部署,役職\n山田,花子,hanako@example.com,営業部,部長\n",
                "2 hanako@example.com; name 花子 山田; given 花子; family 山田; title 部長; in 営業部"
            },
            {
                "SCIM",
                """
                    {"totalResults":2,"Resources":[{"id":"2819c223","userName":"anna","active":true,
                    "name":{"givenName":"Anna","familyName":"Berg","formatted":"Anna Berg"},
                    "emails":[{"value":"anna@example.com","type":"work","primary":true}],
                    "phoneNumbers":[{"value":"+49 30 1234567","type":"work"}],"meta":{"resourceType":"User"}},
                    {"id":"2819c224","userName":"bo","active":false,"emails":[{"value":"bo@example.com"}],
                    "displayName":"Bo Lind"}]}
                    """,
                "1 id 2819c223; login anna; anna@example.com; name Anna Berg; given Anna; family Berg; "
                    + "phone +49 30 1234567\n2 id 2819c224; login bo; bo@example.com; name Bo Lind; disabled"
            },
            {
                "Cognito's list",
                """
                    {"Users":[{"Username":"anna","Enabled":true,"UserStatus":"CONFIRMED","UserCreateDate":1764000000.123,
                    "Attributes":[{"Name":"sub","Value":"5d0d52a1"},{"Name":"email","Value":"anna@example.com"},
                    {"Name":"email_verified","Value":"true"},{"Name":"name","Value":"Anna Berg"}]}]}
                    """,
                "1 id 5d0d52a1; login anna; anna@example.com; confirmed; name Anna Berg; since 2025-11-24 16:00:00"
            },
            {
                "Okta's list",
                """
                    [{"id":"00ub0oNGTSWTBKOLGLNR","status":"DEPROVISIONED","created":"2026-01-15T09:30:00.000Z",
                    "lastLogin":null,"profile":{"firstName":"Anna","lastName":"Berg","email":"anna@example.com",
                    "login":"anna@example.com","mobilePhone":null}},
                    {"id":"00ub0oNGTSWTBKOLGLN7","status":"ACTIVE","created":"2026-01-15T09:30:00.000Z",
                    "profile":{"firstName":"Bo","lastName":"Lind","email":"bo@example.com","login":"bo"}}]
                    """,
                "1 id 00ub0oNGTSWTBKOLGLNR; anna@example.com; name Anna Berg; given Anna; family Berg; disabled; "
                    + "since 2026-01-15 09:30:00\n2 id 00ub0oNGTSWTBKOLGLN7; login bo; bo@example.com; name Bo Lind; "
                    + "given Bo; family Lind; since 2026-01-15 09:30:00"
            },
            {
                "one person as one document",
                """
                    {
                      "username": "anna",
                      "email": "anna@example.com",
                      "firstName": "Anna",
                      "lastName": "Berg",
                      "identities": [{"provider": "google", "userId": "1"}]
                    }
                    """,
                "1 login anna; anna@example.com; name Anna Berg; given Anna; family Berg; or with Google"
            },
            {
                "LDIF with a version, comments, CRLF and other languages",
                "version: 1\r\n\r\n# people\r\ndn: uid=anna,dc=example\r\nobjectClass: person\r\nuid: anna\r\n"
                    + "cn: Anna\r\n  Berg\r\ncn;lang-ja: x\r\nmail: anna@example.com\r\njpegPhoto:: /9j/4AA=\r\n"
                    + "memberOf: cn=a,dc=example\r\n\r\ndn: cn=a,dc=example\r\nobjectClass: groupOfNames\r\n"
                    + "member: uid=anna,dc=example\r\n",
                "4 login anna; anna@example.com; name Anna Berg"
            },
            {
                "a heading, a date and a comment above the titles",
                "Staff;;\nAs of 2026-11-27;;\n;;\nFirst name;Last name;Mail\nAnna;Berg;anna@example.com\n",
                "5 anna@example.com; name Anna Berg; given Anna; family Berg"
            },
            {
                "backslashes before quotation marks",
                "email,name,department\n\"anna@example.com\",\"Anna \\\"Annie\\\" Berg\",\"Sales, North\"\n",
                "2 anna@example.com; name Anna \"Annie\" Berg; in Sales, North"
            },
            {
                "backslashes at the end of values",
                "email,name,department\n\"anna@example.com\",\"Anna Berg\",\"C:\\Sales\\\"\n",
                "2 anna@example.com; name Anna Berg; in C:\\Sales\\"
            },
            {
                "MySQL's marks of no value",
                "email\tname\tphone\nanna@example.com\tAnna\t\\N\nbo@example.com\tNULL\t+49 30 1\n",
                "2 anna@example.com; name Anna\n3 bo@example.com; name NULL; phone +49 30 1"
            },
            {
                "an example below the titles",
                "version:v1.0,,\nName [displayName] Required,User name [userPrincipalName] Required,Department "
                    + "[department]\nExample: Chris Green,chris@example.com,Sales\nAnna Berg,anna@example.com,Ops\n",
                "4 anna@example.com; name Anna Berg; in Ops"
            },
        };

    [Theory]
    [MemberData(nameof(Relatives))]
    public async Task Relative_OfTheseFiles_IsImportedAsItsOwnerMeant(string name, string text, string expected)
    {
        name.ShouldNotBeEmpty();
        (await ImportedAsync(Encoding.UTF8.GetBytes(text), "people")).ShouldBe(expected);
        (await ImportedAsync(Packed(Encoding.UTF8.GetBytes(text)), "people.gz")).ShouldBe(expected);
    }

    [Fact]
    public async Task Import_OfRolesInCells_CreatesThoseThatAreWantedAndGivesAll()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var editor = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(editor, "Editor", null, []));
        const string File = """
            Email,Groups
            anna@example.com,"editor; Support"
            bo@example.com,"CN=Support,OU=Groups,DC=example,DC=com;CN=Sales\, North,OU=Groups,DC=example,DC=com"
            cy@example.com,
            """;

        ImportField?[] mapped = [ImportField.Email, ImportField.Roles];
        var strict = await host.ReceiveAsync(File, admin);
        (await host.GetImportAsync(strict)).Options!.Columns.ShouldBe([ImportField.Email, null], "Not all are roles.");
        await host.PreviewReadAsync(strict, options => options with { Columns = mapped }, admin);
        (await host.ListRowsAsync(strict))
            .Select(row => row.Errors.Count > 0 ? row.Errors[0].Code : "")
            .ShouldBe(["imports.role-unknown", "imports.role-unknown", ""]);
        var importId = await host.PreviewAsync(
            File.Replace("Sales\\, North", "Sales", StringComparison.Ordinal),
            options => options with { Columns = mapped, CreatesRoles = true },
            admin
        );
        (await host.GetImportAsync(importId)).Promised.ShouldBe(new ImportCounts(3, 0, 0, 0));
        await host.RunAsync(importId, admin);

        var roles = new List<string>();
        foreach (var row in await host.ListRowsAsync(importId))
        {
            roles.Add((await host.GetUserAsync(row.UserId!)).Roles);
        }

        roles.ShouldBe(["Editor, Support", "Sales, Support", ""]);
    }

    [Fact]
    public async Task Import_OfAKeyThatSomethingElseHas_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var role = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(role, "Editor", null, []));

        var importId = await host.PreviewAsync(
            $"Id,Email\n{role},anna@example.com\nsessions,bo@example.com\na/b1,cy@example.com\nk-1,dy@example.com\n",
            options => options with { Columns = [ImportField.Id, ImportField.Email], MatchOn = ImportField.Email },
            admin
        );

        (await host.ListRowsAsync(importId))
            .Select(row => row.Errors.Count > 0 ? row.Errors[0].Code : $"{row.Verdict}")
            .ShouldBe(["users.id-taken", "id.foreign", "id.foreign", "Create"]);
    }

    private static byte[] Packed(byte[] content)
    {
        var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            packing.Write(content);
        }

        return packed.ToArray();
    }

    private static string Words(UserRow user, DateTimeOffset now)
    {
        (string Name, string? Value)[] facts =
        [
            ("id", Guid.TryParse(user.Id, out var id) && id.Version == 7 ? null : user.Id),
            ("login", user.UserName == user.Email ? null : user.UserName),
            ("", user.Email),
            ("", user.EmailConfirmed ? "confirmed" : null),
            ("name", user.DisplayName),
            ("given", user.GivenName),
            ("family", user.FamilyName),
            ("title", user.JobTitle),
            ("in", user.Department),
            ("number", user.EmployeeNumber),
            ("cost center", user.CostCenter),
            ("of", user.Organization),
            ("division", user.Division),
            ("phone", user.PhoneNumber),
            ("", user.PhoneNumberConfirmed ? "reachable" : null),
            ("speaks", user.Locale),
            ("zone", user.TimeZone),
            ("ext", user.ExternalId),
            ("", user.HasPassword ? "password" : null),
            ("or with", user.ExternalLogins.Length > 0 ? user.ExternalLogins : null),
            ("", user.StateAt(now) is UserState.Active ? null : $"{user.StateAt(now)}".ToLowerInvariant()),
            ("since", user.CreatedAt < now.AddHours(-1) ? Moment(user.CreatedAt) : null),
            ("seen", user.LastSignInAt is { } seen ? Moment(seen) : null),
        ];
        return string.Join(
            "; ",
            facts
                .Where(fact => fact.Value is not null)
                .Select(fact => fact.Name.Length == 0 ? fact.Value : $"{fact.Name} {fact.Value}")
        );
    }

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Sections() =>
        Encoding
            .UTF8.GetString(TableFolder.Input(Expected))
            .ReplaceLineEndings("\n")
            .Split("\n# ", StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(section => section.Split('\n', 2))
            .ToDictionary(section => section[0].Trim(), section => section[1].Trim());
}
