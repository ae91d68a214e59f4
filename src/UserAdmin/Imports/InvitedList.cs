using UserAdmin.Imports.Commands;
using UserAdmin.Tables;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>A list of people to invite, kept with its import until its rows are staged.</summary>
/// <param name="Options">What the import does.</param>
/// <param name="People">The people.</param>
internal sealed record InvitedList(ImportOptions Options, IReadOnlyList<InvitedPerson> People)
{
    /// <summary>What the list of imports shows in place of a file's name.</summary>
    public const string Name = "People invited from a list";

    /// <summary>The value of <see cref="InvitePeople.SharedField"/> for everybody, or null.</summary>
    public string? Shared { get; init; }

    /// <summary>Description of the rows, as of a file.</summary>
    public static TableDescription Table { get; } =
        new(
            TableFormat.Csv,
            "utf-8",
            ',',
            [UserFields.Email.Label, UserFields.DisplayName.Label, InvitePeople.SharedField.Label]
        );

    /// <summary>Returns what an import of such a list does.</summary>
    /// <param name="roleIds">Keys of the roles that everybody gets.</param>
    public static ImportOptions OptionsOf(IReadOnlyList<string> roleIds) =>
        new()
        {
            Columns =
            [
                ImportField.Email,
                ImportField.Of(UserFields.DisplayName),
                ImportField.Of(InvitePeople.SharedField),
            ],
            MatchOn = ImportField.Email,
            Mode = ImportMode.CreateOnly,
            Invites = true,
            RoleIds = roleIds,
            IsList = true,
        };

    /// <summary>Returns the cells of a person.</summary>
    public static string?[] Cells(string? email, string? name, string? shared) => [email, name, shared];

    /// <summary>Returns the rows to stage, from 1.</summary>
    public IReadOnlyList<StagedRow> Rows() =>
        [
            .. People.Select(
                (person, place) => new StagedRow(place + 1, Cells(person.Email, person.DisplayName, Shared), null, [])
            ),
        ];
}
