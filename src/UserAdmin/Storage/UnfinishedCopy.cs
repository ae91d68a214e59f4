namespace UserAdmin.Storage;

/// <summary>What a database says of itself while it is being copied from another one.</summary>
/// <param name="From">The name of the other database, without a password.</param>
/// <param name="FirstHash">The hash of the other log's first event, as lower-case hex; empty if it had none.</param>
internal sealed record UnfinishedCopy(string From, string FirstHash)
{
    /// <summary>The table with this as its only row.</summary>
    public const string Table = "__UserAdminUnfinishedCopy";

    /// <summary>Creates an exception for whoever starts a console on the database.</summary>
    /// <param name="name">The name of the database.</param>
    public StartupException Refuse(string name) =>
        new(
            $"The database {name} is an unfinished copy of {From}. Run the same copy again, which goes on from where "
                + "it stopped, or set ConnectionStrings:Write to another database."
        );
}
