using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Startup.Demo;

/// <content>The files that are imported, and what changes besides accounts: settings, roles, claims.</content>
internal sealed partial class DemoStory
{
    /// <summary>The file of people that is imported.</summary>
    public DemoFile FieldService() =>
        new(
            "import",
            "field-service-2.csv",
            string.Join(
                '\n',
                Enumerable
                    .Range(FirstImported, FirstInvited - FirstImported)
                    .Select(number => _people[number].Create)
                    .Select(person =>
                        $"{person.Email};{person.UserName};{person.DisplayName};{person.GivenName};{person.FamilyName};"
                        + "Field service"
                    )
                    .Prepend("email;user name;name;first name;last name;department")
            ),
            Starts: true
        );

    /// <summary>
    /// A file whose rows were judged and that nobody has started yet: some of them have to be corrected.
    /// </summary>
    public static DemoFile Partners { get; } =
        new(
            "import of partners",
            "sales-partners.csv",
            """
            E-mail,Name,Company,Department,Phone,Status
            lena.vogt@example.net,Lena Vogt,Nordwind,Partners,+49 40 5550101,active
            marc.dubois@example.net,Marc Dubois,Atelier Sud,Partners,+33 4 55 50 10 20,active
            sofia.rossi@example.net,Sofia Rossi,Rossi e Figli,Partners,+39 02 5550 103,active
            jan.novak.example.net,Jan Novák,Novák a syn,Partners,+420 255 501 104,active
            emma.lind@example.net,Emma Lind,Lind & Co,Partners,+46 8 555 010 5,on leave
            kofi.asante@example.net,Kofi Asante,Volta Trade,Partners,+233 30 255 0106,active
            ines.costa@example.net,Inês Costa,Costa Lda,Partners,3.51E+11,active
            ryo.tanaka@example.net,Ryo Tanaka,Tanaka KK,Partners,+81 3 5550 0108,active
            lena.vogt@example.net,Lena Vogt-Meier,Nordwind,Partners,,active
            aoife.byrne@example.net,Aoife Byrne,Byrne Ltd,Partners,+353 1 555 0110,disabled
            """,
            Starts: false
        );

    private void Import()
    {
        Import(FieldService(), At(-45, 10, 20), "The field service of the new region");
        Import(Partners, now.AddHours(-3), "Partners of the sales region");
    }

    private void Import(DemoFile file, DateTimeOffset at, string reason) =>
        _steps.Add(
            new(file.Key, at, Nadia.Actor, _ => null)
            {
                Reason = reason,
                IpAddress = Nadia.IpAddress,
                Instead = (context, services, cancellationToken) =>
                    DemoImport.RunAsync(file, context, services, cancellationToken),
            }
        );

    private void Govern()
    {
        Add(
            "policy length",
            At(-80, 14, 3),
            Ingrid,
            new ChangePolicy(new Policy { MinPasswordLength = 14 }, 0),
            "Audit finding A-17"
        );
        Add(
            "role auditor sees mail",
            At(-62, 9, 5),
            Ingrid,
            seen => new ChangeRolePermissions(
                Roles[1].RoleId,
                [.. Roles[1].RolePermissions, Permissions.MailRead],
                seen
            ),
            "The auditors look at notices, too"
        );
        for (var place = 0; place < 5; place++)
        {
            var number = 110 + (place * 105);
            Add(
                $"claim {number}",
                At(-50 + (place * 7), 13, number),
                Ingrid,
                new AddUserClaim(_people[number].Id, "cost-center", $"{4100 + (place * 10)}"),
                "Needed by the travel application"
            );
        }

        Add(
            "new password 333",
            At(-6, 10, 33),
            Kwame,
            new RequirePasswordChange(_people[333].Id),
            "Wrote the password on a ticket, SD-3231"
        );
    }
}

/// <summary>A file of the demo.</summary>
/// <param name="Key">What the keys of the import and its commands are derived from.</param>
/// <param name="Name">The name of the file.</param>
/// <param name="Table">Its content.</param>
/// <param name="Starts">Whether the import is started after its preview.</param>
internal sealed record DemoFile(string Key, string Name, string Table, bool Starts);
