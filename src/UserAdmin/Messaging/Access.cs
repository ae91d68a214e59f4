using System.Collections.Frozen;

namespace UserAdmin.Messaging;

/// <summary>The current permissions of one user.</summary>
/// <param name="DisplayName">Name for the history.</param>
/// <param name="Permissions">The permissions of all the user's roles combined.</param>
internal sealed record Access(string DisplayName, FrozenSet<string> Permissions)
{
    /// <summary>The access of a person without an account.</summary>
    public static Access Nothing { get; } = new("Anonymous", FrozenSet<string>.Empty);
}

/// <summary>Looks up what users may do. The pipeline uses it; the module that stores roles implements it.</summary>
internal interface IAccessReader
{
    /// <summary>The access of the program itself: everything.</summary>
    Access Everything { get; }

    /// <summary>A number that changes whenever anyone's access may have changed.</summary>
    int Generation { get; }

    /// <summary>Returns the user's access, or null if there is no such user or the account cannot be used.</summary>
    ValueTask<Access?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Clears the cache, because anyone's access may have changed.</summary>
    void Forget();

    /// <summary>Removes a user from the cache, because the user's access may have changed.</summary>
    /// <param name="userId">Id of the user.</param>
    void Forget(string userId);
}
