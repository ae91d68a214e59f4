using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Users;

namespace UserAdmin.Following;

/// <summary>A stock table that is followed, with its names as EF Core maps them.</summary>
/// <param name="Schema">The schema, or null for the default one.</param>
/// <param name="Name">The table.</param>
/// <param name="StockName">Its name in a database of the program's own, which names of triggers begin with.</param>
/// <param name="Kind">What its rows are about.</param>
/// <param name="IdColumn">The column with the id of the user or role.</param>
/// <param name="Compared">
/// The columns whose change matters; empty for all. Sign-ins change others all the time.
/// </param>
/// <param name="FailedCount">
/// The column that failed sign-ins change, if the application added columns to the table; otherwise null. An update
/// that leaves it alone counts as a change, whatever it changes: a trigger must not name the application's own columns,
/// because the application could then no longer drop them.
/// </param>
internal sealed record StockTable(
    string? Schema,
    string Name,
    string StockName,
    string Kind,
    string IdColumn,
    IReadOnlyList<string> Compared,
    string? FailedCount
)
{
    /// <summary>Marks a row of the queue about a user.</summary>
    public const string UserKind = "U";

    /// <summary>Marks a row of the queue about a user that was created.</summary>
    public const string NewUserKind = "N";

    /// <summary>Marks a row of the queue about a role.</summary>
    public const string RoleKind = "R";

    /// <summary>Marks a row of the queue that says that everything has to be compared.</summary>
    public const string EverythingKind = "E";

    /// <summary>What a row that is inserted is about.</summary>
    public string InsertedKind => StockName == $"AspNet{IdentityTableKind.Users}" ? NewUserKind : Kind;

    private static readonly string[] _ofUsers =
    [
        nameof(User.Id),
        nameof(User.UserName),
        nameof(User.Email),
        nameof(User.EmailConfirmed),
        nameof(User.PasswordHash),
        nameof(User.PhoneNumber),
        nameof(User.PhoneNumberConfirmed),
        nameof(User.TwoFactorEnabled),
        nameof(User.LockoutEnd),
        nameof(User.LockoutEnabled),
    ];

    /// <summary>
    /// Returns the stock tables of a database. Nobody else writes to the tables that stand in for missing ones.
    /// </summary>
    public static IReadOnlyList<StockTable> Of(WriteContext context) =>
        [
            .. new[]
            {
                Of<User>(context, UserKind, nameof(User.Id), _ofUsers),
                Of<IdentityUserRole<string>>(context, UserKind, "UserId"),
                Of<IdentityUserClaim<string>>(context, UserKind, "UserId"),
                Of<IdentityUserLogin<string>>(context, UserKind, "UserId"),
                Of<IdentityUserToken<string>>(context, UserKind, "UserId"),
                Of<IdentityUserPasskey<string>>(context, UserKind, "UserId"),
                Of<Role>(context, RoleKind, nameof(Role.Id), nameof(Role.Id), nameof(Role.Name)),
                Of<IdentityRoleClaim<string>>(context, RoleKind, "RoleId"),
            }.OfType<StockTable>(),
        ];

    private static StockTable? Of<TEntity>(WriteContext context, string kind, string id, params string[] compared)
    {
        var entity =
            context.Model.FindEntityType(typeof(TEntity))
            ?? throw new InvalidOperationException($"{typeof(TEntity).Name} is not in the model.");
        var stock = IdentityEntities.KindOf(entity)!.Value;
        if (context.Layout.Shape is { } shape && shape.Find(stock) is null)
        {
            return null;
        }

        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        return new(
            table.Schema,
            table.Name,
            $"AspNet{stock}",
            kind,
            entity.FindProperty(id)!.GetColumnName(table)!,
            [.. compared.Select(property => entity.FindProperty(property)!.GetColumnName(table)!)],
            stock == IdentityTableKind.Users && context.Layout.Attributes.Count > 0
                ? entity.FindProperty(nameof(User.AccessFailedCount))!.GetColumnName(table)
                : null
        );
    }
}
