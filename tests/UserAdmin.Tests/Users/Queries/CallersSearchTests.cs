using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Queries;

/// <summary>People are found as callers say them, and as colleagues paste them.</summary>
public sealed class CallersSearchTests
{
    private static readonly string[] _names =
    [
        "Jürgen Müller",
        "Jutta Mueller",
        "Jan Muller",
        "Søren Kjær",
        "Sören Öst",
        "Ole Soeren",
        "Manuel Neuer",
        "Manul Katz",
        "Åsa Lind",
        "Łukasz Żak",
        "Novak Đoković",
        "Işıl Kaya",
        "Ulla Weiß",
        "Pat O’Brien",
        "Mia O'Brien",
        "Kim OBrien",
        "Anna-Lena Ott",
        "Anna Lena Kurz",
        "Annalena Lang",
        "Schmidt, Anna",
        "Anna Schmidt",
        "Пётр Семёнов",
        "Андрей Белый",
        "Андреи Попа",
        "علی کریم",
        "ﾔﾏﾀﾞ ﾀﾛｳ",
        "Νίκος Παππάς",
    ];

    [Theory]
    [InlineData("mueller", "Jürgen Müller|Jutta Mueller")]
    [InlineData("müller", "Jan Muller|Jürgen Müller|Jutta Mueller")]
    [InlineData("muller", "Jan Muller|Jürgen Müller")]
    [InlineData("soeren", "Ole Soeren|Søren Kjær|Sören Öst")]
    [InlineData("sören", "Ole Soeren|Søren Kjær|Sören Öst")]
    [InlineData("soren", "Søren Kjær|Sören Öst")]
    [InlineData("kjaer", "Søren Kjær")]
    [InlineData("oest", "Sören Öst")]
    [InlineData("manul", "Manul Katz")]
    [InlineData("manuel", "Manuel Neuer")]
    [InlineData("aasa", "Åsa Lind")]
    [InlineData("asa lind", "Åsa Lind")]
    [InlineData("lukasz zak", "Łukasz Żak")]
    [InlineData("djokovic", "Novak Đoković")]
    [InlineData("dokovic", "Novak Đoković")]
    [InlineData("ISIL", "Işıl Kaya")]
    [InlineData("weiss", "Ulla Weiß")]
    [InlineData("obrien", "Kim OBrien|Mia O'Brien|Pat O’Brien")]
    [InlineData("o'brien", "Kim OBrien|Mia O'Brien|Pat O’Brien")]
    [InlineData("O´Brien", "Kim OBrien|Mia O'Brien|Pat O’Brien")]
    [InlineData("o brien", "Kim OBrien|Mia O'Brien|Pat O’Brien")]
    [InlineData("anna lena", "Anna Lena Kurz|Anna-Lena Ott|Annalena Lang")]
    [InlineData("anna-lena", "Anna Lena Kurz|Anna-Lena Ott|Annalena Lang")]
    [InlineData("annalena", "Anna Lena Kurz|Anna-Lena Ott|Annalena Lang")]
    [InlineData("Schmidt, Anna", "Anna Schmidt|Schmidt, Anna")]
    [InlineData("\"Schmidt, Anna\"", "Anna Schmidt|Schmidt, Anna")]
    [InlineData("петр семенов", "Пётр Семёнов")]
    [InlineData("андрей", "Андрей Белый")]
    [InlineData("علي كريم", "علی کریم")]
    [InlineData("やまだ", "ﾔﾏﾀﾞ ﾀﾛｳ")]
    [InlineData("ヤマダ", "ﾔﾏﾀﾞ ﾀﾛｳ")]
    [InlineData("νικοσ παππας", "Νίκος Παππάς")]
    [InlineData("name:mueller", "Jürgen Müller|Jutta Mueller")]
    public async Task ListUsers_OfANameAsItIsSaid_FindsThePeopleWhoAreCalledSo(string search, string names)
    {
        await using var host = await TestHost.StartAsync();
        await CreateAsync(host, _names);

        var found = (await host.AskAsync(new ListUsers(search))).Value!;

        found
            .Items.Select(row => row.DisplayName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(names.Split('|').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Anna <p1@example.com>", "p1")]
    [InlineData("Somebody<p1@example.com>", "p1")]
    [InlineData("\"Schmidt, Anna\" <P1@Example.com>", "p1")]
    [InlineData("mailto:p1@example.com?subject=x", "p1")]
    [InlineData("p1@example.com", "p1|xp1")]
    [InlineData("p1@example.com, p2@example.com", "p1|p2")]
    [InlineData("p1@example.com;p2@example.com;", "p1|p2")]
    [InlineData("p1@example.com\np2@example.com\r\n\r\nxp1@example.com", "p1|p2|xp1")]
    [InlineData("p1@example.com p2@example.com p2@example.com", "p1|p2")]
    [InlineData("To: Anna Ott <p1@example.com>; 'Ben' <p2@example.com>, <nobody@example.com>", "p1|p2")]
    [InlineData("Anna Ott\tp1@example.com\nO'Brien, Pat\tp2@example.com", "p1|p2")]
    [InlineData("p1@example.com, p2@example.com name:1", "p1")]
    public async Task ListUsers_OfPastedAddresses_FindsExactlyTheirPeople(string search, string users)
    {
        await using var host = await TestHost.StartAsync();
        foreach (var name in (string[])["p1", "p2", "xp1", "p1x"])
        {
            await host.AcceptAsync(new CreateUser(TestHost.NewId(), name, $"{name}@example.com", $"Name {name}"));
        }

        var found = (await host.AskAsync(new ListUsers(search))).Value!;

        found.Items.Select(row => row.UserName).Order(StringComparer.Ordinal).ShouldBe(users.Split('|'));
        (found.Hints?.Nobodys ?? []).ShouldBe(
            search.Contains("nobody", StringComparison.Ordinal) ? ["nobody@example.com"] : []
        );
    }

    [Theory]
    [InlineData("+49 170 1234567")]
    [InlineData("+49 (0)170 123-4567")]
    [InlineData("0049 170 1234567")]
    [InlineData("00491701234567")]
    [InlineData("0170 123 45 67")]
    [InlineData("(0170) 1234567")]
    [InlineData("0170/1234567")]
    [InlineData("170.123.4567")]
    [InlineData("phone:0170-1234567")]
    [InlineData("tel:+491701234567")]
    [InlineData("+٤٩ ١٧٠ ١٢٣٤٥٦٧")]
    public async Task ListUsers_OfATelephoneNumberInAnySpelling_FindsTheStoredOne(string search)
    {
        await using var host = await TestHost.StartAsync();
        string[] same = ["+49 170 1234567", "0170 123 45 67", "0170/1234567", "00491701234567", "+49 (0)170 1234567"];
        string[] others = ["+43 170 1234567", "0171 1234567", "+49 170 123456"];
        foreach (var (phone, at) in same.Concat(others).Select((phone, at) => (phone, at)))
        {
            await host.AcceptAsync(
                new CreateUser(TestHost.NewId(), $"p{at}", $"p{at}@example.com", "Somebody") { PhoneNumber = phone }
            );
        }

        var found = (await host.AskAsync(new ListUsers(search, PageSize: 50))).Value!;

        // Who says no country may mean any.
        var isAnyCountry =
            !search.Contains("49", StringComparison.Ordinal) && !search.Contains('٤', StringComparison.Ordinal);
        found
            .Items.Select(row => row.PhoneNumber)
            .Order(StringComparer.Ordinal)
            .ShouldBe(same.Concat(isAnyCountry ? ["+43 170 1234567"] : []).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("(555) 010-1234")]
    [InlineData("555.010.1234")]
    [InlineData("+1 555 010 1234")]
    [InlineData("15550101234")]
    [InlineData("010-1234")]
    public async Task ListUsers_OfANationalNumberWithoutAZero_FindsTheStoredOne(string search)
    {
        await using var host = await TestHost.StartAsync();
        foreach (var (name, phone) in ((string, string)[])[("plain", "(555) 010-1234"), ("other", "(555) 019-1234")])
        {
            await host.AcceptAsync(
                new CreateUser(TestHost.NewId(), name, $"{name}@example.com", "Somebody") { PhoneNumber = phone }
            );
        }

        var found = (await host.AskAsync(new ListUsers(search))).Value!;

        found.Items.Select(row => row.UserName).ShouldBe(["plain"]);
    }

    [Theory]
    [InlineData("schmitt", "Anna Schmidt")]
    [InlineData("schmdit", "Anna Schmidt")]
    [InlineData("shmidt", "Anna Schmidt")]
    [InlineData("schmidtt anna", "Anna Schmidt")]
    [InlineData("müler", "Jürgen Müller")]
    [InlineData("muelelr", "Jürgen Müller")]
    [InlineData("obrein", "Pat O’Brien")]
    [InlineData("Петор", "Пётр Семёнов")]
    [InlineData("schmddi", "")]
    [InlineData("ott", "")]
    [InlineData("p9@example.com", "")]
    public async Task ListUsers_OfANameWithOneWrongLetter_NamesWhoIsMeantBesideTheList(string search, string name)
    {
        await using var host = await TestHost.StartAsync();
        await CreateAsync(host, ["Anna Schmidt", "Jürgen Müller", "Pat O’Brien", "Пётр Семёнов", "Ute Otto-Ohm"]);

        var found = (await host.AskAsync(new ListUsers(search))).Value!;

        (found.Hints?.Similar.Select(row => row.DisplayName) ?? []).ShouldBe(name.Length > 0 ? [name] : []);
        if (name.Length > 0)
        {
            found.Items.ShouldBeEmpty();
            // What acts on all who are found does not act on them.
            (await host.AskAsync(new ListUserIds(search))).Value!.Items.ShouldBeEmpty();
            (await host.AskAsync(new TakeUserKeys(search))).Value!.Count.ShouldBe(0);
        }
    }

    [Fact]
    public async Task ListUsers_OfAFewExactMatches_ShowsThemBeforeSimilarOnesAndNeverTwice()
    {
        await using var host = await TestHost.StartAsync();
        await CreateAsync(host, ["Ada Meier", "Bea Meyer", "Cem Maier", "Dan Moser"]);

        var found = (await host.AskAsync(new ListUsers("meier"))).Value!;

        found.Items.Select(row => row.DisplayName).ShouldBe(["Ada Meier"]);
        found.Hints!.Similar.Select(row => row.DisplayName).ShouldBe(["Bea Meyer", "Cem Maier"]);
    }

    [Fact]
    public async Task ListUsers_WhenDeletedPeopleMatchToo_CountsThem()
    {
        await using var host = await TestHost.StartAsync();
        foreach (
            var (name, isDeleted) in ((string, bool)[])[("ada", false), ("adam", true), ("adana", true), ("bob", true)]
        )
        {
            var id = await host.CreateUserAsync(name);
            if (isDeleted)
            {
                await host.AcceptAsync(new DeleteUser(id));
            }
        }

        (await host.AskAsync(new ListUsers("ada"))).Value!.Hints!.Deleted.ShouldBe(2);
        (await host.AskAsync(new ListUsers("ada state:any"))).Value!.Hints.ShouldBeNull();
        (
            await host.AskAsync(new ListUsers("<adam@example.com>, ada@example.com"))
        ).Value!.Hints!.ShouldSatisfyAllConditions(
            hints => hints.Deleted.ShouldBe(1),
            hints => hints.Nobodys.ShouldBeEmpty()
        );
        (await host.AskAsync(new ListUsers())).Value!.Hints.ShouldBeNull();
    }

    [Fact]
    public async Task ListUsers_OfTooManyAddresses_SaysHowManyThereMayBe()
    {
        await using var host = await TestHost.StartAsync();
        var addresses = string.Join(
            "; ",
            Enumerable.Range(0, 201).Select(at => $"Person {at} <person{at}@example.com>")
        );

        (await host.AskAsync(new ListUsers(addresses))).Refusal!.Message.ShouldContain(
            "These are 201 addresses. Search for 200 at a time."
        );
        (
            await host.AskAsync(new ListUsers(addresses[..addresses.LastIndexOf(';')]))
        ).Value!.Hints!.Nobodys.Count.ShouldBe(200);
    }

    [Theory]
    [InlineData("never", 0, "Last sign-in: never", "signed-in:never ")]
    [InlineData("smith sales", 6, "Department: Sales", "department:Sales ")]
    [InlineData("help desk", 0, "Role: Help desk", "role:\"Help desk\" ")]
    [InlineData("desk", 0, "Role: Help desk", "role:\"Help desk\" ")]
    [InlineData("disabl", 0, "State: disabled", "state:disabled ")]
    public async Task SuggestSearch_OfAWordThatIsAValue_OffersTheFilter(
        string typed,
        int start,
        string label,
        string insert
    )
    {
        await using var host = await TestHost.StartAsync();
        var (user, role) = (TestHost.NewId(), TestHost.NewId());
        await host.AcceptAsync(new CreateUser(user, "ada", "ada@example.com", "Ada") { Department = "Sales" });
        await host.AcceptAsync(new CreateRole(role, "Help desk", null, []));
        await host.AcceptAsync(new AssignRole(user, role));

        var suggested = (await host.AskAsync(new SuggestSearch(typed, typed.Length))).Value!;

        var item = suggested.Items.First(item => item.IsForWord);
        (item.Label, item.Insert).ShouldBe((label, insert));
        (suggested.Start, suggested.Length).ShouldBe((start, typed.Length - start));
    }

    private static async Task CreateAsync(TestHost host, string[] names)
    {
        foreach (var (name, at) in names.Select((name, at) => (name, at)))
        {
            await host.AcceptAsync(new CreateUser(TestHost.NewId(), $"p{at}", $"p{at}@example.net", name));
        }
    }
}
