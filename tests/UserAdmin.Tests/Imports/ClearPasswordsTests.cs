using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Tests.Tables;
using UserAdmin.Users;

namespace UserAdmin.Tests.Imports;

/// <summary>
/// Clear-text passwords are never stored, shown or returned, whatever the title of their column and wherever it is.
/// </summary>
public sealed class ClearPasswordsTests
{
    [Theory]
    [InlineData("Passwort")]
    [InlineData("Password (change at first logon)")]
    [InlineData("Passwort Privat")]
    [InlineData("Initial password [passwordProfile] Required")]
    [InlineData("Mot de passe")]
    [InlineData("MDP")]
    [InlineData("Contraseña")]
    [InlineData("Clave de acceso")]
    [InlineData("Senha")]
    [InlineData("Palavra-passe")]
    [InlineData("Пароль")]
    [InlineData("Лозинка")]
    [InlineData("パスワード")]
    [InlineData("初期パスワード")]
    [InlineData("密码")]
    [InlineData("비밀번호")]
    [InlineData("PW")]
    [InlineData("initial_pw")]
    [InlineData("tempPass")]
    [InlineData("user_pass")]
    [InlineData("Hasło")]
    [InlineData("Şifre")]
    [InlineData("Wachtwoord")]
    [InlineData("Lösenord")]
    [InlineData("Κωδικός πρόσβασης")]
    [InlineData("סיסמה")]
    [InlineData("كلمة المرور")]
    [InlineData("Mật khẩu")]
    [InlineData("รหัสผ่าน")]
    public void IsTitle_OfAColumnOfPasswords(string title) => ClearPasswords.IsTitle(title).ShouldBeTrue();

    [Theory]
    [InlineData("PasswordHash")]
    [InlineData("Password Hash Function [UPLOAD ONLY]")]
    [InlineData("Has a password")]
    [InlineData("Password changed at")]
    [InlineData("Passport number")]
    [InlineData("Shipping address")]
    [InlineData("Compass")]
    [InlineData("Department")]
    [InlineData("Opinion")]
    public void IsTitle_OfAnyOtherColumn_IsFalse(string title) => ClearPasswords.IsTitle(title).ShouldBeFalse();

    [Theory]
    [InlineData("Example-Passw0rd-1", true)]
    [InlineData("Welcome1", true)]
    [InlineData("sommer2024!", true)]
    [InlineData("P@ssword", true)]
    [InlineData("E-0001", false)]
    [InlineData("anna.berg@example.com", false)]
    [InlineData("+49 30 5550101", false)]
    [InlineData("2026-01-05T12:00:00Z", false)]
    [InlineData("6f9619ff-8b86-d011-b42d-00c04fc964ff", false)]
    [InlineData("Engineering", false)]
    [InlineData("@annaBerg1", false)]
    [InlineData("Sales&Marketing", false)]
    [InlineData("https://example.com/Path1", false)]
    public void LooksLikeOne_OfAValue(string value, bool expected) =>
        ClearPasswords.LooksLikeOne(value).ShouldBe(expected);

    public static TheoryData<string, string, string> Files =>
        new()
        {
            {
                "titles below the first line",
                "version:v1.0,,\nUser name [userPrincipalName],First name [givenName],Initial password "
                    + "[passwordProfile]\na@example.com,A,tulip anchor maple\n",
                "tulip anchor maple"
            },
            { "French", "E-mail;Prénom;Mot de passe\na@example.com;A;tulip anchor maple\n", "tulip anchor maple" },
            { "Russian", "Email;Имя;Пароль\na@example.com;A;tulip anchor maple\n", "tulip anchor maple" },
            {
                "no word for it",
                "Email,Name,Zugang\na@example.com,A,Tulip-Anchor-7\nb@example.com,B,Maple-River-9\nc@example.com,C,Stone-Cloud-4\n",
                "Maple-River-9"
            },
            {
                "no titles at all",
                "a@example.com,A,Tulip-Anchor-7\nb@example.com,B,Maple-River-9\nc@example.com,C,"
                    + "Stone-Cloud-4\nd@example.com,D,Stone-Cloud-5\n",
                "Maple-River-9"
            },
            {
                "under the title of a hash",
                "Email,Name,PasswordHash\na@example.com,A,tulip anchor maple\n",
                "tulip anchor maple"
            },
            {
                "JSON",
                "{\"email\":\"a@example.com\",\"name\":\"A\",\"password\":\"tulip anchor maple\"}\n",
                "tulip anchor maple"
            },
            {
                "far below",
                "Email,Name,Note\n"
                    + string.Concat(Enumerable.Range(0, 1500).Select(n => $"x{n}@example.com,X,\n"))
                    + string.Concat(Enumerable.Range(0, 20).Select(n => $"y{n}@example.com,Y,Tulip-Anchor-{n}\n")),
                "Tulip-Anchor-7"
            },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task AFileWithPasswords_LeavesNoneOfThemAnywhere(string name, string text, string password)
    {
        name.ShouldNotBeEmpty();
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveAsync(text);
        await host.CatchUpAsync();
        var sample = (await host.AskAsync(new GetImportSample(importId))).Value.ShouldNotBeNull();
        await host.PreviewReadAsync(
            importId,
            options =>
                options with
                {
                    MatchOn = ImportField.Email,
                    Columns =
                    [
                        ImportField.Email,
                        new ImportField(nameof(UserRow.DisplayName)),
                        options.Columns[2] == ImportField.PasswordHash ? ImportField.PasswordHash : null,
                    ],
                }
        );
        var report = await host.ReportAsync(importId);
        var rows = await host.ListRowsAsync(importId);

        sample.ShouldEachBe(column => column.Values.All(value => value == null || !value.Contains(password)));
        rows.ShouldNotBeEmpty();
        rows.ShouldEachBe(row => row.Cells.All(cell => cell == null || !cell.Contains(password)));
        report.ShouldNotContain(password);
        host.IsOnDisk(password).ShouldBeFalse();
        host.ReadLog().ShouldEachBe(record => !record.Payload.Contains(password));
    }

    [Theory]
    [InlineData("03-entra-template.csv", "Example-Passw0rd-1")]
    [InlineData("06-moodle.csv", "Example-Passw0rd-3")]
    [InlineData("entra-template.csv", "Passw0rd.x")]
    public async Task ATemplateOfAnotherSystem_LeavesNoPasswordOnDisk_AndSaysWhichColumnIsLeftOut(
        string file,
        string password
    )
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveFileAsync(TableFolder.Input(file));

        (await host.GetImportAsync(importId)).Table!.ClearPasswords.ShouldHaveSingleItem();
        host.IsOnDisk(password).ShouldBeFalse();
        (await host.AskAsync(new GetImportSample(importId))).Value!.Count(column => column.IsClearPassword).ShouldBe(1);
    }

    [Fact]
    public async Task AFileWithoutPasswords_LosesNoColumn()
    {
        await using var host = await TestHost.StartAsync();
        foreach (
            var file in (string[])
                [
                    "04-entra-users.csv",
                    "06-okta.csv",
                    "01-excel-de-bom.csv",
                    "aspnetusers-ssms.csv",
                    "powershell-export-csv-type.csv",
                ]
        )
        {
            var importId = await host.ReceiveFileAsync(TableFolder.Input(file));
            (await host.GetImportAsync(importId)).Table!.ClearPasswords.ShouldBeEmpty(file);
        }
    }
}
