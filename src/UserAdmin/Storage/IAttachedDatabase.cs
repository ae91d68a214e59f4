namespace UserAdmin.Storage;

/// <summary>
/// Tells whether the write database is one of another application, which the program administers without owning it.
/// </summary>
public interface IAttachedDatabase
{
    /// <summary>How the application keeps its accounts; null if the database is the program's own.</summary>
    IdentityShape? Shape { get; }

    /// <summary>
    /// Whether the database has a place for passkeys. That of an application whose Identity schema is older than
    /// version 3 has none.
    /// </summary>
    bool HasPasskeys { get; }

    /// <summary>
    /// The columns that the application added to its table of users, as far as the program reads them, in their order.
    /// </summary>
    IReadOnlyList<AccountAttribute> Attributes { get; }

    /// <summary>
    /// Columns of the application's own without which the database accepts no account, and which the program cannot
    /// fill; with any, no account can be created here.
    /// </summary>
    IReadOnlyList<ExtraColumn> Required { get; }
}
