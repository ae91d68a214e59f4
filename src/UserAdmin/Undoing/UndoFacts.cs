using UserAdmin.Storage;

namespace UserAdmin.Undoing;

/// <summary>What decides, besides an account's history, how far its changes may be undone.</summary>
/// <param name="Now">The current time.</param>
/// <param name="ActorId">The person who undoes.</param>
/// <param name="May">The permissions of that person.</param>
internal sealed record UndoFacts(DateTimeOffset Now, string ActorId, IReadOnlySet<string> May)
{
    /// <summary>Whether the account is somebody else's and holds permissions that the actor lacks.</summary>
    public required bool HoldsMore { get; init; }

    /// <summary>Whether the account is the only administrator who can sign in.</summary>
    public required bool IsLastAdministrator { get; init; }

    /// <summary>The permissions of every role there is, by its key.</summary>
    public required IReadOnlyDictionary<string, UndoRole> Roles { get; init; }

    /// <summary>The columns that the application added.</summary>
    public required IReadOnlyList<AccountAttribute> Attributes { get; init; }
}

/// <summary>A role that is there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Permissions">What it allows.</param>
/// <param name="IsAdministrator">Whether it is the administrators' role.</param>
internal sealed record UndoRole(string Name, IReadOnlyCollection<string> Permissions, bool IsAdministrator);
